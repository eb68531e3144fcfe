//! The files that a workbook is packed of.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::NotAWorkbook;

/// The kind of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Excel's, since 2007.
    Excel,
    /// Of the open standard: `.ods`.
    OpenDocument,
}

/// An open package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    kind: Kind,
}

/// One packed file that is read as XML.
pub(super) type Part<'a, 'package> = Reader<BufReader<ZipFile<'package, Cursor<&'a [u8]>>>>;

impl<'a> Package<'a> {
    /// Opens a file's bytes.
    pub fn open(file: &'a [u8]) -> Result<Self, NotAWorkbook> {
        if file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            // A locked workbook of today lies in a package of the old kind.
            let locked: Vec<u8> = "EncryptedPackage"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
            let is_locked = file.windows(locked.len()).any(|some| some == locked);
            return Err(if is_locked {
                NotAWorkbook::Locked
            } else {
                NotAWorkbook::OlderKind
            });
        }
        let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| NotAWorkbook::Damaged)?;
        let has = |name: &str| archive.index_for_name(name).is_some();
        let kind = if has("xl/workbook.bin") {
            return Err(NotAWorkbook::OlderKind);
        } else if has("content.xml") {
            Kind::OpenDocument
        } else if has("[Content_Types].xml")
            && !has("word/document.xml")
            && !has("ppt/presentation.xml")
        {
            Kind::Excel
        } else {
            return Err(NotAWorkbook::Other);
        };
        if kind == Kind::OpenDocument {
            let mut says = String::new();
            let read = archive
                .by_name("mimetype")
                .ok()
                .and_then(|mut it| it.read_to_string(&mut says).ok());
            if read.is_some() && !says.contains("spreadsheet") {
                return Err(NotAWorkbook::Other);
            }
        }
        Ok(Self { archive, kind })
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// A packed file; `None` where there is none of this name.
    pub fn part(&mut self, name: &str) -> Option<Part<'a, '_>> {
        let file = self.archive.by_name(name).ok()?;
        let mut reader = Reader::from_reader(BufReader::new(file));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        Some(reader)
    }
}
