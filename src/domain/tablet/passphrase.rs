//! A passphrase, whatever keyboard it was typed on.
//!
//! The same letters have several forms in Unicode: `é` is one character as Windows and
//! Android type it, and `e` with a mark as some keyboards of Apple's do. A lock is made
//! of bytes. Guarantees that a backup opens with the same letters in another form; those
//! of an older Daybook were locked with the very bytes that were typed.

use unicode_normalization::UnicodeNormalization;

/// The form that a new backup is locked with: the composed one (NFC).
#[must_use]
pub fn to_lock_with(typed: &str) -> String {
    typed.nfc().collect()
}

/// The forms to open a backup with, in the order in which they are tried: as it was
/// typed, composed (NFC), and taken apart (NFD). Each stands once.
#[must_use]
pub fn to_open_with(typed: &str) -> Vec<String> {
    let all = [typed.to_owned(), to_lock_with(typed), typed.nfd().collect()];
    let mut each = Vec::new();
    for form in all {
        if !each.contains(&form) {
            each.push(form);
        }
    }
    each
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPOSED: &str = "Caf\u{e9} in Ynys M\u{f4}n";
    const APART: &str = "Cafe\u{301} in Ynys Mo\u{302}n";
    /// As a person types it who changes keyboards between two words.
    const MIXED: &str = "Caf\u{e9} in Ynys Mo\u{302}n";

    #[test]
    fn a_new_backup_is_locked_with_one_form_whatever_the_keyboard() {
        for typed in [COMPOSED, APART, MIXED] {
            assert_eq!(to_lock_with(typed), COMPOSED);
        }
    }

    #[test]
    fn a_backup_opens_with_the_same_letters_in_another_form() {
        for locked_with in [COMPOSED, APART] {
            for typed in [COMPOSED, APART, MIXED] {
                assert!(to_open_with(typed).iter().any(|form| form == locked_with));
            }
        }
    }

    #[test]
    fn what_was_typed_is_tried_first_and_nothing_twice() {
        assert_eq!(to_open_with("quiet river 12"), ["quiet river 12"]);
        assert_eq!(to_open_with(MIXED), [MIXED, COMPOSED, APART]);
        assert_eq!(to_open_with(APART), [APART, COMPOSED]);
    }

    #[test]
    fn other_letters_stay_other_letters() {
        for typed in [
            "Cafe in Ynys Mon",
            "caf\u{e9} in Ynys M\u{f4}n",
            " Caf\u{e9}",
        ] {
            assert!(!to_open_with(typed).iter().any(|form| form == COMPOSED));
        }
    }
}
