//! The document of what may leave the service, and the reading of an earlier one.

use std::fmt::Write as _;

use chrono::NaiveDate;
use daybook::domain::calendar::Quarter;
use daybook::domain::publish::cells::Earlier;
use daybook::domain::publish::hide::Why;
use daybook::domain::publish::{About, Edition, HIDDEN, Publication, Rounding, Said};
use daybook::domain::roll_up::Level;
use daybook::domain::send::Sample;
use daybook::domain::share::grouped;
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::RolledUp;

const FORMAT: &str = "daybook-published";
/// The version of the document.
const VERSION: u32 = 1;

/// Every figure that is published; of one quarter, and the year up to it, where
/// one is wanted.
pub fn document(
    publication: &Publication,
    result: &RolledUp<'_>,
    wanted: Option<Quarter>,
    today: NaiveDate,
) -> Value {
    let mut figures = Vec::new();
    let all = (result.roll_up, result.sums, result.who);
    publication.lines(all, result.structure, wanted, |line| {
        figures.push(json!({
            "period": line.about.period,
            "level": line.about.level.code(),
            "unit": line.about.unit,
            "measure": line.about.measure,
            "breakdown": line.about.breakdown,
            "count": line.count.map(value_of),
            "denominator": line.denominator.map(value_of),
            "status": line.status,
        }));
    });
    let rule = publication.rule();
    json!({
        "format": FORMAT,
        "format_version": VERSION,
        "example": result.roll_up.sample == Sample::Example,
        "today": today,
        "threshold": rule.threshold.count(),
        "rounded_to": match rule.rounding {
            Rounding::Exact => 1,
            Rounding::ToFive => 5,
        },
        "notes": publication.words(),
        "figures": figures,
    })
}

fn value_of(said: Said) -> Value {
    match said {
        Said::Shown(count) => count.into(),
        Said::Hidden(_) => HIDDEN.into(),
    }
}

/// What was hidden: for the officer how much for which reason, and the words for
/// the public.
pub fn report(publication: &Publication) -> String {
    let mut out = String::new();
    let (all, hidden) = publication.hidden();
    let many: usize = hidden.iter().map(|(_, many)| many).sum();
    let (many, all) = (grouped(many as u64), grouped(all as u64));
    let _ = writeln!(out, "{many} of {all} counts are hidden");
    for (why, many) in hidden.into_iter().filter(|(_, many)| *many > 0) {
        let _ = writeln!(out, "  {} {}", grouped(many as u64), words(why));
    }
    out.push_str("\nTo print beside the tables\n");
    for words in publication.words() {
        let _ = writeln!(out, "  {words}");
    }
    out
}

const fn words(why: Why) -> &'static str {
    match why {
        Why::Small => "are small",
        Why::PartOfSmall => "are parts of a small one",
        Why::SmallChange => "differ a little from an earlier edition",
        Why::HiddenBefore => "are hidden in an earlier edition",
        Why::WouldReveal => "are larger, and would give a small one away",
        Why::Withheld => "are withheld with all that they add up with",
    }
}

/// A document that was published before.
#[derive(Debug, Deserialize)]
struct Document {
    format: String,
    format_version: u32,
    rounded_to: u32,
    figures: Vec<Figure>,
}

#[derive(Debug, Deserialize)]
struct Figure {
    period: String,
    level: String,
    unit: String,
    measure: String,
    breakdown: String,
    count: Option<Value>,
    denominator: Option<Value>,
}

/// Takes in a document that was published before, or says why it is none.
pub fn read(bytes: &[u8], earlier: &mut Edition) -> Result<(), String> {
    let wrong = || "it is no document that was written by --publish --json".to_owned();
    let document: Document = serde_json::from_slice(bytes).map_err(|_| wrong())?;
    if document.format != FORMAT {
        return Err(wrong());
    }
    if document.format_version != VERSION {
        return Err("it was written by a newer Daybook".to_owned());
    }
    for figure in document.figures {
        let level = Level::from_code(&figure.level).ok_or_else(wrong)?;
        let said = |value: &Option<Value>| match value {
            None => Ok(Earlier::Nothing),
            Some(Value::String(sign)) if sign == HIDDEN => Ok(Earlier::Hidden),
            Some(value) => match value.as_u64() {
                // What was rounded is not known exactly.
                Some(_) if document.rounded_to > 1 => Ok(Earlier::Nothing),
                Some(count) => Ok(Earlier::Shown(count)),
                None => Err(wrong()),
            },
        };
        let (count, denominator) = (said(&figure.count)?, said(&figure.denominator)?);
        let about = About {
            period: figure.period,
            level,
            unit: figure.unit,
            measure: figure.measure,
            breakdown: figure.breakdown,
        };
        earlier.take_in(about, count, denominator);
    }
    Ok(())
}
