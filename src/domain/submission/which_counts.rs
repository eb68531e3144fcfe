//! Which returns of one book count, when any set of its files is here.
//!
//! The rule is that of a version history: a Send that stands in another's line
//! is past, and the manifest of the one newest Send says exactly what counts.
//! Guarantees that the answer is a function of the set of files and decisions,
//! whatever order or number of times they were opened, and that nothing in
//! doubt is counted. Refuses to read revisions, times or file names.

use crate::domain::base::sorted::{Map, Set};

use crate::domain::base::calendar::Quarter;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{SendId, TeamId};
use crate::domain::submission::quarter_return::{Current, Manifest, QuarterReturn};

/// What a decision about a book with several newest Sends says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The newest Send that is kept, for the whole book.
    pub kept: SendId,
    /// The newest Sends that are set aside.
    pub set_aside: Set<SendId>,
}

/// How a team's quarter stands in one book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodStanding {
    /// The return with this digest counts.
    Counts(Digest),
    /// This return counts, and its file is not here.
    Incomplete(Current),
    /// Several newest Sends disagree: nothing counts until a person decides.
    Unsettled(Set<Option<Current>>),
}

/// Which returns of one book count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookRollUp {
    /// Every team and quarter that a newest Send names.
    pub periods: Map<(TeamId, Quarter), PeriodStanding>,
    /// The newest Sends; more than one needs a decision.
    pub newest: Set<SendId>,
    /// What the decisions that hold have set aside.
    pub set_aside: Set<SendId>,
}

/// What the rule needs to know of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen<'a> {
    /// Its team.
    pub team: &'a TeamId,
    /// Its quarter.
    pub quarter: Quarter,
    /// Its digest.
    pub digest: Digest,
    /// The Send that wrote it.
    pub send: SendId,
    /// All Sends that its records descend from.
    pub line: &'a Set<SendId>,
    /// What its book had sent by then.
    pub manifest: &'a Manifest,
}

impl<'a> From<&'a QuarterReturn> for Seen<'a> {
    fn from(one: &'a QuarterReturn) -> Self {
        Self {
            team: &one.team.id,
            quarter: one.quarter.code,
            digest: one.digest,
            send: one.send,
            line: &one.line,
            manifest: &one.manifest,
        }
    }
}

/// One Send, as any of its returns describes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct SeenSend<'a> {
    send: SendId,
    line: &'a Set<SendId>,
    manifest: &'a Manifest,
}

/// Applies the rule to the returns of one book that are here.
///
/// | newest Sends | a quarter on which their manifests | file here | it is |
/// |---|---|---|---|
/// | one | – | yes | counted |
/// | one | – | no | incomplete |
/// | several | agree | yes | counted |
/// | several | agree | no | incomplete |
/// | several | differ | – | unsettled |
///
/// Lines that contradict each other (each Send past by the other's word) leave
/// no newest Send; then every Send is taken as newest.
#[must_use]
pub fn roll_up<'a, Return: Into<Seen<'a>>>(
    returns: impl IntoIterator<Item = Return>,
    decisions: &[Decision],
) -> BookRollUp {
    let mut here = Set::new();
    let mut sends = Set::new();
    for one in returns {
        let one = one.into();
        here.insert(((one.team.clone(), one.quarter), one.digest));
        sends.insert(SeenSend {
            send: one.send,
            line: one.line,
            manifest: one.manifest,
        });
    }
    let (newest, set_aside) = newest(&sends, decisions);
    let named: Set<_> = newest
        .iter()
        .flat_map(|seen| seen.manifest.iter().map(|(period, _)| period))
        .collect();
    let periods = named
        .into_iter()
        .map(|period| {
            let words: Set<Option<Current>> = newest
                .iter()
                .map(|seen| seen.manifest.get(period).copied())
                .collect();
            let agreed = match words.first() {
                Some(Some(current)) if words.len() == 1 => Some(*current),
                Some(_) | None => None,
            };
            let standing = match agreed {
                Some(current) if here.contains(&(period.clone(), current.digest)) => {
                    PeriodStanding::Counts(current.digest)
                }
                Some(current) => PeriodStanding::Incomplete(current),
                None => PeriodStanding::Unsettled(words),
            };
            (period.clone(), standing)
        })
        .collect();
    BookRollUp {
        periods,
        newest: newest.iter().map(|seen| seen.send).collect(),
        set_aside,
    }
}

/// The newest Sends that are not set aside, and those that are.
fn newest<'a>(
    sends: &Set<SeenSend<'a>>,
    decisions: &[Decision],
) -> (Set<SeenSend<'a>>, Set<SendId>) {
    let past: Set<SendId> = sends
        .iter()
        .flat_map(|seen| seen.line.iter().filter(|before| **before != seen.send))
        .copied()
        .collect();
    let mut newest: Set<_> = sends
        .iter()
        .filter(|one| !past.contains(&one.send))
        .cloned()
        .collect();
    if newest.is_empty() {
        newest.clone_from(sends);
    }
    // A decision holds only while what it kept, or a descendant, is here.
    let set_aside: Set<SendId> = decisions
        .iter()
        .filter(|decision| {
            newest
                .iter()
                .any(|seen| seen.send == decision.kept || seen.line.contains(&decision.kept))
        })
        .flat_map(|decision| decision.set_aside.iter().copied())
        .collect();
    // Decisions that between them set everything aside decide nothing.
    if newest.iter().any(|seen| !set_aside.contains(&seen.send)) {
        newest.retain(|seen| !set_aside.contains(&seen.send));
        (newest, set_aside)
    } else {
        (newest, Set::new())
    }
}
