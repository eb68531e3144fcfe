//! What a manager wrote beside figures, for reports.
//!
//! Guarantees that there is one note on one thing. Refuses to know what a note is
//! about: a measure by its code, or anything else that a report names.

use super::period::Period;
use super::published::Level;
use super::structure::Unit;
use crate::domain::base::json::{AsJson, Json, WrongJson, object, serde_by_json};
use crate::domain::base::text::{Name, Text};
use crate::domain::tablet::settings::ChangedMeanwhile;

/// What a note is on.
#[derive(Debug, Clone, Copy)]
pub struct NoteOn<'a> {
    /// Whose figures.
    pub unit: &'a Unit,
    /// Those of which period.
    pub period: Period,
    /// The code of the measure, or what else a report calls it by.
    pub about: &'a str,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The level of the unit.
    pub level: Level,
    /// The city of the unit; absent where it has none.
    pub city: Option<Name>,
    /// The code of the unit.
    pub unit: Text<120>,
    /// The period.
    pub period: Period,
    /// The code of what it is about.
    pub about: Text<120>,
    /// What was written, 1 to 2,000 characters, with its line breaks.
    pub text: Text<2000>,
}

object!(Note {
    level: needed,
    city: usual,
    unit: needed,
    period: needed,
    about: needed,
    text: needed,
});

impl Note {
    fn is_on(&self, on: NoteOn<'_>) -> bool {
        self.level == on.unit.level
            && self.city == on.unit.city
            && self.unit.as_str() == on.unit.code
            && self.period == on.period
            && self.about.as_str() == on.about
    }
}

/// All of them, in the order in which they were first written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes(Vec<Note>);

impl AsJson for Notes {
    fn to_json(&self) -> Json<'_> {
        self.0.to_json()
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        Vec::from_json(json).map(Self)
    }
}

serde_by_json!(Notes);

impl Notes {
    /// What was written on something; `None` when nothing was.
    #[must_use]
    pub fn get(&self, on: NoteOn<'_>) -> Option<&Text<2000>> {
        // The last that was written, should a file say two.
        let mut found = self.0.iter().rev().filter(|note| note.is_on(on));
        found.next().map(|note| &note.text)
    }

    /// Writes on something, in the place of what was there; nothing takes it away.
    pub fn write(&mut self, on: NoteOn<'_>, text: Option<Text<2000>>) {
        let Some(text) = text else {
            self.0.retain(|note| !note.is_on(on));
            return;
        };
        if let Some(note) = self.0.iter_mut().rev().find(|note| note.is_on(on)) {
            note.text = text;
            return;
        }
        let code = |code: &str| Text::try_from(code.to_owned());
        // What has no code, or one that is longer than any of ours, is not kept.
        if let (Ok(unit), Ok(about)) = (code(&on.unit.code), code(on.about)) {
            self.0.push(Note {
                level: on.unit.level,
                city: on.unit.city.clone(),
                unit,
                period: on.period,
                about,
                text,
            });
        }
    }

    /// The same in the place of what was `seen` there.
    ///
    /// # Errors
    /// [`ChangedMeanwhile`] when something else is written there by now.
    pub fn write_over(
        &mut self,
        on: NoteOn<'_>,
        seen: Option<&Text<2000>>,
        text: Option<Text<2000>>,
    ) -> Result<(), ChangedMeanwhile> {
        let there = self.get(on);
        if there != seen && there != text.as_ref() {
            return Err(ChangedMeanwhile);
        }
        self.write(on, text);
        Ok(())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Note> {
        self.0.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::roll_up::KeptRollUp;

    fn text(words: &str) -> Option<Text<2000>> {
        Text::typed(words).unwrap()
    }

    fn on<'a>(unit: &'a Unit, about: &'a str) -> NoteOn<'a> {
        NoteOn {
            unit,
            period: Period::Quarter("2026-27 Q3".parse().unwrap()),
            about,
        }
    }

    #[test]
    fn there_is_one_note_on_one_thing() {
        let (all, mut notes) = (Unit::all(), Notes::default());
        notes.write(on(&all, "sessions"), text("Snow"));
        notes.write(on(&all, "direct-contacts"), text("More came"));
        notes.write(on(&all, "sessions"), text("Snow,\nand a strike"));
        assert_eq!(notes.iter().count(), 2);
        let found = notes.get(on(&all, "sessions")).unwrap();
        assert_eq!(found.as_str(), "Snow,\nand a strike");
        let year = NoteOn {
            period: Period::YearTo("2026-27 Q3".parse().unwrap()),
            ..on(&all, "sessions")
        };
        assert_eq!(notes.get(year), None);
        notes.write(on(&all, "sessions"), None);
        assert_eq!(notes.get(on(&all, "sessions")), None);
        assert!(!notes.is_empty());
    }

    #[test]
    fn notes_read_back_and_what_was_kept_before_there_were_any_is_read() {
        let (all, mut kept) = (Unit::all(), KeptRollUp::default());
        assert_eq!(kept.to_json().to_text(), "{}");
        kept.notes.write(on(&all, "sessions"), text("Snow"));
        let written = kept.to_json().to_text();
        let read: KeptRollUp = serde_json::from_str(&written).unwrap();
        assert_eq!(read, kept);
        let before: KeptRollUp = serde_json::from_str("{\"files\":[]}").unwrap();
        assert!(before.notes.is_empty());
    }

    #[test]
    fn a_note_has_at_most_2000_characters() {
        assert!(Text::<2000>::typed(&"é".repeat(2000)).is_ok());
        assert!(Text::<2000>::typed(&"é".repeat(2001)).is_err());
    }
}
