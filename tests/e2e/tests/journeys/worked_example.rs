//! The report's own year, loaded into a browser, seen on screen and sent.
//!
//! Early Help report 2016-17, sections 2 and 4: 36,039 direct contacts in
//! quarters 3 and 4 together; 515 surveys received over the year, of which 506,
//! 503 and 503 said yes.

use std::collections::BTreeMap;

use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::BookId;
use daybook::domain::base::json::Json;
use daybook::domain::base::share::grouped;
use daybook::domain::base::text::Text;
use daybook::domain::example::{Example, worked_example};
use daybook::domain::organisation::in_use::InUse;
use daybook::domain::record::session::Kind;
use daybook::domain::record::survey::SurveyVersion;
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook::domain::tablet::settings::Settings;
use daybook::domain::totals::QuarterTotals;
use daybook::domain::totals::cells::{Figure, cells};
use daybook::store::envelope::{seal, seal_json};
use daybook::store::reconcile::record_key;
use daybook_e2e::error::Result;
use daybook_e2e::tablet::Tablet;
use serde_json::json;
use uuid::Uuid;

const BOOK: BookId = BookId::new(Uuid::from_u128(0xda1b));

const QUARTERS: [&str; 4] = ["2016-17 Q1", "2016-17 Q2", "2016-17 Q3", "2016-17 Q4"];

fn quarter(code: &str) -> Quarter {
    code.parse().unwrap()
}

/// What local storage of that team's tablet holds, its journal having been
/// lost.
fn local_storage(example: &Example) -> Vec<(String, String)> {
    let settings = Settings {
        tablet: Text::typed("Team tablet").unwrap().unwrap(),
        city: None,
        team: example.team.clone(),
        other_teams: Vec::new(),
        places: example.places.clone(),
        keep_records_for_years: None,
        groups: Vec::new(),
        corrected_places: Vec::new(),
        survey_languages: Vec::new(),
        due: Vec::new(),
        send_to: None,
        in_use: InUse::default(),
    };
    let sentinel = json!({ "book": BOOK, "holds_records": true }).to_string();
    let records = example
        .records
        .iter()
        .map(|record| (record_key(record.id()), seal(record)));
    [
        ("settings".to_owned(), seal(&settings)),
        (
            "sentinel".to_owned(),
            seal_json(Json::read(&sentinel).unwrap()),
        ),
    ]
    .into_iter()
    .chain(records)
    .collect()
}

#[tokio::test]
async fn the_reports_year_is_shown_and_sent_with_its_own_figures() -> Result<()> {
    let example = worked_example(2016, BOOK).unwrap();
    let tablet = Tablet::unopened().await?;
    tablet.open_without_app().await?;
    tablet.put(&local_storage(&example)).await?;
    tablet.open("/quarter/2016-17-Q3").await?;
    tablet.sees("has been mended").await?;
    tablet.sees("17,412 direct contacts").await?;
    sees_the_totals(&tablet, &example, "2016-17 Q3").await?;
    tablet.open("/quarter/2016-17-Q4").await?;
    tablet.sees("18,627 direct contacts").await?;
    sees_the_totals(&tablet, &example, "2016-17 Q4").await?;

    tablet.press("Send return").await?;
    tablet.sees("What the return says").await?;
    tablet.make_return().await?;
    let mut returns = Vec::new();
    for code in QUARTERS {
        let heading = format!("Riverside Early Help, {}", quarter(code));
        let (name, bytes) = tablet.download_under(&heading, "Download return").await?;
        let sent = QuarterReturn::read(std::str::from_utf8(&bytes).unwrap()).unwrap();
        assert_eq!(name, sent.file_name());
        assert_eq!(sent.quarter.code, quarter(code));
        let totals = QuarterTotals::of(quarter(code), &example.records);
        assert_eq!(sent.measures, cells(&totals), "{code}");
        assert_eq!(sent.records, totals.records);
        returns.push(sent);
    }
    assert!(returns.iter().all(|it| it.send == returns[0].send));
    check_the_reports_figures(&returns);
    Ok(())
}

/// What a quarter's page shows is what the totals, counted outside the browser,
/// say; each percentage stands beside its numerator and denominator.
async fn sees_the_totals(tablet: &Tablet, example: &Example, code: &str) -> Result<()> {
    tablet.is_on(&quarter(code).to_string()).await?;
    let totals = QuarterTotals::of(quarter(code), &example.records);
    for kind in Kind::ALL {
        let tally = totals.contacts.of_kind(kind);
        let figures = [tally.sessions, tally.contacts(), tally.new_families].map(grouped);
        let row = tablet.row("By kind of session", kind.label()).await?;
        assert_eq!(row, figures, "{code}, {}", kind.label());
    }
    for question in SurveyVersion::Standard.questions() {
        let share = totals.surveys.answers_to(*question).yes_of_received();
        let part = format!("{} of {}", share.part, share.whole);
        // Half a tenth up, once (design: one decimal, half away from zero).
        let tenths = (share.part * 2000 + share.whole) / (2 * share.whole);
        let percent = format!("{}.{}%", tenths / 10, tenths % 10);
        let row = tablet
            .row("Yes, of surveys received", question.measure())
            .await?;
        assert_eq!(row, [part, percent], "{code}, {}", question.measure());
    }
    Ok(())
}

fn check_the_reports_figures(returns: &[QuarterReturn]) {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut shares: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for cell in returns.iter().flat_map(|sent| &sent.measures) {
        let by: Vec<_> = cell.breakdown.keys().map(String::as_str).collect();
        match (cell.measure.as_str(), &*by, cell.figure) {
            ("direct-contacts", ["age-band", "kind"], Figure::Period { count })
            | ("surveys-received", [], Figure::Period { count }) => {
                *counts.entry(&cell.measure).or_default() += count;
            }
            (measure, [], Figure::Ratio { part, whole }) => {
                let share = shares.entry(measure).or_default();
                *share = (share.0 + part, share.1 + whole);
            }
            _ => {}
        }
    }
    assert_eq!(counts["direct-contacts"], 36_039);
    assert_eq!(counts["surveys-received"], 515);
    let expected = [
        ("survey-helped", (503, 515)),
        ("survey-listened", (503, 515)),
        ("survey-respect", (506, 515)),
    ];
    assert_eq!(shares, BTreeMap::from(expected));
}
