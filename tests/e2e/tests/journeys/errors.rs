//! What is wrong with a form is said above it and at the field, and nothing
//! that was typed is lost by it.

use chrono::Days;
use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{TypedSession, When};
use daybook_e2e::tablet::Tablet;
use serde_json::json;

use crate::figures::today;

const KIND: &str = "What kind of session was it?";
const NOBODY: &str = "Enter how many people came, at least 1";

/// Waits for the summary to have the focus, and for its lines to be these.
async fn check_summary(tablet: &Tablet, lines: &[&str]) -> Result<()> {
    let script = "const heading = saying(all('h2'), 'There is a problem');
        const summary = document.activeElement;
        if (!heading || !summary.contains(heading)) return null;
        return all('a', summary).map(words);";
    let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    tablet
        .until_is("the summary in focus", Some(lines), || {
            tablet.script(script, vec![])
        })
        .await?;
    let title = tablet.title().await?;
    assert!(title.starts_with("Error: Record a session"), "{title}");
    Ok(())
}

/// A line of the summary moves the focus to its field, at which the same words
/// stand.
async fn check_line(tablet: &Tablet, line: &str, label: &str) -> Result<()> {
    tablet.follow(line).await?;
    tablet
        .until_is("the field in focus", Some(label.to_owned()), || {
            tablet.focused_label()
        })
        .await?;
    let script = "const focused = document.activeElement;
        const described = focused.closest('fieldset[aria-describedby]') ?? focused;
        const ids = (node) => (node.getAttribute('aria-describedby') ?? '').split(' ');
        return [...ids(focused), ...ids(described)].filter(Boolean)
            .map((id) => document.getElementById(id)).filter(Boolean).map(words);";
    let said: Vec<String> = tablet.script(script, vec![]).await?;
    let wanted = format!("Error: {line}");
    assert!(
        said.contains(&wanted),
        "“{line}” is not said at its field: {said:?}"
    );
    Ok(())
}

#[tokio::test]
async fn an_empty_session_is_not_saved_and_each_problem_leads_to_its_field() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet
        .press("Add theme, length, partners or a note")
        .await?;
    tablet
        .fill("Note (optional)", "Wet day, quiet room")
        .await?;
    tablet.fill("New families", "1").await?;
    tablet.press("Save session").await?;
    let lines = ["Choose what kind of session it was", NOBODY];
    check_summary(&tablet, &lines).await?;
    check_line(&tablet, lines[0], Kind::ChildrensCentreGroup.label()).await?;
    check_line(&tablet, NOBODY, "Under 5").await?;

    let note = tablet.value("Note (optional)").await?;
    assert_eq!(note.as_deref(), Some("Wet day, quiet room"));
    let new = tablet.value("New families").await?;
    assert_eq!(new.as_deref(), Some("1"));
    tablet.holds_nothing().await?;

    // The same problems found again take the focus again.
    tablet.press("Save session").await?;
    check_summary(&tablet, &lines).await?;

    // Put right, it is saved.
    tablet
        .choose(KIND, Kind::TargetedPrevention.label())
        .await?;
    tablet.fill("11 to 15", "4").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("4 direct contacts").await?;
    tablet.holds(1).await
}

async fn check_refused(session: &TypedSession<'_>, line: &str, label: &str) -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet.fill_in_session(session).await?;
    tablet.press("Save session").await?;
    check_summary(&tablet, &[line]).await?;
    check_line(&tablet, line, label).await?;
    for (field, people) in [("Under 5", session.came[0]), ("Adults", session.came[4])] {
        let typed = if people == 0 {
            String::new()
        } else {
            people.to_string()
        };
        assert_eq!(tablet.value(field).await?, Some(typed), "{field}");
    }
    let kind = tablet.chosen(KIND).await?;
    assert_eq!(kind.as_deref(), Some(session.kind.label()));
    tablet.holds_nothing().await
}

#[tokio::test]
async fn a_date_in_the_future_is_refused() -> Result<()> {
    let tomorrow = today() + Days::new(1);
    let session = TypedSession {
        when: When::On(tomorrow),
        ..TypedSession::STAY_AND_PLAY
    };
    let line = "Date must be today or earlier";
    let tablet = Tablet::on_the_session_form().await?;
    tablet.fill_in_session(&session).await?;
    tablet.press("Save session").await?;
    check_summary(&tablet, &[line]).await?;
    tablet.follow(line).await?;
    // The question is about the date, whichever of its fields takes the focus.
    let script = "return document.activeElement.closest('fieldset') === group(arguments[0])
        || document.activeElement.closest('fieldset') === group('Another date');";
    tablet
        .until_is("the focus on the date", true, || {
            tablet.script(script, vec![json!("When was it?")])
        })
        .await?;
    let month = tablet.value("Month").await?;
    assert_eq!(month, Some(tomorrow.format("%B").to_string()));
    tablet.holds_nothing().await
}

#[tokio::test]
async fn more_new_families_than_people_are_refused() -> Result<()> {
    let session = TypedSession {
        came: [1, 0, 0, 0, 2],
        new_families: 4,
        ..TypedSession::STAY_AND_PLAY
    };
    let line = "New families must be 3 or fewer, as only 3 people came";
    check_refused(
        &session,
        line,
        "New families first time this year, as far as you know",
    )
    .await
}

#[tokio::test]
async fn a_session_to_which_nobody_came_is_refused() -> Result<()> {
    let session = TypedSession {
        came: [0; 5],
        new_families: 0,
        ..TypedSession::STAY_AND_PLAY
    };
    check_refused(&session, NOBODY, "Under 5").await
}
