//! Start a family survey: what handing the tablet over means, and the handing over.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::domain::base::ids::TeamId;
use crate::domain::capture::survey_draft::SurveyField;
use crate::domain::form::checks::{DateDraft, Problem};
use crate::domain::record::ClockStanding;
use crate::domain::record::locale::Locale;
use crate::domain::tablet::hand_over::About;
use crate::domain::tablet::settings::Settings;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::date_choice::DateChoice;
use crate::ui::components::details::details;
use crate::ui::components::error_summary::Line;
use crate::ui::components::page::{Form, page};
use crate::ui::components::select::select;
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, date_window, first_date, form, team_choice};
use crate::ui::frame::{link, today};
use crate::ui::markup::{
    El, Pieces, acting, div, el, live, live_when, paragraph, reading, text_live,
};
use crate::ui::sentences::{store_problem, survey_problem};
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The page.
pub fn hand_over() -> El {
    let workspace = expect_context::<Workspace>();
    let problems = Problems::new();
    let failure = State::new(None::<String>);
    let failed = live(move || Some(warning("The tablet was not handed over", failure.get()?)));
    // Another tab may set the PIN meanwhile; this one reads it when it is shown.
    let inside = live_when(
        move || workspace.locking.has_staff_pin(),
        move |has_pin| {
            if has_pin {
                ready(workspace, problems, failure)
            } else {
                needs_a_pin()
            }
        },
    );
    let inside = failed
        .and(paragraph(
            "A parent, carer or young person fills in How Was It For You on this tablet, by themselves and in their language. Until you enter the staff PIN it shows the survey and nothing else, whatever is tapped, reloaded or restarted.",
        ))
        .and(inside)
        .and(paragraph(Pieces::from("Came back on paper? ").and(link(
            Address::RecordSurvey,
            "Record a survey from paper",
        ))));
    page("Start a family survey", Form::Of(problems), inside)
}

/// Without a PIN nothing would lead back to the staff pages but for everybody.
fn needs_a_pin() -> Pieces {
    warning(
        "Set a staff PIN first",
        "The tablet is taken back with it. Without one, whoever holds the tablet could open the records.",
    )
    .child(el("p").child(link(Address::HandOverPin, "Set a staff PIN")))
    .into()
}

fn ready(workspace: Workspace, problems: Problems, failure: State<Option<String>>) -> Pieces {
    let team = State::new(None::<TeamId>);
    let about = State::new(None::<About>);
    let date = State::new(first_date(workspace));
    let busy = State::new(false);
    // The day is today's, as each survey is given in; staff type it only where the
    // tablet does not know it. That may be known only once the records are read.
    let in_doubt = move || workspace.clock().standing() == ClockStanding::InDoubt;
    let day = live_when(in_doubt, move |in_doubt| {
        in_doubt.then(|| {
            DateChoice {
                legend: "What day is it?",
                clock: reading(move || workspace.clock()),
                also: None,
                date: reading(move || date.get()),
                change: acting(move |changed: DateDraft| date.set(changed)),
                error: problems.at("date"),
            }
            .view()
        })
    });
    let start = move || {
        if busy.get_untracked() {
            return;
        }
        let typed = date.with_untracked(|date| date.check(date_window(workspace, None)));
        let day = match (untrack(in_doubt), typed) {
            (false, _) => None,
            (true, Ok(day)) => Some(day),
            (true, Err(why)) => {
                problems.set(vec![Line {
                    field: "date".to_owned(),
                    words: survey_problem(Problem {
                        field: SurveyField::Date,
                        fault: why,
                    }),
                }]);
                return;
            }
        };
        problems.set(Vec::new());
        let usual = workspace
            .settings
            .with_untracked(|settings| settings.as_ref().map(|it| it.team.id.clone()));
        let Some(team) = team.get_untracked().or(usual) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = workspace.hand_over(team, about.get_untracked(), day).await {
                failure.try_set(Some(store_problem(&error)));
                busy.try_set(false);
            }
        });
    };
    Pieces::from(
        form(start)
            .child(team_choice(
                workspace,
                reading(move || team.get()),
                acting(move |chosen| team.set(Some(chosen))),
            ))
            .child(day)
            .child(about_what(workspace, about))
            .child(languages(workspace))
            .child(div("app-buttons").child(idle_while(
                busy,
                button("Hand the tablet over", Weight::Primary).attr("type", "submit"),
            ))),
    )
    .and(before_you_do())
}

/// The group or place that families are asked about, of those there are on the day;
/// they see its name.
fn about_what(workspace: Workspace, about: State<Option<About>>) -> Pieces {
    let offered = move || {
        let offered = |settings: &Settings| About::offered(settings, today());
        workspace
            .settings
            .with(|it| it.as_ref().map(offered))
            .unwrap_or_default()
    };
    live_when(offered, move |offered| choice_of(offered, about))
}

fn choice_of(offered: Vec<(About, String)>, about: State<Option<About>>) -> Option<El> {
    if offered.is_empty() {
        return None;
    }
    let (offered, names): (Vec<About>, Vec<String>) = offered.into_iter().unzip();
    // One that is not there any more is not asked about.
    if about.with_untracked(|it| it.as_ref().is_some_and(|it| !offered.contains(it))) {
        about.set(None);
    }
    let mut options = vec!["Our work as a whole".to_owned()];
    options.extend(names);
    let chosen = {
        let offered = offered.clone();
        reading(move || {
            let about = about.get();
            let at = about.and_then(|about| offered.iter().position(|it| *it == about));
            at.map_or(0, |at| at + 1)
        })
    };
    let choose = acting(move |picked: usize| {
        let at = picked.checked_sub(1);
        about.set(at.and_then(|at| offered.get(at).cloned()));
    });
    Some(select(
        "about",
        "What is the survey about? Families see it.",
        &options,
        &chosen,
        choose,
    ))
}

fn languages(workspace: Workspace) -> El {
    // Another tab may switch one on.
    let offered = text_live(move || {
        let on = workspace
            .settings
            .with(|settings| settings.as_ref().map(|it| it.survey_languages.clone()));
        let names: Vec<&str> = Locale::offered(&on.unwrap_or_default())
            .map(|locale| locale.english_name)
            .collect();
        format!("Languages offered: {}. ", names.join(", "))
    });
    paragraph(offered.and(link(Address::SurveyLanguages, "Survey languages")))
}

/// What a web page cannot do by itself.
fn before_you_do() -> El {
    let means: Vec<El> = [
        "iPad: Guided Access (Settings, Accessibility). Open Daybook, then press the top button three times.",
        "Android: app pinning (Settings, Security). Open recent apps and pin Daybook.",
        "Windows: assigned access, set up by whoever looks after the tablet.",
    ]
    .into_iter()
    .map(|words| el("li").child(words))
    .collect();
    details("To keep the tablet in Daybook too", || false).child(
        div("govuk-details__text")
            .child(paragraph(
                "Daybook cannot stop anyone from leaving the browser for another app. The tablet can:",
            ))
            .child(el("ul").class("govuk-list govuk-list--bullet").child(means)),
    )
}
