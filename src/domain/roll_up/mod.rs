//! Returns of many books added up: which of them count, and all that follows.
//!
//! | part | says |
//! |---|---|
//! | [`opening`] | what a file's bytes are, or why they are nothing that can be opened |
//! | [`Collection`] | the files that are open |
//! | [`RollUp`] | which of their returns count, under the decisions that were made |
//! | [`Decisions`] | what a person decided, and published totals that were typed in |
//! | [`Structure`] | where each team belongs, by the organisation |
//! | [`editions`] | which edition of a city's organisation file is in use |
//! | [`NotUsed`] | a file that could not be used, and the figures it may belong to |
//! | [`Sums`] | what counts, added up for every unit and quarter |
//! | [`WhoHasSent`] | which team has sent which quarter, and how complete a total is |
//! | [`change`] | a figure beside last year's, in a sentence |
//! | [`measure`] | the measures, as data |
//! | [`Notes`] | what a manager wrote beside figures, for reports |
//! | [`KeptRollUp`] | what is kept between two openings: files, decisions, the organisation, notes |
//! | [`combined`] | the file that carries returns one level up |
//!
//! Guarantees that everything here is a function of the set of files and
//! decisions: order, repetition and what was there before do not matter.
//! Nothing in doubt is counted, and what is left out is said. Refuses to know
//! revisions, times and file names where it decides what counts.

mod beside_another;
pub mod breakdown;
pub mod change;
pub mod checking;
pub mod checks;
mod collection;
pub mod combined;
pub mod compared;
mod decisions;
mod decisions_check;
pub mod differences;
pub mod editions;
mod file_text;
mod held;
mod kept;
mod lexicon;
pub mod measure;
mod names;
mod not_combined;
mod not_opened;
mod not_used;
mod notes;
pub mod opening;
pub mod organisation_draft;
mod outline;
mod period;
mod published;
pub mod published_draft;
mod same_figures;
mod structure;
mod sums;
pub mod table;
pub mod to_check;
pub mod variants;
mod who_has_sent;

pub use breakdown::Breakdown;
pub use collection::{Collection, FileNumber, InFile, OpenedFile, Opening};
pub use decisions::{Decisions, Keep, KeepEdition, OtherVersion, PlaceMatch, Retire, TeamMatch};
pub use held::{DayAtPlace, Held, ReturnKey};
pub use kept::{KeptFile, KeptRollUp};
pub use lexicon::{About, Adding, Amount};
pub use names::Names;
pub use not_used::NotUsed;
pub use notes::{Note, NoteOn, Notes};
pub use period::{NoSuchPeriod, Period};
pub use published::{Level, NotAPeriod, Published, PublishedPeriod};
pub use same_figures::{Fit, SameFigures, Unplaced};
pub use structure::{Belonging, Listing, MapOf, NOT_DECIDED, NOT_LISTED, Structure, Unit};
pub use sums::{Figures, Span, Sums};
pub use who_has_sent::{Completeness, Coverage, SendNote, SendState, TeamQuarter, WhoHasSent};

use std::collections::HashMap;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, SendId, TeamId};
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Name;
use crate::domain::submission::send::Sample;
use crate::domain::submission::which_counts::{self, BookRollUp, PeriodStanding};

/// What becomes of a return that is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is added up.
    Counts,
    /// A later Send of its book is here and says otherwise.
    Past,
    /// Several newest Sends of its book disagree about its quarter: a person
    /// decides.
    Unsettled,
    /// A person set its Send aside.
    SetAside,
    /// A person retired its book.
    Retired,
    /// It is example data among real figures.
    Example,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Counts,
        Self::Past,
        Self::Unsettled,
        Self::SetAside,
        Self::Retired,
        Self::Example,
    ];

    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Counts => "added",
            Self::Past => "past: a later file of this tablet is here",
            Self::Unsettled => "unsettled: this tablet sent on in two places",
            Self::SetAside => "set aside by a decision",
            Self::Retired => "not counted: its book was retired",
            Self::Example => "example data: not added to real figures",
        }
    }
}

/// A team's quarter of a book that does not count though it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The team, by the code in the returns.
    pub team: TeamId,
    /// The quarter.
    pub quarter: Quarter,
    /// The book.
    pub book: BookId,
    /// The label of the book's tablet.
    pub tablet: Name,
    /// Why it does not count.
    pub why: WhyNot,
}

/// Why a team's quarter of a book does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// The file that counts is not here: the one of this Send.
    NotHere(SendId),
    /// Several newest Sends disagree.
    Unsettled,
    /// The book was retired, and has sent again.
    SentAfterRetiring,
}

/// A book that a person has to decide about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InDoubt {
    /// The book.
    pub book: BookId,
    /// The label of its tablet.
    pub tablet: Name,
    /// Its newest Sends.
    pub newest: Set<SendId>,
    /// The teams and quarters about which they disagree.
    pub periods: Vec<(TeamId, Quarter)>,
}

/// Which returns count.
#[derive(Debug, Clone)]
pub struct RollUp<'a> {
    /// The files that were opened.
    pub collection: &'a Collection,
    /// The decisions that were applied: those of files, and others.
    pub decisions: Decisions,
    /// Whether the figures are real. Example data is rolled up only where there
    /// is nothing else.
    pub sample: Sample,
    /// The returns that count, by team, quarter and book.
    pub counted: Vec<&'a Held>,
    /// What was sent and does not count, by team, quarter and book.
    pub gaps: Vec<Gap>,
    /// The books to decide about.
    pub in_doubt: Vec<InDoubt>,
    /// The files that were given and could not be used.
    pub not_used: Vec<NotUsed>,
    standings: HashMap<ReturnKey, Standing>,
}

impl<'a> RollUp<'a> {
    /// What the returns call a place, with its code where they call another so too;
    /// `None` when they do not know it.
    #[must_use]
    pub fn name_in_returns(&self, code: &str) -> Option<String> {
        let places = || self.counted.iter().flat_map(|held| &held.places);
        let named = places().filter(|it| it.id.as_str() == code);
        let name = named.map(|it| &it.name).min()?;
        let has_namesake = places().any(|it| it.id.as_str() != code && it.name == *name);
        Some(if has_namesake {
            format!("{name}, {code}")
        } else {
            name.to_string()
        })
    }

    /// Rolls up what is open, under the decisions in the files and these.
    #[must_use]
    pub fn of(collection: &'a Collection, decisions: &Decisions) -> Self {
        let mut all = collection.decisions();
        all.take_in(decisions);
        let is_real = |held: &Held| held.sample == Sample::Real;
        let sample = if collection.returns().any(is_real) {
            Sample::Real
        } else {
            Sample::Example
        };
        let mut this = Self {
            collection,
            decisions: all,
            sample,
            counted: Vec::new(),
            gaps: Vec::new(),
            in_doubt: Vec::new(),
            not_used: collection.not_used(),
            standings: HashMap::new(),
        };
        let mut held: Vec<&Held> = Vec::new();
        for one in collection.returns() {
            if one.sample == sample {
                held.push(one);
            } else {
                this.standings.insert(one.key, Standing::Example);
            }
        }
        held.sort_by_key(|one| (one.book, one.key));
        for book in held.chunk_by(|one, other| one.book == other.book) {
            this.take_book(book);
        }
        this.counted
            .sort_by(|one, other| place_of(one).cmp(&place_of(other)));
        this.gaps.sort_by(|one, other| {
            let of = |gap: &Gap| (gap.team.clone(), gap.quarter, gap.book);
            of(one).cmp(&of(other))
        });
        this
    }

    /// The latest quarter of which anything was sent, settled or not.
    #[must_use]
    pub fn latest(&self) -> Option<Quarter> {
        let counted = self.counted.iter().map(|held| held.quarter);
        counted.chain(self.gaps.iter().map(|gap| gap.quarter)).max()
    }

    /// What becomes of a return; `None` when it is not here.
    #[must_use]
    pub fn standing(&self, key: ReturnKey) -> Option<Standing> {
        self.standings.get(&key).copied()
    }

    /// The returns of one book that are here, all of one sample.
    fn take_book(&mut self, held: &[&'a Held]) {
        let Some(first) = held.first() else {
            return;
        };
        let book = first.book;
        let result = which_counts::roll_up(held.iter().copied(), &self.decisions.about(book));
        // The label on the latest of its returns, whatever order they came in.
        let latest = held.iter().max_by_key(|one| (one.made_at, one.key));
        let tablet = latest.unwrap_or(first).tablet.clone();
        let retirement = self.retirement(book, &result);
        let mut doubtful = Vec::new();
        for ((team, quarter), standing) in &result.periods {
            let why = match (standing, retirement) {
                (_, Retirement::Holds) | (PeriodStanding::Counts(_), Retirement::None) => continue,
                (_, Retirement::SentSince) => WhyNot::SentAfterRetiring,
                (PeriodStanding::Incomplete(current), Retirement::None) => {
                    WhyNot::NotHere(current.send)
                }
                (PeriodStanding::Unsettled(_), Retirement::None) => WhyNot::Unsettled,
            };
            match why {
                WhyNot::Unsettled | WhyNot::SentAfterRetiring => {
                    doubtful.push((team.clone(), *quarter));
                }
                WhyNot::NotHere(_) => {}
            }
            self.gaps.push(Gap {
                team: team.clone(),
                quarter: *quarter,
                book,
                tablet: tablet.clone(),
                why,
            });
        }
        if !doubtful.is_empty() {
            self.in_doubt.push(InDoubt {
                book,
                tablet,
                newest: result.newest.clone(),
                periods: doubtful,
            });
        }
        let mut counted: Set<Digest> = Set::new();
        for one in held {
            let standing = match retirement {
                Retirement::None => standing_of(one, &result),
                Retirement::Holds => Standing::Retired,
                Retirement::SentSince => match standing_of(one, &result) {
                    Standing::Counts | Standing::Unsettled => Standing::Unsettled,
                    other => other,
                },
            };
            self.standings.insert(one.key, standing);
            // The same figures under two manifests are one return.
            if standing == Standing::Counts && counted.insert(one.key.0) {
                self.counted.push(one);
            }
        }
    }

    fn retirement(&self, book: BookId, result: &BookRollUp) -> Retirement {
        match self.decisions.retired(book) {
            None => Retirement::None,
            Some(saw) if result.newest.iter().all(|send| saw.contains(send)) => Retirement::Holds,
            Some(_) => Retirement::SentSince,
        }
    }
}

/// Whether a book was retired.
#[derive(Debug, Clone, Copy)]
enum Retirement {
    None,
    Holds,
    SentSince,
}

fn place_of(held: &Held) -> (&TeamId, Quarter, BookId, ReturnKey) {
    (&held.team.id, held.quarter, held.book, held.key)
}

fn standing_of(one: &Held, result: &BookRollUp) -> Standing {
    let period = (one.team.id.clone(), one.quarter);
    let passed = if result.set_aside.contains(&one.send) {
        Standing::SetAside
    } else {
        Standing::Past
    };
    match result.periods.get(&period) {
        Some(PeriodStanding::Counts(digest)) if *digest == one.key.0 => Standing::Counts,
        Some(PeriodStanding::Unsettled(words))
            if words.iter().flatten().any(|word| word.digest == one.key.0) =>
        {
            Standing::Unsettled
        }
        Some(
            PeriodStanding::Counts(_)
            | PeriodStanding::Incomplete(_)
            | PeriodStanding::Unsettled(_),
        )
        | None => passed,
    }
}
