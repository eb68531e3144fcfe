//! The organisation as it is typed.

use chrono::NaiveDate;

use super::*;
use crate::domain::base::json::AsJson as _;

const EXAMPLE: &str = include_str!("../../../../docs/example-organisation.json");

fn example() -> Organisation {
    Organisation::read(EXAMPLE).unwrap()
}

fn set(draft: &mut OrganisationDraft, at: (List, usize, usize), text: &str) {
    draft.change(at, text.to_owned());
}

fn add(draft: &mut OrganisationDraft, list: List, cells: &[&str]) {
    draft.add(list);
    let row = draft.rows(list).len() - 1;
    for (column, text) in cells.iter().enumerate() {
        set(draft, (list, row, column), text);
    }
}

fn small() -> OrganisationDraft {
    let mut draft = OrganisationDraft {
        city: "Leeds".to_owned(),
        ..OrganisationDraft::default()
    };
    add(&mut draft, List::Localities, &["North"]);
    add(&mut draft, List::Localities, &["South"]);
    add(&mut draft, List::Teams, &["Rosehill", "North"]);
    draft
}

#[test]
fn what_is_not_changed_stays_as_it_was() {
    let organisation = example();
    let again = OrganisationDraft::of(&organisation).check().unwrap();
    let expected = Organisation {
        format_version: 2,
        schools_pledge: Some(organisation.schools_pledge.unwrap_or(SCHOOLS_PLEDGE)),
        ..organisation
    };
    assert_eq!(again, expected);
}

#[test]
fn an_organisation_can_be_typed_from_nothing() {
    let mut draft = small();
    add(
        &mut draft,
        List::Places,
        &["Hilltop Primary", "school", "rosehill"],
    );
    add(
        &mut draft,
        List::Tablets,
        &["Rosehill 1", "Rosehill", "1/9/2026"],
    );
    add(
        &mut draft,
        List::DueDates,
        &["2026-27 q3", "15 January 2027"],
    );
    add(
        &mut draft,
        List::Collected,
        &["Direct contacts", "2016-17 Q3", ""],
    );
    let made = draft.check().unwrap();
    assert_eq!(made.teams[0].id.as_str(), "rosehill");
    assert_eq!(made.teams[0].locality.as_str(), "north");
    assert_eq!(made.places[0].kind, PlaceKind::School);
    assert_eq!(made.tablets[0].from, NaiveDate::from_ymd_opt(2026, 9, 1));
    assert_eq!(
        made.due[0].date,
        NaiveDate::from_ymd_opt(2027, 1, 15).unwrap()
    );
    assert_eq!(made.collected[0].measure.as_str(), "direct-contacts");
    // And as a file it is read again.
    assert_eq!(Organisation::read(&made.to_json().to_text()), Ok(made));
}

#[test]
fn what_is_typed_on_another_keyboard_or_pasted_is_read_alike() {
    let made = |cells: [&[&str]; 3], [pledge, years]: [&str; 2]| {
        let mut draft = small();
        draft.pledge = pledge.to_owned();
        draft.years = years.to_owned();
        let lists = [List::Localities, List::Tablets, List::DueDates];
        for (list, cells) in lists.into_iter().zip(cells) {
            add(&mut draft, list, cells);
        }
        draft.check()
    };
    let expected = made(
        [
            &["East"],
            &["Blue", "Rosehill", "1/9/2026"],
            &["2026-27 Q3", "15/1/2027"],
        ],
        ["1,200", "6"],
    );
    assert!(expected.is_ok());
    let typed = made(
        [
            &["\u{feff}East\u{200b}"],
            &["Blue", "Rosehill\u{200e}", "١/٩/٢٠٢٦"],
            &["２０２６-27 Q3", "15\u{200e}/1\u{200e}/2027"],
        ],
        ["1\u{202f}200", "۶"],
    );
    assert_eq!(typed, expected);
}

#[test]
fn where_returns_are_sent_is_kept_and_needs_version_3() {
    let mut draft = small();
    draft.send_to = " early.help@example.org ".to_owned();
    let made = draft.check().unwrap();
    assert_eq!(made.format_version, 3);
    assert_eq!(
        made.send_to.as_ref().unwrap().as_str(),
        "early.help@example.org"
    );
    assert_eq!(
        Organisation::read(&made.to_json().to_text()),
        Ok(made.clone())
    );
    let again = OrganisationDraft::of(&made).check().unwrap();
    assert_eq!((again.format_version, again.send_to), (3, made.send_to));
    draft.send_to = "x".repeat(201);
    let unfit = draft.check().unwrap_err();
    assert_eq!(unfit[0].spot, Spot::SendTo);
    draft.send_to = "  ".to_owned();
    assert_eq!(draft.check().unwrap().send_to, None);
}

#[test]
fn a_team_that_moves_is_one_team_with_two_rows() {
    let mut draft = small();
    set(&mut draft, (List::Teams, 0, 3), "31/3/2026");
    add(
        &mut draft,
        List::Teams,
        &["Rosehill", "South", "2026-04-01"],
    );
    let made = draft.check().unwrap();
    assert_eq!(made.teams[0].id, made.teams[1].id);
    assert_eq!(made.teams[1].locality.as_str(), "south");
}

#[test]
fn a_team_in_two_localities_on_one_day_is_refused() {
    let mut draft = small();
    set(&mut draft, (List::Teams, 0, 3), "1/4/2026");
    add(&mut draft, List::Teams, &["Rosehill", "South", "1/4/2026"]);
    let unfit = draft.check().unwrap_err();
    assert_eq!(unfit[0].spot, Spot::Cell(List::Teams, 1, 0));
    assert_eq!(unfit[0].why, WhyUnfit::Overlap("Rosehill".to_owned()));
}

#[test]
fn a_renamed_locality_keeps_its_code_and_its_teams() {
    let mut draft = OrganisationDraft::of(&small().check().unwrap());
    set(&mut draft, (List::Localities, 0, 0), "North East");
    let made = draft.check().unwrap();
    assert_eq!(made.localities[0].id.as_str(), "north");
    assert_eq!(made.localities[0].name.as_str(), "North East");
    assert_eq!(made.teams[0].locality.as_str(), "north");
}

#[test]
fn a_name_that_is_half_typed_takes_no_others_teams() {
    let mut draft = small();
    add(&mut draft, List::Localities, &["Nor"]);
    add(&mut draft, List::Teams, &["Riverside", "Nor"]);
    let mut draft = OrganisationDraft::of(&draft.check().unwrap());
    for typed in ["Nort", "Nor", "Norwood"] {
        set(&mut draft, (List::Localities, 0, 0), typed);
    }
    let made = draft.check().unwrap();
    let of: Vec<&str> = made.teams.iter().map(|it| it.locality.as_str()).collect();
    assert_eq!(of, ["north", "nor"]);
}

#[test]
fn two_new_places_of_one_name_have_two_codes() {
    let mut draft = small();
    add(&mut draft, List::Places, &["St Mary’s", "School"]);
    add(&mut draft, List::Places, &["St Mary’s", "School"]);
    let made = draft.check().unwrap();
    assert_ne!(made.places[0].id, made.places[1].id);
}

#[test]
fn everything_wrong_is_told_at_once_with_its_cell() {
    let mut draft = small();
    draft.city = String::new();
    draft.pledge = "many".to_owned();
    add(&mut draft, List::Teams, &["Riverside", "West"]);
    add(&mut draft, List::Tablets, &["Rosehill 1", "", "32/1/2026"]);
    add(&mut draft, List::Places, &["", "School"]);
    draft.add(List::DueDates);
    let spots: Vec<Spot> = draft
        .check()
        .unwrap_err()
        .iter()
        .map(|it| it.spot)
        .collect();
    let expected = [
        Spot::City,
        Spot::Pledge,
        Spot::Cell(List::Teams, 1, 1),
        Spot::Cell(List::Places, 0, 0),
        Spot::Cell(List::Tablets, 0, 1),
        Spot::Cell(List::Tablets, 0, 2),
    ];
    assert_eq!(spots, expected);
}

#[test]
fn the_last_day_is_not_before_the_first() {
    let mut draft = small();
    set(&mut draft, (List::Teams, 0, 2), "1/4/2026");
    set(&mut draft, (List::Teams, 0, 3), "31/3/2026");
    let unfit = draft.check().unwrap_err();
    assert_eq!(unfit[0].why, WhyUnfit::EndsBeforeItBegins);
}

#[test]
fn an_organisation_without_a_team_is_none() {
    let mut draft = small();
    draft.remove(List::Teams, 0);
    let unfit = draft.check().unwrap_err();
    assert_eq!(unfit[0].spot, Spot::List(List::Teams));
}
