//! Files that nobody should have made, opened beside good ones: none panics, none
//! takes long, and none changes a total.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]
#![allow(dead_code, reason = "the fuzzing support has more than is used here")]

mod support_fuzz;
mod support_send;

use std::time::{Duration, Instant};

use daybook::domain::roll_up::opening::{Content, LARGEST_FILE, NotOpened, check_size, open};
use daybook::domain::roll_up::{
    About, Amount, Collection, Decisions, MapOf, RollUp, Span, Structure, Sums, Unit,
};
use serde_json::json;
use support_fuzz::mutation::mutated;
use support_fuzz::seeds::{resealed, whole_returns};
use support_fuzz::{Chance, Verdict, fuzz};
use support_send::returns::{small, the_return, third};

/// The longest that one file may take. The tests are not built for speed: what
/// takes a second here takes a tenth of it in the program.
const LONGEST: Duration = Duration::from_secs(1);

/// All that is added up.
fn totals(collection: &Collection) -> Vec<(About, Amount)> {
    let roll_up = RollUp::of(collection, &Decisions::default());
    let structure = Structure::new([], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let figures = sums.figures(&Unit::all(), Span::quarter(third()));
    figures
        .iter()
        .map(|(about, amount)| (about.clone(), amount))
        .collect()
}

fn good() -> Collection {
    let mut collection = Collection::default();
    collection.add("good.json", open(small().to_text().as_bytes()));
    collection
}

/// Opens a file in time.
fn opened(bytes: &[u8]) -> Result<Content, NotOpened> {
    let begun = Instant::now();
    let opened = open(bytes);
    let took = begun.elapsed();
    assert!(
        took < LONGEST,
        "{took:?}: {}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(200)])
    );
    if let Err(why) = &opened {
        let words = why.to_string();
        assert!((1..2_000).contains(&words.len()), "{words}");
    }
    opened
}

#[test]
fn ten_thousand_changed_returns_change_no_total() {
    let before = totals(&good());
    assert!(!before.is_empty());
    let seeds = whole_returns();
    let mut chance = Chance::new(7);
    let mut all = good();
    let (mut same, mut wrong) = (0, 0);
    for _ in 0..10_000 {
        let text = mutated(&seeds, &mut chance);
        let opened = opened(text.as_bytes());
        match &opened {
            Ok(_) => same += 1,
            Err(_) => wrong += 1,
        }
        // One that says the same in another layout is the same return; the fixture
        // is example data, which is not added to real figures.
        all.add("changed.json", opened);
    }
    assert!(same > 50, "few were read, so little was tried: {same}");
    assert!(wrong > 5_000, "{wrong}");
    assert_eq!(totals(&all), before);
}

#[test]
fn returns_changed_with_true_digests_are_opened_in_time() {
    let seeds: Vec<String> = whole_returns();
    fuzz(
        "roll-up-resealed",
        |chance| resealed(&mutated(&seeds, chance)),
        |text| {
            let opened = opened(text.as_bytes());
            let verdict = Verdict::of(&opened);
            let mut collection = good();
            // Both ways of opening say the same.
            let file = collection.open("resealed.json", text.as_bytes());
            let said = collection
                .files()
                .last()
                .map(|(_, file)| file.returns.clone());
            assert_eq!(said.unwrap().err(), opened.clone().err());
            collection.remove(file);
            let file = collection.add("resealed.json", opened);
            let _ = totals(&collection);
            collection.remove(file);
            assert_eq!(totals(&collection), totals(&good()));
            verdict
        },
    );
}

fn check(bytes: &[u8], why: &str) {
    let said = opened(bytes).unwrap_err().to_string();
    assert!(said.contains(why), "{said}");
    let mut collection = good();
    collection.add("hostile.json", open(bytes));
    assert_eq!(totals(&collection), totals(&good()));
}

#[test]
fn what_is_no_return_is_refused_in_words() {
    check(b"", "empty");
    check(b" \n\t ", "empty");
    check(b"PK\x03\x04\x14\x00", "zip");
    check(b"%PDF-1.7", "cannot be read");
    // UTF-16 is read, as far as it is whole.
    check(b"\xff\xfe{\x00}\x00", "not a Daybook return");
    check(b"\xff\xfe{\x00}", "not text");
    check(b"null", "not a Daybook return");
    check(b"[]", "not a Daybook return");
    check(b"{}", "not a Daybook return");
    check(b"{\"format\": \"daybook-return\"}", "not a Daybook return");
    check(
        b"{\"format\": \"daybook-return\", \"format_version\": 2}",
        "format version 2",
    );
    check(b"{\"format\": \"daybook-combined\"}", "format_version");
    check(
        b"{\"format\": \"daybook-combined\", \"format_version\": 9}",
        "format version 9",
    );
    check(
        b"{\"format\": \"daybook-decisions\", \"format_version\": 9}",
        "format version 9",
    );
    check(
        b"{\"format\": \"daybook-organisation\"}",
        "organisation file",
    );
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}0{}", open.repeat(400_000), close.repeat(400_000));
        check(deep.as_bytes(), "nested too deep");
        check(open.repeat(800_000).as_bytes(), "nested too deep");
        let within = format!(
            "{{\"format\": \"daybook-combined\", \"format_version\": 1, \"returns\": [{deep}]}}"
        );
        check(within.as_bytes(), "missing field `name`");
        let within = within.replacen(
            "\"returns\"",
            "\"name\": \"A\", \"made_on\": \"2027-01-01\", \"returns\"",
            1,
        );
        check(within.as_bytes(), "nested too deep");
    }
}

#[test]
fn keys_that_stand_twice_are_refused() {
    let text = serde_json::to_string(&small()).unwrap();
    for key in [
        "records", "measures", "team", "send", "digest", "manifest", "format",
    ] {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let twice = format!("{{\"{key}\":{},", value[key]);
        let text = text.replacen('{', &twice, 1);
        let said = opened(text.as_bytes()).unwrap_err().to_string();
        assert!(said.contains("duplicate field"), "{key}: {said}");
    }
}

#[test]
fn huge_numbers_are_refused_or_out_of_bounds() {
    for number in [
        "1000000000001",
        "18446744073709551616",
        "1e400",
        "-1",
        "0.5",
        &"9".repeat(100_000),
    ] {
        let text = serde_json::to_string(&small()).unwrap();
        let records = text.replacen("\"records\":1", &format!("\"records\":{number}"), 1);
        assert_ne!(records, text);
        check(records.as_bytes(), "digest does not agree");
        // With a true digest as well.
        let mut full = small();
        full.first_saved_after_quarter_end = 0;
        let text = with_count(&text, number);
        let said = opened(text.as_bytes()).unwrap_err().to_string();
        assert!(
            said.contains("whole number") || said.contains("out of bounds"),
            "{said}"
        );
    }
}

/// The first count with another number, and digests that agree. The number may be
/// one that no JSON library keeps, so the digests are taken over our own text.
fn with_count(text: &str, number: &str) -> String {
    use daybook::domain::base::digest::Digest;
    use daybook::domain::base::json::Json;
    let changed = text.replacen("\"count\":", &format!("\"count\":{number}"), 1);
    let at = changed.find(&format!("\"count\":{number}")).unwrap() + 8 + number.len();
    let rest = changed[at..].trim_start_matches(|letter: char| letter.is_ascii_digit());
    let changed = format!("{}{rest}", &changed[..at]);
    let json = Json::read(&changed).unwrap();
    let left_out = ["made_at", "manifest", "manifest_digest", "digest"];
    let digest = Digest::of_content_without(&json, &left_out).to_string();
    let old = json
        .get("digest")
        .and_then(Json::as_text)
        .unwrap()
        .to_owned();
    let old_manifest = json
        .get("manifest_digest")
        .and_then(Json::as_text)
        .unwrap()
        .to_owned();
    let resealed = changed.replace(&old, &digest);
    let json = Json::read(&resealed).unwrap();
    let manifest = Digest::of_content(json.get("manifest").unwrap()).to_string();
    resealed.replace(&old_manifest, &manifest)
}

#[test]
fn lists_longer_than_any_of_ours_are_refused() {
    let base = serde_json::to_value(small()).unwrap();
    let mut many = base.clone();
    let ids = (0..60_000_u64)
        .rev()
        .map(|number| format!("00000000-0000-7000-8000-{number:012x}"));
    many["line"] = json!(ids.collect::<Vec<_>>());
    check(resealed(&many.to_string()).as_bytes(), "too long");
    let mut many = base.clone();
    let cells = (0..50_000_u64)
        .rev()
        .map(|number| json!({"measure": format!("m-{number}"), "type": "period", "count": 1}));
    many["measures"] = json!(cells.collect::<Vec<_>>());
    check(resealed(&many.to_string()).as_bytes(), "too long");
    let mut many = base;
    let breakdown: serde_json::Map<String, serde_json::Value> = (0..50_000_u64)
        .map(|number| (format!("d-{number}"), json!("x")))
        .collect();
    many["measures"] =
        json!([{"measure": "m", "type": "period", "count": 1, "breakdown": breakdown}]);
    check(resealed(&many.to_string()).as_bytes(), "too long");
}

#[test]
fn the_longest_lists_that_are_read_are_read_in_time() {
    let mut many = serde_json::to_value(small()).unwrap();
    let cells = (0..20_000_u64)
        .rev()
        .map(|number| json!({"measure": format!("m-{number}"), "type": "period", "count": 1}));
    many["measures"] = json!(cells.collect::<Vec<_>>());
    let ids = (0..20_000_u64)
        .rev()
        .map(|number| format!("00000000-0000-7000-8000-{number:012x}"));
    many["line"] = json!(ids.collect::<Vec<_>>());
    let text = resealed(&many.to_string());
    assert!(matches!(opened(text.as_bytes()), Ok(Content::Return(_))));
}

#[test]
fn files_of_many_megabytes_are_refused_before_they_are_read_or_in_time() {
    let said = check_size(200 << 20).unwrap_err().to_string();
    assert!(said.contains("too large: 209715200 bytes"), "{said}");
    let large = vec![b' '; 5 << 20];
    check(&large, "empty");
    let mut ones = b"[1".to_vec();
    ones.extend(b",1".repeat(3 << 20));
    ones.push(b']');
    check(&ones, "too large");
    assert!(check_size(LARGEST_FILE as u64).is_ok());
    // A return with something huge in it, however true its digest.
    let mut one = the_return();
    one.comments = Vec::new();
    let mut value = serde_json::to_value(one).unwrap();
    value["surprise"] = json!("x".repeat(5 << 20));
    check(resealed(&value.to_string()).as_bytes(), "too large");
}
