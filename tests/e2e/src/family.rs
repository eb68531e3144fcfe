//! What staff and families do with a tablet that is handed over, each as one verb.

use daybook::domain::record::locale::{LOCALES, Locale, Phrase, Words};
use serde_json::json;

use crate::app::App;
use crate::error::Result;

/// The PIN that the tablet is taken back with.
pub const STAFF_PIN: &str = "481516";

/// The words of a language, as they stand in its file.
///
/// # Panics
/// When there is no such language.
#[must_use]
#[allow(clippy::panic, reason = "a test names only languages there are")]
pub fn words_of(tag: &str) -> Words {
    let locale = LOCALES.iter().find(|locale| locale.tag == tag);
    let locale = locale.unwrap_or_else(|| panic!("there is no language {tag}"));
    if locale == Locale::ENGLISH {
        return Words::english();
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales/");
    let read = std::fs::read_to_string(format!("{folder}{tag}.json")).ok();
    let read = read.and_then(|text| Words::read(locale, &text).ok());
    read.unwrap_or_else(|| panic!("the words of {tag} cannot be read"))
}

impl App {
    /// Hands the tablet over, from any page of staff's; the PIN is set.
    ///
    /// # Errors
    /// When it is not handed over.
    pub async fn hand_over(&self) -> Result<()> {
        self.follow("Today").await?;
        self.is_on("Today").await?;
        self.press("Start a family survey").await?;
        self.is_on("Start a family survey").await?;
        self.press("Hand the tablet over").await?;
        self.is_on(Phrase::Title.english()).await
    }

    /// Takes the tablet back.
    ///
    /// # Errors
    /// When it is not taken back.
    pub async fn take_back(&self) -> Result<()> {
        self.press("For staff").await?;
        self.is_on("Take the tablet back").await?;
        self.enter("Staff PIN", STAFF_PIN).await?;
        self.is_on("Today").await
    }

    /// Switches languages of the survey on, by their tags.
    ///
    /// # Errors
    /// When there is no such switch.
    pub async fn offer_languages(&self, tags: &[&str]) -> Result<()> {
        self.follow("Settings").await?;
        self.follow("Survey languages").await?;
        self.is_on("Survey languages").await?;
        for tag in tags {
            let id = format!("language-{tag}");
            let find = "document.getElementById(arguments[0])?.labels[0] ?? null";
            self.tap(&format!("the language {tag}"), find, &[&id])
                .await?;
            self.until_is("the language to be on", true, || {
                let on = "return document.getElementById(arguments[0]).checked;";
                self.script(on, vec![json!(id)])
            })
            .await?;
        }
        Ok(())
    }

    /// Answers a standard survey as far as its check, in some words: a parent, yes
    /// to all, and what went well.
    ///
    /// # Errors
    /// When a screen does not come.
    pub async fn answer_all(&self, words: &Words, went_well: &str) -> Result<()> {
        self.press(words.say(Phrase::Start)).await?;
        self.is_on(words.say(Phrase::Who)).await?;
        self.press(words.say(Phrase::ParentOrCarer)).await?;
        for asked in [Phrase::Respect, Phrase::Listened, Phrase::Helped] {
            self.is_on(words.say(asked)).await?;
            self.press(words.say(Phrase::Yes)).await?;
        }
        self.is_on(words.say(Phrase::WentWell)).await?;
        self.write_comment(went_well).await?;
        self.press(words.say(Phrase::Next)).await?;
        self.is_on(words.say(Phrase::CouldBeBetter)).await?;
        self.press(words.say(Phrase::Next)).await?;
        self.is_on(words.say(Phrase::Check)).await
    }

    /// Ticks a box, or unticks it.
    ///
    /// # Errors
    /// When there is no such box.
    pub async fn tick(&self, label: &str) -> Result<()> {
        let find = "saying(all('label'), arguments[0])";
        self.tap(&format!("the box “{label}”"), find, &[label])
            .await
    }

    /// Types a comment.
    ///
    /// # Errors
    /// When there is no place for it.
    pub async fn write_comment(&self, text: &str) -> Result<()> {
        let find = "document.getElementById('comment')";
        self.tap("the comment", find, &[]).await?;
        self.keys(text).await
    }
}
