//! Record a survey from a paper form, or that a family declined.

use leptos::prelude::*;

use crate::browser::ambient;
use crate::domain::calendar::short_date;
use crate::domain::record::Entry;
use crate::domain::survey::{Answer, Question, SurveyVersion};
use crate::domain::survey_draft::{
    AnsweredByChoice, CheckedSurvey, Outcome, SurveyDraft, SurveyField,
};
use crate::ui::components::choices::{Choice, Choices, Lie, position};
use crate::ui::components::date_choice::DateChoice;
use crate::ui::components::error_summary::ErrorSummary;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::not_saved::NotSaved;
use crate::ui::components::page::Page;
use crate::ui::form::{Next, Problems, SaveBar, Saving};
use crate::ui::sentences::{survey_field_id, survey_problem};

#[derive(Clone, Copy)]
struct Form {
    draft: RwSignal<SurveyDraft>,
    problems: Problems<SurveyField>,
}

impl Form {
    fn check(self) -> Option<Entry> {
        let outcome = self
            .draft
            .with_untracked(|draft| draft.check(ambient::today()));
        self.problems.show(outcome).map(|checked| match checked {
            CheckedSurvey::Survey(survey) => Entry::Survey(survey),
            CheckedSurvey::Declined(declined) => Entry::Declined(declined),
        })
    }

    fn another(self) {
        self.draft
            .update(|draft| *draft = draft.another(ambient::today()));
    }
}

/// The paper survey form.
#[component]
pub fn RecordSurvey() -> impl IntoView {
    let today = ambient::today();
    let form = Form {
        draft: RwSignal::new(SurveyDraft::on(today)),
        problems: Problems::new(survey_field_id, survey_problem),
    };
    let saving = Saving::at("/survey");
    let save = move |next: Next| {
        if let Some(entry) = form.check() {
            let words = summary(&entry);
            let another = Callback::new(move |()| form.another());
            saving.save(entry, words, next, another);
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(Next::Today);
    };
    view! {
        <ErrorSummary lines=form.problems.lines() checks=form.problems.checks/>
        <Page title="Record a survey" health=form.problems.health()>
            <p class="govuk-body">
                "Copy a How Was It For You form from paper, just as the family filled it in."
            </p>
            <NotSaved error=saving.failure attempt=saving.attempt/>
            <form on:submit=submit novalidate class="app-form">
                <DateChoice
                    id="date"
                    legend="When was it filled in?"
                    today=today
                    date=Signal::derive(move || form.draft.with(|draft| draft.date.clone()))
                    change=Callback::new(move |date| form.draft.update(|draft| draft.date = date))
                    error=form.problems.at(SurveyField::Date)
                />
                <OutcomeChoice form=form/>
                <FilledIn form=form/>
                <SaveBar
                    label="Save survey"
                    saving=saving
                    save_and_another=Callback::new(move |()| save(Next::Another))
                />
            </form>
        </Page>
    }
}

#[component]
fn OutcomeChoice(form: Form) -> impl IntoView {
    view! {
        <Choices
            id="outcome"
            legend="Did the family fill it in?"
            lie=Lie::Row
            options=Signal::stored(Choice::of_all(&Outcome::ALL, Outcome::label))
            chosen=Signal::derive(move || {
                form.draft.with(|draft| position(&Outcome::ALL, &draft.outcome))
            })
            choose=Callback::new(move |picked: usize| {
                if let Some(outcome) = Outcome::ALL.get(picked) {
                    form.draft.update(|draft| draft.outcome = *outcome);
                }
            })
            error=form.problems.at(SurveyField::Outcome)
        />
    }
}

/// The questions, where a form came back.
#[component]
fn FilledIn(form: Form) -> impl IntoView {
    let outcome = Memo::new(move |_| form.draft.with(|draft| draft.outcome));
    move || match outcome.get() {
        Outcome::Declined => None,
        Outcome::FilledIn => Some(view! {
            <VersionChoice form=form/>
            <AnsweredByQuestion form=form/>
            <Questions form=form/>
            <Comments form=form/>
        }),
    }
}

#[component]
fn VersionChoice(form: Form) -> impl IntoView {
    view! {
        <Choices
            id="version"
            legend="Which form is it?"
            lie=Lie::Row
            options=Signal::stored(Choice::of_all(&SurveyVersion::ALL, SurveyVersion::label))
            chosen=Signal::derive(move || {
                form.draft.with(|draft| position(&SurveyVersion::ALL, &draft.version))
            })
            choose=Callback::new(move |picked: usize| {
                if let Some(version) = SurveyVersion::ALL.get(picked) {
                    form.draft.update(|draft| draft.version = *version);
                }
            })
            error=form.problems.at(SurveyField::Version)
        />
    }
}

#[component]
fn AnsweredByQuestion(form: Form) -> impl IntoView {
    view! {
        <Choices
            id="answered-by"
            legend="Who answered?"
            lie=Lie::Row
            options=Signal::stored(Choice::of_all(&AnsweredByChoice::ALL, AnsweredByChoice::label))
            chosen=Signal::derive(move || {
                form.draft.with(|draft| position(&AnsweredByChoice::ALL, &draft.answered_by?))
            })
            choose=Callback::new(move |picked: usize| {
                form.draft.update(|draft| {
                    draft.answered_by = AnsweredByChoice::ALL.get(picked).copied();
                });
            })
            error=form.problems.at(SurveyField::AnsweredBy)
        />
    }
}

#[component]
fn Questions(form: Form) -> impl IntoView {
    let version = Memo::new(move |_| form.draft.with(|draft| draft.version));
    move || {
        version
            .get()
            .questions()
            .iter()
            .map(|question| view! { <QuestionChoice form=form question=*question/> })
            .collect_view()
    }
}

#[component]
fn QuestionChoice(form: Form, question: Question) -> impl IntoView {
    let words = move |answer: Answer| answer.label(question);
    view! {
        <Choices
            id=question.code()
            legend=question.words()
            lie=Lie::Row
            options=Signal::stored(Choice::of_all(&Answer::ALL, words))
            chosen=Signal::derive(move || {
                form.draft.with(|draft| draft.answer(question).map(Answer::index))
            })
            choose=Callback::new(move |picked: usize| {
                if let Some(answer) = Answer::ALL.get(picked) {
                    form.draft.update(|draft| draft.choose(question, *answer));
                }
            })
            error=form.problems.at(SurveyField::Answer(question))
        />
    }
}

#[component]
fn Comments(form: Form) -> impl IntoView {
    view! {
        <Field
            id="went-well"
            label="What went well? (optional)"
            hint="As written, but leave out names. 500 characters or fewer."
            room=Room::Lines
            value=Signal::derive(move || form.draft.with(|draft| draft.went_well.clone()))
            typed=Callback::new(move |text| form.draft.update(|draft| draft.went_well = text))
            error=form.problems.at(SurveyField::WentWell)
        />
        <Field
            id="could-be-better"
            label="What could be better? (optional)"
            hint="As written, but leave out names. 500 characters or fewer."
            room=Room::Lines
            value=Signal::derive(move || form.draft.with(|draft| draft.could_be_better.clone()))
            typed=Callback::new(move |text| form.draft.update(|draft| draft.could_be_better = text))
            error=form.problems.at(SurveyField::CouldBeBetter)
        />
    }
}

fn summary(entry: &Entry) -> String {
    let what = match entry {
        Entry::Session(_) | Entry::Survey(_) => "Survey from paper",
        Entry::Declined(_) => "Survey declined",
    };
    format!("{what}, {}", short_date(entry.date()))
}
