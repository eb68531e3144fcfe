//! A door tally: people counted as they come in, one tap each, before there is
//! a session.
//!
//! Guarantees that a tap is never lost or counted twice however two tabs take
//! turns, and however often one tries to keep it: each opening of a tally writes
//! a row of its own and adds only to its end. Refuses to know who came, and is part of
//! nothing that is sent: only the session that it becomes counts.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::domain::base::ids::{GroupId, TallyId};
use crate::domain::base::json::{by_parts, object};
use crate::domain::base::sorted::Map;
use crate::domain::base::text::Name;
use crate::domain::capture::group::Group;
use crate::domain::record::attendance::{AgeBand, HeadCount};

/// What one tap counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tap {
    /// A young person or family member of a band.
    Person(AgeBand),
    /// A family that is here for the first time this financial year. It counts
    /// the family; its people are tapped as well.
    NewFamily,
}

impl Tap {
    /// All six: the bands, youngest first, then new families.
    pub const ALL: [Self; 6] = [
        Self::Person(AgeBand::Under5),
        Self::Person(AgeBand::From5To10),
        Self::Person(AgeBand::From11To15),
        Self::Person(AgeBand::From16To19),
        Self::Person(AgeBand::Adults),
        Self::NewFamily,
    ];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person(band) => band.label(),
            Self::NewFamily => "New families",
        }
    }

    /// Its position in [`Tap::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Person(band) => band.index(),
            Self::NewFamily => 5,
        }
    }
}

/// What a person did to a tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Tapped.
    Counted(Tap),
    /// Took back the latest tap of this sort.
    TakenBack(Tap),
}

/// A tally as it is kept until it is turned into a session or discarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// What it is called, such as "Main hall".
    pub label: Name,
    /// When it was begun.
    pub started: DateTime<Utc>,
    /// The group whose session it counts; `None` when it was named by hand.
    pub group: Option<GroupId>,
    rows: Rows,
}

object!(Tally {
    label: needed,
    started: instant,
    group: usual,
    rows: usual,
});

/// What was done in each opening of the tally, by the opening's id: a digit for
/// a tap, a letter for one that was taken back. Only that opening writes its row,
/// and only at its end; so rows of two tabs are joined by having both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows(Map<String, String>);

by_parts!(Rows, Map<String, String>);

const TAPS: &[u8; 6] = b"012345";
const TAKEN_BACK: &[u8; 6] = b"abcdef";

impl TryFrom<Map<String, String>> for Rows {
    type Error = NotTaps;

    fn try_from(rows: Map<String, String>) -> Result<Self, NotTaps> {
        let known = |byte: u8| TAPS.contains(&byte) || TAKEN_BACK.contains(&byte);
        let all = rows.iter().all(|(_, row)| row.bytes().all(known));
        if all { Ok(Self(rows)) } else { Err(NotTaps) }
    }
}

/// The text is not a row of taps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("taps are digits from 0 to 5, and letters from a to f for those taken back")]
pub struct NotTaps;

/// The tally that a form was filled from, as it then was. Saving the form ends
/// it, and only if nobody has tapped since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromTally {
    /// Which.
    pub id: TallyId,
    /// What it was when the form was filled.
    pub tally: Tally,
}

impl Tally {
    /// A tally that nobody has tapped yet.
    #[must_use]
    pub fn new(label: Name, started: DateTime<Utc>) -> Self {
        Self {
            label,
            started,
            group: None,
            rows: Rows::default(),
        }
    }

    /// A tally for a session of a group.
    #[must_use]
    pub fn of_group(group: &Group, started: DateTime<Utc>) -> Self {
        Self {
            group: Some(group.id),
            ..Self::new(group.name.clone(), started)
        }
    }

    /// Does what a person did in one opening of it. A tap beyond 500 of its sort
    /// counts nothing, nor does taking back what is not there; gives whether
    /// anything changed.
    pub fn change(&mut self, opening: &str, change: Change) -> bool {
        let (sign, counts) = match change {
            Change::Counted(tap) => (TAPS[tap.index()], self.count(tap) < HeadCount::MOST),
            Change::TakenBack(tap) => (TAKEN_BACK[tap.index()], self.count(tap) > 0),
        };
        if counts {
            let mut row = self.row(opening).to_owned();
            row.push(char::from(sign));
            self.rows.0.insert(opening.to_owned(), row);
        }
        counts
    }

    /// This tally as it is kept by now, with what one opening has done to it.
    #[must_use]
    pub fn with_opening(mut self, opening: &str, of: &Self) -> Self {
        let row = of.row(opening);
        if !row.is_empty() {
            self.rows.0.insert(opening.to_owned(), row.to_owned());
        }
        self
    }

    fn row(&self, opening: &str) -> &str {
        self.rows.0.get(opening).map_or("", String::as_str)
    }

    /// The taps that stand, in the order of openings and of taps in each.
    fn standing(&self) -> Vec<Tap> {
        let rows = || self.rows.0.iter().flat_map(|(_, row)| row.bytes());
        let among = |signs: &[u8; 6], byte: u8| {
            let at = signs.iter().position(|sign| *sign == byte);
            at.map(|at| Tap::ALL[at])
        };
        let mut taps: Vec<Tap> = rows().filter_map(|byte| among(TAPS, byte)).collect();
        for back in rows().filter_map(|byte| among(TAKEN_BACK, byte)) {
            if let Some(at) = taps.iter().rposition(|tap| *tap == back) {
                taps.remove(at);
            }
        }
        taps
    }

    /// How often one sort was tapped, 0 to 500.
    #[must_use]
    pub fn count(&self, tap: Tap) -> u16 {
        let count = self.standing().iter().filter(|one| **one == tap).count();
        // Two tabs may each have made the last tap that was left.
        u16::try_from(count)
            .unwrap_or(u16::MAX)
            .min(HeadCount::MOST)
    }

    /// The people counted so far; new families are counted beside them.
    #[must_use]
    pub fn people(&self) -> u32 {
        let bands = AgeBand::ALL.into_iter();
        bands
            .map(|band| u32::from(self.count(Tap::Person(band))))
            .sum()
    }

    /// The taps that stand, the latest first.
    #[must_use]
    pub fn latest(&self) -> Vec<Tap> {
        let mut taps = self.standing();
        taps.reverse();
        taps
    }
}

/// What a new tally is called when nothing is typed: the first of "Tally 1",
/// "Tally 2" and so on that no open one has.
#[must_use]
pub fn next_label(open: &[Name]) -> Option<Name> {
    (1..=open.len() + 1)
        .filter_map(|number| Name::typed(&format!("Tally {number}")).ok().flatten())
        .find(|label| !open.contains(label))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::json::AsJson;
    use crate::domain::capture::session_draft::SessionDraft;

    const ADULT: Tap = Tap::Person(AgeBand::Adults);
    const BABY: Tap = Tap::Person(AgeBand::Under5);
    const HERE: &str = "1";
    const THERE: &str = "2";

    fn name(text: &str) -> Name {
        Name::typed(text).unwrap().unwrap()
    }

    fn tallied(taps: &[Tap]) -> Tally {
        let mut tally = Tally::new(name("Main hall"), DateTime::UNIX_EPOCH);
        for tap in taps {
            assert!(tally.change(HERE, Change::Counted(*tap)));
        }
        tally
    }

    fn counts(tally: &Tally) -> [u16; 6] {
        Tap::ALL.map(|tap| tally.count(tap))
    }

    fn form() -> SessionDraft {
        SessionDraft::on(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap())
    }

    #[test]
    fn one_tap_counts_one_person_or_one_new_family() {
        let tally = tallied(&[BABY, ADULT, Tap::NewFamily, ADULT]);
        assert_eq!(counts(&tally), [1, 0, 0, 0, 2, 1]);
        assert_eq!(tally.people(), 3);
    }

    #[test]
    fn the_last_taps_are_taken_back_one_by_one() {
        let mut tally = tallied(&[BABY, ADULT, ADULT]);
        assert_eq!(tally.latest(), [ADULT, ADULT, BABY]);
        for left in [2, 1, 0] {
            let last = tally.latest()[0];
            assert!(tally.change(HERE, Change::TakenBack(last)));
            assert_eq!(tally.people(), left);
        }
        assert!(tally.latest().is_empty());
    }

    #[test]
    fn a_tap_of_before_a_reload_is_taken_back_after_it() {
        let mut tally = tallied(&[BABY, ADULT]);
        assert!(tally.change(THERE, Change::TakenBack(ADULT)));
        assert_eq!(tally.latest(), [BABY]);
        assert!(tally.change(THERE, Change::Counted(ADULT)));
        assert_eq!(tally.latest(), [ADULT, BABY]);
    }

    #[test]
    fn taking_back_what_was_never_tapped_changes_nothing() {
        let mut tally = tallied(&[BABY]);
        assert!(!tally.change(HERE, Change::TakenBack(ADULT)));
        assert_eq!(tally, tallied(&[BABY]));
    }

    #[test]
    fn a_tally_counts_no_more_of_a_band_than_a_session_takes() {
        let mut tally = tallied(&[ADULT; 500]);
        assert!(!tally.change(HERE, Change::Counted(ADULT)));
        assert!(tally.change(HERE, Change::Counted(BABY)));
        assert_eq!(tally.people(), 501);
        // Two tabs that each had room for one more.
        let [mut ours, mut theirs] = [&[ADULT; 499]; 2].map(|taps| tallied(taps));
        assert!(ours.change(THERE, Change::Counted(ADULT)));
        assert!(theirs.change("3", Change::Counted(ADULT)));
        let both = theirs.with_opening(THERE, &ours);
        assert_eq!(both.count(ADULT), 500);
    }

    #[test]
    fn taps_of_two_tabs_are_all_there_whichever_is_kept_first() {
        let [mut ours, mut theirs] = [&[ADULT]; 2].map(|taps| tallied(taps));
        for change in [Change::TakenBack(ADULT), Change::Counted(BABY)] {
            assert!(ours.change(THERE, change));
        }
        assert!(theirs.change("3", Change::Counted(ADULT)));
        let one = theirs.clone().with_opening(THERE, &ours);
        let other = ours.with_opening("3", &theirs);
        assert_eq!(one, other);
        assert_eq!(counts(&one), [1, 0, 0, 0, 1, 0]);
    }

    #[test]
    fn a_tap_that_is_kept_a_second_time_counts_once() {
        let mut ours = tallied(&[]);
        assert!(ours.change(THERE, Change::Counted(ADULT)));
        // It held, though the store did not say so in time.
        let again = ours.clone().with_opening(THERE, &ours);
        assert_eq!(again.people(), 1);
    }

    #[test]
    fn a_tally_fills_the_head_counts_of_a_form_and_nothing_else() {
        let id = TallyId::new(Uuid::from_u128(1));
        let tally = tallied(&[BABY, ADULT, Tap::NewFamily, ADULT]);
        let draft = form().with_tally(id, tally.clone());
        let expected = SessionDraft {
            attendance: ["1", "", "", "", "2"].map(str::to_owned),
            new_families: "1".into(),
            tally: Some(FromTally { id, tally }),
            ..form()
        };
        assert_eq!(draft, expected);
        assert_eq!(draft.running_total(), 3);
        assert_eq!(SessionDraft::of_fields(&draft.fields()), draft);
        let next = draft.another(form_day());
        assert_eq!(next.tally, None, "it has ended");
    }

    fn form_day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn a_tally_is_kept_as_rows_of_digits_and_letters() {
        let mut tally = tallied(&[BABY, ADULT, Tap::NewFamily]);
        assert!(tally.change(THERE, Change::TakenBack(ADULT)));
        let text = tally.to_json().to_text();
        assert_eq!(
            text,
            r#"{"label":"Main hall","started":"1970-01-01T00:00:00Z","rows":{"1":"045","2":"e"}}"#
        );
        assert_eq!(Tally::from_text(&text), Ok(tally));
        for row in ["6", "-", "４", "g", " "] {
            let other = text.replace("045", row);
            assert!(Tally::from_text(&other).is_err(), "{row:?}");
        }
    }

    #[test]
    fn tallies_without_a_name_are_numbered_and_no_number_stands_twice() {
        let next = |open: &[&str]| {
            let open: Vec<Name> = open.iter().map(|label| name(label)).collect();
            next_label(&open).unwrap().to_string()
        };
        assert_eq!(next(&[]), "Tally 1");
        assert_eq!(next(&["Tally 1", "Hall"]), "Tally 2");
        assert_eq!(next(&["Tally 2", "Hall"]), "Tally 1");
    }
}
