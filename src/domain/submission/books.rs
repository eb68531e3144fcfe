//! The books on a tablet: its own, and those that came from elsewhere.
//!
//! | how a book is held | its records | a Send from here |
//! |---|---|---|
//! | own | recorded, corrected, removed | continues its line |
//! | taken over | corrected, removed | continues its line |
//! | taken over from its last return | typed again from paper | begins a line of its own, so that a person decides |
//! | copy | read | leaves it out |
//!
//! Guarantees that new records go into the installation's own book, unless
//! those of a lost one are typed again; that a book is never held in two ways;
//! and that what comes back from a backup adds to what is known and takes
//! nothing from it. Source: the design's "Identity".

use chrono::{DateTime, Utc};

use crate::domain::base::calendar::Quarter;
use crate::domain::base::coded::coded;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, SendId, TeamId};
use crate::domain::base::json::object;
use crate::domain::base::sorted::{Set, map_of};
use crate::domain::base::text::Name;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Provenance, Record};
use crate::domain::submission::last_return::LastReturn;
use crate::domain::submission::passing_on::{PassedOn, PassingOn};
use crate::domain::submission::quarter_return::QuarterReturn;
use crate::domain::submission::send::{
    Basis, BookHistory, Knowledge, Origin, Retention, SendError, SendOrder, SendStanding,
    SentReturn,
};
use crate::domain::totals::QuarterTotals;

/// How a book that came from elsewhere is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// To be read: its tablet is still in use.
    Copy,
    /// In the place of its tablet, which is not used any more.
    TakenOver,
    /// The same, but without its records: only its last return was there.
    FromLastReturn,
}

coded!(Holding {
    Copy = "copy",
    TakenOver = "taken-over",
    FromLastReturn = "from-last-return",
});

/// A book that came from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherBook {
    /// What it has sent, as far as it is known here.
    pub history: BookHistory,
    /// The label of its tablet.
    pub tablet: Name,
    /// How it is held.
    pub holding: Holding,
}

object!(OtherBook {
    history: needed,
    tablet: needed,
    holding: needed,
});

/// The books that came from elsewhere, as they are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherBooks {
    /// Each book once.
    pub books: Vec<OtherBook>,
    /// The book whose records are being typed again from paper, perhaps the
    /// tablet's own; `None` when work is recorded as it is done.
    pub from_paper: Option<BookId>,
}

object!(OtherBooks {
    books: needed,
    from_paper: usual,
});

/// All books on a tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// The installation's own.
    pub own: BookHistory,
    /// Those that came from elsewhere.
    pub others: OtherBooks,
}

/// What the returns of a tablet's books say of one team's quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookStanding<'a> {
    /// The book.
    pub book: &'a BookHistory,
    /// The tablet that the book came from; `None` for the own one.
    pub tablet: Option<&'a Name>,
    /// How it stands.
    pub standing: SendStanding<'a>,
}

/// A return that a Send would write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The tablet that its book came from; `None` for the own one.
    pub tablet: Option<Name>,
    /// Where its records came from.
    pub origin: Origin,
    /// Its team and quarter.
    pub period: (TeamId, Quarter),
    /// Whether one was sent before, so that this needs a reason.
    pub again: bool,
    /// What it would say.
    pub totals: QuarterTotals,
}

/// One Send of each book that had something to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BooksSent {
    /// Every return that was written.
    pub returns: Vec<QuarterReturn>,
    /// The books, these Sends included.
    pub books: Books,
}

impl Books {
    /// The books of a tablet that holds its own alone.
    #[must_use]
    pub const fn new(own: BookHistory) -> Self {
        let others = OtherBooks {
            books: Vec::new(),
            from_paper: None,
        };
        Self { own, others }
    }

    /// How a book is held; `None` for the own one. One that nothing is known of
    /// is a copy: its records are here, and are in no return of this tablet.
    #[must_use]
    pub fn holding(&self, book: BookId) -> Option<Holding> {
        if book == self.own.book {
            return None;
        }
        let other = self.others.books.iter().find(|it| it.history.book == book);
        Some(other.map_or(Holding::Copy, |it| it.holding))
    }

    /// Marks the books of which there are records and no history among what is
    /// known beside them: their journal was lost, so that what was sent of these
    /// records is not known in full, and one of them may have been counted in any
    /// quarter that was inherited. `known` is `None` where no book is.
    pub fn mark_lost_journals(&mut self, ledger: &Ledger, known: Option<&Self>) {
        for book in &ledger.books() {
            if known.is_none_or(|books| !books.knows(*book))
                && let Some((history, _)) = self.find_mut(*book)
            {
                history.knowledge = Knowledge::JournalLost;
                if has_records(ledger, *book) {
                    history.doubt_inherited();
                }
            }
        }
    }

    /// Whether a book is this installation's own or came here from elsewhere.
    #[must_use]
    pub fn knows(&self, book: BookId) -> bool {
        let mut others = self.others.books.iter();
        book == self.own.book || others.any(|it| it.history.book == book)
    }

    /// Whether a record is this tablet's to correct, remove and send.
    #[must_use]
    pub fn answer_for(&self, record: &Record) -> bool {
        match self.holding(record.book()) {
            None | Some(Holding::TakenOver | Holding::FromLastReturn) => true,
            Some(Holding::Copy) => false,
        }
    }

    /// Whether a record counts in its team's quarter on this tablet: it is this
    /// tablet's to send, and no other team's quarter counted it for good.
    #[must_use]
    pub fn counts(&self, record: &Record) -> bool {
        let mut own = self
            .sending()
            .filter(|(history, _)| history.book == record.book());
        own.any(|(history, _)| {
            let for_good = history.counted_for_good(record.id());
            for_good
                .is_none_or(|(team, quarter)| team == record.team() && *quarter == record.quarter())
        })
    }

    /// Whether the return that a record counts in has been sent.
    #[must_use]
    pub fn has_sent(&self, record: &Record) -> bool {
        let period = (record.team().clone(), record.quarter());
        self.sending()
            .any(|(history, _)| history.book == record.book() && history.sent.contains_key(&period))
    }

    /// The book that a new record goes into, and how it came to be typed in.
    #[must_use]
    pub fn for_new_records(&self) -> (BookId, Provenance) {
        match self.others.from_paper {
            Some(book) => (book, Provenance::FromPaper),
            None => (self.own.book, Provenance::FirstHand),
        }
    }

    /// The books that this tablet sends, with the labels of the tablets they
    /// came from; `None` for the own one, which is first.
    pub(crate) fn sending(&self) -> impl Iterator<Item = (&BookHistory, Option<&Name>)> {
        let others = self.others.books.iter().filter(|it| match it.holding {
            Holding::TakenOver | Holding::FromLastReturn => true,
            Holding::Copy => false,
        });
        let others = others.map(|it| (&it.history, Some(&it.tablet)));
        std::iter::once((&self.own, None)).chain(others)
    }

    /// What the returns of each book say of a team's quarter. A book that has
    /// nothing in it is left out; where none has, the own one is told of.
    #[must_use]
    pub fn standings(&self, ledger: &Ledger, period: &(TeamId, Quarter)) -> Vec<BookStanding<'_>> {
        let has_some = |history: &BookHistory| {
            history.sent.contains_key(period) || ledger.has_any(history.book, period)
        };
        let nobody = !self.sending().any(|(history, _)| has_some(history));
        let concerned = self
            .sending()
            .filter(|(history, tablet)| has_some(history) || (nobody && tablet.is_none()));
        concerned
            .map(|(history, tablet)| BookStanding {
                book: history,
                tablet,
                standing: history.standing(ledger, period),
            })
            .collect()
    }

    /// When a team's quarter was last sent from this tablet, in whichever of its
    /// books; `None` when it never was.
    #[must_use]
    pub fn last_sent(&self, period: &(TeamId, Quarter)) -> Option<DateTime<Utc>> {
        let sent = self.sending().filter_map(|(book, _)| book.sent.get(period));
        sent.map(|sent| sent.made_at).max()
    }

    /// Whether a team's quarter was sent and has changed since, in any of this
    /// tablet's books.
    #[must_use]
    pub fn has_changed(&self, ledger: &Ledger, period: &(TeamId, Quarter)) -> bool {
        let mut books = self.sending();
        books
            .any(|(book, _)| matches!(book.standing(ledger, period), SendStanding::ChangedSince(_)))
    }

    /// What a Send would write, book by book; books with nothing to write are
    /// left out. Where nothing was done in the quarter that is asked for, the own
    /// book says so, and no other.
    #[must_use]
    pub fn to_write(
        &self,
        ledger: &Ledger,
        wanted: &(TeamId, Quarter),
    ) -> Vec<(BookId, Set<(TeamId, Quarter)>)> {
        let concerned = |history: &BookHistory| {
            history.sent.contains_key(wanted)
                || match history.knowledge {
                    Knowledge::Whole => history.totals(ledger, wanted).says_anything(),
                    // Before the loss it may have been sent with what is gone now.
                    Knowledge::JournalLost => ledger.has_any(history.book, wanted),
                }
        };
        let nil = !self.sending().any(|(history, _)| concerned(history));
        let mut all = Vec::new();
        for (history, tablet) in self.sending() {
            let mut periods = history.to_write(ledger, wanted);
            let says_so = nil && tablet.is_none();
            if !says_so && !concerned(history) {
                periods.retain(|period| period != wanted);
            }
            if !periods.is_empty() {
                all.push((history.book, periods));
            }
        }
        all
    }

    /// What a Send would write, to be looked at first.
    #[must_use]
    pub fn planned(&self, ledger: &Ledger, wanted: &(TeamId, Quarter)) -> Vec<Planned> {
        let all = self.to_write(ledger, wanted);
        let mut planned = Vec::new();
        for (history, tablet) in self.sending() {
            for (_, periods) in all.iter().filter(|(book, _)| *book == history.book) {
                planned.extend(periods.iter().map(|period| Planned {
                    tablet: tablet.cloned(),
                    origin: history.origin,
                    again: history.sent.contains_key(period),
                    totals: history.totals(ledger, period),
                    period: period.clone(),
                }));
            }
        }
        planned
    }

    /// Writes a Send of each book that has something to send. `order` names the
    /// Send of the first; `fresh` those of the others.
    ///
    /// # Errors
    /// A [`SendError`] when no book has anything to send, or a Send is refused;
    /// then nothing is sent.
    pub fn send(
        &self,
        ledger: &Ledger,
        order: &SendOrder,
        mut fresh: impl FnMut() -> SendId,
    ) -> Result<BooksSent, SendError> {
        let mut sent = BooksSent {
            returns: Vec::new(),
            books: self.clone(),
        };
        let mut order = order.clone();
        let own_label = order.tablet.clone();
        for (book, periods) in self.to_write(ledger, &order.wanted) {
            let Some((history, tablet)) = sent.books.find_mut(book) else {
                continue;
            };
            if !sent.returns.is_empty() {
                order.id = fresh();
            }
            order.tablet = tablet.unwrap_or_else(|| own_label.clone());
            let written = history.send_periods(ledger, periods, &order)?;
            *history = written.history;
            sent.returns.extend(written.returns);
        }
        if sent.returns.is_empty() {
            return Err(SendError::NothingChanged);
        }
        Ok(sent)
    }

    fn find_mut(&mut self, book: BookId) -> Option<(&mut BookHistory, Option<Name>)> {
        if book == self.own.book {
            return Some((&mut self.own, None));
        }
        let mut others = self.others.books.iter_mut();
        let found = others.find(|it| it.history.book == book)?;
        Some((&mut found.history, Some(found.tablet.clone())))
    }

    /// The same books, once the file of a return left the tablet; `None` where that
    /// return is past, so that nothing has to be noted.
    #[must_use]
    pub fn with_passed_on(
        &self,
        digest: Digest,
        how: PassingOn,
        at: DateTime<Utc>,
    ) -> Option<Self> {
        let mut after = self.clone();
        let left = PassedOn::On(at, how);
        let others = after.others.books.iter_mut().map(|it| &mut it.history);
        let mut all = std::iter::once(&mut after.own).chain(others);
        let noted = all.any(|history| history.note_passed_on(digest, left));
        noted.then_some(after)
    }

    /// Takes in what a backup knows of a book. What is known here already stays
    /// known, and a book is never held with fewer rights than before: whoever
    /// took it over goes on with it.
    pub fn take_in(&mut self, other: OtherBook) {
        if let Some((history, _)) = self.find_mut(other.history.book) {
            *history = history.merged(&other.history);
        } else {
            self.others.books.push(other);
            return;
        }
        let here = &mut self.others.books;
        if let Some(known) = here
            .iter_mut()
            .find(|it| it.history.book == other.history.book)
        {
            known.holding = match (known.holding, other.holding) {
                (Holding::TakenOver, _) | (_, Holding::TakenOver) => Holding::TakenOver,
                (Holding::FromLastReturn, _) | (_, Holding::FromLastReturn) => {
                    Holding::FromLastReturn
                }
                (Holding::Copy, Holding::Copy) => Holding::Copy,
            };
        }
    }

    /// Whether a backup's history of the own book tells of Sends that are not
    /// known here while others are known here alone: then two tablets share the
    /// book, and one of them should begin a new one.
    #[must_use]
    pub fn is_shared_with(&self, history: &BookHistory) -> bool {
        let knows_all_of = |one: &BookHistory, other: &BookHistory| {
            other.line.iter().all(|send| one.line.contains(send))
        };
        history.book == self.own.book
            && !knows_all_of(&self.own, history)
            && !knows_all_of(history, &self.own)
    }

    /// Begins a new book of this installation's own. Another tablet goes on
    /// with the one before, which stays here as a copy.
    #[must_use]
    pub fn with_new_own(mut self, fresh: BookId, tablet: Name) -> Self {
        let history = std::mem::replace(&mut self.own, BookHistory::new(fresh, Knowledge::Whole));
        self.others.from_paper = None;
        self.others.books.push(OtherBook {
            history,
            tablet,
            holding: Holding::Copy,
        });
        self
    }

    /// Whether a record's quarter has passed its retention period, so that its
    /// records were removed for good.
    #[must_use]
    pub fn has_passed(&self, record: &Record) -> bool {
        let period = (record.team().clone(), record.quarter());
        let others = self.others.books.iter().map(|it| &it.history);
        std::iter::once(&self.own)
            .chain(others)
            .any(|history| history.book == record.book() && history.has_passed(&period))
    }

    /// Marks quarters whose records were removed once the retention period had
    /// passed.
    pub fn retention_passed(&mut self, book: BookId, periods: &Set<(TeamId, Quarter)>) {
        if let Some((history, _)) = self.find_mut(book) {
            for (period, sent) in history.sent.iter_mut() {
                if periods.contains(period) {
                    sent.retention = Retention::Passed;
                }
            }
        }
    }
}

impl OtherBook {
    /// The book of a lost tablet, taken over from its last return without its
    /// records. Its line is empty, so that what is typed again from paper never
    /// takes the place of what was sent before a person has decided; its
    /// manifest is inherited, so that all other quarters stand; unless records
    /// of the book are here whose history was lost: one of them may since have
    /// been counted in any quarter, so all of them are written anew.
    #[must_use]
    pub fn from_last_return(last: &LastReturn, ledger: &Ledger) -> Self {
        let has_records = has_records(ledger, last.book);
        let sent = last.manifest.iter().map(|(period, current)| {
            let inherited = SentReturn {
                send: current.send,
                digest: current.digest,
                revision: last.revision,
                made_at: last.made_at,
                file_name: String::new(),
                // As long as nothing of it is typed again, it is as it was.
                figures: if has_records {
                    Digest::UNKNOWN
                } else {
                    Basis::of(period.1, Vec::new()).figures()
                },
                counted: Set::new(),
                retention: Retention::Kept,
                passed_on: PassedOn::NotNoted,
            };
            (period.clone(), inherited)
        });
        Self {
            history: BookHistory {
                book: last.book,
                line: Set::new(),
                sent: map_of(sent),
                knowledge: Knowledge::Whole,
                origin: if last.imported {
                    Origin::Spreadsheet
                } else {
                    Origin::Tablet
                },
            },
            tablet: last.tablet.clone(),
            holding: Holding::FromLastReturn,
        }
    }
}

impl BookHistory {
    /// What two histories of one book know together, for records that were
    /// brought together as well: every Send that either descends from, and of
    /// each quarter the return that the other side knows to be past, or else
    /// the one made later; whether it still holds is told by its figures.
    ///
    /// What one side alone inherited from a last return holds no longer: the
    /// other has records, and one of them may since have been counted there. It
    /// is written anew, so that a person decides.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.line.extend(other.line.iter().copied());
        for (period, theirs) in &other.sent {
            let mut stands = theirs.clone();
            if let Some(ours) = self.sent.get(period) {
                let ours_is_past = other.line.contains(&ours.send);
                let theirs_is_past = self.line.contains(&theirs.send);
                let newer = if ours_is_past == theirs_is_past {
                    age_of(theirs) > age_of(ours)
                } else {
                    ours_is_past
                };
                if !newer {
                    stands = ours.clone();
                }
                if ours.send == theirs.send {
                    // One side may have inherited it, without its records.
                    stands.counted.extend(ours.counted.iter().copied());
                    stands.counted.extend(theirs.counted.iter().copied());
                    // Either may have passed its file on.
                    stands.passed_on = ours.passed_on.and(theirs.passed_on);
                    // Records that are gone for good on one side are not all here.
                    let passed = |sent: &SentReturn| sent.retention == Retention::Passed;
                    if passed(ours) || passed(theirs) {
                        stands.retention = Retention::Passed;
                    }
                }
            }
            both.sent.insert(period.clone(), stands);
        }
        if self.inherits() != other.inherits() {
            both.doubt_inherited();
        }
        if other.knowledge == Knowledge::JournalLost {
            both.knowledge = Knowledge::JournalLost;
        }
        if other.origin == Origin::Spreadsheet {
            both.origin = Origin::Spreadsheet;
        }
        both
    }

    /// Has every return that was only inherited written anew, so that a person
    /// decides.
    fn doubt_inherited(&mut self) {
        for (_, sent) in self.sent.iter_mut() {
            if !self.line.contains(&sent.send) {
                sent.figures = Digest::UNKNOWN;
            }
        }
    }

    /// Whether returns stand for records that were never here.
    fn inherits(&self) -> bool {
        self.sent
            .values()
            .any(|sent| !self.line.contains(&sent.send) && sent.figures != Digest::UNKNOWN)
    }
}

/// Whether records of a book are here that were not typed again from paper.
fn has_records(ledger: &Ledger, book: BookId) -> bool {
    let mut records = ledger.iter().filter(|record| record.book() == book);
    records.any(|record| record.provenance() != Provenance::FromPaper)
}

/// By the time first: of an inherited return the revision is not known.
fn age_of(sent: &SentReturn) -> (DateTime<Utc>, Digest) {
    (sent.made_at, sent.digest)
}
