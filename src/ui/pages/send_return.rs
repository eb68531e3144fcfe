//! Send a return: check it, freeze it, hand its file on.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{ambient, files};
use crate::domain::books::{BooksSent, Planned};
use crate::domain::calendar::{Quarter, short_date};
use crate::domain::digest::Digest;
use crate::domain::quarter_return::QuarterReturn;
use crate::domain::send::{Origin, SendError};
use crate::domain::share::grouped;
use crate::domain::text::Text;
use crate::domain::totals::QuarterTotals;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::error_summary::Line;
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::Field;
use crate::ui::components::hand_on::hand_on;
use crate::ui::components::page::{Form as PageForm, page};
use crate::ui::components::table::{Row, figures};
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::frame::link;
use crate::ui::keeping::{Keeping, TypedText};
use crate::ui::markup::{El, Pieces, div, el, live, paragraph};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::{NotSent, Workspace};

/// The page's state.
#[derive(Clone, Copy)]
struct Sending {
    workspace: Workspace,
    quarter: Quarter,
    reason: TypedText,
    keeping: Keeping,
    problems: Problems,
    failure: State<Option<String>>,
    busy: State<bool>,
    sent: State<Option<BooksSent>>,
}

/// The page on which a return is checked and sent.
pub fn send_return(quarter: Quarter) -> Pieces {
    let reason = TypedText::new("reason", "");
    let form = Address::SendReturn(quarter).path();
    let this = Sending {
        workspace: expect_context::<Workspace>(),
        quarter,
        reason,
        keeping: Keeping::of_texts(form.trim_start_matches('/'), vec![reason]),
        problems: Problems::new(),
        failure: State::new(None),
        busy: State::new(false),
        sent: State::new(None),
    };
    live(move || match this.sent.get() {
        None => this.check(),
        Some(sent) => receipt(quarter, &sent),
    })
}

impl Sending {
    fn plan(self) -> Option<Vec<Planned>> {
        let team = self.workspace.viewed_team()?;
        let books = self.workspace.books.get()?;
        self.workspace
            .ledger
            .with(|ledger| Some(books.planned(ledger.as_ref()?, &(team, self.quarter))))
    }

    fn complain(self, words: &str) {
        self.problems.set(vec![Line {
            field: "reason".to_owned(),
            words: words.to_owned(),
        }]);
    }

    fn send(self) {
        let team = untrack(|| self.workspace.viewed_team());
        let (Some(team), false) = (team, self.busy.get_untracked()) else {
            return;
        };
        let Ok(reason) = Text::typed(&self.reason.text.get_untracked()) else {
            return self.complain("Reason must be 500 characters or fewer");
        };
        self.busy.set(true);
        self.problems.set(Vec::new());
        self.failure.set(None);
        spawn_local(async move {
            let outcome = self.workspace.send((team, self.quarter), reason).await;
            self.busy.set(false);
            match outcome {
                Ok(done) => {
                    self.reason.saved("");
                    self.sent.set(Some(done));
                }
                Err(NotSent::Refused(SendError::ReasonMissing)) => {
                    self.complain("Enter why the return is sent again");
                }
                Err(other) => self.failure.set(Some(not_sent(&other))),
            }
        });
    }

    fn check(self) -> El {
        let early = (!self.quarter.has_ended(ambient::today())).then(|| {
            div("govuk-inset-text").child(format!(
                "This quarter ends on {}. You can send now what is recorded so far, and again at the end.",
                short_date(self.quarter.last_day()),
            ))
        });
        let failed = live(move || {
            let words = self.failure.get()?;
            Some(warning("Not sent", words))
        });
        let body = live(move || -> Pieces {
            match self.plan() {
                None => paragraph("Reading what is saved…")
                    .attr("role", "status")
                    .into(),
                Some(plan) if plan.is_empty() => {
                    paragraph("Nothing has changed since this return was sent.").into()
                }
                Some(plan) => self.contents(&plan),
            }
        });
        page(
            "Check the return",
            PageForm::Of(self.problems),
            Pieces::from(early)
                .and(failed)
                .and(body)
                .and(back(self.quarter)),
        )
    }

    fn contents(self, plan: &[Planned]) -> Pieces {
        let quarters: Vec<El> = plan
            .iter()
            .map(|one| {
                let (team, quarter) = &one.period;
                let mut name = self.workspace.settings.with_untracked(|settings| {
                    let settings = settings.as_ref();
                    settings.map(|it| it.team_name(team)).unwrap_or_default()
                });
                match (&one.tablet, one.origin) {
                    (None, _) => {}
                    (Some(_), Origin::Spreadsheet) => name += " (a spreadsheet)",
                    (Some(tablet), Origin::Tablet) => {
                        name.extend([" (", tablet.as_str(), ", taken over)"]);
                    }
                }
                contents(&name, *quarter, &one.totals)
            })
            .collect();
        let again = plan.iter().any(|one| one.again);
        let why = again.then(|| {
            let field = Field {
                hint: Some("For example: a session was recorded late. It goes with the return."),
                error: self.problems.at("reason"),
                ..Field::of("reason", "Why is it sent again?", self.reason.text)
            };
            self.keeping.view().and(field.view())
        });
        let submit = button("Send return", Weight::Primary).attr("type", "submit");
        let submit = idle_while(self.busy, submit);
        Pieces::from(quarters)
            .and(form(move || self.send()).child(why).child(submit))
            .and(el("p").class("govuk-hint").child(
                "Nothing leaves the tablet yet. Daybook writes the file and keeps it; you then download or share it.",
            ))
    }
}

fn back(quarter: Quarter) -> El {
    paragraph(link(Address::Quarter(Some(quarter)), "Back to the quarter"))
}

/// What one return will say, in short.
fn contents(team: &str, quarter: Quarter, totals: &QuarterTotals) -> El {
    let all = totals.contacts.all();
    let surveys = &totals.surveys;
    let rows = [
        ("Sessions", all.sessions),
        ("Direct contacts", all.contacts()),
        ("New families", all.new_families),
        ("Families asked for a survey", surveys.asked()),
        ("Surveys received", surveys.received),
        (
            "Records first saved after the quarter’s end",
            totals.saved_after_the_end,
        ),
    ]
    .into_iter()
    .map(|(head, count)| Row::one(head, grouped(count)))
    .collect();
    let nil = totals.is_nil().then(|| {
        div("govuk-inset-text")
            .child(el("strong").child("This is a nil return. "))
            .child("It tells your manager that nothing was done in this quarter, and that nothing is missing.")
    });
    el("section")
        .class("app-contents")
        .child(
            el("h2")
                .class("govuk-heading-m")
                .child(format!("{team}, {quarter}")),
        )
        .child(nil)
        .child(figures(
            "What the return says",
            &["Measure", "Count"],
            rows,
            None,
        ))
}

/// The receipt: the return is written, and now its file has to be passed on.
fn receipt(quarter: Quarter, sent: &BooksSent) -> El {
    let several = sent.returns.len() > 1;
    let words = if several {
        "The returns are saved on this tablet. Pass each file to your manager."
    } else {
        "The return is saved on this tablet. Pass its file to your manager."
    };
    let returns: Vec<El> = sent
        .returns
        .iter()
        .map(|one| receipt_line(one, several))
        .collect();
    page(
        "Return ready to pass on",
        PageForm::None,
        Pieces::from(el("p").class("govuk-body-l").child(words))
            .and(returns)
            .and(back(quarter)),
    )
}

fn receipt_line(one: &QuarterReturn, several: bool) -> El {
    let heading = several.then(|| {
        el("h2")
            .class("govuk-heading-s")
            .child(format!("{}, {}", one.team.name, one.quarter.code))
    });
    let facts = vec![
        ("File", one.file_name()),
        ("Revision", one.revision.to_string()),
        ("Records behind it", grouped(one.records)),
        (
            "Reference",
            one.digest.to_string().chars().take(8).collect(),
        ),
    ];
    el("section")
        .class("app-contents")
        .child(heading)
        .child(facts_list(facts))
        .child(sent_file(one.digest, one.file_name()))
}

/// Hands on the file of a return that was sent, with the bytes it had then.
pub fn sent_file(digest: Digest, name: String) -> El {
    let workspace = expect_context::<Workspace>();
    let file = State::new(None::<files::OutFile>);
    let problem = State::new(None::<String>);
    // Read beforehand: a share sheet opens only in the handler of a tap.
    spawn_local(async move {
        match workspace.sent_file(digest, name).await {
            Ok(found) => file.set(Some(found)),
            Err(error) => problem.set(Some(store_problem(&error))),
        }
    });
    hand_on("Download return", "Share return", file, problem)
}

/// Why a Send did not happen.
pub fn not_sent(why: &NotSent) -> String {
    match why {
        NotSent::Refused(SendError::NothingChanged) => {
            "Nothing has changed since it was sent.".to_owned()
        }
        NotSent::Refused(SendError::ReasonMissing) => {
            "Enter why the return is sent again.".to_owned()
        }
        NotSent::Refused(SendError::UnknownTeam(team)) => format!(
            "There are records of a team that this tablet does not know ({team}). Nothing was written."
        ),
        NotSent::NotKept(error) => {
            format!("{} Nothing was written; try again.", store_problem(error))
        }
        NotSent::NotReady => "The records are still being read. Try again in a moment.".to_owned(),
    }
}
