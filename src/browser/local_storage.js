// How much of local storage is used: by everything, by the keys with a prefix, and
// how many of these there are. Here and not in local_storage.rs, so that no text is
// copied to be measured; counted as `units` in domain/space.rs says.
const beyondLatin1 = /[^\u0000-\u00ff]/;
const units = (text) => (beyondLatin1.test(text) ? 2 * text.length : text.length);

export function usedSpace(prefix) {
  const used = [0, 0, 0];
  for (const key of Object.keys(localStorage)) {
    const taken = units(key) + units(localStorage.getItem(key) || "");
    used[0] += taken;
    if (key.startsWith(prefix)) {
      used[1] += taken;
      used[2] += 1;
    }
  }
  return used;
}
