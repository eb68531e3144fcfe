//! The register of editions: what was published before, and what of it a publication has
//! to be compared with.
//!
//! | an edition | is compared with |
//! |---|---|
//! | of the same financial years and of a city or locality that is published | yes |
//! | of other years, of another city, of example data beside real figures | no |
//! | of which a person said that nobody was ever given it | no |
//!
//! The whole financial year counts, not the quarter alone: the year so far of one quarter
//! holds the quarters before it.
//!
//! Guarantees that an edition stands once, that none is ever taken out, and that nothing
//! is entered that was not compared with every edition it had to be.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use thiserror::Error;

use super::disclosure_log::rule_words;
use super::document::PublishedDocument;
use super::rule::Threshold;
use super::scope::area;
pub use super::scope::{Scope, Unrelated};
use crate::domain::base::calendar::{FinancialYear, short_date};
use crate::domain::base::digest::Digest;
use crate::domain::base::json::{AsJson, Json, WrongJson, object};
use crate::domain::base::text::Text;
use crate::domain::roll_up::{Level, MapOf, Period};

/// How many digits of a digest are enough to name an edition.
const SHORT: usize = 8;

/// An edition as it stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct RegisteredEdition {
    /// The day on which it was made; of a document that was opened, the day in it.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub made_on: NaiveDate,
    /// The digest of its figures, which tells editions apart.
    pub digest: Digest,
    /// The map: `its-time`, or the day whose map it was; absent where that is not known.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, with = "Option<String>")
    )]
    pub map: Option<MapOf>,
    /// The largest count that it hides.
    pub threshold: Threshold,
    /// By which rule it was made, in words.
    pub way: Text<200>,
    /// Whether its figures are of example data.
    pub example: bool,
    /// The quarters and years so far of which it tells, by their codes.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Vec<String>"))]
    pub periods: Vec<Period>,
    /// The cities and localities of which it tells, by their codes.
    pub areas: Vec<String>,
    /// The day on which a person said that it was never given to anybody; absent where
    /// nobody has.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, with = "Option<NaiveDate>")
    )]
    pub never_given: Option<NaiveDate>,
    /// The document that was published, whole; absent where it is kept elsewhere.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(
            default,
            with = "Option<std::collections::BTreeMap<String, serde_json::Value>>"
        )
    )]
    pub document: Option<PublishedDocument>,
}

object!(strict RegisteredEdition {
    made_on: needed,
    digest: needed,
    map: usual,
    threshold: needed,
    way: needed,
    example: needed,
    periods: needed,
    areas: needed,
    never_given: usual,
    document: usual,
});

impl RegisteredEdition {
    /// The edition that a document is, with the document in it.
    #[must_use]
    pub fn of(document: PublishedDocument, made_on: NaiveDate, map: Option<MapOf>) -> Self {
        let (mut periods, mut areas) = (BTreeSet::new(), BTreeSet::new());
        for figure in &document.figures {
            periods.extend(Period::read(&figure.period));
            match figure.level {
                Level::City | Level::Locality => areas.extend(area(&figure.unit)),
                Level::Team | Level::All => {}
            }
        }
        Self {
            made_on,
            digest: document.digest(),
            map,
            threshold: document.threshold,
            way: in_short(&rule_words(document.rule())),
            example: document.example,
            periods: periods.into_iter().collect(),
            areas: areas.into_iter().map(str::to_owned).collect(),
            never_given: None,
            document: Some(document),
        }
    }

    /// The same without its document.
    #[must_use]
    pub fn without_document(&self) -> Self {
        Self {
            document: None,
            way: self.way.clone(),
            periods: self.periods.clone(),
            areas: self.areas.clone(),
            ..*self
        }
    }

    /// The first digits of its digest, by which a person names it.
    #[must_use]
    pub fn short(&self) -> String {
        self.digest.to_string().chars().take(SHORT).collect()
    }

    /// Why it is none that a publication has to be compared with; `None` where it is one.
    #[must_use]
    pub fn unrelated(&self, scope: &Scope) -> Option<Unrelated> {
        let (years, areas) = (self.years(), self.areas.iter().map(String::as_str));
        let areas: BTreeSet<&str> = areas.collect();
        let of_scope = scope.areas.iter().map(String::as_str).collect();
        // Of what is not said, nothing is known.
        let is_elsewhere = |own: bool| !own && !areas.is_empty() && !scope.areas.is_empty();
        if self.example != scope.example {
            Some(Unrelated::OtherData)
        } else if is_elsewhere(!areas.is_disjoint(&of_scope)) {
            Some(Unrelated::OtherCity)
        } else if !years.is_empty() && years.is_disjoint(&scope.years) {
            Some(Unrelated::OtherYears)
        } else {
            None
        }
    }

    fn years(&self) -> BTreeSet<FinancialYear> {
        self.periods.iter().map(|it| it.last().year()).collect()
    }

    /// Its years, such as `2015-16 and 2016-17`.
    #[must_use]
    pub fn years_in_words(&self) -> String {
        let years: Vec<String> = self.years().into_iter().map(FinancialYear::short).collect();
        years.join(" and ")
    }

    /// What it is, in a line: when it was made, of which years, by which rule and map.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = format!(
            "made on {}, of {}, {}",
            short_date(self.made_on),
            self.years_in_words(),
            self.way
        );
        match self.map {
            Some(MapOf::Day(day)) => {
                words.push_str(&[", on the map of ", &short_date(day)].concat());
            }
            Some(MapOf::ItsTime) | None => {}
        }
        words.push_str(&[" (", &self.short(), ")"].concat());
        words
    }

    /// What of it stays known to its readers though it would be hidden now.
    #[must_use]
    pub fn stays_known(&self, threshold: Threshold) -> Option<String> {
        let (then, now) = (self.threshold.count(), threshold.count());
        (then < now).then(|| {
            let least = then + 1;
            let counts = if least == now {
                format!("a count of {now}")
            } else {
                format!("a count from {least} to {now}")
            };
            format!(
                "The edition made on {} hides counts up to {then} alone: {counts} that it shows \
                 stays known to its readers.",
                short_date(self.made_on)
            )
        })
    }
}

fn in_short(words: &str) -> Text<200> {
    let cut: String = words.chars().take(200).collect();
    Text::try_from(cut.trim().to_owned())
        .unwrap_or_else(|_| unreachable!("a rule has words, and they are short"))
}

/// The editions that were published, in the order in which they were entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionRegister(Vec<RegisteredEdition>);

impl AsJson for EditionRegister {
    fn to_json(&self) -> Json<'_> {
        self.0.to_json()
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        Vec::from_json(json).map(|all| all.into_iter().collect())
    }
}

impl FromIterator<RegisteredEdition> for EditionRegister {
    fn from_iter<All: IntoIterator<Item = RegisteredEdition>>(all: All) -> Self {
        let mut register = Self::default();
        for edition in all {
            register.take_in(edition);
        }
        register
    }
}

/// An edition that has to be compared with first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an edition was entered in the register meanwhile, with which this was not compared")]
pub struct NotCompared;

impl EditionRegister {
    /// The editions.
    pub fn iter(&self) -> impl Iterator<Item = &RegisteredEdition> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The edition of some figures.
    #[must_use]
    pub fn get(&self, digest: Digest) -> Option<&RegisteredEdition> {
        self.0.iter().find(|it| it.digest == digest)
    }

    /// The one edition whose digest begins so; none where several do, or too few digits
    /// are given.
    #[must_use]
    pub fn named(&self, digits: &str) -> Option<&RegisteredEdition> {
        let wanted = digits.to_ascii_lowercase();
        let mut found = self.0.iter().filter(|it| {
            let digest = it.digest.to_string();
            wanted.len() >= SHORT && digest.starts_with(&wanted)
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// Takes in an edition of another register: one that is here stays once, with its
    /// document, and was never given to anybody only where both say so.
    pub fn take_in(&mut self, edition: RegisteredEdition) {
        match self.0.iter_mut().find(|it| it.digest == edition.digest) {
            None => self.0.push(edition),
            Some(known) => {
                known.made_on = known.made_on.min(edition.made_on);
                known.map = known.map.or(edition.map);
                known.never_given = known.never_given.and(edition.never_given);
                known.document = known.document.take().or(edition.document);
            }
        }
    }

    /// Enters what is published now.
    ///
    /// # Errors
    /// [`NotCompared`] when an edition is here that is not among those it was `compared`
    /// with, and has to be.
    pub fn enter(
        &mut self,
        edition: RegisteredEdition,
        scope: &Scope,
        compared: &[Digest],
    ) -> Result<(), NotCompared> {
        let is_known =
            |it: &RegisteredEdition| it.digest == edition.digest || compared.contains(&it.digest);
        if !self.to_compare(scope).all(is_known) {
            return Err(NotCompared);
        }
        self.take_in(RegisteredEdition {
            never_given: None,
            ..edition
        });
        Ok(())
    }

    /// Says that an edition was never given to anybody, on a day; or, without one, that
    /// it was.
    pub fn say_never_given(&mut self, digest: Digest, on: Option<NaiveDate>) {
        for edition in self.0.iter_mut().filter(|it| it.digest == digest) {
            edition.never_given = on;
        }
    }

    /// The editions that a publication has to be compared with.
    pub fn to_compare<'a>(
        &'a self,
        scope: &'a Scope,
    ) -> impl Iterator<Item = &'a RegisteredEdition> {
        let given = self.0.iter().filter(|it| it.never_given.is_none());
        given.filter(|it| it.unrelated(scope).is_none())
    }

    /// The same editions without their documents.
    #[must_use]
    pub fn without_documents(&self) -> Self {
        let all = self.0.iter().map(RegisteredEdition::without_document);
        Self(all.collect())
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "register_tests.rs"]
mod tests;
