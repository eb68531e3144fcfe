// What the browser says of how it keeps this site's data, for keeping_safe.rs.

const storage = () => navigator.storage ?? {};

// "kept", "may go", or nothing where the browser does not say.
const said = (kept) => (kept === undefined ? undefined : kept ? "kept" : "may go");

export const howKept = async () => said(await storage().persisted?.());

export const askToKeep = async () => said(await storage().persist?.());
