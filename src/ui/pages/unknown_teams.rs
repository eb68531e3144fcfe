//! Records of a team that is not in the set-up: which they are, and whose.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::domain::base::calendar::short_date;
use crate::domain::base::ids::TeamId;
use crate::domain::base::text::{Name, Text};
use crate::domain::organisation::Team;
use crate::domain::tablet::settings::Settings;
use crate::domain::tablet::unknown_team::UnknownTeam;
use crate::store::StoreError;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::details::details;
use crate::ui::components::error_summary::Line;
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::{Form, page};
use crate::ui::components::record_line::record_line;
use crate::ui::components::select::select;
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::frame::{counted, link};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// How many records of a team are listed at once.
const LISTED: usize = 20;

/// The page's state.
#[derive(Clone, Copy)]
struct Giving {
    workspace: Workspace,
    problems: Problems,
    chosen: State<Option<TeamId>>,
    name: State<String>,
    locality: State<String>,
    busy: State<bool>,
    failure: State<Option<StoreError>>,
}

/// The page on which such records are given to a team.
pub fn unknown_teams() -> Pieces {
    let this = Giving {
        workspace: expect_context::<Workspace>(),
        problems: Problems::new(),
        chosen: State::new(None),
        name: State::new(String::new()),
        locality: State::new(String::new()),
        busy: State::new(false),
        failure: State::new(None),
    };
    let failed = live(move || {
        let error = this.failure.get()?;
        Some(warning(
            "Not all was given to the team",
            store_problem(&error),
        ))
    });
    let body = live(move || {
        let settings = this.workspace.settings.get()?;
        let first = this.workspace.unknown_teams().into_iter().next();
        Some(untrack(|| match first {
            Some(unknown) => this.ask(&settings, unknown),
            None => div("app-empty")
                .child("Every record here belongs to a team of this tablet.")
                .into(),
        }))
    });
    let back = paragraph(link(Address::Quarter(None), "Back to the quarter"));
    let inside = failed.and(body).and(back);
    page("Records without a team", Form::Of(this.problems), inside).into()
}

/// That there are such records, with the way to them; nothing while there are none.
pub fn unknown_teams_offer(workspace: Workspace) -> Pieces {
    live(move || {
        let unknown = workspace.unknown_teams();
        let records: usize = unknown.iter().map(|it| it.records.len()).sum();
        (records > 0).then(|| {
            div("app-offer")
                .attr("role", "region")
                .attr("aria-label", "Records without a team")
                .child(el("p").class("govuk-body app-close").child(format!(
                    "{} of a team that is not in this tablet’s set-up, and counted in no quarter and no return.",
                    counted(number(records), "record is", "records are")
                )))
                .child(link(Address::Teams, "Give them to a team"))
        })
    })
}

impl Giving {
    fn ask(self, settings: &Settings, unknown: UnknownTeam) -> Pieces {
        let records = unknown.records.len();
        let lead = paragraph(format!(
            "{} of a team that is not in this tablet’s set-up. Until a person says whose they are, they are counted in no quarter and no return.",
            counted(number(records), "record here is", "records here are"),
        ));
        let quarters: Vec<(String, String)> = unknown
            .quarters
            .iter()
            .map(|(quarter, count)| (quarter.to_string(), counted(*count, "record", "records")))
            .collect();
        let facts = quarters
            .iter()
            .map(|(about, says)| (about.as_str(), says.clone()));
        let mut facts: Vec<(&str, String)> = facts.collect();
        facts.insert(0, ("Code of the team", unknown.team.to_string()));
        let lines: Vec<El> = unknown
            .records
            .iter()
            .rev()
            .take(LISTED)
            .filter_map(|id| self.workspace.find(*id))
            .map(|record| record_line(&record, settings, short_date(record.entry().date())))
            .collect();
        let listed =
            details("Show the records", || false).child(el("ul").class("app-records").child(lines));
        let unknown = Rc::new(unknown);
        Pieces::from(lead)
            .and(facts_list(facts))
            .and(listed)
            .and(self.give(settings, Rc::clone(&unknown)))
            .and(self.add(unknown))
    }

    /// The choice among the teams of this tablet.
    fn give(self, settings: &Settings, unknown: Rc<UnknownTeam>) -> El {
        let teams: Vec<Team> = settings.teams().cloned().collect();
        let mut options = vec!["Choose a team".to_owned()];
        options.extend(teams.iter().map(|team| team.name.to_string()));
        let ids: Vec<TeamId> = teams.into_iter().map(|team| team.id).collect();
        let choose = acting(move |picked: usize| {
            let team = picked.checked_sub(1).and_then(|at| ids.get(at).cloned());
            self.chosen.set(team);
        });
        let message = self.problems.at("whose");
        let message = live(move || {
            Some(
                el("p")
                    .class("govuk-error-message")
                    .id("whose-error")
                    .child(message()?),
            )
        });
        self.chosen.set(None);
        let submit = button("Give them to this team", Weight::Primary).attr("type", "submit");
        form(move || self.do_give(Rc::clone(&unknown)))
            .child(message)
            .child(select(
                "whose",
                "Whose records are they?",
                &options,
                &reading(|| 0),
                choose,
            ))
            .child(idle_while(self.busy, submit))
    }

    /// The team may be missing from the set-up alone: then it is put back.
    fn add(self, unknown: Rc<UnknownTeam>) -> El {
        let field = |id, label, text: State<String>| {
            Field {
                id,
                label,
                hint: None,
                room: Room::Line,
                value: reading(move || text.get()),
                typed: acting(move |typed| text.set(typed)),
                error: self.problems.at(id),
            }
            .view()
        };
        let submit = button("Add the team", Weight::Secondary).attr("type", "submit");
        let inside = form(move || self.do_add(unknown.team.clone()))
            .child(paragraph(
                "If it is missing from this tablet’s set-up by mistake, add it again. Its records then count as they are.",
            ))
            .child(field("missing-team", "Team", self.name))
            .child(field("missing-locality", "Locality", self.locality))
            .child(idle_while(self.busy, submit));
        let opened = self.problems.among(&["missing-team", "missing-locality"]);
        details(
            "None of these: it is another team of this tablet",
            move || opened(),
        )
        .child(inside)
    }

    fn do_give(self, unknown: Rc<UnknownTeam>) {
        let Some(team) = self.chosen.get_untracked() else {
            return self.complain(vec![("whose", "Choose whose records they are")]);
        };
        self.problems.set(Vec::new());
        self.work(async move {
            let workspace = self.workspace;
            let given = workspace.give_to_team(&unknown.records, &team).await?;
            let name = workspace.settings.with_untracked(|settings| {
                let settings = settings.as_ref();
                settings.map(|it| it.team_name(&team)).unwrap_or_default()
            });
            let words = format!(
                "{} now {name}’s.",
                counted(number(given), "record is", "records are")
            );
            workspace.notify(&Address::Teams.path(), "Given to the team", words);
            Ok(())
        });
    }

    fn do_add(self, team: TeamId) {
        let mut lines = Vec::new();
        let mut typed = |field: &'static str, text: State<String>, missing, long| -> Option<Name> {
            match Text::typed(&text.get_untracked()) {
                Ok(Some(name)) => return Some(name),
                Ok(None) => lines.push((field, missing)),
                Err(_) => lines.push((field, long)),
            }
            None
        };
        let name = typed(
            "missing-team",
            self.name,
            "Enter the name of the team",
            "Team must be 80 characters or fewer",
        );
        let locality = typed(
            "missing-locality",
            self.locality,
            "Enter the locality of the team",
            "Locality must be 80 characters or fewer",
        );
        let fine = lines.is_empty();
        self.complain(lines);
        if let (Some(name), Some(locality), true) = (name, locality, fine) {
            self.work(async move {
                let workspace = self.workspace;
                let words = format!("{name} is in this tablet’s set-up, and its records count.");
                workspace.know_team_again(team, name, &locality).await?;
                self.name.try_set(String::new());
                self.locality.try_set(String::new());
                workspace.notify(&Address::Teams.path(), "Team added", words);
                Ok(())
            });
        }
    }

    fn complain(self, lines: Vec<(&str, &str)>) {
        let line = |(field, words): (&str, &str)| Line {
            field: field.to_owned(),
            words: words.to_owned(),
        };
        self.problems.set(lines.into_iter().map(line).collect());
    }

    /// One piece of work at a time; a tap meanwhile does nothing.
    fn work(self, work: impl Future<Output = Result<(), StoreError>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let done = work.await;
            self.busy.try_set(false);
            if let Err(error) = done {
                self.failure.try_set(Some(error));
            }
        });
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
