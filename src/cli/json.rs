//! The document of a roll-up, for other programs.

use chrono::NaiveDate;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::roll_up::checking::to_check;
use daybook::domain::roll_up::checks::misfits;
use daybook::domain::roll_up::measure::MEASURES;
use daybook::domain::roll_up::table::rows;
use daybook::domain::roll_up::{Level, Names, OpenedFile, Opening, Span, Standing, TeamQuarter};
use daybook::domain::submission::send::Sample;
use serde_json::{Value, json};

use super::given::RolledUp;

/// The version of the document.
const VERSION: u32 = 1;

/// Everything that was added up; of one quarter where one is wanted.
pub fn document(result: &RolledUp<'_>, wanted: Option<Quarter>, today: NaiveDate) -> Value {
    let mut figures = Vec::new();
    let all = (result.roll_up, result.sums, result.who);
    rows(all, result.structure, wanted, |row| {
        figures.push(json!({
            "period": row.period,
            "level": row.level.code(),
            "unit": row.unit,
            "measure": row.measure,
            "breakdown": row.breakdown,
            "count": row.count,
            "denominator": row.denominator,
            "status": row.status,
        }));
    });
    let files = result.roll_up.collection.files();
    let cells = result.who.rows().flat_map(|(_, row)| row);
    let cells = cells.filter(|cell| wanted.is_none_or(|wanted| wanted == cell.quarter));
    let misfits = misfits(
        result.sums,
        result.who,
        result.structure,
        &result.roll_up.decisions,
    );
    let names = Names::of(result.roll_up, result.structure);
    json!({
        "format": "daybook-roll-up",
        "format_version": VERSION,
        "example": result.roll_up.sample == Sample::Example,
        "today": today,
        "files": files.map(|(_, file)| file_of(file, result)).collect::<Vec<_>>(),
        "not_used": result.roll_up.not_used.iter().map(|it| json!({
            "name": it.name, "why": it.why, "team": it.team,
            "quarter": it.quarter.map(Quarter::code),
        })).collect::<Vec<_>>(),
        "not_looked_at": result.not_looked_at,
        "organisations_to_decide": result.structure.contested().iter().map(|it| json!({
            "city": it.city,
            "editions": it.editions.iter().map(|it| it.digest).collect::<Vec<_>>(),
            "differences": it.differences(),
        })).collect::<Vec<_>>(),
        "to_decide": result.roll_up.in_doubt.iter().map(|doubt| json!({
            "book": doubt.book,
            "tablet": doubt.tablet,
            "newest_sends": doubt.newest.iter().collect::<Vec<_>>(),
            "periods": doubt.periods.iter().map(|(team, quarter)| json!({
                "team": team, "quarter": quarter.code(),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "who_has_sent": cells.map(cell_of).collect::<Vec<_>>(),
        "sentences": sentences(result, wanted),
        "to_check": to_check(result.roll_up, result.structure).iter()
            .map(|it| it.words(&names)).collect::<Vec<_>>(),
        "misfits": misfits.iter().map(|it| json!({
            "measure": it.measure, "period": it.period, "unit": it.unit, "words": it.words,
        })).collect::<Vec<_>>(),
        "figures": figures,
    })
}

fn file_of(file: &OpenedFile, result: &RolledUp<'_>) -> Value {
    match &file.returns {
        Err(wrong) => json!({ "name": file.name, "wrong": wrong.to_string() }),
        Ok(returns) => json!({
            "name": file.name,
            "returns": returns.iter().map(|one| json!({
                "digest": one.key.0,
                "already_had": one.opening == Opening::AlreadyHad,
                "standing": result.roll_up.standing(one.key).map(Standing::label),
            })).collect::<Vec<_>>(),
        }),
    }
}

fn cell_of(cell: &TeamQuarter) -> Value {
    json!({
        "team": cell.team,
        "name": cell.belonging.units[0].name,
        "quarter": cell.quarter.code(),
        "state": cell.state.code(),
        "notes": cell.notes.iter().map(|note| note.code()).collect::<Vec<_>>(),
        "sent": cell.sent,
        "missing": cell.missing,
        "expected": cell.expected,
        "words": cell.words(),
    })
}

/// Each measure of each unit above the teams, beside last year.
fn sentences(result: &RolledUp<'_>, wanted: Option<Quarter>) -> Vec<Value> {
    let basis = result.basis();
    let mut sentences = Vec::new();
    for unit in result.sums.units().filter(|unit| unit.level != Level::Team) {
        for quarter in result.sums.quarters(unit) {
            if wanted.is_some_and(|wanted| wanted != quarter) {
                continue;
            }
            for (period, span) in [
                (quarter.code(), Span::quarter(quarter)),
                (
                    format!(
                        "{} to Q{}",
                        quarter.year().short(),
                        quarter.of_year().number()
                    ),
                    Span::year_to(quarter),
                ),
            ] {
                for measure in MEASURES {
                    let compared = basis.compare(measure, unit, span);
                    if compared.now.is_some() {
                        sentences.push(json!({
                            "period": period,
                            "level": unit.level.code(),
                            "unit": unit.code,
                            "measure": measure.code,
                            "sentence": compared.words(),
                        }));
                    }
                }
            }
        }
    }
    sentences
}
