//! What stands around every page: header, status line, warnings and footer.

use std::rc::Rc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::{Address, Opening};
use super::app_shell;
use super::components::banner::{banner, banner_button};
use super::components::button::{Weight, button, idle_while};
use super::components::cleared::cleared;
use super::components::field::refusal;
use super::components::warning::warning;
use super::markup::{El, Pieces, div, el, live, text_live};
use super::navigation::Navigation;
use super::pages::records::Looking;
use super::sentences;
use super::workspace::{Phase, Warning, Workspace};
use crate::browser::{ambient, files};
use crate::domain::base::calendar::{day_and_month, short_date};
pub use crate::domain::base::share::counted;
use crate::domain::record::ClockStanding;
use crate::domain::submission::send::Sample;
use crate::domain::tablet::backed_up::{BackupStanding, LastBackup};
use crate::domain::tablet::space::SpaceStanding;
use crate::store::archive::Loss;
use crate::store::reconcile::Quarantined;
use crate::ui::state::State;

/// A link to a page.
pub fn link(to: Address, words: impl Into<Pieces>) -> El {
    linked(&to.path(), words)
}

/// A link to a path.
pub fn linked(path: &str, words: impl Into<Pieces>) -> El {
    el("a").attr("href", path).class("govuk-link").child(words)
}

/// The way past the header, for those who use no finger (WCAG 2.4.1).
pub fn skip_link() -> El {
    el("a")
        .attr("href", "#main")
        .class("govuk-skip-link")
        .child("Skip to main content")
}

/// The head of every page, of both programs: the way home with whose pages these
/// are, something to tap beside it, and the links to the pages.
pub fn head(
    (home, whose): (&str, impl Into<Pieces>),
    beside: El,
    open: impl Fn() -> bool + 'static,
    pages: Vec<El>,
) -> El {
    let pages: Vec<El> = pages
        .into_iter()
        .map(|page| el("li").class("app-nav__item").child(page))
        .collect();
    let (menu, open) = (State::new(false), Rc::new(open));
    let has_pages = Rc::clone(&open);
    // On a phone the links would take a third of the screen: there they open.
    let opens = el("button")
        .attr("type", "button")
        .class("app-header__lock app-header__menu")
        .attr("aria-controls", "pages")
        .attr_of("aria-expanded", move || Some(menu.get().to_string()))
        .shown_while(move || has_pages())
        .on("click", move |_| menu.update(|open| *open = !*open))
        .child("Menu");
    el("header")
        .class("app-header")
        .child(
            div("govuk-width-container app-header__row")
                .child(
                    el("a")
                        .attr("href", home)
                        .class("app-header__name")
                        .child("Daybook"),
                )
                .child(el("span").class("app-header__team").child(whose))
                .child(beside)
                .child(opens),
        )
        .child(
            el("nav")
                .class("app-nav")
                .class_of("app-nav--opened", move || menu.get())
                .id("pages")
                .attr("aria-label", "Pages")
                .shown_while(move || open())
                .on("click", move |_| menu.set(false))
                .child(
                    el("ul")
                        .class("govuk-width-container app-nav__list")
                        .child(pages),
                ),
        )
}

/// The header with the pages of the app.
pub fn header() -> El {
    let workspace = expect_context::<Workspace>();
    let team = text_live(move || {
        workspace.settings.with(|settings| {
            settings
                .as_ref()
                .map(|it| it.team.name.to_string())
                .unwrap_or_default()
        })
    });
    let pages: Vec<El> = [
        (Address::Today, "Today"),
        (Address::RecordSession(Opening::Blank), "Record a session"),
        (Address::RecordSurvey, "Record a survey"),
        (Address::Records, "Records"),
        (Address::Quarter(None), "Quarter"),
    ]
    .into_iter()
    .map(|(to, name)| page_link(to, name))
    .collect();
    let open = move || workspace.phase.get() == Phase::Ready && !workspace.locking.shut.get();
    head(("/", team), lock_button(workspace), open, pages)
        .child(example_banner())
        .child(paper_banner())
}

/// Typing again from paper is marked on every page, with the way out of it.
fn paper_banner() -> Pieces {
    let workspace = expect_context::<Workspace>();
    live(move || {
        if workspace.locking.shut.get() {
            return None;
        }
        let books = workspace.books.get()?;
        let book = books.others.from_paper?;
        let other = books.others.books.iter().find(|it| it.history.book == book);
        let whose = other.map_or_else(|| "this tablet".to_owned(), |it| it.tablet.to_string());
        let stop = move || {
            spawn_local(async move {
                // Told by the banner itself, which stays.
                let _ = workspace.type_from_paper(None).await;
            });
        };
        Some(banner(
            "From paper",
            format!("What you record now is marked as typed again from paper, for {whose}."),
            banner_button("Stop", stop),
        ))
    })
}

/// Shuts the pages until the staff PIN is entered again.
fn lock_button(workspace: Workspace) -> El {
    el("button")
        .attr("type", "button")
        .class("app-header__lock")
        .shown_while(move || workspace.locking.can_lock())
        .on("click", move |_| workspace.lock())
        .child("Lock")
}

fn page_link(to: Address, name: &'static str) -> El {
    let path = expect_context::<Navigation>().path;
    let link = el("a")
        .attr("href", &to.path())
        .class("app-nav__link")
        .attr_of("aria-current", move || {
            let here = match (Address::parse(&path.get()), to) {
                (
                    Address::Quarter(_)
                    | Address::SendReturn(_)
                    | Address::Comments(_)
                    | Address::Teams
                    | Address::Poster(_),
                    Address::Quarter(_),
                )
                | (Address::Record(_) | Address::Correct(_), Address::Records)
                | (Address::RecordSession(_), Address::RecordSession(_)) => true,
                (here, to) => here == to,
            };
            here.then(|| "page".to_owned())
        })
        .child(name);
    if to == Address::Records {
        // From here all of them are listed; back from a record leads to where it
        // was opened from.
        let looking = expect_context::<Looking>();
        link.on("click", move |_| looking.begin_afresh())
    } else {
        link
    }
}

/// Example data is marked on every page, with the way out of it.
fn example_banner() -> El {
    let workspace = expect_context::<Workspace>();
    let problem = State::new(None::<String>);
    let navigation = expect_context::<Navigation>();
    let leave = move || {
        spawn_local(async move {
            match workspace.leave_example().await {
                Ok(()) => navigation.go(Address::Today),
                Err(error) => problem.set(Some(sentences::store_problem(&error))),
            }
        });
    };
    let problem = text_live(move || problem.get().unwrap_or_default());
    banner(
        "Example data",
        "Nothing here is real. Returns made from it say so.",
        Pieces::from(banner_button("Leave the example", leave)).and(problem),
    )
    .shown_while(move || workspace.sample.get() == Sample::Example && !workspace.locking.shut.get())
}

/// Today where the tablet is. What is drawn from it is drawn anew when another day
/// begins.
pub fn today() -> NaiveDate {
    use_context::<Workspace>().map_or_else(ambient::today, |workspace| workspace.today.get())
}

/// A moment as people say it: the time, and the day where it was not today. One that
/// lies on a day to come was told by a clock that was ahead, and says so. Where it is
/// drawn live, its day comes with midnight.
pub fn moment(at: DateTime<Utc>) -> String {
    let (on, today) = (ambient::civil_date(at), today());
    let day = if on == today {
        String::new()
    } else if on.year() == today.year() {
        day_and_month(on) + " "
    } else {
        short_date(on) + " "
    };
    day + &ambient::time_of_day(at) + said_of_a_day_to_come(on)
}

/// That nobody has reached a day yet, after it is said; nothing of any other.
pub fn said_of_a_day_to_come(day: NaiveDate) -> &'static str {
    if day > reached() {
        " (the clock was wrong)"
    } else {
        ""
    }
}

/// The latest day that was reached, as far as is known.
pub fn reached() -> NaiveDate {
    let known = |workspace: Workspace| untrack(|| workspace.clock()).today();
    use_context::<Workspace>().map_or_else(ambient::today, known)
}

/// One line that always tells the truth about what is saved. It sits in one
/// place and changes without moving anything else.
pub fn status_line() -> El {
    let workspace = expect_context::<Workspace>();
    let cannot_save = move || {
        workspace
            .warnings
            .with(|warnings| says_cannot_save(warnings))
    };
    let backup = move || match workspace.sample.get() {
        Sample::Example => None,
        Sample::Real => workspace.backup_standing.get(),
    };
    let words = move || {
        if cannot_save() {
            return "Cannot save on this tablet".to_owned();
        }
        if let Some(missing) = workspace.missing.get() {
            let records = u64::try_from(missing.records).unwrap_or(u64::MAX);
            let held = counted(records, "record", "records");
            return format!("Not on this tablet any more: {held}, in this page alone");
        }
        let known = workspace.ledger.with(|it| {
            it.as_ref()
                .map(|it| (it.kept(), it.last_saved(ambient::now())))
        });
        match known {
            None => "Reading what is saved…".to_owned(),
            Some((0, _)) => "Nothing recorded yet".to_owned(),
            Some((records, at)) => format!(
                "Saved on this tablet {} · {}",
                at.map(moment).unwrap_or_default(),
                counted(
                    u64::try_from(records).unwrap_or(u64::MAX),
                    "record",
                    "records"
                ),
            ),
        }
    };
    div("app-status")
        .class_of("app-status--error", move || {
            cannot_save() || workspace.missing.get().is_some()
        })
        .child(
            div("govuk-width-container app-status__row")
                .child(el("p").class("app-status__words").child(text_live(words)))
                .child(live(move || {
                    let standing = backup()?;
                    let none_yet = standing.last == LastBackup::Never && standing.saves == 0;
                    let link = link(Address::Safe, backup_words(standing));
                    let link = link.class("app-status__words govuk-link");
                    let due = standing.due;
                    (!none_yet).then(|| link.class_of("app-status__due", move || due))
                }))
                .child(
                    el("p")
                        .class("app-status__words app-status__offline")
                        .child(text_live(app_shell::offline_words)),
                ),
        )
}

/// Whether any of these says that nothing can be saved.
pub fn says_cannot_save(warnings: &[Warning]) -> bool {
    warnings
        .iter()
        .any(|it| matches!(it, Warning::CannotSave(_)))
}

/// How the records stand against the last checked backup, in a few words.
pub fn backup_words(standing: BackupStanding) -> String {
    let when = match standing.last {
        LastBackup::Never if standing.saves == 0 => return "Nothing to back up yet".to_owned(),
        LastBackup::Never => return "Not backed up".to_owned(),
        LastBackup::At(at) => format!("Backed up {}", moment(at)),
        LastBackup::ClockWasAhead => "Backed up while the clock was wrong".to_owned(),
    };
    if standing.saves == 0 {
        return when;
    }
    let since = counted(standing.saves, "change", "changes");
    format!("{when}, {since} since")
}

/// What a person must know about the stores, said loudly.
pub fn warnings() -> Pieces {
    let workspace = expect_context::<Workspace>();
    let setting_right = SettingRight::new(workspace);
    live(move || {
        if workspace.locking.shut.get() {
            // What cannot be read could be downloaded here.
            return Vec::new();
        }
        let shown: Vec<El> = workspace
            .warnings
            .get()
            .into_iter()
            .map(one_warning)
            .collect();
        shown
    })
    .and(cleared())
    .and(live(move || {
        let shut = workspace.locking.shut.get();
        clock_warning(workspace, (!shut).then_some(setting_right))
    }))
    .and(live(move || space_warning(workspace)))
}

/// A clock that cannot be right is said before a date is taken from it; and one that
/// was perhaps ahead once, until a person has said so: `setting_right` does that, and
/// there is none while the pages are shut.
fn clock_warning(workspace: Workspace, setting_right: Option<SettingRight>) -> Option<El> {
    let clock = workspace.clock();
    let in_doubt = clock.standing() == ClockStanding::InDoubt;
    let later = workspace.saved_later_than(clock.says);
    let says = short_date(clock.says);
    let setting_right = setting_right.filter(|_| clock.may_be_right() && !later.is_empty());
    if in_doubt && setting_right.is_none() {
        return Some(warning(
            "This tablet’s clock is wrong",
            format!(
                "It says {says}, but {} has been reached already. Set the clock if you can. Until then, type the date of what you record; each record notes that.",
                short_date(clock.reached),
            ),
        ));
    }
    let setting_right = setting_right?;
    let last = later
        .last()
        .map(|record| short_date(record.first_saved_on()))?;
    let saved = match later.len() {
        1 => format!("a record was saved on {last}"),
        many => format!(
            "{} were saved on later days, up to {last}",
            counted(u64::try_from(many).unwrap_or(u64::MAX), "record", "records")
        ),
    };
    let until_then = if in_doubt {
        " If it is not, set the clock. Until then, type the date of what you record."
    } else {
        ""
    };
    let asked = warning(
        "This tablet’s clock is wrong, or was",
        format!("It says {says}, but {saved}. Is today {says}?{until_then}"),
    );
    let yes = el("button")
        .attr("type", "button")
        .class("govuk-button govuk-button--secondary")
        .child(format!("Yes, today is {says}"))
        .on("click", move |_| setting_right.says_the_clock_is_right());
    Some(
        asked
            .child(idle_while(setting_right.busy, yes))
            .child(refusal(setting_right.failure)),
    )
}

/// The saying that the clock is right now.
#[derive(Clone, Copy)]
struct SettingRight {
    workspace: Workspace,
    navigation: Navigation,
    busy: State<bool>,
    failure: State<Option<String>>,
}

impl SettingRight {
    fn new(workspace: Workspace) -> Self {
        Self {
            workspace,
            navigation: expect_context::<Navigation>(),
            busy: State::new(false),
            failure: State::new(None),
        }
    }

    fn says_the_clock_is_right(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let path = self.navigation.path.get_untracked();
        spawn_local(async move {
            let outcome = self.workspace.clock_is_right().await;
            self.busy.try_set(false);
            match outcome {
                Ok(records) => {
                    self.failure.try_set(None);
                    let words = format!(
                        "{} noted that the clock was wrong then. Look at the date of each: correct it where it is wrong too.",
                        counted(records, "record has", "records have")
                    );
                    self.workspace.notify(&path, "The clock is right", words);
                }
                Err(error) => {
                    self.failure.try_set(Some(sentences::store_problem(&error)));
                }
            }
        });
    }
}

/// A store that fills up is said while there is still time.
fn space_warning(workspace: Workspace) -> Option<El> {
    if workspace.locking.shut.get() {
        return None;
    }
    let space = workspace.space.get()?;
    let (title, words) = match space.standing() {
        SpaceStanding::Room => return None,
        SpaceStanding::Filling => (
            "The space for records is filling up",
            format!(
                "{}% of it is used. Back up, then make room: no record goes away by it.",
                space.percent()
            ),
        ),
        SpaceStanding::Full => (
            "The space for records is full",
            "The last of it, kept free for this, is being used. Back up and make room now, before a record cannot be saved. No record goes away by it.".to_owned(),
        ),
    };
    Some(warning(title, words).child(el("p").child(link(Address::Safe, "Make room"))))
}

fn one_warning(what: Warning) -> El {
    let (title, words) = warning_words(&what);
    let section = warning(title, words);
    match what {
        Warning::Unreadable(quarantine) => section.child(
            button("Download the unreadable records", Weight::Secondary)
                .on("click", move |_| rescue(&quarantine)),
        ),
        Warning::EverythingGone | Warning::OlderGone => {
            section.child(el("p").child(link(Address::Restore, "Restore a backup")))
        }
        Warning::CannotSave(_)
        | Warning::Mended(..)
        | Warning::SetUpUnreadable(..)
        | Warning::NotMended(_) => section,
    }
}

fn warning_words(warning: &Warning) -> (String, String) {
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    match warning {
        Warning::CannotSave(error) => (
            "Nothing can be saved on this tablet now".to_owned(),
            format!(
                "{} Do not record here until it is put right: use paper, or another tablet.",
                sentences::store_problem(error)
            ),
        ),
        Warning::Mended(loss, count) => {
            let which = match loss {
                Loss::LocalStorage => "The browser’s local storage",
                Loss::Journal | Loss::JournalOnly | Loss::Nothing | Loss::Everything => "The browser’s journal",
            };
            (
                format!("{which} had been emptied, and has been mended"),
                format!(
                    "{} put back from the second copy on this tablet. Nothing needs to be done, but tell whoever looks after the tablet: something clears its data.",
                    counted(number(*count), "record was", "records were")
                ),
            )
        }
        Warning::EverythingGone => (
            "The records that were on this tablet are gone".to_owned(),
            "The browser’s data was cleared. Returns that were sent are not affected. A backup brings the records back.".to_owned(),
        ),
        Warning::OlderGone => (
            "Older records that were on this tablet are gone".to_owned(),
            "The browser lost the one copy of them, and totals of their quarters are too low. Returns that were sent are not affected. Your checked backup brings the records back: do it before sending anything again.".to_owned(),
        ),
        Warning::Unreadable(quarantine) => {
            let many = number(quarantine.len());
            let kept = if many == 1 {
                "It is kept as it is and is not in any total. Download it"
            } else {
                "They are kept as they are and are not in any total. Download them"
            };
            let why = quarantine
                .first()
                .map(|one| sentences::unreadable(&one.why))
                .unwrap_or_default();
            (
                counted(many, "record cannot be read", "records cannot be read"),
                format!("{why} {kept} and send the file to whoever supports Daybook."),
            )
        }
        Warning::SetUpUnreadable(key, why) => (
            match key {
                crate::store::MetaKey::Settings => "This tablet’s set-up cannot be read",
                crate::store::MetaKey::History => "What this tablet has sent cannot be read",
                crate::store::MetaKey::Books => {
                    "What came from other tablets cannot be read"
                }
                crate::store::MetaKey::Sentinel
                | crate::store::MetaKey::Sample
                | crate::store::MetaKey::BackedUp
                | crate::store::MetaKey::JournalOnly
                | crate::store::MetaKey::RollUp
                | crate::store::MetaKey::Editions
                | crate::store::MetaKey::Hands
                | crate::store::MetaKey::Locks => {
                    "Part of what is kept here cannot be read"
                }
            }
            .to_owned(),
            format!("{} The records are not affected.", sentences::unreadable(why)),
        ),
        Warning::NotMended(error) => (
            "The two copies on this tablet do not agree yet".to_owned(),
            format!(
                "{} Every record is shown here all the same. Open Daybook again in a while.",
                sentences::store_problem(error)
            ),
        ),
    }
}

/// Hands over the bytes of unreadable records, so that nothing is lost.
fn rescue(quarantine: &[Quarantined]) {
    let mut text = String::new();
    for one in quarantine {
        for (place, kept) in [("local storage", &one.local), ("journal", &one.journal)] {
            if let Some(kept) = kept {
                text.extend([&one.key, " (", place, "): ", kept, "\n"]);
            }
        }
    }
    // A refusal leaves everything where it is, and the button to tap again.
    let _ = files::download(&files::OutFile {
        name: "daybook-unreadable-records.txt".to_owned(),
        content: text.into_bytes(),
    });
}

/// The footer.
pub fn footer() -> El {
    let workspace = expect_context::<Workspace>();
    // Until the page is whole the footer would stand where the page will, and jump.
    // Style tells by it that Daybook still opens (`style/_layout.scss`).
    let is_whole = move || match workspace.phase.get() {
        Phase::Opening => false,
        Phase::FirstStart => true,
        Phase::Ready => {
            workspace.ledger.with(Option::is_some)
                || workspace.locking.shut.get()
                || workspace.warnings.with(|it| says_cannot_save(it))
        }
    };
    let footer = el("footer").class("app-footer").shown_while(is_whole);
    footer.child(
        div("govuk-width-container app-footer__row")
            .child(link(Address::Safe, "Is my work safe?"))
            .child(link(Address::Settings, "Settings"))
            .child(link(Address::About, "About Daybook and what it stores"))
            .child(link(Address::Locks, "PINs"))
            .child(linked("/roll-up", "Roll-up, for managers"))
            .child(link(Address::Install, "Install Daybook"))
            .child(el("span").child(concat!("Version ", env!("CARGO_PKG_VERSION")))),
    )
}
