//! The report of a small invented city, for the service and for the public.
//!
//! The invented city is there on the host only.
#![cfg(not(target_arch = "wasm32"))]

use super::*;
use crate::domain::base::text::{Name, Text};
use crate::domain::disclosure::{Detail, Edition, Rounding, Rule, Threshold};
use crate::domain::example::{CityOrder, city};
use crate::domain::organisation::Organisation;
use crate::domain::record::comments::{CommentAsked, CommentTheme};
use crate::domain::roll_up::opening::open;
use crate::domain::roll_up::{Collection, Held, MapOf, Structure, Sums, WhoHasSent};
use crate::domain::submission::quarter_return::SentComment;

/// What the tests ask for.
#[derive(Clone, Copy)]
struct Asked {
    period: Period,
    public: bool,
    /// Whether schools have pages; what they are told is worked out only then.
    schools: bool,
    threshold: u64,
}

fn year() -> Asked {
    Asked {
        period: Period::YearTo("2016-17 Q4".parse().unwrap()),
        public: false,
        schools: false,
        threshold: 5,
    }
}

/// The report on everything: of the invented city, with names and comments that want
/// to be markup, and with what was written on it.
fn report(asked: Asked, notes: &[(&str, &str)]) -> Element {
    let order = CityOrder {
        seed: 7,
        tablets: 40,
        year: "2016-17 Q1".parse::<Quarter>().unwrap().year(),
    };
    let city = city(order).unwrap();
    let mut organisation: Organisation = city.organisation.clone();
    for team in &mut organisation.teams {
        team.name = name(&format!("<script>فريق {}</script>", team.id));
    }
    let mut collection = Collection::default();
    // To hide things takes time, so there is one quarter only.
    let quarter: Quarter = "2016-17 Q4".parse().unwrap();
    let returns = city.returns.iter();
    for one in returns.filter(|it| it.quarter.code == quarter) {
        collection.add(&one.file_name(), open(one.to_text().as_bytes()));
    }
    let mut roll_up = RollUp::of(&collection, &city.decisions);
    let mut said: Vec<Held> = roll_up.counted.iter().map(|it| (*it).clone()).collect();
    if let Some(last) = said.last_mut() {
        last.comments = comments();
    }
    roll_up.counted = said.iter().collect();
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let made = NaiveDate::from_ymd_opt(2017, 5, 1).unwrap();
    let who = WhoHasSent::of(&roll_up, &structure, None, made);
    let rule = Rule {
        threshold: Threshold::new(asked.threshold).unwrap(),
        rounding: Rounding::Exact,
        detail: Detail::FULL,
    };
    let is_needed = asked.public || asked.schools;
    let publication =
        is_needed.then(|| Publication::of((&sums, &who), &structure, rule, &Edition::default()));
    let (all, mut written) = (Unit::all(), Notes::default());
    for (about, text) in notes {
        let on = NoteOn {
            unit: &all,
            period: asked.period,
            about,
        };
        written.write(on, Text::typed(text).unwrap());
    }
    let report = Report {
        id: "report",
        roll_up: &roll_up,
        basis: Basis {
            sums: &sums,
            who: &who,
            structure: &structure,
            decisions: &roll_up.decisions,
        },
        unit: &all,
        period: asked.period,
        audience: match &publication {
            Some(publication) if asked.public => Audience::Public(publication),
            Some(_) | None => Audience::Service,
        },
        schools: publication.as_ref().filter(|_| asked.schools),
        notes: &written,
        made,
    };
    report.element()
}

fn name(text: &str) -> Name {
    Name::try_from(text.to_owned()).unwrap()
}

fn comments() -> Vec<SentComment> {
    let comment = |text: &str, themes: &[CommentTheme]| SentComment {
        asked: CommentAsked::WentWell,
        text: Text::try_from(text.to_owned()).unwrap(),
        themes: themes.iter().copied().collect(),
    };
    vec![
        comment("More <b>chairs</b>", &[CommentTheme::Place]),
        comment("The crafts", &[CommentTheme::Activities]),
        comment("Painting", &[CommentTheme::Activities]),
        comment("Thanks", &[]),
    ]
}

fn of_class<'a>(tree: &'a Element, class: &str) -> Vec<&'a Element> {
    let has = |it: &&Element| {
        let classes = it.get("class").unwrap_or_default();
        classes.split(' ').any(|it| it == class)
    };
    tree.all().into_iter().filter(has).collect()
}

#[test]
fn a_report_is_laid_out_as_the_framework_is() {
    let tree = report(year(), &[]);
    let headings: Vec<String> = of_class(&tree, "app-report__heading")
        .iter()
        .map(|it| it.text())
        .collect();
    assert_eq!(
        headings,
        [
            "How much did we do?",
            "How well did we do it?",
            "What difference did it make?",
            "Localities side by side",
            "Team by team",
            "Who has sent",
            "You said, we did",
            "How to read this",
        ]
    );
    let heads = tree.all().into_iter().filter(|it| it.tag == "h1");
    assert_eq!(heads.count(), 1);
}

#[test]
fn ids_stand_once_and_what_is_named_by_one_is_there() {
    let tree = report(year(), &[]);
    let all = tree.all();
    let mut ids: Vec<&str> = all.iter().filter_map(|it| it.get("id")).collect();
    let many = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), many);
    for named in all.iter().filter_map(|it| it.get("aria-labelledby")) {
        for id in named.split(' ') {
            assert!(ids.contains(&id), "{id}");
        }
    }
}

#[test]
fn there_is_no_style_no_script_and_no_address_in_it_and_text_is_never_markup() {
    let tree = report(year(), &[("sessions", "<img src=x>")]);
    for element in tree.all() {
        assert!(!["script", "style", "img", "a", "link"].contains(&element.tag));
        for (name, value) in &element.attributes {
            assert!(*name != "style" && !name.starts_with("on"), "{name}");
            assert!(!value.contains("http"), "{value}");
        }
    }
    let markup = tree.markup();
    for text in ["<script", "<img", "<b>"] {
        assert!(!markup.contains(text), "{text}");
    }
    assert!(markup.contains("&lt;script&gt;فريق"));
}

#[test]
fn what_the_manager_wrote_stands_with_its_measure_and_stays_in_the_service() {
    let notes = [
        (SUMMARY, "A good year.\n\nThank you."),
        ("sessions", "Snow"),
        ("we-did-activities", "We bought paint."),
    ];
    let tree = report(year(), &notes);
    let note = |about: &str| {
        let all = tree.all().into_iter();
        let mut found = all.filter(|it| it.get("data-note") == Some(about));
        found.next().unwrap().clone()
    };
    assert_eq!(note(SUMMARY).children.len(), 2);
    assert_eq!(note("sessions").text(), "Snow");
    assert_eq!(note("we-did-activities").text(), "We bought paint.");
    assert!(note("direct-contacts").children.is_empty());
    let public = Asked {
        public: true,
        ..year()
    };
    let public = report(public, &notes);
    assert!(public.all().iter().all(|it| it.get("data-note").is_none()));
    for text in ["good year", "Snow", "paint"] {
        assert!(!public.text().contains(text), "{text}");
    }
}

#[test]
fn quotes_are_for_the_service_and_the_public_is_told_the_themes_alone() {
    let tree = report(year(), &[]);
    let themes: Vec<String> = of_class(&tree, "app-report__said")
        .iter()
        .map(|it| it.text())
        .collect();
    assert_eq!(
        themes,
        [
            "ActivitiesYou said: 2 comments passed on“Painting”“The crafts”",
            "The placeYou said: 1 comment passed on“More <b>chairs</b>”",
            "Without a themeYou said: 1 comment passed on“Thanks”",
        ]
    );
    let public = Asked {
        public: true,
        ..year()
    };
    let public = report(public, &[]);
    let themes = of_class(&public, "app-report__themes");
    assert_eq!(themes[0].text(), "ActivitiesThe place");
    for text in ["crafts", "Painting", "chairs", "Thanks", "comment passed"] {
        assert!(!public.text().contains(text), "{text}");
    }
}

#[test]
fn a_schools_page_hides_small_counts_in_every_report() {
    // A threshold of which hardly a school’s count is above.
    for public in [false, true] {
        let asked = Asked {
            public,
            schools: true,
            threshold: 20,
            ..year()
        };
        let tree = report(asked, &[]);
        let sheets = of_class(&tree, "app-report__sheet");
        assert!(!sheets.is_empty());
        let mut hidden = 0;
        for sheet in sheets {
            for cell in sheet.all().into_iter().filter(|it| it.tag == "td") {
                hidden += usize::from(cell.text() == "c");
                let count = cell.text().replace(',', "").parse::<u64>();
                assert!(
                    count.is_ok_and(|it| it == 0 || it > 20) || cell.text().parse::<u64>().is_err()
                );
            }
            assert!(sheet.text().contains("c means confidential"));
        }
        assert!(hidden > 0);
    }
}

#[test]
fn a_hidden_part_hides_percentage_change_and_sentence() {
    let public = Asked {
        public: true,
        threshold: 20,
        ..year()
    };
    let tree = report(public, &[]);
    let mut hidden = 0;
    for measure in of_class(&tree, "app-report__measure") {
        let cells: Vec<String> = of_class(measure, "app-report__cell")
            .iter()
            .map(|it| {
                it.children[1..]
                    .iter()
                    .map(|child| match child {
                        crate::domain::base::markup::Node::Element(it) => it.text(),
                        crate::domain::base::markup::Node::Text(text) => text.clone(),
                    })
                    .collect()
            })
            .collect();
        let [now, before, change, _] = &cells[..] else {
            panic!("{cells:?}");
        };
        if now == "c" || before == "c" {
            hidden += 1;
            assert_eq!(change, "–");
            let sentence = of_class(measure, "app-report__sentence")[0].text();
            assert!(
                !sentence.contains("more than") && !sentence.contains("fewer"),
                "{sentence}"
            );
            if now == "c" {
                assert!(
                    sentence.starts_with("Hidden, so that nobody is revealed"),
                    "{sentence}"
                );
            }
        }
    }
    assert!(hidden > 0);
}

#[test]
fn a_period_without_a_return_says_so() {
    let asked = Asked {
        period: Period::Quarter("2012-13 Q1".parse().unwrap()),
        schools: true,
        ..year()
    };
    let tree = report(asked, &[]);
    assert!(tree.text().contains("No return that counts says anything"));
    assert!(of_class(&tree, "app-report__sheet").is_empty());
}
