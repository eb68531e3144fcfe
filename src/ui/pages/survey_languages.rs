//! The languages in which families are offered the survey.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::locales;
use crate::domain::record::locale::{LOCALES, Locale, Review};
use crate::domain::tablet::locks::Door;
use crate::domain::tablet::settings::{Settings, Switch};
use crate::ui::components::checkbox::checkbox;
use crate::ui::components::page::{Form, page};
use crate::ui::components::pin_question::gate;
use crate::ui::components::warning::warning;
use crate::ui::form::Problems;
use crate::ui::markup::{El, Pieces, div, el, live, paragraph, reading};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The page.
pub fn survey_languages() -> El {
    let workspace = expect_context::<Workspace>();
    let problems = Problems::new();
    let failure = State::new(None::<String>);
    let behind = gate(Door::ManagerAction, problems, move || {
        let failed = live(move || Some(warning("Not changed", failure.get()?)));
        failed.and(choice(workspace, failure))
    });
    let inside = Pieces::from(paragraph(
        "Families are offered the survey in English, and in each language that is switched on here. They choose it by its own name, and can change it midway.",
    ))
    .and(warning(
        "Drafts that no speaker has checked",
        "The languages marked “needs checking by a speaker” were drafted and not checked. Have somebody who speaks the language go through the survey on this tablet before you switch it on for families: a wrong word can change what an answer means.",
    ))
    .and(behind);
    page("Survey languages", Form::Of(problems), inside)
}

fn choice(workspace: Workspace, failure: State<Option<String>>) -> El {
    let boxes: Vec<El> = LOCALES
        .iter()
        .filter(|locale| *locale != Locale::ENGLISH)
        .map(|locale| one(workspace, failure, locale))
        .collect();
    el("fieldset")
        .class("govuk-fieldset")
        .child(
            el("legend")
                .class("govuk-fieldset__legend govuk-fieldset__legend--m")
                .child("Which languages are offered beside English?"),
        )
        .child(div("app-choices").child(boxes))
}

fn one(workspace: Workspace, failure: State<Option<String>>, locale: &'static Locale) -> El {
    let id = format!("language-{}", locale.tag);
    let is_on = move || {
        workspace.settings.with(|settings| {
            let on = settings.as_ref().map(|it| &it.survey_languages);
            on.is_some_and(|on| on.contains(&locale.language()))
        })
    };
    // Offered only with its words; they come with the app and are here at once
    // unless it was opened for the first time a moment ago.
    let here = State::new(None::<bool>);
    spawn_local(async move {
        here.try_set(Some(locales::words(locale).await.is_some()));
    });
    let note = live(move || match (here.get(), locale.review) {
        (Some(false), _) => "Its words are not on this tablet. Open Daybook with a connection.",
        (_, Review::NeedsChecking) => "Needs checking by a speaker",
        (_, Review::Reviewed) => "Checked by a speaker",
    });
    let own_name = el("span")
        .attr("lang", locale.tag)
        .attr("dir", locale.direction.code())
        .child(locale.name);
    checkbox(
        &id,
        Pieces::from(locale.english_name).and(" – ").and(own_name),
        Some(note),
        reading(is_on),
        move || switch(workspace, failure, locale),
    )
}

/// Switches a language on, or off again.
fn switch(workspace: Workspace, failure: State<Option<String>>, locale: &'static Locale) {
    let is_on = workspace.settings.with_untracked(|settings| {
        let on = settings.as_ref().map(|it| &it.survey_languages);
        on.is_some_and(|on| on.contains(&locale.language()))
    });
    let to = if is_on { Switch::Off } else { Switch::On };
    spawn_local(async move {
        let change = |settings: &mut Settings| {
            settings.switch_survey_language(locale.language(), to);
            Ok(())
        };
        let kept = workspace.change_settings(change).await;
        failure.try_set(kept.err().map(|error| store_problem(&error)));
        // Where it was not kept, the box shows what is.
        workspace.settings.update(|_| {});
    });
}
