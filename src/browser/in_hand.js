// Which of a tablet's tabs a family has in its hands, for in_hand.rs: the one that
// holds a lock of the browser's. The lock is free once its tab is closed.

const NAME = "daybook-family-survey";

let wanted = false;
let held = false;
let letGo;
let waiting;

const isOurs = ({ name }) => name === NAME;

const hold = () => {
  held = wanted;
  return wanted ? new Promise((done) => (letGo = done)) : undefined;
};

// Another tab has taken it: this one holds it again once no other does.
const lost = () => {
  held = false;
  if (!wanted) return;
  const { signal } = (waiting = new AbortController());
  // Not at once: a page that is left is refused each time, and would never end.
  const again = () => setTimeout(() => signal.aborted || lost(), 100);
  navigator.locks.request(NAME, { signal }, hold).catch(again);
};

// A browser without locks knows only which tab is in sight.
export const isInHand = () => (navigator.locks ? held : !document.hidden);

export async function isHeldByAnother() {
  if (!navigator.locks) return false;
  const locks = await navigator.locks.query();
  return !held && locks.held.some(isOurs);
}

// A tab that has slept hears only with the answer that another one has taken it; and
// one out of sight passes it on to those that wait.
export async function isStillInHand() {
  const locks = await navigator.locks?.query();
  if (held && document.hidden && locks?.pending.some(isOurs)) {
    letGo?.();
    lost();
  }
  return isInHand();
}

export function takeInHand() {
  if (!navigator.locks || held) return;
  wanted = held = true;
  waiting?.abort();
  navigator.locks.request(NAME, { steal: true }, hold).catch(lost);
}

export function putDown() {
  wanted = held = false;
  waiting?.abort();
  letGo?.();
}

// A page that is left holds nothing, and asks for nothing any more.
addEventListener("pagehide", putDown);
