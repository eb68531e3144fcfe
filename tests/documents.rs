//! The documents say what the code does: no sentence puts off what is there, and
//! each limit that a document names is the one in the code.

use std::path::Path;
use std::{fs, io, iter};

use daybook::domain::capture::doubt::MANY;
use daybook::domain::capture::family_survey::COMMENT_LENGTH;
use daybook::domain::form::checks::ASKED_AFTER_DAYS;
use daybook::domain::import::csv::MOST_LINES;
use daybook::domain::record::attendance::HeadCount;
use daybook::domain::roll_up::opening::LARGEST_FILE;
use daybook::domain::submission::quarter_return::{LONGEST_LIST, MOST_DIMENSIONS};
use daybook::domain::tablet::backed_up::{DAYS_WITHOUT_BACKUP, SAVES_WITHOUT_BACKUP};
use daybook::domain::tablet::locks::SlowHash;
use daybook::store::backup::FEWEST_ROUNDS;

/// Words with which a document says that something is still to come. Whoever builds it
/// seldom finds the sentence again.
const PUT_OFF: [&str; 12] = [
    "not yet",
    "so far",
    "no screen",
    "no page yet",
    "left to try",
    "at present",
    "for the time being",
    "currently",
    "in a later version",
    "will be added",
    "coming soon",
    "to be written",
];

/// Sentences with such words that stay true whatever is built, and why.
const STAYS_TRUE: [(&str, &str, &str); 7] = [
    (
        "docs/managers.md",
        "the year so far",
        "the part of the financial year that has passed",
    ),
    (
        "docs/managers.md",
        "The quarter and the year so far",
        "the same",
    ),
    ("docs/analysis.md", "the year so far", "the same"),
    ("docs/publishing.md", "the year so far", "the same"),
    ("CHANGELOG.md", "the year so far", "the same"),
    ("CHANGELOG.md", "this quarter so far", "what Today shows"),
    ("README.md", "the quarter so far", "what Today shows"),
];

/// Words before a number that make it a limit.
const LIMITING: [&str; 12] = [
    "at most",
    "at least",
    "more than",
    "fewer than",
    "up to",
    "no more than",
    "budget of",
    "limit of",
    "longer than",
    "larger than",
    "after",
    "from 0 to",
];

/// A limit as a document names it: the document, and the words with the number of the
/// code in them.
fn limits() -> Vec<(&'static str, String)> {
    let years = daybook::domain::import::spreadsheet::OLDEST_YEARS;
    let backup_reminder =
        format!("after {DAYS_WITHOUT_BACKUP} days or {SAVES_WITHOUT_BACKUP} changes");
    vec![
        (
            "docs/managers.md",
            format!("at most {} MB", LARGEST_FILE >> 20),
        ),
        ("docs/offline.md", backup_reminder),
        (
            "docs/using-daybook.md",
            format!("more than {ASKED_AFTER_DAYS} days ago"),
        ),
        (
            "docs/using-daybook.md",
            format!("the new families are more than {MANY}"),
        ),
        (
            "docs/survey.md",
            format!("at most {COMMENT_LENGTH} characters"),
        ),
        (
            "docs/import.md",
            format!("at most {} lines", grouped(u64::from(MOST_LINES))),
        ),
        ("docs/import.md", format!("from 0 to {}", HeadCount::MOST)),
        (
            "docs/import.md",
            format!("{} financial years ago", in_words(years)),
        ),
        (
            "docs/privacy.md",
            format!("at least {} rounds", grouped(u64::from(FEWEST_ROUNDS))),
        ),
        (
            "CHANGELOG.md",
            format!(
                "HMAC-SHA-256, {} rounds",
                grouped(u64::from(SlowHash::ROUNDS))
            ),
        ),
        (
            "docs/return-format.md",
            format!(
                "more than {} entries in a list, or {MOST_DIMENSIONS} dimensions",
                grouped(LONGEST_LIST as u64)
            ),
        ),
    ]
}

/// Numbers after limiting words that are no limit of the code's, or one that a type
/// holds, and why they stand.
const NO_CONSTANT: [(&str, &str, &str); 12] = [
    (
        "docs/publishing.md",
        "no more than 20",
        "four times the usual threshold, tested where groups are suppressed",
    ),
    (
        "docs/publishing.md",
        "rest from 0 to 5",
        "nobody, or up to the usual threshold",
    ),
    (
        "docs/import.md",
        "up to 80 characters",
        "the type of a theme, Text<80>",
    ),
    (
        "docs/import.md",
        "up to 500 characters",
        "the type of a note, Text<500>",
    ),
    (
        "docs/return-format.md",
        "up to 500 characters",
        "the type of a reason, Text<500>",
    ),
    (
        "docs/return-format.md",
        "at most 40 and",
        "tested where file names are made",
    ),
    (
        "docs/languages.md",
        "at most 15",
        "tested over every language",
    ),
    (
        "docs/offline.md",
        "after 7 days without use",
        "what an iPad does",
    ),
    ("docs/deploy.md", "after 7 days of use", "what Safari does"),
    (
        "docs/organisation-file.md",
        "up to 200 characters",
        "the type of an address, Text<200>",
    ),
    (
        "docs/publishing.md",
        "at least 2",
        "an example of what a reader could infer",
    ),
    (
        "docs/publishing.md",
        "at most 3",
        "an example of what a reader could infer",
    ),
];

#[test]
fn no_document_puts_off_what_may_be_there() {
    let mut wrong = Vec::new();
    for (name, text) in documents().unwrap() {
        let lower = text.to_lowercase();
        for words in PUT_OFF {
            for at in found(&lower, words) {
                let around = around(&lower, at);
                let excused = STAYS_TRUE.iter().any(|(file, sentence, _)| {
                    *file == name && around.contains(&sentence.to_lowercase())
                });
                if !excused {
                    wrong.push(format!("{name}: “{words}” in “…{around}…”"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_sentence_that_is_excused_stands_in_its_document() {
    let all = documents().unwrap();
    let excused = STAYS_TRUE.iter().chain(&NO_CONSTANT);
    for (file, words, why) in excused {
        let stands = all.iter().any(|(name, text)| {
            name == file && text.to_lowercase().contains(&words.to_lowercase())
        });
        assert!(
            stands,
            "{file} does not say “{words}” ({why}): take it off the list"
        );
    }
}

#[test]
fn limits_in_documents_are_those_of_the_code() {
    let all = documents().unwrap();
    for (file, words) in limits() {
        let says = all
            .iter()
            .any(|(name, text)| name == file && text.contains(&words));
        assert!(says, "{file} does not say “{words}”, as the code has it");
    }
}

#[test]
fn each_limit_in_a_document_is_compared_with_the_code() {
    let known = limits();
    let mut unknown = Vec::new();
    for (name, text) in documents().unwrap() {
        if of_its_day(&name) {
            continue;
        }
        for words in LIMITING {
            for at in found(&text.to_lowercase(), words) {
                let rest = text.get(at + words.len()..).unwrap_or_default();
                if !rest
                    .trim_start()
                    .starts_with(|first: char| first.is_ascii_digit())
                {
                    continue;
                }
                let around = around(&text, at);
                let compared = known
                    .iter()
                    .any(|(file, limit)| *file == name && around.contains(limit.as_str()));
                let excused = NO_CONSTANT
                    .iter()
                    .any(|(file, limit, _)| *file == name && around.contains(limit));
                if !(compared || excused) {
                    unknown.push(format!("{name}: “…{around}…”"));
                }
            }
        }
    }
    assert!(
        unknown.is_empty(),
        "compare these with the code in limits(), or say in NO_CONSTANT why not:\n{}",
        unknown.join("\n")
    );
}

#[test]
fn each_link_leads_to_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut broken = Vec::new();
    for (name, text) in documents().unwrap() {
        let folder = root.join(&name);
        let folder = folder.parent().unwrap_or(root);
        for link in links(&text) {
            let file = link.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains(':') && !folder.join(file).exists() {
                broken.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn each_picture_is_shown_by_a_document() {
    let all = documents().unwrap();
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    for entry in fs::read_dir(pictures).unwrap() {
        let picture = entry.unwrap().file_name();
        let link = format!("screens/{})", picture.to_string_lossy());
        assert!(
            all.iter().any(|(_, text)| text.contains(&link)),
            "no document shows {link}: link it or remove it"
        );
    }
}

/// Where the links and pictures of a document lead.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
}

/// Whether a document tells of measurements or of what changed, whose numbers are of
/// their day.
fn of_its_day(name: &str) -> bool {
    ["docs/speed.md", "CHANGELOG.md"].contains(&name)
}

/// Every document with its name, white space between words as one blank.
fn documents() -> io::Result<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
    ]
    .map(str::to_owned)
    .to_vec();
    for folder in ["docs", "docs/decisions"] {
        for entry in fs::read_dir(root.join(folder))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if Path::new(&name).extension().is_some_and(|it| it == "md") {
                names.push(format!("{folder}/{name}"));
            }
        }
    }
    let read = |name: String| {
        let text = fs::read_to_string(root.join(&name))?;
        Ok((name, text.split_whitespace().collect::<Vec<_>>().join(" ")))
    };
    names.into_iter().map(read).collect()
}

/// Where some words stand.
fn found(text: &str, words: &str) -> Vec<usize> {
    text.match_indices(words).map(|(at, _)| at).collect()
}

/// The text about a place, to find the sentence by.
fn around(text: &str, at: usize) -> String {
    let start = (0..=at.saturating_sub(60))
        .rev()
        .find(|it| text.is_char_boundary(*it));
    let end = (at + 100).min(text.len());
    let end = (end..=text.len()).find(|it| text.is_char_boundary(*it));
    text.get(start.unwrap_or(0)..end.unwrap_or(text.len()))
        .unwrap_or_default()
        .to_owned()
}

/// A number with a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = tail
        .as_bytes()
        .chunks(3)
        .map(|it| String::from_utf8_lossy(it).into_owned());
    let head = iter::once(head.to_owned()).filter(|it| !it.is_empty());
    head.chain(groups).collect::<Vec<_>>().join(",")
}

/// A number of years as it is written.
fn in_words(years: i32) -> &'static str {
    match years {
        10 => "ten",
        _ => "another number of",
    }
}
