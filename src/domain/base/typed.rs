//! What a person typed or pasted, without what the keyboard or the clipboard adds.
//!
//! Every parser of typed text begins here, so that a head count, a PIN, a date and a
//! search read the same keyboard alike. Guarantees that the digits of every script
//! are digits, and that invisible characters around a value are no part of it.
//! Refuses to change a stored text: what a file or the store says is read as it is.

/// The zero of each script's decimal digits; the nine others follow it (Unicode 16,
/// general category Nd).
const ZEROS: [u32; 76] = [
    0x0030, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6,
    0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80,
    0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
    0xff10, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450,
    0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50,
    0x11d50, 0x11da0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce,
    0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

/// A typed value, such as a number, a date or a PIN: digits of every script as 0 to
/// 9, full-width characters and Arabic signs of numbers as their plain ones, and
/// without invisible characters and blanks around it. Blanks within it stay.
///
/// ```
/// use daybook::domain::base::typed::value;
///
/// assert_eq!(value("۱۲"), "12");
/// assert_eq!(value("\u{200f}２０２６／１１ "), "2026/11");
/// ```
#[must_use]
pub fn value(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|it| !is_invisible(*it))
        .map(plain)
        .collect();
    trimmed(&seen).to_owned()
}

/// A typed text without blanks and invisible characters around it. What lies within
/// is kept, and at its end also what still shapes it: a joiner after a letter whose
/// form it changes, and the closing of a direction that was opened within.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    let nothing = |it: char| it.is_whitespace() || it.is_control() || is_invisible(it);
    let mut text = text.trim_start_matches(nothing);
    while let Some((at, last)) = text.char_indices().next_back() {
        let before = text.get(..at).unwrap_or_default();
        if !nothing(last) || shapes(before, last) {
            break;
        }
        text = before;
    }
    text
}

/// Whether a character is seen nowhere: no letter, no sign and no blank.
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(character,
        // Soft hyphen, grapheme joiner, Arabic letter mark, Hangul fillers, Khmer
        // inherent vowels, Mongolian vowel separator and selectors.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        // Zero-width space and joiners, marks, embeddings and isolates of direction,
        // word joiner, invisible operators.
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        // Variation selectors, byte order mark, annotation marks, tags.
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// A character as it is compared and read: a digit of any script as its ASCII one, a
/// full-width character as its plain one, the percent sign and separators of Arabic
/// numbers as ours. Every other one is itself.
#[must_use]
pub fn plain(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    let code = u32::from(character);
    let digit = ZEROS
        .partition_point(|zero| *zero <= code)
        .checked_sub(1)
        .and_then(|at| ZEROS.get(at))
        .and_then(|zero| char::from_digit((code - zero).min(10), 10));
    digit.unwrap_or(match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(code - 0xfee0).unwrap_or(character),
        '\u{66a}' => '%',
        '\u{66b}' => '.',
        '\u{66c}' => ',',
        '\u{3000}' => ' ',
        other => other,
    })
}

/// Whether an invisible last character changes how the text before it is seen.
fn shapes(before: &str, last: char) -> bool {
    let letter = before.chars().next_back();
    let opened = |openers: std::ops::RangeInclusive<char>, closer: char| {
        let open = before.chars().filter(|it| openers.contains(it)).count();
        let closed = before.chars().filter(|it| *it == closer).count();
        open > closed
    };
    match last {
        // The form of an Arabic letter, as in the Persian abbreviation of a year.
        '\u{200d}' => letter.is_some_and(|it| matches!(it, '\u{620}'..='\u{dff}')),
        // The half form of an Indic consonant.
        '\u{200c}' => letter.is_some_and(|it| matches!(it, '\u{900}'..='\u{dff}')),
        // The colour of a sign, and the flags that are written in tags.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}' => {
            letter.is_some_and(|it| !it.is_ascii() && !it.is_whitespace())
        }
        '\u{202c}' => opened('\u{202a}'..='\u{202e}', last),
        '\u{2069}' => opened('\u{2066}'..='\u{2068}', last),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        assert_eq!(value(typed), expected, "{typed:?}");
    }

    #[test]
    fn digits_of_every_keyboard_are_digits() {
        for digits in [
            "0123456789",
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "੦੧੨੩੪੫੬੭੮੯",
            "०१२३४५६७८९",
            "০১২৩৪৫৬৭৮৯",
            "૦૧૨૩૪૫૬૭૮૯",
            "௦௧௨௩௪௫௬௭௮௯",
            "０１２３４５６７８９",
            "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
        ] {
            check(digits, "0123456789");
        }
    }

    #[test]
    fn the_zeros_are_in_order_and_ten_digits_follow_each() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 10 <= pair[1]));
        for zero in ZEROS {
            for digit in 0..10 {
                let character = char::from_u32(zero + digit).unwrap();
                assert_eq!(plain(character).to_digit(10), Some(digit), "{character:?}");
            }
        }
    }

    #[test]
    fn letters_fractions_and_roman_numerals_are_no_digits() {
        for other in ["½", "²", "Ⅳ", "①", "十", "٪٫٬x", "é", "π"] {
            assert!(!value(other).contains(|it: char| it.is_ascii_digit()));
        }
        check("٩٨٫٣٪", "98.3%");
        check("Ｎｏｖ", "Nov");
    }

    #[test]
    fn invisible_characters_and_blanks_around_a_value_are_no_part_of_it() {
        for around in [
            "\u{feff}", "\u{200b}", "\u{200e}", "\u{200f}", "\u{61c}", "\u{a0}", "\u{2060}",
            "\u{ad}", "\u{200c}", "\u{200d}", "\u{202f}", "\u{3000}", "\u{0}", " \t\n",
        ] {
            check(&format!("{around}12{around}"), "12");
            let named = format!("{around}Rosehill{around}");
            assert_eq!(trimmed(&named), "Rosehill", "{around:?}");
            assert_eq!(trimmed(&format!("{around} {around}")), "");
        }
        // As spreadsheets and the sharing of a path mark their direction.
        check("\u{202a}23\u{200e}/11\u{200e}/2026\u{202c}", "23/11/2026");
        check("1\u{200b}2", "12");
        check("1 2", "1 2");
    }

    #[test]
    fn what_a_text_is_made_of_stays() {
        for text in [
            "می\u{200c}خواهم",
            "۱۴۰۵ ه\u{200d}",
            "क\u{94d}\u{200d}",
            "❤\u{fe0f}",
            "👩\u{200d}👧",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "Rosehill \u{2067}مدرسة\u{2069}",
        ] {
            assert_eq!(trimmed(text), text);
        }
    }
}
