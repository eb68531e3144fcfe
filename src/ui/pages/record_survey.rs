//! Record a survey from a paper form, or that a family declined.

use leptos::prelude::*;

use crate::browser::ambient;
use crate::domain::base::calendar::short_date;
use crate::domain::base::text::Comment;
use crate::domain::capture::survey_draft::{
    AnsweredByChoice, CheckedSurvey, Outcome, SurveyDraft, SurveyField,
};
use crate::domain::form::checks::Problem;
use crate::domain::record::survey::{Answer, Question, SurveyVersion};
use crate::domain::record::{Entry, Record};
use crate::ui::address::Address;
use crate::ui::components::changed_since::{Correcting, Stays};
use crate::ui::components::choices::{Choice, Choices, Lie, position};
use crate::ui::components::date_choice::DateChoice;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::not_saved::not_saved;
use crate::ui::components::page::{Form as PageForm, page};
use crate::ui::form::{
    Next, Problems, Save, Saving, date_window, draft_name, first_date, follow_the_day, form,
    late_entry, team_choice, usual_team,
};
use crate::ui::frame::link;
use crate::ui::keeping::Keeping;
use crate::ui::markup::{El, Pieces, Reading, acting, live, paragraph, reading, settled};
use crate::ui::pages::not_found::not_found;
use crate::ui::sentences::{survey_field_id, survey_problem};
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

#[derive(Clone, Copy)]
struct Form {
    workspace: Kept<Workspace>,
    draft: State<SurveyDraft>,
    /// The form as it was opened, or last saved: what is not unfinished.
    opened: Kept<SurveyDraft>,
    /// What is corrected.
    before: Kept<Option<Entry>>,
    problems: Problems,
}

impl Form {
    fn at(self, field: SurveyField) -> Reading<Option<String>> {
        self.problems.at(survey_field_id(field))
    }

    fn checked(self) -> Result<CheckedSurvey, Vec<Problem<SurveyField>>> {
        let before = self.before.get_value();
        let window = date_window(self.workspace.get_value(), before.as_ref().map(Entry::date));
        let checked = self.draft.with_untracked(|draft| draft.check(window))?;
        Ok(match &before {
            Some(Entry::Survey(survey)) => checked.correcting(survey),
            Some(Entry::Session(_) | Entry::Declined(_)) | None => checked,
        })
    }

    /// What is asked where the record was changed since it was opened to be corrected.
    fn changed_since(
        self,
        correcting: Correcting,
        record: Kept<Option<Record>>,
        saving: Saving,
    ) -> Pieces {
        let typed = move || {
            let record = record.get_value()?;
            let entry = match self.checked().ok()? {
                CheckedSurvey::Survey(survey) => Entry::Survey(survey),
                CheckedSurvey::Declined(declined) => Entry::Declined(declined),
            };
            let team = self.draft.with_untracked(|draft| draft.team.clone());
            let team = team.unwrap_or_else(|| record.team().clone());
            let stamp = self.workspace.get_value().stamp();
            record.corrected(entry, team, stamp).ok()
        };
        let rebase = move |(now, stays): (Record, Stays)| {
            let Some(draft) = draft_of(&now) else {
                return;
            };
            self.opened.set_value(draft.clone());
            if stays == Stays::Record {
                self.draft.set(draft);
            }
            self.before.set_value(Some(now.entry().clone()));
            record.set_value(Some(now.clone()));
            saving.rebase(now);
        };
        let holds = reading(move || saving.keeping.holds());
        correcting.view(holds, reading(typed), acting(rebase))
    }

    fn save(self, saving: Saving, next: Next) {
        let outcome = self.checked();
        let checked = self.problems.show(outcome, survey_field_id, survey_problem);
        let (entry, what) = match checked {
            Some(CheckedSurvey::Survey(survey)) => (Entry::Survey(survey), "Survey from paper"),
            Some(CheckedSurvey::Declined(declined)) => {
                (Entry::Declined(declined), "Survey declined")
            }
            None => return,
        };
        let words = format!("{what}, {}", short_date(entry.date()));
        saving.save(Save {
            entry,
            words,
            team: self.draft.with_untracked(|draft| draft.team.clone()),
            next,
            saved: Box::new(move || {
                if next == Next::Another {
                    self.draft
                        .update(|draft| *draft = draft.another(ambient::today()));
                }
                self.opened.set_value(self.draft.get_untracked());
            }),
            tally: None,
        });
    }
}

/// The paper survey form.
pub fn record_survey() -> Pieces {
    let workspace = expect_context::<Workspace>();
    let draft = SurveyDraft {
        team: usual_team(workspace),
        date: first_date(workspace),
        ..SurveyDraft::on(ambient::today())
    };
    survey_form("Record a survey", draft, Address::RecordSurvey, None)
}

/// The survey form filled with a record, to be corrected.
pub fn correct_survey(record: Record) -> Pieces {
    let Some(draft) = draft_of(&record) else {
        return not_found().into();
    };
    let address = Address::Correct(record.id());
    survey_form("Correct a survey", draft, address, Some(record))
}

/// The form filled with a record; `None` for one that is no survey.
fn draft_of(record: &Record) -> Option<SurveyDraft> {
    let draft = match record.entry() {
        Entry::Survey(survey) => SurveyDraft::of(survey),
        Entry::Declined(declined) => SurveyDraft::of_declined(declined),
        Entry::Session(_) => return None,
    };
    Some(SurveyDraft {
        team: Some(record.team().clone()),
        ..draft
    })
}

fn survey_form(
    title: &'static str,
    draft: SurveyDraft,
    address: Address,
    corrected: Option<Record>,
) -> Pieces {
    let this = Form {
        workspace: Kept::new(expect_context::<Workspace>()),
        draft: State::new(draft.clone()),
        opened: Kept::new(draft),
        before: Kept::new(corrected.as_ref().map(|record| record.entry().clone())),
        problems: Problems::new(),
    };
    let is_new = corrected.is_none();
    if is_new {
        let workspace = this.workspace.get_value();
        follow_the_day(workspace, (this.draft, this.opened), |it| &mut it.date);
    }
    let correcting = corrected
        .as_ref()
        .map(|record| Correcting::new(this.workspace.get_value(), record));
    let keeping = Keeping::of(
        &draft_name("survey", corrected.as_ref()),
        (this.draft, this.opened),
        (SurveyDraft::fields, SurveyDraft::of_fields),
        // Whatever differs from a record is a correction of it.
        match &corrected {
            Some(_) => PartialEq::ne,
            None => SurveyDraft::holds_input,
        },
        correcting,
    );
    let record = Kept::new(corrected.clone());
    let saving = Saving::new(address, keeping, (corrected, correcting));
    let date = DateChoice {
        legend: "When was it filled in?",
        clock: reading(move || this.workspace.get_value().clock()),
        also: this
            .before
            .with_value(|before| before.as_ref().map(Entry::date)),
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
    let inside = form(move || saving.tapped(move || this.save(saving, Next::Today)))
        .child(team_choice(
            this.workspace.get_value(),
            reading(move || this.draft.with(|draft| draft.team.clone())),
            acting(move |team| this.draft.update(|draft| draft.team = Some(team))),
        ))
        .child(date.view())
        .child(late_entry(
            this.workspace.get_value(),
            reading(move || this.draft.with(|it| (it.team.clone(), it.date.date().ok()))),
        ))
        // A survey cannot become a declined one, nor the other way round.
        .child(is_new.then(|| outcome.view()))
        .child(filled_in(this))
        .child(saving.bar("Save survey", Pieces::default(), move || {
            saving.tapped(move || this.save(saving, Next::Another));
        }));
    page(
        title,
        PageForm::Of(this.problems),
        Pieces::from(paragraph(
            "Copy a How Was It For You form from paper, just as the family filled it in.",
        ))
        .and(is_new.then(|| {
            paragraph(link(
                Address::PaperStack,
                "Many forms without comments? Enter a stack with the keyboard",
            ))
        }))
        .and(keeping.view())
        .and(correcting.map(|it| this.changed_since(it, record, saving)))
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
        legend: question.phrase().english(),
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
        .view_up_to(Comment::MOST)
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
