//! A stack of paper surveys: a few keys a form, Enter, and the next.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::base::text::Comment;
use crate::domain::capture::paper_keys::{ReadSoFar, WrongKeys, read, read_so_far};
use crate::domain::capture::survey_draft::{CheckedSurvey, SurveyDraft, SurveyField};
use crate::domain::form::checks::Fields;
use crate::domain::record::{Entry, Record};
use crate::store::DraftWrite;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::date_choice::DateChoice;
use crate::ui::components::error_summary::{Line, focus};
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::{Form as PageForm, page};
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, date_window, first_date, form, team_choice, usual_team};
use crate::ui::frame::{counted, link};
use crate::ui::keeping::{Keeping, TypedText};
use crate::ui::markup::{El, Pieces, acting, div, el, follow, live, paragraph, reading, text_live};
use crate::ui::navigation::Navigation;
use crate::ui::sentences::{store_problem, survey_field_id, survey_problem};
use crate::ui::state::{Kept, State};
use crate::ui::workspace::{Filled, Workspace};

/// The field that takes the keys.
const KEYS: &str = "keys";

/// One form of the stack, on its way to be saved.
struct Typed {
    keys: String,
    entry: Entry,
    draft: SurveyDraft,
}

/// The stack.
#[derive(Clone)]
struct Stack {
    workspace: Workspace,
    /// Team and date of all forms.
    common: State<SurveyDraft>,
    /// Whether forms of this stack were saved or recovered already: then its team and
    /// date are kept for those that are left.
    begun: State<bool>,
    /// Team and date as the stack was opened with them.
    opened: Kept<Fields>,
    /// Whether a person has chosen the date.
    dated: Kept<bool>,
    keys: TypedText,
    went_well: TypedText,
    could_be_better: TypedText,
    keeping: Keeping,
    problems: Problems,
    failure: State<Option<String>>,
    saved: State<u64>,
    latest: State<String>,
    /// Forms that are not saved yet: one may type on meanwhile.
    waiting: Rc<RefCell<VecDeque<Typed>>>,
    saving: State<bool>,
    attempt: Kept<Option<Record>>,
    navigation: Navigation,
}

/// The page.
pub fn paper_stack() -> El {
    let workspace = expect_context::<Workspace>();
    let [keys, went_well, could_be_better] =
        [KEYS, "went-well", "could-be-better"].map(|name| TypedText::new(name, ""));
    let common = State::new(SurveyDraft {
        team: usual_team(workspace),
        date: first_date(workspace),
        ..SurveyDraft::on(ambient::today())
    });
    let (begun, dated) = (State::new(false), Kept::new(false));
    let opened = Kept::new(common.with_untracked(of_stack));
    let this = Stack {
        workspace,
        common,
        begun,
        opened,
        dated,
        keys,
        went_well,
        could_be_better,
        keeping: keeping((common, opened), begun, [keys, went_well, could_be_better]),
        problems: Problems::new(),
        failure: State::new(None),
        saved: State::new(0),
        latest: State::new(String::new()),
        waiting: Rc::default(),
        saving: State::new(false),
        attempt: Kept::new(None),
        navigation: expect_context::<Navigation>(),
    };
    this.follow_the_day();
    let (failure, again) = (this.failure, this.clone());
    let failed = live(move || {
        let again = again.clone();
        let section = warning("Not saved", failure.get()?);
        Some(
            section
                .child(button("Try again", Weight::Secondary).on("click", move |_| again.save())),
        )
    });
    let inside = Pieces::from(paragraph(
        Pieces::from("Type a few keys for each form, then Enter. For one form at a time: ")
            .and(link(Address::RecordSurvey, "Record a survey")),
    ))
    .and(this.keeping.view())
    .and(failed)
    .and(this.view());
    page(
        "Enter a stack of paper surveys",
        PageForm::Of(this.problems),
        inside,
    )
}

impl Stack {
    fn view(&self) -> El {
        let (workspace, common, enter) = (self.workspace, self.common, self.clone());
        let dated = self.dated;
        let date = DateChoice {
            legend: "When were they filled in?",
            clock: reading(move || workspace.clock()),
            also: None,
            date: reading(move || common.with(|draft| draft.date.clone())),
            change: acting(move |date| {
                dated.set_value(true);
                common.update(|draft| draft.date = date);
            }),
            error: self.problems.at(survey_field_id(SurveyField::Date)),
        };
        let keys = Field {
            hint: Some("Such as p121 and Enter"),
            error: self.problems.at(KEYS),
            ..Field::of(KEYS, "Keys of this form", self.keys.text)
        };
        form(move || enter.enter())
            .child(team_choice(
                self.workspace,
                reading(move || common.with(|draft| draft.team.clone())),
                acting(move |team| common.update(|draft| draft.team = Some(team))),
            ))
            .child(date.view())
            .child(key_table())
            .child(keys.view().attr("autocapitalize", "none"))
            .child(self.read_back())
            .child(self.comment("went-well", "What went well? (optional)", self.went_well))
            .child(self.comment(
                "could-be-better",
                "What could be better? (optional)",
                self.could_be_better,
            ))
            .child(
                div("app-buttons")
                    .child(button("Save this form", Weight::Primary).attr("type", "submit"))
                    .child(self.end_button()),
            )
            .child(self.count())
    }

    fn comment(&self, id: &'static str, label: &'static str, text: TypedText) -> El {
        Field {
            hint: Some("As written, but leave out names. 500 characters or fewer."),
            room: Room::Lines,
            error: self.problems.at(id),
            ..Field::of(id, label, text.text)
        }
        .view_up_to(Comment::MOST)
    }

    /// What the keys mean so far.
    fn read_back(&self) -> El {
        let keys = self.keys.text;
        el("p")
            .class("govuk-body app-stack__read")
            .attr("aria-live", "polite")
            .child(text_live(move || {
                meaning(&keys.with(|keys| read_so_far(keys)))
            }))
    }

    fn count(&self) -> El {
        let (saved, latest) = (self.saved, self.latest);
        el("p")
            .class("govuk-body app-stack__count")
            .attr("role", "status")
            .child(text_live(move || match saved.get() {
                0 => String::new(),
                count => format!(
                    "Saved on this tablet: {}. The last was {}.",
                    counted(count, "form", "forms"),
                    latest.get()
                ),
            }))
    }

    /// Takes the form in, and clears its fields for the next, which can be typed
    /// while this one is being saved.
    fn enter(&self) {
        let keys = self.keys.text.get_untracked();
        let form = SurveyDraft {
            went_well: self.went_well.text.get_untracked(),
            could_be_better: self.could_be_better.text.get_untracked(),
            ..self.common.get_untracked()
        };
        let draft = match read(&keys, form) {
            Ok(draft) => draft,
            Err(why) => {
                self.problems.set(vec![Line {
                    field: KEYS.to_owned(),
                    words: wrong_keys(why),
                }]);
                focus(KEYS);
                return;
            }
        };
        let checked = draft.check(date_window(self.workspace, None));
        let checked = self.problems.show(checked, survey_field_id, survey_problem);
        let entry = match checked {
            None => return,
            Some(CheckedSurvey::Survey(survey)) => Entry::Survey(survey),
            Some(CheckedSurvey::Declined(declined)) => Entry::Declined(declined),
        };
        self.failure.set(None);
        for text in [self.keys, self.went_well, self.could_be_better] {
            text.text.set(String::new());
        }
        focus(KEYS);
        self.waiting
            .borrow_mut()
            .push_back(Typed { keys, entry, draft });
        self.save();
    }

    fn save(&self) {
        if self.saving.get_untracked() {
            return;
        }
        self.saving.set(true);
        let this = self.clone();
        spawn_local(async move {
            loop {
                let Some(typed) = this.waiting.borrow_mut().pop_front() else {
                    break;
                };
                if !this.save_one(typed).await {
                    break;
                }
            }
            this.saving.try_set(false);
        });
    }

    /// Saves one form; gives whether that held. One that did not waits, and with it
    /// all that were typed after it.
    async fn save_one(&self, typed: Typed) -> bool {
        let discards = self.nothing_typed();
        let filled = Filled {
            team: typed.draft.team.clone(),
            // The input of what is saved, where nothing else was typed since.
            made_from: discards
                .then(|| self.keeping.name().map(DraftWrite::discard))
                .flatten()
                .into_iter()
                .collect(),
        };
        let outcome = self
            .workspace
            .record(typed.entry.clone(), filled, self.attempt)
            .await;
        match outcome {
            Ok(_) => {
                self.failure.try_set(None);
                self.begun.set(true);
                if discards {
                    self.keeping.saved_in_part();
                }
                self.latest.try_set(meaning(&read_so_far(&typed.keys)));
                self.saved.update(|saved| *saved += 1);
                true
            }
            Err(error) => {
                let why = store_problem(&error);
                let meant = meaning(&read_so_far(&typed.keys));
                let mut waiting = self.waiting.borrow_mut();
                waiting.push_front(typed);
                let count = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
                self.failure.try_set(Some(format!(
                    "{why} Waiting here: {}, beginning with {meant}. Keep this page open and try again.",
                    counted(count, "form", "forms"),
                )));
                false
            }
        }
    }

    /// Ends a stack whose team or date would be kept for the forms that are left.
    fn end_button(&self) -> El {
        let (this, begun) = (self.clone(), self.begun);
        button("That was the last form", Weight::Secondary)
            .shown_while(move || begun.get())
            .on("click", move |_| this.end())
    }

    fn end(&self) {
        if !self.nothing_typed() || self.saving.get_untracked() {
            self.problems.set(vec![Line {
                field: KEYS.to_owned(),
                words: "Save this form first, or empty its fields".to_owned(),
            }]);
            focus(KEYS);
            return;
        }
        let (keeping, navigation) = (self.keeping, self.navigation);
        spawn_local(async move {
            keeping.discard_own().await;
            navigation.go(Address::Today);
        });
    }

    /// A stack of which nothing was typed goes on to the new day, when one begins while
    /// it is open. A date that a person chose stays.
    fn follow_the_day(&self) {
        let this = self.clone();
        let today = self.workspace.today;
        let day = Kept::new(today.get_untracked());
        follow(Box::new(move || {
            let (before, now) = (day.get_value(), today.get());
            day.set_value(now);
            let blank = !this.begun.get_untracked()
                && !this.dated.get_value()
                && this.nothing_typed()
                && this.waiting.borrow().is_empty();
            if before != now && blank {
                let date = first_date(this.workspace);
                this.common.update(|common| common.date = date);
                this.opened.set_value(this.common.with_untracked(of_stack));
            }
        }));
    }

    fn nothing_typed(&self) -> bool {
        [self.keys, self.went_well, self.could_be_better]
            .iter()
            .all(|it| it.text.with_untracked(String::is_empty))
    }
}

/// Keeps what is typed of a form, with the team and the date of the whole stack.
fn keeping(
    (common, opened): (State<SurveyDraft>, Kept<Fields>),
    begun: State<bool>,
    texts: [TypedText; 3],
) -> Keeping {
    let input = move || {
        let mut fields = common.with(of_stack);
        let changed = opened.with_value(|opened| fields != *opened);
        let mut typed = false;
        for one in texts {
            one.text.with(|text| {
                typed |= !text.is_empty();
                fields.put(one.name, text);
            });
        }
        (typed || begun.get() && changed).then_some(fields)
    };
    let take = move |kept: &Fields| {
        let draft = SurveyDraft::of_fields(kept);
        common.update(|common| {
            common.team = draft.team;
            common.date = draft.date;
        });
        for one in texts {
            one.text.set(kept.text(one.name).to_owned());
        }
        begun.set(true);
    };
    Keeping::boxed("survey/stack", Rc::new(input), Rc::new(take))
}

/// What all forms of a stack have in common.
fn of_stack(common: &SurveyDraft) -> Fields {
    let mut fields = Fields::default();
    fields.put_date(&common.date);
    fields.put(
        "team",
        common.team.as_ref().map_or("", |team| team.as_str()),
    );
    fields
}

/// What the keys stand for.
fn key_table() -> El {
    let lines: Vec<El> = [
        "First key: p parent or carer, y young person, n not said, c young child with help, d declined.",
        "Then respect, listened and helped, a key each: 1 yes, 2 partly, 3 no, 0 left blank.",
        "A young child has one, Would you come again? 1 yes, 2 maybe, 3 no, 0 left blank.",
    ]
    .into_iter()
    .map(|words| el("li").child(words))
    .collect();
    el("ul").class("govuk-list govuk-list--bullet").child(lines)
}

fn meaning(read: &ReadSoFar) -> String {
    let Some(who) = read.who else {
        return String::new();
    };
    let mut said = who.to_owned();
    for (question, answer) in &read.answers {
        said.push_str(" · ");
        said.push_str(question.measure());
        said.push_str(": ");
        said.push_str(&answer.label(*question).to_lowercase());
    }
    said
}

fn wrong_keys(why: WrongKeys) -> String {
    match why {
        WrongKeys::NotWho => "Begin with p, y, n, c or d, for who answered".to_owned(),
        WrongKeys::NotAnAnswer(place) => format!("Key {place} must be 1, 2, 3 or 0"),
        WrongKeys::TooFew(1) => "One answer is missing".to_owned(),
        WrongKeys::TooFew(missing) => format!("{missing} answers are missing"),
        WrongKeys::TooMany(1) => "There is one key too many".to_owned(),
        WrongKeys::TooMany(more) => format!("There are {more} keys too many"),
    }
}
