//! A group among many, one choice from its form.

use leptos::prelude::expect_context;

use super::choices::{Choice, Choices, Lie};
use super::details::details;
use crate::domain::base::ids::GroupId;
use crate::domain::capture::choosing::TYPE_TO_FIND_FROM;
use crate::domain::capture::group::Offered;
use crate::domain::tablet::settings::Settings;
use crate::ui::address::{Address, Opening};
use crate::ui::markup::{El, acting, div, reading};
use crate::ui::navigation::Navigation;

/// The way to the groups that are not in sight; `None` where there are few in all.
pub fn find_group(offered: &[Offered<'_>], settings: &Settings) -> Option<El> {
    if offered.len() < TYPE_TO_FIND_FROM {
        return None;
    }
    let navigation = expect_context::<Navigation>();
    let ids: Vec<GroupId> = offered.iter().map(|it| it.group.id).collect();
    let choices: Vec<Choice> = offered.iter().map(|it| choice(it, settings)).collect();
    let question = Choices {
        id: "find-group",
        legend: "Which group?",
        lie: Lie::Row,
        options: reading(move || choices.clone()),
        chosen: reading(|| None),
        choose: acting(move |at: usize| {
            if let Some(id) = ids.get(at) {
                navigation.go(Address::RecordSession(Opening::Group(*id)));
            }
        }),
        error: reading(|| None),
    };
    let found = div("govuk-details__text").child(question.view());
    Some(details("Find another group", || false).child(found))
}

fn choice(offered: &Offered<'_>, settings: &Settings) -> Choice {
    let group = offered.group;
    let place = group.activity.place().map(|id| settings.place_name(id));
    Choice {
        hint: Some(place.unwrap_or_else(|| group.activity.kind().label().to_owned())),
        ..Choice::new(group.name.to_string())
    }
}
