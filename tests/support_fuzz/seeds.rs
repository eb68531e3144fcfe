//! Valid texts to begin from: the fixtures of released formats, and what the
//! app of today writes.

use std::fs;
use std::path::PathBuf;

use daybook::domain::base::digest::Digest;
use daybook::domain::base::json::Json;
use serde_json::{Value, json};

use crate::support_send::returns::small;

/// The lines of a fixture without their checksums: `{"s":1,"r":…}`.
pub fn contents(fixture: &str) -> Vec<String> {
    let text = read(&format!("tests/fixtures/{fixture}"));
    let content = |line: &str| line.split_once('|').unwrap().1.to_owned();
    text.lines().map(content).collect()
}

/// A file of this project.
pub fn read(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(path).unwrap()
}

/// A content with its checksum, told by another crate than the app's own.
pub fn summed(json: &str) -> String {
    format!("{:08x}|{json}", crc32fast::hash(json.as_bytes()))
}

/// A sentinel as both stores keep it.
pub fn sentinels() -> Vec<String> {
    let book = "00000000-0000-0000-0000-00000000b00c";
    let sentinel = |holds| json!({"s": 1, "r": {"book": book, "holds_records": holds}}).to_string();
    vec![sentinel(true), sentinel(false)]
}

/// A return of a few figures of every sort, since most of a whole one is more
/// of the same.
pub fn short_return() -> String {
    let mut full = serde_json::to_value(small()).unwrap();
    full["reason"] = json!("Two sessions were missing");
    full["revision"] = json!(2);
    full["line"] = json!(["00000000-0000-0000-0000-000000000009"]);
    full["comments"] = json!([{"asked": "went-well", "text": "The room was warm."}]);
    full["measures"] = json!([
        {"measure": "closed-cases", "type": "stock", "count": 4},
        {"measure": "survey-helped", "type": "ratio", "part": 1, "whole": 3},
        {"measure": "sessions", "breakdown": {"kind": "youth-club"}, "type": "period", "count": 1},
    ]);
    resealed(&full.to_string())
}

/// Whole returns: that of one session, and the fixture.
pub fn whole_returns() -> Vec<String> {
    let small = serde_json::to_string(&small()).unwrap();
    let mut returns = vec![small; 9];
    returns.push(read("tests/fixtures/return-v1.json"));
    returns
}

/// The digest of a value without some of its keys.
pub fn digest_of(value: &Value, without: &[&str]) -> Digest {
    let text = value.to_string();
    Digest::of_content_without(&Json::read(&text).unwrap(), without)
}

/// A return's text with digests that agree with it; as it is when it is no
/// JSON object with a manifest.
pub fn resealed(text: &str) -> String {
    try_resealed(text).unwrap_or_else(|| text.to_owned())
}

fn try_resealed(text: &str) -> Option<String> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let left_out = ["made_at", "manifest", "manifest_digest", "digest"];
    let digest = digest_of(&value, &left_out).to_string();
    let send = value.get("send")?.clone();
    let members = value.as_object_mut()?;
    members.insert("digest".to_owned(), json!(digest));
    let manifest = members.get_mut("manifest")?;
    for entry in manifest.as_array_mut()? {
        if entry.get("send") == Some(&send) {
            entry["digest"] = json!(digest);
        }
    }
    let manifest = digest_of(manifest, &[]).to_string();
    members.insert("manifest_digest".to_owned(), json!(manifest));
    Some(value.to_string())
}

/// Organisation files: the documentation's, and a small one with everything.
pub fn organisations() -> Vec<String> {
    let full = json!({
        "format": "daybook-organisation",
        "format_version": 1,
        "city": "Riverton",
        "localities": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
        "teams": [
            {"id": "mat", "name": "MAT Under 11", "locality": "north", "until": "2026-09-30"},
            {"id": "mat", "name": "MAT Under 11", "locality": "south", "from": "2026-10-01"},
        ],
        "places": [
            {"id": "rosehill", "name": "Rosehill", "kind": "childrens-centre", "team": "mat"},
            {"id": "elm-grove", "name": "Elm Grove", "kind": "school", "from": null},
        ],
        "due": [{"quarter": "2026-27 Q3", "date": "2027-01-15"}],
    });
    let mut expected = full.clone();
    expected["format_version"] = json!(2);
    expected["tablets"] = json!([{"label": "Blue tablet", "team": "mat", "from": "2026-10-01"}]);
    expected["collected"] = json!([{"measure": "direct-contacts", "from": "2016-17 Q3"}]);
    expected["schools_pledge"] = json!(450);
    vec![
        full.to_string(),
        expected.to_string(),
        read("docs/example-organisation.json"),
    ]
}
