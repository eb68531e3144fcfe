// Holds our schemas against ajv in its strict mode, with ajv-formats, and what the
// command line writes against our schemas: `node tests/readers/schemas.mjs`. DAYBOOK
// names the program; without it cargo runs it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (file) => JSON.parse(readFileSync(file, "utf8"));

function daybook(...words) {
  const command = process.env.DAYBOOK
    ? [process.env.DAYBOOK]
    : ["cargo", "run", "--quiet", "--"];
  const [program, ...first] = command;
  execFileSync(program, [...first, ...words], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

// A new one for each schema: some of them name the same parts.
function compiled(name) {
  const ajv = new Ajv({ strict: true, allErrors: true, validateFormats: true });
  addFormats(ajv);
  const valid = ajv.compile(read(join(root, "schema", name)));
  return (file) => {
    if (!valid(read(file))) {
      throw new Error(`${file} does not fit ${name}: ${ajv.errorsText(valid.errors)}`);
    }
  };
}

const names = readdirSync(join(root, "schema")).filter((name) => name.endsWith(".json"));
const fits = Object.fromEntries(names.map((name) => [name, compiled(name)]));
console.log(`${names.length} schemas compile in strict mode`);

// Holds a document against the schema of its own version.
const check = (kind, file) => {
  const name = `${kind}-v${read(file).format_version}.json`;
  if (!fits[name]) throw new Error(`${file}: there is no schema ${name}`);
  fits[name](file);
};

const folder = mkdtempSync(join(tmpdir(), "daybook-schemas-"));
try {
  const city = join(folder, "city");
  daybook("sample", "--out", city);
  const inCity = (name) => join(city, name);
  const given = [inCity("returns"), "--organisation", inCity("organisation.json")];
  const combined = join(folder, "combined.json");
  daybook("roll-up", ...given, inCity("decisions.json"), "--combined", combined, "--name", "Riverton");

  const returns = readdirSync(inCity("returns")).filter((name) => name.endsWith(".json"));
  for (const name of returns) check("return", join(city, "returns", name));
  check("combined", combined);
  check("decisions", inCity("decisions.json"));
  check("organisation", inCity("organisation.json"));
  // What released versions wrote: by the schema of their version and by the later ones.
  const fixtures = join(root, "tests/fixtures");
  const parts = (name) => /^(.*)-v(\d+)\.json$/.exec(name).slice(1);
  for (const name of names) {
    const [kind, version] = parts(name);
    const later = names.map(parts).filter(([of, its]) => of === kind && +its >= +version);
    for (const [, its] of later) fits[`${kind}-v${its}.json`](join(fixtures, name));
  }
  console.log(`${returns.length} returns and ${names.length + 3} other documents fit them`);
} finally {
  rmSync(folder, { recursive: true });
}
