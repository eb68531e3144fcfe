//! Send a return: check it, freeze it, hand its file on.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::files;
use crate::domain::base::calendar::{Quarter, short_date};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::TeamId;
use crate::domain::base::share::grouped;
use crate::domain::base::text::{Note, Text};
use crate::domain::record::comment_review::unread;
use crate::domain::submission::books::{BooksSent, Planned};
use crate::domain::submission::due::EarlyReturn;
use crate::domain::submission::quarter_return::QuarterReturn;
use crate::domain::submission::send::{Origin, SendError};
use crate::domain::totals::QuarterTotals;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::error_summary::{Line, focus_on};
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::Field;
use crate::ui::components::hand_on::{HandOn, Told, where_it_went};
use crate::ui::components::page::{Form as PageForm, page};
use crate::ui::components::table::{Row, figures};
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::frame::{link, reached, today};
use crate::ui::keeping::{Keeping, TypedText};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph};
use crate::ui::pages::unknown_teams::unknown_teams_offer;
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
    /// What is asked before a return is made of a quarter that goes on.
    asked: State<Option<EarlyReturn>>,
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
        asked: State::new(None),
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

    /// A tap on the button: makes the return, or asks first.
    fn tapped(self) {
        let again = untrack(|| self.plan()).is_some_and(|plan| plan.iter().any(|it| it.again));
        let reason = self.reason.text.get_untracked();
        if again && reason.trim().is_empty() {
            return self.complain("Enter why the return is made again");
        }
        match untrack(|| self.early()) {
            None => self.send(),
            asked => self.asked.set(asked),
        }
    }

    fn early(self) -> Option<EarlyReturn> {
        let plan = self.plan()?;
        let mut asked = plan.iter().filter(|one| one.period.1 == self.quarter);
        let today = self.workspace.clock().today();
        asked
            .next()
            .and_then(|one| EarlyReturn::of(self.quarter, &one.totals, today))
    }

    /// What is asked, with both answers.
    fn question(self) -> Pieces {
        live(move || {
            let asked = self.asked.get()?;
            let ends = short_date(self.quarter.last_day());
            let (title, words) = match asked {
                EarlyReturn::Nil => (
                    "A nil return, before the quarter has ended?",
                    format!(
                        "Nothing was recorded yet, and the quarter ends on {ends}. A nil return tells your manager that nothing was done in all of it."
                    ),
                ),
                EarlyReturn::SoFar => (
                    "Before the quarter has ended?",
                    format!(
                        "The quarter ends on {ends}. What is recorded until then is not in a return made now, and it would have to be made again."
                    ),
                ),
            };
            let make = move || {
                self.asked.set(None);
                self.send();
            };
            let anyway =
                button("Make it all the same", Weight::Secondary).on("click", move |_| make());
            let wait = link(
                Address::Quarter(Some(self.quarter)),
                "Wait until it has ended",
            )
            .class("govuk-button")
            .attr("role", "button");
            let question = warning(title, words).child(div("app-buttons").child([wait, anyway]));
            let taken = question.element().clone();
            Effect::new(move |_| focus_on(taken.clone()));
            Some(question)
        })
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
                    self.complain("Enter why the return is made again");
                }
                Err(other) => self.failure.set(Some(not_sent(&other))),
            }
        });
    }

    fn check(self) -> El {
        let early = live(move || {
            // The quarter may end while the page is open.
            today();
            let ended = self.quarter.has_ended(reached());
            (!ended).then(|| {
                div("govuk-inset-text").child(format!(
                    "This quarter ends on {}. Its return is made after that.",
                    short_date(self.quarter.last_day()),
                ))
            })
        });
        let failed = live(move || {
            let words = self.failure.get()?;
            Some(warning("No return was made", words))
        });
        let body = live(move || -> Pieces {
            match self.plan() {
                None => paragraph("Reading what is saved…")
                    .attr("role", "status")
                    .into(),
                Some(plan) if plan.is_empty() => {
                    paragraph("Nothing has changed since this return was made.").into()
                }
                Some(plan) => self.contents(&plan),
            }
        });
        page(
            "Check the return",
            PageForm::Of(self.problems),
            early
                .and(unknown_teams_offer(self.workspace))
                .and(failed)
                .and(body)
                .and(back(self.quarter)),
        )
    }

    /// The comments of a return that nobody has read, with the way to them.
    fn unread(self, (team, quarter): &(TeamId, Quarter)) -> Option<El> {
        let workspace = self.workspace;
        let count = workspace.ledger.with(|ledger| {
            let records = ledger.as_ref()?.in_quarter(team, *quarter);
            Some(unread(records.filter(|it| workspace.answers_for(it))))
        })?;
        let of = team.clone();
        let to = link(Address::Comments(*quarter), "Check comments").on("click", move |_| {
            workspace.team_in_view.set(Some(of.clone()));
        });
        let words = if count == 1 {
            "1 comment of a family has not been read, so it is not in this return. ".to_owned()
        } else {
            format!(
                "{} comments of families have not been read, so they are not in this return. ",
                grouped(count)
            )
        };
        (count > 0).then(|| div("govuk-inset-text").child(words).child(to))
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
                contents(&name, *quarter, &one.totals, self.unread(&one.period))
            })
            .collect();
        let again = plan.iter().any(|one| one.again);
        let why = again.then(|| {
            let field = Field {
                hint: Some("For example: a session was recorded late. It goes with the return."),
                error: self.problems.at("reason"),
                ..Field::of("reason", "Why is it made again?", self.reason.text)
            };
            self.keeping.view().and(field.view_up_to(Note::MOST))
        });
        let submit = button("Make return", Weight::Primary).attr("type", "submit");
        let submit = idle_while(self.busy, submit);
        Pieces::from(quarters)
            .and(
                form(move || self.tapped())
                    .child(why)
                    .child(self.question())
                    .child(submit),
            )
            .and(el("p").class("govuk-hint").child(
                "Nothing leaves the tablet yet. Daybook makes the file and keeps it; you then download or share it.",
            ))
    }
}

fn back(quarter: Quarter) -> El {
    paragraph(link(Address::Quarter(Some(quarter)), "Back to the quarter"))
}

/// What one return will say, in short.
fn contents(team: &str, quarter: Quarter, totals: &QuarterTotals, unread: Option<El>) -> El {
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
        .child(unread)
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
        "The returns are made and kept on this tablet. Now pass each file on: nobody has it yet."
    } else {
        "The return is made and kept on this tablet. Now pass its file on: nobody has it yet."
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
    let workspace = expect_context::<Workspace>();
    let told = State::new(None);
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
        .child(sent_file(one.digest, one.file_name(), told))
        .child(where_it_went(told, move || send_to_words(workspace)))
}

/// What to do with the file of a return, as far as the organisation says.
pub fn send_to_words(workspace: Workspace) -> String {
    let to = workspace
        .settings
        .with_untracked(|settings| settings.as_ref()?.send_to.clone());
    match to {
        Some(to) => format!("Send it to {to}."),
        None => {
            "Attach it to a message to your manager, or put it where your team keeps its returns."
                .to_owned()
        }
    }
}

/// Hands on the file of a return that was made, with the bytes it had then, and
/// notes that it left.
pub fn sent_file(digest: Digest, name: String, told: State<Option<Told>>) -> El {
    let workspace = expect_context::<Workspace>();
    let file = State::new(None::<files::OutFile>);
    let problem = State::new(None::<String>);
    // Read beforehand: a share sheet opens only in the handler of a tap.
    spawn_local(async move {
        match workspace.sent_file(digest, name).await {
            Ok(found) => {
                file.try_set(Some(found));
            }
            Err(error) => {
                problem.try_set(Some(store_problem(&error)));
            }
        }
    });
    let left = acting(move |how| {
        spawn_local(async move {
            if let Err(error) = workspace.passed_on(digest, how).await {
                problem.try_set(Some(format!(
                    "The file has left, but this tablet could not note it. {}",
                    store_problem(&error)
                )));
            }
        });
    });
    HandOn {
        download: "Download return",
        share: "Share return",
        file,
        problem,
        told,
        left,
    }
    .view()
}

/// Why a Send did not happen.
pub fn not_sent(why: &NotSent) -> String {
    match why {
        NotSent::Refused(SendError::NothingChanged) => {
            "Nothing has changed since it was made.".to_owned()
        }
        NotSent::Refused(SendError::ReasonMissing) => {
            "Enter why the return is made again.".to_owned()
        }
        NotSent::Refused(SendError::UnknownTeam(team)) => format!(
            "There are records of a team that this tablet does not know ({team}). Nothing was written. Say whose they are on the page Records without a team, which the quarter leads to, and try again."
        ),
        NotSent::NotKept(error) => {
            format!("{} Nothing was written; try again.", store_problem(error))
        }
        NotSent::NotReady => "The records are still being read. Try again in a moment.".to_owned(),
    }
}
