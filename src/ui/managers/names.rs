//! What the codes in figures are called.

use super::desk::Seen;
use crate::domain::base::calendar::Month;
use crate::domain::base::ids::PlaceId;
use crate::domain::disclosure::categories::ELSEWHERE;
use crate::domain::record::attendance::AgeBand;
use crate::domain::record::locale::LOCALES;
use crate::domain::record::session::Kind;
use crate::domain::record::survey::AnsweredBy;
use crate::domain::roll_up::Breakdown;
use crate::domain::roll_up::measure::Measure;

/// What a measure is called.
pub fn measure_words(code: &str) -> String {
    Measure::with_code(code)
        .map_or(code, |it| it.label)
        .to_owned()
}

/// What a part of a measure is called: `Youth club, 5 to 10`.
pub fn part_words(seen: Seen<'_>, part: &Breakdown) -> String {
    let words: Vec<String> = part
        .iter()
        .map(|(dimension, category)| category_words(seen, dimension, category))
        .collect();
    words.join(", ")
}

/// What a category of a dimension is called; its code where there is no name.
pub fn category_words(seen: Seen<'_>, dimension: &str, code: &str) -> String {
    let name = match dimension {
        "kind" => Kind::from_code(code).map(|it| it.label().to_owned()),
        "age-band" => {
            let mut bands = AgeBand::ALL.into_iter();
            let found = bands.find(|band| band.code() == code);
            found.map(|it| it.label().to_owned())
        }
        "month" => Month::from_code(code).map(|it| it.to_string()),
        "place" if code == ELSEWHERE => Some("Elsewhere".to_owned()),
        "place" => place(seen, code),
        "answered-by" if code == "not-said" => Some("Not said by whom".to_owned()),
        "answered-by" => AnsweredBy::from_code(code).map(|it| it.label().to_owned()),
        "language" => {
            let mut known = LOCALES.iter();
            let found = known.find(|it| it.tag == code);
            found.map(|it| it.english_name.to_owned())
        }
        _ => None,
    };
    name.unwrap_or_else(|| code.to_owned())
}

/// What a place is called: by the organisation, or by the returns.
fn place(seen: Seen<'_>, code: &str) -> Option<String> {
    let listed = PlaceId::new(code).ok();
    let listed = listed.and_then(|id| seen.structure.place_name(&id));
    listed.or_else(|| seen.roll_up.name_in_returns(code))
}
