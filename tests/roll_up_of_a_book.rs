//! One book's Sends and what counts of them, over random histories: records
//! that come, change, move and go, images of a tablet that go on separately,
//! lost journals, and any set of files.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::{BookId, RecordId, SendId, TeamId};
use daybook::domain::base::sorted::Set;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::{Filing, Record};
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook::domain::submission::send::{BookHistory, Knowledge, SendError, SendOrder};
use daybook::domain::submission::which_counts::{BookRollUp, Decision, PeriodStanding, roll_up};
use daybook::domain::totals::QuarterTotals;
use daybook::domain::totals::cells;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use support_send::{BOOK, club, id, order, quarter, send_id, stamp, team_id};
use uuid::Uuid;

type Period = (TeamId, Quarter);

const OTHER_BOOK: BookId = BookId::new(Uuid::from_u128(0xb00c2));

/// A team and quarter by its number, 0 to 5.
#[derive(Debug, Clone, Copy)]
struct Where(u8);

impl Where {
    fn team(self) -> u8 {
        1 + self.0 / 3
    }

    fn quarter(self) -> Quarter {
        quarter(["2026-27 Q1", "2026-27 Q2", "2026-27 Q3"][usize::from(self.0 % 3)])
    }

    fn period(self) -> Period {
        (team_id(self.team()), self.quarter())
    }
}

/// One thing that happens on one of the tablets that share a book.
#[derive(Debug, Clone)]
enum Step {
    /// A session of so many people is recorded.
    Record(Index, Where, u16),
    /// A record is corrected, perhaps to another team or quarter.
    Correct(Index, Index, Where, u16),
    Remove(Index, Index),
    Restore(Index, Index),
    Send(Index, Where),
    /// Another tablet is set up from this one's image.
    Copy(Index),
    /// The journal is lost, and the records mended from local storage.
    LoseJournal(Index),
}

fn places() -> impl Strategy<Value = Where> {
    (0..6_u8).prop_map(Where)
}

/// Few people, so that figures often stay the same though records moved.
fn people() -> impl Strategy<Value = u16> {
    1..4_u16
}

/// More people than all others together, so that a figure surely changes.
const MANY: u16 = 500;

fn steps_on_one_tablet() -> impl Strategy<Value = Step> {
    let at = any::<Index>;
    prop_oneof![
        4 => (at(), places(), people()).prop_map(|(on, to, who)| Step::Record(on, to, who)),
        4 => (at(), at(), places(), people())
            .prop_map(|(on, which, to, who)| Step::Correct(on, which, to, who)),
        1 => (at(), at()).prop_map(|(on, which)| Step::Remove(on, which)),
        1 => (at(), at()).prop_map(|(on, which)| Step::Restore(on, which)),
        3 => (at(), places()).prop_map(|(on, wanted)| Step::Send(on, wanted)),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => steps_on_one_tablet(),
        1 => any::<Index>().prop_map(Step::Copy),
        1 => any::<Index>().prop_map(Step::LoseJournal),
    ]
}

#[derive(Debug, Clone)]
struct Tablet {
    ledger: Ledger,
    history: BookHistory,
}

/// A Send, and the tablet as it was just after it.
#[derive(Debug, Clone)]
struct Written {
    id: SendId,
    after: Tablet,
    returns: Vec<QuarterReturn>,
}

/// Everything that happened to one book.
#[derive(Debug, Clone)]
struct World {
    tablets: Vec<Tablet>,
    sends: Vec<Written>,
    next: u128,
}

impl World {
    fn new() -> Self {
        // Records of a book that came from elsewhere lie beside its own.
        let others = [Where(0), Where(4)].into_iter().zip(0..);
        let others = others.map(|(to, number)| {
            let filing = Filing {
                id: id(u128::MAX - number),
                book: OTHER_BOOK,
                team: team_id(to.team()),
            };
            Record::new(filing, stamp(date(to), 0), club(date(to), 2))
        });
        let first = Tablet {
            ledger: others.collect(),
            history: BookHistory::new(BOOK, Knowledge::Whole),
        };
        Self {
            tablets: vec![first],
            sends: Vec::new(),
            next: 0,
        }
    }

    fn after(steps: &[Step]) -> Self {
        let mut world = Self::new();
        for step in steps {
            world.take(step);
        }
        world
    }

    fn take(&mut self, step: &Step) {
        let tablets = self.tablets.len();
        match step {
            Step::Record(on, to, people) => self.record(on.index(tablets), *to, *people),
            Step::Correct(on, which, to, people) => {
                let (later, entry) = (self.later(), club(date(*to), *people));
                self.change(on.index(tablets), *which, |record| {
                    record.corrected(entry, team_id(to.team()), later).ok()
                });
            }
            Step::Remove(on, which) => {
                let later = self.later();
                self.change(on.index(tablets), *which, |record| {
                    record.removed(None, later).ok()
                });
            }
            Step::Restore(on, which) => {
                let later = self.later();
                self.change(on.index(tablets), *which, |record| {
                    record.restored(later).ok()
                });
            }
            Step::Send(on, wanted) => self.send(on.index(tablets), *wanted),
            Step::Copy(of) => self.tablets.push(of.get(&self.tablets).clone()),
            Step::LoseJournal(on) => {
                let lost = BookHistory::new(BOOK, Knowledge::JournalLost);
                self.tablets[on.index(tablets)].history = lost;
            }
        }
    }

    fn later(&mut self) -> daybook::domain::record::Stamp {
        self.next += 1;
        let millis = u64::try_from(self.next).unwrap();
        stamp(quarter("2026-27 Q1").first_day(), millis)
    }

    fn record(&mut self, on: usize, to: Where, people: u16) {
        self.next += 1;
        let filing = Filing {
            id: id(self.next),
            book: BOOK,
            team: team_id(to.team()),
        };
        let record = Record::new(filing, stamp(date(to), 0), club(date(to), people));
        self.tablets[on].ledger.take_in(record);
    }

    fn change(&mut self, on: usize, which: Index, how: impl FnOnce(&Record) -> Option<Record>) {
        let ledger = &mut self.tablets[on].ledger;
        let records: Vec<&Record> = ledger.iter().collect();
        if !records.is_empty()
            && let Some(next) = how(records[which.index(records.len())])
        {
            ledger.take_in(next);
        }
    }

    /// Sends, and holds the Send to its promises.
    fn send(&mut self, on: usize, wanted: Where) {
        self.next += 1;
        let before = self.tablets[on].clone();
        let order = an_order(self.next, wanted);
        let sent = match before.history.send(&before.ledger, &order) {
            Ok(sent) => sent,
            Err(SendError::NothingChanged) => {
                check_nothing_to_send(&before, wanted);
                return;
            }
            Err(error) => panic!("{error}"),
        };
        check_both_sides_are_sent(&before, &sent.returns);
        let after = Tablet {
            ledger: before.ledger,
            history: sent.history,
        };
        check_nothing_to_send(&after, wanted);
        self.tablets[on] = after.clone();
        self.sends.push(Written {
            id: order.id,
            after,
            returns: sent.returns,
        });
    }

    fn files(&self) -> Vec<QuarterReturn> {
        let returns = self.sends.iter().flat_map(|send| &send.returns);
        returns.cloned().collect()
    }

    fn written(&self, id: SendId) -> &Written {
        self.sends.iter().find(|send| send.id == id).unwrap()
    }
}

fn date(to: Where) -> chrono::NaiveDate {
    to.quarter().first_day() + Days::new(9)
}

fn an_order(number: u128, wanted: Where) -> SendOrder {
    let reason = Some("Something changed");
    order(number, wanted.team(), wanted.quarter(), reason)
}

/// The book's own records of a team and quarter, removed ones too.
fn own_in(ledger: &Ledger, (team, quarter): &Period) -> Vec<Record> {
    let records = ledger.in_quarter(team, *quarter);
    records
        .filter(|record| record.book() == BOOK)
        .cloned()
        .collect()
}

fn kept_in(ledger: &Ledger, period: &Period) -> BTreeSet<RecordId> {
    let records = own_in(ledger, period).into_iter();
    records
        .filter(|record| !record.is_removed())
        .map(|record| record.id())
        .collect()
}

fn totals(ledger: &Ledger, period: &Period) -> QuarterTotals {
    QuarterTotals::of(period.1, &own_in(ledger, period))
}

fn figures(ledger: &Ledger, period: &Period) -> Vec<cells::Cell> {
    cells::cells(&totals(ledger, period))
}

fn check_nothing_to_send(tablet: &Tablet, wanted: Where) {
    let Tablet { ledger, history } = tablet;
    let again = history.send(ledger, &an_order(u128::MAX, wanted));
    assert_eq!(again, Err(SendError::NothingChanged));
    for (period, sent) in history.sent() {
        // The figures are the same; at most one like it stands for a record
        // that was removed.
        let kept = kept_in(ledger, period);
        for gone in sent.counted.iter().filter(|id| !kept.contains(id)) {
            assert!(ledger.get(*gone).unwrap().is_removed());
        }
    }
}

fn check_both_sides_are_sent(before: &Tablet, returns: &[QuarterReturn]) {
    let Tablet { ledger, history } = before;
    let written: BTreeSet<Period> = returns.iter().map(QuarterReturn::period).collect();
    assert_eq!(written.len(), returns.len(), "each team and quarter once");
    for (period, sent) in history.sent() {
        let kept = kept_in(ledger, period);
        for gone in sent.counted.iter().filter(|id| !kept.contains(id)) {
            let record = ledger.get(*gone).unwrap();
            if !record.is_removed() {
                let here = (record.team().clone(), record.quarter());
                assert!(written.contains(period), "the side that lost a record");
                assert!(written.contains(&here), "the side that gained it");
            }
        }
    }
    if history.knowledge == Knowledge::JournalLost {
        let all_written = |periods: Set<_>| periods.iter().all(|period| written.contains(period));
        assert!(all_written(ledger.periods_of(BOOK)));
    }
    for one in returns {
        let period = one.period();
        let kept = kept_in(ledger, &period);
        assert_eq!(one.manifest, returns[0].manifest);
        assert_eq!(one.measures, figures(ledger, &period));
        assert_eq!(one.nil, kept.is_empty());
        assert_eq!(usize::try_from(one.records).unwrap(), kept.len());
        assert_eq!(one.line, history.line);
    }
}

/// What counts is right by the tablet that wrote it, and nothing counts twice.
fn check_sound(world: &World, files: &[QuarterReturn], result: &BookRollUp) {
    let mut seen = BTreeSet::new();
    for (period, standing) in &result.periods {
        match standing {
            PeriodStanding::Counts(digest) => {
                let file = files
                    .iter()
                    .find(|file| file.digest == *digest && file.period() == *period)
                    .unwrap();
                let after = &world.written(file.send).after;
                assert_eq!(file.measures, figures(&after.ledger, period));
                for record in kept_in(&after.ledger, period) {
                    assert!(seen.insert(record), "{record} counts twice");
                }
            }
            PeriodStanding::Incomplete(current) => {
                assert!(!files.iter().any(|file| file.digest == current.digest));
            }
            PeriodStanding::Unsettled(words) => {
                assert!(result.newest.len() > 1 && words.len() > 1);
            }
        }
    }
}

fn some_of(files: &[QuarterReturn], chosen: &[Index], how_many: usize) -> Vec<QuarterReturn> {
    if files.is_empty() {
        return Vec::new();
    }
    let chosen = chosen.iter().take(how_many);
    chosen.map(|which| which.get(files).clone()).collect()
}

fn set_aside_all_but(kept: SendId, newest: &Set<SendId>) -> Decision {
    Decision {
        kept,
        set_aside: newest
            .iter()
            .copied()
            .filter(|send| *send != kept)
            .collect(),
    }
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_counts_is_a_function_of_the_set_of_files(
        steps in vec(steps(), 0..25),
        chosen in vec(any::<Index>(), 0..12),
        again in vec(any::<Index>(), 0..12),
        extra in any::<Index>(),
    ) {
        let world = World::after(&steps);
        let files = some_of(&world.files(), &chosen, chosen.len());
        let result = roll_up(&files, &[]);
        let mut opened = some_of(&files, &again, again.len());
        opened.extend(files.iter().rev().cloned());
        prop_assert_eq!(roll_up(&opened, &[]), result.clone(), "any order, any repetition");
        if !world.sends.is_empty() {
            let extra = extra.get(&world.files()).clone();
            let mut with = files.clone();
            with.insert(0, extra.clone());
            let _ = roll_up(&with, &[]);
            with.retain(|file| *file != extra || files.contains(file));
            prop_assert_eq!(roll_up(&with, &[]), result, "removal undone");
        }
    }

    #[test]
    fn with_all_files_of_one_tablet_each_record_counts_once(
        steps in vec(steps_on_one_tablet(), 0..25),
    ) {
        let world = World::after(&steps);
        let files = world.files();
        let result = roll_up(&files, &[]);
        check_sound(&world, &files, &result);
        let Some(last) = world.sends.last() else {
            prop_assert_eq!(result, BookRollUp::default());
            return Ok(());
        };
        prop_assert_eq!(result.newest, [last.id].into());
        let Tablet { ledger, history } = &last.after;
        let sent: BTreeSet<&Period> = history.sent().map(|(period, _)| period).collect();
        prop_assert!(result.periods.keys().eq(sent.iter().copied()));
        let mut times: BTreeMap<RecordId, u32> = BTreeMap::new();
        for (period, standing) in &result.periods {
            let PeriodStanding::Counts(digest) = standing else {
                panic!("{period:?} is {standing:?}")
            };
            let file = files.iter().find(|file| file.digest == *digest).unwrap();
            prop_assert_eq!(&file.measures, &figures(ledger, period));
            for record in kept_in(ledger, period) {
                *times.entry(record).or_default() += 1;
            }
        }
        for record in ledger.iter() {
            let here = (record.team().clone(), record.quarter());
            let counts =
                record.book() == BOOK && !record.is_removed() && sent.contains(&here);
            let expected = u32::from(counts);
            let found = times.get(&record.id()).copied().unwrap_or(0);
            prop_assert_eq!(found, expected, "{} times: {:?}", found, record);
        }
        // A record that was ever counted is counted still, unless it was
        // removed before some Send.
        for (one, next) in world.sends.iter().zip(world.sends.iter().skip(1)) {
            let counted = |send: &Written| -> BTreeSet<RecordId> {
                let sent = send.after.history.sent();
                sent.flat_map(|(_, sent)| sent.counted.iter().copied()).collect()
            };
            for gone in counted(one).difference(&counted(next)) {
                prop_assert!(next.after.ledger.get(*gone).unwrap().is_removed());
            }
        }
    }

    #[test]
    fn with_some_files_of_one_tablet_a_quarter_is_right_or_incomplete(
        steps in vec(steps_on_one_tablet(), 0..25),
        chosen in vec(any::<Index>(), 0..8),
    ) {
        let world = World::after(&steps);
        let files = some_of(&world.files(), &chosen, chosen.len());
        let result = roll_up(&files, &[]);
        check_sound(&world, &files, &result);
        let newest = world.sends.iter().rev().find(|send| {
            files.iter().any(|file| file.send == send.id)
        });
        let Some(newest) = newest else {
            prop_assert_eq!(result, BookRollUp::default());
            return Ok(());
        };
        prop_assert_eq!(&result.newest, &[newest.id].into());
        for (period, sent) in newest.after.history.sent() {
            let is_here = files.iter().any(|file| file.digest == sent.digest);
            let standing = match &result.periods[period] {
                PeriodStanding::Counts(digest) => (*digest, true),
                PeriodStanding::Incomplete(current) => (current.digest, false),
                PeriodStanding::Unsettled(_) => panic!("nothing was branched"),
            };
            prop_assert_eq!(standing, (sent.digest, is_here));
        }
    }

    #[test]
    fn whatever_happened_and_is_here_nothing_counts_twice_or_wrongly(
        steps in vec(steps(), 0..25),
        chosen in vec(any::<Index>(), 0..16),
    ) {
        let world = World::after(&steps);
        let all = world.files();
        check_sound(&world, &all, &roll_up(&all, &[]));
        let files = some_of(&all, &chosen, chosen.len());
        check_sound(&world, &files, &roll_up(&files, &[]));
    }

    #[test]
    fn a_person_settles_what_two_images_of_one_tablet_sent(
        before in vec(steps_on_one_tablet(), 0..12),
        after in vec(steps(), 0..12),
        keep in any::<Index>(),
        chosen in vec(any::<Index>(), 0..16),
    ) {
        // Two tablets of one image, both with something new to send.
        let mut world = World::after(&before);
        world.send(0, Where(0));
        world.tablets.push(world.tablets[0].clone());
        for step in &after {
            world.take(step);
        }
        for tablet in [0, 1] {
            world.record(tablet, Where(1), MANY);
            world.send(tablet, Where(1));
        }
        let files = world.files();
        let open = roll_up(&files, &[]);
        prop_assert!(open.newest.len() > 1);
        let both = open.periods.get(&Where(1).period());
        prop_assert!(matches!(both, Some(PeriodStanding::Unsettled(_))));

        // Quarters on which all newest Sends agree count.
        let newest: Vec<&Written> = open.newest.iter().map(|id| world.written(*id)).collect();
        for (period, standing) in &open.periods {
            let words: BTreeSet<_> = newest
                .iter()
                .map(|send| send.returns[0].manifest.get(period))
                .collect();
            let counts = matches!(standing, PeriodStanding::Counts(_));
            prop_assert_eq!(counts, words.len() == 1);
        }

        // A decision keeps one newest Send for the whole book.
        let ids: Vec<SendId> = open.newest.iter().copied().collect();
        let kept = *keep.get(&ids);
        let decision = set_aside_all_but(kept, &open.newest);
        let settled = roll_up(&files, std::slice::from_ref(&decision));
        check_sound(&world, &files, &settled);
        prop_assert_eq!(&settled.newest, &[kept].into());
        let manifest = &world.written(kept).returns[0].manifest;
        prop_assert!(settled.periods.keys().eq(manifest.iter().map(|(period, _)| period)));
        for (period, current) in manifest.iter() {
            let counts = PeriodStanding::Counts(current.digest);
            prop_assert_eq!(&settled.periods[period], &counts);
        }

        // It holds only while what it kept, or a descendant, is here.
        let some = some_of(&files, &chosen, chosen.len());
        let is_here = |file: &QuarterReturn| file.send == kept || file.line.contains(&kept);
        let without: Vec<QuarterReturn> = some.into_iter().filter(|file| !is_here(file)).collect();
        prop_assert_eq!(
            roll_up(&without, std::slice::from_ref(&decision)),
            roll_up(&without, &[])
        );

        // The order of decisions does not matter, contrary ones among them.
        let mut decisions: Vec<Decision> = ids
            .iter()
            .map(|kept| set_aside_all_but(*kept, &open.newest))
            .collect();
        decisions.rotate_left(keep.index(ids.len()));
        let one_way = roll_up(&files, &decisions);
        decisions.reverse();
        prop_assert_eq!(roll_up(&files, &decisions), one_way.clone());
        prop_assert_eq!(one_way, open, "contrary decisions decide nothing");

        // A later Send of the kept side needs no new decision, and a later one
        // of a side that was set aside does.
        let side = |world: &World, of: SendId| {
            world.tablets.iter().position(|tablet| tablet.history.line.contains(&of))
        };
        if let Some(tablet) = side(&world, kept) {
            world.record(tablet, Where(2), MANY);
            world.send(tablet, Where(2));
            let last = world.sends.last().unwrap().id;
            let later = roll_up(&world.files(), std::slice::from_ref(&decision));
            prop_assert_eq!(&later.newest, &[last].into());
        }
        let other = ids.iter().copied().find(|id| *id != kept).unwrap();
        if let Some(tablet) = side(&world, other) {
            world.record(tablet, Where(2), MANY);
            world.send(tablet, Where(2));
            let later = roll_up(&world.files(), &[decision]);
            prop_assert_eq!(later.newest.len(), 2);
            let unsettled = later.periods.get(&Where(2).period());
            prop_assert!(matches!(unsettled, Some(PeriodStanding::Unsettled(_))));
        }
    }
}

// In the field's own cases.

/// A book whose first Send has one session of three in the first quarter.
fn one_session() -> World {
    let mut world = World::new();
    world.record(0, Where(0), 3);
    world.send(0, Where(0));
    world
}

fn moved(world: &mut World, on: usize, to: Where, people: u16) {
    let later = world.later();
    let ledger = &mut world.tablets[on].ledger;
    let record = ledger.iter().next().unwrap();
    let entry = club(date(to), people);
    let next = record.corrected(entry, team_id(to.team()), later).unwrap();
    ledger.take_in(next);
}

fn last_periods(world: &World) -> Vec<Period> {
    let last = world.sends.last().unwrap();
    last.returns.iter().map(QuarterReturn::period).collect()
}

/// What counts of a world's files, as contacts by team and quarter.
fn contacts(world: &World) -> BTreeMap<Period, Option<u64>> {
    let files = world.files();
    let result = roll_up(&files, &[]);
    let counted = |standing: &PeriodStanding| match standing {
        PeriodStanding::Counts(digest) => {
            let file = files.iter().find(|file| file.digest == *digest).unwrap();
            let after = &world.written(file.send).after;
            let totals = totals(&after.ledger, &file.period());
            Some(totals.contacts.all().contacts())
        }
        PeriodStanding::Incomplete(_) | PeriodStanding::Unsettled(_) => None,
    };
    let periods = result.periods.iter();
    periods
        .map(|(period, standing)| (period.clone(), counted(standing)))
        .collect()
}

#[test]
fn no_file_is_no_total() {
    assert_eq!(roll_up(&[] as &[QuarterReturn], &[]), BookRollUp::default());
}

#[test]
fn a_corrected_return_replaces_the_one_before() {
    let mut world = one_session();
    moved(&mut world, 0, Where(0), 2);
    world.send(0, Where(0));
    assert_eq!(contacts(&world), [(Where(0).period(), Some(2))].into());
}

#[test]
fn a_record_moved_to_another_quarter_leaves_with_both_sides() {
    let mut world = one_session();
    moved(&mut world, 0, Where(2), 3);
    world.send(0, Where(0));
    assert_eq!(last_periods(&world), [Where(0).period(), Where(2).period()]);
    let expected = [(Where(0).period(), Some(0)), (Where(2).period(), Some(3))];
    assert_eq!(contacts(&world), expected.into());
}

#[test]
fn a_record_moved_to_another_team_leaves_with_both_sides() {
    let mut world = one_session();
    moved(&mut world, 0, Where(3), 3);
    world.send(0, Where(1));
    let periods = [Where(0), Where(1), Where(3)].map(Where::period);
    assert_eq!(last_periods(&world), periods);
}

#[test]
fn a_moved_record_whose_place_was_taken_by_its_like_leaves_with_both_sides() {
    // The first quarter's figures are the same as before.
    let mut world = one_session();
    moved(&mut world, 0, Where(2), 3);
    world.record(0, Where(0), 3);
    world.send(0, Where(2));
    assert_eq!(last_periods(&world), [Where(0).period(), Where(2).period()]);
    let expected = [(Where(0).period(), Some(3)), (Where(2).period(), Some(3))];
    assert_eq!(contacts(&world), expected.into());
}

#[test]
fn a_quarter_that_became_zero_is_sent_as_zero() {
    let mut world = one_session();
    let later = world.later();
    let ledger = &mut world.tablets[0].ledger;
    let removed = ledger.iter().next().unwrap().removed(None, later).unwrap();
    ledger.take_in(removed);
    world.send(0, Where(0));
    let [one] = &world.sends[1].returns[..] else {
        panic!("one return")
    };
    assert!(one.nil);
    assert_eq!(contacts(&world), [(Where(0).period(), Some(0))].into());
}

#[test]
fn after_a_lost_journal_every_quarter_with_records_is_sent() {
    let mut world = one_session();
    world.record(0, Where(1), 2);
    world.record(0, Where(5), 1);
    world.tablets[0].history = BookHistory::new(BOOK, Knowledge::JournalLost);
    world.send(0, Where(1));
    let periods = [Where(0), Where(1), Where(5)].map(Where::period);
    assert_eq!(last_periods(&world), periods);
    let history = &world.tablets[0].history;
    assert_eq!(history.knowledge, Knowledge::Whole);
}

#[test]
fn sends_before_and_after_a_lost_journal_are_unsettled() {
    let mut world = one_session();
    world.tablets[0].history = BookHistory::new(BOOK, Knowledge::JournalLost);
    world.send(0, Where(0));
    assert_eq!(contacts(&world), [(Where(0).period(), None)].into());
    assert_eq!(roll_up(&world.files(), &[]).newest.len(), 2);
}

#[test]
fn images_of_one_tablet_count_where_they_agree() {
    let mut world = one_session();
    world.tablets.push(world.tablets[0].clone());
    for tablet in [0, 1] {
        world.record(tablet, Where(1), 2);
        world.send(tablet, Where(1));
    }
    let expected = [(Where(0).period(), Some(3)), (Where(1).period(), None)];
    assert_eq!(contacts(&world), expected.into());
}

#[test]
fn a_quarter_that_only_one_of_two_images_sent_is_unsettled() {
    let mut world = one_session();
    world.tablets.push(world.tablets[0].clone());
    for (tablet, to) in [(0, Where(1)), (1, Where(2))] {
        world.record(tablet, to, 2);
        world.send(tablet, to);
    }
    let expected = [
        (Where(0).period(), Some(3)),
        (Where(1).period(), None),
        (Where(2).period(), None),
    ];
    assert_eq!(contacts(&world), expected.into());
}

#[test]
fn a_return_that_is_named_and_not_here_makes_its_quarter_incomplete() {
    let mut world = one_session();
    world.record(0, Where(1), 2);
    world.send(0, Where(1));
    let newest = &world.sends[1].returns;
    let result = roll_up(newest, &[]);
    let first = &world.sends[0].returns[0];
    let standing = &result.periods[&Where(0).period()];
    assert!(matches!(standing, PeriodStanding::Incomplete(it) if it.digest == first.digest));
    let digest = newest[0].digest;
    let standing = &result.periods[&Where(1).period()];
    assert_eq!(*standing, PeriodStanding::Counts(digest));
}

#[test]
fn sends_that_call_each_other_past_are_all_newest() {
    let mut world = one_session();
    world.record(0, Where(0), 2);
    world.send(0, Where(0));
    let mut files = world.files();
    files[0].line = [files[1].send].into();
    let result = roll_up(&files, &[]);
    assert_eq!(result.newest, [files[0].send, files[1].send].into());
    let standing = &result.periods[&Where(0).period()];
    assert!(matches!(standing, PeriodStanding::Unsettled(_)));
}

#[test]
fn a_decision_about_a_send_that_is_not_here_changes_nothing() {
    let world = one_session();
    let decision = Decision {
        kept: send_id(0xdead),
        set_aside: [world.sends[0].id].into(),
    };
    let files = world.files();
    assert_eq!(roll_up(&files, &[decision]), roll_up(&files, &[]));
}
