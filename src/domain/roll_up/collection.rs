//! The files that were opened for rolling up, each with what came of it.
//!
//! Guarantees that a return which several files hold is held once, and that one
//! file that is wrong changes nothing but its own line.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::combined::Combined;
use super::decisions::Decisions;
use super::file_text::{Text, decoded, text_of};
use super::held::{Held, ReturnKey, Shared};
use super::lexicon::{About, Amount, Number};
use super::not_used::NotUsed;
use super::opening::{Content, NotOpened, open_other};
use crate::domain::base::ids::{BookId, SendId};
use crate::domain::base::sorted::Set;
use crate::domain::organisation::Organisation;
use crate::domain::submission::quarter_return::{QuarterReturn, ReturnError};
use crate::domain::totals::cells::CellInText;

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
    /// The organisations in it.
    pub organisations: Vec<Organisation>,
    /// The decisions in it.
    pub decisions: Option<Decisions>,
    /// The file itself where it could not be used, and those that whoever made it
    /// could not use.
    pub not_used: Vec<NotUsed>,
}

/// The files that are open.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    pub(super) shared: Shared,
    returns: HashMap<ReturnKey, (Held, u32)>,
    files: Vec<Option<OpenedFile>>,
    not_used: Vec<NotUsed>,
}

impl Collection {
    /// Opens a file and takes it in. The same as [`Collection::add`] of what
    /// [`open`](super::opening::open) gives, in half the time: no figure of a return
    /// gets texts of its own, and of a combined file no return is held but as it is
    /// added up.
    pub fn open(&mut self, name: &str, bytes: &[u8]) -> FileNumber {
        let text = match text_of(bytes) {
            Ok(text) => text,
            Err(why) => return self.refuse(name, why, bytes),
        };
        let mut file = OpenedFile::empty(name);
        let mut returns = Vec::new();
        let mut hold = |one: QuarterReturn, cells: &[CellInText<'_>]| {
            returns.push(self.hold(one, cells));
        };
        let read = match text {
            Text::Combined(text) => Combined::read_to(&text, &mut |one, cells, _| hold(one, cells))
                .map(|combined| file.bring(combined))
                .map_err(NotOpened::from),
            Text::One(text) => match QuarterReturn::read_to(&text, &mut hold) {
                Err(ReturnError::NotAReturn) => {
                    return match open_other(&text) {
                        Ok(content) => self.add(name, Ok(content)),
                        Err(why) => self.refuse(name, why, bytes),
                    };
                }
                read => read.map_err(NotOpened::from),
            },
        };
        file.returns = match read {
            Ok(()) => Ok(returns),
            Err(why) => {
                // Nothing of a file that is wrong is held.
                for one in &returns {
                    self.let_go(one.key);
                }
                return self.refuse(name, why, bytes);
            }
        };
        self.put_in(file)
    }

    /// Takes in a file that cannot be used, with what its beginning tells.
    fn refuse(&mut self, name: &str, why: NotOpened, bytes: &[u8]) -> FileNumber {
        let mut file = OpenedFile::empty(name);
        if why.may_be_a_return() {
            let text = beginning(bytes);
            file.not_used = vec![NotUsed::new(name, &why.to_string(), &text)];
        }
        file.returns = Err(why);
        self.put_in(file)
    }

    /// What an opened file says of itself where it could not be used.
    #[must_use]
    pub fn not_used_of(&self, file: FileNumber) -> Option<NotUsed> {
        self.files.get(file.0)?.as_ref()?.not_used.first().cloned()
    }

    /// Files that were given and are not kept, because they could not be used.
    pub fn miss(&mut self, not_used: Vec<NotUsed>) {
        self.not_used = not_used;
    }

    /// Every file that could not be used, sorted, but those whose return is here.
    #[must_use]
    pub fn not_used(&self) -> Vec<NotUsed> {
        let of_files = self.files().flat_map(|(_, file)| &file.not_used);
        let mut all: Vec<NotUsed> = of_files.chain(&self.not_used).cloned().collect();
        all.sort();
        all.dedup();
        all.retain(|one| !one.is_here(self.returns()));
        all
    }

    /// Takes in a file.
    pub fn add(&mut self, name: &str, opened: Result<Content, NotOpened>) -> FileNumber {
        let mut hold = |mut one: QuarterReturn| {
            let measures = std::mem::take(&mut one.measures);
            let cells: Vec<CellInText<'_>> = measures.iter().map(CellInText::from).collect();
            self.hold(one, &cells)
        };
        let mut file = OpenedFile::empty(name);
        match opened {
            Ok(Content::Return(one)) => file.returns = Ok(vec![hold(*one)]),
            Ok(Content::Combined(mut combined)) => {
                let returns = std::mem::take(&mut combined.returns);
                file.returns = Ok(returns.into_iter().map(hold).collect());
                file.bring(*combined);
            }
            Ok(Content::Decisions(decisions)) => file.decisions = Some(*decisions),
            Ok(Content::Organisation(organisation)) => file.organisations = vec![*organisation],
            Err(why) => return self.refuse(name, why, &[]),
        }
        self.put_in(file)
    }

    /// Takes in all files of another collection, as if they had been opened after
    /// those that are here.
    pub fn take_in(&mut self, other: Self) {
        let others = other.shared.lexicon.iter();
        let numbers: Vec<Number> = others
            .map(|about| self.shared.lexicon.number_of(about))
            .collect();
        let mut already_had = Vec::new();
        for (key, (mut held, files)) in other.returns {
            match self.returns.entry(key) {
                Entry::Occupied(mut known) => {
                    let (here, known) = known.get_mut();
                    *known += files;
                    here.made_first(held.made_at);
                    already_had.push(key);
                }
                Entry::Vacant(place) => {
                    held.renumber(&numbers);
                    place.insert((held, files));
                }
            }
        }
        already_had.sort_unstable();
        for mut file in other.files {
            let returns = file.iter_mut().flat_map(|file| &mut file.returns);
            for one in returns.flatten() {
                if already_had.binary_search(&one.key).is_ok() {
                    one.opening = Opening::AlreadyHad;
                }
            }
            self.files.push(file);
        }
    }

    /// Takes a file out again; what other files hold too stays.
    pub fn remove(&mut self, file: FileNumber) {
        let removed = self.files.get_mut(file.0).and_then(Option::take);
        for one in removed.into_iter().flat_map(|file| file.returns).flatten() {
            self.let_go(one.key);
        }
    }

    /// The files, in the order of opening.
    pub fn files(&self) -> impl Iterator<Item = (FileNumber, &OpenedFile)> {
        let files = self.files.iter().enumerate();
        files.filter_map(|(number, file)| Some((FileNumber(number), file.as_ref()?)))
    }

    /// Why a file could not be opened; `None` for one that could, or was taken out.
    #[must_use]
    pub fn wrong(&self, file: FileNumber) -> Option<&NotOpened> {
        let file = self.files.get(file.0)?.as_ref()?;
        file.returns.as_ref().err()
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

    /// The Sends of a book of which a return is held.
    #[must_use]
    pub fn sends_of(&self, book: BookId) -> Set<SendId> {
        let mut sends = Set::new();
        sends.extend(
            self.returns()
                .filter(|it| it.book == book)
                .map(|it| it.send),
        );
        sends
    }

    /// The organisations that files brought.
    pub fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.files().flat_map(|(_, file)| &file.organisations)
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

    fn put_in(&mut self, file: OpenedFile) -> FileNumber {
        self.files.push(Some(file));
        FileNumber(self.files.len() - 1)
    }

    fn hold(&mut self, one: QuarterReturn, cells: &[CellInText<'_>]) -> InFile {
        let key = (one.digest, one.manifest_digest);
        if let Some((held, files)) = self.returns.get_mut(&key) {
            *files += 1;
            held.made_first(one.made_at);
            let opening = Opening::AlreadyHad;
            return InFile { key, opening };
        }
        let held = self.shared.hold(one, cells);
        self.returns.insert(key, (held, 1));
        InFile {
            key,
            opening: Opening::Added,
        }
    }

    fn let_go(&mut self, key: ReturnKey) {
        if let Some((_, files)) = self.returns.get_mut(&key) {
            *files -= 1;
            if *files == 0 {
                self.returns.remove(&key);
            }
        }
    }
}

impl OpenedFile {
    fn empty(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            returns: Ok(Vec::new()),
            organisations: Vec::new(),
            decisions: None,
            not_used: Vec::new(),
        }
    }

    fn bring(&mut self, combined: Combined) {
        self.organisations = combined.organisations;
        self.organisations.extend(combined.organisation);
        self.not_used = combined.not_used;
        self.decisions = Some(combined.decisions);
    }
}

/// The beginning of a file as text, as far as a return tells whose it is.
fn beginning(bytes: &[u8]) -> String {
    const ENOUGH: usize = 4096;
    let start = bytes.get(..ENOUGH).unwrap_or(bytes);
    match decoded(start) {
        Ok(text) => text.into_owned(),
        // Perhaps it was cut in the middle of a character.
        Err(_) => String::from_utf8_lossy(start)
            .trim_start_matches('\u{feff}')
            .to_owned(),
    }
}
