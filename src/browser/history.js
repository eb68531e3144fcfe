// The browser's address, for history.rs: links followed within the app, its back
// and forward buttons, and a way to another page.

const isManagers = (path) => path.startsWith("/roll-up");

let tell;

// A link that was tapped is followed by `goes`, which is given what to do then.
export function followAddress(told, goes) {
  tell = told;
  addEventListener("popstate", () => tell(location.pathname));
  addEventListener("click", (event) => {
    // With a key held, people ask the browser for a tab or a file of its own.
    const { button, metaKey, altKey, ctrlKey, shiftKey } = event;
    if (event.defaultPrevented || button || metaKey || altKey || ctrlKey || shiftKey) return;
    const link = event.target.closest("a");
    // Neither what leads elsewhere, nor a part of a page, such as the one that the
    // link past the header leads to: the browser moves the focus there itself.
    if (!link || link.href !== location.origin + link.pathname) return;
    if (link.target || link.hasAttribute("download")) return;
    // The managers' pages are another program.
    if (isManagers(link.pathname) !== isManagers(location.pathname)) return;
    event.preventDefault();
    // The link says that it was tapped while the next page is made.
    link.dataset.going = "";
    goes(() => {
      goTo(link.pathname);
      delete link.dataset.going;
    });
  });
  tell(location.pathname);
}

export function goTo(path) {
  // Before the page changes, so that back leads to where this one was read.
  if (path !== location.pathname) history.pushState(null, "", path);
  scrollTo(0, 0);
  tell(path);
}

// From now on the browser's way back leads here again, and is told of.
export function holdAddress(told) {
  const again = () => history.pushState(null, "", "/");
  again();
  const back = () => {
    again();
    told();
  };
  addEventListener("popstate", back);
  return () => removeEventListener("popstate", back);
}
