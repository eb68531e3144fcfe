//! The disclosure log: why each number of a publication is hidden.
//!
//! For the service alone, so that whoever is asked can say why a number is not there.
//! Never for publishing: a reader who is told of every `c` whether it is small knows
//! more than the promise of a publication allows for. Guarantees that it holds no
//! hidden number, and that every line says that it is not for publishing.

use chrono::NaiveDate;

use super::publication::{Line, LineValue, PublishedValue};
use super::rule::{Rounding, Rule};
use super::suppress::SuppressionReason;
use crate::domain::roll_up::table::put_safe;

/// What stands at the beginning of every line.
const MARK: &str = "not for publishing";

const COLUMNS: [&str; 12] = [
    "marking",
    "period",
    "level",
    "unit",
    "measure",
    "breakdown",
    "number",
    "class",
    "reason",
    "rule",
    "asked_by",
    "made_on",
];

/// A disclosure log that is being written.
#[derive(Debug, Clone)]
pub struct DisclosureLog {
    rule: String,
    asked_by: String,
    made_on: NaiveDate,
    text: String,
}

impl DisclosureLog {
    /// An empty one of a publication by a rule. `asked_by` says for what it is made,
    /// such as a request's number.
    #[must_use]
    pub fn new(rule: Rule, asked_by: &str, made_on: NaiveDate) -> Self {
        Self {
            rule: rule_words(rule),
            asked_by: asked_by.to_owned(),
            made_on,
            text: COLUMNS.join(",") + "\n",
        }
    }

    /// Takes in a line of the table: each of its numbers that is hidden.
    pub fn take_in(&mut self, line: &Line) {
        for (number, value) in [("count", line.count), ("denominator", line.denominator)] {
            let LineValue::Value(PublishedValue::Hidden(why)) = value else {
                continue;
            };
            let about = &line.about;
            let (breakdown, made_on) = (about.breakdown.to_string(), self.made_on.to_string());
            let texts = [
                MARK,
                &about.period,
                about.level.code(),
                &about.unit,
                &about.measure,
                &breakdown,
                number,
                class(why),
                why.label(),
                &self.rule,
                &self.asked_by,
                &made_on,
            ];
            for (at, text) in texts.into_iter().enumerate() {
                if at > 0 {
                    self.text.push(',');
                }
                put_safe(text, &mut self.text);
            }
            self.text.push('\n');
        }
    }

    /// The CSV file's text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }
}

/// The class of a suppression, as the trade calls it.
const fn class(why: SuppressionReason) -> &'static str {
    match why {
        SuppressionReason::Primary => "primary",
        SuppressionReason::PartOfPrimary => "part of a primary",
        SuppressionReason::AllOrNone => "all or none",
        SuppressionReason::Secondary | SuppressionReason::Withheld => "secondary",
        SuppressionReason::Differencing | SuppressionReason::EarlierEdition => "earlier edition",
    }
}

/// A rule, in words.
pub(super) fn rule_words(rule: Rule) -> String {
    let mut words = format!("threshold {}", rule.threshold.count());
    match rule.rounding {
        Rounding::Exact => {}
        Rounding::ToFive => words.push_str("; rounded to 5"),
    }
    for finer in rule.detail.left_out() {
        words.push_str("; without ");
        words.push_str(finer.code());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::disclosure::{About, Detail, Finer, Threshold};
    use crate::domain::roll_up::{Breakdown, Level};

    fn line(count: LineValue, denominator: LineValue) -> Line {
        Line {
            about: About {
                period: "2016-17 Q3".to_owned(),
                level: Level::Team,
                unit: "=north".to_owned(),
                measure: "sessions".to_owned(),
                breakdown: Breakdown::of([("kind", "youth-club")]),
            },
            count,
            denominator,
            status: "complete".to_owned(),
        }
    }

    #[test]
    fn each_hidden_number_is_listed_with_its_class_and_no_other() {
        let rule = Rule {
            threshold: Threshold::USUAL,
            rounding: Rounding::ToFive,
            detail: Detail::without([Finer::Quarters]),
        };
        let day = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let mut log = DisclosureLog::new(rule, "request 12, councillors", day);
        let said = LineValue::Value;
        log.take_in(&line(
            said(PublishedValue::Shown(12)),
            LineValue::NotApplicable,
        ));
        log.take_in(&line(
            said(PublishedValue::Hidden(SuppressionReason::Primary)),
            LineValue::NotApplicable,
        ));
        log.take_in(&line(
            said(PublishedValue::Shown(9)),
            said(PublishedValue::Hidden(SuppressionReason::Secondary)),
        ));
        let text = log.into_text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(
            lines[1],
            "not for publishing,2016-17 Q3,team,\"'=north\",sessions,kind=youth-club,count,primary,\
             small,threshold 5; rounded to 5; without quarters,\"request 12, councillors\",2026-11-30"
        );
        assert!(lines[2].contains("denominator,secondary,would give a small one away"));
        assert!(!text.contains(",12,") && !text.contains(",9,"), "no number");
    }
}
