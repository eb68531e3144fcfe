// Starts the app, and says so in plain words when it cannot start or has
// stopped.
//
// This is a file and not an inline script because the content security policy
// forbids inline scripts. The page's links that fetch the module and the
// WebAssembly file beforehand say where they are and what they must hold; the
// browser itself checks the module by its link. This stores nothing and reads
// nothing that is stored. Where the app does not run, a new version may: then this
// offers it, since nothing else on the page can.

// No markup is ever read from text here: the policy admits none, so nothing
// that anybody typed can become part of a page.
const opening = document.getElementById("opening");

const STOPPED = {
  heading: "Daybook has stopped",
  words: [
    "Something went wrong inside Daybook. It was stopped so that nothing wrong can be saved.",
    "Records already saved on this device are safe. Nothing has been changed or deleted.",
    "Open it again to go on. If this page comes back, tell the person who looks after this device. Do not clear the browser’s data: that would delete the saved records.",
  ],
  button: "Open Daybook again",
};

const NOT_STARTED = {
  heading: "Daybook could not start",
  words: [
    "Part of Daybook could not be downloaded or could not be run.",
    "Records already saved on this device are safe. Nothing has been changed or deleted.",
    "Check that the device is connected, then try again. If it still does not start, tell the person who looks after this device. Do not clear the browser’s data: that would delete the saved records.",
  ],
  button: "Try again",
};

const TOO_OLD = {
  heading: NOT_STARTED.heading,
  words: [
    "This browser is too old to run Daybook.",
    NOT_STARTED.words[1],
    "Update the device, or open Daybook in an up-to-date browser on this same device.",
  ],
  button: NOT_STARTED.button,
};

// A file or link that is dropped beside a box would take the page's place, and what is
// typed with it: on every page it does nothing. A box that opens files says so itself,
// after this. Text can be dragged into a field.
function refuseDrop(event) {
  const { target, dataTransfer } = event;
  const isFile = [...(dataTransfer?.types ?? [])].includes("Files");
  if (!isFile && target.closest?.("input, textarea")) return;
  event.preventDefault();
  if (dataTransfer) dataTransfer.dropEffect = "none";
}
for (const event of ["dragenter", "dragover", "drop"]) {
  window.addEventListener(event, refuseDrop, { capture: true });
}

function element(tag, classes, ...inside) {
  const made = document.createElement(tag);
  made.className = classes;
  made.append(...inside);
  return made;
}

const TODAY = "Go to Today: the pages for recording do not need this part.";

const isManagers = () => window.location.pathname.startsWith("/roll-up");

const NEW_VERSION =
  "A new version of Daybook is ready, and may put this right. It changes no record.";

// What came wrongly may be kept for a year under its name: it is fetched anew.
async function openAgain() {
  const loaded = [...document.querySelectorAll('link[href^="/"]')];
  await Promise.allSettled(loaded.map(({ href }) => fetch(href, { cache: "reload" })));
  window.location.reload();
}

// The worker of a newer version that is on the device whole and waits; nothing where
// there is none, or where its fetch breaks off.
async function waitingVersion() {
  const registration = await navigator.serviceWorker?.getRegistration();
  // Without a connection there is none to find, but one may have been found before.
  await registration?.update().catch(() => {});
  const next = registration?.installing;
  if (next) {
    await new Promise((come) => next.addEventListener("statechange", come, { once: true }));
  }
  return registration?.waiting;
}

// Only when the person says so, as everywhere: other tabs may still run.
function updateTo(worker) {
  navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload());
  // Another tab may have been quicker.
  if (worker.state === "activated") window.location.reload();
  else worker.postMessage("take over");
}

async function offerNewVersion(again, words) {
  const worker = await waitingVersion();
  if (!worker) return;
  again.textContent = "Update now";
  again.onclick = () => updateTo(worker);
  words.append(element("p", "govuk-body", NEW_VERSION));
}

// A page in place of whatever is there, with what went wrong for those who can
// read it.
function show({ heading, words, button }, error) {
  const again = element("button", "govuk-button", button);
  again.type = "button";
  again.onclick = openAgain;
  const title = element("h1", "govuk-heading-l", heading);
  title.tabIndex = -1;
  const said = element("div", "", ...words.map((it) => element("p", "govuk-body", it)));
  if (isManagers()) {
    const today = element("a", "govuk-link", TODAY);
    today.href = "/";
    said.append(element("p", "govuk-body", today));
  }
  const notice = element(
    "div",
    "",
    title,
    said,
    again,
    element(
      "details",
      "govuk-body",
      element("summary", "", "For whoever looks after this device"),
      element("pre", "app-trace", error?.stack ?? String(error)),
    ),
  );
  notice.setAttribute("role", "alert");
  opening.replaceChildren(notice);
  document.title = `${heading} – Daybook`;
  document.body.replaceChildren(opening);
  title.focus();
  // What keeps it from being looked for is no news on this page.
  offerNewVersion(again, said).catch(() => {});
}

// A panic in the app is a trap. What it left half done is unknown, so nothing
// of it may run on: the page goes, with everything that could be tapped.
function onTrap(error) {
  if (error instanceof WebAssembly.RuntimeError) {
    show(STOPPED, error);
  }
}

// Not a top-level await: a browser too old for that must still get as far as
// `show`.
async function start() {
  window.addEventListener("error", (event) => onTrap(event.error));
  window.addEventListener("unhandledrejection", (event) => onTrap(event.reason));
  // The managers' pages are a program of their own, whose links wait in a template.
  const managers = isManagers();
  if (managers) document.head.append(document.getElementById("managers").content);
  const link = (rel) =>
    document.querySelector(`link[rel=${rel}][href^="/${managers ? "managers" : "daybook"}"]`);
  const { href, dataset } = link("preload");
  const app = await import(link("modulepreload").href);
  const code = fetch(href, { integrity: dataset.integrity });
  await app.default({ module_or_path: code });
  opening.remove();
}

start().catch((error) => {
  const tooOld =
    typeof WebAssembly !== "object" || error instanceof WebAssembly.CompileError;
  show(tooOld ? TOO_OLD : NOT_STARTED, error);
  throw error;
});
