// The addresses of scripts that workers may run, for those who start one. The content
// security policy admits one policy of Trusted Types, which is made here and leads to
// the service worker and to the reader of workbooks, and nowhere else.

const WORKERS = /^\/(service-worker|workbook(-[0-9a-f]+)?)\.js$/;

let policy = null;

export function scriptAddress(address) {
  if (!WORKERS.test(address)) throw new TypeError(address);
  if (!window.trustedTypes) return address;
  policy ??= trustedTypes.createPolicy("daybook-worker", { createScriptURL: (it) => it });
  return policy.createScriptURL(address);
}
