// Starts the app, and says so in plain words when it cannot start.
//
// This is a file and not an inline script because the content security policy
// forbids inline scripts. Trunk writes the hashed names of the module and of
// the WebAssembly file onto this script's own element. It stores nothing and
// reads nothing that is stored.

// Leptos builds markup that never changes by way of `innerHTML`, which
// `require-trusted-types-for 'script'` refuses unless a policy admits it. This
// one admits plain markup and turns away whatever could run; it has no
// createScript, so strings of code stay refused.
const CAN_RUN =
  /<\s*(script|iframe|frame|object|embed|base|link|meta|style)\b|<[^>]*[\s"'/](on[a-z]+|srcdoc)\s*=|<[^>]*javascript:/i;
if (window.trustedTypes) {
  window.trustedTypes.createPolicy("default", {
    createHTML: (markup) => (CAN_RUN.test(markup) ? null : markup),
  });
}

const opening = document.getElementById("opening");

function paragraph(words) {
  const p = document.createElement("p");
  p.textContent = words;
  return p;
}

function explain(error) {
  const tooOld =
    typeof WebAssembly !== "object" || error instanceof WebAssembly.CompileError;

  const heading = document.createElement("h1");
  heading.textContent = "Daybook could not start";

  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Try again";
  again.addEventListener("click", () => window.location.reload());

  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "For whoever looks after this device";
  details.append(summary, paragraph(String(error)));

  const notice = document.createElement("div");
  notice.setAttribute("role", "alert");
  notice.append(
    heading,
    paragraph(
      tooOld
        ? "This browser is too old to run Daybook."
        : "Part of Daybook could not be downloaded or could not be run.",
    ),
    paragraph(
      "Records already saved on this device are safe. Nothing has been changed or deleted.",
    ),
    paragraph(
      tooOld
        ? "Update the device, or open Daybook in an up-to-date browser on this same device."
        : "Check that the device is connected, then try again. If it still does not start, tell the person who looks after this device. Do not clear the browser’s data: that would delete the saved records.",
    ),
    again,
    details,
  );
  opening.textContent = "";
  opening.append(notice);
}

// Not a top-level await: a browser too old for that must still get as far as
// `explain`.
async function start() {
  const names = document.querySelector("script[data-js][data-wasm]").dataset;
  const app = await import(names.js);
  await app.default({ module_or_path: names.wasm });
  opening.remove();
}

start().catch((error) => {
  explain(error);
  throw error;
});
