//! The manager's desk: the files that are open, what was decided, and the figures
//! that follow.
//!
//! One way as everywhere: a tap → a change → the journal → what is kept → figures →
//! view. The figures are a pure function of what is open; nothing adds to them.

use std::rc::Rc;

use leptos::prelude::untrack;
use wasm_bindgen_futures::spawn_local;

use crate::browser::drawing::Breath;
use crate::browser::files::{self, OpenedFile as ChosenFile};
use crate::browser::{BrowserShelf, ambient, roll_up_shelf};
use crate::domain::base::digest::Digest;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Text;
use crate::domain::organisation::Organisation;
use crate::domain::roll_up::compared::Basis;
use crate::domain::roll_up::editions::edition_digest;
use crate::domain::roll_up::opening::{NotOpened, check_size, decoded};
use crate::domain::roll_up::{
    Collection, FileNumber, KeepEdition, KeptFile, KeptRollUp, MapOf, NotUsed, RollUp, Structure,
    Sums, WhoHasSent,
};
use crate::domain::submission::send::Sample;
use crate::store::StoreError;
use crate::store::roll_up::FoundRollUp;
use crate::ui::sentences::store_problem;
use crate::ui::state::{Kept, State};

/// How often a change is tried on top of what another tab has kept.
const TRIES: usize = 8;

/// Which map figures are looked at on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Map {
    /// A team counts where it was then.
    ItsTime,
    /// Every team counts where it is today.
    Today,
}

/// How far the opening of files has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// What is kept has not been read yet.
    Starting,
    /// So many of so many files have been opened.
    Opening(usize, usize),
    /// The figures are being added up.
    AddingUp,
    /// Nothing is under way.
    Done,
}

/// A chosen file that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why a file was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The very same is open already.
    AlreadyHad,
    /// It is wrong.
    Wrong(NotOpened),
}

/// What was changed last, to be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    /// What was done.
    pub words: String,
    before: KeptRollUp,
    after: KeptRollUp,
}

/// What follows from the files, added up once for each change.
struct Figures {
    sums: Sums,
    who: WhoHasSent,
}

/// All that there is to look at.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The files, and which of their returns count.
    pub roll_up: &'a RollUp<'a>,
    /// Where teams belong.
    pub structure: &'a Structure<'a>,
    /// The sums.
    pub sums: &'a Sums,
    /// Who has sent.
    pub who: &'a WhoHasSent,
}

impl<'a> Seen<'a> {
    /// What figures are taken from.
    pub fn basis(&self) -> Basis<'a> {
        Basis {
            sums: self.sums,
            who: self.who,
            structure: self.structure,
            decisions: &self.roll_up.decisions,
        }
    }
}

/// The desk, for every page of managers.
#[derive(Clone, Copy)]
pub struct Desk {
    shelf: Kept<BrowserShelf>,
    collection: Kept<Collection>,
    numbers: Kept<Vec<(Digest, FileNumber)>>,
    /// Files that were chosen while others were being opened.
    waiting: Kept<Vec<ChosenFile>>,
    /// What is kept.
    pub found: State<FoundRollUp>,
    figures: State<Option<Rc<Figures>>>,
    /// What is under way.
    pub progress: State<Progress>,
    /// The chosen files that were not taken in, of the last choice.
    pub not_taken: State<Vec<NotTaken>>,
    /// Why something was not kept.
    pub failure: State<Option<String>>,
    /// Whether what is kept was cleared under this page, which still shows it.
    pub cleared: State<bool>,
    /// What can be taken back.
    pub last_change: State<Option<LastChange>>,
    /// The map.
    pub map: State<Map>,
}

impl Desk {
    /// An empty desk; [`Desk::begin`] reads what is kept.
    pub fn new() -> Self {
        Self {
            shelf: Kept::new(roll_up_shelf()),
            collection: Kept::new(Collection::default()),
            numbers: Kept::new(Vec::new()),
            waiting: Kept::new(Vec::new()),
            found: State::new(FoundRollUp::default()),
            figures: State::new(None),
            progress: State::new(Progress::Starting),
            not_taken: State::new(Vec::new()),
            failure: State::new(None),
            cleared: State::new(false),
            last_change: State::new(None),
            map: State::new(Map::ItsTime),
        }
    }

    /// Reads what is kept, and adds it up.
    pub async fn begin(self) {
        match self.shelf.get_value().read().await {
            Ok(found) => {
                self.found.set(found);
                self.follow_kept().await;
            }
            Err(error) => self.fail(&error),
        }
        self.add_up().await;
        self.open_waiting().await;
    }

    fn fail(self, error: &StoreError) {
        self.failure.set(Some(store_problem(error)));
    }

    /// Opens chosen files, after those that are being opened already. One that is
    /// wrong is listed and stops no other.
    pub async fn open(self, chosen: Vec<ChosenFile>) {
        self.waiting.update_value(|waiting| waiting.extend(chosen));
        self.open_waiting().await;
    }

    async fn open_waiting(self) {
        while self.progress.get_untracked() == Progress::Done {
            let chosen = self.waiting.get_value();
            if chosen.is_empty() {
                return;
            }
            self.waiting.set_value(Vec::new());
            self.open_now(chosen).await;
        }
    }

    async fn open_now(self, chosen: Vec<ChosenFile>) {
        self.progress.set(Progress::Opening(0, chosen.len()));
        self.failure.set(None);
        self.last_change.set(None);
        let mut breath = Breath::new();
        let (mut not_taken, mut bytes, mut fresh) = (Vec::new(), Vec::new(), Vec::new());
        let mut missed: Vec<NotUsed> = Vec::new();
        let many = chosen.len();
        for (at, file) in chosen.into_iter().enumerate() {
            if breath.take().await || at == 0 {
                self.progress.set(Progress::Opening(at, many));
            }
            match self.take_in(&file).await {
                Ok(Some((line, text))) => {
                    bytes.push((line.digest, text));
                    fresh.push(line);
                }
                Ok(None) => not_taken.push(NotTaken {
                    name: file.name(),
                    why: Why::AlreadyHad,
                }),
                Err((why, not_used)) => {
                    missed.extend(not_used);
                    not_taken.push(NotTaken {
                        name: file.name(),
                        why: Why::Wrong(why),
                    });
                }
            }
        }
        self.not_taken.set(not_taken);
        if !fresh.is_empty() || !missed.is_empty() {
            let opened = |kept: &mut KeptRollUp| {
                for line in &fresh {
                    kept.open(line.clone());
                }
                for one in &missed {
                    kept.miss(one.clone());
                }
                Ok(())
            };
            let _ = self.keep(opened, bytes).await;
        }
        self.add_up().await;
    }

    /// Opens a file into the collection; none when it is open already.
    async fn take_in(
        self,
        file: &ChosenFile,
    ) -> Result<Option<(KeptFile, String)>, (NotOpened, Option<NotUsed>)> {
        let missed = |why: NotOpened| {
            let not_used = NotUsed::new(&file.name(), &why.to_string(), "");
            (why, Some(not_used))
        };
        check_size(file.size()).map_err(missed)?;
        let bytes = file.bytes().await.map_err(|why| {
            let files::FileError::Refused(why) = why else {
                return missed(NotOpened::NotFetched(String::new()));
            };
            missed(NotOpened::NotFetched(why))
        })?;
        let line = KeptFile::new(&file.name(), &bytes, ambient::today());
        if self
            .numbers
            .with_value(|all| all.iter().any(|(of, _)| *of == line.digest))
        {
            return Ok(None);
        }
        let mut wrong = None;
        self.collection.update_value(|all| {
            let number = all.open(line.name.as_str(), &bytes);
            wrong = all
                .wrong(number)
                .map(|why| (why.clone(), all.not_used_of(number)));
            if wrong.is_some() {
                all.remove(number);
            } else {
                self.number(line.digest, number);
            }
        });
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        let text = decoded(&bytes).map_err(missed)?.into_owned();
        Ok(Some((line, text)))
    }

    fn number(self, digest: Digest, number: FileNumber) {
        self.numbers
            .update_value(|known| known.push((digest, number)));
    }

    /// Changes what is kept, and adds up anew; what was there before can be put
    /// back until the next change.
    pub fn change(self, words: impl Into<String>, change: impl Fn(&mut KeptRollUp) + 'static) {
        let fits = move |kept: &mut KeptRollUp| {
            change(kept);
            Ok(())
        };
        self.change_or(words, fits, || {});
    }

    /// The same with a change that refuses where another tab has changed what it
    /// is made from; `refused` is told then.
    pub fn change_or(
        self,
        words: impl Into<String>,
        change: impl Fn(&mut KeptRollUp) -> Result<(), StoreError> + 'static,
        refused: impl FnOnce() + 'static,
    ) {
        let words = words.into();
        spawn_local(async move {
            self.failure.set(None);
            self.not_taken.set(Vec::new());
            match self.keep(change, Vec::new()).await {
                Ok((before, after)) => self.last_change.set(Some(LastChange {
                    words,
                    before,
                    after,
                })),
                Err(_) => refused(),
            }
            self.add_up().await;
            self.open_waiting().await;
        });
    }

    /// Takes the last change back.
    pub fn undo(self) {
        let Some(last) = self.last_change.get_untracked() else {
            return;
        };
        spawn_local(async move {
            self.last_change.set(None);
            let back = |kept: &mut KeptRollUp| Ok(kept.take_back(&last.before, &last.after)?);
            let _ = self.keep(back, Vec::new()).await;
            self.add_up().await;
        });
    }

    /// Follows what other tabs keep. What is open and what was decided then is as it
    /// is there; what was cleared stays here, and is said.
    pub async fn look_again(self) {
        if self.progress.get_untracked() != Progress::Done {
            return;
        }
        // What cannot be read is said when something is kept.
        let Ok(now) = self.shelf.get_value().look().await else {
            return;
        };
        let before = self.found.with_untracked(|found| found.text.clone());
        let cleared = before.is_some() && now.text.is_none();
        if self.cleared.get_untracked() != cleared {
            self.cleared.set(cleared);
        }
        if cleared || before == now.text {
            return;
        }
        self.last_change.set(None);
        self.found.set(now);
        self.follow_kept().await;
        self.add_up().await;
        self.open_waiting().await;
    }

    /// Writes back what this page still holds after it was cleared: decisions,
    /// organisation, notes and the names of files. The files themselves have to be
    /// opened again.
    pub async fn write_back(self) {
        let held = self.found.with_untracked(|found| found.kept.clone());
        let journal = self.shelf.get_value();
        let written = journal
            .change(&FoundRollUp::default(), held, Vec::new())
            .await;
        match written {
            Ok(found) => {
                self.found.set(found);
                self.cleared.set(false);
            }
            Err(error) => self.fail(&error),
        }
    }

    /// Says no more of lost files.
    pub fn forget_gone(self) {
        let gone = self.found.with_untracked(|found| found.gone.clone());
        self.shelf.with_value(|shelf| shelf.forget(&gone));
        self.found.update(|found| found.gone.clear());
    }

    /// Keeps a change; where another tab was quicker, on top of what it changed.
    /// Gives what was kept before it, and after.
    async fn keep(
        self,
        change: impl Fn(&mut KeptRollUp) -> Result<(), StoreError>,
        bytes: Vec<(Digest, String)>,
    ) -> Result<(KeptRollUp, KeptRollUp), StoreError> {
        let journal = self.shelf.get_value();
        let mut tries = 0;
        let outcome = loop {
            let before = self.found.get_untracked();
            let mut after = before.kept.clone();
            if let Err(error) = change(&mut after) {
                break Err(error);
            }
            match journal.change(&before, after, bytes.clone()).await {
                Err(StoreError::ChangedElsewhere) if tries < TRIES => {
                    tries += 1;
                    match journal.look().await {
                        Ok(found) if found.text.is_none() && before.text.is_some() => {
                            self.cleared.set(true);
                            break Err(StoreError::Vanished);
                        }
                        Ok(found) => self.found.set(found),
                        Err(error) => break Err(error),
                    }
                }
                other => break other.map(|found| (before.kept, found)),
            }
        };
        match outcome {
            Ok((before, found)) => {
                let after = found.kept.clone();
                self.found.set(found);
                self.follow_kept().await;
                Ok((before, after))
            }
            Err(error) => {
                self.fail(&error);
                // What is not kept is not counted either.
                self.follow_kept().await;
                Err(error)
            }
        }
    }

    /// Lets the collection hold what is kept, and nothing else.
    async fn follow_kept(self) {
        let (files, not_used) = self
            .found
            .with_untracked(|found| (found.kept.files.clone(), found.kept.not_used.clone()));
        self.collection.update_value(|all| all.miss(not_used));
        let wanted = |digest: Digest| files.iter().any(|file| file.digest == digest);
        let known = self.numbers.get_value();
        for (digest, number) in known.iter().filter(|(digest, _)| !wanted(*digest)) {
            self.collection.update_value(|all| all.remove(*number));
            self.numbers
                .update_value(|known| known.retain(|(of, _)| of != digest));
        }
        let is_here = |digest: Digest| known.iter().any(|(of, _)| *of == digest);
        let missing: Vec<_> = files.iter().filter(|it| !is_here(it.digest)).collect();
        let journal = self.shelf.get_value();
        let mut breath = Breath::new();
        for (at, file) in missing.iter().enumerate() {
            if breath.take().await {
                self.progress.set(Progress::Opening(at, missing.len()));
            }
            let text = match journal.bytes(file.digest).await {
                Ok(Some(text)) => Ok(text),
                Ok(None) => Err("the browser has lost it: open it again".to_owned()),
                Err(error) => Err(store_problem(&error)),
            };
            self.collection.update_value(|all| {
                let name = file.name.as_str();
                let number = match text {
                    Ok(text) => all.open(name, text.as_bytes()),
                    Err(why) => all.add(name, Err(NotOpened::NotFetched(why))),
                };
                self.number(file.digest, number);
            });
        }
    }

    /// Adds up what is open, in steps between which the page can be used.
    pub async fn add_up(self) {
        self.progress.set(Progress::AddingUp);
        let mut breath = Breath::new();
        breath.rest().await;
        let sums = self.with_structure(Sums::of);
        breath.rest().await;
        let today = ambient::today();
        let who = self
            .with_structure(|roll_up, structure| WhoHasSent::of(roll_up, structure, None, today));
        self.figures.set(Some(Rc::new(Figures { sums, who })));
        self.progress.set(Progress::Done);
    }

    /// Adds up anew where all has been added up: another day has begun.
    pub fn add_up_again(self) {
        if self.progress.get_untracked() == Progress::Done {
            spawn_local(self.add_up());
        }
    }

    fn with_structure<Made>(self, make: impl FnOnce(&RollUp<'_>, &Structure<'_>) -> Made) -> Made {
        self.found.with_untracked(|found| {
            self.collection.with_value(|collection| {
                let roll_up = RollUp::of(collection, &found.kept.decisions);
                let map = match self.map.get_untracked() {
                    Map::ItsTime => MapOf::ItsTime,
                    Map::Today => MapOf::Day(ambient::today()),
                };
                let organisations = collection.organisations().chain(&found.kept.organisation);
                let structure = Structure::new(organisations, &roll_up.decisions, map);
                make(&roll_up, &structure)
            })
        })
    }

    /// Every organisation that is here: those of files, and the one changed here.
    pub fn with_organisations<Made>(
        self,
        seen: Seen<'_>,
        make: impl FnOnce(Vec<&Organisation>) -> Made,
    ) -> Made {
        self.found.with_untracked(|found| {
            let of_files = seen.roll_up.collection.organisations();
            make(of_files.chain(&found.kept.organisation).collect())
        })
    }

    /// The decision that an organisation changed here makes: it is used, and not the
    /// editions of its city that are here already; none where there are no others.
    pub fn deciding_for(self, made: &Organisation) -> Option<KeepEdition> {
        let kept = edition_digest(made);
        let others = untrack(|| {
            self.look(|seen| {
                let of_city = seen.structure.given().iter();
                let of_city = of_city.filter(|it| it.city == made.city);
                let digests = of_city.map(|it| edition_digest(it));
                digests.filter(|it| *it != kept).collect::<Set<Digest>>()
            })
        })?;
        let reason = Text::try_from("changed on the page Organisation".to_owned()).ok()?;
        (!others.is_empty()).then(|| KeepEdition {
            city: made.city.clone(),
            kept,
            set_aside: others,
            reason,
            on: ambient::today(),
        })
    }

    /// Whether what is open has been added up; heard of again whenever it is anew.
    pub fn is_added_up(self) -> bool {
        self.figures.with(Option::is_some)
    }

    /// Looks at what is open, and again whenever it has been added up anew; nothing
    /// until then.
    pub fn look<Made>(self, look: impl FnOnce(Seen<'_>) -> Made) -> Option<Made> {
        let figures = self.figures.get()?;
        Some(self.with_structure(|roll_up, structure| {
            look(Seen {
                roll_up,
                structure,
                sums: &figures.sums,
                who: &figures.who,
            })
        }))
    }

    /// Whether the returns that count are real or example data; none where none
    /// counts.
    pub fn shows(self) -> Option<Sample> {
        let shown = self.look(|seen| {
            let counts = !seen.roll_up.counted.is_empty();
            counts.then_some(seen.roll_up.sample)
        });
        shown.flatten()
    }

    /// The digest of an opened file.
    pub fn digest(self, number: FileNumber) -> Option<Digest> {
        self.numbers.with_value(|all| {
            let found = all.iter().find(|(_, of)| *of == number);
            found.map(|(digest, _)| *digest)
        })
    }

    /// The bytes of the files that are open, in their order, for a combined file.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being read.
    pub async fn texts(self) -> Result<Vec<String>, StoreError> {
        let files = self.found.with_untracked(|found| found.kept.files.clone());
        let journal = self.shelf.get_value();
        let mut texts = Vec::new();
        for file in files {
            texts.extend(journal.bytes(file.digest).await?);
        }
        Ok(texts)
    }

    /// Looks at another map.
    pub fn look_at(self, map: Map) {
        self.map.set(map);
        spawn_local(self.add_up());
    }
}
