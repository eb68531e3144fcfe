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
    let letters = letters_apart(&joined, &others);
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

/// How many letters have to be put in, taken out, changed, or swapped with the
/// next.
fn letters_apart(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows = vec![vec![0; other.len() + 1]; one.len() + 1];
    for (at, row) in rows.iter_mut().enumerate() {
        row[0] = at;
    }
    for (at, distance) in rows[0].iter_mut().enumerate() {
        *distance = at;
    }
    for (i, letter) in one.iter().enumerate() {
        for (j, others) in other.iter().enumerate() {
            let changed = rows[i][j] + usize::from(letter != others);
            let mut least = changed.min(rows[i][j + 1] + 1).min(rows[i + 1][j] + 1);
            if i > 0 && j > 0 && one[i - 1] == *others && other[j - 1] == *letter {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            rows[i + 1][j + 1] = least;
        }
    }
    rows[one.len()][other.len()]
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
