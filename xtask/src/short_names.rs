//! Short names between WebAssembly and the script that joins it to the browser.
//!
//! wasm-bindgen names each function that the two share by what it does and a
//! hash, so that several modules could share one script. There is one of each
//! here, the names stand in both files, and hashes do not compress: they were 4 kB
//! of the download.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::run;

/// What today's rustc emits, as index.html says it to Trunk. With all features on,
/// wasm-opt writes what browsers do not read yet.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

/// Gives short names to what the WebAssembly takes and gives, and writes them into
/// the script of a program, which must not be minified yet. `wasm_opt` is the command
/// without arguments.
///
/// # Errors
///
/// When a file cannot be read or written, or wasm-opt fails.
pub fn shorten(
    mut wasm_opt: Command,
    program: &str,
    wasm: &Path,
    script: &Path,
) -> Result<(), Error> {
    let said = run::quietly(
        wasm_opt
            .args(FEATURES)
            .arg("--minify-imports-and-exports-and-modules")
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )?;
    let text = fs::read_to_string(script).map_err(Error::file("read", script))?;
    let module = module(program);
    let names = Names::told(&module, &said);
    fs::write(script, renamed(&text, &names)).map_err(Error::file("write", script))
}

/// The short names, as wasm-opt tells them: `[module, name, short]` of what is
/// taken, and `[name, short]` of what is given.
#[derive(Debug, Default)]
struct Names<'a> {
    /// What the script calls the module that it gives to the WebAssembly.
    module: &'a str,
    taken: BTreeMap<&'a str, &'a str>,
    given: BTreeMap<&'a str, &'a str>,
    /// What is taken from scripts of our own: module, name, short.
    from_ours: Vec<[&'a str; 3]>,
}

impl<'a> Names<'a> {
    fn told(of: &'a str, said: &'a str) -> Self {
        let mut names = Self {
            module: of,
            ..Self::default()
        };
        for line in said.lines() {
            let quoted: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
            match quoted[..] {
                [module, name, short] if module == of => names.taken.insert(name, short),
                [module, name, short] => {
                    names.from_ours.push([module, name, short]);
                    None
                }
                [name, short] => names.given.insert(name, short),
                _ => None,
            };
        }
        names
    }
}

fn module(program: &str) -> String {
    format!("./{program}_bg.js")
}

/// The name that wasm-opt gives to every module, so that they become one.
const ONE_MODULE: &str = "a";

/// The script, with the short names. What is given is only looked for behind
/// `wasm.`, since it has names such as `main`.
fn renamed(script: &str, names: &Names<'_>) -> String {
    let mut out = String::new();
    let mut rest = script;
    while let Some(start) = rest.find(in_a_name) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|it| !in_a_name(it)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(before);
        let given = out.ends_with("wasm.").then(|| names.given.get(word));
        let short = given.flatten().or_else(|| names.taken.get(word));
        out.push_str(short.unwrap_or(&word));
        rest = after;
    }
    out.push_str(rest);
    let mut joined = format!("\"{ONE_MODULE}\": {{ ");
    for [module, name, short] in &names.from_ours {
        if let Some(known_as) = value_of(&out, module) {
            let _ = write!(joined, "{short}: {known_as}.{name}, ");
        }
    }
    match value_of(&out, names.module).map(str::to_owned) {
        Some(known_as) => {
            let _ = write!(joined, "...{known_as} }}");
            out.replace(&format!("\"{}\": {known_as}", names.module), &joined)
        }
        None => out,
    }
}

/// What stands behind a text that is a key in the script.
fn value_of<'a>(script: &'a str, key: &str) -> Option<&'a str> {
    let (_, behind) = script.split_once(&format!("\"{key}\": "))?;
    let end = behind.find(|it| !in_a_name(it))?;
    behind.get(..end)
}

const fn in_a_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = r#"{
 "imports": [
  ["./daybook_bg.js", "__wbg_now_0a1b", "$"],
  ["./snippets/journal.js", "open", "b"]
 ],
 "exports": [
  ["main", "a$"]
 ]
}"#;

    #[test]
    fn both_sides_of_a_name_are_shortened_and_nothing_else() {
        let script = r#"const main = 1; __wbg_now_0a1b: function() { wasm.main(); }, open, { __wbg_now_0a1b2, "./daybook_bg.js": it, "./snippets/journal.js": ours }"#;
        let expected = r#"const main = 1; $: function() { wasm.a$(); }, open, { __wbg_now_0a1b2, "a": { b: ours.open, ...it }, "./snippets/journal.js": ours }"#;
        assert_eq!(
            renamed(script, &Names::told("./daybook_bg.js", SAID)),
            expected
        );
    }
}
