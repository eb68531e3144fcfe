//! Every parser of stored or opened text against hostile ones: it never
//! panics, never takes a text for what it is not, and never loses one.
//!
//! `DAYBOOK_FUZZ_CASES` says how many cases each target is tried with, and
//! `DAYBOOK_FUZZ_SEED` which. The texts in `tests/fuzz/corpus` are tried every
//! time; one that fails is added to them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_fuzz;
mod support_send;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use chrono::{NaiveDate, Timelike};
use daybook::domain::base::calendar::{EARLIEST_DATE, LATEST_DATE, Quarter, typed_date};
use daybook::domain::base::digest::Digest;
use daybook::domain::base::ids::{BookId, LocalityId, PlaceId, RecordId, SendId, TeamId, slug};
use daybook::domain::base::iso;
use daybook::domain::base::json::{AsJson, Json, ObjectWriter, WrongJson};
use daybook::domain::base::language::Language;
use daybook::domain::base::text::{Note, Text, Theme};
use daybook::domain::base::typed::{trimmed, value};
use daybook::domain::capture::family_survey::{FamilySurvey, Step};
use daybook::domain::capture::session_draft::SessionDraft;
use daybook::domain::capture::tally::{Change, Tally, Tap};
use daybook::domain::disclosure::Edition;
use daybook::domain::disclosure::document::PublishedDocument;
use daybook::domain::disclosure::register::EditionRegister;
use daybook::domain::form::checks::DateDraft;
use daybook::domain::import::csv;
use daybook::domain::import::{self, Import};
use daybook::domain::organisation::{ORGANISATION_VERSION, Organisation, OrganisationError};
use daybook::domain::record::attendance::HeadCount;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::locale::{LOCALES, Phrase, Words};
use daybook::domain::record::session::{Kind, Session};
use daybook::domain::record::survey::Completion;
use daybook::domain::record::{Entry, Record};
use daybook::domain::records::search::Search;
use daybook::domain::roll_up::Decisions;
use daybook::domain::roll_up::KeptRollUp;
use daybook::domain::roll_up::combined::Combined;
use daybook::domain::submission::books::{Books, OtherBook, OtherBooks};
use daybook::domain::submission::last_return::LastReturn;
use daybook::domain::submission::quarter_return::{QuarterReturn, ReturnError};
use daybook::domain::submission::send::{BookHistory, Knowledge, Sample};
use daybook::domain::submission::which_counts::roll_up;
use daybook::domain::tablet::backed_up::BackedUp;
use daybook::domain::tablet::hand_over::Hands;
use daybook::domain::tablet::locks::Locks;
use daybook::domain::tablet::settings::{Settings, SettingsDraft};
use daybook::domain::totals::QuarterTotals;
use daybook::domain::totals::cells::LARGEST_COUNT;
use daybook::store::backup::{self, Contents, Header, NotABackup};
use daybook::store::envelope::{Unreadable, open, seal};
use daybook::store::reconcile::{Reconciled, reconcile, seal_record};
use daybook::store::restore::{Here, OldTablet};
use daybook::store::{MetaKey, RecordWrite, SetAside};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use support_fuzz::mutation::{arbitrary, mutated};
use support_fuzz::seeds::{
    contents, digest_of, organisations, resealed, sentinels, short_return, summed, whole_returns,
};
use support_fuzz::{Chance, Verdict, fuzz};
use support_send::tablet::{Tablet, named};
use support_send::{DAY, order, place, quarter, record, stamp};
use uuid::Uuid;

/// Mangled contents under a true checksum, mangled texts, and mere characters.
fn sealed_texts(contents: Vec<String>) -> impl FnMut(&mut Chance) -> String {
    let sealed: Vec<String> = contents.iter().map(|json| summed(json)).collect();
    move |chance| match chance.below(10) {
        0 => arbitrary(chance),
        1 => summed(&arbitrary(chance)),
        2 => mutated(&sealed, chance),
        3 => future(&mutated(&contents, chance), chance),
        _ => summed(&mutated(&contents, chance)),
    }
}

/// What is stored around a content.
fn in_format_1(json: &str) -> String {
    format!(r#"{{"s":1,"r":{json}}}"#)
}

/// The same content as another format would seal it.
fn future(json: &str, chance: &mut Chance) -> String {
    let format = chance.pick(&[
        "0",
        "2",
        "7",
        "4294967295",
        "4294967296",
        "-1",
        "1.5",
        "null",
    ]);
    summed(&json.replacen("\"s\":1", &format!("\"s\":{format}"), 1))
}

// Stored texts.

/// What is wrong is said, and is short enough for a page.
fn check_words(why: &impl ToString) {
    let length = why.to_string().chars().count();
    assert!((1..500).contains(&length), "{length} characters");
}

/// What must come of a text by its checksum and format alone.
fn check_envelope<Content: Debug>(text: &str, opened: &Result<Content, Unreadable>) {
    let whole = text
        .split_once('|')
        .filter(|(sum, json)| *sum == format!("{:08x}", crc32fast::hash(json.as_bytes())));
    let Some((_, json)) = whole else {
        let found = opened.as_ref().err();
        assert_eq!(found, Some(&Unreadable::Damaged), "{text:?}");
        return;
    };
    assert!(!matches!(opened, Err(Unreadable::Damaged)), "{text:?}");
    let Ok(value) = serde_json::from_str::<Value>(json) else {
        return;
    };
    // A key that stands twice leaves open which of the two is meant.
    if ["\"s\"", "\"r\""]
        .iter()
        .any(|key| json.matches(key).count() != 1)
    {
        return;
    }
    let format = value.get("s").and_then(Value::as_u64);
    match (format.map(u32::try_from), value.get("r")) {
        (Some(Ok(1)), Some(_)) => assert!(!matches!(opened, Err(Unreadable::FutureFormat { .. }))),
        (Some(Ok(found @ 2..)), Some(_)) => {
            let future = Unreadable::FutureFormat { found };
            assert_eq!(opened.as_ref().err(), Some(&future), "{text:?}");
        }
        (_, _) => assert!(matches!(opened, Err(Unreadable::Invalid(_))), "{text:?}"),
    }
}

/// What is read is written, and read again as the same.
fn check_sealed<Content>(text: &str) -> Option<Content>
where
    Content: AsJson + PartialEq + Debug,
{
    let opened = open::<Content>(text);
    check_envelope(text, &opened);
    opened.as_ref().err().iter().for_each(check_words);
    let content = opened.ok()?;
    let again = seal(&content);
    assert_eq!(open::<Content>(&again).as_ref(), Ok(&content), "{text:?}");
    Some(content)
}

fn verdict<Content>(content: Option<Content>) -> Verdict {
    Verdict::of(&content.ok_or(()))
}

/// All that the app does with a record that it has read.
fn check_record(record: &Record) {
    let (date, quarter) = (record.entry().date(), record.quarter());
    assert!((EARLIEST_DATE..=LATEST_DATE).contains(&date));
    assert!(quarter.contains(date));
    assert!(quarter.first_day() <= date && date <= quarter.last_day());
    if let Entry::Session(session) = record.entry() {
        let contacts = session.attendance().contacts();
        assert!((1..=2_500).contains(&contacts));
        assert!(u32::from(session.new_families().people()) <= contacts);
        assert_eq!(
            session.place().is_some(),
            session.kind().place_kind().is_some()
        );
    }
    let totals = QuarterTotals::of(quarter, [record]);
    assert!(totals.records <= 1);
    assert!(!daybook::domain::totals::cells::cells(&totals).is_empty());
    let next = record
        .removed(None, stamp(DAY, 0))
        .or_else(|_| record.restored(stamp(DAY, 0)))
        .unwrap();
    assert!(next.version() >= record.version());
    assert!(next.version_order(record).is_gt() || next.version() == record.version());
    let write = seal_record(record);
    assert!(write.may_follow(Some(&write.text)) && !write.mends(Some(&write.text)));
    let ledger: Ledger = [record.clone(), next].into_iter().collect();
    assert_eq!(ledger.len(), 1);
}

#[test]
fn a_stored_record_is_read_as_it_is_or_refused() {
    fuzz("record", sealed_texts(contents("records-v1.txt")), |text| {
        let record = check_sealed::<Record>(text);
        record.iter().for_each(check_record);
        verdict(record)
    });
}

#[test]
fn a_stored_set_up_is_read_as_it_is_or_refused() {
    fuzz(
        "settings",
        sealed_texts(contents("settings-v1.txt")),
        |text| verdict(check_sealed::<Settings>(text)),
    );
}

#[test]
fn a_stored_history_is_read_as_it_is_or_refused() {
    let ledger: Ledger = [record(1, DAY, 12)].into_iter().collect();
    let order = order(9, 1, quarter("2026-27 Q3"), Some("Counted again"));
    fuzz(
        "history",
        sealed_texts(contents("histories-v1.txt")),
        |text| {
            let history = check_sealed::<BookHistory>(text);
            if let Some(history) = &history {
                check_history(text, history);
                // A team that this tablet has never known is a reason not to send.
                if let Ok(sent) = history.send(&ledger, &order) {
                    let again = seal(&sent.history);
                    assert_eq!(open::<BookHistory>(&again), Ok(sent.history), "{text:?}");
                }
            }
            verdict(history)
        },
    );
}

/// Nothing that was sent is left out of a history.
fn check_history(text: &str, history: &BookHistory) {
    let json = text.split_once('|').unwrap().1;
    let Ok(value) = serde_json::from_str::<Value>(json) else {
        return;
    };
    let sent = value.pointer("/r/sent").and_then(Value::as_array);
    assert_eq!(Some(history.sent().count()), sent.map(Vec::len), "{text:?}");
}

#[test]
fn a_stored_mark_of_example_data_is_read_as_it_is_or_refused() {
    fuzz("sample", sealed_texts(contents("samples-v1.txt")), |text| {
        verdict(check_sealed::<Sample>(text))
    });
}

#[test]
fn a_stored_hand_over_is_read_as_it_is_or_refused() {
    let hands = [
        r#"{"staff":{}}"#,
        r#"{"family":{"since":"2026-11-23T14:32:05Z","team":"riverside"}}"#,
        r#"{"family":{"since":"2026-11-23T14:32:05.125Z","team":"riverside","day":"2026-11-23"}}"#,
    ];
    let hands = hands.map(in_format_1).to_vec();
    fuzz("hand-over", sealed_texts(hands), |text| {
        verdict(check_sealed::<Hands>(text))
    });
}

#[test]
fn a_stored_family_survey_is_read_as_it_is_or_refused_and_can_be_given_in() {
    let surveys = [
        r#"{"id":"0193a2b4-6f00-7000-8000-000000000001","opened":"2026-11-23T14:32:05Z","touched":"2026-11-23T14:32:05Z","language":"en","step":"who"}"#,
        r#"{"id":"0193a2b4-6f00-7000-8000-000000000002","opened":"2026-11-23T14:32:05Z","touched":"2026-11-23T14:33:00Z","language":"pa-Guru","answered_by":"parent-or-carer","respect":"yes","listened":"partly","helped":"skipped","went_well":"ਧੰਨਵਾਦ","could_be_better":" ","step":"check","going":"to-check"}"#,
        r#"{"id":"0193a2b4-6f00-7000-8000-000000000003","opened":"2026-11-23T14:32:05Z","touched":"2026-11-23T14:33:00Z","language":"ur","answered_by":"child-with-help","again":"no","step":"again"}"#,
    ];
    let surveys = surveys.map(in_format_1).to_vec();
    fuzz("family-survey", sealed_texts(surveys), |text| {
        let survey = check_sealed::<FamilySurvey>(text);
        if let Some(survey) = &survey {
            let left = survey.survey(DAY, survey.touched, Completion::LeftMidway, None);
            assert!(left.is_some());
            let mut further = survey.clone();
            // A comment that does not fit holds the family until it is shorter.
            if further.to_shorten().is_some() {
                further.went_well.clear();
                further.could_be_better.clear();
            }
            assert_eq!(further.to_shorten(), None, "{text}");
            let mut steps = 0;
            while further.step != Step::Check {
                further.go_on();
                steps += 1;
                assert!(steps <= 8, "{text}");
            }
            while further.before().is_some() {
                further.go_back();
            }
        }
        verdict(survey)
    });
}

#[test]
fn the_words_of_a_language_are_whole_or_refused() {
    let files = LOCALES.iter().map(|locale| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/");
        std::fs::read_to_string(format!("{folder}{}.json", locale.tag)).unwrap()
    });
    let files: Vec<String> = files.collect();
    let texts = move |chance: &mut Chance| mutated(&files, chance);
    fuzz("locale", texts, |text| {
        let read = LOCALES
            .iter()
            .find_map(|locale| Words::read(locale, text).ok());
        if let Some(words) = &read {
            for phrase in Phrase::ALL {
                assert!(text.contains("texts") && words.say(phrase).len() < text.len());
            }
        }
        verdict(read)
    });
}

/// One line to each named text of the journal, and then the two mirrors.
#[test]
fn a_stored_tally_is_read_as_it_is_or_refused_and_adds_up() {
    let tallies = [
        r#"{"label":"Main hall","started":"2026-11-23T14:32:05Z","rows":{"0193a2b4-6f00-7000-8000-000000000001":"0444510","0193a2b4-6f00-7000-8000-000000000002":"e4aaf"}}"#,
        r#"{"label":"Tally 1","started":"2026-11-23T14:32:05.125Z"}"#,
    ];
    let tallies = tallies.map(in_format_1).to_vec();
    fuzz("tally", sealed_texts(tallies), |text| {
        let tally = check_sealed::<Tally>(text);
        if let Some(tally) = &tally {
            assert!(Tap::ALL.iter().all(|tap| tally.count(*tap) <= 500));
            assert!(tally.people() <= 2_500);
            let mut less = tally.clone();
            for tap in tally.latest() {
                assert!(less.change("z", Change::TakenBack(tap)));
            }
            assert_eq!((less.people(), less.latest()), (0, Vec::new()));
        }
        verdict(tally)
    });
}

fn start_texts() -> impl FnMut(&mut Chance) -> String {
    let mut named = [
        sealed_texts(contents("settings-v1.txt")),
        sealed_texts(contents("histories-v1.txt")),
        sealed_texts(sentinels()),
        sealed_texts(contents("samples-v1.txt")),
        sealed_texts(sentinels()),
        sealed_texts(vec![r#"{"staff":{}}"#.to_owned()]),
        sealed_texts(contents("settings-v1.txt")),
    ];
    move |chance| {
        let lines: Vec<String> = named
            .iter_mut()
            .map(|make| match chance.below(3) {
                0 => String::new(),
                _ => make(chance).replace('\n', " "),
            })
            .collect();
        lines.join("\n")
    }
}

#[test]
fn a_start_over_any_named_texts_keeps_what_it_cannot_read() {
    fuzz("start", start_texts(), |case| {
        let mut lines = case.split('\n').map(str::to_owned);
        let mut next = || lines.next().filter(|line| !line.is_empty());
        let mut meta = BTreeMap::new();
        for key in MetaKey::ALL {
            meta.extend(next().map(|text| (key, text)));
        }
        let tablet = Tablet::default();
        for key in [MetaKey::Sentinel, MetaKey::Settings] {
            if let Some(text) = next() {
                tablet.local.tamper(key.key(), &text);
            }
        }
        tablet.change_journal(|shelves| {
            for (key, text) in &meta {
                shelves.insert(named(*key), text.clone());
            }
        });
        let start = tablet.start();
        let after = tablet.journal.shelves();
        for (key, why) in &start.unreadable {
            assert!(meta.contains_key(key), "{key:?}: {why}");
        }
        for (key, text) in &meta {
            let opened = match key {
                MetaKey::Settings => open::<Settings>(text).err(),
                MetaKey::History => open::<BookHistory>(text).err(),
                MetaKey::Sample => open::<Sample>(text).err(),
                MetaKey::Books => open::<OtherBooks>(text).err(),
                // Read when a backup is looked at, and not at the start.
                MetaKey::BackedUp | MetaKey::JournalOnly => continue,
                // In a journal of its own.
                MetaKey::RollUp => {
                    let _ = open::<KeptRollUp>(text);
                    continue;
                }
                MetaKey::Editions => {
                    let _ = open::<EditionRegister>(text);
                    continue;
                }
                MetaKey::Sentinel => open::<Sentinel>(text).err(),
                // PINs that cannot be read are told apart from the rest: they fail
                // closed, and stay where they are.
                MetaKey::Locks => {
                    assert_eq!(start.locks.is_ok(), open::<Locks>(text).is_ok(), "{text:?}");
                    assert_eq!(after.get(&named(*key)), Some(text));
                    continue;
                }
                MetaKey::Hands => {
                    let hands = pollster::block_on(tablet.archive().hands());
                    assert_eq!(hands.is_ok(), open::<Hands>(text).is_ok(), "{text:?}");
                    assert_eq!(after.get(&named(*key)), Some(text));
                    continue;
                }
            };
            let said = start.unreadable.iter().find(|(named, _)| named == key);
            assert_eq!(
                said.map(|(_, why)| why),
                opened.as_ref(),
                "{key:?} {text:?}"
            );
            let Some(why) = opened else {
                continue;
            };
            let aside = SetAside {
                key: key.key().to_owned(),
                text: text.clone(),
            };
            assert!(tablet.set_aside().contains(&aside), "{aside:?}");
            if let Unreadable::FutureFormat { .. } = why {
                assert_eq!(after.get(&named(*key)), Some(text), "{key:?}");
            }
        }
        match start.unreadable[..] {
            [] => Verdict::Taken,
            [..] => Verdict::Refused,
        }
    });
}

/// What is left in each store, told by its shape alone.
#[derive(Debug)]
struct Sentinel(BookId, bool);

impl AsJson for Sentinel {
    fn to_json(&self) -> Json<'_> {
        let mut out = ObjectWriter::default();
        out.needed("book", &self.0);
        out.needed("holds_records", &self.1);
        out.done()
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let fields = json.fields()?;
        Ok(Self(
            fields.needed("book")?,
            fields.needed("holds_records")?,
        ))
    }
}

// Both stores together.

/// The records of the reconcile's cases: each in two versions, and one that
/// was changed on another tablet.
fn versions_of(number: u128) -> Vec<String> {
    let first = record(number, DAY, 4);
    let second = support_send::corrected(&first, 5);
    let other = support_send::corrected(&first, 6);
    let third = second.removed(None, stamp(DAY, 9)).unwrap();
    let json = |record: &Record| {
        let text = seal(record);
        text.split_once('|').unwrap().1.to_owned()
    };
    [first, second, other, third].iter().map(json).collect()
}

/// Lines of a store, a record's number and what that store holds of it.
fn both_stores() -> impl FnMut(&mut Chance) -> String {
    let versions: Vec<_> = (1..=3).map(versions_of).collect();
    move |chance| {
        let mut lines = Vec::new();
        for number in 1..=1 + chance.below(3) {
            for store in ["local", "journal"] {
                // Now and then another record's text.
                let of = if chance.one_in(20) { 0 } else { number - 1 };
                let text = match chance.below(8) {
                    0 => continue,
                    1..=4 => summed(chance.pick::<String>(&versions[of])),
                    5 => summed(&mutated(&versions[of], chance)),
                    6 => mutated(&[summed(&versions[of][0])], chance),
                    _ => future(&chance.pick(&versions[of]).clone(), chance),
                };
                lines.push(format!("{store} {number} {}", text.replace('\n', " ")));
            }
        }
        lines.join("\n")
    }
}

type Texts = BTreeMap<String, String>;

fn stores_of(case: &str) -> [Texts; 2] {
    let mut stores = [Texts::new(), Texts::new()];
    for line in case.split('\n') {
        let mut parts = line.splitn(3, ' ');
        let (store, number, text) = (parts.next(), parts.next(), parts.next());
        let (Some(number), Some(text)) = (number, text) else {
            continue;
        };
        let position = usize::from(store == Some("journal"));
        let number = number.parse().unwrap_or_default();
        stores[position].insert(support_send::id(number).to_string(), text.to_owned());
    }
    stores
}

fn listed(texts: &Texts) -> Vec<(String, String)> {
    let pair = |(id, text): (&String, &String)| (id.clone(), text.clone());
    texts.iter().map(pair).collect()
}

/// A text of a store is in the ledger, by itself or by a newer version, or it
/// is in quarantine, or it is set aside.
fn check_not_lost(outcome: &Reconciled, id: &str, text: &str) {
    let in_quarantine = outcome
        .quarantine
        .iter()
        .any(|one| one.key == id && [&one.local, &one.journal].contains(&&Some(text.to_owned())));
    let is_aside = |aside: &SetAside| aside.key == format!("r1/{id}") && aside.text == text;
    let in_ledger = open::<Record>(text).is_ok_and(|record| {
        let kept = outcome.ledger.get(record.id());
        record.id().to_string() == id
            && kept.is_some_and(|kept| kept.version() > record.version() || *kept == record)
    });
    assert!(
        in_quarantine || in_ledger || outcome.set_aside.iter().any(is_aside),
        "{id} {text:?} is lost: {outcome:?}"
    );
}

#[test]
fn a_reconcile_of_any_texts_loses_none() {
    fuzz("reconcile", both_stores(), |case| {
        let [mut local, mut journal] = stores_of(case);
        let outcome = reconcile(listed(&local), listed(&journal), &());
        for (id, text) in local.iter().chain(&journal) {
            check_not_lost(&outcome, id, text);
        }
        let ids: BTreeSet<_> = local.keys().chain(journal.keys()).cloned().collect();
        let in_ledger = outcome.ledger.iter().map(|record| record.id().to_string());
        let set_apart = outcome.quarantine.iter().map(|one| one.key.clone());
        assert!(in_ledger.chain(set_apart).eq_sorted(&ids), "{outcome:?}");

        // What is mended is what the ledger holds, and nothing in quarantine.
        for write in &outcome.mend_journal {
            let there = journal.insert(write.id.to_string(), write.text.clone());
            assert!(write.mends(there.as_deref()), "{write:?} over {there:?}");
        }
        for (key, text, _) in &outcome.mend_local {
            let id = key.strip_prefix("r1/").unwrap();
            local.insert(id.to_owned(), text.clone());
        }
        let again = reconcile(listed(&local), listed(&journal), &());
        let settled = Reconciled {
            ledger: outcome.ledger.clone(),
            quarantine: outcome.quarantine.clone(),
            ..Reconciled::default()
        };
        assert_eq!(again, settled, "a second start mends again");
        match outcome.quarantine[..] {
            [] => Verdict::Taken,
            [..] => Verdict::Refused,
        }
    });
}

trait EqSorted {
    fn eq_sorted(self, expected: &BTreeSet<String>) -> bool;
}

impl<Ids: Iterator<Item = String>> EqSorted for Ids {
    fn eq_sorted(self, expected: &BTreeSet<String>) -> bool {
        let mut ids: Vec<String> = self.collect();
        ids.sort();
        ids.iter().eq(expected)
    }
}

#[test]
fn a_version_is_written_over_the_one_it_follows_alone() {
    let first = record(1, DAY, 4);
    let second = support_send::corrected(&first, 5);
    let writes: Vec<RecordWrite> = [&first, &second].map(seal_record).to_vec();
    let own = versions_of(1);
    let texts: Vec<String> = own.iter().cloned().chain(versions_of(2)).collect();
    let mut mangled = sealed_texts(texts.clone());
    let make = move |chance: &mut Chance| {
        if chance.one_in(4) {
            summed(chance.pick::<String>(&texts))
        } else {
            mangled(chance)
        }
    };
    fuzz("write", make, |there| {
        let opened = open::<Record>(there);
        for write in &writes {
            let (id, version) = (write.id, write.version);
            let is_before = opened
                .as_ref()
                .is_ok_and(|record| record.id() == id && Some(record.version()) == write.follows);
            let may_follow = there == write.text || is_before;
            assert_eq!(write.may_follow(Some(there)), may_follow, "{there:?}");
            let mends = match &opened {
                Ok(record) => record.id() != id || record.version() < version,
                Err(Unreadable::FutureFormat { .. }) => false,
                Err(_) => true,
            };
            assert_eq!(write.mends(Some(there)), mends, "{there:?}");
        }
        Verdict::of(&opened)
    });
    assert!(writes[0].may_follow(None) && !writes[1].may_follow(None));
}

// Opened files.

#[test]
fn a_return_that_reads_is_whole_and_any_other_file_is_refused_in_words() {
    let (short, whole) = (vec![short_return()], whole_returns());
    let make = move |chance: &mut Chance| match chance.below(20) {
        0 => resealed(&mutated(&whole, chance)),
        1 => arbitrary(chance),
        2..=4 => mutated(&short, chance),
        _ => resealed(&mutated(&short, chance)),
    };
    fuzz("return", make, |text| {
        let read = QuarterReturn::read(text);
        check_digests(text, &read);
        match &read {
            Ok(one) => check_return(one),
            Err(why) => check_words(why),
        }
        // A lost tablet's book is taken over from whatever counts as a return.
        match (LastReturn::read(text), &read) {
            (Ok(last), Ok(one)) => {
                assert_eq!((last.book, &last.manifest), (one.book, &one.manifest));
                let other = OtherBook::from_last_return(&last, &Ledger::new());
                assert!(other.history.line.is_empty());
            }
            (Err(why), Ok(_)) => panic!("{why}: {text:?}"),
            (Ok(_), Err(_)) => {}
            (Err(why), Err(_)) => check_words(&why),
        }
        Verdict::of(&read)
    });
}

/// A combined file of short returns, with everything else that one may hold.
fn combined() -> String {
    let decisions = support_fuzz::seeds::read("tests/fixtures/decisions-v1.json");
    let [organisation, ..] = &organisations()[..] else {
        panic!("there is an organisation")
    };
    format!(
        "{{\"format\":\"daybook-combined\",\"format_version\":1,\"name\":\"North\",\
         \"made_on\":\"2027-01-20\",\"organisation\":{organisation},\"decisions\":{decisions},\
         \"returns\":[{}]}}",
        short_return()
    )
}

#[test]
fn a_combined_file_that_reads_is_written_as_the_same_and_any_other_refused_in_words() {
    let seeds = vec![combined()];
    let make = move |chance: &mut Chance| match chance.below(10) {
        0 => arbitrary(chance),
        // Changed outside its returns, which would not be whole any more.
        1..=5 => {
            let text = mutated(&seeds, chance);
            match text.find("\"returns\":[") {
                Some(at) => [&text[..at], "\"returns\":[]}"].concat(),
                None => text,
            }
        }
        _ => mutated(&seeds, chance),
    };
    fuzz("combined", make, |text| {
        let read = Combined::read(text);
        match &read {
            Ok(combined) => {
                assert!(serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).is_ok());
                let again = combined.to_text();
                assert_eq!(Combined::read(&again).as_ref(), Ok(combined), "{text:?}");
            }
            Err(why) => check_words(why),
        }
        Verdict::of(&read)
    });
}

#[test]
fn a_file_of_decisions_is_read_as_it_is_or_refused() {
    let kept = ["decisions-v1", "decisions-v2"];
    let read = |name| support_fuzz::seeds::read(&format!("tests/fixtures/{name}.json"));
    let seeds: Vec<String> = kept.map(read).into();
    fuzz(
        "decisions",
        move |chance| mutated(&seeds, chance),
        |text| {
            let read = Decisions::from_text(text);
            match &read {
                Ok(decisions) => {
                    let again = decisions.to_json().to_text();
                    assert_eq!(Decisions::from_text(&again).as_ref(), Ok(decisions));
                    let mut twice = decisions.clone();
                    twice.take_in(decisions);
                    assert_eq!(&twice, decisions);
                }
                Err(why) => check_words(why),
            }
            Verdict::of(&read)
        },
    );
}

#[test]
fn a_published_document_is_read_as_it_is_or_refused_and_hides_for_ever() {
    let seeds = vec![
        support_fuzz::seeds::read("tests/fixtures/published-v1.json"),
        support_fuzz::seeds::read("tests/fixtures/published-v2.json"),
    ];
    let make = move |chance: &mut Chance| match chance.below(10) {
        0 => arbitrary(chance),
        _ => mutated(&seeds, chance),
    };
    fuzz("published", make, |text| {
        let read = PublishedDocument::read(text);
        match &read {
            Ok(document) => {
                assert!(serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).is_ok());
                let again = document.to_text();
                assert_eq!(PublishedDocument::read(&again).as_ref(), Ok(document));
                // As an earlier edition it is taken in whatever it holds, and twice
                // as once.
                let (mut once, mut twice) = (Edition::default(), Edition::default());
                document.clone().take_into(&mut once);
                document.clone().take_into(&mut twice);
                document.clone().take_into(&mut twice);
                assert_eq!(once, twice);
            }
            Err(why) => check_words(why),
        }
        Verdict::of(&read)
    });
}

#[test]
fn a_backup_that_opens_is_whole_and_what_it_holds_is_restored_or_refused() {
    let whole = vec![support_fuzz::seeds::read(
        "tests/fixtures/backup-v1.daybook",
    )];
    let lines: Vec<String> = whole[0].lines().skip(1).map(str::to_owned).collect();
    let make = move |chance: &mut Chance| {
        if chance.one_in(4) {
            return mutated(&whole, chance);
        }
        // One line more, of any sort, under a header that agrees.
        let content = format!("{}\n{}\n", lines.join("\n"), mutated(&lines, chance));
        let what = (support_send::tablet(), support_send::BOOK, 2);
        let header = Header::new(stamp(DAY, 0).at, what, None, content.as_bytes());
        header.line() + &content
    };
    let nothing = Books::new(BookHistory::new(
        BookId::new(Uuid::from_u128(7)),
        Knowledge::Whole,
    ));
    fuzz("backup", make, |text| {
        let opened = backup::open(text.as_bytes()).and_then(|(_, content)| {
            let content = std::str::from_utf8(content).map_err(|_| NotABackup::Damaged)?;
            Contents::read(content)
        });
        match &opened {
            Err(why) => check_words(why),
            Ok(contents) => {
                let (ledger, books) = (Ledger::new(), nothing.clone());
                let here = Here {
                    ledger: &ledger,
                    books: &books,
                    settings: None,
                };
                let plan = contents.dry_run(here, OldTablet::Retired);
                assert_eq!(plan.added, contents.ledger.len(), "{text:?}");
                let after = Here {
                    ledger: &plan.ledger,
                    books: &plan.books,
                    settings: plan.settings.as_ref(),
                };
                let again = contents.dry_run(after, OldTablet::Retired);
                assert!(again.changes_nothing(after), "{text:?}");
            }
        }
        Verdict::of(&opened)
    });
}

#[test]
fn what_is_kept_of_other_tablets_books_is_read_as_it_is_or_refused() {
    let last = LastReturn::read(&short_return()).unwrap();
    let other = OtherBook::from_last_return(&last, &Ledger::new());
    let from_paper = Some(other.history.book);
    let books = OtherBooks {
        books: vec![other],
        from_paper,
    };
    let bare = |sealed: String| sealed.split_once('|').unwrap().1.to_owned();
    let seeds = vec![bare(seal(&books)), bare(seal(&OtherBooks::default()))];
    fuzz("books", sealed_texts(seeds), |text| {
        verdict(check_sealed::<OtherBooks>(text))
    });
}

#[test]
fn what_a_checked_backup_held_is_read_as_it_is_or_refused() {
    let ledger: Ledger = [record(1, DAY, 12), record(2, DAY, 4)]
        .into_iter()
        .collect();
    let known = BackedUp::new(stamp(DAY, 1).at, stamp(DAY, 2).at, &ledger);
    let sealed = seal(&known);
    let bare = sealed.split_once('|').unwrap().1.to_owned();
    fuzz("backed-up", sealed_texts(vec![bare]), |text| {
        verdict(check_sealed::<BackedUp>(text))
    });
}

/// What must come of a file by its mark, version and digests alone.
fn check_digests(text: &str, read: &Result<QuarterReturn, ReturnError>) {
    let value = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}'));
    let value = match value {
        Ok(value) => value,
        // JSON has no largest number, but the library that we compare with has.
        Err(error) if error.to_string().contains("out of range") => {
            assert!(read.is_err(), "{text:?}");
            return;
        }
        Err(_) => {
            assert!(matches!(read, Err(ReturnError::NotReadable(_))), "{text:?}");
            return;
        }
    };
    let is_return = value.get("format").and_then(Value::as_str) == Some("daybook-return");
    let version = value.get("format_version").and_then(Value::as_u64);
    match (is_return, version) {
        (false, _) | (true, None) => {
            assert_eq!(
                read.as_ref().err(),
                Some(&ReturnError::NotAReturn),
                "{text:?}"
            );
        }
        (true, Some(1)) => {
            let Some(manifest) = value.get("manifest") else {
                assert!(read.is_err(), "{text:?}");
                return;
            };
            let left_out = ["made_at", "manifest", "manifest_digest", "digest"];
            let digest = digest_of(&value, &left_out).to_string();
            let agree = value.get("digest").and_then(Value::as_str) == Some(&digest)
                && value.get("manifest_digest").and_then(Value::as_str)
                    == Some(&digest_of(manifest, &[]).to_string());
            let is_damaged = matches!(read, Err(ReturnError::Damaged));
            assert_eq!(is_damaged, !agree, "{text:?}");
        }
        (true, Some(found)) => {
            let future = ReturnError::FutureFormat { found, known: 1 };
            assert_eq!(read.as_ref().err(), Some(&future), "{text:?}");
        }
    }
}

/// All that is done with a return that was read.
fn check_return(one: &QuarterReturn) {
    let (team, quarter) = one.period();
    assert_eq!(one.quarter.first_day, quarter.first_day());
    assert_eq!(
        one.manifest.get(&(team, quarter)).unwrap().digest,
        one.digest
    );
    assert!(one.records <= LARGEST_COUNT && one.from_paper <= one.records);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    assert!(one.file_name().bytes().all(is_plain), "{}", one.file_name());
    let again = support_send::returns::resealed(one.clone());
    let text = again.to_text();
    assert_eq!(QuarterReturn::read(&text).as_ref(), Ok(&again), "{text}");
    let standing = roll_up([one, &again], &[]);
    assert!(!standing.periods.is_empty());
}

#[test]
fn an_organisation_file_that_reads_agrees_with_itself() {
    let plain = organisations();
    let make = move |chance: &mut Chance| {
        let text = mutated(&plain, chance);
        match chance.below(10) {
            0 => arbitrary(chance),
            1 => text.replacen("\"format_version\":1", "\"format_version\":3", 1),
            _ => text,
        }
    };
    fuzz("organisation", make, |text| {
        let read = Organisation::read(text);
        match &read {
            Ok(organisation) => check_organisation(organisation),
            Err(problems) => {
                assert!(!problems.is_empty());
                problems.iter().for_each(check_words);
            }
        }
        check_organisation_version(text, &read);
        Verdict::of(&read)
    });
}

fn check_organisation(organisation: &Organisation) {
    let text = serde_json::to_string(organisation).unwrap();
    assert_eq!(Organisation::read(&text).as_ref(), Ok(organisation));
    let teams = organisation.teams_on(DAY);
    assert!(teams.len() <= organisation.teams.len());
    for team in teams {
        let places = organisation.places_of(&team.id);
        assert!(places.count() <= organisation.places.len());
    }
}

/// A file for a newer Daybook is told apart from one that is wrong.
fn check_organisation_version(text: &str, read: &Result<Organisation, Vec<OrganisationError>>) {
    let value = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}'));
    let Ok(value) = value else {
        assert!(read.is_err(), "{text:?}");
        return;
    };
    let mark = value.get("format").and_then(Value::as_str);
    let version = value.get("format_version").and_then(Value::as_u64);
    let Some(Ok(found)) = version.map(u32::try_from) else {
        return;
    };
    if found <= ORGANISATION_VERSION {
        return;
    }
    let known = ORGANISATION_VERSION;
    let future = OrganisationError::FutureFormat { found, known };
    let problems = read.as_ref().unwrap_err();
    let said = problems.contains(&future);
    let stands_twice = problems
        .iter()
        .any(|one| one.to_string().contains("duplicate field"));
    assert!(
        said || mark != Some("daybook-organisation") || stands_twice,
        "{text:?}: {problems:?}"
    );
}

// Words within them, and what people type.

fn words(seeds: &[&str]) -> impl FnMut(&mut Chance) -> String {
    let seeds: Vec<String> = seeds.iter().map(|seed| (*seed).to_owned()).collect();
    move |chance| {
        if chance.one_in(8) {
            arbitrary(chance)
        } else {
            mutated(&seeds, chance)
        }
    }
}

/// A text read as JSON is what the same text is read as by itself.
fn check_json<Read>(text: &str, expected: Option<&Read>)
where
    Read: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let json = serde_json::to_string(text).unwrap();
    let read = serde_json::from_str::<Read>(&json).ok();
    assert_eq!(read.as_ref(), expected, "{text:?}");
    if let Some(read) = read {
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Read>(&written).unwrap(), read);
    }
}

#[test]
fn a_quarter_that_reads_is_written_as_one_that_reads() {
    let seeds = [
        "2026-27 Q3",
        "2026-27-Q4",
        "1999-00 Q1",
        "0042-43 Q1",
        "9999-00 Q4",
    ];
    fuzz("quarter", words(&seeds), |text| {
        let read = text.parse::<Quarter>();
        check_json(text, read.as_ref().ok());
        if let Ok(quarter) = read {
            assert_eq!(quarter.code().parse(), Ok(quarter), "{text:?}");
            assert_eq!(quarter.slug().parse(), Ok(quarter), "{text:?}");
            assert!(quarter.first_day() < quarter.last_day());
            assert!(quarter.contains(quarter.first_day()));
            assert!(quarter.contains(quarter.last_day()));
            assert_eq!(quarter.next().previous(), quarter);
            assert!(!quarter.to_string().is_empty());
        }
        Verdict::of(&read)
    });
}

#[test]
fn a_date_or_instant_that_reads_exists() {
    let seeds = [
        "2026-11-23",
        "2028-02-29",
        "0000-01-01",
        "9999-12-31",
        "2026-11-23T14:32:05Z",
        "2026-11-23T14:32:05.120Z",
        "2026-11-23T23:59:59.123456789Z",
        "2026-11-23T23:59:60Z",
    ];
    fuzz("iso", words(&seeds), |text| {
        let date = iso::read_date(text);
        if let Ok(date) = date {
            assert_eq!(iso::date_text(date), text);
        }
        let at = iso::read_instant(text);
        if let Ok(at) = at {
            assert_eq!(
                at.nanosecond() % 1_000_000,
                0,
                "{text:?} is not kept as read"
            );
        }
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(NaiveDate::from_text(&json).ok(), date.ok());
        assert_eq!(Option::from_text(&json).ok(), date.ok().map(Some));
        let instant = iso::Instant::from_text(&json);
        assert_eq!(instant.ok(), at.ok().map(iso::Instant));
        Verdict::of(&date.map(|_| ()).or(at.map(|_| ())))
    });
}

#[test]
fn a_digest_is_64_lower_case_hexadecimal_digits_and_nothing_else() {
    let seeds = [
        Digest::of_bytes(b"").to_string(),
        Digest::of_bytes(b"abc").to_string(),
        "0".repeat(64),
    ];
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    fuzz("digest", words(&seeds), |text| {
        let read = Digest::try_from(text.to_owned());
        let is_lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_one = text.len() == 64 && text.bytes().all(is_lower);
        assert_eq!(read.is_ok(), is_one, "{text:?}");
        check_json(text, read.as_ref().ok());
        if let Ok(digest) = read {
            assert_eq!(digest.to_string(), text);
        }
        Verdict::of(&read)
    });
}

#[test]
fn an_id_or_code_that_reads_is_written_as_one_that_reads() {
    let seeds = [
        "01940000-0000-7000-8000-00000000b00c",
        "{01940000-0000-7000-8000-00000000B00C}",
        "urn:uuid:01940000-0000-7000-8000-00000000b00c",
        "019400000000700080000000000b00c1",
        "north-mat-under-11",
        "a",
        "St. Mary’s (Under 11)",
    ];
    fuzz("id", words(&seeds), |text| {
        let id = RecordId::parse(text);
        check_json(text, id.as_ref());
        check_json(text, BookId::parse(text).as_ref());
        check_json(text, SendId::parse(text).as_ref());
        if let Some(id) = id {
            assert_eq!(RecordId::parse(&id.to_string()), Some(id));
            assert_eq!(BookId::new(id.uuid()).short().len(), 8);
        }
        let code = TeamId::new(text);
        check_json(text, code.as_ref().ok());
        check_json(text, PlaceId::new(text).as_ref().ok());
        check_json(text, LocalityId::new(text).as_ref().ok());
        // Whatever a team is called, its provisional code is a code.
        let typed = TeamId::provisional(text, Uuid::from_u128(7));
        assert_eq!(TeamId::new(typed.as_str()), Ok(typed), "{text:?}");
        assert!((1..=24).contains(&slug(text, 24).len()), "{text:?}");
        Verdict::of(&code.map(|_| ()).or(id.map(|_| ()).ok_or(())))
    });
}

#[test]
fn a_typed_text_keeps_every_character_or_is_refused_for_its_length() {
    let (limit, emoji) = ("x".repeat(80), "👋".repeat(80));
    let seeds = [
        "Stay and Play",
        " \t\n ",
        "<script>alert(1)</script>",
        "\u{202e}مرحبا\u{202c}",
        "👩‍👩‍👧‍👦",
        &limit,
        &emoji,
    ];
    fuzz("text", words(&seeds), |text| {
        let typed = Theme::typed(text);
        let bare = trimmed(text);
        let length = bare.chars().count();
        match &typed {
            Ok(None) => assert!(bare.is_empty()),
            Ok(Some(theme)) => assert!(theme.as_str() == bare && length <= 80),
            Err(why) => assert!(length > 80 && (why.limit, why.length) == (80, length)),
        }
        // A stored text loses blanks alone.
        let fits = (1..=80).contains(&text.trim().chars().count());
        let stored = Theme::try_from(text.to_owned()).ok();
        assert_eq!(stored.is_some(), fits, "{text:?}");
        assert!(stored.as_ref().is_none_or(|it| it.as_str() == text.trim()));
        check_json(text, stored.as_ref());
        let note = Note::try_from(text.to_owned()).ok();
        check_json(text, note.as_ref());
        Verdict::of(&typed)
    });
}

#[test]
fn a_head_count_is_read_from_digits_of_any_script_alone() {
    let seeds = [
        "7",
        "0",
        "500",
        "501",
        " 12 ",
        "0007",
        "99999999999",
        "-1",
        "1e3",
        "٣",
    ];
    fuzz("head-count", words(&seeds), |text| {
        let typed = HeadCount::typed(text);
        let bare = value(text);
        let digits = bare.bytes().all(|byte| byte.is_ascii_digit());
        let number = bare.trim_start_matches('0');
        let expected = match (bare.is_empty(), digits, number.len()) {
            (true, _, _) | (false, true, 0) => Some(0),
            (false, true, 1..=3) => number.parse().ok().filter(|people| *people <= 500),
            (false, _, _) => None,
        };
        assert_eq!(typed.ok().map(HeadCount::people), expected, "{text:?}");
        Verdict::of(&typed)
    });
}

#[test]
fn a_language_is_a_short_tag() {
    let seeds = ["en", "pa-Guru", "ur", "zh-Hant-TW", "x-aaaaaaaaaaaaaa"];
    fuzz("language", words(&seeds), |text| {
        let read = Language::new(text);
        check_json(text, read.as_ref().ok());
        if let Ok(language) = &read {
            assert_eq!(language.tag(), text);
            assert!((2..=16).contains(&text.len()));
        }
        Verdict::of(&read)
    });
}

/// Three lines are a day, a month and a year.
fn three_lines(text: &str) -> [&str; 3] {
    let mut lines = text.splitn(3, '\n');
    [(); 3].map(|()| lines.next().unwrap_or_default())
}

#[test]
fn what_is_typed_into_the_search_finds_a_note_that_says_the_same() {
    let seeds = [
        "rosehill 12 March 2026",
        "children’s Café Żurek",
        "12/3/26 2026-03-12 31/31/31",
        "ΚΑΛΗΜΕΡΑ ПРИВЕТ ਖ਼ Nguyễn",
        "march 5-10 1st. of, may",
    ];
    let settings: Settings = open(&summed(&contents("settings-v1.txt")[0])).unwrap();
    fuzz("search", words(&seeds), |text| {
        let search = Search::typed(text);
        assert_eq!(search, Search::typed(&format!("  {text}\n")));
        // A date is found by the record's own, not by its note.
        let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
        let note = Note::typed(text);
        if let (false, Ok(Some(note))) = (has_digits, note) {
            let Entry::Session(session) = record(1, DAY, 3).entry().clone() else {
                unreachable!("a session")
            };
            let mut parts = session.parts().clone();
            parts.note = Some(note);
            let noted = Entry::Session(Session::new(parts).unwrap());
            let before = record(1, DAY, 3);
            let team = before.team().clone();
            let noted = before.corrected(noted, team, stamp(DAY, 1)).unwrap();
            assert!(search.among(&settings).finds(&noted), "{text:?}");
            return Verdict::Taken;
        }
        Verdict::Refused
    });
}

#[test]
fn a_typed_date_that_is_taken_lies_in_bounds_and_is_the_one_typed() {
    let seeds = [
        "23\n11\n2026",
        "1\nJan\n1970",
        "31\ndecember\n2199",
        " 29 \n02\n2028",
        "30\nFeb\n2026",
    ];
    fuzz("typed-date", words(&seeds), |text| {
        let [day, month, year] = three_lines(text);
        let typed = typed_date(day, month, year);
        if let Ok(date) = typed {
            assert!((EARLIEST_DATE..=LATEST_DATE).contains(&date));
            let again = date.format("%d %m %Y").to_string();
            let parts: Vec<&str> = again.split(' ').collect();
            assert_eq!(typed_date(parts[0], parts[1], parts[2]), Ok(date));
            assert_eq!(value(year), parts[2], "{text:?}");
            assert_eq!(
                value(day).trim_start_matches('0'),
                parts[0].trim_start_matches('0')
            );
        }
        let [day, month, year] = [day, month, year].map(str::to_owned);
        let draft = DateDraft::Typed { day, month, year };
        if let Ok(date) = draft.check(DAY) {
            assert!(date <= DAY && typed == Ok(date));
        }
        Verdict::of(&typed)
    });
}

/// A form whose every field holds a line of the text.
#[test]
fn a_form_filled_with_anything_gives_a_record_that_reads_or_its_problems() {
    let seeds = ["7\n2\n\n\n6\n2\n90\nStay and Play\nHealth visitors\nWet day\nRosehill\nNorth"];
    fuzz("form", words(&seeds), |text| {
        let mut lines = text.split('\n').map(str::to_owned);
        let mut next = || lines.next().unwrap_or_default();
        let places = [place(1)];
        let draft = SessionDraft {
            kind: Some(Kind::YouthClub),
            place: Some(places[0].id.clone()),
            attendance: [next(), next(), next(), next(), next()],
            new_families: next(),
            minutes: next(),
            theme: next(),
            partners: next(),
            note: next(),
            ..SessionDraft::on(DAY)
        };
        assert!(draft.running_total() <= 2_500);
        let checked = draft.check(DAY, &places);
        match &checked {
            Ok(session) => {
                let again = serde_json::to_string(session).unwrap();
                let read =
                    serde_json::from_str::<daybook::domain::record::session::Session>(&again);
                assert_eq!(read.as_ref().unwrap(), session, "{text:?}");
            }
            Err(problems) => assert!(!problems.is_empty()),
        }
        let set_up = SettingsDraft {
            team: next(),
            locality: next(),
            tablet: draft.theme.clone(),
            places: [text.to_owned(), draft.note.clone(), String::new()],
        };
        if let Ok(settings) = set_up.check(|| Uuid::from_u128(7)) {
            let again = seal(&settings);
            assert_eq!(open::<Settings>(&again), Ok(settings), "{text:?}");
        }
        Verdict::of(&checked)
    });
}

#[test]
fn a_text_has_the_same_limit_however_it_comes() {
    let wave: String = "👋".repeat(500);
    assert!(Text::<500>::typed(&wave).unwrap().is_some());
    assert!(Text::<500>::typed(&(wave + "!")).is_err());
}

// Spreadsheets.

fn spreadsheets() -> Vec<String> {
    let lines = "1/4/2026,Team 1,,Youth club,Place 1,,,,7,,2,1,120,Football,Police,Rain\r\n\
        30 June 2026,New,North,school,\"Oak, Lane\",,,3,,,,,,\"a \"\"b\"\"\r\nc\",,\r\n\
        2026-07-01,,,Co-worked case,,CP,,1,,,,,,,,\r\n";
    let commas = daybook::domain::import::spreadsheet::template() + lines;
    let semicolons = "sep=;\r\n".to_owned() + &commas[3..].replace(',', ";");
    let small = "Date\tKind\tAdults\n1/5/26\ttargeted\t3\n".to_owned();
    vec![commas, semicolons, small]
}

/// The bytes of a text, in one of the encodings that spreadsheets come in.
fn encoded(text: &str) -> Vec<u8> {
    let wide = || text.encode_utf16();
    match crc32fast::hash(text.as_bytes()) % 5 {
        0 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        1 => [0xff, 0xfe]
            .into_iter()
            .chain(wide().flat_map(u16::to_le_bytes))
            .collect(),
        2 => [0xfe, 0xff]
            .into_iter()
            .chain(wide().flat_map(u16::to_be_bytes))
            .collect(),
        3 => text
            .chars()
            .map(|letter| u8::try_from(letter).unwrap_or(b'?'))
            .collect(),
        _ => text.as_bytes().to_vec(),
    }
}

/// A cell comes out as it was written, whatever is in it.
fn check_cell(text: &str) {
    let cell = text.replace('"', "\"\"");
    let file = format!("Date,Note\n1,\"{cell}\"\n");
    let Ok(lines) = csv::lines(file.as_bytes()) else {
        assert!(text.contains('\0'), "{text:?}");
        return;
    };
    let written = text.replace("\r\n", "\n").replace('\r', "\n");
    assert_eq!((lines.len(), lines[1].number), (2, 2), "{text:?}");
    let cell = lines[1].cells.get(1).map_or("", String::as_str);
    assert_eq!(cell, trimmed(&written), "{text:?}");
}

#[test]
fn a_spreadsheet_is_read_whole_or_all_that_is_wrong_is_said() {
    let seeds = spreadsheets();
    let make = move |chance: &mut Chance| match chance.below(10) {
        0 => arbitrary(chance),
        _ => mutated(&seeds, chance),
    };
    let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let settings = support_send::settings();
    let books = Books::new(BookHistory::new(support_send::BOOK, Knowledge::Whole));
    fuzz("spreadsheet", make, |text| {
        check_cell(text);
        let file = encoded(text);
        if let Ok(lines) = csv::lines(&file) {
            let numbers: Vec<u32> = lines.iter().map(|line| line.number).collect();
            assert!(numbers.iter().is_sorted_by(|one, next| one < next));
        }
        let ledger = Ledger::new();
        let here = import::Here {
            ledger: &ledger,
            books: &books,
            settings: &settings,
        };
        let read = Import::read(&file, here, today);
        match &read {
            Ok(plan) => check_import(plan, &file, here, today),
            Err(wrong) => {
                assert!(!wrong.is_empty());
                wrong.iter().for_each(check_words);
            }
        }
        Verdict::of(&read)
    });
}

fn check_import(plan: &Import, file: &[u8], here: import::Here<'_>, today: NaiveDate) {
    let records = plan.to_add(here.ledger);
    let earliest = daybook::domain::import::spreadsheet::earliest(today);
    for record in &records {
        assert!((earliest..=today).contains(&record.entry().date()));
        assert_eq!(open::<Record>(&seal(record)).as_ref(), Ok(record));
        assert!(plan.teams.iter().any(|team| team.id == *record.team()));
    }
    let counted: u64 = plan.tallies().values().map(|it| it.sessions).sum();
    assert_eq!(usize::try_from(counted).unwrap(), records.len());
    assert_eq!(plan.len(), records.len(), "no two lines are one record");
    let sent = plan.sent(here.books, stamp(DAY, 0).at).unwrap();
    for one in &sent.returns {
        assert_eq!(QuarterReturn::read(&one.to_text()).as_ref(), Ok(one));
    }
    // Once it is here, it adds nothing.
    let after = records.into_iter().collect();
    let here = import::Here {
        ledger: &after,
        books: &sent.books,
        settings: &plan.settings,
    };
    let again = Import::read(file, here, today).unwrap();
    assert_eq!(again.to_add(&after), []);
    assert_eq!((again.book, &again.settings), (plan.book, &plan.settings));
    assert_eq!(again.alike.len(), plan.alike.len());
}
