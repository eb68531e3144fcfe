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

const folder = mkdtempSync(join(tmpdir(), "daybook-schemas-"));
try {
  const city = join(folder, "city");
  daybook("sample", "--out", city);
  const given = [join(city, "returns"), "--organisation", join(city, "organisation.json")];
  const combined = join(folder, "combined.json");
  daybook("roll-up", ...given, join(city, "decisions.json"), "--combined", combined, "--name", "Riverton");

  const returns = readdirSync(join(city, "returns")).filter((name) => name.endsWith(".json"));
  for (const name of returns) fits["return-v1.json"](join(city, "returns", name));
  fits["combined-v1.json"](combined);
  fits["decisions-v1.json"](join(city, "decisions.json"));
  const organisation = join(city, "organisation.json");
  fits[`organisation-v${read(organisation).format_version}.json`](organisation);
  // What released versions wrote.
  for (const name of names) fits[name](join(root, "tests/fixtures", name));
  console.log(`${returns.length} returns and ${names.length + 3} other documents fit them`);
} finally {
  rmSync(folder, { recursive: true });
}
