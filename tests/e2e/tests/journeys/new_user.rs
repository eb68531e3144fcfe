//! The journey of someone new: from an empty tablet to a return that holds
//! exactly what was typed.

use daybook::domain::base::calendar::Quarter;
use daybook::domain::record::session::{Kind, Plan};
use daybook::domain::record::survey::{Answer, Question, SurveyVersion};
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession, TypedSurvey};
use daybook_e2e::tablet::Tablet;

use crate::figures::{figures_expected, figures_of, first_of_quarter, today, yesterday_in_quarter};

/// One session of each kind: 15, 13, 16, 4 and 11 direct contacts.
fn one_of_each_kind() -> [TypedSession<'static>; 5] {
    let group = TypedSession::STAY_AND_PLAY;
    [
        group,
        TypedSession {
            when: yesterday_in_quarter(),
            kind: Kind::YouthClub,
            place: Some("Northgate Youth Club"),
            came: [0, 1, 8, 4, 0],
            new_families: 1,
            ..group
        },
        TypedSession {
            when: first_of_quarter(),
            kind: Kind::SchoolGroupWork,
            place: Some("Elm Grove School"),
            came: [0, 12, 3, 0, 1],
            new_families: 5,
            ..group
        },
        TypedSession {
            kind: Kind::CoWorkedCase,
            place: None,
            plan: Some(Plan::ChildProtection),
            came: [1, 0, 0, 1, 2],
            new_families: 0,
            ..group
        },
        TypedSession {
            kind: Kind::TargetedPrevention,
            place: None,
            came: [0, 0, 5, 6, 0],
            new_families: 0,
            ..group
        },
    ]
}

const SURVEYS: [TypedSurvey<'static>; 2] = [
    TypedSurvey {
        answers: &[
            (Question::Respect, Answer::Yes),
            (Question::Listened, Answer::Yes),
            (Question::Helped, Answer::Partly),
        ],
        version: SurveyVersion::Standard,
        answered_by: "Parent or carer",
        went_well: "The crafts, and a cup of tea",
    },
    TypedSurvey {
        answers: &[
            (Question::Respect, Answer::Yes),
            (Question::Listened, Answer::Skipped),
            (Question::Helped, Answer::No),
        ],
        version: SurveyVersion::Standard,
        answered_by: "Young person",
        went_well: "",
    },
];

#[tokio::test]
async fn a_new_users_first_quarter_is_sent_exactly_as_it_was_typed() -> Result<()> {
    let sessions = one_of_each_kind();
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    for session in &sessions {
        tablet.record_session(session).await?;
    }
    for survey in &SURVEYS {
        tablet.record_survey(survey).await?;
    }
    tablet.record_declined().await?;
    tablet.holds(8).await?;

    tablet.close().await?;
    tablet.reopen().await?;
    tablet.is_on("Today").await?;
    tablet.sees(ROSEHILL.team).await?;
    tablet.holds(8).await?;

    tablet.follow("Quarter").await?;
    sees_the_quarter(&tablet).await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    let said = tablet
        .row("What the return says", "Direct contacts")
        .await?;
    assert_eq!(said, ["59"]);
    tablet.make_return().await?;

    let (name, bytes) = tablet.download("Download return").await?;
    let sent = QuarterReturn::read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    assert_eq!(figures_of(&sent), figures_expected(&sessions, &SURVEYS, 1));
    check_about(&sent);
    let quarter = Quarter::containing(today()).code().replace(' ', "-");
    let book = sent.book.short();
    assert_eq!(
        name,
        format!("daybook-rosehill-locality-team-{quarter}-blue-tablet-{book}-r1.json")
    );

    let again = tablet.download("Download return").await?;
    assert_eq!(again, (name.clone(), bytes.clone()));
    tablet.follow("Back to the quarter").await?;
    tablet.sees("Downloaded on").await?;
    let much_later = tablet.download("Download return").await?;
    assert_eq!(much_later, (name, bytes));
    Ok(())
}

/// The figures on screen, added up by hand from [`one_of_each_kind`] and
/// [`SURVEYS`].
async fn sees_the_quarter(tablet: &Tablet) -> Result<()> {
    tablet
        .is_on(&Quarter::containing(today()).to_string())
        .await?;
    tablet.sees("59 direct contacts").await?;
    for (caption, head, figures) in [
        (
            "By kind of session",
            "Group activity in a children’s centre",
            &["1", "15", "2"][..],
        ),
        ("By kind of session", "Youth club", &["1", "13", "1"]),
        (
            "By kind of session",
            "Group work in a school",
            &["1", "16", "5"],
        ),
        ("By kind of session", "Co-worked case", &["1", "4", "0"]),
        (
            "By kind of session",
            "Targeted prevention work",
            &["1", "11", "0"],
        ),
        ("By kind of session", "All kinds", &["5", "59", "8"]),
        ("By age band", "Under 5", &["8"]),
        ("By age band", "5 to 10", &["15"]),
        ("By age band", "11 to 15", &["16"]),
        ("By age band", "16 to 19, to 25 with SEND", &["11"]),
        ("By age band", "Adults, parents and carers", &["9"]),
        ("By age band", "All ages", &["59"]),
        ("By place", "Rosehill Children’s Centre", &["1", "15", "2"]),
        ("By place", "Northgate Youth Club", &["1", "13", "1"]),
        ("By place", "Elm Grove School", &["1", "16", "5"]),
        ("By month", "The quarter", &["5", "59", "8"]),
        ("Surveys", "Families asked", &["3"]),
        ("Surveys", "Surveys received", &["2"]),
        ("Surveys", "Declined", &["1"]),
        (
            "Yes, of surveys received",
            "Treated with respect",
            &["2 of 2", "100.0%"],
        ),
        (
            "Yes, of surveys received",
            "Listened to",
            &["1 of 2", "50.0%"],
        ),
        (
            "Yes, of surveys received",
            "Helped with what they needed",
            &["0 of 2", "0.0%"],
        ),
        (
            "Yes, of those who answered the question",
            "Listened to",
            &["1 of 1", "100.0%"],
        ),
        ("All answers", "Listened to", &["1", "0", "0", "1"]),
        (
            "All answers",
            "Helped with what they needed",
            &["0", "1", "1", "0"],
        ),
    ] {
        let shown = tablet.row(caption, head).await?;
        assert_eq!(shown, figures, "{head} of “{caption}”");
    }
    tablet
        .sees("66.7% of families asked answered: 2 of 3.")
        .await
}

/// What the return says about itself.
fn check_about(sent: &QuarterReturn) {
    assert_eq!(sent.team.name.as_str(), ROSEHILL.team);
    assert_eq!(sent.team.locality.name.as_str(), ROSEHILL.locality);
    assert_eq!(sent.tablet.as_str(), ROSEHILL.tablet);
    assert_eq!(sent.quarter.code, Quarter::containing(today()));
    let ended = sent.quarter.code.has_ended(today());
    assert_eq!(sent.quarter_had_ended, ended);
    assert_eq!((sent.records, sent.revision), (8, 1));
    assert_eq!(
        (sent.nil, sent.example, sent.imported),
        (false, false, false)
    );
    assert_eq!(
        (sent.from_paper, sent.first_saved_after_quarter_end),
        (0, 0)
    );
    assert_eq!(sent.reason, None);
    assert_eq!(sent.comments, []);
}
