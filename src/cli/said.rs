//! What is said to people: on the standard output what was asked for, on the standard
//! error what went wrong.
//!
//! Guarantees that nobody's file can drive a terminal: control characters are shown
//! as a mark. A pipe that nobody reads any more ends a command quietly.

use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::not_done::NotDone;

/// Prints what was asked for.
pub fn print(text: &str) -> Result<(), NotDone> {
    let mut out = io::stdout().lock();
    let written = out.write_all(plain(text).as_bytes());
    written.and_then(|()| out.flush()).map_err(not_printed)
}

/// Why the standard output could not be written.
pub fn not_printed(why: io::Error) -> NotDone {
    match why.kind() {
        ErrorKind::BrokenPipe => NotDone::NobodyReads,
        _ => NotDone::NotPrinted(why),
    }
}

/// Says what went wrong. Where that cannot be said either, the exit code tells it.
pub fn complain(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(plain(text).as_bytes());
    let _ = out.write_all(b"\n");
}

/// A path as it is shown.
pub fn shown(path: &Path) -> String {
    let text = plain(&path.to_string_lossy());
    text.replace(['\n', '\t'], "\u{fffd}")
}

/// A text without what a terminal obeys.
fn plain(text: &str) -> String {
    let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let obeyed =
        |letter: char| (letter.is_control() && letter != '\n' && letter != '\t') || turns(letter);
    text.replace(obeyed, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_file_drives_a_terminal() {
        assert_eq!(
            shown(Path::new("a\u{1b}[2J\nb\u{202e}.json")),
            "a�[2J�b�.json"
        );
        assert_eq!(plain("two\nlines"), "two\nlines");
    }
}
