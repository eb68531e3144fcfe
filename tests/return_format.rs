//! The return as a public contract: its file reads back to the byte, its
//! figures are the totals, and a file that is not whole is never counted.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use daybook::domain::base::digest::Digest;
use daybook::domain::base::json::Json;
use daybook::domain::base::sorted::{Map, Set};
use daybook::domain::record::attendance::AgeBand;
use daybook::domain::record::comments::CommentAsked;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::session::Kind;
use daybook::domain::record::survey::{Answer, SurveyVersion};
use daybook::domain::submission::quarter_return::{
    Current, QuarterReturn, ReturnError, SentComment,
};
use daybook::domain::submission::send::{SendError, SendOrder, SendStanding};
use daybook::domain::totals::QuarterTotals;
use daybook::domain::totals::cells::{Figure, LARGEST_COUNT};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use support_send::returns::{
    TODAY, example, new_book, resealed, small, the_return, third, with_figure,
};
use support_send::{DAY, corrected, order, place, send_id, session, stamp, team, team_id, text};

fn read(one: &QuarterReturn) -> Result<QuarterReturn, ReturnError> {
    QuarterReturn::read(&one.to_text())
}

// What is written.

#[test]
fn a_return_reads_back_as_it_was_written() {
    assert_eq!(read(&the_return()), Ok(the_return()));
    let text = the_return().to_text();
    assert_eq!(
        QuarterReturn::read(&format!("\u{feff}{text}")),
        Ok(the_return())
    );
    assert!(text.ends_with("}\n"));
}

#[test]
fn the_same_send_gives_the_same_bytes_again() {
    let text = the_return().to_text();
    assert_eq!(the_return().to_text(), text);
    assert_eq!(QuarterReturn::read(&text).unwrap().to_text(), text);
}

#[test]
fn the_example_says_that_it_is_one() {
    assert!(the_return().example);
    assert!(!small().example);
}

#[test]
fn a_file_is_named_after_team_quarter_tablet_book_and_revision() {
    let name = "daybook-team-1-2026-27-Q3-blue-tablet-0000b00c-r1.json";
    assert_eq!(small().file_name(), name);
}

/// The count of a cell with exactly this breakdown; `None` when there is none.
fn count(one: &QuarterReturn, measure: &str, part: &[(&str, &str)]) -> Option<u64> {
    let part: Map<String, String> = part
        .iter()
        .map(|(dimension, category)| ((*dimension).to_owned(), (*category).to_owned()))
        .collect();
    let mut found = one
        .measures
        .iter()
        .filter(|cell| cell.measure == measure && cell.breakdown == part)
        .map(|cell| match cell.figure {
            Figure::Period { count } => count,
            Figure::Stock { .. } | Figure::Ratio { .. } => panic!("{cell:?}"),
        });
    let first = found.next();
    assert_eq!(found.next(), None, "{measure} {part:?} stands twice");
    first
}

/// The sum of the cells of a measure broken down by exactly these dimensions,
/// of those in one category.
fn sum(one: &QuarterReturn, measure: &str, dimensions: &[&str], of: (&str, &str)) -> u64 {
    one.measures
        .iter()
        .filter(|cell| cell.measure == measure)
        .filter(|cell| cell.breakdown.keys().eq(dimensions.iter()))
        .filter(|cell| cell.breakdown.get(of.0).is_some_and(|found| found == of.1))
        .map(|cell| match cell.figure {
            Figure::Period { count } => count,
            Figure::Stock { .. } | Figure::Ratio { .. } => panic!("{cell:?}"),
        })
        .sum()
}

fn totals() -> QuarterTotals {
    QuarterTotals::of(third(), &example().records)
}

#[test]
fn every_session_figure_equals_the_totals() {
    let (one, contacts) = (the_return(), totals().contacts);
    assert!(contacts.all().sessions > 20);
    for kind in Kind::ALL {
        let tally = contacts.of_kind(kind);
        let of = ("kind", kind.code());
        assert_eq!(count(&one, "sessions", &[of]), Some(tally.sessions));
        assert_eq!(count(&one, "new-families", &[of]), Some(tally.new_families));
        for band in AgeBand::ALL {
            let part = [of, ("age-band", band.code())];
            let people = count(&one, "direct-contacts", &part);
            assert_eq!(people, Some(tally.in_band(band)));
        }
        // Keys of a breakdown stand in alphabetical order.
        for parts in [["kind", "month"], ["kind", "place"]] {
            let expected = kind.place_kind().map_or(0, |_| tally.sessions);
            assert_eq!(sum(&one, "sessions", &parts, of), expected);
            let parts = ["age-band", parts[0], parts[1]];
            let expected = kind.place_kind().map_or(0, |_| tally.contacts());
            assert_eq!(sum(&one, "direct-contacts", &parts, of), expected);
        }
    }
    for (kind, place, tally) in contacts.places() {
        let part = [("kind", kind.code()), ("place", place.as_str())];
        assert_eq!(count(&one, "sessions", &part), Some(tally.sessions));
        assert_eq!(count(&one, "new-families", &part), Some(tally.new_families));
        assert!(one.places.iter().any(|listed| listed.id == *place));
    }
    for (date, place, sessions) in contacts.days() {
        let part = [("date", &*date.to_string()), ("place", place.as_str())];
        assert_eq!(count(&one, "sessions", &part), Some(sessions));
    }
}

#[test]
fn every_survey_figure_equals_the_totals() {
    let (one, surveys) = (the_return(), totals().surveys);
    assert!(surveys.received > 5);
    for (measure, expected) in [
        ("surveys-asked", surveys.asked()),
        ("surveys-received", surveys.received),
        ("surveys-declined", surveys.declined),
        ("surveys-incomplete", surveys.incomplete),
        ("surveys-flagged", surveys.flagged),
        ("surveys-removed", surveys.removed),
    ] {
        assert_eq!(count(&one, measure, &[]), Some(expected), "{measure}");
    }
    for (version, way, question, tally) in surveys.answers() {
        for answer in Answer::ALL {
            let part = [
                ("survey-version", version.code()),
                ("way", way.code()),
                ("question", question.code()),
                ("answer", answer.code()),
            ];
            let found = count(&one, "survey-answers", &part);
            assert_eq!(found, Some(tally.of(answer)));
        }
    }
    for question in SurveyVersion::Standard.questions() {
        let share = surveys.answers_to(*question).yes_of_received();
        let measure = format!("survey-{}", question.code());
        let ratio = Figure::Ratio {
            part: share.part,
            whole: share.whole,
        };
        let cells = one.measures.iter().filter(|cell| cell.measure == measure);
        let figures: Vec<Figure> = cells.map(|cell| cell.figure).collect();
        assert_eq!(figures, [ratio], "{}", question.code());
    }
    let by = |dimension: &str| -> u64 {
        let cells = one.measures.iter().filter(|cell| {
            cell.measure == "surveys-received" && cell.breakdown.keys().eq([dimension])
        });
        cells
            .map(|cell| match cell.figure {
                Figure::Period { count } => count,
                Figure::Stock { .. } | Figure::Ratio { .. } => panic!("{cell:?}"),
            })
            .sum()
    };
    assert_eq!(by("answered-by"), surveys.received);
    assert_eq!(by("language"), surveys.received);
}

#[test]
fn the_return_counts_the_records_behind_it() {
    let (one, totals) = (the_return(), totals());
    assert_eq!(one.records, totals.records);
    assert_eq!(
        one.first_saved_after_quarter_end,
        totals.saved_after_the_end
    );
    assert_eq!(one.from_paper, totals.from_paper);
    assert!(one.quarter_had_ended && !one.nil && !one.imported);
}

#[test]
fn a_kind_without_a_place_is_never_broken_down_further() {
    // One co-worked contact in one month would point at a family.
    for cell in the_return().measures {
        let kind = cell.breakdown.get("kind").map(String::as_str);
        if matches!(kind, Some("co-worked-case" | "targeted-prevention")) {
            let finer = ["place", "month", "date"];
            assert!(!finer.iter().any(|part| cell.breakdown.contains_key(*part)));
        }
    }
}

#[test]
fn survey_breakdowns_are_never_crossed_with_each_other() {
    for cell in the_return().measures {
        let parts = ["answered-by", "language", "answer"];
        let crossed = parts
            .iter()
            .filter(|part| cell.breakdown.contains_key(**part));
        assert!(crossed.count() < 2, "{cell:?}");
    }
}

#[test]
fn nothing_done_is_sent_as_a_nil_return() {
    let sent = new_book().send(&Ledger::new(), &order(1, 1, third(), None));
    let [one] = &sent.unwrap().returns[..] else {
        panic!("one return")
    };
    assert!(one.nil);
    assert_eq!(one.records, 0);
    assert_eq!(count(one, "sessions", &[("kind", "youth-club")]), Some(0));
    assert_eq!(count(one, "surveys-asked", &[]), Some(0));
    assert_eq!(read(one).as_ref(), Ok(one));
}

#[test]
fn a_removed_survey_alone_is_a_nil_return_that_tells_of_it() {
    let example = example();
    let survey = example
        .records
        .iter()
        .find(|record| {
            matches!(record.entry(), daybook::domain::record::Entry::Survey(_))
                && record.quarter() == third()
        })
        .unwrap();
    let removed = survey
        .removed(Some(text("A test")), stamp(TODAY, 0))
        .unwrap();
    let order = SendOrder {
        wanted: (example.team.id.clone(), third()),
        teams: vec![example.team.clone()],
        ..order(1, 1, third(), None)
    };
    let sent = new_book().send(&[removed].into_iter().collect(), &order);
    let one = sent.unwrap().returns.remove(0);
    assert!(one.nil);
    assert_eq!(count(&one, "surveys-removed", &[]), Some(1));
    assert_eq!(read(&one), Ok(one));
}

#[test]
fn a_restatement_needs_a_reason_and_has_the_next_revision() {
    let ledger: Ledger = [session()].into_iter().collect();
    let first = new_book()
        .send(&ledger, &order(1, 1, third(), None))
        .unwrap();
    let changed: Ledger = [corrected(&session(), 13)].into_iter().collect();
    let without = first.history.send(&changed, &order(2, 1, third(), None));
    assert_eq!(without, Err(SendError::ReasonMissing));
    let reason = "One more came than was written down";
    let order = order(2, 1, third(), Some(reason));
    let second = first.history.send(&changed, &order).unwrap();
    let one = &second.returns[0];
    assert_eq!(one.revision, 2);
    assert_eq!(one.reason, Some(text(reason)));
    assert_eq!(one.line, [send_id(1)].into());
    assert!(one.file_name().ends_with("-r2.json"));
    assert_eq!(read(one).as_ref(), Ok(one));
    let period = (team_id(1), third());
    let standing = second.history.standing(&changed, &period);
    assert!(matches!(standing, SendStanding::Sent(sent) if sent.revision == 2));
    let standing = second.history.standing(&ledger, &period);
    assert!(matches!(standing, SendStanding::ChangedSince(_)));
    assert_eq!(
        second.history.send(&changed, &order),
        Err(SendError::NothingChanged)
    );
}

#[test]
fn a_return_of_an_unknown_team_is_not_sent() {
    let unknown = SendOrder {
        teams: vec![team(2)],
        ..order(1, 1, third(), None)
    };
    let ledger: Ledger = [session()].into_iter().collect();
    let sent = new_book().send(&ledger, &unknown);
    assert_eq!(sent, Err(SendError::UnknownTeam(team_id(1))));
}

#[test]
fn a_place_that_is_no_longer_listed_goes_by_its_code() {
    let forgotten = SendOrder {
        places: Vec::new(),
        ..order(1, 1, third(), None)
    };
    let ledger: Ledger = [session()].into_iter().collect();
    let one = new_book()
        .send(&ledger, &forgotten)
        .unwrap()
        .returns
        .remove(0);
    assert_eq!(one.places.len(), 1);
    assert_eq!(one.places[0].id, place(1).id);
    assert_eq!(one.places[0].name.as_str(), "place-1");
    assert_eq!(read(&one), Ok(one));
}

// The digest.

#[test]
fn any_other_figure_gives_another_digest() {
    let one = the_return();
    for position in 0..one.measures.len() {
        let mut other = one.clone();
        match &mut other.measures[position].figure {
            Figure::Period { count } | Figure::Stock { count } => *count += 1,
            Figure::Ratio { part, .. } => *part += 1,
        }
        assert_ne!(other.compute_digest(), one.digest);
    }
}

/// A change gives another digest.
fn check_digest_changes(change: impl FnOnce(&mut QuarterReturn)) {
    let mut other = the_return();
    change(&mut other);
    assert_ne!(other.compute_digest(), the_return().digest);
}

#[test]
fn everything_else_that_a_return_says_is_in_its_digest() {
    check_digest_changes(|one| one.records += 1);
    check_digest_changes(|one| one.from_paper += 1);
    check_digest_changes(|one| one.first_saved_after_quarter_end += 1);
    check_digest_changes(|one| one.nil = !one.nil);
    check_digest_changes(|one| one.example = !one.example);
    check_digest_changes(|one| one.imported = !one.imported);
    check_digest_changes(|one| one.revision += 1);
    check_digest_changes(|one| one.send = send_id(9));
    check_digest_changes(|one| one.line = [send_id(9)].into());
    check_digest_changes(|one| one.team = team(3));
    check_digest_changes(|one| one.places.truncate(1));
    check_digest_changes(|one| one.reason = Some(text("Because")));
    check_digest_changes(|one| one.tablet = text("Green tablet"));
    check_digest_changes(|one| {
        one.comments.push(SentComment {
            asked: CommentAsked::WentWell,
            text: text("Warm"),
            themes: Set::new(),
        });
    });
}

#[test]
fn the_time_of_making_and_the_manifest_are_not_in_the_digest() {
    let mut other = the_return();
    other.made_at = stamp(DAY, 5).at;
    let other = other.sealed([].into_iter().collect());
    assert_eq!(other.digest, the_return().digest);
    assert_ne!(other.manifest_digest, the_return().manifest_digest);
}

fn with_keys_turned_round(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            out.push_str("{ ");
            for (position, (key, value)) in map.iter().rev().enumerate() {
                out.push_str(if position > 0 { "\t,\n" } else { "" });
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(" :\r\n");
                with_keys_turned_round(value, out);
            }
            out.push('}');
        }
        Value::Array(values) => {
            out.push('[');
            for (position, value) in values.iter().enumerate() {
                out.push_str(if position > 0 { " , " } else { "" });
                with_keys_turned_round(value, out);
            }
            out.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&value.to_string());
        }
    }
}

#[test]
fn the_order_of_keys_and_white_space_do_not_matter() {
    let value = serde_json::to_value(the_return()).unwrap();
    let mut text = String::new();
    with_keys_turned_round(&value, &mut text);
    assert_eq!(QuarterReturn::read(&text), Ok(the_return()));
}

// Files that are not counted.

fn check_refused(text: &str, expected: impl Fn(&ReturnError) -> bool) {
    match QuarterReturn::read(text) {
        Err(error) => assert!(expected(&error), "{error}"),
        Ok(_) => panic!("read: {text}"),
    }
}

#[test]
fn a_truncated_file_cannot_be_read() {
    let text = small().to_text();
    for end in 0..text.trim_end().len() {
        let cut = text.get(..end).unwrap();
        check_refused(cut, |error| matches!(error, ReturnError::NotReadable(_)));
    }
}

#[test]
fn another_kind_of_file_is_not_a_return() {
    for text in [
        "{}",
        "[]",
        "1",
        r#"{"format":"daybook-organisation","format_version":1}"#,
        r#"{"format":"daybook-return"}"#,
        r#"{"format":"daybook-return","format_version":"1"}"#,
    ] {
        check_refused(text, |error| *error == ReturnError::NotAReturn);
    }
}

#[test]
fn a_return_of_a_newer_daybook_says_so() {
    let text = small().to_text();
    let newer = text.replacen("\"format_version\": 1", "\"format_version\": 2", 1);
    let expected = ReturnError::FutureFormat { found: 2, known: 1 };
    check_refused(&newer, |error| *error == expected);
    let unlike = r#"{"format":"daybook-return","format_version":2,"totals":{}}"#;
    check_refused(unlike, |error| *error == expected);
}

#[test]
fn a_figure_changed_by_hand_is_noticed() {
    let text = small().to_text();
    let changed = text.replacen("\"count\": 12", "\"count\": 13", 1);
    assert_ne!(changed, text);
    check_refused(&changed, |error| *error == ReturnError::Damaged);
}

#[test]
fn a_manifest_changed_by_hand_is_noticed() {
    let mut value = serde_json::to_value(small()).unwrap();
    value["manifest"][0]["quarter"] = Value::from("2026-27 Q2");
    check_refused(&value.to_string(), |error| *error == ReturnError::Damaged);
    value["manifest"] = Value::from(Vec::<Value>::new());
    check_refused(&value.to_string(), |error| *error == ReturnError::Damaged);
}

/// A whole file that contradicts itself is refused, and the reason is told.
fn check_inconsistent(change: impl FnOnce(&mut QuarterReturn), why: &'static str) {
    let mut one = small();
    change(&mut one);
    assert_eq!(read(&resealed(one)), Err(ReturnError::Inconsistent(why)));
}

#[test]
fn a_return_that_contradicts_itself_is_refused() {
    assert_eq!(read(&resealed(small())), Ok(small()));
    check_inconsistent(
        |one| one.quarter.last_day = DAY,
        "the quarter's days are not those of its code",
    );
    check_inconsistent(
        |one| one.line = [one.send].into(),
        "its Send stands in its own line",
    );
    check_inconsistent(|one| one.revision = 0, "its revision is 0");
    check_inconsistent(
        |one| one.nil = true,
        "it is nil and has records, or neither",
    );
    check_inconsistent(
        |one| one.records = 0,
        "it is nil and has records, or neither",
    );
    check_inconsistent(
        |one| one.first_saved_after_quarter_end = 2,
        "it counts more late records than records",
    );
    check_inconsistent(
        |one| one.from_paper = 2,
        "it counts more late records than records",
    );
    check_inconsistent(
        |one| one.records = LARGEST_COUNT + 1,
        "a figure is out of bounds",
    );
}

#[test]
fn a_figure_out_of_bounds_is_refused() {
    let why = "a figure is out of bounds";
    let count = LARGEST_COUNT + 1;
    check_inconsistent(with_figure(Figure::Period { count }), why);
    check_inconsistent(with_figure(Figure::Stock { count }), why);
    check_inconsistent(with_figure(Figure::Ratio { part: 2, whole: 1 }), why);
    let whole = LARGEST_COUNT + 1;
    check_inconsistent(with_figure(Figure::Ratio { part: 2, whole }), why);
}

#[test]
fn a_figure_that_stands_twice_is_refused_and_not_counted_twice() {
    check_inconsistent(
        |one| {
            let first = one.measures[0].clone();
            one.measures.push(first);
        },
        "a figure stands in it twice",
    );
}

#[test]
fn a_measure_that_this_daybook_has_never_heard_of_is_read() {
    let mut one = small();
    with_figure(Figure::Stock { count: 41 })(&mut one);
    let one = resealed(one);
    assert_eq!(read(&one).as_ref(), Ok(&one));
}

#[test]
fn a_return_that_its_manifest_does_not_name_is_refused() {
    let one = small();
    let other = Current {
        send: send_id(7),
        digest: one.digest,
    };
    for manifest in [vec![], vec![(one.period(), other)]] {
        let one = one.clone().sealed(manifest.into_iter().collect());
        let why = "its manifest does not name it";
        assert_eq!(read(&one), Err(ReturnError::Inconsistent(why)));
    }
}

#[test]
fn a_manifest_that_names_a_quarter_twice_is_refused() {
    let mut value = serde_json::to_value(small()).unwrap();
    let entry = value["manifest"][0].clone();
    value["manifest"] = Value::from(vec![entry.clone(), entry]);
    let manifest = value["manifest"].to_string();
    let digest = Digest::of_content(&Json::read(&manifest).unwrap());
    value["manifest_digest"] = Value::from(digest.to_string());
    check_refused(
        &value.to_string(),
        |error| matches!(error, ReturnError::NotReadable(why) if why.contains("twice")),
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_mangled_file_never_gives_other_figures(
        places in proptest::collection::vec((any::<Index>(), "[0-9a-f\",:{}\\[\\] -]"), 1..4)
    ) {
        let whole = small();
        let mut letters: Vec<char> = whole.to_text().chars().collect();
        for (at, with) in places {
            let at = at.index(letters.len());
            letters.splice(at..=at, with.chars());
        }
        let text: String = letters.into_iter().collect();
        if let Ok(read) = QuarterReturn::read(&text) {
            // The time of making is in no digest and in no rule.
            let made_at = whole.made_at;
            prop_assert_eq!(QuarterReturn { made_at, ..read }, whole);
        }
    }
}
