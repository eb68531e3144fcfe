//! Random histories of several tablets.

use daybook::store::restore::OldTablet;
use proptest::prelude::*;

use super::{Sort, Where, Which, World};

/// What a person does with the records of one tablet.
#[derive(Debug, Clone)]
pub enum Work {
    /// A session or survey is recorded.
    Record(Where, u16, Sort),
    /// A record is corrected, perhaps to another team or quarter.
    Correct(Which, Where, u16),
    Remove(Which),
    BringBack(Which),
    EraseText(Which),
    Send(Where),
}

/// One thing that happens; the first number says on which tablet.
#[derive(Debug, Clone)]
pub enum Step {
    Work(Which, Work),
    /// A backup is made, and kept for ever.
    BackUp(Which),
    /// A new tablet, or one whose browser was cleared.
    New,
    /// The journal is lost, and the records mended from local storage.
    LoseJournal(Which),
    /// Any backup is restored on any tablet, told truly or not.
    Restore(Which, Which, OldTablet),
    /// A tablet's latest state is backed up and restored on another.
    Pass(Which, Which, OldTablet),
    /// Another tablet is set up from this one's image.
    Image(Which),
    /// A book is taken over from any return.
    FromLastReturn(Which, Which),
    /// Work is typed again from paper, into this book of the tablet's.
    FromPaper(Which, Which),
    /// Work is recorded as it is done again.
    FirstHand(Which),
    /// Another tablet restores the backup of one, which begins a new book.
    BeginNewBook(Which, Which),
    /// The records of a quarter that was sent are removed for good.
    PassRetention(Which, Which),
    /// A spreadsheet is imported, perhaps once more or on another tablet too.
    Import(Which, u8),
}

fn which() -> impl Strategy<Value = Which> {
    any::<u16>().prop_map(Which)
}

fn places() -> impl Strategy<Value = Where> {
    (0..6_u8).prop_map(Where)
}

/// Few people, so that figures often stay the same though records moved.
fn people() -> impl Strategy<Value = u16> {
    1..4_u16
}

pub fn told() -> impl Strategy<Value = OldTablet> {
    prop_oneof![
        1 => Just(OldTablet::InUse),
        2 => Just(OldTablet::Retired),
    ]
}

pub fn work() -> impl Strategy<Value = Work> {
    let sort = prop_oneof![3 => Just(Sort::Session), 1 => Just(Sort::Survey)];
    prop_oneof![
        4 => (places(), people(), sort).prop_map(|(to, who, sort)| Work::Record(to, who, sort)),
        4 => (which(), places(), people()).prop_map(|(it, to, who)| Work::Correct(it, to, who)),
        2 => which().prop_map(Work::Remove),
        1 => which().prop_map(Work::BringBack),
        1 => which().prop_map(Work::EraseText),
        4 => places().prop_map(Work::Send),
    ]
}

pub fn step() -> impl Strategy<Value = Step> {
    let two = || (which(), which());
    prop_oneof![
        24 => (which(), work()).prop_map(|(on, work)| Step::Work(on, work)),
        4 => which().prop_map(Step::BackUp),
        1 => Just(Step::New),
        1 => which().prop_map(Step::LoseJournal),
        4 => (which(), which(), told()).prop_map(|(it, on, told)| Step::Restore(it, on, told)),
        2 => (which(), which(), told()).prop_map(|(of, on, told)| Step::Pass(of, on, told)),
        1 => which().prop_map(Step::Image),
        1 => two().prop_map(|(last, on)| Step::FromLastReturn(last, on)),
        1 => two().prop_map(|(on, book)| Step::FromPaper(on, book)),
        1 => which().prop_map(Step::FirstHand),
        1 => two().prop_map(|(on, other)| Step::BeginNewBook(on, other)),
        1 => two().prop_map(|(on, sent)| Step::PassRetention(on, sent)),
        3 => (which(), 0..3_u8).prop_map(|(on, file)| Step::Import(on, file)),
    ]
}

/// One thing that happens while one tablet at a time does the work, and is
/// always told of truly.
#[derive(Debug, Clone)]
pub enum Turn {
    Work(Work),
    BackUp,
    /// The tablet is lost, or its browser cleared: another goes on with its
    /// newest backup, made after its last Send.
    Lost,
    /// The journal is lost, and the newest backup restored.
    LoseJournal,
    /// An older backup is restored once more.
    OldBackup(Which),
    /// Another tablet holds a copy and does its own work.
    Watched(Work),
    /// The tablet is lost with all its backups: another takes its books over
    /// from their last returns, and types no record of them again.
    LostWithoutBackup,
    /// A spreadsheet is imported whose book is not known here.
    Import(u8),
}

pub fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        24 => work().prop_map(Turn::Work),
        3 => Just(Turn::BackUp),
        2 => Just(Turn::Lost),
        2 => Just(Turn::LoseJournal),
        2 => which().prop_map(Turn::OldBackup),
        2 => work().prop_map(Turn::Watched),
        1 => Just(Turn::LostWithoutBackup),
        2 => (0..3_u8).prop_map(Turn::Import),
    ]
}

/// The tablets of such a history, in its world.
struct Line {
    current: usize,
    watching: usize,
    /// Whether something was sent since the newest backup.
    sent_since: bool,
}

impl World {
    /// One tablet after another, and what then happened.
    pub fn in_line(turns: &[Turn]) -> Self {
        let mut world = Self::with_tablets(2);
        let mut line = Line {
            current: 0,
            watching: 1,
            sent_since: true,
        };
        for turn in turns {
            world.take_turn(&mut line, turn);
        }
        world
    }

    fn take_turn(&mut self, line: &mut Line, turn: &Turn) {
        match turn {
            Turn::Work(work) => {
                let sends = self.sends.len();
                self.work(line.current, work);
                line.sent_since |= self.sends.len() > sends;
            }
            Turn::Import(file) => {
                if !self.knows_spreadsheet(line.current, *file) {
                    self.import(line.current, *file);
                    line.sent_since = true;
                }
            }
            Turn::BackUp => self.back_up_in(line),
            Turn::Lost => {
                self.back_up_if_sent(line);
                line.current = self.new_tablet();
                self.restore_newest(line.current, OldTablet::Retired);
            }
            Turn::LoseJournal => {
                self.back_up_if_sent(line);
                self.tablets[line.current].lose_journal();
                self.restore_newest(line.current, OldTablet::Retired);
            }
            Turn::OldBackup(which) => {
                if let Some(old) = which.of(&self.backups) {
                    self.tablets[line.current].restore(old, OldTablet::Retired);
                }
            }
            Turn::Watched(work) => {
                if !self.backups.is_empty() {
                    self.restore_newest(line.watching, OldTablet::InUse);
                }
                self.work(line.watching, work);
            }
            Turn::LostWithoutBackup => {
                let gone = self.tablets[line.current].clone();
                self.backups.clear();
                line.current = self.new_tablet();
                for history in gone.histories() {
                    let mut latest_first = self.sends.iter().rev();
                    let newest = latest_first.find(|send| send.book == history.book);
                    if let Some(last) = newest.map(|send| send.returns[0].clone()) {
                        self.tablets[line.current].take_over_from(&last);
                    }
                }
                line.sent_since = true;
            }
        }
    }

    fn back_up_in(&mut self, line: &mut Line) {
        self.back_up(line.current);
        line.sent_since = false;
    }

    fn back_up_if_sent(&mut self, line: &mut Line) {
        if line.sent_since {
            self.back_up_in(line);
        }
    }

    fn restore_newest(&mut self, on: usize, told: OldTablet) {
        let newest = self.backups.last().unwrap();
        self.tablets[on].restore(newest, told);
    }

    /// Three tablets, and what then happened.
    pub fn after(steps: &[Step]) -> Self {
        let mut world = Self::with_tablets(3);
        for step in steps {
            world.take(step);
        }
        world
    }

    pub fn work(&mut self, on: usize, work: &Work) {
        match work {
            Work::Record(to, people, sort) => {
                self.record(on, *to, *people, *sort);
            }
            Work::Correct(which, to, people) => self.correct(on, *which, *to, *people),
            Work::Remove(which) => self.remove(on, *which),
            Work::BringBack(which) => self.bring_back(on, *which),
            Work::EraseText(which) => self.erase_text(on, *which),
            Work::Send(wanted) => self.send(on, *wanted),
        }
    }

    pub fn take(&mut self, step: &Step) {
        let tablets = self.tablets.len();
        let at = |which: &Which| which.at(tablets).unwrap();
        match step {
            Step::Work(on, work) => self.work(at(on), work),
            Step::BackUp(on) => self.back_up(at(on)),
            Step::New => {
                self.new_tablet();
            }
            Step::LoseJournal(on) => self.tablets[at(on)].lose_journal(),
            Step::Restore(backup, on, told) => {
                if let Some(backup) = backup.of(&self.backups) {
                    self.tablets[at(on)].restore(backup, *told);
                }
            }
            Step::Pass(of, on, told) => {
                let backup = self.tablets[at(of)].backup();
                self.tablets[at(on)].restore(&backup, *told);
            }
            Step::Image(of) => self.tablets.push(self.tablets[at(of)].clone()),
            Step::FromLastReturn(last, on) => {
                if let Some(last) = last.of(&self.files()) {
                    self.tablets[at(on)].take_over_from(last);
                }
            }
            Step::FromPaper(on, book) => {
                let tablet = &mut self.tablets[at(on)];
                let histories = tablet.histories().into_iter().map(|it| it.book);
                let sends = |book: &_| tablet.books.holding(*book).is_none_or(is_sent);
                let books: Vec<_> = histories.filter(sends).collect();
                tablet.books.others.from_paper = book.of(&books).copied();
            }
            Step::FirstHand(on) => self.tablets[at(on)].books.others.from_paper = None,
            Step::BeginNewBook(on, other) => {
                let backup = self.tablets[at(on)].backup();
                self.tablets[at(other)].restore(&backup, OldTablet::Retired);
                self.begin_new_book(at(on));
            }
            Step::PassRetention(on, sent) => self.pass_retention(at(on), *sent),
            Step::Import(on, file) => self.import(at(on), *file),
        }
    }
}

fn is_sent(holding: daybook::domain::submission::books::Holding) -> bool {
    holding != daybook::domain::submission::books::Holding::Copy
}
