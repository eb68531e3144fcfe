//! What stands in single cells, in the ways in which people write it: the kinds of
//! session, and whole numbers.

use super::bare;
use crate::domain::base::typed::value;
use crate::domain::record::session::Kind;

/// The kind that is called so, in one of the ways in which people write it.
pub(super) fn kind_of(says: &str) -> Option<Kind> {
    let says = bare(says);
    Kind::ALL.into_iter().find(|kind| {
        let aliases = match kind {
            Kind::ChildrensCentreGroup => "childrenscentre centregroup groupactivity",
            Kind::YouthClub => "youthclubsession youthwork",
            Kind::SchoolGroupWork => "school groupwork schoolgroup",
            Kind::CoWorkedCase => "coworked coworking",
            Kind::TargetedPrevention => "targeted prevention preventionwork",
        };
        let mut aliases = aliases.split(' ');
        bare(kind.label()) == says
            || bare(kind.code()) == says
            || aliases.any(|alias| alias == says)
    })
}

/// A cell of a count as a person would type it: programs write whole numbers as `4.0`
/// too. What is no whole number stays as it is, to be named.
pub(super) fn whole_number_text(says: &str) -> String {
    let text = value(says);
    let whole = text.split_once('.').filter(|(whole, parts)| {
        let are_digits = |it: u8| it.is_ascii_digit() || it == b',';
        let are_noughts = !parts.is_empty() && parts.bytes().all(|it| it == b'0');
        !whole.is_empty() && whole.bytes().all(are_digits) && are_noughts
    });
    whole.map_or(text.clone(), |(whole, _)| whole.to_owned())
}

/// The whole number that a cell says, with or without commas between its thousands.
pub(super) fn number_in(says: &str) -> Option<u64> {
    let text = whole_number_text(says);
    let mut groups = text.split(',');
    let first = groups.next()?;
    let grouped = groups.clone().count() > 0;
    let in_order = first.len() <= 3 && groups.all(|group| group.len() == 3);
    if grouped && !in_order {
        return None;
    }
    let digits = text.replace(',', "");
    let are_digits = digits.bytes().all(|it| it.is_ascii_digit());
    digits.parse().ok().filter(|_| are_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_read_however_a_program_writes_it() {
        for (says, expected) in [
            ("4.0", "4"),
            ("12.00", "12"),
            ("４．０", "4"),
            ("\u{200f}٤٫٠", "4"),
            ("۱۲", "12"),
            ("੪", "4"),
            ("4.5", "4.5"),
            (".0", ".0"),
            ("4.", "4."),
            ("x", "x"),
            ("", ""),
        ] {
            assert_eq!(whole_number_text(says), expected, "{says}");
        }
    }

    #[test]
    fn a_number_may_have_commas_between_its_thousands() {
        for (says, expected) in [
            ("51", Some(51)),
            ("1,234", Some(1234)),
            ("12,345,678.0", Some(12_345_678)),
            ("1,23", None),
            ("1234,567", None),
            ("+5", None),
            ("5%", None),
            ("5-10", None),
            ("", None),
        ] {
            assert_eq!(number_in(says), expected, "{says}");
        }
    }

    #[test]
    fn every_kind_is_known_by_its_label_and_its_code() {
        for kind in Kind::ALL {
            assert_eq!(kind_of(kind.label()), Some(kind));
            assert_eq!(kind_of(kind.code()), Some(kind));
        }
        assert_eq!(
            kind_of("Childrens Centre"),
            Some(Kind::ChildrensCentreGroup)
        );
        assert_eq!(kind_of("CO-WORKED"), Some(Kind::CoWorkedCase));
        assert_eq!(kind_of("club"), None);
    }
}
