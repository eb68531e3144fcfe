use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// What is read is what the usual library reads, and is written as it does.
fn check(text: &str) {
    let ours = Json::read(text);
    let theirs = serde_json::from_str::<Value>(text);
    assert_eq!(ours.is_ok(), theirs.is_ok(), "{text:?} {ours:?} {theirs:?}");
    if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
        let again: Value = serde_json::from_str(&ours.to_text()).unwrap();
        assert_eq!(again, theirs, "{text:?}");
        assert_eq!(
            Json::read(&ours.to_text()).map(|it| it.to_text()),
            Ok(ours.to_text())
        );
    }
}

#[test]
fn a_text_is_read_as_the_standard_says_or_refused() {
    for text in [
        "",
        " ",
        "null",
        " true ",
        "false",
        "nul",
        "nulll",
        "0",
        "-0",
        "01",
        "-",
        "1.",
        ".5",
        "1.5",
        "1e5",
        "1E+5",
        "1e-5",
        "1e",
        "+1",
        "0x1",
        "[]",
        "[1,2]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[",
        "]",
        "{}",
        r#"{"a":1}"#,
        r#"{"a":1,}"#,
        r#"{"a"}"#,
        "{a:1}",
        r#"{"a":1,"a":2}"#,
        "{} {}",
        r#""\u0041\n\/\\\"""#,
        r#""\ud83d\udc4b""#,
        r#""\ud83d""#,
        r#""\udc4b""#,
        r#""\ud83dA""#,
        r#""\ud83d\n""#,
        r#""\ud83d\u0041""#,
        r#""\u00g0""#,
        r#""\u+041""#,
        r#""\x""#,
        r#""\"#,
        "\"a",
        "\"\t\"",
        "\"\u{7f}é👋\"",
        "\u{feff}1",
        "[\"a\" , {\"b\" : [ null ] } ]\n",
    ] {
        check(text);
    }
}

#[test]
fn nesting_is_read_as_deep_as_it_is_safe() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        check(&("[".repeat(depth) + &"]".repeat(depth)));
    }
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_column() {
    let text = "{\n  \"a\": [1,\n  é]}";
    let wrong = Json::read(text).unwrap_err();
    assert_eq!(wrong.in_text(text), "expected value at line 3 column 3");
    let text = "{\n  \"a\": \"b\"}";
    let read = Json::read(text).unwrap();
    let wrong = read.fields().unwrap().needed::<u32>("a").unwrap_err();
    let words = "expected a whole number (u32), found `b` at line 2 column 8";
    assert_eq!(wrong.in_text(text), words);
    let absent = read.fields().unwrap().needed::<u32>("c").unwrap_err();
    assert_eq!(absent.in_text(text), "missing field `c`");
}

#[test]
fn a_reader_that_quotes_a_whole_file_is_cut_short() {
    let text = format!("\"{}\"", "👋".repeat(1_000));
    let why = bool::from_text(&text).unwrap_err().in_text(&text);
    let quoted = "👋".repeat(80);
    assert_eq!(why, format!("expected true or false, found `{quoted}`"));
    assert!(WrongJson::new(text.clone()).in_text(&text).chars().count() <= 200);
}

#[test]
fn a_field_that_stands_twice_or_is_unknown_is_refused() {
    let json = Json::read(r#"{"a":1,"b":2,"a":1}"#).unwrap();
    let fields = json.fields().unwrap();
    let twice = fields.needed::<u32>("a").unwrap_err();
    assert_eq!(twice.to_string(), "duplicate field `a`");
    assert_eq!(fields.needed::<u32>("b"), Ok(2));
    assert_eq!(fields.usual::<Option<u32>>("c"), Ok(None));
    let other = fields.no_others(&["a"]).unwrap_err();
    assert_eq!(other.to_string(), "unknown field `b`");
}

#[test]
fn a_tag_stands_alone_or_with_what_is_under_it() {
    let tag = |text| {
        Json::read(text)
            .unwrap()
            .tag()
            .map(|it| (it.name.to_owned(), it.is_alone()))
    };
    assert_eq!(tag(r#""kept""#), Ok(("kept".to_owned(), true)));
    assert_eq!(tag(r#"{"removed":{}}"#), Ok(("removed".to_owned(), false)));
    for text in ["{}", "1", "null", r#"{"a":{},"b":{}}"#, r#"["a"]"#] {
        assert!(tag(text).is_err(), "{text}");
    }
}

#[test]
fn sorted_keys_do_not_depend_on_the_order_in_which_they_stand() {
    let text = r#"{"b":{"d":1,"c":[{"f":1,"e":2}]},"a":1,"z":0,"a":2}"#;
    let sorted = Json::read(text).unwrap().to_sorted_text_without(&["z"]);
    assert_eq!(sorted, r#"{"a":2,"b":{"c":[{"e":2,"f":1}],"d":1}}"#);
}

proptest! {
    #[test]
    fn any_text_of_json_marks_is_read_as_by_the_usual_library(
        text in r#"[\[\]{}:," \\0-2a-fnrtu\-+.eE\n]{0,12}"#,
    ) {
        check(&text);
        check(&format!("\"{text}\""));
        check(&format!("[{text}]"));
        check(&format!("{{\"a\":{text}}}"));
    }

    #[test]
    fn any_string_is_written_as_by_the_usual_library(text in any::<String>()) {
        let ours = text.to_json().to_text();
        prop_assert_eq!(&ours, &serde_json::to_string(&text).unwrap());
        prop_assert_eq!(String::from_text(&ours), Ok(text));
    }
}
