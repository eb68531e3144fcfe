//! Which editions were published before: what is said of them on the command line, and
//! the register in which the new one is entered.
//!
//! Guarantees that nothing is published before it is said: a register that does not exist
//! yet, or a document of other quarters, says nothing of these.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use daybook::domain::base::digest::Digest;
use daybook::domain::disclosure::document::PublishedDocument;
use daybook::domain::disclosure::register::{EditionRegister, RegisteredEdition, Scope, Unrelated};
use daybook::domain::disclosure::register_file::RegisterFile;
use daybook::domain::disclosure::{Edition, Threshold};
use daybook::domain::roll_up::{MapOf, RollUp, Sums};

use super::files::text;
use super::not_done::NotDone;
use super::outputs::{Output, is_standard_output, written};
use super::said::shown;

/// What was published before. One of the first three is needed to publish.
#[derive(Debug, Args)]
pub struct EditionsSaid {
    /// The register of editions, which holds what was published: each of these quarters
    /// is compared with, and what is published now is entered. The first time, name it
    /// with --first-edition, and it is made.
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// A document that was published before: what it hides stays hidden, and small
    /// changes are hidden. Name every one that is not in the register.
    #[arg(long, value_name = "FILE")]
    published_before: Vec<PathBuf>,
    /// Nothing of these quarters was ever given to anybody, on any map.
    #[arg(long)]
    first_edition: bool,
    /// An edition in the register that was never given to anybody, by the first eight
    /// digits or more of its digest; it is not compared with.
    #[arg(
        long,
        value_name = "DIGEST",
        value_delimiter = ',',
        requires = "register"
    )]
    never_given: Vec<String>,
}

/// The editions that a publication is compared with.
pub struct Compared {
    /// What they say.
    pub earlier: Edition,
    /// What of them stays known, and the like, in words.
    pub remarks: Vec<String>,
    register: EditionRegister,
    digests: Vec<Digest>,
    scope: Scope,
    /// The register's bytes as they were read; `None` where it is not there yet.
    there: Option<Vec<u8>>,
}

impl EditionsSaid {
    /// Whether anything is said of earlier editions.
    pub const fn is_said(&self) -> bool {
        self.register.is_some() || !self.published_before.is_empty() || self.first_edition
    }

    /// Refuses where nothing is said of earlier editions.
    pub fn needed(&self) -> Result<(), NotDone> {
        if self.is_said() {
            Ok(())
        } else {
            Err(NotDone::EditionsNotSaid)
        }
    }

    /// The documents that are read. The register is written too.
    pub fn also_read(&self) -> &[PathBuf] {
        &self.published_before
    }

    /// The register, which is written.
    pub fn outputs(&self) -> impl Iterator<Item = Output<'_>> {
        self.register.iter().map(|path| Output::File(path))
    }

    /// Reads the editions, and says which of them these figures are compared with.
    pub fn compared(
        &self,
        (roll_up, sums): (&RollUp<'_>, &Sums),
        (today, threshold): (NaiveDate, Threshold),
    ) -> Result<Compared, NotDone> {
        let scope = Scope::of(roll_up, sums);
        let (mut register, there) = self.read_register()?;
        if there.is_some() && !register.is_empty() {
            let is_ours = |it: &RegisteredEdition| {
                !matches!(it.unrelated(&scope), Some(Unrelated::OtherCity))
            };
            if !register.iter().any(is_ours) {
                return Err(self.refused(
                    "every edition in it is of another city: name the register of this one",
                ));
            }
        }
        for digits in &self.never_given {
            let Some(digest) = register.named(digits).map(|it| it.digest) else {
                let why = format!("it has no edition, or several, whose digest begins {digits}");
                return Err(self.refused(&why));
            };
            register.say_never_given(digest, Some(today));
        }
        for path in &self.published_before {
            register.take_in(published_before(path, &scope)?);
        }
        let to_compare: Vec<&RegisteredEdition> = register.to_compare(&scope).collect();
        let list = |all: &[&RegisteredEdition]| {
            let lines = all.iter().map(|it| format!("\n  {}", it.words()));
            lines.collect::<String>()
        };
        if self.first_edition && !to_compare.is_empty() {
            return Err(NotDone::NotTheFirst(list(&to_compare)));
        }
        if to_compare.is_empty() && !self.first_edition && there.is_none() {
            return Err(match &self.register {
                Some(path) if self.published_before.is_empty() => {
                    NotDone::NoRegisterYet(shown(path))
                }
                Some(_) | None => NotDone::NoneOfThese(scope.years_in_words()),
            });
        }
        let is_missing = |it: &&&RegisteredEdition| it.document.is_none();
        let missing: Vec<&RegisteredEdition> =
            to_compare.iter().filter(is_missing).copied().collect();
        if !missing.is_empty() {
            return Err(NotDone::NotOpen(list(&missing)));
        }
        let mut earlier = Edition::default();
        for document in to_compare.iter().filter_map(|it| it.document.clone()) {
            document.take_into(&mut earlier);
        }
        let mut remarks: Vec<String> = Vec::new();
        for edition in &to_compare {
            remarks.push(format!("Compared with the edition {}.", edition.words()));
            remarks.extend(edition.stays_known(threshold));
        }
        let digests = to_compare.iter().map(|it| it.digest).collect();
        Ok(Compared {
            earlier,
            remarks,
            register,
            digests,
            scope,
            there,
        })
    }

    /// Enters what is published now, where there is a register to enter it in. Before
    /// anything is written that leaves the service: an edition that was never given to
    /// anybody can be said to be one.
    pub fn enter(
        &self,
        mut compared: Compared,
        document: PublishedDocument,
        (map, today): (MapOf, NaiveDate),
    ) -> Result<(), NotDone> {
        let Some(path) = &self.register else {
            return Ok(());
        };
        if read_if_there(path)? != compared.there {
            return Err(self.refused("it was changed meanwhile: run the command again"));
        }
        let edition = RegisteredEdition::of(document, today, Some(map));
        let entered = compared
            .register
            .enter(edition, &compared.scope, &compared.digests);
        entered.map_err(|why| self.refused(&why.to_string()))?;
        let text = RegisterFile::of(compared.register).to_text();
        written(path, |out| out.write_all(text.as_bytes()))
    }

    fn read_register(&self) -> Result<(EditionRegister, Option<Vec<u8>>), NotDone> {
        let Some(path) = &self.register else {
            return Ok((EditionRegister::default(), None));
        };
        if is_standard_output(path) {
            return Err(self.refused("it is read and written: name a file"));
        }
        let Some(bytes) = read_if_there(path)? else {
            return Ok((EditionRegister::default(), None));
        };
        let text = text(path).map_err(|why| self.refused(&why.to_string()))?;
        let register = RegisterFile::read(&text).map_err(|why| self.refused(&why.to_string()))?;
        Ok((register, Some(bytes)))
    }

    fn refused(&self, why: &str) -> NotDone {
        let path = self.register.as_deref().map(shown).unwrap_or_default();
        NotDone::Register(path, why.to_owned())
    }
}

/// The edition that a document is, where it is one of these figures.
fn published_before(path: &Path, scope: &Scope) -> Result<RegisteredEdition, NotDone> {
    let wrong = |why| NotDone::PublishedBefore(shown(path), why);
    let text = text(path).map_err(|why| wrong(why.to_string()))?;
    let document = PublishedDocument::read(&text).map_err(|why| wrong(why.to_string()))?;
    let made_on = document.today;
    let edition = RegisteredEdition::of(document, made_on, None);
    match edition.unrelated(scope) {
        Some(why @ (Unrelated::OtherCity | Unrelated::OtherData)) => Err(wrong(why.to_string())),
        Some(Unrelated::OtherYears) | None => Ok(edition),
    }
}

/// The bytes of a file; `None` where there is none.
fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, NotDone> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(why) => Err(NotDone::Register(shown(path), why.to_string())),
    }
}
