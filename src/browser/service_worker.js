// Keeps one build of the app on the tablet, whole, and answers from it: the
// page opens without a connection, and never waits for one.
//
// `BUILD`, `FILES` and `LAST` stand in a line that the build writes above this
// file (xtask/src/worker.rs): the build's id, and each address with the digest of
// what is there; those of the managers' pages and of the reader of workbooks apart,
// because a first visit does not wait for them. The list is closed. It touches no
// store of the app, answers for no file that is not listed, and lets every request
// but GET pass by.

// What is at an address, as long as it is what the list says: bytes of another
// build, or a host's own error page, are refused by the browser. The digest
// decides, so that a copy which the browser has at hand is as good as a fetched
// one, and a first visit downloads nothing twice. Nothing is asked whether it has
// changed: Safari has taken the empty answer "it has not" for the file, and refused
// it.
const ALL = { ...FILES, ...LAST };
const fetched = (address) => {
  const order = (cache) =>
    fetch(address, { cache, integrity: ALL[address], redirect: "error", priority: "low" });
  return order("force-cache").catch(() => order("reload"));
};

// Puts into this build's cache what is not there yet; gives what is missing
// still. One file at a time: WebKit keeps no worker after `addAll`, and a
// download that is cut off goes on where it was.
const filled = async (files) => {
  const missing = [];
  for (const address in files) {
    try {
      const cache = await caches.open(BUILD);
      if (!(await cache.match(address))) await cache.put(address, await fetched(address));
    } catch {
      missing.push(address);
    }
  }
  return missing;
};

// Pages ask in quick succession: each waits for the one before, so that no file is
// fetched twice.
let before = Promise.resolve();
const fill = (files) => (before = before.then(() => filled(files)));

// A build that is not here whole is not installed: the one before goes on, and
// the next look for a new version tries again. A whole one waits until a person
// says so, because pages of the one before still run. It has the managers' pages
// too: their files of the build before may be gone from the server already. On a
// first visit they come once the tablet's pages are kept (`tell`).
const install = async () => {
  const missing = await fill(registration.active ? ALL : FILES);
  if (!missing.length) return;
  for (const page of await clients.matchAll({ includeUncontrolled: true })) {
    page.postMessage({ failed: true, missing });
  }
  throw new Error(`missing: ${missing}`);
};

// The older builds go only now. Pages that were opened before there was a worker
// are taken over, so that the first visit is enough to go on without a
// connection.
const activate = async () => {
  // One that comes in meanwhile keeps what it has; what it leaves goes next time.
  if (!registration.installing) {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("daybook-") && name !== BUILD);
    await Promise.all(old.map((name) => caches.delete(name)));
  }
  await clients.claim();
};

const answer = async (request, address) => {
  const kept = await caches
    .match(address, { cacheName: BUILD, ignoreVary: true })
    .catch(() => undefined);
  return kept ?? fetch(request);
};

addEventListener("install", (event) => event.waitUntil(install()));

addEventListener("activate", (event) => event.waitUntil(activate()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  // A name without an ending is a page of the app, as it is to the server.
  const page = request.mode === "navigate" && !pathname.split("/").pop().includes(".");
  const address = page ? "/" : pathname;
  if (address in ALL) event.respondWith(answer(request, address));
});

// A page asks that this build takes over, or what is missing of it, after another
// try to fetch that.
const tell = async (page) => page.postMessage({ missing: await fill(ALL) });

addEventListener("message", (event) => {
  const { data, source } = event;
  event.waitUntil(data === "take over" ? skipWaiting() : tell(source));
});
