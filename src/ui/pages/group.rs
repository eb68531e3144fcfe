//! One regular group: what its sessions have in common.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::base::ids::GroupId;
use crate::domain::base::json::AsJson;
use crate::domain::base::text::{Name, Theme};
use crate::domain::capture::group::{Group, Weekday};
use crate::domain::capture::group_draft::{GroupDraft, GroupField};
use crate::domain::capture::session_draft::{SessionDraft, SessionField};
use crate::domain::form::checks::{Fault, Fields, Problem};
use crate::domain::tablet::settings::Settings;
use crate::store::StoreError;
use crate::ui::address::{Address, GroupOpening};
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::choices::{Choice, Choices, Lie, position};
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::{Form as PageForm, page};
use crate::ui::components::warning::warning;
use crate::ui::form::{form, usual_team};
use crate::ui::keeping::Keeping;
use crate::ui::markup::{El, Pieces, acting, live, reading};
use crate::ui::navigation::Navigation;
use crate::ui::pages::not_found::not_found;
use crate::ui::pages::record::when_read;
use crate::ui::pages::record_session::{Form, kind_choice, place_or_plan};
use crate::ui::sentences::{session_field_id, session_problem, store_problem};
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// The page's state.
#[derive(Clone, Copy)]
struct Changing {
    form: Form,
    name: State<String>,
    weekday: State<Option<Weekday>>,
    /// The group that is changed, or the id of the new one: the same however
    /// often it is tried to save it.
    id: GroupId,
    /// The group as it was when the form was opened, or as a refused save has shown
    /// it; `None` for a new one.
    seen: Kept<Option<Group>>,
    failure: State<Option<String>>,
    busy: State<bool>,
}

/// The form of a group.
pub fn group_page(opening: GroupOpening) -> Pieces {
    let workspace = expect_context::<Workspace>();
    let today = ambient::today();
    let fresh = || GroupId::new(ambient::fresh_id());
    match opening {
        GroupOpening::Blank => {
            let blank = GroupDraft {
                name: String::new(),
                weekday: None,
                session: SessionDraft {
                    team: usual_team(workspace),
                    ..SessionDraft::on(today)
                },
            };
            group_form("Add a group", opening, fresh(), &blank)
        }
        GroupOpening::Known(id) => {
            let known = workspace.settings.with_untracked(|settings| {
                let group = settings.as_ref()?.group(id)?;
                Some(GroupDraft::of(group, today))
            });
            match known {
                Some(draft) => group_form("Change a group", opening, id, &draft),
                None => not_found().into(),
            }
        }
        GroupOpening::Like(id) => when_read(workspace, move || {
            let like = untrack(|| GroupDraft::like(&workspace.find(id)?, today))?;
            Some(group_form("Add a group", opening, fresh(), &like))
        }),
    }
}

fn group_form(
    title: &'static str,
    opening: GroupOpening,
    id: GroupId,
    draft: &GroupDraft,
) -> Pieces {
    let this = Changing {
        form: Form::new(draft.session.clone(), None),
        name: State::new(draft.name.clone()),
        weekday: State::new(draft.weekday),
        id,
        seen: Kept::new(known_group(id)),
        failure: State::new(None),
        busy: State::new(false),
    };
    let (opened, is_new) = (draft.fields(), !matches!(opening, GroupOpening::Known(_)));
    let input = move || {
        let now = this.draft().fields();
        let holds = if is_new {
            GroupDraft::holds_input(&now, &opened)
        } else {
            // Whatever differs from the group is a change of it.
            now != opened
        };
        let mut kept = now;
        let seen = this
            .seen
            .with_value(|seen| seen.as_ref().map(|it| it.to_json().to_text()));
        kept.put(SEEN, &seen.unwrap_or_default());
        holds.then_some(kept)
    };
    let take = move |fields: &Fields| {
        let kept = GroupDraft::of_fields(fields);
        // Whoever typed this saw the group as it was then.
        this.seen
            .set_value(Group::from_text(fields.text(SEEN)).ok());
        this.name.set(kept.name);
        this.weekday.set(kept.weekday);
        this.form.draft.set(kept.session);
    };
    let path = Address::Group(opening).path();
    let keeping = Keeping::boxed(path.trim_start_matches('/'), Rc::new(input), Rc::new(take));
    let navigation = expect_context::<Navigation>();
    let problems = this.form.problems;
    let name = Field {
        hint: Some("What your team calls it, such as Stay and Play"),
        error: problems.at(NAME),
        ..Field::of(NAME, "Name of the group", this.name)
    };
    let theme = Field {
        id: "theme",
        label: "Theme (optional)",
        hint: Some("What it is about. Each session starts with it."),
        room: Room::Line,
        value: this.form.text(|draft| &draft.theme),
        typed: this.form.typed(|draft| &mut draft.theme),
        error: problems.at("theme"),
    };
    let failed = live(move || Some(warning("Not saved", this.failure.get()?)));
    let save = button("Save group", Weight::Primary).attr("type", "submit");
    let inside = form(move || this.save(keeping, navigation))
        .child(this.form.team_choice())
        .child(name.view_up_to(Name::MOST))
        .child(kind_choice(this.form))
        .child(place_or_plan(this.form))
        .child(this.weekday_choice())
        .child(theme.view_up_to(Theme::MOST))
        .child(idle_while(this.busy, save));
    page(
        title,
        PageForm::Of(problems),
        keeping.view().and(failed).and(inside),
    )
    .into()
}

const NAME: &str = "group-name";

/// The field of an unfinished change that holds the group as it was when it was begun.
const SEEN: &str = "seen";

impl Changing {
    fn draft(self) -> GroupDraft {
        GroupDraft {
            name: self.name.get(),
            weekday: self.weekday.get(),
            session: self.form.draft.get(),
        }
    }

    fn weekday_choice(self) -> El {
        let mut options = vec![Choice::new("No usual day")];
        options.extend(Choice::of_all(&Weekday::ALL, Weekday::label));
        Choices {
            id: "weekday",
            legend: "On which day does it usually meet?",
            lie: Lie::Row,
            options: reading(move || options.clone()),
            chosen: reading(move || match self.weekday.get() {
                None => Some(0),
                Some(day) => position(&Weekday::ALL, &day).map(|at| at + 1),
            }),
            choose: acting(move |picked: usize| {
                let day = picked.checked_sub(1).and_then(|at| Weekday::ALL.get(at));
                self.weekday.set(day.copied());
            }),
            error: reading(|| None),
        }
        .view()
    }

    /// Takes in the group as it is by now, so that whoever saves once more knows
    /// what goes.
    async fn look_again(self) {
        let workspace = self.form.workspace;
        workspace.look().await;
        let id = self.id;
        let known = |settings: &Option<Settings>| settings.as_ref()?.group(id).cloned();
        self.seen
            .set_value(workspace.settings.with_untracked(known));
    }

    fn save(self, keeping: Keeping, navigation: Navigation) {
        let workspace = self.form.workspace;
        let Some(settings) = workspace.settings.get_untracked() else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        let checked = untrack(|| self.draft()).check(self.id, &settings.team.id, &settings.places);
        let Some(group) = self.form.problems.show(checked, field_id, problem_words) else {
            return;
        };
        self.busy.set(true);
        let words = format!("{} is on Today from now on.", group.name);
        keeping.pause();
        spawn_local(async move {
            let seen = self.seen.get_value();
            let change =
                |settings: &mut Settings| Ok(settings.keep_group(seen.as_ref(), group.clone())?);
            let kept = workspace.change_settings(change).await;
            if !self.busy.try_set(false) {
                return;
            }
            if let Err(error) = kept {
                let words = if error == StoreError::ChangedElsewhere {
                    self.look_again().await;
                    CHANGED.to_owned()
                } else {
                    store_problem(&error)
                };
                self.failure.set(Some(words));
                keeping.go_on();
                return;
            }
            keeping.discard_own().await;
            let to = Address::Groups;
            workspace.notify(&to.path(), "Saved on this tablet", words);
            navigation.go(to);
        });
    }
}

/// What is said of a group that another tab has changed since its form was opened.
const CHANGED: &str = "This group was changed in another tab in the meantime. Regular groups shows how it is now. Save once more to put what stands here in its place.";

/// The group of an id, as this page knows it.
fn known_group(id: GroupId) -> Option<Group> {
    let workspace = expect_context::<Workspace>();
    let known = |settings: &Option<Settings>| settings.as_ref()?.group(id).cloned();
    workspace.settings.with_untracked(known)
}

fn field_id(field: GroupField) -> String {
    match field {
        GroupField::Name => NAME.to_owned(),
        GroupField::Session(field) => session_field_id(field),
    }
}

fn problem_words(problem: Problem<GroupField>) -> String {
    match (problem.field, problem.fault) {
        (GroupField::Name, Fault::Missing) => "Enter the name of the group".to_owned(),
        (GroupField::Name, _) => "The name must be 80 characters or fewer".to_owned(),
        (GroupField::Session(field), fault) => match (field, fault) {
            (SessionField::Kind, Fault::Missing) => "Choose what kind of session it is".to_owned(),
            _ => session_problem(Problem { field, fault }),
        },
    }
}
