//! What is read from a file is held to the same timeless bounds as what is
//! typed; rules about today are not asked again.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use daybook::domain::record::{Entry, Record};
use serde_json::{Value, json};

fn record(entry: &Value) -> Value {
    json!({
        "id": "01940000-0000-7000-8000-000000000001",
        "version": 1,
        "book": "01940000-0000-7000-8000-00000000b00c",
        "team": "riverside",
        "first_saved_on": "2026-11-23",
        "saved_at": 1_795_444_325_123_i64,
        "status": "kept",
        "entry": entry,
    })
}

fn youth_club() -> Value {
    record(&json!({ "session": {
        "date": "2026-11-23",
        "activity": { "youth-club": { "place": "northgate" } },
        "attendance": [0, 0, 500, 4, 0],
        "new_families": 2,
        "minutes": 720,
        "theme": "Open Night",
        "note": "x".repeat(500),
    }}))
}

fn co_worked() -> Value {
    record(&json!({ "session": {
        "date": "2026-11-23",
        "activity": { "co-worked-case": { "plan": "child-in-need" } },
        "attendance": [0, 1, 0, 0, 1],
    }}))
}

fn survey() -> Value {
    record(&json!({ "survey": {
        "date": "2026-11-23",
        "answers": { "standard": {
            "respect": "yes",
            "listened": "partly",
            "helped": "skipped",
        }},
        "answered_by": "young-person",
        "way": "handed-over",
        "language": "pa-Guru",
        "completion": "finished",
        "flags": ["too-fast"],
    }}))
}

fn declined() -> Value {
    record(&json!({ "declined": { "date": "2026-11-23", "way": "paper" } }))
}

fn read(record: &Value) -> Result<Record, serde_json::Error> {
    serde_json::from_str(&record.to_string())
}

/// Each of the values, put in at the pointer, makes the record unreadable.
fn check_refused<const MANY: usize>(mut record: Value, pointer: &str, values: [Value; MANY]) {
    assert!(read(&record).is_ok(), "{:?}", read(&record));
    for value in values {
        *record.pointer_mut(pointer).unwrap() = value.clone();
        assert!(read(&record).is_err(), "{pointer} {value} was taken");
    }
}

/// Each of the values, put in at the pointer, is as good as what was there.
fn check_taken<const MANY: usize>(mut record: Value, pointer: &str, values: [Value; MANY]) {
    for value in values {
        *record.pointer_mut(pointer).unwrap() = value;
        assert!(read(&record).is_ok(), "{:?}", read(&record));
    }
}

fn check_needed(record: &Value, parent: &str, fields: &[&str]) {
    for field in fields {
        let mut without = record.clone();
        let parts = without.pointer_mut(parent).unwrap().as_object_mut();
        assert!(
            parts.unwrap().remove(*field).is_some(),
            "{field} is no field"
        );
        assert!(read(&without).is_err(), "read without {field}");
    }
}

#[test]
fn a_stored_head_count_is_0_to_500() {
    let refused = [
        json!(501),
        json!(-1),
        json!(1.5),
        json!("3"),
        json!(65_536),
        json!(null),
    ];
    check_refused(youth_club(), "/entry/session/attendance/0", refused.clone());
    check_refused(youth_club(), "/entry/session/new_families", refused);
    check_taken(
        youth_club(),
        "/entry/session/attendance/0",
        [json!(0), json!(500)],
    );
}

#[test]
fn a_stored_attendance_is_five_bands_and_somebody() {
    let refused = [
        json!([0, 0, 0, 0, 0]),
        json!([1, 1, 1, 1]),
        json!([1, 1, 1, 1, 1, 1]),
        json!([]),
        json!(12),
        json!(null),
    ];
    check_refused(co_worked(), "/entry/session/attendance", refused);
    check_taken(
        co_worked(),
        "/entry/session/attendance",
        [json!([0, 0, 0, 0, 1])],
    );
}

#[test]
fn stored_new_families_are_no_more_than_the_contacts() {
    let mut record = youth_club();
    record["entry"]["session"]["attendance"] = json!([0, 0, 3, 4, 0]);
    check_refused(
        record.clone(),
        "/entry/session/new_families",
        [json!(8), json!(500)],
    );
    check_taken(record, "/entry/session/new_families", [json!(7), json!(0)]);
}

#[test]
fn stored_minutes_are_5_to_720() {
    let refused = [json!(0), json!(4), json!(721), json!(-5), json!("60")];
    check_refused(youth_club(), "/entry/session/minutes", refused);
    check_taken(
        youth_club(),
        "/entry/session/minutes",
        [json!(5), json!(720), json!(null)],
    );
}

#[test]
fn stored_text_is_within_its_limit_and_says_something() {
    let over = json!("x".repeat(501));
    check_refused(
        youth_club(),
        "/entry/session/note",
        [over, json!(""), json!(" ")],
    );
    let over = json!("x".repeat(81));
    check_refused(
        youth_club(),
        "/entry/session/theme",
        [over, json!(""), json!("\n")],
    );
    check_taken(
        youth_club(),
        "/entry/session/note",
        [json!("😀".repeat(500)), json!(null)],
    );
}

#[test]
fn a_stored_date_is_a_real_day_from_1970_to_2199() {
    let refused = || {
        [
            "1969-12-31",
            "2200-01-01",
            "2026-02-29",
            "2026-13-01",
            "23/11/2026",
            "",
        ]
        .map(Value::from)
    };
    let taken = || ["1970-01-01", "2199-12-31", "2028-02-29"].map(Value::from);
    for (record, pointer) in [
        (youth_club(), "/entry/session/date"),
        (survey(), "/entry/survey/date"),
        (declined(), "/entry/declined/date"),
    ] {
        check_refused(record.clone(), pointer, refused());
        check_taken(record, pointer, taken());
    }
}

#[test]
fn a_kind_with_a_place_is_not_read_without_one() {
    let activity = "/entry/session/activity";
    let club = format!("{activity}/youth-club");
    check_needed(
        &youth_club(),
        "/entry/session",
        &["activity", "date", "attendance"],
    );
    check_needed(&youth_club(), &club, &["place"]);
    let refused = [json!("North Gate"), json!(""), json!(null)];
    check_refused(youth_club(), &format!("{club}/place"), refused);
    let place = json!({ "place": "northgate" });
    check_refused(
        youth_club(),
        activity,
        [
            json!({ "drop-in": place }),
            json!({ "YouthClub": place }),
            json!("youth-club"),
        ],
    );
}

#[test]
fn a_co_worked_case_is_not_read_without_its_plan() {
    let case = "/entry/session/activity/co-worked-case";
    check_needed(&co_worked(), case, &["plan"]);
    check_refused(
        co_worked(),
        &format!("{case}/plan"),
        [json!("none"), json!(null)],
    );
}

#[test]
fn a_place_stored_with_a_co_worked_case_is_not_taken_on() {
    for activity in [
        json!({ "co-worked-case": { "plan": "child-in-need", "place": "northgate" } }),
        json!("targeted-prevention"),
    ] {
        let mut record = co_worked();
        record["entry"]["session"]["activity"] = activity;
        record["entry"]["session"]["place"] = json!("northgate");
        let read = read(&record).unwrap();
        let Entry::Session(session) = read.entry() else {
            panic!("not a session")
        };
        assert_eq!(session.place(), None);
        assert!(!serde_json::to_string(&read).unwrap().contains("northgate"));
    }
}

#[test]
fn a_survey_is_read_with_every_answer_of_its_version_only() {
    check_needed(
        &survey(),
        "/entry/survey",
        &["answers", "way", "language", "completion"],
    );
    let standard = "/entry/survey/answers/standard";
    check_needed(&survey(), standard, &["respect", "listened", "helped"]);
    check_refused(
        survey(),
        &format!("{standard}/respect"),
        [json!("maybe"), json!(true), json!(null)],
    );
    check_refused(
        survey(),
        "/entry/survey/answers",
        [
            json!({ "young-children": { "respect": "yes" } }),
            json!({ "long": {} }),
            json!("standard"),
        ],
    );
    check_refused(
        survey(),
        "/entry/survey/answered_by",
        [json!("Kim"), json!("parent")],
    );
    let refused = [json!("e"), json!("en_GB"), json!("x".repeat(17)), json!("")];
    check_refused(survey(), "/entry/survey/language", refused);
    check_refused(
        survey(),
        "/entry/survey/flags",
        [json!(["odd"]), json!("too-fast")],
    );
    check_refused(
        declined(),
        "/entry/declined/way",
        [json!("post"), json!(null)],
    );
}

#[test]
fn a_version_begins_at_1() {
    let refused = [
        json!(0),
        json!(-1),
        json!(1.5),
        json!("1"),
        json!(4_294_967_296_u64),
    ];
    check_refused(youth_club(), "/version", refused);
    check_taken(youth_club(), "/version", [json!(1), json!(u32::MAX)]);
}

#[test]
fn a_record_is_read_with_its_id_book_team_and_times_only() {
    let fields = [
        "id",
        "version",
        "book",
        "team",
        "first_saved_on",
        "saved_at",
        "status",
        "entry",
    ];
    check_needed(&youth_club(), "", &fields);
    check_refused(
        youth_club(),
        "/team",
        [json!("River Side"), json!(""), json!("x".repeat(65))],
    );
    check_refused(youth_club(), "/id", [json!("1"), json!(null)]);
    check_refused(youth_club(), "/saved_at", [json!("2026-11-23"), json!(0.5)]);
    check_refused(
        youth_club(),
        "/entry",
        [json!({}), json!({ "note": {} }), json!(null)],
    );
}

#[test]
fn a_status_that_is_not_known_is_never_read_as_kept() {
    let refused = [
        json!("gone"),
        json!(null),
        json!("removed"),
        json!({ "kept": {} }),
    ];
    check_refused(youth_club(), "/status", refused);
    let removed = json!({ "removed": { "reason": "Entered twice" } });
    check_taken(youth_club(), "/status", [removed, json!({ "removed": {} })]);
}

#[test]
fn how_a_record_was_typed_in_is_first_hand_when_not_said() {
    assert!(read(&youth_club()).unwrap().provenance().is_first_hand());
    let mut record = youth_club();
    record["provenance"] = json!("from-paper");
    assert!(!read(&record).unwrap().provenance().is_first_hand());
    record["provenance"] = json!("guessed");
    assert!(read(&record).is_err());
}

#[test]
fn loading_asks_no_rule_about_today() {
    let mut record = youth_club();
    record["first_saved_on"] = json!("2020-01-01");
    record["entry"]["session"]["date"] = json!("2031-05-05");
    assert!(read(&record).is_ok(), "a clock was wrong once");
    record["entry"]["session"]["date"] = json!("1999-05-05");
    assert!(read(&record).is_ok(), "it was typed long ago");
}
