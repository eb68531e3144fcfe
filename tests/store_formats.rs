//! The stored format: what format 1 wrote must load for ever, and no text,
//! however mangled, is ever taken for something it is not.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod support;
mod support_send;

use std::path::PathBuf;
use std::{env, fs};

use chrono::NaiveDate;
use daybook::domain::base::ids::{GroupId, PlaceId, RecordId};
use daybook::domain::base::json::AsJson;
use daybook::domain::base::language::Language;
use daybook::domain::capture::family_survey::{FamilySurvey, Step};
use daybook::domain::organisation::DueDate;
use daybook::domain::organisation::in_use::{InUse, PlaceInUse, TeamInUse};
use daybook::domain::record::attendance::{Attendance, HeadCount, Minutes};
use daybook::domain::record::comments::{
    CommentAsked, CommentCheck, CommentChecks, CommentTheme, Shown,
};
use daybook::domain::record::session::{Activity, Counts, Plan, Session, SessionParts};
use daybook::domain::record::survey::{
    Answer, AnsweredBy, Answers, Completion, DeclinedParts, DeclinedSurvey, Question, Survey,
    SurveyFlag, SurveyParts, Way,
};
use daybook::domain::record::{ClockStanding, Entry, Filing, Provenance, Record};
use daybook::domain::submission::books::Books;
use daybook::domain::submission::passing_on::PassingOn;
use daybook::domain::submission::send::{BookHistory, Knowledge, Origin, Sample};
use daybook::domain::tablet::hand_over::{About, HandOver, Hands};
use daybook::domain::tablet::settings::Settings;
use daybook::store::envelope::{Unreadable, open, seal};
use proptest::prelude::*;
use proptest::sample::Index;
use support_send::{
    BOOK, DAY, order, place, place_id, quarter, record, send_id, stamp, team_id, text,
};
use uuid::Uuid;

fn filed(number: u128, entry: Entry) -> Record {
    let first = record(number, DAY, 1);
    let filing = Filing {
        id: first.id(),
        book: first.book(),
        team: first.team().clone(),
    };
    Record::new(filing, stamp(DAY, 123), entry)
}

fn full_session(activity: Activity) -> Entry {
    let bands = [1, 0, 500, 20, 3].map(|people| HeadCount::new(people).unwrap());
    let session = Session::new(SessionParts {
        date: DAY,
        activity,
        attendance: Attendance::new(bands).unwrap(),
        new_families: HeadCount::new(7).unwrap(),
        minutes: Some(Minutes::new(90).unwrap()),
        theme: Some(text("Stay and “Play”")),
        partners: Some(text("Health visitors")),
        note: Some(text("Wet day | few came\nਜੀ ਆਇਆਂ ਨੂੰ 👋")),
        group: None,
        counts: Counts::default(),
    });
    Entry::Session(session.unwrap())
}

fn survey(answers: Answers) -> SurveyParts {
    SurveyParts {
        date: DAY,
        answers,
        answered_by: None,
        way: Way::Paper,
        language: Language::english(),
        completion: Completion::Finished,
        flags: [].into(),
        went_well: None,
        could_be_better: None,
        comment_checks: CommentChecks::default(),
    }
}

/// One record of each sort, in every state.
fn one_of_each() -> Vec<Record> {
    let place = || place_id(1);
    let sessions = [
        Activity::ChildrensCentreGroup { place: place() },
        Activity::YouthClub { place: place() },
        Activity::SchoolGroupWork { place: place() },
        Activity::CoWorkedCase {
            plan: Plan::ChildInNeed,
        },
        Activity::CoWorkedCase {
            plan: Plan::ChildProtection,
        },
        Activity::TargetedPrevention,
    ]
    .map(full_session);
    let standard = SurveyParts {
        answered_by: Some(AnsweredBy::ChildWithHelp),
        way: Way::HandedOver,
        language: Language::new("pa-Guru").unwrap(),
        completion: Completion::LeftMidway,
        flags: [SurveyFlag::TooFast, SurveyFlag::Repeated].into(),
        went_well: Some(text("The room was warm.")),
        could_be_better: Some(text("More toys \\ \"crayons\".")),
        ..survey(Answers::Standard {
            respect: Answer::Yes,
            listened: Answer::Partly,
            helped: Answer::No,
        })
    };
    let young = survey(Answers::YoungChildren {
        again: Answer::Skipped,
    });
    let surveys = [standard, young].map(|parts| Entry::Survey(Survey::new(parts).unwrap()));
    let offered = DeclinedParts {
        date: DAY,
        way: Way::HandedOver,
    };
    let declined = Entry::Declined(DeclinedSurvey::new(offered).unwrap());
    let mut records: Vec<Record> = (1..)
        .zip(sessions.into_iter().chain(surveys).chain([declined]))
        .map(|(number, entry)| filed(number, entry))
        .collect();
    let later = stamp(NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(), 7);
    let moved = record(20, DAY, 4)
        .corrected(support_send::club(DAY, 5), team_id(2), later)
        .unwrap();
    let removed = record(21, DAY, 4).removed(None, later).unwrap();
    let with_reason = records[6].removed(Some(text("A test of the tablet")), later);
    records.extend([
        moved,
        removed.restored(later).unwrap(),
        removed,
        with_reason.unwrap(),
        record(22, DAY, 4).with_provenance(Provenance::FromPaper),
        record(23, DAY, 4).with_provenance(Provenance::Imported),
    ]);
    records
}

/// The texts of a fixture, one to a line. They were written once, by this
/// function, and are never written again.
fn fixture<Content: AsJson>(name: &str, contents: &[Content]) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    if env::var_os("DAYBOOK_WRITE_FIXTURES").is_some() && !path.exists() {
        let lines: String = contents
            .iter()
            .map(|content| seal(content) + "\n")
            .collect();
        fs::write(&path, lines).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// What format 1 wrote loads as what it was.
fn check_loads<Content>(name: &str, contents: &[Content])
where
    Content: AsJson + PartialEq + std::fmt::Debug,
{
    let texts = fixture(name, contents);
    assert_eq!(texts.len(), contents.len());
    for (text, content) in texts.iter().zip(contents) {
        assert_eq!(open::<Content>(text).as_ref(), Ok(content));
    }
}

#[test]
fn records_of_format_1_load_for_ever() {
    check_loads("records-v1.txt", &one_of_each());
}

#[test]
fn what_was_decided_of_comments_loads_for_ever() {
    let shown = [
        Shown::AsWritten,
        Shown::Redacted(text("The room was warm")),
        Shown::LeftOut,
    ];
    let checked = (30..).zip(shown).map(|(number, shown)| {
        let entry = one_of_each()[6].entry().clone();
        let check = CommentCheck {
            shown,
            themes: [CommentTheme::Place, CommentTheme::GettingHelp].into(),
        };
        let record = filed(number, entry);
        record
            .comment_checked(CommentAsked::WentWell, check, stamp(DAY, 124))
            .unwrap()
    });
    let checked: Vec<Record> = checked.collect();
    check_loads("checked-comments-v1.txt", &checked);
}

#[test]
fn whether_the_day_of_saving_is_known_loads_for_ever() {
    let declined = || one_of_each()[8].entry().clone();
    let mut in_doubt = stamp(DAY, 123);
    in_doubt.clock = ClockStanding::InDoubt;
    let first = filed(40, declined());
    let filing = Filing {
        id: first.id(),
        book: first.book(),
        team: first.team().clone(),
    };
    let in_doubt = Record::new(filing, in_doubt, declined());
    let wrong = filed(41, declined()).with_wrong_saved_day(stamp(DAY, 124));
    check_loads("saved-days-v1.txt", &[in_doubt, wrong]);
}

#[test]
fn a_hand_over_and_a_survey_that_is_being_filled_in_load_for_ever() {
    let since = stamp(DAY, 0).at;
    let family = |day| {
        Hands::Family(HandOver {
            since,
            team: team_id(1),
            day,
            about: None,
        })
    };
    check_loads(
        "hand-over-v1.txt",
        &[Hands::Staff, family(None), family(Some(DAY))],
    );
    let about = |about| {
        Hands::Family(HandOver {
            since,
            team: team_id(1),
            day: None,
            about: Some(about),
        })
    };
    check_loads(
        "hand-over-about-v1.txt",
        &[
            about(About::Place(PlaceId::new("rosehill").unwrap())),
            about(About::Group(GroupId::new(Uuid::from_u128(7)))),
        ],
    );
    let id = RecordId::new(Uuid::from_u128(9));
    let opened = FamilySurvey::open(id, Language::new("pa-Guru").unwrap(), since);
    let mut further = opened.clone();
    further.say_who(AnsweredBy::YoungPerson);
    further.choose(Question::Respect, Answer::Partly);
    further.went_well = "ਧੰਨਵਾਦ ".to_owned();
    further.change(Step::Who);
    check_loads("family-survey-v1.txt", &[opened, further]);
}

#[test]
fn the_languages_of_the_survey_load_for_ever() {
    let settings = Settings {
        survey_languages: vec![Language::new("ur").unwrap(), Language::new("pl").unwrap()],
        ..settings()
    };
    check_loads("settings-with-languages-v1.txt", &[settings]);
}

#[test]
fn where_returns_are_sent_and_when_they_are_due_loads_for_ever() {
    let settings = Settings {
        due: vec![DueDate {
            quarter: quarter("2026-27 Q3"),
            date: NaiveDate::from_ymd_opt(2027, 1, 22).unwrap(),
        }],
        send_to: Some(text("early.help.returns@example.org")),
        ..settings()
    };
    check_loads("settings-with-due-dates-v1.txt", &[settings]);
}

#[test]
fn that_a_return_was_passed_on_loads_for_ever() {
    let ledger = one_of_each().into_iter().collect();
    let made = BookHistory::new(BOOK, Knowledge::Whole)
        .send(&ledger, &order(1, 1, quarter("2026-27 Q3"), None))
        .unwrap();
    let digest = made.returns[0].digest;
    let made = Books::new(made.history);
    let at = stamp(DAY, 5).at;
    let left = |how| made.with_passed_on(digest, how, at).unwrap().own;
    let all = [
        left(PassingOn::Downloaded),
        left(PassingOn::Shared),
        made.own.clone(),
    ];
    check_loads("passed-on-v1.txt", &all);
}

#[test]
fn when_places_and_teams_are_in_use_loads_for_ever() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    let places = [
        (place(1), Some(team_id(1)), None, day(2026, 12, 31)),
        (place(2), None, day(2027, 1, 1), None),
    ];
    let in_use = InUse {
        places: places
            .into_iter()
            .map(|(place, team, from, until)| PlaceInUse {
                place: place.id,
                team,
                from,
                until,
            })
            .collect(),
        teams: vec![TeamInUse {
            team: team_id(1),
            from: day(2016, 4, 1),
            until: None,
        }],
    };
    let settings = Settings {
        in_use,
        ..settings()
    };
    check_loads("settings-in-use-v1.txt", &[settings]);
}

#[test]
fn settings_of_format_1_load_for_ever() {
    check_loads("settings-v1.txt", &[settings()]);
}

fn settings() -> Settings {
    Settings {
        city: Some(text("Rosehill")),
        places: vec![place(1), place(2)],
        ..support_send::settings()
    }
}

#[test]
fn histories_of_format_1_load_for_ever() {
    let new = BookHistory::new(BOOK, Knowledge::Whole);
    let lost = BookHistory::new(BOOK, Knowledge::JournalLost);
    let ledger = one_of_each().into_iter().collect();
    let sent = new
        .send(&ledger, &order(1, 1, quarter("2026-27 Q3"), None))
        .unwrap()
        .history;
    assert!(sent.line.contains(&send_id(1)));
    // What became of the file was not noted then.
    let mut text = sent.to_json().to_text();
    text = text.replace(r#","passed_on":"not-yet""#, "");
    let sent = BookHistory::from_text(&text).unwrap();
    check_loads("histories-v1.txt", &[new, lost, sent]);
}

#[test]
fn the_history_of_a_spreadsheet_loads_for_ever() {
    let mut book = BookHistory::new(BOOK, Knowledge::Whole);
    book.origin = Origin::Spreadsheet;
    check_loads("spreadsheet-history-v1.txt", &[book]);
}

#[test]
fn samples_of_format_1_load_for_ever() {
    check_loads("samples-v1.txt", &[Sample::Real, Sample::Example]);
}

// Should this fail, the format has changed: it needs a new number, and these
// fixtures must go on loading.
#[test]
fn format_1_is_still_what_is_written() {
    let records = one_of_each();
    let written: Vec<String> = records.iter().map(seal).collect();
    assert_eq!(fixture("records-v1.txt", &records), written);
}

// Mangled texts.

fn check_refused(text: &str, why: &Unreadable) {
    assert_eq!(open::<Record>(text).as_ref(), Err(why));
}

fn summed(json: &str) -> String {
    format!("{:08x}|{json}", crc32fast::hash(json.as_bytes()))
}

#[test]
fn a_text_that_is_cut_off_is_damaged() {
    let text = seal(&one_of_each()[0]);
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        check_refused(&text[..end], &Unreadable::Damaged);
    }
}

#[test]
fn a_text_of_a_newer_format_is_told_apart_from_a_damaged_one() {
    let newer = Unreadable::FutureFormat { found: 7 };
    check_refused(&summed(r#"{"s":7,"r":{"anything":"at all"}}"#), &newer);
    check_refused(&summed(r#"{"s":7,"r":[1,2],"more":null}"#), &newer);
}

#[test]
fn a_whole_text_that_is_no_record_is_invalid() {
    for json in [
        "",
        "{}",
        "null",
        r#"{"s":1}"#,
        r#"{"s":1,"r":null}"#,
        r#"{"s":0,"r":{}}"#,
        r#"{"s":"1","r":{}}"#,
        r#"{"s":-1,"r":{}}"#,
        r#"{"s":99999999999,"r":{}}"#,
    ] {
        let opened = open::<Record>(&summed(json));
        assert!(matches!(opened, Err(Unreadable::Invalid(_))), "{json}");
    }
}

/// One way to mangle a text.
#[derive(Debug, Clone)]
enum Mangled {
    Replaced(Index, char),
    Inserted(Index, char),
    Removed(Index),
    CutOut(Index, Index),
    Doubled(Index, Index),
    Swapped(Index, Index),
}

fn mangled() -> impl Strategy<Value = Mangled> {
    let character = || {
        prop_oneof![
            proptest::char::range('0', '9'),
            proptest::char::range('a', 'f'),
            proptest::sample::select(vec!['"', ',', ':', '{', '}', '|', '+', '-', ' ', '\\']),
            any::<char>(),
        ]
    };
    let at = any::<Index>;
    prop_oneof![
        (at(), character()).prop_map(|(at, with)| Mangled::Replaced(at, with)),
        (at(), character()).prop_map(|(at, with)| Mangled::Inserted(at, with)),
        at().prop_map(Mangled::Removed),
        (at(), at()).prop_map(|(from, to)| Mangled::CutOut(from, to)),
        (at(), at()).prop_map(|(from, to)| Mangled::Doubled(from, to)),
        (at(), at()).prop_map(|(one, other)| Mangled::Swapped(one, other)),
    ]
}

fn mangle(text: &str, how: &Mangled) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.is_empty() {
        return String::new();
    }
    let span = |from: &Index, to: &Index| {
        let (one, other) = (from.index(letters.len()), to.index(letters.len()));
        one.min(other)..one.max(other)
    };
    match how {
        Mangled::Replaced(at, with) => letters[at.index(text.chars().count())] = *with,
        Mangled::Inserted(at, with) => letters.insert(at.index(letters.len()), *with),
        Mangled::Removed(at) => {
            letters.remove(at.index(letters.len()));
        }
        Mangled::CutOut(from, to) => {
            letters.drain(span(from, to));
        }
        Mangled::Doubled(from, to) => {
            let span = span(from, to);
            let piece = letters[span.clone()].to_vec();
            letters.splice(span.start..span.start, piece);
        }
        Mangled::Swapped(one, other) => {
            let (one, other) = (one.index(letters.len()), other.index(letters.len()));
            letters.swap(one, other);
        }
    }
    letters.into_iter().collect()
}

fn sealed_records() -> impl Strategy<Value = (Record, String)> {
    support::records(support::all_dates()).prop_map(|record| {
        let text = seal(&record);
        (record, text)
    })
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn every_record_comes_back_as_it_was_sealed((record, text) in sealed_records()) {
        prop_assert_eq!(open::<Record>(&text), Ok(record));
    }

    #[test]
    fn a_mangled_text_never_gives_another_record(
        (record, text) in sealed_records(),
        hows in proptest::collection::vec(mangled(), 1..4),
    ) {
        let mangled = hows.iter().fold(text, |text, how| mangle(&text, how));
        if let Ok(opened) = open::<Record>(&mangled) {
            prop_assert_eq!(opened, record);
        }
    }

    #[test]
    fn any_text_at_all_can_be_opened_without_harm(text in "\\PC{0,200}") {
        prop_assert!(open::<Record>(&text).is_err());
        prop_assert!(open::<Record>(&summed(&text)).is_err());
        prop_assert!(open::<Settings>(&text).is_err());
        prop_assert!(open::<BookHistory>(&summed(&text)).is_err());
    }

    // A checksum that agrees protects nobody from a text that was changed by
    // hand: then at least nothing breaks, and the record keeps its rules.
    #[test]
    fn a_mangled_content_with_a_true_checksum_is_a_sound_record_or_refused(
        (_, text) in sealed_records(),
        hows in proptest::collection::vec(mangled(), 1..3),
    ) {
        let json = text.split_once('|').unwrap().1.to_owned();
        let json = hows.iter().fold(json, |json, how| mangle(&json, how));
        if let Ok(opened) = open::<Record>(&summed(&json)) {
            let again = seal(&opened);
            prop_assert_eq!(open::<Record>(&again), Ok(opened));
        }
    }
}
