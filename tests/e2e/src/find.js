// Finds what a person finds: by label, legend, role and words. Each function
// gives null where there is no such thing in sight.

const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
const shown = (node) => node.checkVisibility({ visibilityProperty: true });
const all = (selector, within = document) =>
  [...within.querySelectorAll(selector)].filter(shown);

// The one that says exactly this, or else the one that begins with it and goes
// on with a hint.
function saying(nodes, wanted) {
  const exact = nodes.find((node) => words(node) === wanted);
  return exact ?? nodes.find((node) => words(node).startsWith(`${wanted} `)) ?? null;
}

const nameOf = (node) => node.getAttribute("aria-label") ?? words(node);

function field(label) {
  const found = saying(all("label"), label);
  if (found) return document.getElementById(found.htmlFor);
  const named = (node) => node.getAttribute("aria-label") === label;
  return all("input, select, textarea").find(named) ?? null;
}

function group(legend) {
  return saying(all("legend"), legend)?.closest("fieldset") ?? null;
}

// A radio button of a group: its label, which is what a person taps.
function choice(legend, label) {
  const within = group(legend);
  return within && saying(all("label", within), label);
}

// A question that is answered and folded to a line.
function line(legend) {
  return all("[role=group]").find((node) => node.getAttribute("aria-label") === legend) ?? null;
}

// The choices of a question, though it be folded to a line.
function choices(legend) {
  const legends = [...document.querySelectorAll("legend")];
  return legends.find((it) => words(it) === legend)?.closest("fieldset") ?? null;
}

function chosen(legend) {
  const radios = choices(legend)?.querySelectorAll("input[type=radio]") ?? [];
  const radio = [...radios].find((it) => it.checked);
  return radio ? words(radio.labels[0]) : null;
}

// Brings a choice in sight: opens a question that is folded, and types into the
// field that finds one of many. Gives whether it is still to be tapped; null while
// it is not there.
function toTap(legend, label) {
  const folded = line(legend);
  if (folded) {
    const answer = words(folded.querySelector(".app-answered__words"));
    if (answer === label || answer.startsWith(`${label} `)) return false;
    folded.querySelector("button").click();
    return null;
  }
  if (choice(legend, label)) return true;
  const finding = group(legend)?.querySelector("input[type=text]");
  if (finding && finding.value !== label) {
    finding.value = label;
    finding.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return null;
}

// Opens the pages where the screen is too small for their links, and one is wanted.
function openMenu(name) {
  const menu = button("Menu");
  const links = [...document.querySelectorAll("nav a[href]")];
  const wanted = links.some((node) => nameOf(node) === name && !shown(node));
  if (wanted && menu?.getAttribute("aria-expanded") === "false") menu.click();
  return true;
}

// The part of the page that a heading stands over.
function under(heading) {
  const found = all("h2, h3").find((node) => words(node) === heading);
  return found?.closest("section") ?? document.createElement("section");
}

function button(name, within) {
  return all("button, [role=button], summary", within).find((node) => nameOf(node) === name) ?? null;
}

function link(name) {
  return all("a[href]").find((node) => nameOf(node) === name) ?? null;
}

// A table as its column heads and its rows, each with its head first.
function table(caption) {
  const found = all("table").find((it) => it.caption && words(it.caption) === caption);
  return found && [...found.rows].map((row) => [...row.cells].map(words));
}

function regions(role) {
  return all(`[role=${role}]`).map((node) => node.innerText);
}

function inSight(node) {
  node?.scrollIntoView({ block: "center", behavior: "instant" });
  return node;
}
