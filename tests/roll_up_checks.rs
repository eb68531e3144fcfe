//! What the checks catch: the eight places where the report's own numbers do not
//! agree (Early Help report 2016-17, sections 2 and 3).
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use daybook::domain::json::AsJson;
use daybook::domain::roll_up::checks::{Misfit, Sort, misfits};
use daybook::domain::roll_up::{
    Collection, Decisions, MapOf, Published, RollUp, Structure, Sums, WhoHasSent,
};

/// A published total, as it stands in a file of decisions.
fn published(fields: &str) -> Published {
    let common = r#""level": "all", "source": "Early Help report 2016-17, section 2""#;
    let (fields, common) = if fields.contains("source") {
        (fields, r#""level": "all""#)
    } else {
        (fields, common)
    };
    Published::from_text(&format!("{{{fields}, {common}}}")).unwrap()
}

fn found(all: &[&str]) -> Vec<Misfit> {
    let mut decisions = Decisions::default();
    for fields in all {
        decisions.published.insert(published(fields));
    }
    let collection = Collection::default();
    let roll_up = RollUp::of(&collection, &decisions);
    let structure = Structure::new([], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let today = "2017-05-01".parse().unwrap();
    let who = WhoHasSent::of(&roll_up, &structure, [], today);
    misfits(&sums, &who, &structure, &roll_up.decisions)
}

fn check(all: &[&str], expected: &[(Sort, &str)]) {
    let found = found(all);
    let said: Vec<(Sort, &str)> = found
        .iter()
        .map(|it| (it.sort, it.words.as_str()))
        .collect();
    assert_eq!(said, expected);
}

// 1.
#[test]
fn survey_percentages_that_were_cut_short_are_caught() {
    check(
        &[
            r#""measure": "survey-listened", "period": "2016-17", "count": 503, "whole": 515, "percent": "97.5%""#,
            r#""measure": "survey-respect", "period": "2016-17", "count": 506, "whole": 515, "percent": "98%""#,
        ],
        &[
            (
                Sort::PercentNotOfCounts,
                "Listened to, 2016-17: 503 of 515 is 97.7%, and 97.5% was printed",
            ),
            (
                Sort::Decimals,
                "Treated with respect, 2016-17: 98% has 0 decimals, and percentages beside it have others: it is 98.3%",
            ),
        ],
    );
}

// 2.
#[test]
fn escalation_percentages_that_were_cut_off_are_caught() {
    let of = |period: &str, count: u64, whole: u64, percent: &str| {
        format!(
            r#""measure": "cases-escalated", "period": "{period}", "count": {count}, "whole": {whole}, "percent": "{percent}""#
        )
    };
    let all = [
        of("2015-16", 212, 700, "30.2%"),
        of("2015-16 Q2", 87, 791, "10.9%"),
        of("2015-16 Q4", 97, 648, "14.9%"),
        of("2016-17 Q4", 55, 628, "8.75%"),
    ];
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let label = "Cases escalated to Social Care";
    let said = found(&all);
    let percents: Vec<&str> = said
        .iter()
        .filter(|it| it.sort == Sort::PercentNotOfCounts)
        .map(|it| it.words.strip_prefix(label).unwrap())
        .collect();
    assert_eq!(
        percents,
        [
            ", 2015-16: 212 of 700 is 30.3%, and 30.2% was printed",
            ", 2015-16 Q2: 87 of 791 is 11.0%, and 10.9% was printed",
            ", 2015-16 Q4: 97 of 648 is 15.0%, and 14.9% was printed",
            ", 2016-17 Q4: 55 of 628 is 8.76%, and 8.75% was printed",
        ]
    );
    let decimals: Vec<&str> = said
        .iter()
        .filter(|it| it.sort == Sort::Decimals)
        .map(|it| it.period.as_str())
        .collect();
    assert_eq!(decimals, ["2016-17 Q4"]);
}

fn of_a_year(measure: &str, year: &str, whole: u64, quarters: [u64; 4]) -> Vec<String> {
    let mut all = vec![format!(
        r#""measure": "{measure}", "period": "{year}", "count": {whole}"#
    )];
    for (number, count) in (1..).zip(quarters) {
        all.push(format!(
            r#""measure": "{measure}", "period": "{year} Q{number}", "count": {count}, "source": "Early Help report 2016-17, section 3""#
        ));
    }
    all
}

fn check_year(measure: &str, year: &str, whole: u64, quarters: [u64; 4], expected: Option<&str>) {
    let all = of_a_year(measure, year, whole, quarters);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let said = found(&all);
    let said: Vec<(Sort, &str)> = said.iter().map(|it| (it.sort, it.words.as_str())).collect();
    let expected: Vec<(Sort, &str)> = expected
        .map(|words| (Sort::QuartersAgainstYear, words))
        .into_iter()
        .collect();
    assert_eq!(said, expected);
}

// 3.
#[test]
fn escalations_whose_quarters_are_not_the_year_are_caught() {
    check_year(
        "cases-escalated",
        "2016-17",
        218,
        [60, 67, 48, 55],
        Some(
            "Cases escalated to Social Care, 2016-17: the typed quarters sum to 230, and the year says 218",
        ),
    );
    check_year(
        "cases-escalated",
        "2015-16",
        212,
        [122, 87, 93, 97],
        Some(
            "Cases escalated to Social Care, 2015-16: the typed quarters sum to 399, and the year says 212",
        ),
    );
    check_year("cases-escalated", "2016-17", 230, [60, 67, 48, 55], None);
}

// 4.
#[test]
fn assessments_whose_quarters_and_rise_are_not_what_is_said_are_caught() {
    check_year(
        "assessments-completed",
        "2015-16",
        929,
        [56, 79, 170, 108],
        Some(
            "Early Help Assessments completed, 2015-16: the typed quarters sum to 413, and the year says 929",
        ),
    );
    check_year(
        "assessments-completed",
        "2016-17",
        1491,
        [378, 317, 280, 516],
        None,
    );
    check(
        &[
            r#""measure": "assessments-completed", "period": "2015-16", "count": 929"#,
            r#""measure": "assessments-completed", "period": "2016-17", "count": 1491, "change": 525"#,
        ],
        &[(
            Sort::ChangeNotDifference,
            "Early Help Assessments completed, 2016-17: the rise from 929 to 1,491 is 562, and 525 is stated",
        )],
    );
}

// 5.
#[test]
fn open_cases_that_two_sections_give_differently_are_caught() {
    let section_3 = r#""source": "Early Help report 2016-17, section 3""#;
    let of = |period: &str, count: u64| {
        format!(r#""measure": "open-cases", "period": "{period}", "count": {count}, {section_3}"#)
    };
    let (last, now) = (of("2015-16 Q4", 648), of("2016-17 Q4", 628));
    let said = found(&[
        r#""measure": "open-cases", "period": "2015-16", "count": 633"#,
        r#""measure": "open-cases", "period": "2016-17 Q4", "count": 630"#,
        &last,
        &now,
    ]);
    let said: Vec<&str> = said.iter().map(|it| it.words.as_str()).collect();
    let both = "Early Help report 2016-17, section 2 says";
    let other = "and Early Help report 2016-17, section 3 says";
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].ends_with(&format!("{both} 633, {other} 648")),
        "{}",
        said[0]
    );
    assert!(
        said[1].contains("630") && said[1].contains("628"),
        "{}",
        said[1]
    );
}

// 6.
#[test]
fn the_share_of_cse_cases_at_risk_is_caught() {
    check(
        &[
            r#""measure": "cse-medium-or-high", "period": "2015-16", "count": 37, "whole": 363, "percent": "20.3%""#,
        ],
        &[(
            Sort::PercentNotOfCounts,
            "Of these, medium or high risk, 2015-16: 37 of 363 is 10.2%, and 20.3% was printed",
        )],
    );
}

// 7.
#[test]
fn a_percentage_that_implies_other_closed_cases_than_are_stated_is_caught() {
    check(
        &[
            r#""measure": "cases-reopened", "period": "2015-16", "count": 66, "percent": "4.9%""#,
            r#""measure": "cases-closed", "period": "2015-16", "count": 700"#,
        ],
        &[(
            Sort::ImpliedDenominator,
            "Cases re-opened within 3 months, 2015-16: 66 is printed as 4.9%, which implies about 1,347 cases closed; 700 are stated",
        )],
    );
    check(
        &[
            r#""measure": "cases-reopened", "period": "2016-17", "count": 24, "percent": "2.4%""#,
            r#""measure": "cases-closed", "period": "2016-17", "count": 1000"#,
        ],
        &[],
    );
}

// 8.
#[test]
fn a_percentage_of_the_others_is_caught() {
    check(
        &[
            r#""measure": "diverted-from-justice", "period": "2016-17", "count": 13, "whole": 81, "percent": "84%""#,
        ],
        &[(
            Sort::PercentNotOfCounts,
            "Young people diverted from formal justice, 2016-17: 13 of 81 is 16.0%, and 84% was printed; that is the share of the other 68",
        )],
    );
}

#[test]
fn figures_that_fit_are_left_alone() {
    check(
        &[
            r#""measure": "survey-listened", "period": "2016-17", "count": 503, "whole": 515, "percent": "97.7%""#,
            r#""measure": "survey-respect", "period": "2015-16", "count": 373, "whole": 499, "percent": "74.7%""#,
            r#""measure": "diverted-from-justice", "period": "2016-17", "count": 68, "whole": 81, "percent": "84.0%""#,
            r#""measure": "spider-graphs-completed", "period": "2016-17", "count": 600, "change": -117"#,
            r#""measure": "spider-graphs-completed", "period": "2015-16", "count": 717"#,
        ],
        &[],
    );
}
