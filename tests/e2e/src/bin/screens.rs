//! Takes the pictures of the documentation, from example data: every page on a
//! phone and on a tablet in both ways of holding it, and the tablet held upright
//! in dark colours too.
//!
//! `screens <folder>` takes those that a document shows, and no others. With `--all` after
//! it, every one; with `--whole` too, but each shows the whole page and each screen is in
//! both schemes, for looking over all of it. `--family` takes those of the family survey
//! alone, `--managers` those of the managers' pages. Pictures differ from day to day only
//! by the day's date and the example data made for it.
//!
//! **A new page is one line** in [`PAGES`]; a state of a page that takes taps to
//! come to, some lines in one of the functions below.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use daybook::domain::record::attendance::AgeBand;
use daybook::domain::record::locale::Phrase;
use daybook::domain::record::session::Kind;
use daybook::domain::record::survey::{Answer, SurveyVersion};
use daybook_e2e::app::Extent;
use daybook_e2e::city::{CityFiles, FIELD};
use daybook_e2e::error::Result;
use daybook_e2e::family::words_of;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::screen::{Scheme, Screen};
use daybook_e2e::tablet::Tablet;

/// Each screen with the word for it in file names.
const SCREENS: [(&str, Screen); 3] = [
    (
        "portrait",
        Screen {
            width: 820,
            height: 1180,
        },
    ),
    (
        "landscape",
        Screen {
            width: 1180,
            height: 820,
        },
    ),
    ("phone", Screen::PHONE),
];

/// A spreadsheet with a date that is month first, and a plan that is missing.
const TO_PUT_RIGHT: &str = "Date,Kind,Place,Plan,Under 5,Adults\n\
    03/31/2025,Group activity in a children's centre,Rosehill Children’s Centre,,8,6\n\
    8/4/2025,Co-worked case,,,1,1\n";

/// A spreadsheet of two quarters, with a club that is new and a line twice.
const PAST_SESSIONS: &str = "Date,Kind,Place,Under 5,11 to 15,Adults,Helpers\n\
    1/4/2025,Group activity in a children's centre,Rosehill Children’s Centre,8,,6,2\n\
    8/4/2025,Group activity in a children's centre,Rosehill Children’s Centre,11,,9,2\n\
    8/4/2025,Youth club,Northgate Club,,14,2,3\n\
    1/7/2025,Group activity in a children's centre,Rosehill Children’s Centre,9,,7,2\n\
    1/7/2025,Group activity in a children's centre,Rosehill Children’s Centre,9,,7,2\n";

/// Pages that an address leads to, with example data: the picture's name, the
/// address, and words that stand there once it is drawn.
const PAGES: [(&str, &str, &str); 13] = [
    ("today", "/", "Latest records"),
    ("record-a-session", "/session", "Who came?"),
    ("groups", "/groups", "Add a group"),
    ("add-a-group", "/groups/new", "Save group"),
    ("door-tally", "/tally", "Door tally"),
    ("paper-stack", "/survey/stack", "Keys of this form"),
    ("records", "/records", "direct contacts"),
    ("quarter", "/quarter", "By kind of session"),
    ("settings", "/settings", "Organisation file"),
    ("pins", "/locks", "Set the staff PIN"),
    ("install", "/install", "Install Daybook"),
    ("about", "/about", "About Daybook"),
    ("not-found", "/no-such-page", "Page not found"),
];

/// In a picture of a whole page the bar with the save button would lie over its
/// middle.
const BAR_AT_THE_END: &str = "const { sheet } = document.querySelector('link[rel=stylesheet]');
    sheet.insertRule('.app-savebar { position: static !important }', sheet.cssRules.length);
    return true;";

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: screens <folder> [--all] [--whole] [--family] [--managers]");
        return ExitCode::FAILURE;
    };
    let words: Vec<String> = arguments.collect();
    let asked = |word: &str| words.iter().any(|it| it == word);
    let extent = if asked("--whole") {
        Extent::Whole
    } else {
        Extent::InSight
    };
    let part = if asked("--family") {
        Part::Family
    } else if asked("--managers") {
        Part::Managers
    } else {
        Part::All
    };
    let shown = match shown() {
        Ok(shown) if !asked("--all") && extent == Extent::InSight => Some(shown),
        Ok(_) => None,
        Err(error) => {
            eprintln!("the documents cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    match all(folder, extent, part, shown).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What the documents say, which name the pictures that they show.
fn shown() -> std::io::Result<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut shown = std::fs::read_to_string(root.join("README.md"))?;
    for entry in std::fs::read_dir(root.join("docs"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "md") {
            shown.push_str(&std::fs::read_to_string(path)?);
        }
    }
    Ok(shown)
}

/// Which pages are gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of them.
    All,
    /// Those of the family survey, while one works on it.
    Family,
    /// Those of the managers' pages.
    Managers,
}

/// The pictures that are taken of one tablet.
struct Album {
    tablet: Tablet,
    folder: PathBuf,
    extent: Extent,
    /// Only pictures that are named here; `None` takes every one.
    shown: Option<String>,
}

async fn all(folder: PathBuf, extent: Extent, part: Part, shown: Option<String>) -> Result<()> {
    std::fs::create_dir_all(&folder)?;
    let mut album = Album {
        tablet: Tablet::new().await?,
        folder,
        extent,
        shown,
    };
    album.tablet.is_on("Set up this tablet").await?;
    album.tablet.sees("Ready to work offline").await?;
    if part == Part::Family {
        album.tablet.set_up(ROSEHILL).await?;
        album.tablet.set_pin("staff PIN", "4815").await?;
        return family(&mut album).await;
    }
    if part == Part::Managers {
        album.tablet.open("/roll-up").await?;
        return managers(&mut album).await;
    }
    album.take("first-start").await?;
    album.tablet.press("Start recording").await?;
    album.tablet.sees("There is a problem").await?;
    album.take("first-start-with-errors").await?;
    album.tablet.open("/").await?;
    album.tablet.press("Try it with example data").await?;
    album.tablet.is_on("Today").await?;
    for (name, address, words) in PAGES {
        album.tablet.open(address).await?;
        album.tablet.sees(words).await?;
        album.take(name).await?;
    }
    album.tablet.open("/").await?;
    session(&mut album).await?;
    door_tally(&mut album).await?;
    survey(&mut album).await?;
    records(&mut album).await?;
    places(&mut album).await?;
    sending(&mut album).await?;
    album.tablet.press("Leave the example").await?;
    album.tablet.is_on("Set up this tablet").await?;
    own(&mut album).await?;
    album.tablet.open("/roll-up").await?;
    album.tablet.enter("Staff PIN", "4815").await?;
    managers(&mut album).await
}

impl Album {
    /// Pictures of the page as it is, from its top and with the focus on nothing.
    async fn take(&mut self, name: &str) -> Result<()> {
        let top = "document.activeElement.blur(); scrollTo(0, 0); return true;";
        self.take_at(name, top).await
    }

    async fn take_at(&mut self, name: &str, place: &str) -> Result<()> {
        for (word, screen) in SCREENS {
            for scheme in Scheme::ALL {
                let dark = scheme == Scheme::Dark;
                if dark && word != "portrait" && self.extent == Extent::InSight {
                    continue;
                }
                let suffix = if dark { "-dark" } else { "" };
                let picture = format!("{name}-{word}{suffix}.webp");
                let is_shown = |all: &String| all.contains(&format!("screens/{picture})"));
                if !self.shown.as_ref().is_none_or(is_shown) {
                    continue;
                }
                self.tablet.turn(screen, scheme).await?;
                if self.extent == Extent::Whole {
                    let _: bool = self.tablet.script(BAR_AT_THE_END, vec![]).await?;
                }
                let _: bool = self.tablet.script(place, vec![]).await?;
                let file = self.folder.join(picture);
                self.tablet.small_picture(&file, self.extent).await?;
            }
        }
        let (_, usual) = SCREENS[0];
        self.tablet.turn(usual, Scheme::Light).await
    }
}

async fn session(album: &mut Album) -> Result<()> {
    album.tablet.follow("Record a session").await?;
    album.tablet.is_on("Record a session").await?;
    album.tablet.press("Save session").await?;
    album.tablet.sees("There is a problem").await?;
    album.take("record-a-session-with-errors").await?;
    let kind = "What kind of session was it?";
    album
        .tablet
        .choose(kind, Kind::TargetedPrevention.label())
        .await?;
    for (band, people) in AgeBand::ALL.into_iter().zip(["7", "2", "", "", "6"]) {
        if !people.is_empty() {
            album.tablet.fill(band.label(), people).await?;
        }
    }
    let tally = "inSight(group('Who came?')); document.activeElement.blur(); return true;";
    album.take_at("record-a-session-tally", tally).await?;
    album.tablet.press("Save session").await?;
    album.tablet.is_saved("15 direct contacts").await?;
    album.take("today-saved").await
}

async fn survey(album: &mut Album) -> Result<()> {
    album.tablet.follow("Record a survey").await?;
    album.tablet.is_on("Record a survey").await?;
    album
        .tablet
        .choose("Who answered?", "Parent or carer")
        .await?;
    for question in SurveyVersion::Standard.questions() {
        let answer = Answer::Yes.label(*question);
        album
            .tablet
            .choose(question.phrase().english(), answer)
            .await?;
    }
    album.take("record-a-survey").await
}

async fn records(album: &mut Album) -> Result<()> {
    album.tablet.follow("Records").await?;
    album.tablet.is_on("Records").await?;
    album.tablet.fill("Search", "rosehill").await?;
    let found = "return all('.app-days li').every((it) => words(it).includes('Rosehill')) || null;";
    let look = || album.tablet.script(found, vec![]);
    let _: bool = album.tablet.until("records at Rosehill", look).await?;
    album.take("records-searched").await?;
    album.tablet.fill("Search", "no such words").await?;
    album.tablet.sees("No record matches").await?;
    album.take("records-nothing-found").await?;
    album.tablet.press("Clear search and filters").await?;
    album.tablet.open_record("direct contacts").await?;
    album.tablet.sees("First saved").await?;
    album.tablet.press("Correct").await?;
    album.tablet.is_on("Correct a session").await?;
    album.take("correct-a-session").await?;
    album.tablet.fill("Adults", "9").await?;
    album.tablet.press("Save session").await?;
    album.tablet.sees("Changed ").await?;
    album.take("record").await
}

async fn places(album: &mut Album) -> Result<()> {
    album.tablet.open("/places").await?;
    album.tablet.is_on("Correct a place").await?;
    let first = "const list = field(arguments[0]);
        if (!list) return null;
        list.selectedIndex = 1;
        list.dispatchEvent(new Event('input', { bubbles: true }));
        return true;";
    for label in ["Which place is wrong?", "Where do its records belong?"] {
        let choose = || album.tablet.script(first, vec![label.into()]);
        let _: bool = album.tablet.until(label, choose).await?;
    }
    album.tablet.sees("What would change").await?;
    album.take("correct-a-place").await
}

async fn door_tally(album: &mut Album) -> Result<()> {
    album.tablet.follow("Today").await?;
    album.tablet.is_on("Today").await?;
    album.tablet.start_tally("Main hall").await?;
    for label in ["Under 5", "Adults", "Under 5", "Adults", "New families"] {
        album.tablet.tap_at_the_door(&[label]).await?;
    }
    album.tablet.sees("Every tap is kept").await?;
    album.take("door-tally").await?;
    album.tablet.follow("‹ Today").await?;
    album.tablet.sees("Open tallies").await?;
    album.take("today-with-a-tally").await?;
    album.tablet.follow("Door tally").await?;
    album.tablet.is_on("Door tally").await?;
    album.take("door-tally-begin").await
}

/// Past sessions: with something to put right, as they would be added, and added.
async fn spreadsheet(album: &mut Album) -> Result<()> {
    album.tablet.follow("Settings").await?;
    album
        .tablet
        .follow("Add past sessions from a spreadsheet")
        .await?;
    let label = "Spreadsheet (.xlsx, .ods or .csv)";
    let folder = tempfile::tempdir()?;
    let sheet = folder.path().join("sessions.csv");
    std::fs::write(&sheet, TO_PUT_RIGHT)?;
    album.tablet.choose_file(label, &sheet).await?;
    album.tablet.sees("There is a problem").await?;
    album.take("spreadsheet-to-put-right").await?;
    std::fs::write(&sheet, PAST_SESSIONS)?;
    album.tablet.choose_file(label, &sheet).await?;
    album.tablet.sees("Say what is meant").await?;
    album.take("spreadsheet-questions").await?;
    let asked = "What is the column “Helpers”? It has numbers in 5 lines";
    album.tablet.choose(asked, "Leave it out").await?;
    let asked = "These dates could be month first. Does the day come first?";
    album.tablet.choose(asked, "Yes, in all of them").await?;
    album.tablet.press("Go on").await?;
    album.tablet.sees("What would be added").await?;
    album.take("spreadsheet-dry-run").await?;
    album.tablet.press("Add 5 sessions").await?;
    album.tablet.sees("Added here").await?;
    album.take("spreadsheet-added").await
}

async fn sending(album: &mut Album) -> Result<()> {
    album.tablet.follow("Quarter").await?;
    album.tablet.press("Send return").await?;
    album.tablet.sees("What the return says").await?;
    album.take("check-the-return").await?;
    album.tablet.make_return().await?;
    album.tablet.sees("Download return").await?;
    album.take("receipt").await
}

/// Of a tablet’s own records, since an example is not backed up.
async fn own(album: &mut Album) -> Result<()> {
    album.tablet.set_up(ROSEHILL).await?;
    album.tablet.holds_nothing().await?;
    album.take("today-empty").await?;
    album.tablet.follow("Records").await?;
    album.tablet.sees("Nothing recorded yet.").await?;
    album.take("records-empty").await?;
    album.tablet.open("/import").await?;
    album
        .tablet
        .is_on("Past sessions from a spreadsheet")
        .await?;
    album.take("import").await?;
    album.tablet.open("/").await?;
    let session = &TypedSession::STAY_AND_PLAY;
    album.tablet.record_session(session).await?;
    album.tablet.follow("Is my work safe?").await?;
    album.tablet.is_on("Is my work safe?").await?;
    album.tablet.sees("Ready to work offline").await?;
    album.take("is-my-work-safe").await?;
    album.tablet.press("Back up without a passphrase").await?;
    let (name, bytes) = album.tablet.download("Download backup").await?;
    album.take("backup-to-check").await?;
    let folder = tempfile::tempdir()?;
    let backup = folder.path().join(name);
    std::fs::write(&backup, bytes)?;
    album.tablet.follow("Restore a backup").await?;
    let label = "Backup, or last return of a lost tablet";
    album.tablet.choose_file(label, &backup).await?;
    album.tablet.sees("Not here yet").await?;
    album.take("restore").await?;
    spreadsheet(album).await?;
    album.tablet.go_to_pins().await?;
    album.tablet.choose_pin("Set the staff PIN", "4815").await?;
    album.take("recovery-code").await?;
    album.tablet.press("I have written it down").await?;
    album.tablet.sees("PIN set").await?;
    album.tablet.press("Lock").await?;
    album.tablet.is_on("Daybook is locked").await?;
    album.take("locked").await?;
    album.tablet.enter("Staff PIN", "4815").await?;
    album.tablet.is_on("PINs").await?;
    family(album).await
}

/// The family survey on a tablet that is handed over, and what becomes of it. The
/// PIN is set, and it is on Today.
async fn family(album: &mut Album) -> Result<()> {
    let urdu = words_of("ur");
    album.tablet.offer_languages(&["ur", "pl", "uk"]).await?;
    album.take("survey-languages").await?;
    album.tablet.follow("Today").await?;
    album.tablet.press("Start a family survey").await?;
    album.tablet.is_on("Start a family survey").await?;
    album.take("start-a-family-survey").await?;
    album.tablet.press("Hand the tablet over").await?;
    album.tablet.sees(urdu.locale.name).await?;
    album.take("family-start").await?;
    album.tablet.press(Phrase::Start.english()).await?;
    album.tablet.is_on(Phrase::Who.english()).await?;
    album.take("family-who").await?;
    album.tablet.press(Phrase::ParentOrCarer.english()).await?;
    album.tablet.is_on(Phrase::Respect.english()).await?;
    album.take("family-question").await?;
    album.tablet.press(Phrase::Language.english()).await?;
    album.take("family-languages").await?;
    album.tablet.press(urdu.locale.name).await?;
    album.tablet.is_on(urdu.say(Phrase::Respect)).await?;
    album.take("family-question-urdu").await?;
    for _ in 0..3 {
        album.tablet.press(urdu.say(Phrase::Yes)).await?;
    }
    album.tablet.is_on(urdu.say(Phrase::WentWell)).await?;
    album.take("family-comment-urdu").await?;
    album.tablet.press(urdu.say(Phrase::Language)).await?;
    album.tablet.press("English").await?;
    album.tablet.is_on(Phrase::WentWell.english()).await?;
    album
        .tablet
        .write_comment("The crafts and a warm room")
        .await?;
    album.take("family-comment").await?;
    album.tablet.press(Phrase::Next.english()).await?;
    album
        .tablet
        .write_comment("Ask Mrs Smith to open later")
        .await?;
    album.tablet.press(Phrase::Next.english()).await?;
    album.tablet.is_on(Phrase::Check.english()).await?;
    album.take("family-check").await?;
    album.tablet.let_pass(61).await?;
    album.tablet.is_on(Phrase::StillThere.english()).await?;
    album.take("family-still-there").await?;
    album.tablet.press(Phrase::StillHere.english()).await?;
    album.tablet.press(Phrase::Finish.english()).await?;
    album.tablet.is_on(Phrase::ThankYou.english()).await?;
    album.take("family-thank-you").await?;
    album.tablet.press("For staff").await?;
    album.tablet.is_on("Take the tablet back").await?;
    album.take("family-staff").await?;
    album.tablet.enter("Staff PIN", "4815").await?;
    album.tablet.is_on("Today").await?;
    comments(album).await
}

async fn comments(album: &mut Album) -> Result<()> {
    album.tablet.follow("Quarter").await?;
    album.tablet.follow("Check comments").await?;
    album.tablet.sees("2 comments not read yet").await?;
    album
        .tablet
        .choose("What goes into the return?", "Include")
        .await?;
    album.take("check-comments").await?;
    album.tablet.tick("Activities").await?;
    album.tablet.press("Keep and go on").await?;
    album.tablet.sees("1 comment not read yet").await?;
    album
        .tablet
        .choose("What goes into the return?", "Redact")
        .await?;
    album
        .tablet
        .fill("What is shown in its place", "Open later")
        .await?;
    album.take("redact-a-comment").await?;
    album.tablet.tick("Days and times").await?;
    album.tablet.press("Keep and go on").await?;
    album.tablet.sees("All comments have been read").await?;
    album.take("comments-read").await?;
    album.tablet.follow("Poster: you said, we did").await?;
    album.tablet.sees("We did:").await?;
    album.take("poster").await
}

/// The managers' pages, with an invented city. Its first page is open.
async fn managers(album: &mut Album) -> Result<()> {
    let city = CityFiles::written()?;
    album.tablet.sees("No returns are open yet.").await?;
    album.take("managers-empty").await?;
    let mut files = city.returns()?;
    files.push(city.path("organisation.json"));
    let wrong = city.path("minutes.docx");
    std::fs::write(&wrong, b"PK\x03\x04 and what a letter holds")?;
    files.push(wrong);
    album.tablet.choose_files(FIELD, &files).await?;
    album.tablet.sees("Something has to be decided").await?;
    album.take("managers-returns").await?;
    for (name, link, words) in [
        ("managers-to-check", "To check", "Which one counts?"),
        (
            "managers-who-has-sent",
            "Who has sent",
            "Every team in every quarter",
        ),
        ("managers-figures", "Figures", "All together"),
        ("managers-organisation", "Organisation", "Localities"),
        ("managers-report", "Report", "How much did we do?"),
        ("managers-publish", "Publish", ") are hidden, and "),
        ("managers-pass-on", "Pass on", "The figures as a table"),
    ] {
        album.tablet.follow(link).await?;
        album.tablet.sees(words).await?;
        album.take(name).await?;
        for (part, of, heading) in [
            ("managers-charts", "Figures", "Charts"),
            ("managers-as-published", "Publish", "As it is published"),
            ("managers-report-figures", "Report", "How much did we do?"),
        ] {
            if of == link && album.extent == Extent::InSight {
                let place = format!(
                    "document.activeElement.blur();
                     all('h2').find((it) => words(it) === '{heading}').scrollIntoView();
                     return true;"
                );
                album.take_at(part, &place).await?;
            }
        }
    }
    album.tablet.follow("Published totals").await?;
    album.tablet.press("Type it in").await?;
    album.tablet.sees("There is a problem").await?;
    album.take("managers-published-with-errors").await
}
