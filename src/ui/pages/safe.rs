//! Is my work safe? What is true of the records on this tablet, and their
//! backup.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::files::OpenedFile;
use crate::browser::keeping_safe::{self, Persistence};
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::send::Sample;
use crate::domain::tablet::backed_up::BackupStanding;
use crate::domain::tablet::passphrase::to_lock_with;
use crate::ui::address::Address;
use crate::ui::app_shell;
use crate::ui::backing_up::{NotOpened, NotWritten, Written};
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::error_summary::Line;
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::file_field::file_field;
use crate::ui::components::hand_on::{HandOn, where_it_went};
use crate::ui::components::make_room::make_room;
use crate::ui::components::page::{Form, page};
use crate::ui::components::retention_offer::retention_offer;
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::frame::{backup_words, counted, link, says_cannot_save};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::sentences::{not_opened, store_problem};
use crate::ui::state::State;
use crate::ui::workspace::{Warning, Workspace};

/// The fewest characters of a passphrase: with fewer, a file that is found
/// could be opened by trying.
const SHORTEST_PASSPHRASE: usize = 10;

/// The page's state.
#[derive(Clone, Copy)]
struct Safe {
    workspace: Workspace,
    problems: Problems,
    passphrase: State<String>,
    again: State<String>,
    busy: State<bool>,
    written: State<Option<Written>>,
    failure: State<Option<String>>,
    checked: State<bool>,
}

/// What is true of the records here.
pub fn safe() -> El {
    let this = Safe {
        workspace: expect_context::<Workspace>(),
        problems: Problems::new(),
        passphrase: State::new(String::new()),
        again: State::new(String::new()),
        busy: State::new(false),
        written: State::new(None),
        failure: State::new(None),
        checked: State::new(false),
    };
    let kept = State::new(None::<Persistence>);
    spawn_local(async move {
        let said = keeping_safe::persistence().await;
        // The page may have been left.
        kept.try_set(Some(said));
    });
    let facts = live(move || facts_list(this.facts(kept.get())));
    let backup = live(move || match this.workspace.sample.get() {
        Sample::Example => paragraph("Example data is not backed up. Leave the example first."),
        Sample::Real => this.backup(),
    });
    let inside = facts.and(backup).and(make_room()).and(retention_offer(this.problems)).and(
        el("section")
            .child(el("h2").class("govuk-heading-m").child("When a tablet was lost or cleared"))
            .child(paragraph("A backup brings its records back, here or on another tablet. Without one, its last return still does part."))
            .child(paragraph(link(Address::Restore, "Restore a backup"))),
    );
    page("Is my work safe?", Form::Of(this.problems), inside)
}

impl Safe {
    fn facts(self, kept: Option<Persistence>) -> Vec<(&'static str, String)> {
        let (kept_records, removed) = self.workspace.ledger.with(|ledger| {
            let removed = ledger.iter().flat_map(Ledger::iter);
            let removed = removed.filter(|it| it.is_removed()).count();
            let all = ledger.as_ref().map_or(0, Ledger::len);
            (all - removed, removed)
        });
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let mut records = counted(number(kept_records), "record", "records");
        if removed > 0 {
            let more = counted(number(removed), "removed one", "removed ones");
            records.extend([", and ", &more, " that can be restored"]);
        }
        let stores = self.workspace.warnings.with(|warnings| {
            let told = |wanted: fn(&Warning) -> bool| warnings.iter().any(wanted);
            if says_cannot_save(warnings) {
                "One of the two copies cannot be used. Nothing can be saved here now"
            } else if told(|it| matches!(it, Warning::NotMended(_) | Warning::Unreadable(_))) {
                "The two copies do not agree, or a record cannot be read: see above"
            } else {
                "Both can be read, and they agree"
            }
        });
        let kept = match kept {
            None => "",
            Some(Persistence::Kept) => "Yes, until a person clears its data",
            Some(Persistence::MayGo) => {
                "Not promised. It may clear the records when space runs short: install Daybook, and back up"
            }
            Some(Persistence::NotSaid) => "It does not say. Back up often",
        };
        let backup = self.standing().map_or_else(String::new, backup_words);
        let secure = if keeping_safe::is_secure() {
            "Yes"
        } else {
            "No. Daybook cannot work offline here, and backups cannot be locked: open it at its https address"
        };
        vec![
            ("Saved on this tablet", records),
            ("Two copies of each record", stores.to_owned()),
            ("Last backup", backup),
            ("Kept by the browser", kept.to_owned()),
            ("Without a connection", app_shell::offline_words()),
            (
                "Installed on this tablet",
                app_shell::installed_words().to_owned(),
            ),
            ("Secure address", secure.to_owned()),
            ("Version", env!("CARGO_PKG_VERSION").to_owned()),
        ]
    }

    fn standing(self) -> Option<BackupStanding> {
        self.workspace.backup_standing.get()
    }

    fn backup(self) -> El {
        let inside = live(move || -> Pieces {
            if self.checked.get() {
                return self.done().into();
            }
            match self.written.get() {
                None => self.ask(),
                Some(written) => self.to_check(written),
            }
        });
        el("section")
            .child(el("h2").class("govuk-heading-m").child("Back up"))
            .child(live(move || {
                Some(warning("No backup was made", self.failure.get()?))
            }))
            .child(inside)
    }

    fn ask(self) -> Pieces {
        let words = paragraph(
            "A backup is one file with everything recorded here. Keep it where this tablet cannot be lost with it, such as your team’s shared drive. PINs are not in it.",
        );
        if !keeping_safe::is_secure() {
            let make = button("Back up without a passphrase", Weight::Primary)
                .on("click", move |_| self.make(String::new()));
            return Pieces::from(words).and(make);
        }
        let field = |id, label, hint, text: State<String>| {
            Field {
                id,
                label,
                hint,
                room: Room::Secret,
                value: reading(move || text.get()),
                typed: acting(move |typed| text.set(typed)),
                error: self.problems.at(id),
            }
            .view()
        };
        let submit = button("Back up", Weight::Primary).attr("type", "submit");
        let without = button("Back up without a passphrase", Weight::Secondary)
            .on("click", move |_| self.make(String::new()));
        let with = form(move || self.make_locked())
            .child(field(
                "passphrase",
                "Passphrase",
                Some("At least 10 characters. Nobody can open the file without it, so write it down and keep it apart from the file."),
                self.passphrase,
            ))
            .child(field("passphrase-again", "The same passphrase again", None, self.again))
            .child(
                div("app-buttons")
                    .child(idle_while(self.busy, submit))
                    .child(idle_while(self.busy, without)),
            );
        Pieces::from(words).and(with)
    }

    fn make_locked(self) {
        let typed = [self.passphrase, self.again].map(State::get_untracked);
        let [typed, again] = typed.map(|it| to_lock_with(&it));
        let mut lines = Vec::new();
        if typed.chars().count() < SHORTEST_PASSPHRASE {
            lines.push(Line {
                field: "passphrase".to_owned(),
                words: "Enter a passphrase of at least 10 characters".to_owned(),
            });
        } else if typed != again {
            lines.push(Line {
                field: "passphrase-again".to_owned(),
                words: "The two passphrases are not the same. Enter both again".to_owned(),
            });
        }
        let fine = lines.is_empty();
        self.problems.set(lines);
        if fine {
            self.make(typed);
        }
    }

    fn make(self, passphrase: String) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problems.set(Vec::new());
        spawn_local(async move {
            let outcome = self.workspace.back_up(&passphrase).await;
            self.passphrase.try_set(passphrase);
            self.busy.try_set(false);
            match outcome {
                Ok(written) => {
                    self.failure.try_set(None);
                    self.written.try_set(Some(written));
                }
                Err(why) => {
                    self.failure.try_set(Some(match why {
                        NotWritten::NotReady => {
                            "The records are still being read. Try again in a moment.".to_owned()
                        }
                        NotWritten::Store(error) => store_problem(&error),
                        NotWritten::NotOffered => {
                            "This browser cannot lock a file at this address.".to_owned()
                        }
                    }));
                }
            }
        });
    }

    fn to_check(self, written: Written) -> Pieces {
        let file = State::new(Some(written.file.clone()));
        let told = State::new(None);
        let hand_on = HandOn {
            download: "Download backup",
            share: "Share backup",
            file,
            problem: State::new(None),
            told,
            // It counts once it was read back.
            left: acting(|_| {}),
        };
        let said = live(move || {
            let words = self.problems.at("backup-file")()?;
            Some(el("p").class("govuk-error-message").child(words))
        });
        let chosen = acting(move |file| self.check(written.clone(), file));
        Pieces::from(
            el("ol")
                .class("govuk-list govuk-list--number")
                .child(
                    el("li")
                        .child(paragraph("Put the file in a safe place."))
                        .child(hand_on.view())
                        .child(where_it_went(told, || "Put it in a safe place, then choose it below.".to_owned())),
                )
                .child(
                    el("li")
                        .child(paragraph(
                            "Choose the file from where you put it. Daybook reads all of it, to be sure that it can be restored.",
                        ))
                        .child(file_field("backup-file", "The backup you have just saved", "", said, chosen)),
                ),
        )
    }

    fn check(self, written: Written, file: OpenedFile) {
        spawn_local(async move {
            let told = match file.bytes().await {
                Err(_) => Some("The browser could not read the file. Choose it again".to_owned()),
                Ok(bytes) => self.check_bytes(&written, &bytes).await,
            };
            let line = told.map(|words| Line {
                field: "backup-file".to_owned(),
                words,
            });
            self.problems.set(line.into_iter().collect());
        });
    }

    async fn check_bytes(self, written: &Written, bytes: &[u8]) -> Option<String> {
        let passphrase = self.passphrase.get_untracked();
        let opened = self.workspace.open_backup(bytes, &passphrase).await;
        match opened {
            Ok((header, contents)) if header == written.header => {
                match self.workspace.backup_checked(&header, &contents).await {
                    Ok(()) => {
                        self.checked.try_set(true);
                        None
                    }
                    Err(error) => Some(store_problem(&error)),
                }
            }
            Ok(_) | Err(NotOpened::WrongPassphrase | NotOpened::Locked) => {
                Some("This is a whole backup, but not the one just made".to_owned())
            }
            Err(why) => Some(not_opened(&why)),
        }
    }

    fn done(self) -> El {
        let words = self.standing().map_or_else(String::new, backup_words);
        div("app-notice")
            .attr("role", "alert")
            .child(el("p").class("app-notice__title").child("Backup checked"))
            .child(
                el("p")
                    .class("app-notice__words")
                    .child(format!("The file is whole and can be restored. {words}.")),
            )
    }
}
