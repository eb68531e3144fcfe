// What cannot be reached on this page: things to tap that are smaller than 48
// by 48 pixels, and a page that must be moved sideways. Probed where a finger
// would land, so that a tile around a small control counts.

const LEAST = 48;

// A link among other words is as high as its line (WCAG 2.5.8).
const inSentence = (node) =>
  node.tagName === "A" &&
  getComputedStyle(node).display === "inline" &&
  words(node.parentElement) !== words(node);

const leads = (hit, node) =>
  !!hit && (node === hit || node.contains(hit) || hit.closest("label")?.control === node);

function small(node) {
  node.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const box = node.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const half = LEAST / 2 - 0.75;
  const near = [[0, 0], [-half, 0], [half, 0], [0, -half], [0, half]];
  // What stands in the middle of a line may reach further to its end.
  const wide = (by) => leads(document.elementFromPoint(by + x, y), node);
  const high = (by) => leads(document.elementFromPoint(x, by + y), node);
  const fits = near.every(([by, down]) => (down ? high(down) : wide(by)));
  return fits ? null : `${nameOf(node) || node.labels?.[0]?.textContent || node.id}: ${Math.round(box.width)} by ${Math.round(box.height)}`;
}

function outOfReach() {
  const found = [];
  const whole = document.documentElement;
  if (whole.scrollWidth > innerWidth) {
    const widest = all("body *").filter((node) => node.getBoundingClientRect().right > innerWidth + 1);
    found.push(`the page is ${whole.scrollWidth} wide: ${widest.slice(-2).map((it) => it.className || it.tagName)}`);
  }
  const targets = all("a[href], button, input, select, textarea, summary")
    .filter((node) => !node.matches(".govuk-skip-link") && !inSentence(node));
  return found.concat(targets.map(small).filter(Boolean));
}
