//! Bad input of every sort: a clear message or safe display, and never a loss.

use std::fs;

use daybook::store::envelope::checksum;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, SetUp, TypedSession};
use daybook_e2e::tablet::Tablet;
use serde_json::{Value, json};

const MORE: &str = "Add theme, length, partners or a note";
const THEME: &str = "Theme (optional)";
const NOTE: &str = "Note (optional)";
const FILE: &str = "Organisation file (JSON)";

/// Puts a text into a field as pasting does, so many times over. Typing by the
/// driver knows no emoji, and takes minutes for a megabyte.
async fn paste(tablet: &Tablet, label: &str, text: &str, times: usize) -> Result<()> {
    let script = "const into = field(arguments[0]);
        if (!into) return null;
        into.value = arguments[1].repeat(arguments[2]);
        into.dispatchEvent(new InputEvent('input', { bubbles: true }));
        return true;";
    tablet
        .until::<bool, _>(&format!("the field “{label}”"), || {
            tablet.script(script, vec![json!(label), json!(text), json!(times)])
        })
        .await?;
    Ok(())
}

/// How many UTF-16 units a field holds.
async fn length_in(tablet: &Tablet, label: &str) -> Result<usize> {
    let script = "return field(arguments[0]).value.length;";
    tablet.script(script, vec![json!(label)]).await
}

async fn check_too_long(tablet: &Tablet, text: &str, times: usize) -> Result<()> {
    paste(tablet, NOTE, text, times).await?;
    tablet.press("Save session").await?;
    let characters = text.chars().count() * times;
    let line = format!("Note must be 500 characters or fewer; there are {characters}");
    tablet.sees(&line).await?;
    let units = text.encode_utf16().count() * times;
    assert_eq!(length_in(tablet, NOTE).await?, units);
    assert_eq!(tablet.value("Adults").await?.as_deref(), Some("6"));
    assert_eq!(tablet.kept("r1/").await?, []);
    tablet.holds_nothing().await
}

#[tokio::test]
async fn a_note_of_a_megabyte_is_refused_in_words_and_stays_in_the_form() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.press(MORE).await?;
    check_too_long(&tablet, "Wet\tday.", 125_000).await?;
    // An emoji is one character, though the browser counts it as two.
    check_too_long(&tablet, "👋", 501).await?;
    paste(&tablet, NOTE, "👋", 500).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("15 direct contacts").await?;
    tablet.holds(1).await
}

/// Whether anything of a text has become an element of the page, or has run.
async fn check_harmless(tablet: &Tablet) -> Result<()> {
    let script = "return [...document.querySelectorAll('script, img, iframe, b')]
        .filter((node) => node.outerHTML.includes('hostile')).length;";
    let made: usize = tablet.script(script, vec![]).await?;
    assert_eq!(made, 0, "a text was read as markup");
    let title = tablet.title().await?;
    assert!(title.contains("Daybook"), "{title}");
    Ok(())
}

/// What is kept of the one record, without its checksum.
async fn kept_record(tablet: &Tablet) -> Result<Value> {
    let kept = tablet.kept("r1/").await?;
    let [(key, text)] = &kept[..] else {
        panic!("one record: {kept:?}")
    };
    let id = key.trim_start_matches("r1/");
    assert_eq!(tablet.kept_in_journal(id).await?.as_ref(), Some(text));
    let (_, json) = text.split_once('|').unwrap();
    Ok(serde_json::from_str(json)?)
}

#[tokio::test]
async fn emoji_right_to_left_text_and_markup_are_kept_and_shown_as_typed() -> Result<()> {
    let theme = "<script>document.title='hostile'</script> 👩‍👩‍👧‍👦 مرحبا ਜੀ";
    let note =
        "<img src=x onerror=\"document.title='hostile'\"> \u{202e}ti\u{202c} </p> &amp; \\ \" 👋🏽";
    let team = "<b title=hostile>مركز</b> & Team";
    let tablet = Tablet::new().await?;
    tablet.set_up(SetUp { team, ..ROSEHILL }).await?;
    tablet.sees(team).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.press(MORE).await?;
    paste(&tablet, THEME, theme, 1).await?;
    paste(&tablet, NOTE, note, 1).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("15 direct contacts").await?;
    tablet.sees(theme).await?;
    check_harmless(&tablet).await?;

    tablet.open("/").await?;
    tablet.holds(1).await?;
    tablet.sees(theme).await?;
    tablet.sees(team).await?;
    check_harmless(&tablet).await?;
    let record = kept_record(&tablet).await?;
    let session = &record["r"]["entry"]["session"];
    assert_eq!(
        (&session["theme"], &session["note"]),
        (&json!(theme), &json!(note))
    );

    tablet.follow("Quarter").await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(row, ["1", "15", "2"]);
    check_harmless(&tablet).await
}

#[tokio::test]
async fn head_counts_that_are_no_whole_numbers_are_named_each_at_its_band() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet
        .fill_in_session(&TypedSession {
            came: [0; 5],
            new_families: 0,
            ..TypedSession::STAY_AND_PLAY
        })
        .await?;
    let wrong = [
        ("Under 5", "99999999999"),
        ("5 to 10", "-1"),
        ("11 to 15", "1e3"),
        ("16 to 19", "²"),
    ];
    for (band, typed) in wrong {
        tablet.fill(band, typed).await?;
    }
    tablet.fill("Adults", " 7 ").await?;
    tablet.press("Save session").await?;
    for (band, typed) in wrong {
        let line = format!("{band} must be a whole number from 0 to 500");
        tablet.sees(&line).await?;
        assert_eq!(tablet.value(band).await?.as_deref(), Some(typed));
    }
    let text = tablet.text().await?;
    assert!(!text.contains("Adults must be"), "{text}");
    tablet.holds_nothing().await?;

    for (band, _) in wrong {
        paste(&tablet, band, "", 0).await?;
    }
    tablet.press("Save session").await?;
    tablet.is_saved("7 direct contacts").await?;
    tablet.holds(1).await
}

/// Texts that no Daybook wrote, made from one that it did.
fn hostile_records(text: &str) -> Vec<(String, String)> {
    let (_, json) = text.split_once('|').unwrap();
    let sealed = |json: &str| format!("{:08x}|{json}", checksum(json));
    let changed = |from: &str, to: &str| {
        let changed = json.replacen(from, to, 1);
        assert_ne!(changed, json, "{from}");
        sealed(&changed)
    };
    let texts = [
        changed("\"attendance\":[7,", "\"attendance\":[\"seven\","),
        changed("\"attendance\":[7,", "\"attendance\":[99999999999,"),
        changed("\"attendance\":[7,", "\"attendance\":[1e999,"),
        changed("\"attendance\":[7,", "\"attendance\":[-1,"),
        changed("\"version\":1", "\"version\":18446744073709551616"),
        changed("\"s\":1", "\"s\":2"),
        changed("\"status\":\"kept\"", "\"status\":\"<img src=hostile>\""),
        // Good but for its key, which is another record's.
        text.to_owned(),
        text.replacen("\"version\":1", "\"version\":2", 1),
        sealed(&"[".repeat(10_000)),
        "👋\u{202e}\0".to_owned(),
        String::new(),
    ];
    let key = |number: usize| format!("r1/01940000-0000-7000-8000-{number:012}");
    (1..).map(key).zip(texts).collect()
}

#[tokio::test]
async fn records_that_no_daybook_wrote_are_shown_and_kept_and_not_counted() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    let kept = tablet.kept("r1/").await?;
    let (key, text) = kept.first().cloned().unwrap();
    let hostile = hostile_records(&text);
    tablet.put(&hostile).await?;
    tablet.open("/").await?;
    let line = format!("{} records cannot be read", hostile.len());
    tablet.sees(&line).await?;
    tablet.holds(1).await?;
    check_harmless(&tablet).await?;

    // The app goes on, and the next start finds the same.
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.holds(2).await?;
    tablet.open("/").await?;
    tablet.sees(&line).await?;
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(row, ["2", "30", "4"]);

    let (_, bytes) = tablet.download("Download the unreadable records").await?;
    let rescued = String::from_utf8(bytes).unwrap();
    for (key, text) in &hostile {
        assert!(rescued.contains(text), "{text}");
        assert_eq!(tablet.kept(key).await?, [(key.clone(), text.clone())]);
        let id = key.trim_start_matches("r1/");
        assert_eq!(tablet.kept_in_journal(id).await?, None, "{key}");
    }
    assert_eq!(tablet.kept(&key).await?, [(key, text)]);
    Ok(())
}

/// Format 1 with a field more, as nothing but a hand could write it: what is
/// known of it counts, and its bytes stay.
#[tokio::test]
async fn a_record_with_an_unknown_field_counts_once_and_keeps_its_bytes() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    let kept = tablet.kept("r1/").await?;
    let (key, text) = kept.first().cloned().unwrap();
    let (_, json) = text.split_once('|').unwrap();
    let id = "01940000-0000-7000-8000-000000000001";
    let json = json
        .replacen(key.trim_start_matches("r1/"), id, 1)
        .replacen("\"status\"", "\"mood\":{\"of\":[1e999]},\"status\"", 1);
    let text = format!("{:08x}|{json}", checksum(&json));
    let key = format!("r1/{id}");
    tablet.put(&[(key.clone(), text.clone())]).await?;
    tablet.open("/").await?;
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(row, ["2", "30", "4"]);
    assert_eq!(tablet.kept(&key).await?, [(key, text.clone())]);
    tablet
        .until_is("the journal’s copy", Some(text), || {
            tablet.kept_in_journal(id)
        })
        .await
}

/// Organisation files that are none, each with the words it is refused in.
fn hostile_files() -> Vec<(String, &'static str)> {
    let file = |rest: &str| format!("{{\"format\":\"daybook-organisation\",{rest}}}");
    let nobody = "this is not an organisation file:";
    let astray = r#"{"id":"a","name":"A","locality":"x"}"#;
    let dated = astray.replace('}', r#","from":"2026-04-01"}"#);
    let teams = vec![dated; 30].join(",");
    vec![
        (file("\"format_version\":1e999"), "expected a whole number"),
        (
            file(&format!(
                "\"format_version\":1,\"city\":\"A\",\"localities\":[],\"teams\":[{teams}]"
            )),
            "and 10 more",
        ),
        (
            file("\"format_version\":0,\"city\":\"A\",\"localities\":[],\"teams\":[]"),
            "its format version is 0",
        ),
        (
            file("\"format_version\":4,\"wards\":[]"),
            "format version 4 is newer than 3",
        ),
        (file("\"format_version\":-1"), "expected a whole number"),
        (
            file("\"format_version\":1,\"city\":[]"),
            "expected a text, found `a list`",
        ),
        (file("\"format_version\":1,\"city\":\" \""), "text is blank"),
        (
            file(&format!(
                "\"format_version\":1,\"city\":\"{}\"",
                "👋".repeat(81)
            )),
            "81 characters, and at most 80 are allowed",
        ),
        (
            file(&format!("\"due\":{}", "[".repeat(10_000))),
            "nested too deep",
        ),
        (
            file("\"<img src=hostile>\":1"),
            "unknown field `<img src=hostile>`",
        ),
        (
            file(&format!("\"{}\":1", "x".repeat(2_000_000))),
            "unknown field `xxx",
        ),
        (
            format!("\"{}\"", "👋".repeat(500_000)),
            "expected an object",
        ),
        ("[".repeat(10_000), nobody),
        ("\0".repeat(1_000), "it holds NUL bytes"),
        (String::new(), "it is empty"),
    ]
}

#[tokio::test]
async fn a_hostile_organisation_file_is_refused_in_a_few_words() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let tablet = Tablet::new().await?;
    tablet.is_on("Set up this tablet").await?;
    for (number, (content, words)) in hostile_files().iter().enumerate() {
        let file = folder.path().join(format!("organisation-{number}.json"));
        fs::write(&file, content)?;
        tablet.choose_file(FILE, &file).await?;
        tablet
            .until(&format!("the file refused for “{words}”"), || async {
                let alerts = tablet.regions("alert").await?.concat();
                let said = alerts.contains("This file was not used:") && alerts.contains(words);
                Ok((said && alerts.len() < 2_000).then_some(()))
            })
            .await?;
        check_harmless(&tablet).await?;
    }
    tablet.set_up(ROSEHILL).await
}
