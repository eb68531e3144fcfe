//! The family survey's words, language by language.
//!
//! Guarantees that every phrase is there in every language: the build refuses one
//! that is not (`build.rs`), and a file that comes to the tablet damaged is not
//! used. English is part of the app; the others are files beside it, read when
//! they are needed. Refuses to know how they are fetched.

use crate::domain::base::json::{Json, WrongJson};
use crate::domain::base::language::Language;

include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// Its code in HTML.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Whether the words of a language can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// A speaker who knows the work has checked them.
    Reviewed,
    /// A draft, which needs checking by a speaker. It is off until a manager
    /// switches it on.
    NeedsChecking,
}

/// What is known of a language without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// Its tag (BCP 47).
    pub tag: &'static str,
    /// Its own name.
    pub name: &'static str,
    /// Its name for staff.
    pub english_name: &'static str,
    /// Which way it is written.
    pub direction: Direction,
    /// Whether its words were checked.
    pub review: Review,
    /// Of its words, from 1.
    pub version: u32,
    /// The tag (BCP 47) of the voice that is to read it aloud.
    pub voice: &'static str,
}

impl Locale {
    /// English, whose words are part of the app.
    pub const ENGLISH: &'static Self = &LOCALES[0];

    /// The one with a tag; `None` where Daybook has no words of that language.
    #[must_use]
    pub fn of(language: &Language) -> Option<&'static Self> {
        LOCALES.iter().find(|locale| locale.tag == language.tag())
    }

    /// The language that records name.
    #[must_use]
    pub fn language(&self) -> Language {
        // Every tag is one; a test tries them all.
        Language::new(self.tag).unwrap_or_else(|_| Language::english())
    }

    /// The languages to offer a family: English, and of the others those that are
    /// switched on.
    pub fn offered(switched_on: &[Language]) -> impl Iterator<Item = &'static Self> {
        LOCALES.iter().filter(|locale| {
            **locale == *Self::ENGLISH || switched_on.iter().any(|it| it.tag() == locale.tag)
        })
    }
}

impl Phrase {
    /// Its English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        ENGLISH[self as usize]
    }

    /// Its key in the files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        KEYS[self as usize]
    }
}

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The language.
    pub locale: &'static Locale,
    // In the order of the phrases; none for English, which is part of the app.
    texts: Vec<String>,
}

impl Words {
    /// The English ones.
    #[must_use]
    pub const fn english() -> Self {
        Self {
            locale: Locale::ENGLISH,
            texts: Vec::new(),
        }
    }

    /// Reads a language's file.
    ///
    /// # Errors
    /// [`WrongJson`] when it is not the file of this language, or lacks a phrase.
    pub fn read(locale: &'static Locale, text: &str) -> Result<Self, WrongJson> {
        let json = Json::read(text)?;
        if json.get("language").and_then(Json::as_text) != Some(locale.tag) {
            return Err(WrongJson::new(format!("it is not in {}", locale.tag)));
        }
        let texts = json.get("texts");
        let mut words = Vec::with_capacity(KEYS.len());
        for key in KEYS {
            let phrase = texts.and_then(|texts| texts.get(key)?.as_text());
            let phrase = phrase.ok_or_else(|| WrongJson::new(format!("it lacks `{key}`")))?;
            words.push(phrase.to_owned());
        }
        Ok(Self {
            locale,
            texts: words,
        })
    }

    /// A phrase.
    #[must_use]
    pub fn say(&self, phrase: Phrase) -> &str {
        let text = self.texts.get(phrase as usize);
        text.map_or(phrase.english(), String::as_str)
    }

    /// A phrase with what is put into it, by name.
    #[must_use]
    pub fn say_with(&self, phrase: Phrase, put_in: &[(&str, &str)]) -> String {
        let mut said = self.say(phrase).to_owned();
        for (name, value) in put_in {
            said = said.replace(&format!("{{{name}}}"), value);
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(locale: &Locale) -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/");
        std::fs::read_to_string(format!("{folder}{}.json", locale.tag)).unwrap()
    }

    #[test]
    fn every_language_has_its_words_and_a_tag_that_records_can_name() {
        assert_eq!(LOCALES.len(), 12);
        for locale in &LOCALES {
            assert_eq!(locale.language().tag(), locale.tag);
            let spoken = locale.voice.split('-').next();
            assert_eq!(spoken, locale.tag.split('-').next());
            assert_eq!(Locale::of(&locale.language()), Some(locale));
            let words = Words::read(locale, &file(locale)).unwrap();
            for phrase in Phrase::ALL {
                assert!(!words.say(phrase).trim().is_empty(), "{phrase:?}");
            }
        }
    }

    #[test]
    fn the_english_of_the_app_is_that_of_the_file() {
        let (app, file) = (
            Words::english(),
            Words::read(Locale::ENGLISH, &file(Locale::ENGLISH)).unwrap(),
        );
        for phrase in Phrase::ALL {
            assert_eq!(app.say(phrase), file.say(phrase));
            assert_eq!(phrase.english(), app.say(phrase));
        }
    }

    #[test]
    fn only_english_is_offered_until_a_manager_switches_another_on() {
        let tags = |on: &[Language]| -> Vec<_> { Locale::offered(on).map(|it| it.tag).collect() };
        assert_eq!(tags(&[]), ["en"]);
        let polish = Language::new("pl").unwrap();
        assert_eq!(tags(std::slice::from_ref(&polish)), ["en", "pl"]);
        let unknown = Language::new("tlh").unwrap();
        assert_eq!(tags(&[unknown]), ["en"]);
        for locale in Locale::offered(&[]) {
            assert_eq!(locale.review, Review::Reviewed);
        }
    }

    #[test]
    fn what_is_put_in_stands_in_its_place() {
        let said = Words::english().say_with(Phrase::Progress, &[("step", "2"), ("steps", "7")]);
        assert_eq!(said, "Step 2 of 7");
    }

    #[test]
    fn a_file_that_is_damaged_or_of_another_language_is_not_used() {
        let polish = LOCALES.iter().find(|it| it.tag == "pl").unwrap();
        let text = file(polish);
        assert!(Words::read(Locale::ENGLISH, &text).is_err());
        assert!(Words::read(polish, &text.replace("\"finish\"", "\"end\"")).is_err());
        assert!(Words::read(polish, &text[..text.len() / 2]).is_err());
    }

    /// GOV.UK content design: sentences for everybody are short. Issue: reading
    /// age 9.
    #[test]
    fn english_sentences_have_at_most_15_words() {
        for phrase in Phrase::ALL {
            for sentence in phrase.english().split(['.', '?', '!']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 15, "{words} words: {sentence}");
            }
        }
    }

    /// Vowels that stand together make one syllable; an e at the end is silent.
    fn syllables(word: &str) -> usize {
        let word = word.to_lowercase();
        let spoken = word.strip_suffix('e').unwrap_or(&word);
        let groups = spoken.split(|it: char| !"aeiouy".contains(it));
        groups.filter(|group| !group.is_empty()).count().max(1)
    }

    /// The Flesch-Kincaid grade of all of it together: grade 4 is read at nine.
    #[test]
    fn the_english_survey_is_read_at_nine() {
        let (mut sentences, mut words, mut sounds) = (0_u16, 0_u16, 0_u16);
        for phrase in Phrase::ALL {
            for sentence in phrase.english().split(['.', '?', '!']) {
                let split = sentence.split(|it: char| !it.is_alphabetic() && it != '\'');
                let said: Vec<&str> = split.filter(|word| !word.is_empty()).collect();
                // A button's one or two words are no sentence.
                if said.len() > 2 {
                    sentences += 1;
                    words += u16::try_from(said.len()).unwrap();
                    let spoken: usize = said.iter().map(|word| syllables(word)).sum();
                    sounds += u16::try_from(spoken).unwrap();
                }
            }
        }
        let (sentences, words, sounds) =
            (f64::from(sentences), f64::from(words), f64::from(sounds));
        let grade = 0.39 * words / sentences + 11.8 * sounds / words - 15.59;
        assert!(grade <= 4.0, "grade {grade:.1}");
    }

    /// Every word that the English survey uses; all are among those that children
    /// of nine read, as a person has checked who adds one here.
    #[test]
    fn english_words_are_common_ones() {
        let known: Vec<&str> = COMMON.split_whitespace().collect();
        for phrase in Phrase::ALL {
            let text = phrase.english().replace(['{', '}'], "");
            for word in text.split(|it: char| !it.is_alphabetic() && it != '\'') {
                let word = word.to_lowercase();
                assert!(
                    word.is_empty() || known.contains(&&*word),
                    "is “{word}” a common word? {text}"
                );
                assert!(word.len() <= 9, "“{word}” is long: {text}");
            }
        }
    }

    const COMMON: &str = "a about add again am answer answering answers are ask asking back be better call can carer change \
        child childline children choose come could danger did do does empty families far fine finish fit for \
        free give help here how i if in is it language leave left listen long make maybe me minute name names \
        needed next no nobody not now of on one or other parent partly person please question read \
        reading reads respect right safe saved seconds shorter skip so someone start starts step steps still \
        stop tablet takes team tell thank that the there this those to today too treat try us was we well \
        went what who with worker would write yes you young your";
}
