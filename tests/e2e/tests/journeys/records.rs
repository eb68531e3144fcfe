//! Records: found, corrected, removed, restored, and rid of their text.

use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

const CLUB: TypedSession<'static> = TypedSession {
    kind: Kind::YouthClub,
    place: Some("Northgate Youth Club"),
    came: [0, 0, 8, 3, 0],
    new_families: 0,
    ..TypedSession::STAY_AND_PLAY
};

/// A group of 15 and a club of 11.
async fn with_two_records() -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.record_session(&CLUB).await?;
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    tablet.sees("2 records, 26 direct contacts").await?;
    Ok(tablet)
}

#[tokio::test]
async fn records_are_found_by_kind_and_place() -> Result<()> {
    let tablet = with_two_records().await?;
    tablet.choose_from("Kind", Kind::YouthClub.label()).await?;
    tablet.sees("1 record, 11 direct contacts").await?;
    tablet
        .choose_from("Place", "Rosehill Children’s Centre")
        .await?;
    tablet.sees("0 records, 0 direct contacts").await?;
    tablet.choose_from("Kind", "All kinds").await?;
    tablet.sees("1 record, 15 direct contacts").await?;
    tablet.choose_from("Place", "All places").await?;
    tablet.sees("2 records, 26 direct contacts").await
}

#[tokio::test]
async fn a_correction_counts_from_then_on_and_its_history_says_what_changed() -> Result<()> {
    let mut tablet = with_two_records().await?;
    tablet.open_record("11 direct contacts").await?;
    assert_eq!(tablet.fact("11 to 15").await?.as_deref(), Some("8"));
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    assert_eq!(tablet.value("11 to 15").await?.as_deref(), Some("8"));
    tablet.fill("11 to 15", "9").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("12 direct contacts").await?;
    let history = |tablet: &Tablet| {
        let tablet = (**tablet).clone();
        async move {
            let script = "const found = all('table').find((it) => words(it.caption).startsWith('Changed '));
                return found ? [...found.tBodies[0].rows].map((row) => [...row.cells].map(words)) : null;";
            let found: Vec<Vec<String>> = tablet
                .until("the change in the history", || {
                    tablet.script(script, vec![])
                })
                .await?;
            Result::Ok(found)
        }
    };
    let changed = history(&tablet).await?;
    assert_eq!(
        changed,
        [["11 to 15", "8", "9"], ["Direct contacts", "11", "12"]]
    );
    tablet.close().await?;
    tablet.reopen().await?;
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    let row = tablet.row("By kind of session", "Youth club").await?;
    assert_eq!(row, ["1", "12", "0"]);
    Ok(())
}

#[tokio::test]
async fn a_removed_record_is_taken_back_at_once_or_later_from_the_bin() -> Result<()> {
    let tablet = with_two_records().await?;
    tablet.open_record("11 direct contacts").await?;
    tablet.press("Remove").await?;
    tablet.sees("is in the bin and no longer counts").await?;
    tablet.sees("1 record, 15 direct contacts").await?;
    tablet.press("Undo").await?;
    tablet.sees("Restored").await?;
    tablet.sees("2 records, 26 direct contacts").await?;

    tablet.open_record("11 direct contacts").await?;
    tablet.press("Remove").await?;
    tablet.sees("1 record, 15 direct contacts").await?;
    // The offer to take it back is gone with the next page; the bin is not.
    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    let undo: bool = tablet
        .script("return button('Undo') === null;", vec![])
        .await?;
    assert!(undo);
    tablet.choose_from("Show", "Bin").await?;
    tablet.open_record("11 direct contacts").await?;
    assert_eq!(tablet.fact("Removed").await?.as_deref(), Some("Yes"));
    tablet.press("Restore").await?;
    tablet.sees("It counts again.").await?;
    tablet.follow("Records").await?;
    tablet.sees("2 records, 26 direct contacts").await
}

#[tokio::test]
async fn erased_text_is_gone_from_every_version_in_both_stores() -> Result<()> {
    const SECRET: &str = "Zebedee was upset";
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill_in_session(&CLUB).await?;
    tablet
        .press("Add theme, length, partners or a note")
        .await?;
    tablet.fill("Note (optional)", SECRET).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("11 direct contacts").await?;
    tablet.open_record("11 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("11 to 15", "9").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("12 direct contacts").await?;
    assert_eq!(tablet.fact("Note").await?.as_deref(), Some(SECRET));

    tablet.press("Erase text").await?;
    tablet.sees("It cannot be undone.").await?;
    tablet.press("Erase text for good").await?;
    tablet.sees("Text erased").await?;
    for store in ["records", "log", "meta", "set-aside"] {
        let kept = tablet.journal_store(store).await?;
        let told = kept.iter().any(|(_, text)| text.contains("Zebedee"));
        assert!(!told, "{store} still holds it: {kept:?}");
    }
    assert_eq!(tablet.journal_store("log").await?.len(), 3);
    let kept = tablet.kept("").await?;
    assert!(!kept.iter().any(|(_, text)| text.contains("Zebedee")));
    tablet.close().await?;
    tablet.reopen().await?;
    tablet.holds(1).await?;
    tablet.open_record("12 direct contacts").await?;
    assert_eq!(tablet.fact("Note").await?, None);
    assert_eq!(tablet.fact("11 to 15").await?.as_deref(), Some("9"));
    Ok(())
}

#[tokio::test]
async fn records_are_printed_without_addresses_and_what_is_for_the_screen() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    tablet.sees("direct contacts").await?;
    tablet.as_printed().await?;
    let after: Vec<String> = tablet
        .script(
            "const after = (it) => getComputedStyle(it, '::after').content;
             return [...new Set([...document.querySelectorAll('main a')].map(after))];",
            vec![],
        )
        .await?;
    assert_eq!(after, ["none"]);
    let search: String = tablet
        .script(
            "return getComputedStyle(document.querySelector('[role=search]')).display;",
            vec![],
        )
        .await?;
    assert_eq!(search, "none");
    Ok(())
}
