//! Backups, losses and take-overs: several tablets, what they send, and what
//! counts of it, over random histories. `DAYBOOK_HISTORIES` says how many
//! histories each law is tried with.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_histories;
mod support_send;
mod support_tablets;

use std::collections::BTreeMap;

use daybook::domain::base::ids::BookId;
use daybook::domain::base::sorted::Set;
use daybook::domain::import::spreadsheets_to_check;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::{Filing, FreeText, Record, Stamp};
use daybook::domain::submission::books::Books;
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook::domain::submission::which_counts::{Decision, PeriodStanding};
use daybook::store::backup::Contents;
use daybook::store::memory::Shelves;
use daybook::store::restore::{Here, OldTablet};
use pollster::block_on;
use proptest::collection::vec;
use proptest::prelude::*;
use support_histories::rounds;
use support_send::{id, tablet as stores, text};
use support_tablets::laws::{check_what_counts, essence};
use support_tablets::steps::{step, told, turn};
use support_tablets::{Period, Sort, Tablet, Where, Which, World};
use uuid::Uuid;

/// Their histories once counted a record again that had been removed for good.
const SEEDS: [u64; 2] = [19, 118];

fn some_of(files: &[QuarterReturn], chosen: &[Which]) -> Vec<QuarterReturn> {
    let chosen = chosen.iter().filter_map(|which| which.of(files));
    chosen.cloned().collect()
}

fn choices(most: usize) -> impl Strategy<Value = Vec<Which>> {
    vec(any::<u16>().prop_map(Which), 0..most)
}

/// A person keeps one newest Send of each book that has several.
fn decisions(world: &World, which: Which) -> Vec<Decision> {
    let open = check_what_counts(world, &world.files(), &[]);
    let several = open.values().filter(|book| book.newest.len() > 1);
    several
        .map(|book| {
            let all: Vec<_> = book.newest.iter().copied().collect();
            let kept = *which.of(&all).unwrap();
            let mut set_aside: Set<_> = book.newest.clone();
            set_aside.remove(&kept);
            Decision { kept, set_aside }
        })
        .collect()
}

#[test]
fn whatever_happened_and_is_here_each_record_counts_once_or_it_says_why_not() {
    for round in rounds(&SEEDS, 300) {
        proptest!(round, |(
            steps in vec(step(), 0..40),
            chosen in choices(20),
            kept in any::<u16>().prop_map(Which),
        )| {
            let world = World::after(&steps);
            let all = world.files();
            let some = some_of(&all, &chosen);
            check_what_counts(&world, &some, &[]);
            let decisions = decisions(&world, kept);
            check_what_counts(&world, &some, &decisions);
            // With every file here, a person's decisions settle everything.
            let mut opened = some;
            opened.extend(all.into_iter().rev());
            for book in check_what_counts(&world, &opened, &decisions).values() {
                prop_assert_eq!(book.newest.len(), 1);
                let counts = |it: &PeriodStanding| matches!(it, PeriodStanding::Counts(_));
                prop_assert!(book.periods.values().all(counts));
            }
        });
    }
}

#[test]
fn one_tablet_after_another_leaves_nothing_unsettled() {
    for round in rounds(&SEEDS, 300) {
        proptest!(round, |(turns in vec(turn(), 0..40))| {
            let world = World::in_line(&turns);
            let files = world.files();
            let result = check_what_counts(&world, &files, &[]);
            for (book, result) in &result {
                let last = world.sends.iter().rfind(|send| send.book == *book).unwrap();
                prop_assert_eq!(&result.newest, &[last.id].into());
                let sent: Vec<_> = last.history.sent().map(|(period, _)| period).collect();
                prop_assert!(result.periods.keys().eq(sent));
                let counts = |it: &PeriodStanding| matches!(it, PeriodStanding::Counts(_));
                prop_assert!(result.periods.values().all(counts));
            }
        });
    }
}

#[test]
fn two_backups_restored_in_either_order_give_the_same() {
    for round in rounds(&SEEDS, 300) {
        proptest!(round, |(
            steps in vec(step(), 0..40),
            first in any::<u16>().prop_map(Which),
            second in any::<u16>().prop_map(Which),
            on in any::<u16>().prop_map(Which),
            told in told(),
        )| {
            let mut world = World::after(&steps);
            for on in 0..world.tablets.len() {
                world.back_up(on);
            }
            let backups = [first, second].map(|which| which.of(&world.backups).unwrap());
            let tablet = on.of(&world.tablets).unwrap();
            let [mut one, mut other] = [tablet.clone(), tablet.clone()];
            one.restore(backups[0], told);
            one.restore(backups[1], told);
            other.restore(backups[1], told);
            other.restore(backups[0], told);
            prop_assert_eq!(essence(&one), essence(&other));
        });
    }
}

// Through both stores.

/// One thing that happens on one of two tablets, stores and all.
#[derive(Debug, Clone)]
enum Stored {
    Save(Which, u8, u16),
    Remove(Which, u8),
    EraseText(Which, u8),
    Send(Which),
    BackUp(Which),
    LoseJournal(Which),
    LoseLocalStorage(Which),
    Restore(Which, Which, OldTablet),
}

fn stored() -> impl Strategy<Value = Stored> {
    let which = || any::<u16>().prop_map(Which);
    prop_oneof![
        6 => (which(), 0..3_u8, 1..4_u16).prop_map(|(on, it, who)| Stored::Save(on, it, who)),
        2 => (which(), 0..3_u8).prop_map(|(on, it)| Stored::Remove(on, it)),
        1 => (which(), 0..3_u8).prop_map(|(on, it)| Stored::EraseText(on, it)),
        2 => which().prop_map(Stored::Send),
        3 => which().prop_map(Stored::BackUp),
        1 => which().prop_map(Stored::LoseJournal),
        1 => which().prop_map(Stored::LoseLocalStorage),
        4 => (which(), which(), told()).prop_map(|(it, on, told)| Stored::Restore(it, on, told)),
    ]
}

/// Two tablets in memory, with the records that they first saved numbered from
/// 0 and from 10.
struct StoredWorld {
    tablets: [stores::Tablet; 2],
    backups: Vec<Contents>,
    next: u64,
}

const OWN: [BookId; 2] = [
    BookId::new(Uuid::from_u128(0xb00c1)),
    BookId::new(Uuid::from_u128(0xb00c2)),
];

impl StoredWorld {
    fn state(&self, at: usize) -> (Ledger, Books) {
        let archive = self.tablets[at].archive();
        let start = block_on(archive.start(OWN[at]));
        let read = block_on(archive.read_ledger(start.books.own.book)).unwrap();
        assert_eq!(read.not_mended, None);
        (read.ledger, start.books)
    }

    fn later(&mut self) -> Stamp {
        self.next += 1;
        support_send::stamp(Where(0).date(), self.next)
    }

    fn change(
        &mut self,
        at: usize,
        number: u8,
        how: impl FnOnce(&Record, Stamp) -> Option<Record>,
    ) {
        let later = self.later();
        let (ledger, books) = self.state(at);
        let own = id(u128::from(number) + 10 * u128::try_from(at).unwrap());
        let Some(record) = ledger.get(own).filter(|it| books.answer_for(it)) else {
            return;
        };
        if let Some(next) = how(record, later) {
            self.tablets[at].save(&next).unwrap();
        }
    }

    fn save(&mut self, at: usize, number: u8, people: u16) {
        let later = self.later();
        let note = format!("secret of {number} at {}", self.next);
        let entry = |note| support_tablets::entry(Sort::Session, Where(0).date(), people, note);
        let own = id(u128::from(number) + 10 * u128::try_from(at).unwrap());
        let (ledger, books) = self.state(at);
        if ledger.get(own).is_some() {
            self.change(at, number, |record, later| {
                let note = match record.text() {
                    FreeText::Kept => Some(note.as_str()),
                    FreeText::Erased => None,
                };
                record
                    .corrected(entry(note), record.team().clone(), later)
                    .ok()
            });
            return;
        }
        let filing = Filing {
            id: own,
            book: books.own.book,
            team: support_send::team_id(1),
        };
        let record = Record::new(filing, later, entry(Some(&note)));
        self.tablets[at].save(&record).unwrap();
    }

    fn erase(&mut self, at: usize, number: u8) {
        let later = self.later();
        let (ledger, _) = self.state(at);
        let own = id(u128::from(number) + 10 * u128::try_from(at).unwrap());
        let erased = ledger
            .get(own)
            .and_then(|it| it.with_text_erased(later).ok());
        if let Some(erased) = erased {
            block_on(self.tablets[at].archive().erase_text(&erased)).unwrap();
        }
    }

    fn send(&mut self, at: usize) {
        self.next += 1;
        let (ledger, books) = self.state(at);
        let number = u128::from(self.next) * 100;
        let order = support_send::order(number, 1, Where(0).quarter(), Some("Changed"));
        let mut more = number;
        let fresh = || {
            more += 1;
            support_send::send_id(more)
        };
        if let Ok(sent) = books.send(&ledger, &order, fresh) {
            block_on(self.tablets[at].archive().keep_sent(&books, &sent)).unwrap();
        }
    }

    /// Restores a backup: the stores then hold what its dry run said, once or
    /// twice restored, and no text that was erased here or there.
    fn restore(&mut self, contents: &Contents, at: usize, told: OldTablet) {
        let mut kept = Vec::new();
        for _ in 0..2 {
            let (ledger, books) = self.state(at);
            let here = Here {
                ledger: &ledger,
                books: &books,
                settings: Some(&support_tablets::SETTINGS),
            };
            let plan = contents.dry_run(here, told);
            let archive = self.tablets[at].archive();
            assert_eq!(block_on(archive.restore(contents, here, &plan)), Ok(()));
            assert_eq!(self.state(at), (plan.ledger.clone(), plan.books.clone()));
            kept.push(self.tablets[at].both());
        }
        assert_eq!(kept[0], kept[1], "twice is as once");
        for record in self.state(at).0.iter() {
            if record.text() == FreeText::Erased {
                for version in block_on(self.tablets[at].archive().versions(record)).unwrap() {
                    assert!(!version.has_text(), "erased text came back");
                }
            }
        }
    }

    fn take(&mut self, step: &Stored) {
        let at = |which: &Which| which.at(2).unwrap();
        match step {
            Stored::Save(on, number, people) => self.save(at(on), *number, *people),
            Stored::Remove(on, number) => {
                self.change(at(on), *number, |record, later| {
                    record.removed(None, later).ok()
                });
            }
            Stored::EraseText(on, number) => self.erase(at(on), *number),
            Stored::Send(on) => self.send(at(on)),
            Stored::BackUp(on) => {
                let content = block_on(self.tablets[at(on)].archive().backup_content()).unwrap();
                self.backups.push(Contents::read(&content).unwrap());
            }
            Stored::LoseJournal(on) => self.tablets[at(on)].journal.hold(Shelves::default()),
            Stored::LoseLocalStorage(on) => self.tablets[at(on)].local.hold(BTreeMap::default()),
            Stored::Restore(backup, on, told) => {
                if let Some(backup) = backup.of(&self.backups).cloned() {
                    self.restore(&backup, at(on), *told);
                }
            }
        }
    }
}

#[test]
fn both_stores_hold_what_the_dry_run_said() {
    for round in rounds(&SEEDS, 30) {
        proptest!(round, |(steps in vec(stored(), 0..25))| {
            let mut world = StoredWorld {
                tablets: <[stores::Tablet; 2]>::default(),
                backups: Vec::new(),
                next: 0,
            };
            for step in &steps {
                world.take(step);
            }
        });
    }
}

// In the field's own cases.

/// A tablet that sent one session of the first quarter.
fn one_session() -> World {
    let mut world = World::with_tablets(1);
    world.record(0, Where(0), 3, Sort::Session);
    world.send(0, Where(0));
    world
}

fn standing(world: &World, decisions: &[Decision], to: Where) -> Option<PeriodStanding> {
    let book = world.sends[0].book;
    let all = check_what_counts(world, &world.files(), decisions);
    all[&book].periods.get(&to.period()).cloned()
}

fn last_periods(world: &World) -> Vec<support_tablets::Period> {
    let last = world.sends.last().unwrap();
    last.returns.iter().map(QuarterReturn::period).collect()
}

#[test]
fn a_removed_record_does_not_make_a_quarter_nil_that_another_book_has_records_of() {
    let mut world = World::with_tablets(2);
    world.record(0, Where(0), 3, Sort::Session);
    let backup = world.tablets[0].backup();
    world.tablets[1].restore(&backup, OldTablet::Retired);
    world.record(1, Where(0), 2, Sort::Session);
    world.remove(1, Which(1));
    world.send(1, Where(0));
    assert_eq!(world.sends.len(), 1);
    assert!(!world.sends[0].returns[0].nil);
}

#[test]
fn a_record_that_moved_before_the_journal_was_lost_is_not_counted_where_the_last_return_has_it() {
    let mut world = one_session();
    world.correct(0, Which(0), Where(1), 3);
    world.tablets[0].lose_journal();
    let last = world.files()[0].clone();
    world.tablets[0].take_over_from(&last);
    world.send(0, Where(0));
    assert_eq!(
        last_periods(&world),
        [Where(0), Where(1)].map(Where::period)
    );
    for to in [Where(0), Where(1)] {
        let open = standing(&world, &[], to);
        assert!(matches!(open, Some(PeriodStanding::Unsettled(_))));
    }
    let kept = Decision {
        kept: world.sends[1].id,
        set_aside: [world.sends[0].id].into(),
    };
    for (to, file) in [Where(0), Where(1)]
        .into_iter()
        .zip(&world.sends[1].returns)
    {
        let settled = standing(&world, std::slice::from_ref(&kept), to);
        assert_eq!(settled, Some(PeriodStanding::Counts(file.digest)));
    }
}

#[test]
fn a_last_return_that_a_backup_brings_beside_records_without_a_journal_is_in_doubt_too() {
    let mut world = one_session();
    let own = world.tablets[0].backup();
    let last = world.files()[0].clone();
    let [records, returns] = [world.new_tablet(), world.new_tablet()];
    world.tablets[records].restore(&own, OldTablet::Retired);
    world.correct(records, Which(0), Where(1), 3);
    world.tablets[records].lose_journal();
    world.tablets[returns].take_over_from(&last);
    let inherited = world.tablets[returns].backup();
    world.tablets[records].restore(&inherited, OldTablet::Retired);
    world.send(records, Where(1));
    let kept = Decision {
        kept: world.sends[1].id,
        set_aside: [world.sends[0].id].into(),
    };
    check_what_counts(&world, &world.files(), &[kept]);
    assert_eq!(
        last_periods(&world),
        [Where(0), Where(1)].map(Where::period)
    );
}

#[test]
fn an_older_backup_beside_the_last_return_counts_no_moved_record_twice() {
    let mut world = one_session();
    let older = world.tablets[0].backup();
    world.correct(0, Which(0), Where(1), 3);
    world.send(0, Where(1));
    let last = world.files().last().unwrap().clone();
    for backup_first in [true, false] {
        let mut world = world.clone();
        let on = world.new_tablet();
        if backup_first {
            world.tablets[on].restore(&older, OldTablet::Retired);
        }
        world.tablets[on].take_over_from(&last);
        if !backup_first {
            world.tablets[on].restore(&older, OldTablet::Retired);
        }
        world.send(on, Where(0));
        assert_eq!(
            last_periods(&world),
            [Where(0), Where(1)].map(Where::period)
        );
        let kept = Decision {
            kept: world.sends.last().unwrap().id,
            set_aside: [world.sends[1].id].into(),
        };
        check_what_counts(&world, &world.files(), &[kept]);
    }
}

#[test]
fn a_book_taken_over_from_its_last_return_keeps_all_quarters_that_are_not_typed_again() {
    let mut world = one_session();
    world.record(0, Where(1), 2, Sort::Session);
    world.send(0, Where(1));
    let on = world.new_tablet();
    let (book, files) = (world.sends[0].book, world.files());
    // An earlier return opened first makes no difference.
    for file in [&files[0], files.last().unwrap()] {
        world.tablets[on].take_over_from(file);
    }
    world.tablets[on].books.others.from_paper = Some(book);
    world.record(on, Where(1), 2, Sort::Session);
    world.send(on, Where(1));
    let first = standing(&world, &[], Where(0));
    assert_eq!(first, Some(PeriodStanding::Counts(files[0].digest)));
    let typed_again = standing(&world, &[], Where(1));
    assert!(matches!(typed_again, Some(PeriodStanding::Unsettled(_))));
}

#[test]
fn a_later_return_opened_second_is_the_last_one_whatever_its_revision() {
    let mut world = one_session();
    world.correct(0, Which(0), Where(0), 2);
    world.send(0, Where(0));
    let often = world.files().last().unwrap().clone();
    world.correct(0, Which(0), Where(1), 2);
    world.send(0, Where(1));
    let last = world.files().last().unwrap().clone();
    assert!(last.revision < often.revision);
    let on = world.new_tablet();
    world.tablets[on].take_over_from(&often);
    world.tablets[on].take_over_from(&last);
    let history = &world.tablets[on].books.others.books[0].history;
    assert!(history.sent().all(|(_, sent)| sent.send == last.send));
}

#[test]
fn a_taken_over_book_whose_journal_was_lost_is_sent_in_all_its_quarters() {
    let mut world = one_session();
    let on = world.new_tablet();
    let backup = world.tablets[0].backup();
    world.tablets[on].restore(&backup, OldTablet::Retired);
    let older = world.tablets[on].backup();
    world.correct(on, Which(0), Where(1), 3);
    world.send(on, Where(1));
    world.tablets[on].lose_journal();
    world.tablets[on].restore(&older, OldTablet::Retired);
    // The second quarter was sent, and nobody here knows.
    world.send(on, Where(0));
    assert_eq!(
        last_periods(&world),
        [Where(0), Where(1)].map(Where::period)
    );
}

#[test]
fn after_a_lost_journal_what_the_backup_says_was_sent_is_not_sent_again() {
    let mut world = one_session();
    let backup = world.tablets[0].backup();
    world.tablets[0].lose_journal();
    world.tablets[0].restore(&backup, OldTablet::Retired);
    world.send(0, Where(0));
    assert_eq!(world.sends.len(), 1);
}

#[test]
fn a_quarter_whose_records_are_gone_for_good_stands_whichever_backup_comes_first() {
    let mut world = one_session();
    let with_records = world.tablets[0].backup();
    world.pass_retention(0, Which(0));
    let without = world.tablets[0].backup();
    for backups in [[&with_records, &without], [&without, &with_records]] {
        let on = world.new_tablet();
        for backup in backups {
            world.tablets[on].restore(backup, OldTablet::Retired);
        }
        let sends = world.sends.len();
        world.send(on, Where(0));
        assert_eq!(world.sends.len(), sends);
    }
}

/// A tablet whose sent session was removed for good, with backups from before
/// and after.
fn one_session_removed_for_good() -> (World, [support_tablets::Backup; 2]) {
    let mut world = one_session();
    let before = world.tablets[0].backup();
    world.pass_retention(0, Which(0));
    let after = world.tablets[0].backup();
    (world, [before, after])
}

/// The first quarter counts as it was sent, and the second is nothing.
fn check_counts_where_it_was_sent(world: &World) {
    let first = standing(world, &[], Where(0));
    let digest = world.sends[0].returns[0].digest;
    assert_eq!(first, Some(PeriodStanding::Counts(digest)));
    let last = world.sends.last().unwrap();
    assert!(
        last.returns.iter().all(|it| it.records == 0),
        "counts twice"
    );
}

#[test]
fn a_record_removed_for_good_that_an_older_backup_brings_back_moved_counts_where_it_was_sent() {
    let (mut world, [before, after]) = one_session_removed_for_good();
    let on = world.new_tablet();
    world.tablets[on].restore(&before, OldTablet::Retired);
    world.correct(on, Which(0), Where(1), 3);
    world.tablets[on].restore(&after, OldTablet::Retired);
    world.send(on, Where(1));
    check_counts_where_it_was_sent(&world);
}

#[test]
fn a_record_that_was_moved_before_it_was_removed_for_good_does_not_come_back_to_its_old_quarter() {
    let mut world = World::with_tablets(1);
    world.record(0, Where(1), 3, Sort::Session);
    world.send(0, Where(1));
    let before = world.tablets[0].backup();
    world.correct(0, Which(0), Where(0), 3);
    world.send(0, Where(0));
    let sends = world.sends.len();
    world.pass_retention(0, Which(0));
    world.tablets[0].restore(&before, OldTablet::Retired);
    world.send(0, Where(1));
    assert_eq!(world.sends.len(), sends, "nothing has changed");
}

#[test]
fn a_record_sent_in_two_quarters_by_two_tablets_counts_in_the_one_that_was_removed_for_good() {
    let mut world = World::with_tablets(2);
    world.record(0, Where(0), 3, Sort::Session);
    let shared = world.tablets[0].backup();
    world.tablets[1].restore(&shared, OldTablet::Retired);
    world.correct(1, Which(0), Where(1), 3);
    world.send(1, Where(1));
    world.send(0, Where(0));
    world.pass_retention(0, Which(0));
    let passed = world.tablets[0].backup();
    world.tablets[1].restore(&passed, OldTablet::Retired);
    world.send(1, Where(1));
    let book = world.sends[0].book;
    let all = check_what_counts(&world, &world.files(), &[]);
    let periods = all[&book].periods.values();
    assert!(periods.eq(&[
        PeriodStanding::Counts(world.sends[1].returns[0].digest),
        PeriodStanding::Counts(world.sends[2].returns[0].digest),
    ]));
}

#[test]
fn a_removed_quarter_is_known_by_its_records_though_a_last_return_told_of_it_as_well() {
    let (world, [before, after]) = one_session_removed_for_good();
    let last = world.files()[0].clone();
    for backups in [[&before, &after], [&after, &before]] {
        let mut world = world.clone();
        let on = world.new_tablet();
        world.tablets[on].take_over_from(&last);
        world.tablets[on].restore(backups[0], OldTablet::Retired);
        world.correct(on, Which(0), Where(1), 3);
        world.tablets[on].restore(backups[1], OldTablet::Retired);
        world.correct(on, Which(0), Where(1), 3);
        world.send(on, Where(1));
        check_counts_where_it_was_sent(&world);
    }
}

#[test]
fn a_backup_without_a_set_up_still_brings_its_line() {
    let mut world = one_session();
    let mut backup = world.tablets[0].backup();
    backup.contents.settings = None;
    let on = world.new_tablet();
    world.tablets[on].restore(&backup, OldTablet::Retired);
    world.correct(on, Which(0), Where(0), 2);
    world.send(on, Where(0));
    let counts = standing(&world, &[], Where(0));
    assert!(matches!(counts, Some(PeriodStanding::Counts(_))));
}

#[test]
fn two_changes_of_one_millisecond_end_the_same_whenever_the_text_was_erased() {
    let mut world = World::with_tablets(1);
    world.record(0, Where(0), 3, Sort::Session);
    let first = world.tablets[0].ledger.iter().next().unwrap().clone();
    let later = support_send::stamp(Where(0).date(), 9);
    let changed = |people, note| {
        let entry = support_tablets::entry(Sort::Session, Where(0).date(), people, Some(note));
        first.corrected(entry, first.team().clone(), later).unwrap()
    };
    let holding = |record: &Record| {
        let mut tablet = Tablet::new(first.book());
        tablet.ledger.take_in(record.clone());
        tablet
    };
    let erased = first.clone().stripped();
    // What was typed puts them in one order, and the figures in another.
    let [one, other] = [changed(1, "b"), changed(2, "a")];
    let mut ends = Vec::new();
    for order in [
        [&one, &other, &erased],
        [&erased, &one, &other],
        [&other, &erased, &one],
    ] {
        let mut tablet = holding(order[0]);
        for record in &order[1..] {
            tablet.restore(&holding(record).backup(), OldTablet::Retired);
        }
        ends.push(tablet.ledger);
    }
    assert!(ends.iter().all(|end| *end == ends[0]));
}

// Spreadsheets.

/// What counts of the first spreadsheet, of which every file is here.
fn of_the_spreadsheet(world: &World, decisions: &[Decision]) -> BTreeMap<Period, PeriodStanding> {
    let book = world.sends[0].book;
    let all = check_what_counts(world, &world.files(), decisions);
    let periods = all[&book].periods.iter();
    periods.map(|(of, it)| (of.clone(), it.clone())).collect()
}

/// Two tablets that have both imported the same spreadsheet.
fn imported_twice() -> World {
    let mut world = World::with_tablets(2);
    world.import(0, 0);
    world.import(1, 0);
    world
}

#[test]
fn one_spreadsheet_on_two_tablets_counts_once() {
    let world = imported_twice();
    assert_eq!(world.sends.len(), 1);
    assert_eq!(world.tablets[0].ledger, world.tablets[1].ledger);
    let counts = of_the_spreadsheet(&world, &[]);
    let digests: Vec<_> = world.sends[0].returns.iter().map(|it| it.digest).collect();
    assert_eq!(counts.len(), 2);
    for (standing, digest) in counts.values().zip(digests) {
        assert_eq!(*standing, PeriodStanding::Counts(digest));
    }
}

#[test]
fn a_spreadsheet_corrected_on_one_of_two_tablets_counts_as_corrected() {
    let mut world = imported_twice();
    world.correct(1, Which(0), Where(0), 5);
    world.send(1, Where(0));
    let sent = world.sends.last().unwrap();
    assert_eq!(sent.line, [world.sends[0].id].into());
    assert!(sent.returns.iter().all(|it| it.imported));
    assert_eq!(sent.returns[0].reason, Some(text("Something changed")));
    let first = of_the_spreadsheet(&world, &[]).remove(&Where(0).period());
    assert_eq!(first, Some(PeriodStanding::Counts(sent.returns[0].digest)));
}

#[test]
fn a_spreadsheet_corrected_on_both_tablets_is_unsettled_until_a_person_decides() {
    let mut world = imported_twice();
    for on in [0, 1] {
        world.correct(on, Which(0), Where(0), 5 + u16::try_from(on).unwrap());
        world.send(on, Where(0));
    }
    let standing =
        |decisions: &[Decision]| of_the_spreadsheet(&world, decisions).remove(&Where(0).period());
    assert!(matches!(standing(&[]), Some(PeriodStanding::Unsettled(_))));
    let kept = Decision {
        kept: world.sends[1].id,
        set_aside: [world.sends[2].id].into(),
    };
    let digest = world.sends[1].returns[0].digest;
    assert_eq!(standing(&[kept]), Some(PeriodStanding::Counts(digest)));
}

#[test]
fn two_spreadsheets_that_share_a_team_and_quarter_both_count_and_are_listed_to_check() {
    let mut world = World::with_tablets(2);
    world.import(0, 0);
    world.import(1, 1);
    check_what_counts(&world, &world.files(), &[]);
    let listed = spreadsheets_to_check(&world.files());
    let periods: Vec<Period> = listed.keys().cloned().collect();
    assert_eq!(periods, [Where(0).period()]);
    let books: Set<BookId> = world.sends.iter().map(|send| send.book).collect();
    assert_eq!(listed.get(&Where(0).period()), Some(&books));
}

#[test]
fn a_spreadsheet_on_a_lost_tablet_goes_on_from_its_backup_or_its_last_return() {
    let mut world = imported_twice();
    let backup = world.tablets[0].backup();
    let on = world.new_tablet();
    world.tablets[on].restore(&backup, OldTablet::Retired);
    world.import(on, 0);
    world.correct(on, Which(0), Where(0), 5);
    world.send(on, Where(0));
    assert!(world.sends.last().unwrap().returns[0].imported);

    let last = world.files().last().unwrap().clone();
    let on = world.new_tablet();
    world.tablets[on].take_over_from(&last);
    world.import(on, 0);
    assert_eq!(world.tablets[on].ledger.len(), 3);
    let book = last.book;
    let holding = world.tablets[on].books.holding(book);
    assert_eq!(
        holding,
        Some(daybook::domain::submission::books::Holding::TakenOver)
    );
}
