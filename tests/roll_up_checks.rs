//! What the checks catch: the eight places where the report's own numbers do not
//! agree (Early Help report 2016-17, sections 2 and 3), and figures of returns that
//! are odd beside last year's, beside those before, or in themselves.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use daybook::domain::base::ids::{BookId, SendId};
use daybook::domain::base::json::AsJson;
use daybook::domain::roll_up::checks::{Misfit, Sort, misfits};
use daybook::domain::roll_up::opening::Content;
use daybook::domain::roll_up::{
    Collection, Decisions, MapOf, Published, RollUp, Structure, Sums, WhoHasSent,
};
use daybook::domain::submission::quarter_return::{Period, QuarterReturn};
use daybook::domain::totals::cells::{Cell, Figure};
use support_send::returns::{resealed, small};
use support_send::{quarter, team};
use uuid::Uuid;

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
    found_in(all, Vec::new())
}

/// What does not fit among totals that were typed in and returns.
fn found_in(all: &[&str], returns: Vec<QuarterReturn>) -> Vec<Misfit> {
    let mut decisions = Decisions::default();
    for fields in all {
        decisions.published.insert(published(fields));
    }
    let mut collection = Collection::default();
    for one in returns {
        collection.add(&one.file_name(), Ok(Content::Return(Box::new(one))));
    }
    let roll_up = RollUp::of(&collection, &decisions);
    assert_eq!(roll_up.counted.len(), collection.returns().count());
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
            r#""measure": "survey-helped", "period": "2016-17", "count": 503, "whole": 515, "percent": "97.5%""#,
            r#""measure": "survey-listened", "period": "2016-17", "count": 503, "whole": 515, "percent": "97.5%""#,
            r#""measure": "survey-respect", "period": "2016-17", "count": 506, "whole": 515, "percent": "98%""#,
        ],
        &[
            (
                Sort::PercentNotOfCounts,
                "Helped with what they needed, 2016 to 2017: 503 of 515 is 97.7%, and 97.5% was printed",
            ),
            (
                Sort::PercentNotOfCounts,
                "Listened to, 2016 to 2017: 503 of 515 is 97.7%, and 97.5% was printed",
            ),
            (
                Sort::Decimals,
                "Treated with respect, 2016 to 2017: 98% has 0 decimals, and percentages beside it have others: it is 98.3%",
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
        of("2015-16 Q1", 122, 742, "16.4%"),
        of("2015-16 Q2", 87, 791, "10.9%"),
        of("2015-16 Q3", 93, 687, "13.5%"),
        of("2015-16 Q4", 97, 648, "14.9%"),
        of("2016-17 Q1", 60, 666, "9%"),
        of("2016-17 Q2", 67, 690, "9.7%"),
        of("2016-17 Q3", 48, 598, "8%"),
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
            ", 2015 to 2016: 212 of 700 is 30.3%, and 30.2% was printed",
            ", Quarter 2, July to September 2015 (2015 to 2016): 87 of 791 is 11.0%, and 10.9% was printed",
            ", Quarter 4, January to March 2016 (2015 to 2016): 97 of 648 is 15.0%, and 14.9% was printed",
            ", Quarter 4, January to March 2017 (2016 to 2017): 55 of 628 is 8.76%, and 8.75% was printed",
        ]
    );
    let decimals: Vec<&str> = said
        .iter()
        .filter(|it| it.sort == Sort::Decimals)
        .map(|it| it.period.as_str())
        .collect();
    assert_eq!(decimals, ["2016-17 Q1", "2016-17 Q3", "2016-17 Q4"]);
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
            "Cases escalated to Social Care, 2016 to 2017: the typed quarters sum to 230, and the year says 218",
        ),
    );
    check_year(
        "cases-escalated",
        "2015-16",
        212,
        [122, 87, 93, 97],
        Some(
            "Cases escalated to Social Care, 2015 to 2016: the typed quarters sum to 399, and the year says 212",
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
            "Early Help Assessments completed, 2015 to 2016: the typed quarters sum to 413, and the year says 929",
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
            "Early Help Assessments completed, 2016 to 2017: the rise from 929 to 1,491 is 562, and 525 is stated",
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
            "Of these, medium or high risk, 2015 to 2016: 37 of 363 is 10.2%, and 20.3% was printed",
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
            "Cases re-opened within 3 months, 2015 to 2016: 66 is printed as 4.9%, which implies about 1,347 cases closed; 700 are stated",
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
            "Young people diverted from formal justice, 2016 to 2017: 13 of 81 is 16.0%, and 84% was printed; that is the share of the other 68",
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

// Figures of returns.

/// Figures with `=` before the count: `direct-contacts age-band=under-5;kind=youth-club = 40`,
/// or `survey-respect = 9/10`.
fn cells(figures: &[&str]) -> Vec<Cell> {
    let cell = |figure: &&str| {
        let (about, count) = figure.rsplit_once(" = ").unwrap();
        let (measure, breakdown) = about.split_once(' ').unwrap_or((about, ""));
        let parts = breakdown.split(';').filter_map(|part| part.split_once('='));
        let owned = |(name, part): (&str, &str)| (name.to_owned(), part.to_owned());
        Cell {
            measure: measure.to_owned(),
            breakdown: parts.map(owned).collect(),
            figure: match count.split_once('/') {
                Some((part, whole)) => Figure::Ratio {
                    part: part.parse().unwrap(),
                    whole: whole.parse().unwrap(),
                },
                None => Figure::Period {
                    count: count.parse().unwrap(),
                },
            },
        }
    };
    figures.iter().map(cell).collect()
}

/// The return of one team and quarter, from a tablet of its own.
fn sent(code: &str, number: u8, figures: &[&str]) -> QuarterReturn {
    let mut one = small();
    let quarter = quarter(code);
    let own = u128::from(quarter.of_year().number()) << 8 | u128::from(number);
    let own = u128::from(quarter.year().starts_in().unsigned_abs()) << 16 | own;
    one.book = BookId::new(Uuid::from_u128(own));
    one.send = SendId::new(Uuid::from_u128(own));
    one.team = team(number);
    one.quarter = Period::from(quarter);
    one.measures = cells(figures);
    resealed(one)
}

/// Youth club contacts of team 1, by kind and by place and month alike.
fn contacts(code: &str, count: u64) -> QuarterReturn {
    of_clubs(code, 1, count)
}

fn of_clubs(code: &str, number: u8, count: u64) -> QuarterReturn {
    let by =
        |part: &str| format!("direct-contacts age-band=11-to-15;kind=youth-club{part} = {count}");
    let (kind, place, month) = (by(""), by(";place=place-1"), by(";month=2026-10"));
    sent(code, number, &[&kind, &place, &month])
}

/// What is said of team 1 by one sort of check.
fn check_team(returns: &[QuarterReturn], sort: Sort, expected: &[&str]) {
    let all = found_in(&[], returns.to_vec());
    let of_team = all
        .iter()
        .filter(|it| it.unit == "team-1" && it.sort == sort);
    let said: Vec<&str> = of_team.map(|it| it.words.as_str()).collect();
    assert_eq!(said, expected);
}

fn check_jump(last_year: u64, now: u64, expected: &[&str]) {
    let returns = [
        contacts("2025-26 Q3", last_year),
        contacts("2026-27 Q3", now),
    ];
    check_team(&returns, Sort::Jump, expected);
}

#[test]
fn a_rise_or_fall_of_more_than_half_against_last_year_is_to_be_looked_at() {
    check_jump(
        100,
        151,
        &[
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Direct contacts: 151 after 100 last year (+51.0%)",
        ],
    );
    check_jump(
        100,
        49,
        &[
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Direct contacts: 49 after 100 last year (−51.0%)",
        ],
    );
    check_jump(
        1_000,
        0,
        &[
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Direct contacts: 0 after 1,000 last year (−100.0%)",
        ],
    );
    check_jump(100, 150, &[]);
    check_jump(100, 50, &[]);
}

#[test]
fn a_jump_from_fewer_than_twenty_is_nothing_to_wonder_at() {
    check_jump(19, 190, &[]);
    let words = "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Direct contacts: 31 after 20 last year (+55.0%)";
    check_jump(20, 31, &[words]);
}

#[test]
fn a_jump_is_against_the_same_quarter_of_last_year_and_no_other() {
    let returns = [
        contacts("2025-26 Q2", 20),
        contacts("2026-27 Q1", 20),
        contacts("2026-27 Q3", 90),
    ];
    check_team(&returns, Sort::Jump, &[]);
}

#[test]
fn jumps_of_two_teams_that_make_up_for_each_other_are_told_of_the_teams_alone() {
    let all = found_in(
        &[],
        vec![
            of_clubs("2025-26 Q3", 1, 100),
            of_clubs("2025-26 Q3", 2, 100),
            of_clubs("2026-27 Q3", 1, 20),
            of_clubs("2026-27 Q3", 2, 180),
        ],
    );
    let said: Vec<(&str, Sort)> = all.iter().map(|it| (it.unit.as_str(), it.sort)).collect();
    assert_eq!(said, [("team-1", Sort::Jump), ("team-2", Sort::Jump)]);
}

#[test]
fn a_jump_of_everything_is_told_of_all_together() {
    let returns = vec![contacts("2025-26 Q3", 100), contacts("2026-27 Q3", 200)];
    let all = found_in(&[], returns);
    let units: Vec<&str> = all.iter().map(|it| it.unit.as_str()).collect();
    // Team, locality and all; the one city there is says nothing more.
    assert_eq!(units, ["all", "north", "team-1"]);
}

const FIVE: [&str; 5] = [
    "2025-26 Q2",
    "2025-26 Q3",
    "2025-26 Q4",
    "2026-27 Q1",
    "2026-27 Q2",
];

fn check_usual(counts: [u64; 5], expected: &[&str]) {
    let returns: Vec<QuarterReturn> = FIVE
        .iter()
        .zip(counts)
        .map(|(code, count)| contacts(code, count))
        .collect();
    check_team(&returns, Sort::FarFromUsual, expected);
}

#[test]
fn a_team_beyond_half_and_twice_of_its_four_quarters_before_is_far_from_its_usual() {
    let of = |words| {
        format!(
            "Team 1, Quarter 2, July to September 2026 (2026 to 2027), Direct contacts: {words} in the 4 quarters before"
        )
    };
    check_usual([60, 80, 100, 90, 201], &[&of("201, and 60 to 100")]);
    check_usual([60, 80, 100, 90, 29], &[&of("29, and 60 to 100")]);
    check_usual([60, 80, 100, 90, 200], &[]);
    check_usual([60, 80, 100, 90, 30], &[]);
}

#[test]
fn a_team_that_once_had_fewer_than_twenty_has_no_usual() {
    check_usual([19, 80, 100, 90, 500], &[]);
    check_usual(
        [20, 80, 100, 90, 500],
        &[
            "Team 1, Quarter 2, July to September 2026 (2026 to 2027), Direct contacts: 500, and 20 to 100 in the 4 quarters before",
        ],
    );
}

#[test]
fn three_quarters_make_no_usual() {
    let returns: Vec<QuarterReturn> = FIVE[1..]
        .iter()
        .zip([60, 80, 100, 900])
        .map(|(code, count)| contacts(code, count))
        .collect();
    check_team(&returns, Sort::FarFromUsual, &[]);
}

#[test]
fn surveys_far_from_a_teams_usual_are_told_as_well() {
    let returns: Vec<QuarterReturn> = FIVE
        .iter()
        .zip([30, 40, 30, 35, 81])
        .map(|(code, count)| {
            let [received, asked] =
                ["surveys-received", "surveys-asked"].map(|measure| format!("{measure} = {count}"));
            sent(code, 1, &[&received, &asked])
        })
        .collect();
    let words = "Team 1, Quarter 2, July to September 2026 (2026 to 2027), Surveys received: 81, and 30 to 40 in the 4 quarters before";
    check_team(&returns, Sort::FarFromUsual, &[words]);
}

fn check_parts(figures: &[&str], expected: &[&str]) {
    let returns = [sent("2026-27 Q3", 1, figures)];
    check_team(&returns, Sort::PartsAgainstWhole, expected);
}

#[test]
fn contacts_by_place_and_by_month_come_to_those_by_kind() {
    let kind = "direct-contacts age-band=11-to-15;kind=youth-club = 40";
    let places = [
        "direct-contacts age-band=11-to-15;kind=youth-club;place=place-1 = 30",
        "direct-contacts age-band=11-to-15;kind=youth-club;place=place-2 = 10",
    ];
    let months = [
        "direct-contacts age-band=11-to-15;kind=youth-club;month=2026-10 = 25",
        "direct-contacts age-band=11-to-15;kind=youth-club;month=2026-12 = 15",
    ];
    check_parts(&[kind, places[0], places[1], months[0], months[1]], &[]);
    check_parts(
        &[kind, places[0], months[0], months[1]],
        &[
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Direct contacts: by place they sum to 30, and by kind to 40",
        ],
    );
    check_parts(
        &[kind, places[0], places[1], months[1]],
        &[
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Direct contacts: by month they sum to 15, and by kind to 40",
        ],
    );
}

#[test]
fn sessions_and_new_families_are_held_to_their_parts_as_well() {
    check_parts(
        &[
            "sessions kind=youth-club = 3",
            "sessions kind=youth-club;place=place-1 = 3",
            "sessions kind=youth-club;month=2026-10 = 2",
            "new-families kind=school-group-work = 5",
            "new-families kind=school-group-work;place=place-1 = 6",
            "new-families kind=school-group-work;month=2026-10 = 5",
        ],
        &[
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), New families: by place they sum to 6, and by kind to 5",
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Sessions: by month they sum to 2, and by kind to 3",
        ],
    );
}

#[test]
fn kinds_without_a_place_need_no_parts() {
    check_parts(
        &[
            "direct-contacts age-band=adults;kind=co-worked-case = 7",
            "direct-contacts age-band=11-to-15;kind=targeted-prevention = 9",
            "sessions kind=co-worked-case = 7",
        ],
        &[],
    );
}

#[test]
fn families_asked_are_at_least_those_who_answered_and_those_who_declined() {
    let [received, declined] = ["surveys-received = 30", "surveys-declined = 5"];
    check_parts(&["surveys-asked = 35", received, declined], &[]);
    // More may have been asked: some surveys were opened and left.
    check_parts(&["surveys-asked = 40", received, declined], &[]);
    check_parts(
        &["surveys-asked = 34", received, declined],
        &[
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Families asked: 34 asked, and 30 received and 5 declined",
        ],
    );
}

#[test]
fn no_share_is_of_more_surveys_than_were_received() {
    let surveys = ["surveys-asked = 35", "surveys-received = 30"];
    let with = |shares: &[&'static str]| [&surveys[..], shares].concat();
    check_parts(
        &with(&["survey-respect = 29/30", "survey-helped = 1/30"]),
        &[],
    );
    check_parts(
        &with(&[
            "survey-respect = 29/31",
            "survey-listened = 0/30",
            "survey-helped = 3/33",
        ]),
        &[
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Helped with what they needed: of 33 surveys, and 30 were received",
            "Team 1, Quarter 3, October to December 2026 (2026 to 2027), Treated with respect: of 31 surveys, and 30 were received",
        ],
    );
}

#[test]
fn a_quarter_that_was_typed_in_is_held_to_its_returns() {
    let typed = |count: u64| {
        format!(r#""measure": "direct-contacts", "period": "2026-27 Q3", "count": {count}"#)
    };
    let returns = || vec![contacts("2026-27 Q3", 40)];
    let said = |count| {
        let all = found_in(&[&typed(count)], returns());
        all.into_iter().map(|it| it.words).collect::<Vec<_>>()
    };
    assert!(said(40).is_empty());
    let words = "Direct contacts, Quarter 3, October to December 2026 (2026 to 2027): 41 was typed in, and the returns come to 40";
    assert_eq!(said(41), [words]);
}

#[test]
fn a_year_that_was_typed_in_is_held_to_its_returns_once_all_are_here() {
    let typed = r#""measure": "direct-contacts", "period": "2026-27", "count": 100"#;
    let quarters = ["2026-27 Q1", "2026-27 Q2", "2026-27 Q3", "2026-27 Q4"];
    let said = |many: usize| {
        let returns = quarters[..many].iter().map(|code| contacts(code, 30));
        let all = found_in(&[typed], returns.collect());
        all.into_iter().map(|it| it.words).collect::<Vec<_>>()
    };
    assert!(said(3).is_empty());
    let words = "Direct contacts, 2026 to 2027: the returns sum to 120, and the year says 100";
    assert_eq!(said(4), [words]);
}
