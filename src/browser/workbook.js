// The worker that reads workbooks, for workbook.rs. What it loads stands in a template
// of the page, so that nothing of it is fetched before such a file is chosen.

const links = () => {
  const inside = document.getElementById("workbook").content;
  return [inside.querySelector("[as=script]"), inside.querySelector("[as=fetch]")];
};

// Where the worker's script is.
export function readerAddress() {
  return links()[0].getAttribute("href");
}

// Has a file read, by a worker whose address is trusted; `tell` hears each piece, and
// `null` with the reason where the reader fails. Gives what ends it.
export function readWorkbook(trusted, file, sheet, tell) {
  const { href, dataset } = links()[1];
  const worker = new Worker(trusted);
  worker.onmessage = ({ data }) => {
    if ("told" in data) tell(data.told);
    else tell(null, data.failed);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    tell(null, event.message ?? "");
  };
  worker.postMessage({ address: href, integrity: dataset.integrity, file, sheet });
  return () => worker.terminate();
}
