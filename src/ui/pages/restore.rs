//! Restore a backup, or take over the book of a lost tablet from its last
//! return. First a dry run; nothing changes before it is confirmed.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::files::OpenedFile;
use crate::domain::base::calendar::short_date;
use crate::domain::base::ids::BookId;
use crate::domain::roll_up::opening::decoded;
use crate::domain::submission::books::Holding;
use crate::domain::submission::last_return::LastReturn;
use crate::domain::submission::quarter_return::ReturnError;
use crate::domain::submission::send::Sample;
use crate::store::backup::{Contents, Header, NotABackup};
use crate::store::restore::{OldTablet, Restoration};
use crate::ui::address::{Address, Opening};
use crate::ui::backing_up::NotOpened;
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::choices::{Choice, Choices, Lie};
use crate::ui::components::error_summary::Line;
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::file_field::file_field;
use crate::ui::components::page::{Form, page};
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::frame::{counted, link};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::navigation::Navigation;
use crate::ui::sentences::{not_opened, store_problem};
use crate::ui::state::State;
use crate::ui::workspace::{Phase, Workspace};

/// What was chosen.
#[derive(Clone)]
enum Chosen {
    Nothing,
    /// A backup that waits for its passphrase.
    Locked(Rc<Vec<u8>>),
    Backup(Rc<(Header, Contents)>),
    LastReturn(Rc<LastReturn>),
}

/// The page's state.
#[derive(Clone, Copy)]
struct Restoring {
    workspace: Workspace,
    navigation: Navigation,
    problems: Problems,
    chosen: State<Chosen>,
    passphrase: State<String>,
    in_use: State<Option<usize>>,
    busy: State<bool>,
    failure: State<Option<String>>,
}

/// Brings back what a backup holds.
pub fn restore() -> El {
    let this = Restoring {
        workspace: expect_context::<Workspace>(),
        navigation: expect_context::<Navigation>(),
        problems: Problems::new(),
        chosen: State::new(Chosen::Nothing),
        passphrase: State::new(String::new()),
        in_use: State::new(None),
        busy: State::new(false),
        failure: State::new(None),
    };
    let failed = live(move || Some(warning("Not restored", this.failure.get()?)));
    let body = live(move || -> Pieces {
        if this.workspace.sample.get() == Sample::Example {
            return paragraph("Leave the example first: backups are of real records.").into();
        }
        match this.chosen.get() {
            Chosen::Nothing => this.choose(),
            Chosen::Locked(file) => this.unlock(file),
            Chosen::Backup(backup) => this.plan(backup),
            Chosen::LastReturn(last) => this.take_over(&last),
        }
    });
    page(
        "Restore a backup",
        Form::Of(this.problems),
        failed.and(body),
    )
}

impl Restoring {
    fn complain(self, field: &str, words: String) {
        self.problems.set(vec![Line {
            field: field.to_owned(),
            words,
        }]);
    }

    fn choose(self) -> Pieces {
        let said = live(move || {
            let words = self.problems.at("file")()?;
            Some(el("p").class("govuk-error-message").child(words))
        });
        let chosen = acting(move |file: OpenedFile| {
            spawn_local(async move {
                match file.bytes().await {
                    Ok(bytes) => self.open(Rc::new(bytes)).await,
                    Err(_) => self.complain(
                        "file",
                        "The browser could not read the file. Choose it again".to_owned(),
                    ),
                }
            });
        });
        let file = file_field(
            "file",
            "Backup, or last return of a lost tablet",
            "",
            said,
            chosen,
        );
        Pieces::from(paragraph(
            "Choose the backup’s file. You see what would change before anything does, and nothing newer is ever overwritten.",
        ))
        .and(file)
        .and(self.typing_from_paper())
        .and(match self.workspace.phase.get_untracked() {
            Phase::FirstStart => paragraph(link(Address::Today, "Back to the set-up")),
            Phase::Opening | Phase::Ready => {
                paragraph(link(Address::Safe, "Back to Is my work safe?"))
            }
        })
    }

    async fn open(self, bytes: Rc<Vec<u8>>) {
        let passphrase = self.passphrase.get_untracked();
        let opened = self.workspace.open_backup(&bytes, &passphrase).await;
        self.problems.set(Vec::new());
        match opened {
            Ok(backup) => self.chosen.set(Chosen::Backup(Rc::new(backup))),
            Err(NotOpened::Locked) => self.chosen.set(Chosen::Locked(bytes)),
            Err(NotOpened::WrongPassphrase) => {
                self.complain("passphrase", not_opened(&NotOpened::WrongPassphrase));
            }
            Err(why) => {
                // What is no backup may be the last return of a lost tablet.
                let is_other = why == NotOpened::Not(NotABackup::Other);
                let text = decoded(&bytes).ok().filter(|_| is_other);
                match text.map(|text| LastReturn::read(&text)) {
                    Some(Ok(last)) => self.chosen.set(Chosen::LastReturn(Rc::new(last))),
                    Some(Err(
                        wrong @ (ReturnError::Damaged
                        | ReturnError::FutureFormat { .. }
                        | ReturnError::Inconsistent(_)),
                    )) => self.complain(
                        "file",
                        format!("This file is a return that cannot be used: {wrong}"),
                    ),
                    Some(Err(ReturnError::NotReadable(_) | ReturnError::NotAReturn)) | None => {
                        self.complain("file", not_opened(&why));
                    }
                }
            }
        }
    }

    fn unlock(self, file: Rc<Vec<u8>>) -> Pieces {
        let field = Field {
            id: "passphrase",
            label: "Passphrase of this backup",
            hint: Some("The one that was typed when the backup was made"),
            room: Room::Secret,
            value: reading(move || self.passphrase.get()),
            typed: acting(move |text| self.passphrase.set(text)),
            error: self.problems.at("passphrase"),
        };
        let submit = button("Continue", Weight::Primary).attr("type", "submit");
        form(move || {
            let file = Rc::clone(&file);
            if self.passphrase.with_untracked(String::is_empty) {
                self.complain("passphrase", "Enter the passphrase".to_owned());
            } else if !self.busy.get_untracked() {
                self.busy.set(true);
                spawn_local(async move {
                    self.open(file).await;
                    self.busy.try_set(false);
                });
            }
        })
        .child(field.view())
        .child(
            div("app-buttons")
                .child(idle_while(self.busy, submit))
                .child(self.another()),
        )
        .into()
    }

    fn another(self) -> El {
        button("Choose another file", Weight::Secondary).on("click", move |_| {
            self.problems.set(Vec::new());
            self.failure.set(None);
            self.passphrase.set(String::new());
            self.chosen.set(Chosen::Nothing);
        })
    }

    /// What the backup would do here.
    fn plan(self, backup: Rc<(Header, Contents)>) -> Pieces {
        let (header, contents) = &*backup;
        let Some(plan) = self.workspace.dry_run(contents, OldTablet::Retired) else {
            return paragraph("Reading what is saved…").into();
        };
        let own = self.workspace.books.with_untracked(|books| {
            let books = books.as_ref();
            books.is_some_and(|books| books.own.book == header.book)
        });
        let asked = (!own).then(|| {
            Choices {
                id: "in-use",
                legend: "Is the tablet that made this backup still used to record?",
                lie: Lie::Stacked,
                options: reading(|| {
                    vec![
                        Choice {
                            hint: Some(
                                "This tablet goes on in its place and sends its returns."
                                    .to_owned(),
                            ),
                            ..Choice::new("No, it was lost, cleared or replaced, or it is this one")
                        },
                        Choice {
                            hint: Some(
                                "Its records can be read here. It goes on sending them itself."
                                    .to_owned(),
                            ),
                            ..Choice::new("Yes, it is still used")
                        },
                    ]
                }),
                chosen: reading(move || self.in_use.get()),
                choose: acting(move |picked| self.in_use.set(Some(picked))),
                error: self.problems.at("in-use"),
            }
            .view()
        });
        let facts = facts_list(planned(header, &plan));
        let notes = notes(&plan);
        let submit = button("Restore", Weight::Primary).attr("type", "submit");
        let restore = form(move || {
            let old = match (own, self.in_use.get_untracked()) {
                (true, _) | (false, Some(0)) => OldTablet::Retired,
                (false, Some(_)) => OldTablet::InUse,
                (false, None) => {
                    return self.complain(
                        "in-use",
                        "Say whether the tablet that made this backup is still used".to_owned(),
                    );
                }
            };
            self.carry_out(Rc::clone(&backup), old);
        })
        .child(asked)
        .child(
            div("app-buttons")
                .child(idle_while(self.busy, submit))
                .child(self.another()),
        );
        Pieces::from(facts)
            .and(notes)
            .and(restore)
            .and(plan.shared.then(|| self.offer_new_book()))
    }

    fn carry_out(self, backup: Rc<(Header, Contents)>, old: OldTablet) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let Some(plan) = self.workspace.dry_run(&backup.1, old) else {
                return;
            };
            let outcome = self.workspace.restore_backup(&backup, &plan).await;
            match outcome {
                Ok(()) => {
                    let words = format!(
                        "{} from {} came back, {} newer now.",
                        records(plan.added),
                        backup.0.tablet,
                        counted(number(plan.newer + plan.differing), "is", "are")
                    );
                    self.workspace.notify("/records", "Restored", words);
                    self.navigation.go(Address::Records);
                }
                Err(error) => {
                    self.busy.try_set(false);
                    self.failure.try_set(Some(format!(
                        "{} What was here before is as it was. Try again.",
                        store_problem(&error)
                    )));
                }
            }
        });
    }

    /// Two tablets send as one.
    fn offer_new_book(self) -> El {
        warning(
            "Another tablet sends as this one",
            "Both were set up from one copy, and both have sent since. Restore its backup here, or this tablet’s there; then the tablet whose backup was taken begins anew, so that nothing is in doubt.",
        )
        .child(
            button("Begin anew on this tablet", Weight::Secondary).on("click", move |_| {
                spawn_local(async move {
                    match self.workspace.begin_new_book().await {
                        Ok(()) => {
                            self.workspace.notify(
                                "/safe",
                                "Begun anew",
                                "What was recorded here until now is sent by the other tablet.".to_owned(),
                            );
                            self.navigation.go(Address::Safe);
                        }
                        Err(error) => {
                            self.failure.set(Some(store_problem(&error)));
                        }
                    }
                });
            }),
        )
    }

    fn take_over(self, last: &Rc<LastReturn>) -> Pieces {
        if last.example {
            return Pieces::from(paragraph("This is a return of example data."))
                .and(self.another());
        }
        let words = format!(
            "This is a return of {} for {}. If that tablet was lost without a backup, this tablet can go on in its place: what it sent stands. Its records do not come back; what you type again from paper is marked so, and counts once your manager has decided.",
            last.tablet, last.team.name
        );
        let take = button("Take over without its records", Weight::Primary).on("click", {
            let last = Rc::clone(last);
            move |_| {
                let last = Rc::clone(&last);
                spawn_local(async move {
                    match self.workspace.take_over(&last).await {
                        Ok(()) => {
                            self.chosen.set(Chosen::Nothing);
                            let words = format!("This tablet goes on for {}.", last.tablet);
                            self.workspace.notify("/restore", "Taken over", words);
                        }
                        Err(error) => {
                            self.failure.set(Some(store_problem(&error)));
                        }
                    }
                });
            }
        });
        Pieces::from(paragraph(words)).and(div("app-buttons").child([take, self.another()]))
    }

    /// Typing again what a lost tablet held, from paper.
    fn typing_from_paper(self) -> Pieces {
        live(move || {
            let books = self.workspace.books.get()?;
            let settings = self.workspace.settings.get()?;
            let mut options = vec![(books.own.book, format!("{} (this tablet)", settings.tablet))];
            for other in &books.others.books {
                if other.holding == Holding::FromLastReturn {
                    options.push((other.history.book, other.tablet.to_string()));
                }
            }
            let buttons: Vec<El> = options
                .into_iter()
                .map(|(book, name)| self.start_typing(book, &name))
                .collect();
            Some(
                el("details")
                    .class("govuk-details")
                    .child(
                        el("summary").class("govuk-details__summary").child(
                            el("span")
                                .class("govuk-details__summary-text")
                                .child("There is no backup, only paper"),
                        ),
                    )
                    .child(
                        div("govuk-details__text")
                            .child(paragraph("Record as usual; each record says that it was typed again from paper. Choose in whose place. If the lost tablet ever sent a return, choose that return’s file above first."))
                            .child(div("app-buttons").child(buttons)),
                    ),
            )
        })
    }

    fn start_typing(self, book: BookId, name: &str) -> El {
        el("button")
            .attr("type", "button")
            .class("govuk-button govuk-button--secondary")
            .child(format!("Type in for {name}"))
            .on("click", move |_| {
                spawn_local(async move {
                    match self.workspace.type_from_paper(Some(book)).await {
                        Ok(()) => self.navigation.go(Address::RecordSession(Opening::Blank)),
                        Err(error) => {
                            self.failure.set(Some(store_problem(&error)));
                        }
                    }
                });
            })
    }
}

fn records(count: usize) -> String {
    counted(number(count), "record", "records")
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn planned(header: &Header, plan: &Restoration) -> Vec<(&'static str, String)> {
    let made_on = crate::browser::ambient::civil_date(header.made_at);
    vec![
        ("Made", short_date(made_on)),
        ("Tablet", header.tablet.to_string()),
        ("In it", counted(header.records, "record", "records")),
        ("Not here yet", records(plan.added)),
        ("Newer than here", records(plan.newer)),
        ("The same here", records(plan.same)),
        (
            "Older than here",
            format!("{}, which stay as they are here", records(plan.older)),
        ),
    ]
}

fn notes(plan: &Restoration) -> Pieces {
    let all_here = (plan.added + plan.newer + plan.differing == 0)
        .then(|| div("govuk-inset-text").child("Every record in it is here already."));
    let differing = (plan.differing > 0).then(|| {
        div("govuk-inset-text").child(format!(
            "{} changed both here and there. The later change stands; both can be seen in the record’s history.",
            counted(number(plan.differing), "record was", "records were")
        ))
    });
    let unreadable = (plan.unreadable > 0).then(|| {
        div("govuk-inset-text").child(counted(
            number(plan.unreadable),
            "entry of the backup cannot be read. It is kept as it is, and counts nowhere.",
            "entries of the backup cannot be read. They are kept as they are, and count nowhere.",
        ))
    });
    Pieces::from(all_here).and(differing).and(unreadable)
}
