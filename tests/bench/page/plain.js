// The plain page: the session form as a person would write it by hand, with one
// key in local storage for each session saved. It reads nothing, checks nothing
// but that somebody came, and keeps no second copy: the physical limit that
// `cargo xtask bench` measures the app beside.

const form = document.getElementById("form");
const said = document.getElementById("said");
const total = document.getElementById("total");
const bands = [...document.querySelectorAll("#tally input")];

function contacts() {
  return bands.reduce((sum, field) => sum + (Number(field.value) || 0), 0);
}

function showTotal() {
  const count = contacts();
  total.textContent = `${count} direct ${count === 1 ? "contact" : "contacts"}`;
}

form.addEventListener("input", showTotal);

form.addEventListener("change", (event) => {
  if (event.target.name === "kind") {
    for (const part of form.querySelectorAll("[data-kind]")) {
      part.hidden = part.dataset.kind !== event.target.value;
    }
  }
  if (event.target.name === "date") {
    document.getElementById("typed-date").hidden = event.target.value !== "other";
  }
});

form.addEventListener("click", (event) => {
  if (event.target.type !== "button") {
    return;
  }
  const field = event.target.parentElement.querySelector("input");
  const step = event.target.textContent === "+" ? 1 : -1;
  field.value = Math.max(0, (Number(field.value) || 0) + step);
  showTotal();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const count = contacts();
  if (count === 0) {
    said.textContent = "Enter who came";
    return;
  }
  const session = { ...Object.fromEntries(new FormData(form)), saved: Date.now() };
  localStorage.setItem(`plain/${crypto.randomUUID()}`, JSON.stringify(session));
  said.textContent = `Saved: ${count} direct contacts`;
  for (const field of bands) {
    field.value = "";
  }
  showTotal();
});

// What was typed before this ran.
showTotal();
