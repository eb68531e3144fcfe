//! Names that may be meant by another that was typed: offered to a person, never
//! matched by themselves.

/// The most names that are offered.
const MOST: usize = 5;

/// The names that a typed one may stand for, the likeliest first: the same words
/// in another writing, or few letters apart, or one with more words than the
/// other. By position in the list.
#[must_use]
pub fn offers<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
    let typed = words_of(typed);
    let mut found: Vec<(usize, usize)> = names
        .into_iter()
        .enumerate()
        .filter_map(|(position, name)| Some((distance(&typed, &words_of(name))?, position)))
        .collect();
    found.sort_unstable();
    found.truncate(MOST);
    found.into_iter().map(|(_, position)| position).collect()
}

/// How far apart two names are; `None` when too far to be a slip.
fn distance(one: &[String], other: &[String]) -> Option<usize> {
    let (joined, others) = (one.concat(), other.concat());
    if joined.is_empty() || others.is_empty() {
        return None;
    }
    if joined == others {
        return Some(0);
    }
    // Letters put in, taken out, changed, or swapped with the next.
    let letters = strsim::osa_distance(&joined, &others);
    let longest = joined.chars().count().max(others.chars().count());
    if letters <= (longest / 5).max(1) {
        return Some(letters);
    }
    let within = |few: &[String], many: &[String]| {
        few.iter().any(|word| word.chars().count() > 3) && few.iter().all(|it| many.contains(it))
    };
    (within(one, other) || within(other, one)).then_some(longest)
}

/// The words of a name, without capitals, punctuation and words that say nothing.
fn words_of(name: &str) -> Vec<String> {
    let plain: String = name
        .chars()
        .filter(|letter| !matches!(letter, '\'' | '’'))
        .flat_map(char::to_lowercase)
        .collect();
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !matches!(*word, "" | "the" | "and" | "team"))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = [
        "Rosehill Children’s Centres",
        "Brookside Multi-Agency Team",
        "North MAT Under 11",
        "North MAT Over 11",
    ];

    fn check(typed: &str, expected: &[&str]) {
        let offered: Vec<&str> = offers(typed, NAMES)
            .into_iter()
            .map(|at| NAMES[at])
            .collect();
        assert_eq!(offered, expected, "{typed}");
    }

    #[test]
    fn other_writings_and_slips_are_offered() {
        check(
            "Rose Hill childrens centres",
            &["Rosehill Children’s Centres"],
        );
        check(
            "Rosehill Chidlren's Centre",
            &["Rosehill Children’s Centres"],
        );
        check("Brookside multi agency", &["Brookside Multi-Agency Team"]);
        check("Brookside", &["Brookside Multi-Agency Team"]);
    }

    #[test]
    fn the_likeliest_stands_first() {
        check(
            "North MAT Under11",
            &["North MAT Under 11", "North MAT Over 11"],
        );
    }

    #[test]
    fn other_names_are_not_offered() {
        check("Eastfield", &[]);
        check("The team", &[]);
        check("", &[]);
    }
}
