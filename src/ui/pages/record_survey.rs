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
use crate::ui::components::field::{Field, Room};
use crate::ui::components::not_saved::not_saved;
use crate::ui::components::page::{Form as PageForm, page};
use crate::ui::form::{Next, Problems, Saving, form};
use crate::ui::markup::{El, Pieces, Reading, acting, live, paragraph, reading, settled};
use crate::ui::sentences::{survey_field_id, survey_problem};

#[derive(Clone, Copy)]
struct Form {
    draft: RwSignal<SurveyDraft>,
    problems: Problems,
}

impl Form {
    fn at(self, field: SurveyField) -> Reading<Option<String>> {
        self.problems.at(survey_field_id(field))
    }

    fn save(self, saving: Saving, next: Next) {
        let outcome = self
            .draft
            .with_untracked(|draft| draft.check(ambient::today()));
        let checked = self.problems.show(outcome, survey_field_id, survey_problem);
        let (entry, what) = match checked {
            Some(CheckedSurvey::Survey(survey)) => (Entry::Survey(survey), "Survey from paper"),
            Some(CheckedSurvey::Declined(declined)) => {
                (Entry::Declined(declined), "Survey declined")
            }
            None => return,
        };
        let words = format!("{what}, {}", short_date(entry.date()));
        saving.save(entry, words, next, move || {
            self.draft
                .update(|draft| *draft = draft.another(ambient::today()));
        });
    }
}

/// The paper survey form.
pub fn record_survey() -> Pieces {
    let today = ambient::today();
    let this = Form {
        draft: RwSignal::new(SurveyDraft::on(today)),
        problems: Problems::new(),
    };
    let saving = Saving::at("/survey");
    let date = DateChoice {
        legend: "When was it filled in?",
        today,
        date: reading(move || this.draft.with(|draft| draft.date.clone())),
        change: acting(move |date| this.draft.update(|draft| draft.date = date)),
        error: this.at(SurveyField::Date),
    };
    let outcome = Choices::of_all(
        "outcome",
        "Did the family fill it in?",
        &Outcome::ALL,
        Outcome::label,
        reading(move || {
            this.draft
                .with(|draft| position(&Outcome::ALL, &draft.outcome))
        }),
        move |outcome| this.draft.update(|draft| draft.outcome = outcome),
        this.at(SurveyField::Outcome),
    );
    let inside = form(move || this.save(saving, Next::Today))
        .child(date.view())
        .child(outcome.view())
        .child(filled_in(this))
        .child(saving.bar("Save survey", Pieces::default(), move || {
            this.save(saving, Next::Another);
        }));
    page(
        "Record a survey",
        PageForm::Of(this.problems),
        Pieces::from(paragraph(
            "Copy a How Was It For You form from paper, just as the family filled it in.",
        ))
        .and(not_saved(saving))
        .and(inside),
    )
    .into()
}

/// The questions, where a form came back.
fn filled_in(this: Form) -> Pieces {
    let came_back = settled(move || {
        let outcome = this.draft.with(|draft| draft.outcome);
        usize::from(outcome == Outcome::FilledIn)
    });
    live(move || -> Pieces {
        if came_back() == 0 {
            return Pieces::default();
        }
        let version = Choices::of_all(
            "version",
            "Which form is it?",
            &SurveyVersion::ALL,
            SurveyVersion::label,
            reading(move || {
                this.draft
                    .with(|draft| position(&SurveyVersion::ALL, &draft.version))
            }),
            move |version| this.draft.update(|draft| draft.version = version),
            this.at(SurveyField::Version),
        );
        let who = Choices::of_all(
            "answered-by",
            "Who answered?",
            &AnsweredByChoice::ALL,
            AnsweredByChoice::label,
            reading(move || {
                this.draft
                    .with(|draft| position(&AnsweredByChoice::ALL, &draft.answered_by?))
            }),
            move |who| this.draft.update(|draft| draft.answered_by = Some(who)),
            this.at(SurveyField::AnsweredBy),
        );
        Pieces::from([version.view(), who.view()])
            .and(questions(this))
            .and(comments(this))
    })
}

fn questions(this: Form) -> Pieces {
    let version = settled(move || {
        let version = this.draft.with(|draft| draft.version);
        position(&SurveyVersion::ALL, &version).unwrap_or_default()
    });
    live(move || {
        let version = SurveyVersion::ALL.get(version());
        let asked: Vec<El> = version
            .map_or(&[][..], |version| version.questions())
            .iter()
            .map(|question| question_choice(this, *question))
            .collect();
        asked
    })
}

fn question_choice(this: Form, question: Question) -> El {
    let options = Choice::of_all(&Answer::ALL, |answer: Answer| answer.label(question));
    Choices {
        id: question.code(),
        legend: question.words(),
        lie: Lie::Row,
        options: reading(move || options.clone()),
        chosen: reading(move || {
            this.draft
                .with(|draft| draft.answer(question).map(Answer::index))
        }),
        choose: acting(move |picked: usize| {
            if let Some(answer) = Answer::ALL.get(picked) {
                this.draft.update(|draft| draft.choose(question, *answer));
            }
        }),
        error: this.at(SurveyField::Answer(question)),
    }
    .view()
}

fn comments(this: Form) -> Pieces {
    let field = |id,
                 label,
                 read: fn(&SurveyDraft) -> &String,
                 place: fn(&mut SurveyDraft) -> &mut String| {
        Field {
            id,
            label,
            hint: Some("As written, but leave out names. 500 characters or fewer."),
            room: Room::Lines,
            value: reading(move || this.draft.with(|draft| read(draft).clone())),
            typed: acting(move |text| this.draft.update(|draft| *place(draft) = text)),
            error: this.problems.at(id),
        }
        .view()
    };
    [
        field(
            "went-well",
            "What went well? (optional)",
            |draft| &draft.went_well,
            |draft| &mut draft.went_well,
        ),
        field(
            "could-be-better",
            "What could be better? (optional)",
            |draft| &draft.could_be_better,
            |draft| &mut draft.could_be_better,
        ),
    ]
    .into()
}
