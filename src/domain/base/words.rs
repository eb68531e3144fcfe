//! Words that are typed to find something by.
//!
//! Guarantees that a word is found whatever its letters' case and accents.

use crate::domain::base::typed::{self, is_invisible};

/// How many words and dates are looked for; those typed after them are not.
pub const MOST: usize = 32;

/// Words that were typed to find a name among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Reads what was typed.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let mut words = Vec::new();
        words_of(text, |word| words.push(word));
        words.truncate(MOST);
        Self(words)
    }

    /// Whether there are none, which every text has.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether each of them begins a word of a text.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.0.iter().all(|word| has_word(text, word))
    }
}

/// A letter as it is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    /// This one, small and without accents.
    Letter(char),
    /// None: an apostrophe, or an accent by itself.
    Nothing,
    /// The end of a word.
    Gap,
}

/// The letters from À to ſ, and from Ạ to ỹ, without their accents.
const LATIN: &[u8] = b"aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooo\
rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
const VIETNAMESE: &[u8] = b"aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooo\
uuuuuuuuuuuuuuyyyyyyyy";

/// A letter without its case and accents: for Latin letters, and the case of
/// Greek and Cyrillic ones; other scripts have none. A digit of any script is 0 to 9.
fn plain(letter: char) -> Plain {
    if is_invisible(letter) {
        return Plain::Nothing;
    }
    let letter = typed::plain(letter);
    let code = u32::from(letter);
    let of = |table: &[u8], first: u32| {
        let at = usize::try_from(code - first).ok();
        at.and_then(|at| table.get(at))
            .map_or(Plain::Gap, |byte| match byte {
                b'-' => Plain::Gap,
                byte => Plain::Letter(char::from(*byte)),
            })
    };
    let lower = |by: u32| Plain::Letter(char::from_u32(code + by).unwrap_or(letter));
    match letter {
        'a'..='z' | '0'..='9' => Plain::Letter(letter),
        'A'..='Z' => Plain::Letter(letter.to_ascii_lowercase()),
        '\'' | '’' | '‘' | 'ʼ' | '\u{300}'..='\u{36f}' => Plain::Nothing,
        '\0'..='\u{bf}' | '\u{2000}'..='\u{206f}' => Plain::Gap,
        'À'..='ſ' => of(LATIN, 0xc0),
        'Ș' | 'ș' => Plain::Letter('s'),
        'Ț' | 'ț' => Plain::Letter('t'),
        'Α'..='Ω' | 'А'..='Я' => lower(0x20),
        'Ѐ'..='Џ' => lower(0x50),
        'Ạ'..='ỹ' => of(VIETNAMESE, 0x1ea0),
        _ => Plain::Letter(letter),
    }
}

/// Gives the plain words of a text.
pub(crate) fn words_of(text: &str, mut give: impl FnMut(String)) {
    let mut word = String::new();
    for letter in text.chars() {
        match plain(letter) {
            Plain::Letter(letter) => word.push(letter),
            Plain::Nothing => {}
            Plain::Gap if word.is_empty() => {}
            Plain::Gap => give(std::mem::take(&mut word)),
        }
    }
    if !word.is_empty() {
        give(word);
    }
}

/// Whether a word of a text begins like this plain one.
pub(crate) fn has_word(text: &str, wanted: &str) -> bool {
    let mut at_its_start = true;
    for (at, letter) in text.char_indices() {
        match plain(letter) {
            Plain::Letter(_) => {
                if at_its_start && begins(text.get(at..).unwrap_or_default(), wanted) {
                    return true;
                }
                at_its_start = false;
            }
            Plain::Nothing => {}
            Plain::Gap => at_its_start = true,
        }
    }
    false
}

fn begins(text: &str, wanted: &str) -> bool {
    let mut letters = text.chars().map(plain).filter(|it| *it != Plain::Nothing);
    wanted
        .chars()
        .all(|letter| letters.next() == Some(Plain::Letter(letter)))
}
