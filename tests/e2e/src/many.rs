//! Thousands of records of a team's tablet, as texts of local storage.

use chrono::Local;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::{BookId, GroupId, PlaceId};
use daybook::domain::base::json::Json;
use daybook::domain::base::text::Text;
use daybook::domain::capture::group::{Group, Running, Weekday};
use daybook::domain::example::{Example, NotAnExample, practice};
use daybook::domain::organisation::in_use::InUse;
use daybook::domain::organisation::{Place, PlaceKind, Standing};
use daybook::domain::record::Record;
use daybook::domain::record::session::Activity;
use daybook::domain::tablet::settings::Settings;
use daybook::store::envelope::{seal, seal_json};
use daybook::store::reconcile::record_key;
use serde_json::json;
use uuid::Uuid;

use crate::error::{Error, Result};

/// A group of today's that nothing was recorded for: no session is unusual for it.
pub const GROUP: &str = "Tots";

/// A club among its places.
pub const CLUB: &str = "Measured Youth Club";

const BOOK: BookId = BookId::new(Uuid::from_u128(0xda1b));

/// So many records over so many quarters up to yesterday, with the set-up of their
/// tablet. The app takes the journal, which is empty, for one that was lost, and
/// mends it.
///
/// # Errors
/// When they cannot be made.
pub fn many_records(count: usize, quarters: usize) -> Result<Vec<(String, String)>> {
    many_records_and_schools(count, quarters, 0)
}

/// The same, with so many schools more: `School 1`, `School 2` and so on.
///
/// # Errors
/// When they cannot be made.
pub fn many_records_and_schools(
    count: usize,
    quarters: usize,
    schools: u128,
) -> Result<Vec<(String, String)>> {
    let example = example(count, quarters).map_err(|error| invalid(&error))?;
    let mut places = example.places.clone();
    places.extend(Text::typed(CLUB).ok().flatten().map(|name| Place {
        id: PlaceId::provisional(CLUB, Uuid::from_u128(0xc1b)),
        name,
        kind: PlaceKind::YouthClub,
        standing: Standing::Typed,
    }));
    places.extend((1..=schools).filter_map(|number| {
        let name = format!("School {number}");
        Some(Place {
            id: PlaceId::provisional(&name, Uuid::from_u128(0x5c00 + number)),
            name: Text::typed(&name).ok().flatten()?,
            kind: PlaceKind::School,
            standing: Standing::Typed,
        })
    }));
    let mut centres = places
        .iter()
        .filter(|place| place.kind == PlaceKind::ChildrensCentre);
    let mut groups = example.groups;
    let measured = centres
        .next()
        .zip(Text::typed(GROUP).ok().flatten())
        .map(|(place, name)| Group {
            id: GroupId::new(Uuid::from_u128(0x9a0b)),
            team: example.team.id.clone(),
            name,
            activity: Activity::ChildrensCentreGroup {
                place: place.id.clone(),
            },
            weekday: Some(Weekday::of(Local::now().date_naive())),
            theme: None,
            running: Running::Meets,
        });
    groups.extend(measured);
    let settings = Settings {
        tablet: Text::typed("Team tablet")
            .ok()
            .flatten()
            .unwrap_or_else(|| example.team.name.clone()),
        city: None,
        other_teams: Vec::new(),
        team: example.team,
        places,
        keep_records_for_years: None,
        groups,
        corrected_places: Vec::new(),
        survey_languages: Vec::new(),
        due: Vec::new(),
        send_to: None,
        in_use: InUse::default(),
    };
    let sentinel = json!({ "book": BOOK, "holds_records": true }).to_string();
    let mut texts = vec![
        ("settings".to_owned(), seal(&settings)),
        (
            "sentinel".to_owned(),
            seal_json(Json::read(&sentinel).map_err(|wrong| invalid(&wrong))?),
        ),
    ];
    for record in &example.records {
        texts.push((record_key(record.id()), seal(record)));
    }
    Ok(texts)
}

/// A team's work over some years: in each quarter as many records as in any
/// other, up to yesterday.
fn example(count: usize, quarters: usize) -> std::result::Result<Example, NotAnExample> {
    // Nothing of them was saved later than now.
    let today = Local::now().date_naive();
    let today = today.pred_opt().unwrap_or(today);
    let mut ends = vec![today];
    while ends.len() < quarters {
        let earlier = ends
            .last()
            .map_or(today, |last| Quarter::containing(*last).first_day());
        ends.push(earlier.pred_opt().unwrap_or(earlier));
    }
    let mut records: Vec<Record> = Vec::new();
    let mut seeds = 0_u64..;
    loop {
        for end in &ends {
            let made = practice(*end, seeds.next().unwrap_or_default(), BOOK)?;
            records.extend(made.records);
            if records.len() >= count {
                records.truncate(count);
                return Ok(Example {
                    groups: made.groups,
                    team: made.team,
                    places: made.places,
                    records,
                });
            }
        }
    }
}

fn invalid(error: &impl ToString) -> Error {
    std::io::Error::other(error.to_string()).into()
}
