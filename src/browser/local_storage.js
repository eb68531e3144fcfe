// How much of local storage is used, in UTF-16 units of keys and texts: by
// everything, by the keys with a prefix, and how many of these there are. Here
// and not in local_storage.rs, so that no text is copied to be measured.
export function usedSpace(prefix) {
  const used = [0, 0, 0];
  for (const key of Object.keys(localStorage)) {
    const units = key.length + (localStorage.getItem(key) || "").length;
    used[0] += units;
    if (key.startsWith(prefix)) {
      used[1] += units;
      used[2] += 1;
    }
  }
  return used;
}
