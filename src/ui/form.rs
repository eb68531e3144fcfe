//! What every form does alike: show its problems, and save its record once.

use std::rc::Rc;

use chrono::NaiveDate;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::Address;
use super::components::button::{Weight, button, idle_while};
use super::components::changed_since::Correcting;
use super::components::choices::{Choice, Choices, Lie};
use super::components::error_summary::Line;
use super::keeping::Keeping;
use super::markup::{
    Acting, El, Pieces, Reading, acting, div, el, follow, live_when, reading, settled, text_live,
};
use super::navigation::Navigation;
use super::workspace::{Filled, Workspace};
use crate::browser::ambient;
use crate::browser::drawing::tap_shown;
use crate::domain::base::calendar::{Quarter, short_date};
use crate::domain::base::ids::TeamId;
use crate::domain::capture::tally::FromTally;
use crate::domain::form::checks::{DateDraft, DateWindow, Problem};
use crate::domain::organisation::Team;
use crate::domain::record::{ClockStanding, Entry, Record};
use crate::domain::tablet::settings::Settings;
use crate::store::tallies::ended;
use crate::store::{DraftWrite, StoreError};
use crate::ui::state::{Kept, State};

/// The problems of a form, as its fields, its summary and its title show them.
#[derive(Clone, Copy)]
pub struct Problems {
    lines: State<Vec<Line>>,
    checks: State<usize>,
}

impl Problems {
    /// No problems yet.
    pub fn new() -> Self {
        Self {
            lines: State::new(Vec::new()),
            checks: State::new(0),
        }
    }

    /// Shows the outcome of a check, with the element each field's line leads
    /// to and the sentence of each problem; gives what was checked, if all is
    /// well.
    pub fn show<Checked, Field: Copy>(
        self,
        outcome: Result<Checked, Vec<Problem<Field>>>,
        id: fn(Field) -> String,
        words: fn(Problem<Field>) -> String,
    ) -> Option<Checked> {
        let problems = match outcome {
            Ok(checked) => {
                self.set(Vec::new());
                return Some(checked);
            }
            Err(problems) => problems,
        };
        let mut lines = Vec::new();
        for problem in problems {
            lines.push(Line {
                field: id(problem.field),
                words: words(problem),
            });
        }
        self.set(lines);
        None
    }

    /// Shows these lines.
    pub fn set(self, lines: Vec<Line>) {
        self.lines.set(lines);
        self.checks.set(self.checks.get_untracked() + 1);
    }

    /// Shows these lines to whoever reads them, without the focus that a check
    /// takes: for the style page.
    #[cfg(debug_assertions)]
    pub fn show_quietly(self, lines: Vec<Line>) {
        self.lines.set(lines);
    }

    /// The lines there are now.
    pub fn lines(self) -> Vec<Line> {
        self.lines.get()
    }

    /// The lines of the latest check; whoever follows them hears of each check,
    /// though it found the same again.
    pub fn checked(self) -> Vec<Line> {
        self.checks.get();
        self.lines.get_untracked()
    }

    /// The sentence at the field with this id, where it has a problem.
    pub fn at(self, field: impl Into<String>) -> Reading<Option<String>> {
        let field = field.into();
        reading(move || {
            self.lines.with(|lines| {
                let line = lines.iter().find(|line| line.field == field);
                line.map(|line| line.words.clone())
            })
        })
    }

    /// Whether any of some fields has a problem.
    pub fn among(self, fields: &'static [&'static str]) -> Reading<bool> {
        reading(move || {
            self.lines.with(|lines| {
                lines
                    .iter()
                    .any(|line| fields.contains(&line.field.as_str()))
            })
        })
    }
}

/// What is to happen after a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Back to Today.
    Today,
    /// The same form again.
    Another,
}

/// One save of a form, checked.
pub struct Save {
    /// What the form turned into.
    pub entry: Entry,
    /// What it was about, for the notice.
    pub words: String,
    /// Whose work it is; `None` for the usual team.
    pub team: Option<TeamId>,
    /// What happens next.
    pub next: Next,
    /// What the form does when it is saved, before that.
    pub saved: Box<dyn FnOnce()>,
    /// The door tally that ends with the save.
    pub tally: Option<FromTally>,
}

/// The saving of one form's record: one at a time, and never two of it.
#[derive(Clone, Copy)]
pub struct Saving {
    workspace: Kept<Workspace>,
    /// The form's own address.
    address: Address,
    /// What keeps the input until then.
    pub keeping: Keeping,
    /// The record that is corrected; `None` for a new one.
    corrected: Kept<Option<Record>>,
    correcting: Option<Correcting>,
    /// Whether a save is under way.
    pub busy: State<bool>,
    /// Why the last save did not hold.
    pub failure: State<Option<StoreError>>,
    /// The record whose save did not hold.
    pub attempt: Kept<Option<Record>>,
    navigation: Navigation,
}

impl Saving {
    /// Nothing saved yet, for a new record or the correction of one.
    pub fn new(
        address: Address,
        keeping: Keeping,
        (corrected, correcting): (Option<Record>, Option<Correcting>),
    ) -> Self {
        Self {
            workspace: Kept::new(expect_context::<Workspace>()),
            address,
            keeping,
            corrected: Kept::new(corrected),
            correcting,
            busy: State::new(false),
            failure: State::new(None),
            attempt: Kept::new(None),
            navigation: expect_context::<Navigation>(),
        }
    }

    /// Corrects the record as it is now from here on.
    pub fn rebase(self, record: Record) {
        self.corrected.set_value(Some(record));
        self.failure.set(None);
    }

    /// A tap on Save: shows that it was taken, then does the check that leads to
    /// [`Self::save`]. Another tap until then does nothing.
    pub fn tapped(self, check: impl FnOnce() + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            tap_shown().await;
            // The page may have been left; what was typed is kept.
            if self.busy.try_set(false) {
                check();
            }
        });
    }

    /// Saves. Only after both stores hold it: says so, then goes where the form
    /// leads. A tap while saving does nothing.
    pub fn save(self, save: Save) {
        if self.busy.get_untracked() {
            return;
        }
        if self.correcting.is_some_and(Correcting::is_changed) {
            // The page says so, and asks.
            return self.failure.set(Some(StoreError::ChangedElsewhere));
        }
        self.busy.set(true);
        self.failure.set(None);
        let mut made_from = Vec::new();
        made_from.extend(self.keeping.name().map(DraftWrite::discard));
        made_from.extend(save.tally.as_ref().map(ended));
        let filled = Filled {
            team: save.team,
            made_from,
        };
        self.keeping.pause();
        let (workspace, corrected) = (self.workspace.get_value(), self.corrected.get_value());
        spawn_local(async move {
            let corrects = corrected.as_ref().map(Record::id);
            // What was seen of it, at the version that says so by now.
            let now = self.correcting.and_then(|it| untrack(|| it.now()));
            let corrected = corrected.map(|record| now.unwrap_or(record));
            let outcome = if let Some(record) = corrected {
                workspace.correct(record, save.entry, filled).await
            } else {
                workspace.record(save.entry, filled, self.attempt).await
            };
            if !self.busy.try_set(false) {
                // The page was left meanwhile: nothing of it is there any more. The
                // status line says what is saved, and what is not stays as a draft.
                return;
            }
            let record = match outcome {
                Ok(record) => record,
                Err(error) => {
                    self.failure.set(Some(error));
                    self.keeping.go_on();
                    return;
                }
            };
            (save.saved)();
            self.keeping.saved();
            let to = match (corrects, save.next) {
                (Some(id), Next::Today | Next::Another) => Address::Record(id),
                (None, Next::Today) => Address::Today,
                (None, Next::Another) => self.address,
            };
            let words = save.words + &changed_quarter(workspace, &record);
            match corrects {
                // Its own page has the way to correct it.
                Some(_) => workspace.notify(&to.path(), "Saved on this tablet", words),
                None => workspace.notify_saved(&to.path(), words, record.id()),
            }
            if to != self.address {
                self.navigation.go(to);
            }
        });
    }

    /// The buttons that save a form, always within reach of the thumb. `beside`
    /// stands with them.
    pub fn bar(
        self,
        label: &'static str,
        beside: impl Into<Pieces>,
        save_and_another: impl Fn() + 'static,
    ) -> El {
        let busy = move |button: El| idle_while(self.busy, button);
        let corrects = self.corrected.with_value(Option::is_some);
        let another = (!corrects).then(|| {
            busy(
                button("Save and add another", Weight::Secondary)
                    .on("click", move |_| save_and_another()),
            )
        });
        let submit = button(label, Weight::Primary).attr("type", "submit");
        div("app-savebar").child(beside).child(
            div("app-savebar__buttons")
                .child(busy(submit))
                .child(another),
        )
    }
}

/// The name under which a form's input is kept: by the record, where one is
/// corrected.
pub fn draft_name(form: &str, corrected: Option<&Record>) -> String {
    match corrected {
        Some(record) => format!("correct/{}", record.id()),
        None => form.to_owned(),
    }
}

/// The dates that a form takes now; of a correction also the one it has.
pub fn date_window(workspace: Workspace, also: Option<NaiveDate>) -> DateWindow {
    let window = untrack(|| workspace.clock()).window();
    match also {
        Some(date) => window.or(date),
        None => window,
    }
}

/// The date that a new form opens with: today, or nothing where the clock
/// cannot be trusted.
pub fn first_date(workspace: Workspace) -> DateDraft {
    let clock = untrack(|| workspace.clock());
    match clock.standing() {
        ClockStanding::Trusted => DateDraft::Chosen(clock.says),
        ClockStanding::InDoubt => DateDraft::untyped(),
    }
}

/// The team that new records are for unless another is chosen. A form says it from
/// the start, so that what is in it stays this team's, though the usual one changes
/// before it is saved.
pub fn usual_team(workspace: Workspace) -> Option<TeamId> {
    workspace
        .settings
        .with_untracked(|settings| settings.as_ref().map(|it| it.team.id.clone()))
}

/// Lets a form in which nothing was filled in go on to the new day, when one begins
/// while it is open. What was filled in keeps the day it was filled in for.
pub fn follow_the_day<Draft: Clone + PartialEq + 'static>(
    workspace: Workspace,
    (draft, opened): (State<Draft>, Kept<Draft>),
    date_of: fn(&mut Draft) -> &mut DateDraft,
) {
    let day = Kept::new(workspace.today.get_untracked());
    follow(Box::new(move || {
        let (before, today) = (day.get_value(), workspace.today.get());
        day.set_value(today);
        let mut now = draft.get_untracked();
        let is_blank = opened.with_value(|opened| now == *opened);
        let date = date_of(&mut now);
        if before != today && is_blank && *date == DateDraft::Chosen(before) {
            *date = first_date(workspace);
            opened.set_value(now.clone());
            draft.set(now);
        }
    }));
}

/// Whose work it is, where several teams use the tablet: those of the set-up as it
/// is by now, which another tab may change.
pub fn team_choice(
    workspace: Workspace,
    chosen: Reading<Option<TeamId>>,
    choose: Acting<TeamId>,
) -> Pieces {
    let teams = move || {
        let all = |settings: &Settings| settings.teams().cloned().collect::<Vec<Team>>();
        workspace.settings.with(|it| it.as_ref().map(all))
    };
    live_when(teams, move |_| {
        choice_of_teams(workspace, Rc::clone(&chosen), Rc::clone(&choose))
    })
}

fn choice_of_teams(
    workspace: Workspace,
    chosen: Reading<Option<TeamId>>,
    choose: Acting<TeamId>,
) -> Option<El> {
    team_choices(workspace, reading(|| None), chosen, choose).map(Choices::view)
}

/// The teams that use the tablet on a day, where there are several; all of them
/// while the day is not known.
pub fn team_choices(
    workspace: Workspace,
    day: Reading<Option<NaiveDate>>,
    chosen: Reading<Option<TeamId>>,
    choose: Acting<TeamId>,
) -> Option<Choices> {
    let settings = untrack(|| workspace.settings.get())?;
    if settings.other_teams.is_empty() {
        return None;
    }
    let usual = settings.team.id.clone();
    // The usual team stands for none, and the one that is chosen stays in sight
    // though it is not there on the day.
    let now = settled(move || chosen().unwrap_or_else(|| usual.clone()));
    let known = Rc::clone(&now);
    let teams = settled(move || {
        let (day, now) = (day(), known());
        let there = settings.teams_on(day);
        let teams = settings
            .teams()
            .filter(|team| team.id == now || there.contains(team));
        teams
            .map(|team| (team.id.clone(), settings.team_name(&team.id)))
            .collect::<Vec<_>>()
    });
    let (listed, picked_from) = (Rc::clone(&teams), Rc::clone(&teams));
    Some(Choices {
        id: "team",
        legend: "Which team?",
        lie: Lie::Row,
        options: reading(move || {
            let teams = listed().into_iter();
            teams.map(|(_, name)| Choice::new(name)).collect()
        }),
        chosen: reading(move || {
            let now = now();
            teams().iter().position(|(id, _)| *id == now)
        }),
        choose: acting(move |picked: usize| {
            if let Some((id, _)) = untrack(|| picked_from()).into_iter().nth(picked) {
                choose(id);
            }
        }),
        error: reading(|| None),
    })
}

/// What is said of a date whose quarter has a return already, before it is saved.
pub fn late_entry(
    workspace: Workspace,
    filled: Reading<(Option<TeamId>, Option<NaiveDate>)>,
) -> El {
    let words = move || {
        let (team, date) = filled();
        let (quarter, usual) = (
            Quarter::containing(date?),
            workspace.settings.get()?.team.id,
        );
        let period = (team.unwrap_or(usual), quarter);
        let sent = sent_words(workspace, &period)?;
        Some(format!(
            "{sent} You can save this all the same. If it changes the figures, the quarter is marked as changed and its return has to be made and passed on again."
        ))
    };
    el("p")
        .class("govuk-body app-late")
        .attr("role", "status")
        .child(text_live(move || words().unwrap_or_default()))
}

/// That the return of a quarter was made, and when.
fn sent_words(workspace: Workspace, period: &(TeamId, Quarter)) -> Option<String> {
    let at = workspace
        .books
        .with(|books| books.as_ref()?.last_sent(period))?;
    let on = short_date(ambient::civil_date(at));
    Some(format!("The return of {} was made on {on}.", period.1))
}

/// What is said of a quarter that was sent and that a saved record has changed.
fn changed_quarter(workspace: Workspace, record: &Record) -> String {
    let period = (record.team().clone(), record.quarter());
    let changed = workspace.books.with_untracked(|books| {
        workspace.ledger.with_untracked(|ledger| {
            let (books, ledger) = (books.as_ref()?, ledger.as_ref()?);
            Some(books.has_changed(ledger, &period))
        })
    });
    let sent = untrack(|| sent_words(workspace, &period));
    match (changed, sent) {
        (Some(true), Some(sent)) => {
            format!(". {sent} It is marked as changed: make its return again and pass it on.")
        }
        (Some(true | false) | None, _) => String::new(),
    }
}

/// A form, whose submission does this instead of going anywhere.
pub fn form(submit: impl Fn() + 'static) -> El {
    el("form")
        .class("app-form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
}
