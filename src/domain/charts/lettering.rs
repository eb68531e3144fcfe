//! How wide text will be, and where it is broken.
//!
//! A pure function cannot ask the browser. Widths are taken from the sans serif
//! fonts that systems have, on the wide side, so that what fits here fits there.

use super::Units;
use crate::domain::base::markup::{Element, el};

/// The size of labels and counts.
pub(super) const LABEL: Units = 15;
/// The size of what stands at axes, in cells and in second lines.
pub(super) const SMALL: Units = 13;
/// From one line of labels to the next.
pub(super) const LINE: Units = 18;
/// From one line of small text to the next.
pub(super) const SMALL_LINE: Units = 16;

/// How wide a text of a size will be at most.
pub(super) fn width(text: &str, size: Units) -> Units {
    let hundredths: Units = text.chars().map(advance).sum();
    (hundredths * size + 99) / 100
}

/// Of a letter, in hundredths of the size.
fn advance(letter: char) -> Units {
    match letter {
        // Marks that take no room: joiners, isolates, accents that combine.
        '\u{200b}'..='\u{200f}' | '\u{2066}'..='\u{2069}' | '\u{300}'..='\u{36f}' => 0,
        'i' | 'j' | 'l' | '.' | ',' | '\'' | '’' | ':' | ';' | '|' | '!' | ' ' => 31,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '-' | '/' => 42,
        'm' | 'w' | 'M' | '%' | '—' => 92,
        'W' | '@' => 104,
        'A'..='Z' | '&' => 74,
        '\0'..='\u{2ff}' | '\u{2000}'..='\u{20ff}' => 60,
        // Greek, Cyrillic, Hebrew, Arabic and their like.
        '\u{370}'..='\u{8ff}' => 72,
        // The scripts of India and Ethiopia, of China, Japan and Korea, and emoji.
        _ => 105,
    }
}

/// A text in lines that are no wider than this, as many as are allowed; what does
/// not go in ends with an ellipsis. Never without a line.
pub(super) fn wrapped(text: &str, size: Units, room: Units, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() {
            word.to_owned()
        } else {
            [&line, " ", word].concat()
        };
        if width(&joined, size) <= room {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        // A word that is wider than a line is broken where the line ends.
        for letter in word.chars() {
            line.push(letter);
            if width(&line, size) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    if lines.len() > most.max(1) {
        lines.truncate(most.max(1));
        if let Some(last) = lines.last_mut() {
            last.push('…');
            while width(last, size) > room && last.chars().count() > 1 {
                last.pop();
                last.pop();
                *last = last.trim_end().to_owned();
                last.push('…');
            }
        }
    }
    lines
}

/// What stands at columns: each quarter's months and year, in lines of whole words.
/// Where one of all the words is too wide, months have their first three letters.
pub(super) fn at_columns<'a>(
    labels: impl Iterator<Item = &'a str> + Clone,
    room: Units,
) -> Vec<Vec<String>> {
    let mut words = labels.clone().flat_map(str::split_whitespace);
    let fit = words.all(|word| width(word, SMALL) <= room);
    let shortened = |word: &'a str| {
        let short = word.get(..3).filter(|_| !fit && MONTHS.contains(&word));
        short.unwrap_or(word)
    };
    let lines = |label: &'a str| {
        let words: Vec<&str> = label.split_whitespace().map(shortened).collect();
        wrapped(&words.join(" "), SMALL, room, 4)
    };
    labels.map(lines).collect()
}

/// The months that have a shorter form, of those at which quarters begin or end.
const MONTHS: [&str; 8] = [
    "January",
    "March",
    "April",
    "June",
    "July",
    "September",
    "October",
    "December",
];

/// Where a text begins, ends or has its middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text, with its foot at a point.
pub(super) fn text(words: &str, size: Units, (x, y): (Units, Units), anchor: Anchor) -> Element {
    let element = el("text").at([("x", x), ("y", y), ("font-size", size)]);
    let element = match anchor {
        Anchor::Start => element,
        Anchor::Middle => element.attr("text-anchor", "middle"),
        Anchor::End => element.attr("text-anchor", "end"),
    };
    element.with(isolated(words))
}

/// A heading of a width, in one line, whose middle stands at a height.
pub(super) fn heading(words: &str, width: Units, middle: Units) -> impl Iterator<Item = Element> {
    let lines = wrapped(words, LABEL, width, 1);
    let drawn = lines_about(&lines, LABEL, (0, middle), Anchor::Start);
    drawn.into_iter().map(|it| it.class("app-chart__strong"))
}

/// Several lines, whose middle stands at a height.
pub(super) fn lines_about(
    lines: &[String],
    size: Units,
    (x, middle): (Units, Units),
    anchor: Anchor,
) -> Vec<Element> {
    let step = if size == LABEL { LINE } else { SMALL_LINE };
    let more = super::units(lines.len().saturating_sub(1));
    // The foot of a line lies a third of its size below its middle.
    let mut y = middle - more * step / 2 + size * 35 / 100;
    let mut drawn = Vec::new();
    for line in lines {
        drawn.push(text(line, size, (x, y), anchor));
        y += step;
    }
    drawn
}

/// A text that may run from right to left, kept apart from what is around it: where
/// it begins is then by its own letters, and where it stands by the chart.
fn isolated(words: &str) -> String {
    let from_right = |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if words.contains(from_right) {
        ["\u{2068}", words, "\u{2069}"].concat()
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_its_room() {
        for words in [
            "Group activity in a children’s centre",
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Under 11 Team",
            "فريق العائلات في الحي الشمالي والمركز",
            "",
        ] {
            for room in [60, 120, 200] {
                for line in wrapped(words, LABEL, room, 3) {
                    assert!(width(&line, LABEL) <= room, "{line}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_go_in_ends_with_an_ellipsis() {
        let lines = wrapped(
            "North and East Locality Children’s Centre Team",
            LABEL,
            90,
            2,
        );
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        let lines = wrapped("North", LABEL, 90, 2);
        assert_eq!(lines, ["North"]);
    }

    #[test]
    fn months_are_shortened_only_where_there_is_no_room() {
        let labels = ["April to June 2016", "July to September 2016"];
        let check = |room, expected: [&[&str]; 2]| {
            assert_eq!(at_columns(labels.into_iter(), room), expected);
        };
        check(200, [&["April to June 2016"], &["July to September 2016"]]);
        let third = ["July to", "September", "2016"];
        check(80, [&["April to", "June 2016"], &third]);
        // Both, though one of them has room.
        let [one, other] = [["Apr to", "Jun", "2016"], ["Jul to", "Sep", "2016"]];
        check(50, [&one, &other]);
    }

    #[test]
    fn text_from_right_to_left_is_kept_apart() {
        assert_eq!(isolated("فريق 2"), "\u{2068}فريق 2\u{2069}");
        assert_eq!(isolated("Team 2"), "Team 2");
    }
}
