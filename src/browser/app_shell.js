// The app on the tablet, for app_shell.rs: its service worker, new versions, and
// its installation. It decides nothing and shows nothing: it says what has come
// about, a word with its details, and does what it is told.

const DAY = 24 * 60 * 60 * 1000;

// The browser's offer to install comes once and early, before the app has
// started: this runs when the module is read.
let offer = null;
let say = () => {};
// Only the browser of iPads and iPhones has this property.
const apple = "standalone" in navigator;
addEventListener("beforeinstallprompt", (event) => {
  if (apple) return;
  // Its own small bar would come at any time; there is a button instead.
  event.preventDefault();
  offer = event;
  say("offered");
});
addEventListener("appinstalled", () => say("installed"));

let waiting = null;
let asked = false;
let check = () => {};

// `address` is that of the service worker, as the browser trusts it (trusted.js).
export function followShell(tell, address) {
  say = tell;
  if (matchMedia("(display-mode: standalone)").matches || navigator.standalone) say("installed");
  else if (apple) say("tab");
  else if (offer) say("offered");

  const workers = navigator.serviceWorker;
  if (!workers) {
    say(isSecureContext ? "not-offered" : "insecure");
    return;
  }
  let registration = null;
  // The worker whose build this page was opened from.
  let own = null;
  let failed = false;

  const look = () => {
    // This page goes in a moment.
    if (asked) return;
    const { active, installing } = registration;
    waiting = registration.waiting;
    if (installing) installing.onstatechange = look;
    own ??= active;
    if (active) active.postMessage("what is missing");
    if (active !== own) say("old");
    else if (active && waiting) say("waiting");
    else say(failed ? "failed" : "current");
  };

  workers.onmessage = ({ data }) => {
    // Where a build is here already, a new one that is not whole is no loss.
    if (data.failed && registration?.active) {
      failed = true;
      look();
    } else say(data.missing.length ? `missing ${data.missing.join(" ")}` : "ready");
  };

  workers.oncontrollerchange = () => {
    if (asked) {
      // Once: whatever comes after it belongs to the page that opens now.
      workers.oncontrollerchange = null;
      location.reload();
    } else if (registration) look();
  };

  // Asks for a new version; without a connection there is none to find.
  check = async () => {
    try {
      registration = await workers.register(address);
      registration.onupdatefound = () => {
        failed = false;
        look();
      };
      look();
      await registration.update();
    } catch (error) {
      if (!registration) say(`refused ${error.message}`);
    }
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) check();
  });
  setInterval(check, DAY);
}

// For the first time once the app has started: a first visit fetches every file
// now.
export function lookForVersions() {
  check();
}

// The version that waits takes over, and this tab opens again on it; where
// another tab was quicker, it only opens again.
export function takeOver() {
  asked = !!waiting;
  if (asked) waiting.postMessage("take over");
  else location.reload();
}

export async function install() {
  const asking = offer;
  offer = null;
  // It can be used once; the browser may make another.
  say("not-installed");
  await asking?.prompt();
}
