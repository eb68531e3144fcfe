//! What of the report is wanted, and the notes that are being written.

use crate::domain::roll_up::{NoteOn, Period, Unit};
use crate::ui::state::{Kept, State};

/// What of the report is wanted; it stays while one goes from page to page.
#[derive(Clone, Copy)]
pub struct Reporting {
    pub(super) kind: State<Kind>,
    pub(super) reader: State<Reader>,
    pub(super) schools: State<Schools>,
    /// Notes that are being written, each with what it is on, and not kept yet.
    writing: Kept<Vec<(NoteKey, String)>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Quarter,
    YearSoFar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Service,
    Public,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Schools {
    LeftOut,
    EachAPage,
}

/// What a note is on: whose figures of when, and the measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoteKey {
    pub(super) unit: Unit,
    pub(super) period: Period,
    pub(super) about: String,
}

impl Reporting {
    /// The quarter, exact, without the pages of schools.
    pub fn new() -> Self {
        Self {
            kind: State::new(Kind::Quarter),
            reader: State::new(Reader::Service),
            schools: State::new(Schools::LeftOut),
            writing: Kept::new(Vec::new()),
        }
    }

    /// Whether something of it leaves the service.
    pub(super) fn leaves_the_service(self) -> bool {
        self.reader.get() == Reader::Public || self.schools.get() == Schools::EachAPage
    }

    pub(super) fn written(self, on: &NoteKey) -> Option<String> {
        self.writing.with_value(|all| {
            let found = all.iter().find(|(key, _)| key == on);
            found.map(|(_, text)| text.clone())
        })
    }

    pub(super) fn write(self, on: &NoteKey, text: Option<String>) {
        self.writing.update_value(|all| {
            all.retain(|(key, _)| key != on);
            all.extend(text.map(|text| (on.clone(), text)));
        });
    }
}

impl NoteKey {
    pub(super) fn on(&self) -> NoteOn<'_> {
        NoteOn {
            unit: &self.unit,
            period: self.period,
            about: &self.about,
        }
    }
}
