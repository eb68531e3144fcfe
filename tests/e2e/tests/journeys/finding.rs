//! Finding records by words, reading a long list, and putting a mistyped place right.

use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession, question_of_place};
use daybook_e2e::many::many_records;
use daybook_e2e::tablet::Tablet;

const CLUB: TypedSession<'static> = TypedSession {
    kind: Kind::YouthClub,
    place: Some("Northgate Youth Club"),
    came: [0, 0, 8, 3, 0],
    new_families: 0,
    ..TypedSession::STAY_AND_PLAY
};

/// The same club, its name mistyped.
const YUTH: &str = "Northgate Yuth Club";

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
async fn words_find_records_and_how_many_is_announced() -> Result<()> {
    let tablet = with_two_records().await?;
    tablet.fill("Search", "northgate").await?;
    tablet.sees("1 record, 11 direct contacts").await?;
    let said = tablet.regions("status").await?;
    assert!(
        said.iter().any(|it| it.contains("1 record, 11")),
        "{said:?}"
    );
    tablet.fill("Search", "GROUP childrens rose").await?;
    tablet.sees("1 record, 15 direct contacts").await?;
    tablet.fill("Search", "northgate rosehill").await?;
    tablet.sees("No record matches").await?;
    tablet.press("Clear search and filters").await?;
    tablet.sees("2 records, 26 direct contacts").await?;
    assert_eq!(tablet.value("Search").await?.as_deref(), Some(""));
    tablet.choose_from("Show", "Bin").await?;
    tablet.sees("The bin is empty.").await
}

#[tokio::test]
async fn a_search_is_still_there_after_a_record_and_back() -> Result<()> {
    let tablet = with_two_records().await?;
    tablet.fill("Search", "northgate").await?;
    tablet.choose_from("Kind", Kind::YouthClub.label()).await?;
    tablet.sees("1 record, 11 direct contacts").await?;
    for way in ["the browser's back", "the link"] {
        tablet.open_record("11 direct contacts").await?;
        tablet.sees("First saved").await?;
        if way == "the link" {
            tablet.follow("Back to records").await?;
        } else {
            tablet.driver().back().await?;
        }
        tablet.is_on("Records").await?;
        tablet.sees("1 record, 11 direct contacts").await?;
        assert_eq!(tablet.value("Search").await?.as_deref(), Some("northgate"));
    }
    tablet.choose_from("Kind", "All kinds").await?;
    tablet.sees("1 record, 11 direct contacts").await?;
    // From the head of the page all of them are listed.
    tablet.follow("Records").await?;
    tablet.sees("2 records, 26 direct contacts").await?;
    assert_eq!(tablet.value("Search").await?.as_deref(), Some(""));
    Ok(())
}

/// How many records are drawn, and which link has the focus.
const DRAWN: &str = "return all('.app-days li').length;";

#[tokio::test]
async fn a_long_list_is_drawn_as_it_is_read_and_a_record_leads_back_to_its_line() -> Result<()> {
    let tablet = Tablet::unopened().await?;
    tablet.open_without_app().await?;
    tablet.put(&many_records(700, 5)?).await?;
    tablet.open("/").await?;
    tablet.holds(700).await?;
    tablet.follow("Records").await?;
    tablet.sees("Show older").await?;
    let first: usize = tablet.script(DRAWN, vec![]).await?;
    assert!(first < 60, "{first}");
    let down = "scrollTo(0, document.body.scrollHeight); return all('.app-days li').length;";
    let many = tablet
        .until("many to be drawn by scrolling", || async {
            let drawn: usize = tablet.script(down, vec![]).await?;
            Ok((drawn >= 300).then_some(drawn))
        })
        .await?;
    tablet.press("Show older").await?;
    tablet
        .until("more to be drawn by the button", || async {
            let drawn: usize = tablet.script(DRAWN, vec![]).await?;
            Ok((drawn > many).then_some(()))
        })
        .await?;

    let opened = "const links = all('.app-days li a');
        const opened = inSight(links[Math.floor(links.length * 0.8)]);
        opened.click();
        return opened.getAttribute('href');";
    let path: String = tablet.script(opened, vec![]).await?;
    tablet.sees("First saved").await?;
    tablet.driver().back().await?;
    tablet.is_on("Records").await?;
    let back = "const here = document.activeElement;
        const box = here.getBoundingClientRect();
        return here.getAttribute('href') === arguments[0]
            && box.top >= 0 && box.bottom <= innerHeight ? true : null;";
    tablet
        .until("the record's line to be in sight again", || {
            tablet.script(back, vec![path.clone().into()])
        })
        .await
        .map(|_: bool| ())
}

/// Records a club's session at a place that is typed while recording.
async fn at_a_mistyped_place(tablet: &Tablet) -> Result<()> {
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    let typed = TypedSession {
        place: None,
        ..CLUB
    };
    tablet.fill_in_session(&typed).await?;
    // The only club there is was chosen with the kind.
    tablet.press("Change place").await?;
    tablet.press("Add a place that is not listed").await?;
    tablet.fill("Name of the place", YUTH).await?;
    tablet.press("Add place").await?;
    let question = question_of_place(Kind::YouthClub);
    tablet
        .until_is("the place", Some(YUTH.to_owned()), || {
            tablet.chosen(question)
        })
        .await?;
    tablet.press("Save session").await?;
    tablet.is_saved("11 direct contacts").await
}

#[tokio::test]
async fn records_of_a_mistyped_place_are_given_to_the_right_one_and_back() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&CLUB).await?;
    at_a_mistyped_place(&tablet).await?;
    tablet.follow("Quarter").await?;
    tablet.press("Send return").await?;
    tablet.sees("What the return says").await?;
    tablet.make_return().await?;

    tablet.follow("Settings").await?;
    tablet.follow("Correct a mistyped place").await?;
    tablet.is_on("Correct a place").await?;
    let typed = |name: &str| format!("{name}, typed here");
    tablet
        .choose_from("Which place is wrong?", &typed(YUTH))
        .await?;
    tablet
        .choose_from(
            "Where do its records belong?",
            &typed("Northgate Youth Club"),
        )
        .await?;
    tablet.sees("1 record would be corrected").await?;
    tablet.sees("will be marked as changed since").await?;
    tablet.press("Correct these records").await?;
    tablet
        .sees("1 record is now at Northgate Youth Club.")
        .await?;

    tablet.close().await?;
    tablet.reopen().await?;
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    tablet.sees("Changed since it was made").await?;
    let row = tablet.row("By place", "Northgate Youth Club").await?;
    assert_eq!(row[..2], ["2", "22"]);
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet
        .choose("What kind of session was it?", Kind::YouthClub.label())
        .await?;
    tablet.sees("Northgate Youth Club").await?;
    assert!(!tablet.text().await?.contains(YUTH));

    tablet.open("/places").await?;
    tablet.is_on("Correct a place").await?;
    tablet.press(&format!("Undo: {YUTH}")).await?;
    tablet.sees("1 record would go back").await?;
    tablet.press("Take it back").await?;
    tablet.sees(&format!("1 record is now at {YUTH}.")).await?;
    tablet.follow("Quarter").await?;
    let row = tablet.row("By place", YUTH).await?;
    assert_eq!(row[..2], ["1", "11"]);
    // Its figures are again those that were sent.
    assert!(!tablet.text().await?.contains("Changed since it was made"));
    Ok(())
}
