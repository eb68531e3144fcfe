//! What a manager's Daybook keeps between two openings: which files are open, what
//! was decided, the organisation, and the manager’s notes.
//!
//! Guarantees that a file stands once, whatever it is called, and that what was
//! changed can be put back. The files' bytes are kept beside it, by their digests.

use chrono::NaiveDate;

use super::decisions::Decisions;
use super::not_used::NotUsed;
use super::notes::Notes;
use crate::domain::base::digest::Digest;
use crate::domain::base::json::object;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Text;
use crate::domain::organisation::Organisation;
use crate::domain::tablet::settings::ChangedMeanwhile;

/// A file that is open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptFile {
    /// The digest of its bytes.
    pub digest: Digest,
    /// What it is called, cut to 120 characters.
    pub name: Text<120>,
    /// When it was opened.
    pub on: NaiveDate,
}

object!(KeptFile {
    digest: needed,
    name: needed,
    on: needed,
});

impl KeptFile {
    /// A file of some bytes.
    #[must_use]
    pub fn new(name: &str, bytes: &[u8], on: NaiveDate) -> Self {
        let cut: String = name.trim().chars().take(120).collect();
        let digest = Digest::of_bytes(bytes);
        let name = Text::try_from(cut);
        // Browsers give no file without a name; then it is called by what it holds.
        let name = name.or_else(|_| Text::try_from(digest.to_string()));
        Self {
            digest,
            name: name.unwrap_or_else(|_| unreachable!("a digest is a text of 64 characters")),
            on,
        }
    }
}

/// All that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptRollUp {
    /// The files, in the order in which they were opened.
    pub files: Vec<KeptFile>,
    /// Files that were taken out, whose bytes go when Daybook is opened again:
    /// until then it can be undone.
    pub removed: Set<Digest>,
    /// What was decided here. What opened files decided stays in them.
    pub decisions: Decisions,
    /// The organisation that was made or changed here.
    pub organisation: Option<Organisation>,
    /// What the manager wrote beside figures.
    pub notes: Notes,
    /// Files that were chosen and could not be used, until they are opened or a person
    /// says that they are not needed.
    pub not_used: Vec<NotUsed>,
}

object!(KeptRollUp {
    files: usual,
    removed: usual,
    decisions: usual,
    organisation: usual,
    notes: usual,
    not_used: usual,
});

impl KeptRollUp {
    /// Whether a file of these bytes is open.
    #[must_use]
    pub fn has(&self, digest: Digest) -> bool {
        self.files.iter().any(|file| file.digest == digest)
    }

    /// Takes in a file; one that is open stays as it is.
    pub fn open(&mut self, file: KeptFile) {
        // It was asked for again, and is here.
        self.not_used.retain(|one| one.name != file.name);
        if !self.has(file.digest) {
            self.removed.remove(&file.digest);
            self.files.push(file);
        }
    }

    /// Puts an organisation in the place of the one that was `seen`.
    ///
    /// # Errors
    /// [`ChangedMeanwhile`] when it is another one by now.
    pub fn change_organisation(
        &mut self,
        seen: Option<&Organisation>,
        made: Organisation,
    ) -> Result<(), ChangedMeanwhile> {
        let there = self.organisation.as_ref();
        if there != seen && there != Some(&made) {
            return Err(ChangedMeanwhile);
        }
        self.organisation = Some(made);
        Ok(())
    }

    /// Takes a change back: all is as it was `before` it, unless something else was
    /// changed `after` it.
    ///
    /// # Errors
    /// [`ChangedMeanwhile`] when something was.
    pub fn take_back(&mut self, before: &Self, after: &Self) -> Result<(), ChangedMeanwhile> {
        if self != after && self != before {
            return Err(ChangedMeanwhile);
        }
        *self = before.clone();
        Ok(())
    }

    /// Takes note of a file that could not be used.
    pub fn miss(&mut self, one: NotUsed) {
        self.not_used.retain(|known| known.name != one.name);
        self.not_used.push(one);
    }

    /// Takes a file out.
    pub fn remove(&mut self, digest: Digest) {
        self.files.retain(|file| file.digest != digest);
        self.removed.insert(digest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &str) -> KeptFile {
        let on = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        KeptFile::new(name, bytes.as_bytes(), on)
    }

    #[test]
    fn the_same_bytes_under_two_names_are_one_file() {
        let mut kept = KeptRollUp::default();
        kept.open(file("rosehill.json", "a"));
        kept.open(file("rosehill (1).json", "a"));
        kept.open(file("riverside.json", "b"));
        let names: Vec<_> = kept.files.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["rosehill.json", "riverside.json"]);
    }

    #[test]
    fn a_file_that_was_taken_out_and_opened_again_is_not_cleared_away() {
        let mut kept = KeptRollUp::default();
        kept.open(file("rosehill.json", "a"));
        kept.remove(file("", "a").digest);
        assert_eq!(kept.removed.len(), 1);
        kept.open(file("rosehill.json", "a"));
        assert!(kept.removed.is_empty());
        assert!(kept.has(Digest::of_bytes(b"a")));
    }

    #[test]
    fn a_change_is_taken_back_only_while_nothing_else_was_changed() {
        let before = KeptRollUp::default();
        let mut after = before.clone();
        after.open(file("rosehill.json", "a"));
        let mut now = after.clone();
        now.open(file("riverside.json", "b"));
        assert_eq!(now.take_back(&before, &after), Err(ChangedMeanwhile));
        assert_eq!(now.files.len(), 2);
        assert_eq!(after.clone().take_back(&before, &after), Ok(()));
    }

    #[test]
    fn a_file_that_could_not_be_used_is_told_of_until_it_is_opened() {
        let mut kept = KeptRollUp::default();
        for why in ["it is empty", "it is cut off"] {
            kept.miss(NotUsed::new("rosehill.json", why, ""));
        }
        assert_eq!(kept.not_used.len(), 1);
        assert_eq!(kept.not_used[0].why.as_str(), "it is cut off");
        kept.open(file("rosehill.json", "a"));
        assert!(kept.not_used.is_empty());
    }

    #[test]
    fn a_long_name_is_cut_and_an_empty_one_told_by_its_bytes() {
        assert_eq!(
            file(&"é".repeat(300), "a").name.as_str().chars().count(),
            120
        );
        let nameless = file("  ", "a");
        assert_eq!(nameless.name.as_str(), nameless.digest.to_string());
    }
}
