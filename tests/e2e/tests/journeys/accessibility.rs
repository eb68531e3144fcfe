//! No barrier that a machine can find, on any page, on a tablet and a phone, in
//! light and dark colours; and nothing out of a finger's reach, from a landscape
//! tablet down to 320 pixels, which is also any tablet at 400% zoom.

use daybook::domain::record::locale::{Phrase, Words};
use daybook::domain::record::session::Kind;
use daybook::domain::record::survey::SurveyVersion;
use daybook_e2e::city::{CityFiles, open_files};
use daybook_e2e::error::Result;
use daybook_e2e::family::words_of;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::screen::{Scheme, Screen};
use daybook_e2e::tablet::Tablet;

use crate::family::set_up_with_a_pin;
use crate::groups::keep_tots;
use crate::import::{FILE as SHEET, THREE, WRONG};
use crate::managers::at_the_desk;
use crate::managers_publish::FIRST;
use crate::managers_report::PUBLIC;
use crate::organisation::{FILE, TWO_TEAMS};
use crate::storage::TRAP;

/// Looks at each page in both schemes and keeps what it finds, so that one run
/// tells of all barriers.
struct Look {
    tablet: Tablet,
    screen: Screen,
    /// The widths at which it is measured what a finger reaches.
    widths: [u32; 2],
    found: Vec<String>,
}

impl Look {
    async fn at(&mut self, page: &str) -> Result<()> {
        for scheme in Scheme::ALL {
            self.tablet.turn(self.screen, scheme).await?;
            for barrier in self.tablet.barriers().await? {
                self.found.push(format!(
                    "{page}, {}: {} at {}: {}",
                    scheme.name(),
                    barrier.rule,
                    barrier.place,
                    barrier.why
                ));
            }
        }
        for width in self.widths {
            let screen = Screen { width, height: 700 };
            self.tablet.turn(screen, Scheme::Light).await?;
            for one in self.tablet.out_of_reach().await? {
                self.found.push(format!("{page}, {width} wide: {one}"));
            }
        }
        self.tablet.turn(self.screen, Scheme::Light).await
    }
}

async fn check_no_barrier(screen: Screen, widths: [u32; 2]) -> Result<()> {
    let mut look = Look {
        tablet: Tablet::new().await?,
        screen,
        widths,
        found: Vec::new(),
    };
    look.tablet.turn(screen, Scheme::Light).await?;
    look.tablet.is_on("Set up this tablet").await?;
    look.at("First start").await?;
    look.tablet.press("Start recording").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("First start with errors").await?;
    organisation_file(&mut look).await?;
    example(&mut look).await?;
    look.tablet.set_up(ROSEHILL).await?;
    look.tablet.holds_nothing().await?;
    look.at("Today, empty").await?;
    session_form(&mut look).await?;
    look.at("Today with a record").await?;
    groups(&mut look).await?;
    door_tally(&mut look).await?;
    survey_form(&mut look).await?;
    records(&mut look).await?;
    to_the_receipt(&mut look).await?;
    look.tablet
        .follow("About Daybook and what it stores")
        .await?;
    look.tablet.is_on("About Daybook").await?;
    look.at("About").await?;
    look.tablet.follow("Install Daybook").await?;
    look.tablet.is_on("Install Daybook").await?;
    look.at("Install").await?;
    safe_and_restore(&mut look).await?;
    spreadsheets(&mut look).await?;
    look.tablet.open("/no-such-page").await?;
    look.tablet.is_on("Page not found").await?;
    look.at("Page not found").await?;
    sent_again(&mut look).await?;
    pins(&mut look).await?;
    not_saved_and_stopped(&mut look).await?;
    assert!(look.found.is_empty(), "{}", look.found.join("\n\n"));
    Ok(())
}

/// Every screen of the survey in three languages, and what staff do around it.
async fn check_family_survey(screen: Screen, widths: [u32; 2]) -> Result<()> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    let mut look = Look {
        tablet,
        screen,
        widths,
        found: Vec::new(),
    };
    look.tablet.offer_languages(&["ur", "pl"]).await?;
    look.at("Survey languages").await?;
    look.tablet.follow("Record a survey").await?;
    look.tablet
        .follow("Many forms without comments? Enter a stack with the keyboard")
        .await?;
    look.tablet.press("Save this form").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("Paper stack with errors").await?;
    look.tablet.follow("Today").await?;
    look.tablet.press("Start a family survey").await?;
    look.tablet.is_on("Start a family survey").await?;
    look.at("Start a family survey").await?;
    look.tablet.hand_over().await?;
    for tag in ["en", "ur", "pl"] {
        let words = words_of(tag);
        if tag != "en" {
            look.tablet.press(words.locale.name).await?;
        }
        survey_screens(&mut look, &words).await?;
    }
    look.tablet.press("For staff").await?;
    look.tablet
        .enter_wrong("Staff PIN", "0000", "This is not the staff PIN")
        .await?;
    look.at("Take the tablet back, with a wrong PIN").await?;
    look.tablet.press("Back to the survey").await?;
    look.tablet.take_back().await?;
    comments(&mut look).await?;
    assert!(look.found.is_empty(), "{}", look.found.join("\n\n"));
    Ok(())
}

/// The managers' pages: empty, full, with something to decide, and with errors.
async fn check_managers(screen: Screen, widths: [u32; 2]) -> Result<()> {
    let city = CityFiles::written()?;
    let mut look = Look {
        tablet: at_the_desk().await?,
        screen,
        widths,
        found: Vec::new(),
    };
    look.tablet.turn(screen, Scheme::Light).await?;
    look.at("Returns, empty").await?;
    let mut files = city.returns()?;
    files.push(city.path("organisation.json"));
    let wrong = city.path("wrong.json");
    std::fs::write(&wrong, "no return")?;
    files.push(wrong);
    open_files(&look.tablet, &files).await?;
    look.tablet.sees("1 file was not opened").await?;
    look.at("Returns").await?;
    for room in ["Who has sent", "Figures", "Pass on"] {
        look.tablet.follow(room).await?;
        look.tablet.is_on(room).await?;
        look.at(room).await?;
    }
    look.tablet.press("Download the combined file").await?;
    look.tablet.sees("Say what it is of").await?;
    look.at("Pass on with an error").await?;
    look.tablet.follow("Report").await?;
    look.tablet.sees("How much did we do?").await?;
    look.at("Report").await?;
    look.tablet
        .tick("A page for each school, to hand over")
        .await?;
    look.tablet.choose_from("For", PUBLIC).await?;
    look.tablet.sees("This is the first edition").await?;
    look.at("Report that asks for earlier editions").await?;
    look.tablet.tick(FIRST).await?;
    look.tablet.sees("Early Help in your school").await?;
    look.at("Report for the public, with pages for schools")
        .await?;
    look.tablet.follow("Publish").await?;
    look.tablet.sees(") are hidden, and ").await?;
    look.at("Publish").await?;
    look.tablet
        .fill("The largest number that is hidden", "0")
        .await?;
    look.tablet.press("Use this").await?;
    look.tablet.sees("There is a problem").await?;
    look.tablet.press("The same figures as a table").await?;
    look.at("Publish with an error and a table").await?;
    look.tablet.follow("To check").await?;
    look.tablet.press("Decide").await?;
    look.tablet.sees("Choose which one counts").await?;
    look.at("To check with an error").await?;
    look.tablet.follow("Organisation").await?;
    look.tablet.fill("Schools pledge", "many").await?;
    look.tablet.press("Add a locality").await?;
    look.tablet.fill("Name, locality 4", "North").await?;
    look.tablet.press("Keep the organisation").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("Organisation with errors").await?;
    look.tablet.follow("Published totals").await?;
    look.tablet.press("Type it in").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("Published totals with errors").await?;
    assert!(look.found.is_empty(), "{}", look.found.join("\n"));
    Ok(())
}

async fn survey_screens(look: &mut Look, words: &Words) -> Result<()> {
    let tag = words.locale.tag;
    let say = |phrase| words.say(phrase);
    look.tablet.is_on(say(Phrase::Title)).await?;
    look.at(&format!("Survey, start, {tag}")).await?;
    look.tablet.press(say(Phrase::Start)).await?;
    look.tablet.is_on(say(Phrase::Who)).await?;
    look.at(&format!("Survey, who, {tag}")).await?;
    look.tablet.press(say(Phrase::Language)).await?;
    look.tablet.is_on(say(Phrase::ChooseLanguage)).await?;
    look.at(&format!("Survey, languages, {tag}")).await?;
    look.tablet.press(say(Phrase::Back)).await?;
    look.tablet.press(say(Phrase::YoungPerson)).await?;
    for asked in [Phrase::Respect, Phrase::Listened, Phrase::Helped] {
        look.tablet.is_on(say(asked)).await?;
        if asked == Phrase::Respect {
            look.at(&format!("Survey, a question, {tag}")).await?;
        }
        look.tablet.press(say(Phrase::Partly)).await?;
    }
    look.tablet.is_on(say(Phrase::WentWell)).await?;
    look.tablet.write_comment("Toys").await?;
    look.at(&format!("Survey, a comment, {tag}")).await?;
    look.tablet.press(say(Phrase::Next)).await?;
    look.tablet.is_on(say(Phrase::CouldBeBetter)).await?;
    look.tablet.press(say(Phrase::Next)).await?;
    look.tablet.is_on(say(Phrase::Check)).await?;
    look.at(&format!("Survey, all answers, {tag}")).await?;
    look.tablet.let_pass(61).await?;
    look.tablet.is_on(say(Phrase::StillThere)).await?;
    look.at(&format!("Survey, still there, {tag}")).await?;
    look.tablet.press(say(Phrase::StillHere)).await?;
    look.tablet.press(say(Phrase::Finish)).await?;
    look.tablet.is_on(say(Phrase::ThankYou)).await?;
    look.at(&format!("Survey, thanks, {tag}")).await?;
    look.tablet.press(say(Phrase::ToTheStart)).await?;
    look.tablet.is_on(Phrase::Title.english()).await
}

async fn comments(look: &mut Look) -> Result<()> {
    look.tablet.follow("Quarter").await?;
    look.tablet.says("shown five at a time").await?;
    look.at("Quarter with surveys").await?;
    look.tablet.follow("Check comments").await?;
    look.tablet.sees("3 comments not read yet").await?;
    look.tablet.press("Keep and go on").await?;
    look.tablet.sees("Choose what goes into the return").await?;
    look.at("Check comments with errors").await?;
    look.tablet
        .choose("What goes into the return?", "Redact")
        .await?;
    look.tablet.tick("Activities").await?;
    look.tablet.press("Keep and go on").await?;
    look.tablet.sees("2 comments not read yet").await?;
    look.at("Check comments").await?;
    look.tablet.follow("Poster: you said, we did").await?;
    look.tablet.sees("We did:").await?;
    look.at("Poster").await
}

async fn groups(look: &mut Look) -> Result<()> {
    look.tablet.open("/groups").await?;
    look.tablet.is_on("Regular groups").await?;
    look.at("Regular groups, none").await?;
    look.tablet.press("Add a group").await?;
    look.tablet.is_on("Add a group").await?;
    look.tablet.press("Save group").await?;
    look.tablet.sees("Enter the name of the group").await?;
    look.at("Group with errors").await?;
    keep_tots(&look.tablet).await?;
    look.at("Regular groups").await?;
    look.tablet.follow("Today").await?;
    look.tablet.sees("Today’s groups").await?;
    look.at("Today with groups").await?;
    look.tablet
        .follow("Tots Rosehill Children’s Centre")
        .await?;
    look.tablet.is_on("Tots").await?;
    look.tablet
        .fill_in_attendance(&TypedSession::STAY_AND_PLAY)
        .await?;
    look.at("Session of a group").await?;
    look.tablet.press("Save session").await?;
    look.tablet.is_saved("15 direct contacts").await?;
    look.tablet
        .follow("Tots Rosehill Children’s Centre · recorded today")
        .await?;
    look.tablet.is_on("Tots").await?;
    look.tablet
        .fill_in_attendance(&TypedSession::STAY_AND_PLAY)
        .await?;
    look.tablet.press("Save session").await?;
    look.tablet.sees("Looks the same").await?;
    look.at("Session that looks the same").await?;
    look.tablet.follow("Today").await?;
    look.tablet.is_on("Today").await
}

async fn safe_and_restore(look: &mut Look) -> Result<()> {
    look.tablet.follow("Is my work safe?").await?;
    look.tablet.is_on("Is my work safe?").await?;
    look.at("Is my work safe").await?;
    look.tablet.press("Back up").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("Is my work safe, with errors").await?;
    look.tablet.press("Back up without a passphrase").await?;
    let (name, bytes) = look.tablet.download("Download backup").await?;
    look.at("Backup to check").await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(name);
    std::fs::write(&file, bytes)?;
    let label = "The backup you have just saved";
    look.tablet.choose_file(label, &file).await?;
    look.tablet.sees("Backup checked").await?;
    look.at("Backup checked").await?;
    look.tablet.follow("Restore a backup").await?;
    look.tablet.is_on("Restore a backup").await?;
    look.at("Restore").await?;
    let label = "Backup, or last return of a lost tablet";
    look.tablet.choose_file(label, &file).await?;
    look.tablet.sees("Not here yet").await?;
    look.at("Restore, dry run").await
}

async fn spreadsheets(look: &mut Look) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("sessions.csv");
    look.tablet.open("/import").await?;
    look.tablet.press("What goes into the columns").await?;
    look.at("Spreadsheet").await?;
    std::fs::write(&file, WRONG)?;
    look.tablet.choose_file(SHEET, &file).await?;
    look.tablet.sees("10 things to put right").await?;
    look.at("Spreadsheet with errors").await?;
    let asked = "Date,Kind,Adults,Shoe size\r\n1/4/2025,Targeted,3,9\r\n";
    std::fs::write(&file, asked)?;
    look.tablet.choose_file(SHEET, &file).await?;
    look.tablet.sees("Say what is meant").await?;
    look.tablet.press("Go on").await?;
    look.at("Spreadsheet, questions").await?;
    look.tablet.press("Choose another file").await?;
    // A line that is twice in it, and a column that is not known.
    let headed = THREE.replace("Note\r\n", "Note,Shoe size\r\n");
    std::fs::write(&file, format!("{headed}1/7/2025,Targeted,,,3,1,,,x\r\n"))?;
    look.tablet.choose_file(SHEET, &file).await?;
    look.tablet.sees("1 line is as another").await?;
    look.at("Spreadsheet, dry run").await?;
    look.tablet.press("Add 4 sessions").await?;
    look.tablet.sees("Added here").await?;
    look.at("Spreadsheet, added").await?;
    look.tablet.choose_file(SHEET, &file).await?;
    look.tablet.sees("It adds nothing.").await?;
    look.at("Spreadsheet, the same again").await
}

async fn organisation_file(look: &mut Look) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("organisation.json");
    std::fs::write(&file, TWO_TEAMS)?;
    look.tablet.choose_file(FILE, &file).await?;
    look.tablet.is_on("Choose your team").await?;
    look.at("Choose your team").await?;
    look.tablet.open("/").await?;
    look.tablet.is_on("Set up this tablet").await
}

async fn example(look: &mut Look) -> Result<()> {
    look.tablet.press("Try it with example data").await?;
    look.tablet.is_on("Today").await?;
    look.at("Today, example data").await?;
    look.tablet.follow("Quarter").await?;
    look.tablet.says("By kind of session").await?;
    look.at("Quarter, example data").await?;
    look.tablet.press("Leave the example").await?;
    look.tablet.is_on("Set up this tablet").await
}

async fn sent_again(look: &mut Look) -> Result<()> {
    look.tablet.open("/").await?;
    look.tablet
        .record_session(&TypedSession::STAY_AND_PLAY)
        .await?;
    look.tablet.follow("Quarter").await?;
    look.tablet.sees("Changed since it was made").await?;
    look.at("Quarter, changed since it was made").await?;
    look.tablet.press("Send return again").await?;
    look.tablet.is_on("Check the return").await?;
    look.tablet.press("Make return").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("Check the return again, with errors").await
}

async fn not_saved_and_stopped(look: &mut Look) -> Result<()> {
    look.tablet.open("/").await?;
    look.tablet.enter("Staff PIN", "4815").await?;
    look.tablet.is_on("Today").await?;
    look.tablet.follow("Record a session").await?;
    look.tablet.is_on("Record a session").await?;
    // What Daybook keeps free is gone as well.
    look.tablet.fill_up().await?;
    let _: bool = look
        .tablet
        .script("localStorage.removeItem('ballast'); return true;", vec![])
        .await?;
    look.tablet.fill_up().await?;
    // Another one than was saved a moment ago, or that is asked first.
    let another = TypedSession {
        came: [3, 0, 0, 0, 2],
        ..TypedSession::STAY_AND_PLAY
    };
    look.tablet.fill_in_session(&another).await?;
    look.tablet.press("Save session").await?;
    look.tablet.sees("Not saved").await?;
    look.at("Not saved").await?;
    let _: bool = look.tablet.script(TRAP, vec![]).await?;
    look.tablet.is_on("Daybook has stopped").await?;
    look.at("Daybook has stopped").await
}

async fn unfinished(look: &mut Look) -> Result<()> {
    look.tablet.fill("Adults", "3").await?;
    look.tablet.follow("Today").await?;
    look.tablet.sees("Left unfinished:").await?;
    look.at("Today with unfinished input").await?;
    look.tablet.follow("Go on with the session").await?;
    look.tablet.sees("This was left unfinished").await?;
    look.at("Record a session, with unfinished input").await?;
    look.tablet.press("Discard").await
}

async fn erasing_and_bin(look: &mut Look) -> Result<()> {
    look.tablet.press("Erase text").await?;
    look.tablet.sees("It cannot be undone.").await?;
    look.at("A record, before its text is erased").await?;
    look.tablet.press("Erase text for good").await?;
    look.tablet.sees("Text erased").await?;
    look.tablet.press("Remove").await?;
    look.tablet
        .sees("is in the bin and no longer counts")
        .await?;
    look.at("Records after a removal").await?;
    look.tablet.choose_from("Show", "Bin").await?;
    look.tablet.open_record("18 direct contacts").await?;
    look.tablet.sees("First saved").await?;
    look.at("A removed record").await?;
    look.tablet.press("Restore").await?;
    look.tablet.sees("It counts again.").await
}

async fn pins(look: &mut Look) -> Result<()> {
    look.tablet.go_to_pins().await?;
    look.tablet.press("Set the staff PIN").await?;
    look.tablet.press("Continue").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("New staff PIN with errors").await?;
    look.tablet.press("Cancel").await?;
    look.tablet.choose_pin("Set the staff PIN", "4815").await?;
    look.at("The recovery code").await?;
    look.tablet.press("I have written it down").await?;
    look.tablet.sees("PIN set").await?;
    look.at("PINs").await?;
    look.tablet.press("Lock").await?;
    look.tablet.is_on("Daybook is locked").await?;
    look.at("Locked").await?;
    look.tablet
        .enter_wrong("Staff PIN", "0000", "This is not the staff PIN")
        .await?;
    look.at("Locked with an error").await?;
    look.tablet.press("Use the recovery code").await?;
    look.tablet.sees("Use the PIN").await?;
    look.at("Locked, by the recovery code").await
}

async fn session_form(look: &mut Look) -> Result<()> {
    look.tablet.follow("Record a session").await?;
    look.tablet.is_on("Record a session").await?;
    look.at("Record a session").await?;
    look.tablet.press("Save session").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("Record a session with errors").await?;
    for kind in Kind::ALL {
        look.tablet
            .choose("What kind of session was it?", kind.label())
            .await?;
        look.at(kind.label()).await?;
    }
    look.tablet.choose("When was it?", "Another date").await?;
    look.tablet
        .press("Add theme, length, partners or a note")
        .await?;
    let long_ago = chrono::Local::now().date_naive() - chrono::Days::new(40);
    for (part, typed) in [("Day", "%d"), ("Month", "%m"), ("Year", "%Y")] {
        let typed = long_ago.format(typed).to_string();
        look.tablet.fill(part, &typed).await?;
    }
    look.tablet.sees("That was 5 weeks ago.").await?;
    look.at("Record a session, everything open").await?;
    unfinished(look).await?;
    look.tablet
        .record_session(&TypedSession::STAY_AND_PLAY)
        .await
}

async fn door_tally(look: &mut Look) -> Result<()> {
    look.tablet.follow("Door tally").await?;
    look.tablet.is_on("Door tally").await?;
    look.at("Door tally, none open").await?;
    let label = "What is it for? (optional)";
    look.tablet.fill(label, &"x".repeat(81)).await?;
    look.tablet.press("Start a tally").await?;
    look.tablet.sees("80 characters or fewer").await?;
    look.at("Door tally with an error").await?;
    look.tablet.fill(label, "Main hall").await?;
    look.tablet.press("Start a tally").await?;
    look.tablet.sees("Nobody yet.").await?;
    look.at("A tally of nobody").await?;
    look.tablet
        .tap_at_the_door(&["Adults", "New families"])
        .await?;
    look.tablet.press("Discard").await?;
    look.at("A tally, everything open").await?;
    look.tablet.sees("Every tap is kept").await?;
    look.tablet.press("Make it a session").await?;
    look.tablet.sees("fills in the head counts").await?;
    look.at("A session of a tally").await?;
    look.tablet.follow("Today").await?;
    look.tablet.sees("Open tallies").await?;
    look.at("Today with an open tally").await
}

async fn survey_form(look: &mut Look) -> Result<()> {
    look.tablet.follow("Record a survey").await?;
    look.tablet.is_on("Record a survey").await?;
    look.at("Record a survey").await?;
    look.tablet.press("Save survey").await?;
    look.tablet.sees("There is a problem").await?;
    look.at("Record a survey with errors").await?;
    for version in SurveyVersion::ALL {
        look.tablet
            .choose("Which form is it?", version.label())
            .await?;
        look.at(version.label()).await?;
    }
    look.tablet
        .choose("Did the family fill it in?", "They declined")
        .await?;
    look.at("A survey that was declined").await?;
    look.tablet.record_declined().await
}

async fn records(look: &mut Look) -> Result<()> {
    look.tablet.follow("Records").await?;
    look.tablet.is_on("Records").await?;
    look.at("Records").await?;
    look.tablet.fill("Search", "no such words").await?;
    look.tablet.sees("No record matches").await?;
    look.at("Records, nothing found").await?;
    look.tablet.press("Clear search and filters").await?;
    look.tablet.open_record("15 direct contacts").await?;
    look.tablet.sees("First saved").await?;
    look.at("A record").await?;
    look.tablet.press("Correct").await?;
    look.tablet.is_on("Correct a session").await?;
    look.tablet.fill("Adults", "9").await?;
    look.tablet
        .press("Add theme, length, partners or a note")
        .await?;
    look.tablet
        .fill("Note (optional)", "A full room, and a waiting list")
        .await?;
    look.at("Correct a session").await?;
    look.tablet.press("Save session").await?;
    look.tablet.sees("Changed ").await?;
    look.at("A record with its history").await?;
    erasing_and_bin(look).await?;
    look.tablet.follow("Settings").await?;
    look.tablet.is_on("Settings").await?;
    look.tablet.press("Add a team").await?;
    look.at("Settings").await?;
    places(look).await
}

/// Where the records are, and another one.
const CENTRES: [&str; 2] = ["Rosehill Children’s Centre", "Oak Lane Children’s Centre"];

async fn places(look: &mut Look) -> Result<()> {
    look.tablet.follow("Correct a mistyped place").await?;
    look.tablet.is_on("Correct a place").await?;
    look.at("Correct a place").await?;
    let [wrong, right] = CENTRES.map(|name| format!("{name}, typed here"));
    look.tablet
        .choose_from("Which place is wrong?", &wrong)
        .await?;
    look.tablet
        .choose_from("Where do its records belong?", &right)
        .await?;
    look.tablet.sees("What would change").await?;
    look.at("Correct a place, dry run").await?;
    look.tablet.press("Correct these records").await?;
    look.tablet.sees("Corrected places").await?;
    look.at("Correct a place, done").await?;
    look.tablet.press(&format!("Undo: {}", CENTRES[0])).await?;
    look.tablet.sees("Take the correction back?").await?;
    look.at("Correct a place, to be taken back").await?;
    look.tablet.press("Take it back").await?;
    look.tablet.sees("Taken back").await
}

async fn to_the_receipt(look: &mut Look) -> Result<()> {
    look.tablet.follow("Quarter").await?;
    look.tablet.says("By kind of session").await?;
    look.at("Quarter").await?;
    look.tablet.press("Send return").await?;
    look.tablet.sees("What the return says").await?;
    look.at("Check the return").await?;
    look.tablet.make_return().await?;
    look.tablet.sees("Download return").await?;
    look.at("Receipt").await
}

#[tokio::test]
async fn no_page_has_a_barrier_on_a_tablet() -> Result<()> {
    check_no_barrier(Screen::PORTRAIT, [1180, 820]).await
}

#[tokio::test]
async fn no_page_has_a_barrier_on_a_phone() -> Result<()> {
    check_no_barrier(Screen::PHONE, [360, 320]).await
}

#[tokio::test]
async fn no_screen_of_the_family_survey_has_a_barrier_on_a_tablet() -> Result<()> {
    check_family_survey(Screen::PORTRAIT, [1180, 820]).await
}

#[tokio::test]
async fn no_screen_of_the_family_survey_has_a_barrier_on_a_phone() -> Result<()> {
    check_family_survey(Screen::PHONE, [360, 320]).await
}

#[tokio::test]
async fn no_page_of_managers_has_a_barrier_on_a_tablet() -> Result<()> {
    check_managers(Screen::PORTRAIT, [1180, 820]).await
}

#[tokio::test]
async fn no_page_of_managers_has_a_barrier_on_a_phone() -> Result<()> {
    check_managers(Screen::PHONE, [360, 320]).await
}
