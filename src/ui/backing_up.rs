//! Backup, restore and take-over: the workspace's commands for them.
//!
//! A backup counts as checked only once its file was read back, from outside
//! the app, and everything in it was read again.

use super::markup::follow;
use super::workspace::Workspace;
use crate::browser::files::OutFile;
use crate::browser::slow_hash::NotOffered;
use crate::browser::{ambient, sealing};
use crate::domain::base::ids::BookId;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::books::{Books, OtherBook};
use crate::domain::submission::last_return::LastReturn;
use crate::domain::tablet::backed_up::BackupStanding;
use crate::domain::tablet::passphrase;
use crate::domain::tablet::settings::Settings;
use crate::store::StoreError;
use crate::store::backup::{self, Contents, Header, NotABackup};
use crate::store::restore::{Here, OldTablet, Restoration};

/// A backup that was written and not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its file.
    pub file: OutFile,
    /// What its first line says.
    pub header: Header,
}

/// Why there is no backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotWritten {
    /// The records have not been read yet.
    NotReady,
    /// They could not be read for it.
    Store(StoreError),
    /// Nothing can be locked at an address that is not secure.
    NotOffered,
}

/// Why a file was not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOpened {
    /// It is not a whole backup.
    Not(NotABackup),
    /// It is locked, and no passphrase was given.
    Locked,
    /// It is whole, and locked with another passphrase.
    WrongPassphrase,
    /// Nothing can be unlocked at an address that is not secure.
    NotOffered,
}

impl From<NotABackup> for NotOpened {
    fn from(why: NotABackup) -> Self {
        Self::Not(why)
    }
}

/// What is on the tablet, as it was read.
struct Read {
    ledger: Ledger,
    books: Books,
    settings: Option<Settings>,
}

impl Read {
    const fn here(&self) -> Here<'_> {
        Here {
            ledger: &self.ledger,
            books: &self.books,
            settings: self.settings.as_ref(),
        }
    }
}

impl Workspace {
    /// Writes a backup of everything here, locked where there is a passphrase.
    ///
    /// # Errors
    /// The [`NotWritten`] that says why there is none.
    pub async fn back_up(self, passphrase: &str) -> Result<Written, NotWritten> {
        let records = self
            .ledger
            .with_untracked(|it| it.as_ref().map(Ledger::len));
        let label = self
            .settings
            .with_untracked(|it| Some(it.as_ref()?.tablet.clone()));
        let book = self
            .books
            .with_untracked(|it| it.as_ref().map(|it| it.own.book));
        let (Some(records), Some(label), Some(book)) = (records, label, book) else {
            return Err(NotWritten::NotReady);
        };
        let records = u64::try_from(records).unwrap_or(u64::MAX);
        let made_at = ambient::now();
        let content = self.archive.get_value().backup_content().await;
        let mut content = content.map_err(NotWritten::Store)?.into_bytes();
        let mut lock = None;
        if !passphrase.is_empty() {
            let passphrase = passphrase::to_lock_with(passphrase);
            let locked = sealing::locked(&content, &passphrase).await;
            let (how, bytes) = locked.map_err(|NotOffered| NotWritten::NotOffered)?;
            (lock, content) = (Some(how), bytes);
        }
        let header = Header::new(made_at, (label, book, records), lock, &content);
        let mut file = header.line().into_bytes();
        file.extend(content);
        Ok(Written {
            file: OutFile {
                name: header.file_name(),
                content: file,
            },
            header,
        })
    }

    /// Works out how the records stand against the last checked backup, whenever
    /// either changes; once for all who show it, because it goes through all
    /// records.
    pub fn follow_backups(self) {
        follow(Box::new(move || {
            // A backup falls due by the day, too.
            self.today.get();
            let standing = self.backed_up.with(|backup| {
                self.ledger.with(|ledger| {
                    let ledger = ledger.as_ref()?;
                    Some(BackupStanding::of(backup.as_ref(), ledger, ambient::now()))
                })
            });
            self.backup_standing.set(standing);
        }));
    }

    /// Opens a backup's file and reads all of it.
    ///
    /// # Errors
    /// The [`NotOpened`] that says why it was not.
    pub async fn open_backup(
        self,
        file: &[u8],
        passphrase: &str,
    ) -> Result<(Header, Contents), NotOpened> {
        let file = backup::as_written(file);
        let (header, content) = backup::open(&file)?;
        let unlocked = match &header.lock {
            None => content.to_vec(),
            Some(_) if passphrase.is_empty() => return Err(NotOpened::Locked),
            Some(how) => {
                let mut unlocked = None;
                for form in passphrase::to_open_with(passphrase) {
                    let tried = sealing::unlocked(content, &form, how).await;
                    unlocked = tried.map_err(|NotOffered| NotOpened::NotOffered)?;
                    if unlocked.is_some() {
                        break;
                    }
                }
                unlocked.ok_or(NotOpened::WrongPassphrase)?
            }
        };
        let text = String::from_utf8(unlocked).map_err(|_| NotABackup::Damaged)?;
        Ok((header, Contents::read(&text)?))
    }

    /// Remembers that a backup was read back and found whole.
    ///
    /// # Errors
    /// The [`StoreError`] for which that was not kept.
    pub async fn backup_checked(
        self,
        header: &Header,
        contents: &Contents,
    ) -> Result<(), StoreError> {
        let known = contents.backed_up(header, ambient::now());
        self.archive.get_value().keep_backed_up(&known).await?;
        self.backed_up.set(Some(known));
        Ok(())
    }

    fn as_read(self) -> Option<Read> {
        Some(Read {
            ledger: self.ledger.get_untracked()?,
            books: self.books.get_untracked()?,
            settings: self.settings.get_untracked(),
        })
    }

    /// What restoring would do; `None` while the tablet is being read.
    pub fn dry_run(self, contents: &Contents, old: OldTablet) -> Option<Restoration> {
        Some(contents.dry_run(self.as_read()?.here(), old))
    }

    /// Restores a backup as it was planned, and reads everything anew.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it; it can be done again.
    pub async fn restore_backup(
        self,
        (header, contents): &(Header, Contents),
        plan: &Restoration,
    ) -> Result<(), StoreError> {
        let not_ready = || StoreError::Blocked("this tablet is still being read".to_owned());
        let read = self.as_read().ok_or_else(not_ready)?;
        let archive = self.archive.get_value();
        // All is read anew when it is done, and not before.
        self.looks.forget();
        let done = archive.restore(contents, read.here(), plan).await;
        self.begin_again().await;
        done?;
        if self.backed_up.with_untracked(Option::is_none) {
            // It has just been read whole. Unsaid it only counts as no backup.
            let _ = self.backup_checked(header, contents).await;
        }
        Ok(())
    }

    /// Takes over the book of a lost tablet from its last return, without its
    /// records; its team and places are known here from then on.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not taken over.
    pub async fn take_over(self, last: &LastReturn) -> Result<(), StoreError> {
        if self.settings.with_untracked(Option::is_some) {
            self.change_settings(|settings| {
                settings.know_team(&last.team);
                settings.know_places(&last.places);
                Ok(())
            })
            .await?;
        }
        let ledger = self.ledger.get_untracked().unwrap_or_default();
        self.change_books(|books| {
            books.take_in(OtherBook::from_last_return(last, &ledger));
            Ok(())
        })
        .await
    }

    /// From now on what is recorded is typed again from paper, into this book;
    /// `None`: it is recorded as it is done.
    ///
    /// # Errors
    /// The [`StoreError`] for which that was not kept.
    pub async fn type_from_paper(self, book: Option<BookId>) -> Result<(), StoreError> {
        self.change_books(|books| {
            books.others.from_paper = book;
            Ok(())
        })
        .await
    }

    /// Begins a new book, because another tablet goes on with this one's.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not begun.
    pub async fn begin_new_book(self) -> Result<(), StoreError> {
        let label = self
            .settings
            .with_untracked(|it| Some(it.as_ref()?.tablet.clone()));
        let seen = self
            .books
            .with_untracked(|it| it.as_ref().map(|it| it.own.book));
        let fresh = BookId::new(ambient::fresh_id());
        self.change_books(|books| {
            // Another tab may have begun one already: there would be two.
            if Some(books.own.book) != seen {
                return Err(StoreError::ChangedElsewhere);
            }
            if let Some(label) = label.clone() {
                *books = books.clone().with_new_own(fresh, label);
            }
            Ok(())
        })
        .await
    }

    /// Changes the books as they are kept by now.
    async fn change_books(
        self,
        change: impl Fn(&mut Books) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let changed = self.archive.get_value().change_books(change).await;
        let books = self.noticed(changed)?;
        self.books.set(Some(books));
        Ok(())
    }
}
