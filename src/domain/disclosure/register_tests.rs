use super::super::document::{PUBLISHED_VERSION, PublishedCount, PublishedFigure, PublishedFormat};
use super::super::register_file::{NotARegister, RegisterFile};
use super::super::rule::Rounding;
use super::*;
use crate::domain::base::calendar::Quarter;
use crate::domain::roll_up::{Breakdown, NOT_LISTED};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, day).unwrap()
}

fn document(city: &str, period: &str, count: u64) -> PublishedDocument {
    let figure = |level, unit: &str| PublishedFigure {
        period: period.to_owned(),
        level,
        unit: unit.to_owned(),
        measure: "sessions".to_owned(),
        breakdown: Breakdown::whole(),
        count: PublishedCount::Shown(count),
        denominator: PublishedCount::NotApplicable,
        status: "complete".to_owned(),
    };
    PublishedDocument {
        format: PublishedFormat::DaybookPublished,
        format_version: PUBLISHED_VERSION,
        example: false,
        today: day(20),
        threshold: Threshold::USUAL,
        rounded_to: Rounding::Exact,
        left_out: Vec::new(),
        notes: Vec::new(),
        figures: vec![
            figure(Level::City, city),
            figure(Level::Locality, NOT_LISTED),
            figure(Level::All, "all"),
        ],
    }
}

fn edition(city: &str, period: &str, count: u64) -> RegisteredEdition {
    RegisteredEdition::of(document(city, period, count), day(20), Some(MapOf::ItsTime))
}

/// That of a city's figures of 2016-17.
fn scope(city: &str) -> Scope {
    Scope {
        years: [year()].into(),
        areas: [city.to_owned()].into(),
        example: false,
    }
}

fn year() -> FinancialYear {
    "2016-17 Q1".parse::<Quarter>().unwrap().year()
}

#[test]
fn an_edition_of_the_same_year_and_city_has_to_be_compared_with() {
    let scope = scope("Riverton");
    let why = |edition: RegisteredEdition| edition.unrelated(&scope);
    // Whichever quarter: the year so far holds those before it.
    assert_eq!(why(edition("Riverton", "2016-17 Q1", 9)), None);
    assert_eq!(why(edition("Riverton", "2016-17 to Q4", 9)), None);
    assert_eq!(why(edition("Other/Riverton", "2016-17 Q1", 9)), None);
    let other = Some(Unrelated::OtherYears);
    assert_eq!(why(edition("Riverton", "2015-16 Q4", 9)), other);
    let other = Some(Unrelated::OtherCity);
    assert_eq!(why(edition("Lakeside", "2016-17 Q1", 9)), other);
    let mut example = edition("Riverton", "2016-17 Q1", 9);
    example.example = true;
    assert_eq!(why(example), Some(Unrelated::OtherData));
    // Of what it does not say, nothing is known.
    assert_eq!(why(edition(NOT_LISTED, "some day", 9)), None);
}

#[test]
fn an_edition_stands_once_whenever_and_by_whatever_words_it_was_made() {
    let first = edition("Riverton", "2016-17 Q1", 9);
    let mut same = document("Riverton", "2016-17 Q1", 9);
    same.today = day(22);
    same.notes = vec!["other words".to_owned()];
    let same = RegisteredEdition::of(same, day(22), None);
    let mut register: EditionRegister = [same.without_document(), first.clone()]
        .into_iter()
        .collect();
    assert_eq!(register.len(), 1);
    let one = register.get(first.digest).unwrap();
    assert_eq!((one.made_on, one.map), (day(20), Some(MapOf::ItsTime)));
    assert!(one.document.is_some());
    register.take_in(edition("Riverton", "2016-17 Q1", 10));
    assert_eq!(register.len(), 2);
}

#[test]
fn what_was_never_given_to_anybody_is_not_compared_with_until_it_is_given() {
    let scope = scope("Riverton");
    let one = edition("Riverton", "2016-17 Q1", 9);
    let mut register: EditionRegister = [one.clone()].into_iter().collect();
    register.say_never_given(one.digest, Some(day(21)));
    assert_eq!(register.to_compare(&scope).count(), 0);
    // Another register says nothing of that: then it was given.
    let mut other = register.clone();
    other.take_in(one.clone());
    assert_eq!(other.to_compare(&scope).count(), 1);
    assert_eq!(register.enter(one, &scope, &[]), Ok(()));
    assert_eq!(register.to_compare(&scope).count(), 1);
}

#[test]
fn nothing_is_entered_that_was_not_compared_with_what_is_there() {
    let scope = scope("Riverton");
    let first = edition("Riverton", "2016-17 Q1", 9);
    let mut register: EditionRegister = [first.clone()].into_iter().collect();
    let second = edition("Riverton", "2016-17 Q1", 10);
    let refused = register.enter(second.clone(), &scope, &[]);
    assert_eq!(refused, Err(NotCompared));
    assert_eq!(register.enter(second, &scope, &[first.digest]), Ok(()));
    // The same again is no other edition.
    let again = register.enter(first.clone(), &scope, &[register.0[1].digest]);
    assert_eq!(again, Ok(()));
    assert_eq!(register.len(), 2);
}

#[test]
fn a_lower_threshold_leaves_known_what_a_higher_one_would_hide() {
    let mut one = edition("Riverton", "2016-17 Q1", 9);
    assert_eq!(one.stays_known(Threshold::USUAL), None);
    one.threshold = Threshold::new(3).unwrap();
    let words = one.stays_known(Threshold::USUAL).unwrap();
    assert!(words.contains("a count from 4 to 5"), "{words}");
    one.threshold = Threshold::new(4).unwrap();
    let words = one.stays_known(Threshold::USUAL).unwrap();
    assert!(words.contains("a count of 5 that"), "{words}");
}

#[test]
fn an_edition_is_named_by_eight_digits_of_its_digest() {
    let (one, other) = (
        edition("Riverton", "2016-17 Q1", 9),
        edition("Riverton", "2016-17 Q1", 10),
    );
    let register: EditionRegister = [one.clone(), other].into_iter().collect();
    let name = one.short().to_uppercase();
    assert_eq!(register.named(&name).map(|it| it.digest), Some(one.digest));
    assert_eq!(register.named(&name[..7]), None);
    assert_eq!(register.named("00000000"), None);
}

#[test]
fn a_register_is_read_as_it_was_written_with_its_documents() {
    let one = edition("Riverton", "2016-17 Q1", 9);
    let mut other = edition("Lakeside", "2015-16 to Q4", 12).without_document();
    other.map = Some(MapOf::Day(day(3)));
    other.never_given = Some(day(4));
    let register: EditionRegister = [one, other].into_iter().collect();
    let text = RegisterFile::of(register.clone()).to_text();
    assert_eq!(RegisterFile::read(&text), Ok(register.clone()), "{text}");
    // However it is laid out.
    let compact = RegisterFile::of(register.clone()).to_json().to_text();
    assert_eq!(RegisterFile::read(&compact), Ok(register));
    let none = RegisterFile::of(EditionRegister::default()).to_text();
    assert_eq!(RegisterFile::read(&none), Ok(EditionRegister::default()));
}

#[test]
fn what_is_no_register_or_was_changed_is_refused_in_words() {
    let register = [edition("Riverton", "2016-17 Q1", 9)].into_iter().collect();
    let text = RegisterFile::of(register).to_text();
    let check = |from: &str, to: &str, why: &str| {
        assert!(text.contains(from), "{text}");
        let wrong = RegisterFile::read(&text.replacen(from, to, 1)).unwrap_err();
        assert!(wrong.to_string().contains(why), "{wrong}");
    };
    check("{", "", "no register");
    check("daybook-editions", "daybook-published", "no register");
    check("format_version\": 1", "format_version\": 2", "version 2");
    check("\"its-time\"", "\"now\"", "at line 5");
    check("\"areas\"", "\"wards\"", "unknown field");
    check(
        "\"count\":9",
        "\"count\":8",
        "20 January 2027 in it was changed",
    );
    let document = document("Riverton", "2016-17 Q1", 9).to_text();
    let wrong = RegisterFile::read(&document).unwrap_err();
    assert_eq!(wrong, NotARegister::SomethingElse);
}
