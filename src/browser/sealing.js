// Locks a backup with a passphrase and unlocks it again, for sealing.rs: the
// browser's own Web Crypto, AES-GCM under a key from PBKDF2.

const SALT = 16;
const NONCE = 12;

async function cipher(passphrase, random, rounds) {
  const secret = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const raw = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: random.subarray(0, SALT), iterations: rounds },
    raw,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
  return [{ name: "AES-GCM", iv: random.subarray(SALT) }, key];
}

// The random bytes used, and the locked content.
export async function lock(content, passphrase, rounds) {
  const random = crypto.getRandomValues(new Uint8Array(SALT + NONCE));
  const locked = await crypto.subtle.encrypt(...(await cipher(passphrase, random, rounds)), content);
  return [random, new Uint8Array(locked)];
}

// Nothing when the passphrase is another one.
export async function unlock(content, passphrase, random, rounds) {
  const [how, key] = await cipher(passphrase, random, rounds);
  const open = crypto.subtle.decrypt(how, key, content);
  return open.then((bytes) => new Uint8Array(bytes), () => undefined);
}
