//! A Send: one writing of every return of a book that changed.
//!
//! Guarantees that both sides of a moved record leave in one Send, that a
//! quarter which became zero is sent as zero, and that what was sent is
//! remembered exactly. Revisions are for people; no rule here reads them.

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::coded::coded;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, RecordId, SendId, TeamId};
use crate::domain::base::json::{AsJson, Json, WrongJson, object};
use crate::domain::base::sorted::{Map, Set, map_of};
use crate::domain::base::text::{Name, Text};
use crate::domain::organisation::{Place, Standing, Team};
use crate::domain::record::Record;
use crate::domain::record::comment_review::comments_of;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::passing_on::PassedOn;
use crate::domain::submission::quarter_return::{
    Current, Manifest, NamedTwice, Period, QuarterReturn, RETURN_VERSION, ReturnFormat,
    SentComment, digest_of,
};
use crate::domain::totals::QuarterTotals;
use crate::domain::totals::cells;

/// What a book has sent so far; kept in the journal and in backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookHistory {
    /// The book.
    pub book: BookId,
    /// Every Send that its records descend from.
    pub line: Set<SendId>,
    /// The current return of each team and quarter.
    pub(crate) sent: Map<(TeamId, Quarter), SentReturn>,
    /// Whether all that was sent is known.
    pub knowledge: Knowledge,
    /// Where its records came from.
    pub origin: Origin,
}

object!(BookHistory {
    book: needed,
    line: needed,
    sent: needed,
    knowledge: needed,
    origin: usual,
});

/// Where the records of a book came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// They were recorded on a tablet.
    #[default]
    Tablet,
    /// They were read from a spreadsheet.
    Spreadsheet,
}

coded!(Origin {
    Tablet = "tablet",
    Spreadsheet = "spreadsheet",
});

/// Whether a book's history is known in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// Everything that was sent is known.
    Whole,
    /// The journal was lost and the records mended from local storage: the
    /// next Send writes every quarter with records.
    JournalLost,
}

coded!(Knowledge {
    Whole = "whole",
    JournalLost = "journal-lost",
});

/// The current return of one team and quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentReturn {
    /// The Send that wrote it.
    pub send: SendId,
    /// Its digest.
    pub digest: Digest,
    /// How many times this team and quarter was sent, from 1.
    pub revision: u32,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Its file name.
    pub file_name: String,
    /// The digest of its figures alone, to tell whether they changed since.
    pub figures: Digest,
    /// The records it counted.
    pub counted: Set<RecordId>,
    /// Whether the records behind it are still kept.
    pub retention: Retention,
    /// Whether its file has left the tablet.
    pub passed_on: PassedOn,
}

object!(SentReturn {
    send: needed,
    digest: needed,
    revision: needed,
    made_at: needed,
    file_name: needed,
    figures: needed,
    counted: needed,
    retention: usual,
    passed_on: usual,
});

/// Whether the records behind a return that was sent are still kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Retention {
    /// They are, as far as anybody knows.
    #[default]
    Kept,
    /// They were removed for good once the retention period had passed. What
    /// was sent stands: it is never sent anew as zero.
    Passed,
}

coded!(Retention {
    Kept = "kept",
    Passed = "passed",
});

/// How a team's quarter stands against what was sent of it; whether the file of
/// what was sent has left the tablet is told by its [`PassedOn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendStanding<'a> {
    /// Never sent.
    NotSent,
    /// Sent, and its figures are still the same.
    Sent(&'a SentReturn),
    /// Sent, and its figures have changed since.
    ChangedSince(&'a SentReturn),
}

/// What a Send needs to know beyond the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendOrder {
    /// A fresh id.
    pub id: SendId,
    /// The team and quarter that was asked for.
    pub wanted: (TeamId, Quarter),
    /// Why it is sent again; needed when anything was sent before.
    pub reason: Option<Text<500>>,
    /// The instant, by the tablet's clock.
    pub made_at: DateTime<Utc>,
    /// The civil date where the tablet is.
    pub today: NaiveDate,
    /// The tablet's label.
    pub tablet: Name,
    /// Every team that has used this tablet.
    pub teams: Vec<Team>,
    /// Every place that has been used on this tablet.
    pub places: Vec<Place>,
    /// Whether the records are example data.
    pub sample: Sample,
}

/// Whether records are real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// Real work.
    Real,
    /// Example data; its returns say so and are never added up with real ones.
    Example,
}

coded!(Sample {
    Real = "real",
    Example = "example",
});

/// A Send as written: the returns, and the history that remembers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Every return it writes, all under one manifest.
    pub returns: Vec<QuarterReturn>,
    /// What the book has sent, this Send included.
    pub history: BookHistory,
}

/// Why nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendError {
    /// No figure changed since the last Send.
    #[error("nothing has changed since it was last sent")]
    NothingChanged,
    /// A return that was sent before is sent again only with a reason.
    #[error("sending again needs a reason")]
    ReasonMissing,
    /// A record's team is not known here.
    #[error("the team '{0}' is not known on this tablet")]
    UnknownTeam(TeamId),
}

impl BookHistory {
    /// The history of a book that has sent nothing.
    #[must_use]
    pub const fn new(book: BookId, knowledge: Knowledge) -> Self {
        Self {
            book,
            line: Set::new(),
            sent: Map::new(),
            knowledge,
            origin: Origin::Tablet,
        }
    }

    /// Each team and quarter that was sent, with its current return.
    pub fn sent(&self) -> impl Iterator<Item = (&(TeamId, Quarter), &SentReturn)> {
        self.sent.iter()
    }

    /// How a team's quarter stands against what was sent of it.
    #[must_use]
    pub fn standing(&self, ledger: &Ledger, period: &(TeamId, Quarter)) -> SendStanding<'_> {
        match self.sent.get(period) {
            None => SendStanding::NotSent,
            Some(sent) if self.has_passed(period) => SendStanding::Sent(sent),
            Some(sent) if sent.figures == self.basis(ledger, period).figures() => {
                SendStanding::Sent(sent)
            }
            Some(sent) => SendStanding::ChangedSince(sent),
        }
    }

    /// What a return of a team and quarter would say now.
    #[must_use]
    pub fn totals(&self, ledger: &Ledger, period: &(TeamId, Quarter)) -> QuarterTotals {
        self.basis(ledger, period).totals
    }

    /// What a return of a team and quarter is made from: the book's records in it,
    /// but for those that another quarter counted for good.
    fn basis(&self, ledger: &Ledger, period: &(TeamId, Quarter)) -> Basis {
        let passed: Vec<&Set<RecordId>> = self
            .sent
            .iter()
            .filter(|(of, sent)| *of != period && sent.retention == Retention::Passed)
            .map(|(_, sent)| &sent.counted)
            .collect();
        let (team, quarter) = period;
        let records = ledger.in_quarter(team, *quarter).filter(|record| {
            record.book() == self.book && !passed.iter().any(|it| it.contains(&record.id()))
        });
        Basis::of(*quarter, records.collect())
    }

    /// The quarter that counted a record for good: its records were removed once
    /// the retention period had passed, and what was sent of it stands. Should a
    /// backup bring the record back, perhaps moved, it counts in no other.
    #[must_use]
    pub fn counted_for_good(&self, record: RecordId) -> Option<&(TeamId, Quarter)> {
        let mut sent = self.sent.iter();
        let found = sent.find(|(_, sent)| {
            sent.retention == Retention::Passed && sent.counted.contains(&record)
        });
        found.map(|(period, _)| period)
    }

    /// The teams and quarters that the next Send writes when one is asked for:
    /// that one, every sent one whose figures changed, both sides of every
    /// record that was counted elsewhere (though another like it may have taken
    /// its place), and after a lost journal every one with records, unless a
    /// backup says that it was sent as it is. Empty when nothing would change.
    /// Never one whose retention period has passed: what that one counted, all
    /// others that counted it as well write anew without it.
    #[must_use]
    pub fn to_write(&self, ledger: &Ledger, wanted: &(TeamId, Quarter)) -> Set<(TeamId, Quarter)> {
        let unsent = |period: &&(TeamId, Quarter)| match self.standing(ledger, period) {
            SendStanding::NotSent | SendStanding::ChangedSince(_) => true,
            SendStanding::Sent(_) => false,
        };
        let mut periods: Set<_> = self
            .sent
            .keys()
            .chain([wanted])
            .filter(unsent)
            .cloned()
            .collect();
        for record in ledger.iter().filter(|record| record.book() == self.book) {
            let here = (record.team().clone(), record.quarter());
            if record.is_removed() || self.counted_for_good(record.id()).is_some() {
                continue;
            }
            let counted_elsewhere = self
                .sent
                .iter()
                .filter(|(period, sent)| **period != here && sent.counted.contains(&record.id()));
            for (there, _) in counted_elsewhere {
                periods.extend([here.clone(), there.clone()]);
            }
        }
        for (period, sent) in &self.sent {
            let twice = |id: &RecordId| {
                let there = self.counted_for_good(*id);
                there.is_some_and(|there| there != period)
            };
            if sent.counted.iter().any(twice) {
                periods.insert(period.clone());
            }
        }
        match self.knowledge {
            Knowledge::Whole => {}
            Knowledge::JournalLost => {
                let held = ledger.periods_of(self.book).into_iter();
                periods.extend(held.filter(|period| unsent(&period)));
            }
        }
        periods.retain(|period| !self.has_passed(period));
        periods
    }

    /// Whether the records of a team's quarter were removed for good once the
    /// retention period had passed.
    #[must_use]
    pub fn has_passed(&self, period: &(TeamId, Quarter)) -> bool {
        let sent = self.sent.get(period);
        sent.is_some_and(|sent| sent.retention == Retention::Passed)
    }

    /// Notes that the file of a current return left the tablet. Gives whether this
    /// book has such a return.
    pub(crate) fn note_passed_on(&mut self, digest: Digest, left: PassedOn) -> bool {
        let mut sent = self.sent.iter_mut().filter(|(_, it)| it.digest == digest);
        let found = sent.next();
        found
            .map(|(_, sent)| sent.passed_on = sent.passed_on.and(left))
            .is_some()
    }

    /// Writes a Send.
    ///
    /// # Errors
    /// A [`SendError`] when there is nothing to send, a reason is missing, or a
    /// team is unknown.
    pub fn send(&self, ledger: &Ledger, order: &SendOrder) -> Result<Sent, SendError> {
        self.send_periods(ledger, self.to_write(ledger, &order.wanted), order)
    }

    /// Writes a Send of these teams and quarters, which must be all that
    /// changed.
    ///
    /// # Errors
    /// As [`BookHistory::send`].
    pub(crate) fn send_periods(
        &self,
        ledger: &Ledger,
        periods: Set<(TeamId, Quarter)>,
        order: &SendOrder,
    ) -> Result<Sent, SendError> {
        if periods.is_empty() {
            return Err(SendError::NothingChanged);
        }
        if order.reason.is_none() && periods.iter().any(|period| self.sent.contains_key(period)) {
            return Err(SendError::ReasonMissing);
        }
        let mut history = self.clone();
        let mut returns = Vec::new();
        for period in periods {
            let basis = self.basis(ledger, &period);
            let draft = self.draft(&basis, &period, order)?;
            let digest = draft.compute_digest();
            let sent = SentReturn {
                send: order.id,
                digest,
                revision: draft.revision,
                made_at: order.made_at,
                file_name: draft.file_name(),
                figures: basis.figures(),
                counted: basis.counted,
                retention: Retention::Kept,
                passed_on: PassedOn::NotYet,
            };
            history.sent.insert(period, sent);
            returns.push(draft);
        }
        history.line.insert(order.id);
        history.knowledge = Knowledge::Whole;
        let manifest: Manifest = history
            .sent
            .iter()
            .map(|(period, sent)| {
                let current = Current {
                    send: sent.send,
                    digest: sent.digest,
                };
                (period.clone(), current)
            })
            .collect();
        let returns = returns
            .into_iter()
            .map(|draft| draft.sealed(manifest.clone()))
            .collect();
        Ok(Sent { returns, history })
    }

    fn draft(
        &self,
        basis: &Basis,
        period: &(TeamId, Quarter),
        order: &SendOrder,
    ) -> Result<QuarterReturn, SendError> {
        let (team, quarter) = period;
        let team = order
            .teams
            .iter()
            .find(|known| known.id == *team)
            .ok_or_else(|| SendError::UnknownTeam(team.clone()))?;
        let before = self.sent.get(period);
        let unsealed = Digest::of_bytes(b"");
        Ok(QuarterReturn {
            format: ReturnFormat::DaybookReturn,
            format_version: RETURN_VERSION,
            example: order.sample == Sample::Example,
            team: team.clone(),
            quarter: Period::from(*quarter),
            quarter_had_ended: quarter.has_ended(order.today),
            nil: basis.totals.is_nil(),
            revision: before.map_or(1, |sent| sent.revision.saturating_add(1)),
            reason: before.and(order.reason.clone()),
            tablet: order.tablet.clone(),
            book: self.book,
            imported: self.origin == Origin::Spreadsheet,
            send: order.id,
            line: self.line.clone(),
            places: basis.places(&order.places),
            records: basis.totals.records,
            first_saved_after_quarter_end: basis.totals.saved_after_the_end,
            from_paper: basis.totals.from_paper,
            measures: cells::cells(&basis.totals),
            comments: basis.comments.clone(),
            manifest: Manifest::default(),
            made_at: order.made_at,
            manifest_digest: unsealed,
            digest: unsealed,
        })
    }
}

/// What a return of one team and quarter is made from.
pub(crate) struct Basis {
    totals: QuarterTotals,
    counted: Set<RecordId>,
    comments: Vec<SentComment>,
}

impl Basis {
    pub(crate) fn of(quarter: Quarter, records: Vec<&Record>) -> Self {
        let kept = records.iter().filter(|record| !record.is_removed());
        Self {
            counted: kept.map(|record| record.id()).collect(),
            comments: comments_of(records.iter().copied())
                .into_iter()
                .filter_map(|comment| {
                    Some(SentComment {
                        asked: comment.asked,
                        text: comment.shown()?.clone(),
                        themes: comment.check?.themes.clone(),
                    })
                })
                .collect(),
            totals: QuarterTotals::of(quarter, records),
        }
    }

    pub(crate) fn figures(&self) -> Digest {
        let totals = &self.totals;
        let cells = cells::cells(totals);
        let mut figures = vec![
            cells.to_json(),
            totals.records.to_json(),
            totals.saved_after_the_end.to_json(),
            totals.from_paper.to_json(),
        ];
        if !self.comments.is_empty() {
            // Left out where there are none: so it was before comments were sent.
            figures.push(self.comments.to_json());
        }
        digest_of(&Json::List(figures))
    }

    /// The places behind the figures; one that is no longer listed on the
    /// tablet goes by its code.
    fn places(&self, known: &[Place]) -> Vec<Place> {
        let used = self.totals.contacts.places();
        used.filter_map(|(kind, id, _)| {
            let listed = known.iter().find(|place| place.id == *id).cloned();
            let by_code = || {
                Some(Place {
                    id: id.clone(),
                    name: Name::typed(id.as_str()).ok().flatten()?,
                    kind: kind.place_kind()?,
                    standing: Standing::Typed,
                })
            };
            listed.or_else(by_code)
        })
        .collect()
    }
}

/// JSON's maps have text keys only, so this one is written as a list.
impl AsJson for Map<(TeamId, Quarter), SentReturn> {
    fn to_json(&self) -> Json<'_> {
        let mut list = Vec::new();
        for (period, sent) in self {
            list.push(Json::List(vec![period.to_json(), sent.to_json()]));
        }
        Json::List(list)
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let list = Vec::<((TeamId, Quarter), SentReturn)>::from_json(json)?;
        let count = list.len();
        let sent: Self = map_of(list);
        if sent.len() == count {
            Ok(sent)
        } else {
            // Which of the two was sent last is not for a reader to guess.
            Err(WrongJson::because(NamedTwice))
        }
    }
}
