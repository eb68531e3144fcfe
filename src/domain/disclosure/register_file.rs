//! The register of editions as a file (`daybook-editions`, version 1,
//! `docs/publishing.md`), with the documents that were published in it.
//!
//! Guarantees that a document which was changed since it was entered is refused, and that
//! the app and the command line write the same bytes of the same register.

use thiserror::Error;

use super::register::{EditionRegister, RegisteredEdition};
use crate::domain::base::calendar::short_date;
use crate::domain::base::coded::coded;
use crate::domain::base::json::{AsJson, Json, WrongJson, object};

/// The newest version of the file that is written and read here.
pub const REGISTER_VERSION: u32 = 1;

/// The mark of a register of editions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum RegisterFormat {
    /// The only format there is.
    #[default]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "daybook-editions"))]
    DaybookEditions,
}

coded!(RegisterFormat {
    DaybookEditions = "daybook-editions",
});

/// A register of editions, as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(
        deny_unknown_fields,
        title = "Daybook register of editions",
        description = "What was published, each edition with its document."
    )
)]
pub struct RegisterFile {
    /// Always `daybook-editions`.
    pub format: RegisterFormat,
    /// The version of the format, 1.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1, max = REGISTER_VERSION)))]
    pub format_version: u32,
    /// The editions, in the order in which they were entered.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Vec<RegisteredEdition>"))]
    pub editions: EditionRegister,
}

object!(strict RegisterFile {
    format: needed,
    format_version: needed,
    editions: needed,
});

/// Why a file is not a register of editions.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotARegister {
    /// It is something else.
    #[error("it is no register of editions that Daybook wrote")]
    SomethingElse,
    /// It was made by a newer Daybook.
    #[error(
        "its format version {found} is not one that this Daybook reads (up to {REGISTER_VERSION})"
    )]
    FutureFormat {
        /// The version in the file.
        found: u32,
    },
    /// It says that it is one, and is not.
    #[error("it cannot be read: {0}")]
    NotReadable(String),
    /// A document in it is not the one that was entered.
    #[error(
        "the edition made on {0} in it was changed since it was entered: fetch the register from where it is kept"
    )]
    Changed(String),
}

impl RegisterFile {
    /// The file of some editions.
    #[must_use]
    pub const fn of(editions: EditionRegister) -> Self {
        Self {
            format: RegisterFormat::DaybookEditions,
            format_version: REGISTER_VERSION,
            editions,
        }
    }

    /// The file's text: an edition on each line, and its document below it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = [
            "{\n\"format\": ",
            &self.format.to_json().to_text(),
            ",\n\"format_version\": ",
            &self.format_version.to_json().to_text(),
            ",\n\"editions\": [",
        ]
        .concat();
        let mut before = "\n";
        for edition in self.editions.iter() {
            text.push_str(before);
            text.push_str(&edition.without_document().to_json().to_text());
            if let Some(document) = &edition.document {
                // Into the object that was just written.
                text.pop();
                text.push_str(",\n\"document\": ");
                text.push_str(document.to_text().trim_end());
                text.push('}');
            }
            before = ",\n";
        }
        text.push_str("\n]\n}\n");
        text
    }

    /// Whether a text says that it is a register; wrong ones may say so too.
    #[must_use]
    pub fn is_one(json: &Json<'_>) -> bool {
        json.get("format").and_then(Json::as_text) == Some(RegisterFormat::DaybookEditions.code())
    }

    /// Reads a register.
    ///
    /// # Errors
    /// [`NotARegister`].
    pub fn read(text: &str) -> Result<EditionRegister, NotARegister> {
        let text = text.trim_start_matches('\u{feff}');
        let unreadable = |wrong: WrongJson| NotARegister::NotReadable(wrong.in_text(text));
        let json = Json::read(text).map_err(|_| NotARegister::SomethingElse)?;
        if !Self::is_one(&json) {
            return Err(NotARegister::SomethingElse);
        }
        // A newer version may have other fields: then that is what is wrong.
        let version = json.fields().and_then(|it| it.needed("format_version"));
        let register = match version.map_err(unreadable)? {
            1..=REGISTER_VERSION => Self::from_json(&json).map_err(unreadable)?.editions,
            found => return Err(NotARegister::FutureFormat { found }),
        };
        let is_changed = |it: &&RegisteredEdition| {
            let document = it.document.as_ref();
            document.is_some_and(|document| document.digest() != it.digest)
        };
        let changed = register.iter().find(is_changed).map(|it| it.made_on);
        match changed {
            None => Ok(register),
            Some(made_on) => Err(NotARegister::Changed(short_date(made_on))),
        }
    }
}
