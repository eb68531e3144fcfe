//! The backup: one file with every version of every record, the set-up, what
//! was sent, and the books that came from elsewhere. No PINs, no unfinished
//! input.
//!
//! ```text
//! {"format":"daybook-backup","format_version":1,…,"bytes":…,"digest":"…"}
//! ["log","<id>/0000000001/<checksum>","<stored text>"]
//! ["meta","settings","<stored text>"]
//! …
//! ```
//!
//! The first line says what the file is; the rest is its content, a line for
//! each stored text, or all of it locked with a passphrase. Guarantees that a
//! file that was cut off, changed or locked is told apart from one that is
//! none. Refuses to know how content is locked: that is the browser's Web
//! Crypto.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::plan::Drawer;
use super::{MetaKey, envelope};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, slug};
use crate::domain::base::iso::date_text;
use crate::domain::base::json::{AsJson, Json, WrongJson, object};
use crate::domain::base::text::Name;
use crate::domain::record::Record;
use crate::domain::record::ledger::Ledger;
use crate::domain::roll_up::opening::{NotOpened, decoded};
use crate::domain::submission::books::{Books, OtherBooks};
use crate::domain::submission::send::BookHistory;
use crate::domain::tablet::backed_up::BackedUp;
use crate::domain::tablet::settings::Settings;
use crate::store::{RecordWrite, SetAside};

/// The newest version of the backup that is written and read here.
pub const BACKUP_VERSION: u32 = 1;

/// The fewest rounds of a passphrase's slow hash (OWASP Password Storage Cheat
/// Sheet, PBKDF2 with HMAC-SHA-256).
pub const FEWEST_ROUNDS: u32 = 600_000;

/// The most that are read: a file must not be able to hold a tablet up for
/// minutes.
pub const MOST_ROUNDS: u32 = 10_000_000;

/// What the first line of a backup says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Always `daybook-backup`.
    format: String,
    /// The version of this format, 1.
    format_version: u32,
    /// When it was made, by the tablet's clock.
    pub made_at: DateTime<Utc>,
    /// The label of the tablet.
    pub tablet: Name,
    /// The installation's own book.
    pub book: BookId,
    /// How many records there are in it, removed ones too.
    pub records: u64,
    /// How it is locked; `None` when it can be read by anyone.
    pub lock: Option<PassphraseLock>,
    /// How many bytes the content has, as it stands in the file.
    bytes: u64,
    /// SHA-256 of these bytes.
    digest: Digest,
}

object!(Header {
    format: needed,
    format_version: needed,
    made_at: instant,
    tablet: needed,
    book: needed,
    records: needed,
    lock: usual,
    bytes: needed,
    digest: needed,
});

/// How the content is locked with a passphrase: AES-GCM with 256 bits, under a
/// key from PBKDF2 with HMAC-SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassphraseLock {
    /// The rounds of the slow hash, 600,000 to 10,000,000.
    pub rounds: u32,
    /// 16 random bytes for the hash and 12 for the cipher, in hexadecimal
    /// digits.
    salt: String,
}

object!(PassphraseLock {
    rounds: needed,
    salt: needed,
});

impl PassphraseLock {
    /// The lock made with these random bytes.
    #[must_use]
    pub fn new(rounds: u32, random: &[u8]) -> Self {
        let mut salt = String::new();
        for byte in random {
            // Writing to a string cannot fail.
            let _ = write!(salt, "{byte:02x}");
        }
        Self { rounds, salt }
    }

    /// Its random bytes; fewer than 28 where the file was made by hand, and
    /// then no passphrase opens it.
    #[must_use]
    pub fn random(&self) -> Vec<u8> {
        let pairs = (0..self.salt.len()).step_by(2);
        let byte = |at| u8::from_str_radix(self.salt.get(at..at + 2)?, 16).ok();
        pairs.filter_map(byte).collect()
    }
}

/// Why a file is not a backup that can be restored.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotABackup {
    /// It is something else.
    #[error("it is not a Daybook backup")]
    Other,
    /// It is nothing that any file of ours is, such as a zip archive or a log-in page.
    #[error("it is not a Daybook backup: {0}")]
    NoText(NotOpened),
    /// It was made by a newer Daybook.
    #[error("its format version {found} is newer than {BACKUP_VERSION}")]
    FutureFormat {
        /// The version found.
        found: u32,
    },
    /// Its end is missing.
    #[error("it is cut off: {found} of {expected} bytes are there")]
    CutOff {
        /// The bytes there should be.
        expected: u64,
        /// The bytes there are.
        found: u64,
    },
    /// It was changed or damaged after it was made.
    #[error("it was changed or damaged after it was made: its digest does not agree")]
    Damaged,
    /// Its content is not what it should be, although its digest agrees.
    #[error("its content cannot be read: {0}")]
    NotReadable(String),
}

/// Everything in a backup, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The newest version of every record.
    pub ledger: Ledger,
    /// Every version of every record.
    pub versions: Vec<RecordWrite>,
    /// The tablet's set-up, if it was there and can be read.
    pub settings: Option<Settings>,
    /// Its books, if its own was there and can be read.
    pub books: Option<Books>,
    /// The bytes of returns, sent or opened.
    pub returns: Vec<(Digest, String)>,
    /// What was set aside there, and what cannot be read here.
    pub set_aside: Vec<SetAside>,
    /// How many of these cannot be read here.
    pub unreadable: usize,
}

/// One line of the content.
pub type Line = (Drawer, String, String);

/// Writes the content of a backup: of each drawer every text but the PINs,
/// unfinished input, and what tells of this installation alone.
#[must_use]
pub fn content_of(lines: &[Line]) -> String {
    let mut content = String::new();
    let mut logged = crate::domain::base::sorted::Set::new();
    for (drawer, key, text) in lines {
        match drawer {
            Drawer::Log => {
                let mut parts = key.split('/');
                if let (Some(id), Some(sum)) = (parts.next(), parts.next_back()) {
                    logged.insert((id, sum));
                }
            }
            // The newest version is in the log as well, as a rule.
            Drawer::Records if logged.contains(&(key.as_str(), text.get(..8).unwrap_or(""))) => {
                continue;
            }
            Drawer::Meta if !IN_A_BACKUP.iter().any(|it| it.key() == key) => continue,
            Drawer::Records | Drawer::Meta | Drawer::Returns | Drawer::SetAside => {}
        }
        let parts = [drawer.name(), key, text].map(|part| Json::Text(part.into()));
        content += &Json::List(parts.into()).to_text();
        content.push('\n');
    }
    content
}

const IN_A_BACKUP: [MetaKey; 3] = [MetaKey::Settings, MetaKey::History, MetaKey::Books];

impl Header {
    /// The header of a content, as its bytes stand in the file.
    #[must_use]
    pub fn new(
        made_at: DateTime<Utc>,
        (tablet, book, records): (Name, BookId, u64),
        lock: Option<PassphraseLock>,
        content: &[u8],
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            format_version: BACKUP_VERSION,
            made_at,
            tablet,
            book,
            records,
            lock,
            bytes: size_of(content),
            digest: Digest::of_bytes(content),
        }
    }

    /// The name of the file, such as `daybook-backup-blue-tablet-2026-11-23.daybook`.
    #[must_use]
    pub fn file_name(&self) -> String {
        let day = date_text(self.made_at.date_naive());
        let tablet = slug(self.tablet.as_str(), 24);
        format!("daybook-backup-{tablet}-{day}.daybook")
    }

    /// Its line in the file.
    #[must_use]
    pub fn line(&self) -> String {
        self.to_json().to_text() + "\n"
    }
}

const FORMAT: &str = "daybook-backup";

/// The bytes of a backup as they were written, from a file that another program has
/// saved as UTF-16, with a byte order mark, or with the line ends of Windows. One that is
/// locked is no text, and is taken as it is. Whether all of it is there is found out by
/// [`open`].
#[must_use]
pub fn as_written(file: &[u8]) -> Cow<'_, [u8]> {
    match decoded(file) {
        Ok(Cow::Borrowed(text)) if text.len() == file.len() && !text.contains("\r\n") => {
            Cow::Borrowed(file)
        }
        Ok(text) => Cow::Owned(text.replace("\r\n", "\n").into_bytes()),
        Err(_) => Cow::Borrowed(file),
    }
}

/// What a file is that does not begin as a backup does.
fn other(file: &[u8]) -> NotABackup {
    match decoded(file) {
        Ok(_) | Err(NotOpened::NotText(_)) => NotABackup::Other,
        Err(why) => NotABackup::NoText(why),
    }
}

/// Takes a file apart, and finds out whether all of it is there.
///
/// # Errors
/// The [`NotABackup`] that says why it is not a whole backup.
pub fn open(file: &[u8]) -> Result<(Header, &[u8]), NotABackup> {
    let end = file.iter().take(LONGEST_HEADER).position(|it| *it == b'\n');
    let (line, content) = match end {
        Some(end) => (file.get(..end), file.get(end + 1..)),
        None => (file.get(..LONGEST_HEADER.min(file.len())), None),
    };
    let line = line.and_then(|line| std::str::from_utf8(line).ok());
    let line = line.ok_or_else(|| other(file))?;
    let Some(content) = content else {
        // Cut off before its first line ends, it still begins like one.
        return Err(if !line.is_empty() && line.starts_with(BEGINNING) {
            NotABackup::CutOff {
                expected: size_of(&[0; LONGEST_HEADER]),
                found: size_of(file),
            }
        } else {
            other(file)
        });
    };
    let json = Json::read(line).map_err(|_| other(file))?;
    let not_readable = |wrong: WrongJson| NotABackup::NotReadable(wrong.in_text(line));
    if json.get("format").and_then(Json::as_text) != Some(FORMAT) {
        return Err(other(file));
    }
    match json.fields().and_then(|it| it.needed("format_version")) {
        Ok(BACKUP_VERSION) => {}
        Ok(found) if found > BACKUP_VERSION => return Err(NotABackup::FutureFormat { found }),
        Ok(_) => {
            return Err(NotABackup::NotReadable(
                "format 0 was never used".to_owned(),
            ));
        }
        Err(wrong) => return Err(not_readable(wrong)),
    }
    let header = Header::from_json(&json).map_err(not_readable)?;
    if let Some(lock) = &header.lock
        && !(FEWEST_ROUNDS..=MOST_ROUNDS).contains(&lock.rounds)
    {
        let why = format!("a passphrase is hashed {} times", lock.rounds);
        return Err(NotABackup::NotReadable(why));
    }
    let found = size_of(content);
    if found < header.bytes {
        return Err(NotABackup::CutOff {
            expected: header.bytes,
            found,
        });
    }
    if found > header.bytes || Digest::of_bytes(content) != header.digest {
        return Err(NotABackup::Damaged);
    }
    Ok((header, content))
}

/// Far more than a header takes.
const LONGEST_HEADER: usize = 4_096;

const BEGINNING: &str = "{\"format\":\"daybook-backup\"";

fn size_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

impl Contents {
    /// Reads the content of a backup. A stored text that cannot be read is kept
    /// to be set aside, and counted.
    ///
    /// # Errors
    /// [`NotABackup::NotReadable`] when the content is not made of stored texts.
    pub fn read(content: &str) -> Result<Self, NotABackup> {
        let mut read = Reading::default();
        for (number, line) in content.lines().enumerate() {
            let parts = <[String; 3]>::from_text(line);
            let [drawer, key, text] = parts.map_err(|wrong| {
                let why = wrong.in_text(line);
                NotABackup::NotReadable(format!("line {}: {why}", number + 2))
            })?;
            read.take(&drawer, &key, text);
        }
        Ok(read.finish())
    }

    /// What this backup proves to be safe, found whole at this moment.
    #[must_use]
    pub fn backed_up(&self, header: &Header, checked_at: DateTime<Utc>) -> BackedUp {
        BackedUp::new(header.made_at, checked_at, &self.ledger)
    }
}

#[derive(Default)]
struct Reading {
    ledger: Ledger,
    versions: Vec<RecordWrite>,
    settings: Option<Settings>,
    history: Option<BookHistory>,
    others: OtherBooks,
    returns: Vec<(Digest, String)>,
    set_aside: Vec<SetAside>,
    unreadable: usize,
}

impl Reading {
    fn take(&mut self, drawer: &str, key: &str, text: String) {
        let known = Drawer::ALL.into_iter().find(|it| it.name() == drawer);
        let taken = match known {
            Some(Drawer::Records | Drawer::Log) => self.version(&text),
            Some(Drawer::Meta) => self.named(key, &text),
            Some(Drawer::Returns) => {
                let digest = Digest::try_from(key.to_owned()).ok();
                digest.map(|digest| self.returns.push((digest, text.clone())))
            }
            Some(Drawer::SetAside) => {
                let place = key.rsplit_once('/').map_or(key, |(place, _)| place);
                let key = place.to_owned();
                self.set_aside.push(SetAside { key, text });
                return;
            }
            None => None,
        };
        if taken.is_none() {
            self.unreadable += 1;
            let key = format!("backup/{drawer}/{key}");
            self.set_aside.push(SetAside { key, text });
        }
    }

    fn version(&mut self, text: &str) -> Option<()> {
        let record: Record = envelope::open(text).ok()?;
        self.versions.push(RecordWrite {
            id: record.id(),
            version: record.version(),
            follows: record.follows(),
            text: text.to_owned(),
        });
        self.ledger.take_in(record);
        Some(())
    }

    fn named(&mut self, key: &str, text: &str) -> Option<()> {
        match MetaKey::ALL.into_iter().find(|it| it.key() == key)? {
            MetaKey::Settings => self.settings = Some(envelope::open(text).ok()?),
            MetaKey::History => self.history = Some(envelope::open(text).ok()?),
            MetaKey::Books => self.others = envelope::open(text).ok()?,
            MetaKey::Sentinel
            | MetaKey::Sample
            | MetaKey::Locks
            | MetaKey::Hands
            | MetaKey::JournalOnly
            | MetaKey::RollUp
            | MetaKey::Editions
            | MetaKey::BackedUp => {}
        }
        Some(())
    }

    fn finish(self) -> Contents {
        let others = self.others;
        Contents {
            ledger: self.ledger,
            versions: self.versions,
            settings: self.settings,
            books: self.history.map(|own| Books { own, others }),
            returns: self.returns,
            set_aside: self.set_aside,
            unreadable: self.unreadable,
        }
    }
}
