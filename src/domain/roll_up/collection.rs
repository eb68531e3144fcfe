//! The files that were opened for rolling up, each with what came of it.
//!
//! Guarantees that a return which several files hold is held once, and that one
//! file that is wrong changes nothing but its own line.

use std::collections::HashMap;
use std::sync::Arc;

use super::decisions::Decisions;
use super::held::{Held, ReturnKey, Shared};
use super::lexicon::{About, Amount};
use super::opening::{Content, NotOpened};
use crate::domain::organisation::Organisation;
use crate::domain::quarter_return::QuarterReturn;

/// Names an opened file among the others, in the order of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileNumber(usize);

/// A return in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InFile {
    /// Its digests.
    pub key: ReturnKey,
    /// Whether a file that was opened before held it.
    pub opening: Opening,
}

/// What opening a return did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It is new here.
    Added,
    /// It was here already.
    AlreadyHad,
}

/// A file that was opened.
#[derive(Debug, Clone)]
pub struct OpenedFile {
    /// Its name; for people.
    pub name: String,
    /// The returns in it, or why it could not be opened.
    pub returns: Result<Vec<InFile>, NotOpened>,
    /// The organisation in it.
    pub organisation: Option<Organisation>,
    /// The decisions in it.
    pub decisions: Option<Decisions>,
}

/// The files that are open.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    pub(super) shared: Shared,
    returns: HashMap<ReturnKey, (Held, u32)>,
    files: Vec<Option<OpenedFile>>,
}

impl Collection {
    /// Takes in a file.
    pub fn add(&mut self, name: &str, opened: Result<Content, NotOpened>) -> FileNumber {
        let mut file = OpenedFile {
            name: name.to_owned(),
            returns: Ok(Vec::new()),
            organisation: None,
            decisions: None,
        };
        match opened {
            Ok(Content::Return(one)) => file.returns = Ok(vec![self.hold(*one)]),
            Ok(Content::Combined(combined)) => {
                let returns = combined.returns.into_iter().map(|one| self.hold(one));
                file.returns = Ok(returns.collect());
                file.organisation = combined.organisation;
                file.decisions = Some(combined.decisions);
            }
            Ok(Content::Decisions(decisions)) => file.decisions = Some(*decisions),
            Ok(Content::Organisation(organisation)) => file.organisation = Some(*organisation),
            Err(why) => file.returns = Err(why),
        }
        self.files.push(Some(file));
        FileNumber(self.files.len() - 1)
    }

    /// Takes a file out again; what other files hold too stays.
    pub fn remove(&mut self, file: FileNumber) {
        let removed = self.files.get_mut(file.0).and_then(Option::take);
        for one in removed.into_iter().flat_map(|file| file.returns).flatten() {
            if let Some((_, files)) = self.returns.get_mut(&one.key) {
                *files -= 1;
                if *files == 0 {
                    self.returns.remove(&one.key);
                }
            }
        }
    }

    /// The files, in the order of opening.
    pub fn files(&self) -> impl Iterator<Item = (FileNumber, &OpenedFile)> {
        let files = self.files.iter().enumerate();
        files.filter_map(|(number, file)| Some((FileNumber(number), file.as_ref()?)))
    }

    /// A return that is held.
    #[must_use]
    pub fn get(&self, key: ReturnKey) -> Option<&Held> {
        self.returns.get(&key).map(|(held, _)| held)
    }

    /// Every return that is held, each once, in no order that means anything.
    pub fn returns(&self) -> impl Iterator<Item = &Held> {
        self.returns.values().map(|(held, _)| held)
    }

    /// The organisations that files brought.
    pub fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.files()
            .filter_map(|(_, file)| file.organisation.as_ref())
    }

    /// The decisions that files brought.
    #[must_use]
    pub fn decisions(&self) -> Decisions {
        let mut all = Decisions::default();
        for (_, file) in self.files() {
            file.decisions.iter().for_each(|some| all.take_in(some));
        }
        all
    }

    /// The figures of a return, with what each is about.
    pub fn figures<'a>(&'a self, held: &'a Held) -> impl Iterator<Item = (&'a Arc<About>, Amount)> {
        let figures = held.figures.iter();
        figures.filter_map(|(number, amount)| Some((self.shared.lexicon.get(*number)?, *amount)))
    }

    fn hold(&mut self, one: QuarterReturn) -> InFile {
        let key = (one.digest, one.manifest_digest);
        if let Some((_, files)) = self.returns.get_mut(&key) {
            *files += 1;
            let opening = Opening::AlreadyHad;
            return InFile { key, opening };
        }
        let held = self.shared.hold(one);
        self.returns.insert(key, (held, 1));
        InFile {
            key,
            opening: Opening::Added,
        }
    }
}
