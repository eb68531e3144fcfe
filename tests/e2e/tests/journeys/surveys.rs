//! What becomes of surveys: comments that a manager reads before a return, answers
//! that staff see five at a time, and stacks of paper.

use daybook::domain::record::comments::{CommentAsked, CommentTheme};
use daybook::domain::record::locale::{Phrase, Words};
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook_e2e::app::App;
use daybook_e2e::error::Result;
use daybook_e2e::forms::ROSEHILL;
use daybook_e2e::tablet::Tablet;

use crate::family::set_up_with_a_pin;

const DECIDE: &str = "What goes into the return?";

/// One survey on a tablet that was handed over, with yes to all; gone through in
/// so many seconds.
async fn answer(app: &App, went_well: &str, seconds: u32) -> Result<()> {
    app.is_on(Phrase::Title.english()).await?;
    app.answer_all(&Words::english(), went_well).await?;
    app.let_pass(seconds).await?;
    app.press(Phrase::Finish.english()).await?;
    app.is_on(Phrase::ThankYou.english()).await?;
    app.press(Phrase::ToTheStart.english()).await
}

async fn to_the_quarter(tablet: &Tablet) -> Result<()> {
    tablet.follow("Quarter").await?;
    tablet.says("How Was It For You surveys").await
}

#[tokio::test]
async fn a_manager_reads_each_comment_and_the_return_holds_what_was_decided() -> Result<()> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    tablet.hand_over().await?;
    for comment in ["A warm room", "Bless you, Mrs Smith", "Crisps, please"] {
        answer(&tablet, comment, 20).await?;
    }
    tablet.take_back().await?;
    to_the_quarter(&tablet).await?;
    tablet.follow("Check comments").await?;

    tablet.sees("A warm room").await?;
    let page = tablet.text().await?;
    assert!(!page.contains("Crisps"), "more than one is shown: {page}");
    assert!(
        !page.contains("Treated with respect"),
        "answers are shown: {page}"
    );
    tablet.choose(DECIDE, "Include").await?;
    tablet.tick("The place").await?;
    tablet.press("Keep and go on").await?;

    tablet.sees("Bless you, Mrs Smith").await?;
    tablet.choose(DECIDE, "Redact").await?;
    tablet
        .fill("What is shown in its place", "Bless you")
        .await?;
    tablet.tick("Staff").await?;
    tablet.press("Keep and go on").await?;

    tablet.sees("Crisps, please").await?;
    tablet.choose(DECIDE, "Leave out").await?;
    tablet.press("Keep and go on").await?;
    tablet.sees("All comments have been read").await?;

    tablet.follow("Poster: you said, we did").await?;
    tablet.sees("“Bless you”").await?;
    let poster = tablet.text().await?;
    assert!(
        poster.contains("You said: a few comments (c)") && poster.contains("5 comments or fewer"),
        "a small number is shown: {poster}"
    );
    for hidden in ["Smith", "Crisps"] {
        assert!(
            !poster.contains(hidden),
            "“{hidden}” is on the poster: {poster}"
        );
    }

    assert_eq!(tablet.sheets_printed().await?, 1);

    to_the_quarter(&tablet).await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.make_return().await?;
    let (_, bytes) = tablet.download("Download return").await?;
    let sent = QuarterReturn::read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    let comments: Vec<_> = sent
        .comments
        .iter()
        .map(|it| {
            (
                it.asked,
                it.text.as_str(),
                it.themes.iter().copied().collect(),
            )
        })
        .collect();
    let asked = CommentAsked::WentWell;
    let expected: [(_, _, Vec<_>); 2] = [
        (asked, "A warm room", vec![CommentTheme::Place]),
        (asked, "Bless you", vec![CommentTheme::Staff]),
    ];
    assert_eq!(comments, expected);
    Ok(())
}

#[tokio::test]
async fn staff_see_answers_five_at_a_time_and_flagged_ones_apart() -> Result<()> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    tablet.hand_over().await?;
    tablet.stop_clock().await?;
    // Twice faster than anyone reads, and a minute apart so that none is repeated.
    for seconds in [0, 0, 20, 20] {
        answer(&tablet, "", seconds).await?;
        tablet.let_pass(61).await?;
    }
    tablet.take_back().await?;
    to_the_quarter(&tablet).await?;
    tablet.sees("4 more are in").await?;
    assert_eq!(tablet.row("Surveys", "Flagged").await?, ["2"]);
    let page = tablet.text().await?;
    assert!(!page.contains("Treated with respect"), "{page}");

    tablet.hand_over().await?;
    answer(&tablet, "", 20).await?;
    tablet.take_back().await?;
    to_the_quarter(&tablet).await?;
    let yes = |caption: &'static str| tablet.row(caption, "Treated with respect");
    assert_eq!(yes("Yes, of surveys received").await?, ["5 of 5", "100.0%"]);
    assert_eq!(
        yes("Yes, without flagged surveys").await?,
        ["3 of 3", "100.0%"]
    );
    // And in no list of records.
    tablet.follow("Records").await?;
    tablet.open_record("Handed over").await?;
    tablet.sees("This survey belongs to the family").await?;
    let page = tablet.text().await?;
    assert!(!page.contains("Treated with respect"), "{page}");
    assert!(!page.contains("Correct"), "{page}");
    Ok(())
}

#[tokio::test]
async fn a_stack_of_paper_takes_five_keys_a_form() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Record a survey").await?;
    tablet
        .follow("Many forms without comments? Enter a stack with the keyboard")
        .await?;
    tablet.is_on("Enter a stack of paper surveys").await?;
    tablet.tap_field("Keys of this form").await?;
    // Typed on without waiting for a save, by the keyboard alone.
    for form in ["p121", "y300", "n111", "c2", "d"] {
        let keys = format!("{form}\u{e007}");
        assert!(keys.chars().count() <= 6);
        tablet.keys(&keys).await?;
    }
    tablet.sees("Saved on this tablet: 5 forms").await?;
    tablet.keys("p19\u{e007}").await?;
    tablet.sees("Key 3 must be 1, 2, 3 or 0").await?;
    tablet.holds(5).await?;
    to_the_quarter(&tablet).await?;
    assert_eq!(tablet.row("Surveys", "Surveys received").await?, ["4"]);
    assert_eq!(tablet.row("Surveys", "Declined").await?, ["1"]);
    let respect = tablet
        .row("Yes, of surveys received", "Treated with respect")
        .await?;
    assert_eq!(respect, ["2 of 3", "66.7%"]);
    Ok(())
}
