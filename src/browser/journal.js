// IndexedDB for journal.rs: opens, reads, and carries out a transaction. It
// decides nothing: what is written comes back from `decide`, at once, while the
// transaction is still open.

const STORES = ["records", "log", "meta", "returns", "set-aside"];

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export function openJournal(name) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () =>
      STORES.forEach((store) => opening.result.createObjectStore(store));
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      // Whoever clears the site's data closes what is open; so the app looks.
      const closed = () => dispatchEvent(new Event("daybook-journal-closed"));
      database.onclose = closed;
      // Another tab with a newer version, or one that deletes it, must not wait.
      database.onversionchange = () => {
        database.close();
        closed();
      };
      resolve(database);
    };
  });
}

// Keys and texts of a store: all of them, those below a key, or that of one key.
export async function readJournal(database, store, from, until) {
  const shelf = database.transaction(store).objectStore(store);
  const range = from ? IDBKeyRange.bound(from, until || from, false, !!until) : undefined;
  return Promise.all([answer(shelf.getAllKeys(range)), answer(shelf.getAll(range))]);
}

export function countJournal(database, store) {
  return answer(database.transaction(store).objectStore(store).count());
}

// `spots` is store, key, store, key…; `decide` takes the texts that were there
// and gives what, store, key, text, what, store, key, text…
// It ends well only at the transaction's `complete`. With the browser's default
// durability, simulated power cuts lost every write.
export function writeJournal(database, spots, decide) {
  return new Promise((resolve, reject) => {
    const writing = database.transaction(STORES, "readwrite", { durability: "strict" });
    writing.oncomplete = () => resolve();
    writing.onabort = () => reject(writing.error);
    const found = [];
    let awaited = spots.length / 2;
    const write = () => {
      const steps = decide(found);
      for (let at = 0; at < steps.length; at += 4) {
        const [what, store, key, text] = steps.slice(at, at + 4);
        const shelf = writing.objectStore(store);
        if (what === "put") shelf.put(text, key);
        else if (what === "delete") shelf.delete(key);
        else shelf.delete(IDBKeyRange.bound(`${key}/`, `${key}0`, false, true));
      }
      // Nothing more comes: it need not wait until each step has been heard of.
      writing.commit();
    };
    if (awaited === 0) write();
    for (let at = 0; at < spots.length; at += 2) {
      const reading = writing.objectStore(spots[at]).get(spots[at + 1]);
      reading.onsuccess = () => {
        found[at / 2] = reading.result;
        awaited -= 1;
        if (awaited === 0) write();
      };
    }
  });
}
