// The least that lets the plain page open without a connection.
const FILES = ["/plain.html", "/plain.css", "/plain.js"];
addEventListener("install", (event) =>
  event.waitUntil(caches.open("plain").then((cache) => cache.addAll(FILES))),
);
addEventListener("fetch", (event) =>
  event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request))),
);
