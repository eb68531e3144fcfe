// Reads one workbook apart from the page, so that the page can be used meanwhile. The
// build joins it with the program that reads (xtask/src/dist.rs). It asks the page for
// nothing and stores nothing: a file comes in, and what stands in it goes out in pieces.
import init, { read } from "./workbook.js";

const work = async ({ address, integrity, file, sheet }) => {
  await init({ module_or_path: fetch(address, { integrity }) });
  const bytes = new Uint8Array(await file.arrayBuffer());
  read(bytes, sheet ?? undefined, (told) => postMessage({ told }));
};

addEventListener("message", ({ data }) => {
  work(data).catch((error) => postMessage({ failed: String(error) }));
});
