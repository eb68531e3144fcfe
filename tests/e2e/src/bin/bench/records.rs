//! 10,000 records of a team's tablet, in both stores of one profile.

use std::path::Path;

use chrono::Local;
use daybook::domain::calendar::Quarter;
use daybook::domain::example::{Example, NotAnExample, practice};
use daybook::domain::group::{Group, Running};
use daybook::domain::ids::{BookId, GroupId, PlaceId};
use daybook::domain::json::Json;
use daybook::domain::organisation::{Place, PlaceKind, Standing};
use daybook::domain::record::Record;
use daybook::domain::session::Activity;
use daybook::domain::settings::Settings;
use daybook::domain::text::Text;
use daybook::store::envelope::{seal, seal_json};
use daybook::store::reconcile::record_key;
use daybook_e2e::app::App;
use daybook_e2e::browser::{Browser, Log};
use daybook_e2e::error::{Error, Result};
use serde_json::json;
use uuid::Uuid;

/// How many records there are.
pub const MANY: usize = 10_000;

/// Over how many quarters they lie: four years and the one that has begun.
const QUARTERS: usize = 17;

/// The group that they have, which has no usual day.
pub const GROUP: &str = "Tots";

/// A club among its places.
pub const CLUB: &str = "Measured Youth Club";

const BOOK: BookId = BookId::new(Uuid::from_u128(0xda1b));

/// Puts the records into a new profile: into local storage as texts, and from
/// there into the journal by the app itself, which takes it for one that was
/// lost. Gives the characters that local storage then holds.
///
/// # Errors
/// When the browser does not take them.
pub async fn fill(profile: &Path, address: &str) -> Result<usize> {
    let texts = texts()?;
    let browser = Browser::start_with(profile, Log::Nothing).await?;
    let app = App::new(&browser, address.to_owned())?;
    app.open_without_app().await?;
    app.put(&texts).await?;
    app.open("/about").await?;
    app.sees("10,000 records").await?;
    browser.close().await?;
    Ok(texts
        .iter()
        .map(|(key, text)| key.len() + text.encode_utf16().count())
        .sum())
}

fn texts() -> Result<Vec<(String, String)>> {
    let example = example().map_err(|error| invalid(&error))?;
    let mut places = example.places.clone();
    places.extend(Text::typed(CLUB).ok().flatten().map(|name| Place {
        id: PlaceId::provisional(CLUB, Uuid::from_u128(0xc1b)),
        name,
        kind: PlaceKind::YouthClub,
        standing: Standing::Typed,
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
            weekday: None,
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
/// other, up to today.
fn example() -> std::result::Result<Example, NotAnExample> {
    let today = Local::now().date_naive();
    let mut ends = vec![today];
    while ends.len() < QUARTERS {
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
            if records.len() >= MANY {
                records.truncate(MANY);
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
