//! Makes the family survey's phrases of the files in `locales/`, before the app is
//! compiled: the list of phrases with their English, and the list of languages.
//!
//! A language that lacks a phrase, has one too many, or puts in something else than
//! the English does, fails the build here: nobody finds it on a family's screen.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;
use serde_json::{Map, Value};

/// A file of a language; `docs/languages.md` says what stands in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Locale {
    language: String,
    name: String,
    english_name: String,
    direction: Direction,
    reviewed: bool,
    version: u32,
    voice: String,
    texts: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Ltr,
    Rtl,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("locales");
    println!("cargo::rerun-if-changed={}", folder.display());
    let english = read(&folder.join("en.json"))?;
    let mut others = Vec::new();
    for file in fs::read_dir(&folder)? {
        let path = file?.path();
        if path.file_stem().is_some_and(|stem| stem != "en") {
            let locale = read(&path)?;
            same_phrases(&english, &locale).map_err(|why| format!("{}: {why}", path.display()))?;
            others.push(locale);
        }
    }
    // As staff look for them.
    others.sort_by(|one, other| one.english_name.cmp(&other.english_name));
    let made = phrases(&english)? + &languages(&english, &others)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("phrases.rs"), made)?;
    Ok(())
}

fn read(path: &Path) -> Result<Locale, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    let wrong = |why: String| format!("{}: {why}", path.display());
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let locale: Locale = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if path.file_stem().and_then(|stem| stem.to_str()) != Some(&locale.language) {
        return Err(wrong("the file is not named by its language".to_owned()).into());
    }
    if locale.version == 0 {
        return Err(wrong("versions begin with 1".to_owned()).into());
    }
    Ok(locale)
}

/// Checks that a language has each phrase of the English once, with the same put
/// in, and no other.
fn same_phrases(english: &Locale, other: &Locale) -> Result<(), String> {
    for (key, text) in &english.texts {
        let there = other.texts.get(key).ok_or(format!("lacks \"{key}\""))?;
        let (text, there) = (said(key, text)?, said(key, there)?);
        if put_in(text) != put_in(there) {
            return Err(format!("\"{key}\" must put in {:?}", put_in(text)));
        }
    }
    let unknown = other
        .texts
        .keys()
        .find(|key| !english.texts.contains_key(*key));
    unknown.map_or(Ok(()), |key| {
        Err(format!("has \"{key}\", which the English lacks"))
    })
}

fn said<'a>(key: &str, text: &'a Value) -> Result<&'a str, String> {
    let said = text.as_str().filter(|text| !text.trim().is_empty());
    said.ok_or(format!("\"{key}\" says nothing"))
}

/// What stands in braces.
fn put_in(text: &str) -> BTreeSet<&str> {
    let after = text.split('{').skip(1);
    after
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

fn phrases(english: &Locale) -> Result<String, Box<dyn Error>> {
    let (mut variants, mut all, mut keys, mut texts) =
        (String::new(), String::new(), String::new(), String::new());
    for (key, text) in &english.texts {
        let text = said(key, text)?;
        let name = camel_case(key);
        writeln!(variants, "    /// {text:?}\n    {name},")?;
        writeln!(all, "        Self::{name},")?;
        writeln!(keys, "    {key:?},")?;
        writeln!(texts, "    {text:?},")?;
    }
    let count = english.texts.len();
    Ok(format!(
        "/// One text of the family survey, by its English.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         pub enum Phrase {{\n{variants}}}\n\n\
         impl Phrase {{\n    /// All of them, in the order of the files.\n    \
         pub const ALL: [Self; {count}] = [\n{all}    ];\n}}\n\n\
         const KEYS: [&str; {count}] = [\n{keys}];\n\n\
         const ENGLISH: [&str; {count}] = [\n{texts}];\n\n"
    ))
}

fn languages(english: &Locale, others: &[Locale]) -> Result<String, Box<dyn Error>> {
    let mut list = String::new();
    for locale in [english].into_iter().chain(others) {
        let review = if locale.reviewed {
            "Reviewed"
        } else {
            "NeedsChecking"
        };
        writeln!(
            list,
            "    Locale {{ tag: {:?}, name: {:?}, english_name: {:?}, direction: Direction::{:?}, review: Review::{review}, version: {}, voice: {:?} }},",
            locale.language,
            locale.name,
            locale.english_name,
            locale.direction,
            locale.version,
            locale.voice,
        )?;
    }
    Ok(format!(
        "/// English, then all other languages by their English names.\n\
         pub const LOCALES: [Locale; {}] = [\n{list}];\n",
        others.len() + 1
    ))
}

fn camel_case(key: &str) -> String {
    key.split('-')
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        })
        .collect()
}
