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

// The tile around a radio button is what is tapped.
const target = (node) => node.closest(".app-choice") ?? node;

function small(node) {
  const tile = target(node);
  tile.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const box = tile.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // A pixel less: where an edge falls between two pixels, one of them is lost.
  const half = LEAST / 2 - 1;
  const near = [[0, 0], [-half, 0], [half, 0], [0, -half], [0, half]];
  const missed = near.find(([by, down]) => !leads(document.elementFromPoint(x + by, y + down), node));
  if (!missed) return null;
  const hit = document.elementFromPoint(x + missed[0], y + missed[1]);
  const name = nameOf(node) || words(node.labels?.[0] ?? node) || node.id;
  const size = `${box.width.toFixed(1)} by ${box.height.toFixed(1)}`;
  return `${name}: ${size}; ${missed} from its middle lies ${hit?.className || hit?.tagName}`;
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
