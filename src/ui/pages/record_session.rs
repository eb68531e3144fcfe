//! Record a session: one page, one tap on Save.

use std::rc::Rc;

use chrono::NaiveDate;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::browser::drawing::tap_shown;
use crate::domain::base::calendar::{long_date, short_date};
use crate::domain::base::ids::TallyId;
use crate::domain::base::share::grouped;
use crate::domain::base::text::{Note, Theme};
use crate::domain::capture::doubt::{Beside, Doubt, Usual, with_confirmed};
use crate::domain::capture::session_draft::{SessionDraft, SessionField};
use crate::domain::form::checks::DateDraft;
use crate::domain::organisation::in_use::Dates;
use crate::domain::organisation::{Place, Team};
use crate::domain::record::attendance::AgeBand;
use crate::domain::record::session::{Kind, Plan, Session};
use crate::domain::record::{Entry, Record};
use crate::domain::tablet::settings::Settings;
use crate::store::StoreError;
use crate::ui::address::{Address, Opening};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::changed_since::{Correcting, Stays};
use crate::ui::components::choices::{Choice, Choices, Lie, position};
use crate::ui::components::date_choice::DateChoice;
use crate::ui::components::details::details;
use crate::ui::components::error_summary::focus;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::folding::Folding;
use crate::ui::components::not_saved::not_saved;
use crate::ui::components::page::{Form as PageForm, page};
use crate::ui::components::record_line::title;
use crate::ui::components::said::said;
use crate::ui::components::stepper::Stepper;
use crate::ui::components::warning::warning;
use crate::ui::form::{
    Next, Problems, Save, Saving, date_window, draft_name, first_date, follow_the_day, form,
    late_entry, team_choices, usual_team,
};
use crate::ui::frame::{counted, link, moment, today};
use crate::ui::keeping::Keeping;
use crate::ui::markup::{
    Acting, El, Pieces, Reading, acting, div, el, live, live_when, reading, settled, text_live,
};
use crate::ui::pages::choose_place::place_choice;
use crate::ui::pages::door_tally::with_tally;
use crate::ui::pages::not_found::not_found;
use crate::ui::pages::record::when_read;
use crate::ui::sentences::{place_is_there, session_field_id, session_problem};
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// The form's state: plain data in signals, shared by its parts, and by the form
/// of a group, which asks for some of the same.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) workspace: Workspace,
    pub(super) draft: State<SessionDraft>,
    /// The form as it was opened, or last saved: what is not unfinished.
    opened: Kept<SessionDraft>,
    /// The record that is corrected; `None` for a new session.
    corrected: Kept<Option<Record>>,
    pub(super) problems: Problems,
    /// What is asked before it is saved, and what happens after that.
    asked: State<Option<(Vec<Doubt>, Next)>>,
    /// What was asked and confirmed.
    confirmed: Kept<Vec<Doubt>>,
}

/// Whether a form shows date, kind and place, or they are known and folded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Open,
    Folded,
}

impl Form {
    pub(super) fn new(draft: SessionDraft, corrected: Option<Record>) -> Self {
        Self {
            workspace: expect_context::<Workspace>(),
            draft: State::new(draft.clone()),
            opened: Kept::new(draft),
            corrected: Kept::new(corrected),
            problems: Problems::new(),
            asked: State::new(None),
            confirmed: Kept::new(Vec::new()),
        }
    }

    pub(super) fn at(self, field: SessionField) -> Reading<Option<String>> {
        self.problems.at(session_field_id(field))
    }

    pub(super) fn text(self, read: fn(&SessionDraft) -> &String) -> Reading<String> {
        reading(move || self.draft.with(|draft| read(draft).clone()))
    }

    pub(super) fn typed(self, place: fn(&mut SessionDraft) -> &mut String) -> Acting<String> {
        acting(move |text| self.draft.update(|draft| *place(draft) = text))
    }

    /// The places that a session may be at.
    fn offered_places(self) -> Vec<Place> {
        self.workspace.settings.with_untracked(|settings| {
            let offered = settings.iter().flat_map(Settings::offered_places);
            offered.cloned().collect()
        })
    }

    /// What is asked where the record was changed since it was opened to be corrected.
    fn changed_since(self, correcting: Correcting, saving: Saving) -> Pieces {
        let typed = move || {
            let record = self.corrected.get_value()?;
            let window = date_window(self.workspace, Some(record.entry().date()));
            let places = self.offered_places();
            let (checked, team) = self.draft.with_untracked(|draft| {
                let team = draft.team.clone();
                (draft.check(window, &places), team)
            });
            let team = team.unwrap_or_else(|| record.team().clone());
            let entry = Entry::Session(checked.ok()?);
            record.corrected(entry, team, self.workspace.stamp()).ok()
        };
        let rebase = move |(record, stays): (Record, Stays)| {
            let Entry::Session(session) = record.entry() else {
                return;
            };
            let draft = draft_of(&record, session);
            self.opened.set_value(draft.clone());
            if stays == Stays::Record {
                self.draft.set(draft);
            }
            self.corrected.set_value(Some(record.clone()));
            saving.rebase(record);
        };
        let holds = reading(move || saving.keeping.holds());
        correcting.view(holds, reading(typed), acting(rebase))
    }

    fn save(self, saving: Saving, next: Next) {
        let settings = self.workspace.settings.get_untracked();
        let places = self.offered_places();
        let corrected = self.corrected.get_value();
        let also = corrected.as_ref().map(|record| record.entry().date());
        let window = date_window(self.workspace, also);
        let outcome = self
            .draft
            .with_untracked(|draft| draft.check(window, &places));
        let checked = self
            .problems
            .show(outcome, session_field_id, session_problem);
        if let Some(session) = checked {
            let asked = self.doubts(&session);
            if !asked.is_empty() {
                return self.asked.set(Some((asked, next)));
            }
            self.asked.set(None);
            let session = self
                .confirmed
                .with_value(|confirmed| with_confirmed(session, confirmed, corrected.as_ref()));
            let words = summary(&session, settings.as_ref());
            saving.save(Save {
                entry: Entry::Session(session),
                words,
                team: self.draft.with_untracked(|draft| draft.team.clone()),
                next,
                saved: Box::new(move || {
                    if next == Next::Another {
                        self.draft
                            .update(|draft| *draft = draft.another(ambient::today()));
                    }
                    self.opened.set_value(self.draft.get_untracked());
                    self.confirmed.set_value(Vec::new());
                }),
                tally: self.draft.with_untracked(|draft| draft.tally.clone()),
            });
        }
    }

    /// Whose work it is, where several teams use the tablet.
    pub(super) fn team_choice(self) -> Pieces {
        let teams = move || {
            let all = |settings: &Settings| settings.teams().cloned().collect::<Vec<Team>>();
            self.workspace.settings.with(|it| it.as_ref().map(all))
        };
        live_when(teams, move |_| self.choice_of_teams())
    }

    fn choice_of_teams(self) -> Option<Pieces> {
        let day = settled(move || self.draft.with(|draft| draft.date.date().ok()));
        let choices = team_choices(
            self.workspace,
            day,
            reading(move || self.draft.with(|draft| draft.team.clone())),
            acting(move |team| self.draft.update(|draft| draft.team = Some(team))),
        )?;
        Some(choices.folding("Team"))
    }

    /// What is still to be asked about a session. While the records are being
    /// read there is nothing to compare it with.
    fn doubts(self, session: &Session) -> Vec<Doubt> {
        let team = self.draft.with_untracked(|draft| draft.team.clone());
        let usual = || {
            self.workspace
                .settings
                .with_untracked(|it| it.as_ref().map(|it| it.team.id.clone()))
        };
        let Some(team) = team.or_else(usual) else {
            return Vec::new();
        };
        let mut doubts = self.workspace.ledger.with_untracked(|ledger| {
            self.corrected.with_value(|corrected| {
                ledger.as_ref().map_or_else(Vec::new, |ledger| {
                    let beside = Beside {
                        ledger,
                        corrected: corrected.as_ref(),
                        now: ambient::now(),
                        place: self.place_dates(session),
                    };
                    Doubt::about(session, &team, beside)
                })
            })
        });
        self.confirmed
            .with_value(|confirmed| doubts.retain(|doubt| !confirmed.contains(doubt)));
        doubts
    }

    /// When the place of a session is in use.
    fn place_dates(self, session: &Session) -> Dates {
        self.workspace.settings.with_untracked(|settings| {
            let place = settings.as_ref().zip(session.place());
            place.map_or_else(Dates::default, |(it, place)| it.in_use.of_place(place))
        })
    }

    /// The id of the first head count that says somebody came; of the first of all
    /// where none does.
    fn first_count(self) -> String {
        let counted = self.draft.with_untracked(|draft| {
            let mut bands = AgeBand::ALL.into_iter();
            bands.find(|band| !matches!(draft.attendance[band.index()].trim(), "" | "0"))
        });
        session_field_id(SessionField::Attendance(counted.unwrap_or(AgeBand::ALL[0])))
    }

    /// The questions before a save, and the taps that answer them either way.
    fn questions(self, saving: Saving) -> Pieces {
        live(move || {
            let (doubts, next) = self.asked.get()?;
            let words: Vec<String> = doubts.iter().map(|doubt| question(*doubt)).collect();
            let right = button("Save anyway", Weight::Primary).on("click", move |_| {
                self.confirmed
                    .update_value(|confirmed| confirmed.extend_from_slice(&doubts));
                saving.tapped(move || self.save(saving, next));
            });
            let wrong = button("No, change it", Weight::Secondary).on("click", move |_| {
                self.asked.set(None);
                focus(&self.first_count());
            });
            let asked = warning("Is this right?", words.join(" "))
                .child(div("app-buttons").child([right, wrong]));
            let taken = asked.clone();
            Effect::new(move |_| taken.focus());
            Some(asked)
        })
    }
}

fn question(doubt: Doubt) -> String {
    match doubt {
        Doubt::LooksTheSame { saved_at } => format!(
            "Looks the same as the session saved at {}. Save it a second time?",
            moment(saved_at)
        ),
        Doubt::Unusual { contacts, usual } => format!(
            "{} here. This group usually has {}.",
            counted(u64::from(contacts), "direct contact", "direct contacts"),
            usually(usual)
        ),
        Doubt::Many {
            counted: what,
            count,
            usual,
        } => {
            let known = usual.map_or_else(String::new, |usual| {
                format!(" This group usually has {}.", usually(usual))
            });
            format!("{}: {count}.{known}", what.label())
        }
        Doubt::NotInUse { dates, .. } => format!(
            "This place {}, as the organisation file says. Save the session there all the same?",
            place_is_there(dates)
        ),
    }
}

fn usually(usual: Usual) -> String {
    let Usual { low, high } = usual;
    if low == high {
        low.to_string()
    } else {
        format!("{low} to {high}")
    }
}

/// The session form.
pub fn record_session(opening: Opening) -> Pieces {
    let workspace = expect_context::<Workspace>();
    let address = Address::RecordSession(opening);
    let blank = SessionDraft {
        team: usual_team(workspace),
        date: first_date(workspace),
        ..SessionDraft::on(ambient::today())
    };
    match opening {
        Opening::Blank => session_form(
            "Record a session".to_owned(),
            blank,
            address,
            Head::Open,
            None,
        ),
        Opening::Group(id) => {
            let settings = workspace.settings.with_untracked(Clone::clone);
            match settings.as_ref().and_then(|it| it.group(id)) {
                Some(group) => {
                    let (title, draft) = (group.name.to_string(), blank.of_group(group));
                    session_form(title, draft, address, Head::Folded, None)
                }
                None => not_found().into(),
            }
        }
        Opening::Repeat(id) => when_read(workspace, move || {
            untrack(|| {
                let (record, settings) = (workspace.find(id)?, workspace.settings.get()?);
                let Entry::Session(session) = record.entry() else {
                    return None;
                };
                let draft = blank.clone().repeating(record.team(), session);
                let title = title(&record, &settings);
                Some(session_form(title, draft, address, Head::Folded, None))
            })
        }),
        Opening::Tally(id) => of_tally(id, blank),
    }
}

/// The session form with the head counts of a door tally, on the day it was
/// begun; its save ends the tally.
fn of_tally(id: TallyId, blank: SessionDraft) -> Pieces {
    with_tally(id, move |workspace, tally| {
        let mut form = blank.clone();
        if let DateDraft::Chosen(_) = form.date {
            form.date = DateDraft::Chosen(ambient::civil_date(tally.started));
        }
        let settings = workspace.settings.get_untracked();
        let group = tally.group.and_then(|id| settings.as_ref()?.group(id));
        let (title, head, form) = match group {
            Some(group) => (group.name.to_string(), Head::Folded, form.of_group(group)),
            None => ("Record a session".to_owned(), Head::Open, form),
        };
        let address = Address::RecordSession(Opening::Blank);
        session_form(title, form.with_tally(id, tally), address, head, None)
    })
}

/// Which tally the head counts came from, and what becomes of it.
fn from_tally(this: Form, saving: Saving) -> Pieces {
    let is_from = settled(move || this.draft.with(|draft| draft.tally.is_some()));
    live(move || {
        if !is_from() {
            return None;
        }
        let from = this.draft.with_untracked(|draft| draft.tally.clone())?;
        let words = match saving.failure.get() {
            Some(StoreError::ChangedElsewhere) => {
                "has been tapped since, or has ended. Go back to it, and make it a session again."
            }
            Some(_) | None => "fills in the head counts. It ends when this session is saved.",
        };
        let back = link(Address::Tally(from.id), "Back to the tally");
        Some(
            div("app-offer")
                .child(
                    el("p")
                        .class("govuk-body app-close")
                        .child(format!("The tally “{}” {words}", from.tally.label)),
                )
                .child(back),
        )
    })
}

/// The session form filled with a session, to be corrected.
pub fn correct_session(record: Record, session: &Session) -> Pieces {
    let draft = draft_of(&record, session);
    let address = Address::Correct(record.id());
    session_form(
        "Correct a session".to_owned(),
        draft,
        address,
        Head::Open,
        Some(record),
    )
}

fn draft_of(record: &Record, session: &Session) -> SessionDraft {
    SessionDraft {
        team: Some(record.team().clone()),
        ..SessionDraft::of(session)
    }
}

fn session_form(
    title: String,
    draft: SessionDraft,
    address: Address,
    head: Head,
    corrected: Option<Record>,
) -> Pieces {
    let this = Form::new(draft, corrected.clone());
    if corrected.is_none() && this.draft.with_untracked(|it| it.tally.is_none()) {
        follow_the_day(this.workspace, (this.draft, this.opened), |it| &mut it.date);
    }
    let correcting = corrected
        .as_ref()
        .map(|record| Correcting::new(this.workspace, record));
    let keeping = Keeping::of(
        &draft_name("session", corrected.as_ref()),
        (this.draft, this.opened),
        (SessionDraft::fields, SessionDraft::of_fields),
        // Whatever differs from a record is a correction of it.
        match &corrected {
            Some(_) => PartialEq::ne,
            None => SessionDraft::holds_input,
        },
        correcting,
    );
    let also = corrected.as_ref().map(|record| record.entry().date());
    let saving = Saving::new(address, keeping, (corrected, correcting));
    let date = DateChoice {
        legend: "When was it?",
        clock: reading(move || this.workspace.clock()),
        also,
        date: reading(move || this.draft.with(|draft| draft.date.clone())),
        change: acting(move |date| this.draft.update(|draft| draft.date = date)),
        error: this.at(SessionField::Date),
    };
    let asks = this
        .team_choice()
        .and(date_folding(this, date))
        .and(late_entry(
            this.workspace,
            reading(move || this.draft.with(|it| (it.team.clone(), it.date.date().ok()))),
        ))
        .and(kind_choice(this))
        .and(place_or_plan(this));
    let asks = match head {
        Head::Open => asks,
        Head::Folded => folded(this, asks),
    };
    let inside = form(move || saving.tapped(move || this.save(saving, Next::Today)))
        .child(asks)
        .child(tally(this))
        .child(live(move || usual_here(this)))
        .child(more(this))
        .child(this.questions(saving))
        .child(saving.bar("Save session", running_total(this), move || {
            saving.tapped(move || this.save(saving, Next::Another));
        }));
    page(
        title,
        PageForm::Of(this.problems),
        keeping
            .view()
            .and(correcting.map(|it| this.changed_since(it, saving)))
            .and(not_saved(saving))
            .and(from_tally(this, saving))
            .and(inside),
    )
    .into()
}

/// The date, which folds to a line once the kind is chosen too: until then there is
/// room for it, and afterwards for who came.
fn date_folding(this: Form, date: DateChoice) -> Pieces {
    let error = Rc::clone(&date.error);
    let also = date.also;
    let answered = move || {
        let clock = this.workspace.clock();
        let known = this.draft.with(|draft| {
            let date = clock.asks_for(&draft.date, also);
            draft.kind.is_some() && matches!(date, DateDraft::Chosen(_))
        });
        known && error().is_none()
    };
    let words = move || match this.draft.with(|draft| draft.date.date()) {
        Ok(day) => named_day(day),
        Err(_) => String::new(),
    };
    Folding {
        legend: date.legend.into(),
        about: "Date".to_owned(),
        answered: reading(answered),
        answer: text_live(words),
        open: div("app-folding").child(date.view()),
    }
    .view()
}

/// A day as it is said, today with that word.
fn named_day(day: NaiveDate) -> String {
    if day == today() {
        format!("Today, {}", short_date(day))
    } else {
        long_date(day)
    }
}

/// What a group or a past session says already, in a line, with the way to
/// change it: so the head counts are in reach at once.
fn folded(this: Form, asks: Pieces) -> Pieces {
    let also = this
        .corrected
        .with_value(|record| record.as_ref().map(|it| it.entry().date()));
    let says = text_live(move || {
        let (draft, clock) = (this.draft.get(), this.workspace.clock());
        let date = match clock.asks_for(&draft.date, also) {
            DateDraft::Chosen(day) if day == clock.says => {
                format!("Today, {}", long_date(day))
            }
            DateDraft::Chosen(day) => long_date(day),
            DateDraft::Typed { day, month, year } | DateDraft::Confirmed { day, month, year } => {
                match [day.trim(), month.trim(), year.trim()].join(" ") {
                    none if none.trim().is_empty() => "Date to be typed".to_owned(),
                    typed => typed,
                }
            }
        };
        let place = draft.place.and_then(|id| {
            let settings = this.workspace.settings;
            settings.with(|it| Some(it.as_ref()?.place_name(&id)))
        });
        let kind = draft.kind.map(|kind| kind.label().to_owned());
        match place.or(kind) {
            Some(at) => format!("{date} · {at}"),
            None => date,
        }
    });
    // Opened by itself when one of its questions has a problem, or the date must
    // be typed.
    let wrong = this
        .problems
        .among(&["date", "kind", "place", "plan", "team"]);
    let untyped = move || {
        let date = this.draft.with_untracked(|draft| draft.date.clone());
        let asked = this.workspace.clock().asks_for(&date, also);
        matches!(asked, DateDraft::Typed { .. })
    };
    Pieces::from(el("p").class("govuk-body-l app-lead").child(says)).and(
        details("Change the date, kind or place", move || {
            wrong() || untyped()
        })
        .child(div("govuk-details__text").child(asks)),
    )
}

/// What is usual for the group, said before the counts are typed.
fn usual_here(this: Form) -> Option<El> {
    let group = this.draft.with(|draft| draft.group)?;
    let corrected = this
        .corrected
        .with_value(|record| record.as_ref().map(Record::id));
    let usual = this
        .workspace
        .ledger
        .with(|ledger| Usual::of(group, ledger.as_ref()?, corrected))?;
    Some(el("p").class("govuk-hint").child(format!(
        "Usually {} {}.",
        usually(usual),
        if usual.high == 1 {
            "direct contact"
        } else {
            "direct contacts"
        }
    )))
}

pub(super) fn kind_choice(this: Form) -> Pieces {
    let options: Vec<Choice> = Kind::ALL
        .into_iter()
        .map(|kind| Choice {
            hint: Some(kind.hint().to_owned()),
            symbol: Some(kind),
            ..Choice::new(kind.label())
        })
        .collect();
    let choose = move |picked: usize| {
        let Some(kind) = Kind::ALL.get(picked).copied() else {
            return;
        };
        spawn_local(async move {
            tap_shown().await;
            choose_kind(this, kind);
        });
    };
    Choices {
        id: "kind",
        legend: "What kind of session was it?",
        lie: Lie::Row,
        options: reading(move || options.clone()),
        chosen: reading(move || this.draft.with(|draft| draft.kind.map(Kind::index))),
        choose: acting(choose),
        error: this.at(SessionField::Kind),
    }
    .folding("Kind")
}

/// Chooses a kind, and with it the only place there is of it on the date.
fn choose_kind(this: Form, kind: Kind) {
    let Some(day) = this
        .draft
        .try_with_untracked(|draft| draft.date.date().ok())
    else {
        return;
    };
    let only = this.workspace.settings.with_untracked(|settings| {
        let place = settings.as_ref()?.only_place(kind.place_kind()?, day)?;
        Some(place.id.clone())
    });
    this.draft
        .update(|draft| draft.choose_kind(kind, only.as_ref()));
}

/// The question that depends on the kind: the place, the plan, or none.
pub(super) fn place_or_plan(this: Form) -> Pieces {
    let kind = settled(move || {
        let kind = this.draft.with(|draft| draft.kind);
        kind.map_or(Kind::ALL.len(), Kind::index)
    });
    live(move || -> Pieces {
        let kind = Kind::ALL.get(kind()).copied();
        match (kind, kind.and_then(Kind::place_kind)) {
            (_, Some(place_kind)) => place_choice(this, place_kind),
            (Some(Kind::CoWorkedCase), None) => plan_choice(this),
            (_, None) => Pieces::default(),
        }
    })
}

fn plan_choice(this: Form) -> Pieces {
    Choices::of_all(
        "plan",
        "Which plan is the case under?",
        &Plan::ALL,
        Plan::label,
        reading(move || this.draft.with(|draft| position(&Plan::ALL, &draft.plan?))),
        move |plan| this.draft.update(|draft| draft.plan = Some(plan)),
        this.at(SessionField::Plan),
    )
    .folding("Plan")
}

fn tally(this: Form) -> El {
    let tiles: Vec<El> = AgeBand::ALL
        .into_iter()
        .map(|band| {
            let index = band.index();
            Stepper {
                id: session_field_id(SessionField::Attendance(band)),
                label: band.label(),
                hint: band.hint(),
                value: reading(move || this.draft.with(|draft| draft.attendance[index].clone())),
                typed: acting(move |text| {
                    this.draft.update(|draft| draft.attendance[index] = text);
                }),
                error: this.at(SessionField::Attendance(band)),
            }
            .view()
        })
        .collect();
    let new_families = Stepper {
        id: session_field_id(SessionField::NewFamilies),
        label: "New families",
        hint: Some("first time this year, as far as you know"),
        value: this.text(|draft| &draft.new_families),
        typed: this.typed(|draft| &mut draft.new_families),
        error: this.at(SessionField::NewFamilies),
    };
    el("fieldset")
        .class("govuk-fieldset app-tally")
        .child(
            el("legend")
                .class("govuk-fieldset__legend govuk-fieldset__legend--m")
                .child("Who came?"),
        )
        .child(
            el("p")
                .class("govuk-hint")
                .child("Young people and family members, each counted once. Not professionals."),
        )
        .child(div("app-tally__tiles").child(tiles))
        .child(div("app-tally__new").child(new_families.view()))
}

fn running_total(this: Form) -> El {
    let total = move || this.draft.with(SessionDraft::running_total);
    let noun = move || match total() {
        1 => " direct contact",
        _ => " direct contacts",
    };
    div("app-total")
        .child(
            el("p")
                .class("app-total__words")
                .attr("aria-hidden", "true")
                .child(
                    el("span")
                        .class("app-total__count")
                        .child(text_live(move || grouped(u64::from(total())))),
                )
                .child(text_live(move || noun().to_owned())),
        )
        .child(said(move || grouped(u64::from(total())) + noun()))
}

fn more(this: Form) -> El {
    let field = |field, label, hint, room, read: fn(&SessionDraft) -> &String, place| Field {
        id: field,
        label,
        hint: Some(hint),
        room,
        value: this.text(read),
        typed: this.typed(place),
        error: this.problems.at(field),
    };
    let fields = [
        field(
            "theme",
            "Theme (optional)",
            "What it was about, such as Stay and Play",
            Room::Line,
            |draft| &draft.theme,
            |draft: &mut SessionDraft| &mut draft.theme,
        ),
        field(
            "minutes",
            "Minutes (optional)",
            "How long it took, 5 to 720",
            Room::Number,
            |draft| &draft.minutes,
            |draft| &mut draft.minutes,
        ),
        field(
            "partners",
            "Partners (optional)",
            "Teams or services that helped to run it. They are noted, not counted.",
            Room::Line,
            |draft| &draft.partners,
            |draft| &mut draft.partners,
        ),
        field(
            "note",
            "Note (optional)",
            "No names, please. 500 characters or fewer.",
            Room::Lines,
            |draft| &draft.note,
            |draft| &mut draft.note,
        ),
    ]
    .map(|field| match field.room {
        Room::Line => field.view_up_to(Theme::MOST),
        Room::Lines => field.view_up_to(Note::MOST),
        Room::Number | Room::Pin | Room::Secret => field.view(),
    });
    // Opened by itself when one of its fields has a problem.
    let open = this
        .problems
        .among(&["theme", "minutes", "partners", "note"]);
    details("Add theme, length, partners or a note", move || open())
        .child(div("govuk-details__text").child(fields))
}

fn summary(session: &Session, settings: Option<&Settings>) -> String {
    let place = session
        .place()
        .zip(settings)
        .map(|(id, settings)| settings.place_name(id) + ", ")
        .unwrap_or_default();
    let contacts = session.attendance().contacts();
    let noun = if contacts == 1 { "contact" } else { "contacts" };
    format!(
        "{}, {place}{}, {contacts} direct {noun}",
        session.kind().label(),
        short_date(session.date()),
    )
}
