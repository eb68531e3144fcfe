//! The laws of rolling up, over random histories of several tablets: records that
//! come, change, move and go, images of a tablet that go on separately, and any
//! files, in any order, alone or combined.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_combining;
mod support_send;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::{BookId, SendId, TeamId};
use daybook::domain::base::json::AsJson;
use daybook::domain::base::sorted::Set;
use daybook::domain::organisation::Organisation;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::{Filing, Record};
use daybook::domain::roll_up::checking::to_check;
use daybook::domain::roll_up::combined::Combined;
use daybook::domain::roll_up::editions::edition_digest;
use daybook::domain::roll_up::opening::{Content, open};
use daybook::domain::roll_up::table::rows;
use daybook::domain::roll_up::{
    About, Adding, Amount, Collection, Completeness, Decisions, Keep, KeepEdition, Level, MapOf,
    Names, Retire, RollUp, SendNote, Span, Standing, Structure, Sums, Unit, WhoHasSent,
};
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook::domain::submission::send::{BookHistory, Knowledge, SendError, SendOrder};
use daybook::domain::totals::cells::Figure;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use support_combining::{Lying, combined, opened};
use support_send::{club, id, order, quarter, send_id, stamp, team_id, text};
use uuid::Uuid;

const QUARTERS: [&str; 3] = ["2026-27 Q1", "2026-27 Q2", "2026-27 Q3"];
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2027, 2, 1).unwrap();

/// One thing that happens on a tablet, which is named by its position.
#[derive(Debug, Clone)]
enum Step {
    Record(usize, u8, u8, u16),
    Correct(usize, Index, u8, u8, u16),
    Remove(usize, Index),
    Send(usize, u8, u8),
    /// Another tablet is set up from this one's image, or takes it over.
    Copy(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (on, which) = (|| 0..60_usize, any::<Index>);
    let step = prop_oneof![
        5 => (on(), 0..3_u8, 0..3_u8, 1..9_u16).prop_map(|(on, t, q, n)| Step::Record(on, t, q, n)),
        2 => (on(), which(), 0..3_u8, 0..3_u8, 1..9_u16)
            .prop_map(|(on, which, t, q, n)| Step::Correct(on, which, t, q, n)),
        1 => (on(), which()).prop_map(|(on, which)| Step::Remove(on, which)),
        5 => (on(), 0..3_u8, 0..3_u8).prop_map(|(on, t, q)| Step::Send(on, t, q)),
        1 => on().prop_map(Step::Copy),
    ];
    vec(step, 0..40)
}

#[derive(Debug, Clone)]
struct Tablet {
    ledger: Ledger,
    history: BookHistory,
}

#[derive(Debug, Clone)]
struct World {
    tablets: Vec<Tablet>,
    files: Vec<QuarterReturn>,
    branched: BTreeSet<BookId>,
    next: u128,
}

impl World {
    fn after(steps: &[Step]) -> Self {
        let tablet = |book: u128| Tablet {
            ledger: Ledger::new(),
            history: BookHistory::new(BookId::new(Uuid::from_u128(book)), Knowledge::Whole),
        };
        let mut world = Self {
            tablets: (1..=3).map(tablet).collect(),
            files: Vec::new(),
            branched: BTreeSet::new(),
            next: 0,
        };
        for step in steps {
            world.take(step);
        }
        world
    }

    fn take(&mut self, step: &Step) {
        self.next += 1;
        let number = self.next;
        let many = self.tablets.len();
        match step {
            Step::Record(on, team, quarter, people) => {
                let tablet = &mut self.tablets[on % many];
                let filing = Filing {
                    id: id(number),
                    book: tablet.history.book,
                    team: team_id(*team),
                };
                let date = date(*quarter);
                let record = Record::new(filing, stamp(date, 0), club(date, *people));
                tablet.ledger.take_in(record);
            }
            Step::Correct(on, which, team, quarter, people) => {
                let entry = club(date(*quarter), *people);
                self.change(on % many, *which, |record, later| {
                    record.corrected(entry, team_id(*team), later).ok()
                });
            }
            Step::Remove(on, which) => self.change(on % many, *which, |record, later| {
                record.removed(None, later).ok()
            }),
            Step::Send(on, team, quarter) => self.send(on % many, *team, *quarter),
            Step::Copy(of) => {
                let copy = self.tablets[of % many].clone();
                self.branched.insert(copy.history.book);
                self.tablets.push(copy);
            }
        }
    }

    fn change(
        &mut self,
        on: usize,
        which: Index,
        how: impl FnOnce(&Record, daybook::domain::record::Stamp) -> Option<Record>,
    ) {
        let later = stamp(date(0), u64::try_from(self.next).unwrap());
        let ledger = &mut self.tablets[on].ledger;
        let records: Vec<&Record> = ledger.iter().collect();
        if !records.is_empty()
            && let Some(next) = how(records[which.index(records.len())], later)
        {
            ledger.take_in(next);
        }
    }

    fn send(&mut self, on: usize, team: u8, of: u8) {
        let tablet = &mut self.tablets[on];
        let order = SendOrder {
            tablet: text(&format!("Tablet {}", tablet.history.book.short())),
            ..order(
                self.next,
                team,
                quarter(QUARTERS[usize::from(of)]),
                Some("Counted again"),
            )
        };
        match tablet.history.send(&tablet.ledger, &order) {
            Ok(sent) => {
                tablet.history = sent.history;
                self.files.extend(sent.returns);
            }
            Err(SendError::NothingChanged) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// What each tablet has sent last, of books that never went on in two places:
    /// the direct contacts of each team and quarter.
    fn truth(&self) -> BTreeMap<(BookId, TeamId, Quarter), u64> {
        let mut truth = BTreeMap::new();
        for tablet in &self.tablets {
            let book = tablet.history.book;
            if self.branched.contains(&book) {
                continue;
            }
            for ((team, quarter), sent) in tablet.history.sent() {
                let file = self
                    .files
                    .iter()
                    .find(|it| it.digest == sent.digest)
                    .unwrap();
                let contacts = contacts(file);
                truth.insert((book, team.clone(), *quarter), contacts);
            }
        }
        truth
    }
}

fn date(of: u8) -> NaiveDate {
    quarter(QUARTERS[usize::from(of)]).first_day() + Days::new(9)
}

/// The direct contacts of a return, by its own cells.
fn contacts(file: &QuarterReturn) -> u64 {
    let cells = file.measures.iter();
    let of_kind = cells.filter(|cell| {
        cell.measure == "direct-contacts" && cell.breakdown.keys().eq(["age-band", "kind"].iter())
    });
    of_kind.map(|cell| cell.figure.count()).sum()
}

/// Teams 0 and 1 in the north, until team 1 moves; team 2 is not listed.
fn organisation() -> Organisation {
    Organisation::read(
        r#"{"format": "daybook-organisation", "format_version": 2, "city": "Riverton",
            "localities": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
            "teams": [
                {"id": "team-0", "name": "Team 0", "locality": "north"},
                {"id": "team-1", "name": "Team 1", "locality": "north", "until": "2026-07-31"},
                {"id": "team-1", "name": "Team 1", "locality": "south", "from": "2026-08-01"}
            ]}"#,
    )
    .unwrap()
}

/// A later edition: team 1 did not move.
fn later_edition() -> Organisation {
    let mut later = organisation();
    later.teams.truncate(2);
    later.teams[1].until = None;
    later
}

/// Another city, of team 2.
fn other_city() -> Organisation {
    Organisation::read(
        r#"{"format": "daybook-organisation", "format_version": 2, "city": "Lakeside",
            "localities": [{"id": "north", "name": "North"}],
            "teams": [{"id": "team-2", "name": "Team 2", "locality": "north"},
                      {"id": "team-9", "name": "Team 9", "locality": "north"}],
            "due": [{"quarter": "2026-27 Q1", "date": "2026-07-10"}]}"#,
    )
    .unwrap()
}

/// The whole table, who has sent, and what is to check.
fn told(files: &[Lying]) -> (String, Vec<String>, Vec<String>) {
    let collection = opened(files);
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let structure = Structure::new(
        collection.organisations(),
        &roll_up.decisions,
        MapOf::ItsTime,
    );
    let sums = Sums::of(&roll_up, &structure);
    let who = WhoHasSent::of(&roll_up, &structure, [], TODAY);
    let mut table = String::new();
    rows((&roll_up, &sums, &who), &structure, None, |row| {
        row.csv(&mut table);
    });
    let cells = who.rows().flat_map(|(_, row)| row);
    let cells = cells.map(|it| format!("{} {} {}", it.team, it.quarter.code(), it.words()));
    let words = to_check(&roll_up, &structure);
    let names = Names::of(&roll_up, &structure);
    (
        table,
        cells.collect(),
        words.iter().map(|it| it.words(&names)).collect(),
    )
}

fn collected(files: &[QuarterReturn]) -> Collection {
    let mut collection = Collection::default();
    for file in files {
        add(&mut collection, file);
    }
    collection
}

fn add(collection: &mut Collection, file: &QuarterReturn) -> daybook::domain::roll_up::FileNumber {
    let content = Content::Return(Box::new(file.clone()));
    collection.add(&file.file_name(), Ok(content))
}

type Added = BTreeMap<(String, String, Quarter), Vec<(About, Amount)>>;

/// All that a roll-up says, in an order of its own.
#[derive(Debug, PartialEq)]
struct Said {
    counted: Vec<String>,
    gaps: Vec<daybook::domain::roll_up::Gap>,
    in_doubt: Vec<daybook::domain::roll_up::InDoubt>,
    standings: BTreeMap<String, Standing>,
    sums: Added,
    matrix: Vec<(TeamId, Quarter, String)>,
}

fn said(collection: &Collection, decisions: &Decisions) -> Said {
    let organisation = organisation();
    let roll_up = RollUp::of(collection, decisions);
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let who = WhoHasSent::of(&roll_up, &structure, [], TODAY);
    let mut added = Added::new();
    for unit in sums.units() {
        for quarter in sums.quarters(unit) {
            let figures = sums.figures(unit, Span::quarter(quarter));
            let figures = figures
                .iter()
                .map(|(about, amount)| (about.clone(), amount));
            let key = (format!("{:?}", unit.level), unit.code.clone(), quarter);
            added.insert(key, figures.collect());
        }
    }
    let name = |key: daybook::domain::roll_up::ReturnKey| format!("{} {}", key.0, key.1);
    Said {
        counted: roll_up.counted.iter().map(|held| name(held.key)).collect(),
        gaps: roll_up.gaps.clone(),
        in_doubt: roll_up.in_doubt.clone(),
        standings: collection
            .returns()
            .map(|held| (name(held.key), roll_up.standing(held.key).unwrap()))
            .collect(),
        sums: added,
        matrix: who
            .rows()
            .flat_map(|(_, row)| row.map(|it| (it.team.clone(), it.quarter, it.words())))
            .collect(),
    }
}

fn some_of(files: &[QuarterReturn], chosen: &[Index]) -> Vec<QuarterReturn> {
    if files.is_empty() {
        return Vec::new();
    }
    chosen
        .iter()
        .map(|which| which.get(files).clone())
        .collect()
}

fn decisions(files: &[QuarterReturn], chosen: &[(Index, Index, bool)]) -> Decisions {
    let mut decisions = Decisions::default();
    if files.is_empty() {
        return decisions;
    }
    for (one, other, keep) in chosen {
        let (one, other) = (one.get(files), other.get(files));
        let on = TODAY;
        if *keep {
            decisions.keep.insert(Keep {
                book: one.book,
                kept: one.send,
                set_aside: [other.send].into(),
                reason: text("The other tablet was a copy"),
                on,
            });
        } else {
            decisions.retire.insert(Retire {
                book: one.book,
                saw: [one.send, other.send].into(),
                reason: text("Typed again in another book"),
                on,
            });
        }
    }
    decisions
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    // Each writes and reads whole files at several levels.
    #![proptest_config(cases(80))]

    #[test]
    fn figures_of_two_cities_are_the_same_at_every_level_of_combining(
        steps in steps(),
        chosen in vec(any::<Index>(), 0..16),
        decided in vec((any::<Index>(), any::<Index>(), any::<bool>()), 0..3),
        beside in vec(0..6_u8, 0..6),
        tree in vec((vec(any::<Index>(), 1..5), any::<bool>()), 0..8),
        turned in any::<bool>(),
    ) {
        let world = World::after(&steps);
        let returns = some_of(&world.files, &chosen);
        let mut decisions = decisions(&returns, &decided);
        let mut files: Vec<Lying> = returns
            .iter()
            .map(|one| (one.file_name(), one.to_text().into_bytes()))
            .collect();
        let as_file = |name: &str, text: String| (name.to_owned(), text.into_bytes());
        for what in beside {
            files.push(match what {
                0 => as_file("riverton.json", organisation().to_json().to_text()),
                1 => as_file("riverton-later.json", later_edition().to_json().to_text()),
                2 => as_file("lakeside.json", other_city().to_json().to_text()),
                3 => as_file("daybook-team-2-2026-27-Q3-x-0-r9.json", String::new()),
                4 => as_file("daybook-new-2026-27-Q2-x-0-r1.json", "{\"format\": ".to_owned()),
                _ => {
                    decisions.editions.insert(KeepEdition {
                        city: text("Riverton"),
                        kept: edition_digest(&later_edition()),
                        set_aside: [edition_digest(&organisation())].into(),
                        reason: text("Team 1 did not move"),
                        on: TODAY,
                    });
                    as_file("decisions.json", decisions.to_json().to_text())
                }
            });
        }
        let flat = told(&files);
        let mut parts = files.clone();
        if turned {
            parts.reverse();
        }
        for (number, (which, keeps)) in tree.iter().enumerate() {
            if parts.is_empty() {
                break;
            }
            let some: Vec<Lying> = which.iter().map(|it| it.get(&parts).clone()).collect();
            let part = combined(&some, &format!("part-{number}.json"), TODAY);
            if !keeps {
                parts.retain(|one| !some.contains(one));
            }
            parts.push(part);
        }
        prop_assert_eq!(&told(&parts), &flat);
        let whole = combined(&parts, "whole.json", TODAY);
        prop_assert_eq!(told(&[whole]), flat);
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn any_order_grouping_and_repetition_give_the_same_roll_up(
        steps in steps(),
        chosen in vec(any::<Index>(), 0..20),
        again in vec(any::<Index>(), 0..20),
        grouped in vec(any::<Index>(), 0..20),
        decided in vec((any::<Index>(), any::<Index>(), any::<bool>()), 0..3),
    ) {
        let world = World::after(&steps);
        let files = some_of(&world.files, &chosen);
        let decisions = decisions(&files, &decided);
        let one_way = collected(&files);
        let expected = said(&one_way, &decisions);

        // Some again, then all in the other order, and some within a combined file.
        let mut other_way = Collection::default();
        for file in some_of(&files, &again) {
            add(&mut other_way, &file);
        }
        let mut together = Combined::new(text("North"), TODAY);
        together.returns = some_of(&files, &grouped);
        together.decisions = decisions.clone();
        let content = open(together.to_text().as_bytes()).unwrap();
        other_way.add("north.json", Ok(content));
        for file in files.iter().rev() {
            add(&mut other_way, file);
        }
        prop_assert_eq!(said(&other_way, &Decisions::default()), expected);
    }

    #[test]
    fn files_opened_in_parts_and_brought_together_are_as_if_opened_one_by_one(
        steps in steps(),
        chosen in vec(any::<Index>(), 0..12),
        cut in any::<Index>(),
        grouped in vec(any::<Index>(), 0..6),
        taken_out in any::<Index>(),
    ) {
        let world = World::after(&steps);
        let files = some_of(&world.files, &chosen);
        let mut bytes: Vec<Vec<u8>> = files.iter().map(|it| it.to_text().into_bytes()).collect();
        let mut together = Combined::new(text("North"), TODAY);
        together.returns = some_of(&world.files, &grouped);
        bytes.push(together.to_text().into_bytes());
        bytes.push(b"{}".to_vec());
        let mut one_by_one = Collection::default();
        for bytes in &bytes {
            one_by_one.add("file.json", open(bytes));
        }
        let (first, last) = bytes.split_at(cut.index(bytes.len()));
        let parts = [first, last].map(|part| {
            let mut collection = Collection::default();
            for bytes in part {
                collection.open("file.json", bytes);
            }
            collection
        });
        let [mut in_parts, rest] = parts;
        in_parts.take_in(rest);
        let none = Decisions::default();
        let became = |collection: &Collection| -> Vec<_> {
            collection.files().map(|(number, file)| (number, file.returns.clone())).collect()
        };
        prop_assert_eq!(became(&in_parts), became(&one_by_one));
        prop_assert_eq!(said(&in_parts, &none), said(&one_by_one, &none));
        let (out, _) = in_parts.files().nth(taken_out.index(bytes.len())).unwrap();
        in_parts.remove(out);
        one_by_one.remove(out);
        prop_assert_eq!(said(&in_parts, &none), said(&one_by_one, &none));
    }

    #[test]
    fn to_take_a_file_out_again_gives_what_was_there_before(
        steps in steps(),
        chosen in vec(any::<Index>(), 0..12),
        more in vec(any::<Index>(), 1..6),
        decided in vec((any::<Index>(), any::<Index>(), any::<bool>()), 0..3),
    ) {
        let world = World::after(&steps);
        let files = some_of(&world.files, &chosen);
        let decisions = decisions(&world.files, &decided);
        let mut collection = collected(&files);
        let before = said(&collection, &decisions);
        let more = some_of(&world.files, &more);
        let numbers: Vec<_> = more.iter().map(|file| add(&mut collection, file)).collect();
        let mut with = files.clone();
        with.extend(more);
        prop_assert_eq!(said(&collection, &decisions), said(&collected(&with), &decisions));
        for number in numbers {
            collection.remove(number);
        }
        prop_assert_eq!(said(&collection, &decisions), before);
    }

    #[test]
    fn all_is_the_sum_of_localities_of_teams_and_of_returns(
        steps in steps(),
        chosen in vec(any::<Index>(), 0..20),
        stocks in vec(1..50_u64, 20),
        on_a_day in any::<bool>(),
    ) {
        let world = World::after(&steps);
        let mut files = some_of(&world.files, &chosen);
        // A measure that no table knows, as a stock.
        for (file, stock) in files.iter_mut().zip(&stocks) {
            let figure = Figure::Stock { count: *stock };
            support_send::returns::with_figure(figure)(file);
        }
        let organisation = organisation();
        let collection = collected(&files);
        let roll_up = RollUp::of(&collection, &Decisions::default());
        let map = if on_a_day { MapOf::Day(TODAY) } else { MapOf::ItsTime };
        let structure = Structure::new([&organisation], &roll_up.decisions, map);
        let sums = Sums::of(&roll_up, &structure);
        for code in QUARTERS {
            let quarter = quarter(code);
            let span = Span::quarter(quarter);
            let of_level = |level: Level| {
                let mut sum: BTreeMap<About, Amount> = BTreeMap::new();
                for unit in sums.units().filter(|unit| unit.level == level) {
                    for (about, amount) in sums.figures(unit, span).iter() {
                        sum.entry(about.clone()).or_default().add(amount);
                    }
                }
                sum
            };
            let mut of_returns: BTreeMap<About, Amount> = BTreeMap::new();
            for held in roll_up.counted.iter().filter(|held| held.quarter == quarter) {
                for (about, amount) in collection.figures(held) {
                    of_returns.entry(About::clone(about)).or_default().add(amount);
                }
            }
            for level in [Level::Team, Level::Locality, Level::City, Level::All] {
                prop_assert_eq!(of_level(level), of_returns.clone());
            }
        }
        // Over quarters: counts and both parts of a share add up, a stock does not.
        let year = sums.figures(&Unit::all(), Span::year(quarter(QUARTERS[0]).year()));
        for (about, amount) in year.iter() {
            let quarters = QUARTERS.map(|code| {
                let figures = sums.figures(&Unit::all(), Span::quarter(quarter(code)));
                let found = figures.iter().find(|(other, _)| *other == about);
                found.map_or_else(Amount::default, |(_, amount)| amount)
            });
            prop_assert!(about.adding != Adding::Stock, "no return of quarter 4 is here");
            let sum = quarters.iter().fold(Amount::default(), |mut sum, quarter| {
                sum.add(*quarter);
                sum
            });
            prop_assert_eq!(sum, amount);
        }
    }

    #[test]
    fn a_total_is_right_or_says_incomplete_or_unsettled(
        steps in steps(),
        left_out in vec(any::<Index>(), 0..10),
    ) {
        let world = World::after(&steps);
        // Of every newest Send at least one file is here.
        let newest: BTreeSet<SendId> = world
            .tablets
            .iter()
            .filter_map(|tablet| {
                let sent = world.files.iter().rev();
                let mut own = sent.filter(|file| tablet.history.line.contains(&file.send));
                own.next().map(|file| file.send)
            })
            .collect();
        let mut files = world.files.clone();
        for which in &left_out {
            if files.is_empty() {
                break;
            }
            let at = which.index(files.len());
            let send = files[at].send;
            let others = files.iter().filter(|file| file.send == send).count();
            if !newest.contains(&send) || others > 1 {
                files.remove(at);
            }
        }
        let collection = collected(&files);
        let roll_up = RollUp::of(&collection, &Decisions::default());
        let none = Decisions::default();
        let structure = Structure::new([], &none, MapOf::ItsTime);
        let who = WhoHasSent::of(&roll_up, &structure, [], TODAY);
        let sums = Sums::of(&roll_up, &structure);
        let truth = world.truth();
        for (_, row) in who.rows() {
            for cell in row {
                let branched = |book: &BookId| world.branched.contains(book);
                let here = |book: &BookId| {
                    world.files.iter().any(|file| {
                        file.book == *book && file.period() == (cell.team.clone(), cell.quarter)
                    })
                };
                // A Send may write a quarter that is not over; then that is said.
                let early = cell.notes.contains(&SendNote::PartQuarter);
                if cell.completeness() != Completeness::Complete && !early {
                    // And no false alarm: something is in doubt, or a file is gone.
                    let doubt = roll_up
                        .gaps
                        .iter()
                        .any(|gap| (&gap.team, gap.quarter) == (&cell.team, cell.quarter));
                    prop_assert!(doubt, "{:?}", cell);
                    prop_assert!(
                        files.len() < world.files.len() || world.branched.iter().any(here)
                    );
                    continue;
                }
                if roll_up.gaps.iter().any(|gap| gap.quarter == cell.quarter && gap.team == cell.team) {
                    continue;
                }
                if world.branched.iter().any(|book| branched(book) && here(book)) {
                    continue;
                }
                let expected: u64 = truth
                    .iter()
                    .filter(|((_, team, of), _)| (team, *of) == (&cell.team, cell.quarter))
                    .map(|(_, contacts)| contacts)
                    .sum();
                let unit = &cell.belonging.units[0];
                let figures = sums.figures(unit, Span::quarter(cell.quarter));
                let measure = daybook::domain::roll_up::measure::Measure::with_code("direct-contacts");
                let found = figures.amount(measure.unwrap()).unwrap().count;
                prop_assert_eq!(found, expected);
            }
        }
        // With every file of books that never branched, nothing is incomplete.
        if files.len() == world.files.len() && world.branched.is_empty() {
            prop_assert!(roll_up.gaps.is_empty() && roll_up.in_doubt.is_empty());
            prop_assert_eq!(roll_up.counted.len(), truth.len());
        }
    }
}

/// The histories above are worth trying: many have files of several Sends, many
/// have branches, and among these are some that a person has to decide about.
#[test]
fn histories_come_with_branches_and_restatements() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut restated, mut unsettled, mut several_books) = (0, 0, 0);
    for _ in 0..200 {
        let world = World::after(&steps().new_tree(&mut runner).unwrap().current());
        let collection = collected(&world.files);
        let roll_up = RollUp::of(&collection, &Decisions::default());
        restated += usize::from(world.files.iter().any(|file| file.revision > 1));
        unsettled += usize::from(!roll_up.in_doubt.is_empty());
        let books: Set<BookId> = roll_up.counted.iter().map(|held| held.book).collect();
        several_books += usize::from(books.len() > 1);
    }
    assert!(restated > 50, "{restated}");
    assert!(unsettled > 15, "{unsettled}");
    assert!(several_books > 100, "{several_books}");
}

#[test]
fn a_kept_send_counts_and_a_retired_book_does_not() {
    let copy_and_send = [
        Step::Record(0, 0, 0, 5),
        Step::Send(0, 0, 0),
        Step::Copy(0),
        Step::Record(0, 0, 0, 2),
        Step::Send(0, 0, 0),
    ];
    let mut world = World::after(&copy_and_send);
    world.next += 1;
    let copy = world.tablets.len() - 1;
    let filing = Filing {
        id: id(900),
        book: world.tablets[copy].history.book,
        team: team_id(0),
    };
    let record = Record::new(filing, stamp(date(0), 0), club(date(0), 30));
    world.tablets[copy].ledger.take_in(record);
    world.send(copy, 0, 0);
    assert_eq!(world.files.len(), 3);
    let collection = collected(&world.files);
    let contacts_of = |decisions: &Decisions| {
        let said = said(&collection, decisions);
        let all = said
            .sums
            .get(&("All".to_owned(), "all".to_owned(), quarter(QUARTERS[0])));
        all.map(|figures| {
            let contacts = figures.iter().filter(|(about, _)| {
                about.measure == "direct-contacts"
                    && about.breakdown.dimensions().eq(["age-band", "kind"])
            });
            contacts.map(|(_, amount)| amount.count).sum::<u64>()
        })
    };
    assert_eq!(contacts_of(&Decisions::default()), None, "unsettled");
    let [_, one, other] = [0, 1, 2].map(|at| world.files[at].send);
    let mut keep = Decisions::default();
    keep.keep.insert(Keep {
        book: world.files[0].book,
        kept: other,
        set_aside: [one].into(),
        reason: text("The first tablet was reset"),
        on: TODAY,
    });
    assert_eq!(contacts_of(&keep), Some(35));
    let standing = said(&collection, &keep).standings;
    let standings: Vec<Standing> = standing.into_values().collect();
    for one in [Standing::Counts, Standing::SetAside, Standing::Past] {
        assert_eq!(
            standings.iter().filter(|it| **it == one).count(),
            1,
            "{one:?}"
        );
    }
    let mut retire = keep.clone();
    retire.retire.insert(Retire {
        book: world.files[0].book,
        saw: [one, other].into(),
        reason: text("Typed again in another book"),
        on: TODAY,
    });
    assert_eq!(contacts_of(&retire), None);
    assert!(said(&collection, &retire).in_doubt.is_empty());
    // Should it send again, that is in doubt.
    let mut saw_less = keep;
    saw_less.retire.insert(Retire {
        book: world.files[0].book,
        saw: [send_id(77)].into(),
        reason: text("Typed again in another book"),
        on: TODAY,
    });
    assert_eq!(contacts_of(&saw_less), None);
    assert_eq!(said(&collection, &saw_less).in_doubt.len(), 1);
}
