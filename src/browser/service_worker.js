// Keeps one build of the app on the tablet, whole, and answers from it: the
// page opens without a connection, and never waits for one.
//
// `BUILD`, `FILES` and `MANAGERS` stand in a line that the build writes above this
// file (xtask/src/worker.rs): the build's id, and each address with the digest of
// what is there; those of the managers' pages apart, which are kept only where these
// pages were opened. The list is closed. It touches no store of the app, answers
// for no file that is not listed, and lets every request but GET pass by.

// What is at an address, as long as it is what the list says: bytes of another
// build, or a host's own error page, are refused by the browser. The digest
// decides, so that a copy which the browser has at hand is as good as a fetched
// one, and a first visit downloads nothing twice. Nothing is asked whether it has
// changed: Safari has taken the empty answer "it has not" for the file, and refused
// it.
const ALL = { ...FILES, ...MANAGERS };
const fetched = (address) => {
  const order = (cache) =>
    fetch(address, { cache, integrity: ALL[address], redirect: "error" });
  return order("force-cache").catch(() => order("reload"));
};

// Stands in the cache where the managers' pages are kept too.
const WANTED = "/managers";
const want = async () => (await caches.open(BUILD)).put(WANTED, new Response());

// Puts into this build's cache what is not there yet; gives what is missing
// still. One file at a time: WebKit keeps no worker after `addAll`, and a
// download that is cut off goes on where it was.
const fill = async () => {
  const missing = [];
  // The build before may have kept them.
  const all = await caches
    .match(WANTED)
    .then((wanted) => wanted && want().then(() => true))
    .catch(() => false);
  for (const address in all ? ALL : FILES) {
    try {
      const cache = await caches.open(BUILD);
      if (!(await cache.match(address))) await cache.put(address, await fetched(address));
    } catch {
      missing.push(address);
    }
  }
  return missing;
};

// A build that is not here whole is not installed: the one before goes on, and
// the next look for a new version tries again. A whole one waits until a person
// says so, because pages of the one before still run.
const install = async () => {
  const missing = await fill();
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
// try to fetch that; one of the managers' pages asks for their files too.
const tell = async (page, managers) => {
  if (managers) await want().catch(() => {});
  page.postMessage({ missing: await fill() });
};

addEventListener("message", (event) => {
  const { data, source } = event;
  event.waitUntil(data === "take over" ? skipWaiting() : tell(source, data === "managers"));
});
