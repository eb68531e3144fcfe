//! Two tabs of one tablet: what one writes is never overwritten from the other's
//! older copy; and a store that was emptied under an open tab is noticed and
//! written back.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod support_histories;
mod support_send;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use daybook::domain::base::digest::Digest;
use daybook::domain::base::ids::{BookId, GroupId, RecordId};
use daybook::domain::base::language::Language;
use daybook::domain::base::sorted::Map;
use daybook::domain::base::text::{Name, Text};
use daybook::domain::capture::group::{Group, Weekday};
use daybook::domain::capture::group_draft::GroupDraft;
use daybook::domain::capture::session_draft::SessionDraft;
use daybook::domain::organisation::PlaceKind;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::session::Kind;
use daybook::domain::submission::books::Books;
use daybook::domain::tablet::settings::{Settings, Switch};
use daybook::store::archive::Archive;
use daybook::store::looking::{Held, Standing};
use daybook::store::memory::{JournalFault, MemoryJournal, MemoryKeyValue, Shelves};
use daybook::store::plan::Drawer;
use daybook::store::{Batch, Journal, MetaKey, StoreError, Work};
use pollster::block_on;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use support_histories::rounds;
use support_send::tablet::Tablet;
use support_send::{BOOK, DAY, corrected, order, quarter, record, send_id, session, settings};
use uuid::Uuid;

const OTHER_BOOK: BookId = BookId::new(Uuid::from_u128(0xb0b));

fn name(text: &str) -> Name {
    Text::typed(text).unwrap().unwrap()
}

fn fresh(number: u128) -> impl FnMut() -> Uuid {
    let mut next = number << 32;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

/// A tablet that is set up, with some records.
fn set_up() -> Tablet {
    let tablet = Tablet::with(&[session()]);
    block_on(tablet.archive().set_up(&settings())).unwrap();
    tablet
}

fn kept(tablet: &Tablet) -> Settings {
    tablet.start().settings.unwrap()
}

/// A group, as it is typed.
fn group(number: u128, called: &str, weekday: Option<Weekday>) -> Group {
    let settings = settings();
    let mut session = SessionDraft::on(DAY);
    session.kind = Some(Kind::TargetedPrevention);
    let draft = GroupDraft {
        name: called.to_owned(),
        weekday,
        session,
    };
    let id = GroupId::new(Uuid::from_u128(number));
    draft
        .check(id, &settings.team.id, &settings.places)
        .unwrap()
}

#[test]
fn a_team_added_in_one_tab_stays_when_a_place_is_added_in_the_other() {
    let tablet = set_up();
    let (one, other) = (tablet.archive(), tablet.archive());
    let team = |settings: &mut Settings| {
        settings.add_team(name("Riverside"), name("South"), &mut fresh(1));
        Ok(())
    };
    block_on(one.change_settings(team)).unwrap();
    let place = |settings: &mut Settings| {
        settings.add_place(name("Park"), PlaceKind::School, Uuid::from_u128(2));
        Ok(())
    };
    block_on(other.change_settings(place)).unwrap();
    let now = kept(&tablet);
    assert!(now.teams().any(|team| team.name == name("Riverside")));
    assert!(now.places.iter().any(|place| place.name == name("Park")));
}

#[test]
fn a_group_that_another_tab_has_changed_is_not_written_over() {
    let tablet = set_up();
    let archive = tablet.archive();
    let (seen, theirs, ours) = (
        group(1, "Stay and Play", None),
        group(1, "Stay and Play", Some(Weekday::Tuesday)),
        group(1, "Stay, Play and Sing", None),
    );
    let keep = |seen: Option<Group>, after: Group| {
        let step =
            move |settings: &mut Settings| Ok(settings.keep_group(seen.as_ref(), after.clone())?);
        block_on(archive.change_settings(step)).map(|_| ())
    };
    assert_eq!(keep(None, seen.clone()), Ok(()));
    assert_eq!(keep(Some(seen.clone()), theirs.clone()), Ok(()));
    let refused = keep(Some(seen), ours.clone());
    assert_eq!(refused, Err(StoreError::ChangedElsewhere));
    assert_eq!(kept(&tablet).groups, std::slice::from_ref(&theirs));
    // Whoever has seen the other's may put theirs in its place.
    assert_eq!(keep(Some(theirs), ours.clone()), Ok(()));
    assert_eq!(kept(&tablet).groups, [ours]);
}

#[test]
fn a_tablet_that_another_tab_has_renamed_is_not_renamed_from_the_old_name() {
    let tablet = set_up();
    let archive = tablet.archive();
    let before = kept(&tablet).tablet;
    let rename = |to: &'static str| {
        let before = before.clone();
        block_on(archive.change_settings(move |it| Ok(it.rename(&before, name(to))?))).map(|_| ())
    };
    assert_eq!(rename("Green"), Ok(()));
    assert_eq!(rename("Green"), Ok(()), "a try that timed out");
    assert_eq!(rename("Red"), Err(StoreError::ChangedElsewhere));
    assert_eq!(kept(&tablet).tablet, name("Green"));
}

#[test]
fn a_language_switched_on_in_both_tabs_is_on() {
    let tablet = set_up();
    let archive = tablet.archive();
    let polish = Language::new("pl").unwrap();
    for _ in 0..2 {
        let on = |settings: &mut Settings| {
            settings.switch_survey_language(polish.clone(), Switch::On);
            Ok(())
        };
        block_on(archive.change_settings(on)).unwrap();
    }
    assert_eq!(kept(&tablet).survey_languages, [polish]);
}

#[test]
fn a_tablet_is_set_up_once_whichever_tab_is_quicker() {
    let tablet = Tablet::with(&[]);
    let ours = settings();
    let theirs = Settings {
        tablet: name("Red"),
        ..settings()
    };
    block_on(tablet.archive().set_up(&theirs)).unwrap();
    let refused = block_on(tablet.archive().set_up(&ours));
    assert_eq!(refused, Err(StoreError::ChangedElsewhere));
    assert_eq!(kept(&tablet), theirs);
}

#[test]
fn what_a_newer_daybook_wrote_is_not_written_over_by_a_change() {
    let tablet = set_up();
    let mut shelves = tablet.journal.shelves();
    let spot = (Drawer::Meta, MetaKey::Settings.key().to_owned());
    let json = r#"{"s":2,"r":{}}"#;
    let newer = format!("{:08x}|{json}", crc32fast::hash(json.as_bytes()));
    shelves.insert(spot.clone(), newer.clone());
    tablet.journal.hold(shelves);
    let changed = block_on(tablet.archive().change_settings(|_| Ok(())));
    assert!(matches!(changed, Err(StoreError::Unreadable { .. })));
    assert_eq!(tablet.journal.shelves().get(&spot), Some(&newer));
}

#[test]
fn a_mirror_that_is_behind_is_put_right_at_the_next_start() {
    let tablet = set_up();
    let old = tablet.local.texts().remove("settings").unwrap();
    let step = |settings: &mut Settings| {
        settings.add_team(name("Riverside"), name("South"), &mut fresh(1));
        Ok(())
    };
    block_on(tablet.archive().change_settings(step)).unwrap();
    tablet.local.tamper("settings", &old);
    let now = kept(&tablet);
    tablet.journal.hold(Shelves::default());
    assert_eq!(tablet.start().settings, Some(now));
}

#[test]
fn what_one_tab_changes_of_the_books_stays_when_the_other_changes_them_too() {
    let tablet = set_up();
    let (one, other) = (tablet.archive(), tablet.archive());
    let before = tablet.start().books;
    let read = block_on(one.read_ledger(BOOK)).unwrap();
    let sent = before
        .send(
            &read.ledger,
            &order(1, 1, quarter("2026-27 Q3"), None),
            || send_id(9),
        )
        .unwrap();
    block_on(one.keep_sent(&before, &sent)).unwrap();
    let typed = |books: &mut Books| {
        books.others.from_paper = Some(OTHER_BOOK);
        Ok(())
    };
    let after = block_on(other.change_books(typed)).unwrap();
    assert_eq!(after.own, sent.books.own);
    assert_eq!(tablet.start().books, after);
}

/// One tab's journal, which lets the other tab take its turn before every answer.
#[derive(Clone)]
struct TakingTurns(MemoryJournal);

/// Gives way once.
async fn give_way() {
    let asked = Cell::new(false);
    poll_fn(|_| {
        if asked.replace(true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

impl Journal for TakingTurns {
    fn commit(&self, batch: Batch) -> Work<'_, ()> {
        Box::pin(async move {
            give_way().await;
            self.0.commit(batch).await
        })
    }

    fn records(&self) -> Work<'_, Vec<(String, String)>> {
        self.0.records()
    }

    fn log_of(&self, id: RecordId) -> Work<'_, Vec<String>> {
        self.0.log_of(id)
    }

    fn meta(&self) -> Work<'_, Map<MetaKey, String>> {
        self.0.meta()
    }

    fn drafts(&self) -> Work<'_, Vec<(String, String)>> {
        self.0.drafts()
    }

    fn return_text(&self, digest: Digest) -> Work<'_, Option<String>> {
        self.0.return_text(digest)
    }

    fn named(&self, key: MetaKey) -> Work<'_, Option<String>> {
        Box::pin(async move {
            let found = self.0.named(key).await;
            give_way().await;
            found
        })
    }

    fn count(&self, drawer: Drawer) -> Work<'_, usize> {
        self.0.count(drawer)
    }

    fn drawer(&self, drawer: Drawer) -> Work<'_, Vec<(String, String)>> {
        self.0.drawer(drawer)
    }
}

/// What a person does in one of the tabs.
#[derive(Debug, Clone)]
enum Step {
    AddTeam(u8),
    AddPlace(u8),
    AddGroup(u8),
    Switch(Language, Switch),
    FromPaper,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let language = prop_oneof![Just("pl"), Just("ur")];
    let language = language.prop_map(|tag| Language::new(tag).unwrap());
    let step = prop_oneof![
        (0..6_u8).prop_map(Step::AddTeam),
        (0..6_u8).prop_map(Step::AddPlace),
        (0..6_u8).prop_map(Step::AddGroup),
        (language, prop_oneof![Just(Switch::On), Just(Switch::Off)])
            .prop_map(|(language, to)| Step::Switch(language, to)),
        Just(Step::FromPaper),
    ];
    proptest::collection::vec(step, 0..8)
}

async fn take(archive: &Archive<MemoryKeyValue, TakingTurns>, step: &Step) {
    let label = |of: &str, number: &u8| name(&format!("{of} {number}"));
    let done = match step {
        Step::FromPaper => archive
            .change_books(|books| {
                books.others.from_paper = Some(OTHER_BOOK);
                Ok(())
            })
            .await
            .map(|_| ()),
        other => archive
            .change_settings(|settings| {
                match other {
                    Step::AddTeam(number) => {
                        let mut ids = fresh(u128::from(*number) + 1);
                        settings.add_team(label("New team", number), name("North"), &mut ids);
                    }
                    Step::AddPlace(number) => {
                        let id = Uuid::from_u128(u128::from(*number) + 100);
                        settings.add_place(label("New place", number), PlaceKind::School, id);
                    }
                    Step::AddGroup(number) => {
                        let id = u128::from(*number) + 200;
                        settings.keep_group(None, group(id, &format!("Group {number}"), None))?;
                    }
                    Step::Switch(language, to) => {
                        settings.switch_survey_language(language.clone(), *to);
                    }
                    Step::FromPaper => {}
                }
                Ok(())
            })
            .await
            .map(|_| ()),
    };
    assert_eq!(done, Ok(()), "{step:?}");
}

/// Lets two tabs work side by side, each going on when it is its turn.
fn side_by_side(one: impl Future<Output = ()>, other: impl Future<Output = ()>, turns: &[bool]) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let mut turns = turns.iter().copied().cycle();
    let (mut one_done, mut other_done) = (false, false);
    let go_on = |tab: Pin<&mut dyn Future<Output = ()>>| {
        tab.poll(&mut Context::from_waker(Waker::noop())).is_ready()
    };
    while !(one_done && other_done) {
        let first = turns.next().unwrap_or(true);
        if (first || other_done) && !one_done {
            one_done = go_on(one.as_mut());
        } else if !other_done {
            other_done = go_on(other.as_mut());
        }
    }
}

fn nothing_is_lost(ours: &[Step], theirs: &[Step], turns: &[bool]) {
    let tablet = set_up();
    let tab = || Archive::new(tablet.local.clone(), TakingTurns(tablet.journal.clone()));
    let work = async |steps: &[Step]| {
        let tab = tab();
        for step in steps {
            take(&tab, step).await;
        }
    };
    side_by_side(work(ours), work(theirs), turns);
    let (now, books) = (kept(&tablet), tablet.start().books);
    for step in ours.iter().chain(theirs) {
        let is_there = match step {
            Step::AddTeam(number) => {
                let team = name(&format!("New team {number}"));
                now.teams().filter(|it| it.name == team).count() == 1
            }
            Step::AddPlace(number) => {
                let place = name(&format!("New place {number}"));
                now.places.iter().filter(|it| it.name == place).count() == 1
            }
            Step::AddGroup(number) => {
                let id = GroupId::new(Uuid::from_u128(u128::from(*number) + 200));
                now.groups.iter().filter(|it| it.id == id).count() == 1
            }
            Step::Switch(language, to) => {
                let said = |it: &&Step| matches!(it, Step::Switch(of, _) if of == language);
                let last = [ours, theirs].map(|steps| {
                    let last = steps.iter().rev().find(said);
                    last.is_none_or(|it| matches!(it, Step::Switch(_, last) if last == to))
                });
                // Where both tabs end with the same, so does the tablet.
                let is_on = now.survey_languages.contains(language);
                last != [true, true] || is_on == (*to == Switch::On)
            }
            Step::FromPaper => books.others.from_paper == Some(OTHER_BOOK),
        };
        assert!(is_there, "{step:?} is not there");
    }
}

#[test]
fn two_tabs_lose_nothing_of_each_other_however_they_take_turns() {
    let turns = proptest::collection::vec(any::<bool>(), 1..24);
    let histories = (steps(), steps(), turns);
    for round in rounds(&[1, 2], 400) {
        TestRunner::new(round)
            .run(&histories, |(ours, theirs, turns)| {
                nothing_is_lost(&ours, &theirs, &turns);
                Ok(())
            })
            .unwrap();
    }
}

/// What a tab that has read the tablet holds.
struct Memory {
    ledger: Ledger,
    books: Books,
    settings: Settings,
}

impl Memory {
    fn of(tablet: &Tablet) -> Self {
        let (start, read) = tablet.open();
        Self {
            ledger: read.ledger,
            books: start.books,
            settings: start.settings.unwrap(),
        }
    }

    const fn held(&self) -> Held<'_> {
        Held {
            ledger: &self.ledger,
            books: &self.books,
            settings: Some(&self.settings),
            backed_up: None,
            returns: &[],
        }
    }
}

fn clear(tablet: &Tablet) {
    tablet.local.hold(BTreeMap::new());
    tablet.journal.hold(Shelves::default());
}

fn standing(tablet: &Tablet, in_local: bool) -> Standing {
    let known = daybook::store::looking::Known {
        book: BOOK,
        in_local,
    };
    block_on(tablet.archive().look(known)).unwrap().standing
}

#[test]
fn a_store_that_was_emptied_is_told_from_one_that_was_changed() {
    let tablet = set_up();
    assert_eq!(standing(&tablet, true), Standing::Kept);
    tablet.save(&record(2, DAY, 5)).unwrap();
    assert_eq!(standing(&tablet, true), Standing::Kept);
    tablet.local.hold(BTreeMap::new());
    assert_eq!(standing(&tablet, true), Standing::LocalStorageGone);
    assert_eq!(
        standing(&tablet, false),
        Standing::Kept,
        "it never was there"
    );
    clear(&tablet);
    assert_eq!(standing(&tablet, true), Standing::JournalGone);
    block_on(tablet.archive().start(OTHER_BOOK));
    assert_eq!(standing(&tablet, true), Standing::BegunAnew);
}

#[test]
fn nothing_is_saved_into_stores_that_were_emptied() {
    let tablet = set_up();
    clear(&tablet);
    assert_eq!(tablet.save(&record(2, DAY, 5)), Err(StoreError::Vanished));
    let changed = block_on(tablet.archive().change_settings(|_| Ok(())));
    assert_eq!(changed, Err(StoreError::Vanished));
    let changed = block_on(tablet.archive().change_books(|_| Ok(())));
    assert_eq!(changed, Err(StoreError::Vanished));
    assert!(tablet.local.texts().keys().all(|key| key == "ballast"));
    assert_eq!(tablet.journal.shelves(), Shelves::default());
}

#[test]
fn what_a_tab_still_holds_is_written_back_and_goes_on_as_before() {
    let later = corrected(&session(), 7);
    let tablet = set_up();
    tablet.save(&later).unwrap();
    tablet.save(&record(2, DAY, 5)).unwrap();
    let memory = Memory::of(&tablet);
    clear(&tablet);
    block_on(tablet.archive().write_back(&memory.held())).unwrap();
    let (start, read) = tablet.open();
    assert_eq!(start.books, memory.books);
    assert_eq!(start.settings.as_ref(), Some(&memory.settings));
    assert_eq!(read.ledger, memory.ledger);
    assert_eq!((read.mended_local, read.mended_journal), (0, 0));
    assert_eq!(tablet.save(&corrected(&later, 9)), Ok(()));
}

#[test]
fn writing_back_twice_is_the_same_as_once_and_overwrites_nothing_newer() {
    let tablet = set_up();
    let memory = Memory::of(&tablet);
    clear(&tablet);
    block_on(tablet.archive().write_back(&memory.held())).unwrap();
    let newer = corrected(&session(), 7);
    tablet.save(&newer).unwrap();
    let team = |settings: &mut Settings| {
        settings.add_team(name("Riverside"), name("South"), &mut fresh(1));
        Ok(())
    };
    let changed = block_on(tablet.archive().change_settings(team)).unwrap();
    block_on(tablet.archive().write_back(&memory.held())).unwrap();
    let now = Memory::of(&tablet);
    assert_eq!(now.ledger.get(newer.id()), Some(&newer));
    assert_eq!(now.settings, changed);
}

#[test]
fn a_tablet_that_was_set_up_anew_goes_on_with_both_books() {
    let tablet = set_up();
    let memory = Memory::of(&tablet);
    clear(&tablet);
    block_on(tablet.archive().start(OTHER_BOOK));
    let anew = Settings {
        tablet: name("Green"),
        ..settings()
    };
    block_on(tablet.archive().set_up(&anew)).unwrap();
    block_on(tablet.archive().write_back(&memory.held())).unwrap();
    let now = Memory::of(&tablet);
    assert_eq!(now.books.own.book, OTHER_BOOK);
    assert!(now.books.answer_for(&session()), "its records can be sent");
    assert_eq!(now.ledger, memory.ledger);
    assert_eq!(now.settings.tablet, name("Green"));
}

#[test]
fn writing_back_that_was_cut_off_can_be_done_again() {
    for commits in 0..6 {
        let tablet = set_up();
        let memory = Memory::of(&tablet);
        clear(&tablet);
        tablet.journal.tell_after(commits, JournalFault::Blocked);
        let stopped = block_on(tablet.archive().write_back(&memory.held()));
        tablet.journal.tell(JournalFault::Works);
        let again = block_on(tablet.archive().write_back(&memory.held()));
        assert_eq!(again, Ok(()), "after {commits} commits: {stopped:?}");
        let now = Memory::of(&tablet);
        assert_eq!(now.ledger, memory.ledger);
        assert_eq!(now.books, memory.books);
        assert_eq!(now.settings, memory.settings);
    }
}
