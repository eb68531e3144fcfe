//! What must hold of a Send, of a restore, and of what counts.

use std::collections::{BTreeMap, BTreeSet};

use daybook::domain::base::ids::{BookId, RecordId, SendId};
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::{FreeText, Record};
use daybook::domain::submission::books::{Books, Holding};
use daybook::domain::submission::quarter_return::{Current, Manifest, QuarterReturn};
use daybook::domain::submission::send::{BookHistory, Knowledge, Retention};
use daybook::domain::submission::which_counts::{BookRollUp, Decision, PeriodStanding, roll_up};
use daybook::domain::totals::QuarterTotals;
use daybook::domain::totals::cells::{self, Cell};
use daybook::store::restore::{OldTablet, Restoration};

use super::{Backup, Period, Tablet, Where, World, Written};

/// A book's records of a team and quarter, removed ones too.
fn records_in(ledger: &Ledger, book: BookId, (team, quarter): &Period) -> Vec<Record> {
    let records = ledger.in_quarter(team, *quarter);
    records
        .filter(|record| record.book() == book)
        .cloned()
        .collect()
}

/// What a tablet has of a book's quarter to count: all but what another quarter
/// counted before its records were removed for good.
fn counted(world: &World, ledger: &Ledger, history: &BookHistory, period: &Period) -> Vec<Record> {
    let mut records = records_in(ledger, history.book, period);
    for (of, sent) in history.sent() {
        if of != period && sent.retention == Retention::Passed {
            let there = kept(&world.written(sent.send).counted(world, of));
            records.retain(|record| !there.contains(&record.id()));
        }
    }
    records
}

impl Written {
    /// The records behind what it said of a quarter.
    fn counted(&self, world: &World, period: &Period) -> Vec<Record> {
        counted(world, &self.ledger, &self.history, period)
    }
}

fn figures(records: &[Record], period: &Period) -> Vec<Cell> {
    cells::cells(&QuarterTotals::of(period.1, records))
}

fn kept(records: &[Record]) -> BTreeSet<RecordId> {
    let kept = records.iter().filter(|record| !record.is_removed());
    kept.map(Record::id).collect()
}

fn is_sent(books: &Books, book: BookId) -> bool {
    books.holding(book) != Some(Holding::Copy)
}

// Sends.

pub fn check_nothing_to_send(tablet: &Tablet, wanted: Where) {
    let written = tablet.books.to_write(&tablet.ledger, &wanted.period());
    assert_eq!(written, [], "nothing has changed");
}

/// `earlier` is how many Sends there were before.
pub fn check_sent(world: &World, before: &Tablet, after: &Tablet, earlier: usize, wanted: Where) {
    let new = &world.sends[earlier..];
    assert!(!new.is_empty());
    check_nothing_to_send(after, wanted);
    check_lines(after);
    for send in new {
        assert!(is_sent(&before.books, send.book), "a copy is never sent");
        check_returns(world, before, send);
        check_manifest(world, send);
    }
    for history in after.histories() {
        if !new.iter().any(|send| send.book == history.book) {
            assert_eq!(before.history(history.book), Some(history));
        }
        let here = counted(world, &after.ledger, history, &wanted.period());
        if is_sent(&after.books, history.book) && !kept(&here).is_empty() {
            let mut sent = history.sent();
            assert!(sent.any(|(period, _)| *period == wanted.period()));
        }
    }
}

fn check_returns(world: &World, before: &Tablet, send: &Written) {
    let history = before.history(send.book).unwrap();
    let mut written = BTreeSet::new();
    for one in &send.returns {
        let period = one.period();
        let records = counted(world, &before.ledger, history, &period);
        let kept = kept(&records);
        assert!(written.insert(period.clone()), "each quarter once");
        assert_eq!((one.book, one.send), (send.book, send.id));
        assert_eq!(one.manifest, send.returns[0].manifest);
        assert!(one.line.iter().eq(&send.line));
        assert_eq!(one.measures, figures(&records, &period));
        assert_eq!(usize::try_from(one.records).unwrap(), kept.len());
        assert_eq!(one.nil, kept.is_empty());
        let was_sent = history.sent().any(|(of, _)| *of == period);
        let nothing = one.measures == figures(&[], &period);
        if nothing && !was_sent && history.knowledge == Knowledge::Whole {
            for other in before.histories() {
                let has = self::kept(&counted(world, &before.ledger, other, &period));
                let silent = has.is_empty() || !is_sent(&before.books, other.book);
                assert!(silent, "says that nothing was done in {period:?}");
            }
        }
    }
}

/// What a Send says of every quarter of its book agrees with its records, or
/// stands for records that are no longer, or never were, on its tablet.
fn check_manifest(world: &World, send: &Written) {
    let manifest = &send.returns[0].manifest;
    for (period, sent) in send.history.sent() {
        let expected = Current {
            send: sent.send,
            digest: sent.digest,
        };
        assert_eq!(manifest.get(period), Some(&expected));
        let file = file_of(world, send.book, period, &expected);
        let behind = behind(world, send, period, &expected);
        let records = behind.counted(world, period);
        assert_eq!(file.measures, figures(&records, period), "{period:?}");
    }
    assert_eq!(manifest.iter().count(), send.history.sent().count());
    for past in &send.line {
        // A quarter that was sent never goes missing from a line.
        for (period, _) in world.written(*past).history.sent() {
            assert!(manifest.get(period).is_some(), "{period:?}");
        }
    }
    // All was sent, so all is known again.
    assert_eq!(send.history.knowledge, Knowledge::Whole);
}

fn file_of<'a>(
    world: &'a World,
    book: BookId,
    period: &Period,
    current: &Current,
) -> &'a QuarterReturn {
    let send = world.written(current.send);
    assert_eq!(send.book, book);
    let mut returns = send.returns.iter();
    let is_it = |one: &&QuarterReturn| one.digest == current.digest && one.period() == *period;
    returns.find(is_it).unwrap()
}

/// The Send whose records a Send's word about a quarter must agree with: itself;
/// the one it inherited the return from, when it knows no more of the quarter; or
/// the one that had the records before they were removed for good.
fn behind<'a>(
    world: &'a World,
    send: &'a Written,
    period: &Period,
    current: &Current,
) -> &'a Written {
    let mut returns = send.history.sent();
    let (_, named) = returns.find(|(of, _)| *of == period).unwrap();
    let inherited = !send.line.contains(&current.send) && current.send != send.id;
    if inherited || named.retention == Retention::Passed {
        world.written(current.send)
    } else {
        send
    }
}

/// The app's lines are the model's.
fn check_lines(tablet: &Tablet) {
    let lines = tablet.histories().into_iter();
    let lines: BTreeMap<BookId, BTreeSet<SendId>> = lines
        .map(|it| (it.book, it.line.iter().copied().collect()))
        .collect();
    assert_eq!(lines.len(), tablet.histories().len(), "each book once");
    assert_eq!(lines, tablet.known);
}

// Restores.

pub fn check_restored(
    before: &Tablet,
    backup: &Backup,
    old: OldTablet,
    plan: &Restoration,
    after: &Tablet,
) {
    let theirs = &backup.contents.ledger;
    let counts = [
        plan.added,
        plan.newer,
        plan.same,
        plan.older,
        plan.differing,
    ];
    assert_eq!(counts.iter().sum::<usize>(), theirs.len());
    let ids: BTreeSet<RecordId> = before
        .ledger
        .iter()
        .chain(theirs.iter())
        .map(Record::id)
        .collect();
    assert!(after.ledger.iter().map(Record::id).eq(ids.iter().copied()));
    for id in &ids {
        let sides = [before.ledger.get(*id), theirs.get(*id)];
        check_merged(sides, after.ledger.get(*id).unwrap());
    }
    for id in &after.erased {
        let here = after.ledger.get(*id);
        assert!(here.is_none_or(|it| it.text() == FreeText::Erased && !it.has_text()));
    }
    assert_eq!(after.books.own.book, before.books.own.book);
    check_lines(after);
    let books = backup.contents.books.as_ref().unwrap();
    for (one, told) in [(&before.books, OldTablet::Retired), (books, old)] {
        for history in super::histories(one) {
            let now = after.history(history.book).unwrap();
            let now: BTreeSet<&Period> = now.sent().map(|(period, _)| period).collect();
            let all = history.sent().all(|(period, _)| now.contains(period));
            assert!(all, "no quarter that was sent is forgotten");
            let was = match (one.holding(history.book), told) {
                (Some(Holding::Copy), _) | (_, OldTablet::InUse) => 0,
                (Some(Holding::FromLastReturn), OldTablet::Retired) => 1,
                (None | Some(Holding::TakenOver), OldTablet::Retired) => 2,
            };
            let is = match after.books.holding(history.book) {
                Some(Holding::Copy) => 0,
                Some(Holding::FromLastReturn) => 1,
                None | Some(Holding::TakenOver) => 2,
            };
            assert!(is >= was);
            if before.history(history.book).is_none() {
                assert_eq!(is, was);
            }
        }
    }
    check_lost_journals(before, after);
    check_asks_for_nothing_again(before, backup, after);
    let again = backup.contents.dry_run(after.here(), old);
    assert!(again.changes_nothing(after.here()), "twice is as once");
    assert_eq!((again.added, again.newer), (0, 0));
    assert_eq!((&again.ledger, &again.books), (&after.ledger, &after.books));
}

/// A book whose records were here without its history was sent, for all that is
/// known, in any of its quarters.
fn check_lost_journals(before: &Tablet, after: &Tablet) {
    for history in after.histories() {
        let had_records = before.ledger.books().contains(&history.book);
        if had_records && before.history(history.book).is_none() {
            assert_eq!(history.knowledge, Knowledge::JournalLost);
        }
    }
}

/// A backup that tells nothing new has nothing sent again.
fn check_asks_for_nothing_again(before: &Tablet, backup: &Backup, after: &Tablet) {
    let known = |(book, sends): (&BookId, &BTreeSet<SendId>)| {
        let here = before.known.get(book);
        here.is_some_and(|here| here.is_superset(sends))
    };
    let same_rights = before
        .histories()
        .iter()
        .all(|it| before.books.holding(it.book) == after.books.holding(it.book));
    if before.ledger != after.ledger || !same_rights || !backup.known.iter().all(known) {
        return;
    }
    let inherits = |tablet: &Tablet| {
        let histories = tablet.histories().into_iter();
        histories
            .flat_map(|it| it.sent().map(move |(_, sent)| (it, sent.send)))
            .any(|(it, send)| !it.line.contains(&send))
    };
    if inherits(before) || inherits(after) {
        return;
    }
    for wanted in (0..6).map(|number| Where(number).period()) {
        let asked = before.books.to_write(&before.ledger, &wanted);
        for (book, periods) in after.books.to_write(&after.ledger, &wanted) {
            let was_asked = asked.iter().find(|(of, _)| *of == book);
            let again = |period: &Period| {
                let mut sent = before.history(book).unwrap().sent();
                sent.any(|(of, _)| of == period)
            };
            for period in periods.iter().filter(|period| again(period)) {
                let before = was_asked.is_some_and(|(_, periods)| periods.contains(period));
                assert!(before, "{period:?} is asked for again");
            }
        }
    }
}

/// Of two copies of a record the newer is kept, and is without text when either
/// was.
fn check_merged(sides: [Option<&Record>; 2], kept: &Record) {
    let sides: Vec<&Record> = sides.into_iter().flatten().collect();
    let erased = sides.iter().any(|it| it.text() == FreeText::Erased);
    assert_eq!(kept.text() == FreeText::Erased, erased);
    let stripped = |record: &Record| {
        if erased {
            record.clone().stripped()
        } else {
            record.clone()
        }
    };
    assert!(sides.iter().any(|it| stripped(it) == *kept));
    let age = |record: &Record| (record.version(), record.saved_at());
    assert!(sides.iter().all(|it| age(it) <= age(kept)));
}

/// What two tablets hold, whichever of equally current returns they name.
pub fn essence(tablet: &Tablet) -> impl PartialEq + std::fmt::Debug {
    let books = tablet.histories().into_iter();
    let books: BTreeMap<BookId, _> = books
        .map(|it| {
            let sent: Vec<(Period, Retention)> = it
                .sent()
                .map(|(period, sent)| (period.clone(), sent.retention))
                .collect();
            let holding = tablet.books.holding(it.book);
            (it.book, (it.line.clone(), sent, it.knowledge, holding))
        })
        .collect();
    (tablet.ledger.clone(), books)
}

// What counts.

/// What any files of any books say together, with some decisions of a person.
pub fn check_what_counts(
    world: &World,
    files: &[QuarterReturn],
    decisions: &[Decision],
) -> BTreeMap<BookId, BookRollUp> {
    let books: BTreeSet<BookId> = files.iter().map(|file| file.book).collect();
    let mut seen = BTreeSet::new();
    let mut all = BTreeMap::new();
    for book in books {
        let files: Vec<&QuarterReturn> = files.iter().filter(|file| file.book == book).collect();
        let result = roll_up(files.iter().copied(), decisions);
        let newest = newest(world, &files, decisions);
        assert!(result.newest.iter().eq(newest.iter().map(|send| &send.id)));
        check_book(world, &files, &newest, &result, &mut seen);
        all.insert(book, result);
    }
    all
}

/// The Sends here that none other here descends from, by the model.
fn newest<'a>(
    world: &'a World,
    files: &[&QuarterReturn],
    decisions: &[Decision],
) -> Vec<&'a Written> {
    let here: BTreeSet<SendId> = files.iter().map(|file| file.send).collect();
    let here: Vec<&Written> = here.into_iter().map(|id| world.written(id)).collect();
    let is_past = |one: &Written| here.iter().any(|other| other.line.contains(&one.id));
    let mut newest: Vec<&Written> = here.iter().copied().filter(|one| !is_past(one)).collect();
    let is_kept = |kept: &SendId| {
        let mut newest = newest.iter();
        newest.any(|send| send.id == *kept || send.line.contains(kept))
    };
    let holds: Vec<&Decision> = decisions.iter().filter(|it| is_kept(&it.kept)).collect();
    let aside = |send: &Written| holds.iter().any(|it| it.set_aside.contains(&send.id));
    if newest.iter().any(|send| !aside(send)) {
        newest.retain(|send| !aside(send));
    }
    newest
}

fn manifest(send: &Written) -> &Manifest {
    &send.returns[0].manifest
}

fn check_book(
    world: &World,
    files: &[&QuarterReturn],
    newest: &[&Written],
    result: &BookRollUp,
    seen: &mut BTreeSet<RecordId>,
) {
    let named: BTreeSet<&Period> = newest
        .iter()
        .flat_map(|send| manifest(send).iter().map(|(period, _)| period))
        .collect();
    assert!(result.periods.keys().eq(named), "nothing is dropped");
    for (period, standing) in &result.periods {
        let words: BTreeSet<Option<Current>> = newest
            .iter()
            .map(|send| manifest(send).get(period).copied())
            .collect();
        let is_here = |current: &Current| {
            let mut files = files.iter();
            files.any(|file| file.digest == current.digest && file.period() == *period)
        };
        match standing {
            PeriodStanding::Counts(digest) => {
                let current = words.first().unwrap().unwrap();
                assert_eq!((words.len(), current.digest), (1, *digest));
                assert!(is_here(&current));
                let file = file_of(world, newest[0].book, period, &current);
                let records = behind(world, newest[0], period, &current).counted(world, period);
                assert_eq!(file.measures, figures(&records, period));
                for record in kept(&records) {
                    assert!(seen.insert(record), "{record} counts twice");
                }
            }
            PeriodStanding::Incomplete(current) => {
                assert_eq!(words, [Some(*current)].into());
                assert!(!is_here(current));
            }
            PeriodStanding::Unsettled(told) => {
                assert!(told.iter().eq(&words));
                assert!(words.len() > 1);
                check_cause(newest);
            }
        }
    }
}

/// Nothing is unsettled without two Sends neither of which descends from the
/// other.
fn check_cause(newest: &[&Written]) {
    let apart = |one: &&Written, other: &&Written| {
        one.id != other.id && !one.line.contains(&other.id) && !other.line.contains(&one.id)
    };
    let cause = newest
        .iter()
        .any(|one| newest.iter().any(|other| apart(one, other)));
    assert!(cause);
}
