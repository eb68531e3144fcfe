//! A quarter end as in January: what is owed is said until it is done, and nothing
//! is said to have been passed on before it was.

use chrono::NaiveDate;
use daybook::domain::base::ids::TeamId;
use daybook::domain::record::{Record, Stamp};
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook::store::envelope::{open, seal};
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession, When};
use daybook_e2e::tablet::Tablet;
use serde_json::json;

use crate::clock::set_clock;

// After the day of any build, before which a clock is in doubt.
const NOVEMBER: &str = "2027-11-22T10:00:00Z";
const JANUARY: &str = "2028-01-11T09:00:00Z";
const AUTUMN: &str = "Quarter 3, October to December 2027 (2027 to 2028)";

/// A share sheet that says yes to every file and takes none.
const REFUSES: &str = "
    Navigator.prototype.canShare = () => true;
    Navigator.prototype.share = () => Promise.reject(
        new DOMException('Permission denied', 'NotAllowedError'));
    return true;";

/// A share sheet as Chromium's: it says yes to every file, takes those of a kind
/// that is on its list, and refuses all others. What it took is in `taken`.
const CHROMIUMS: &str = "
    const KINDS = { txt: 'text/plain', csv: 'text/csv', pdf: 'application/pdf' };
    window.taken = [];
    Navigator.prototype.canShare = () => true;
    Navigator.prototype.share = async ({ files }) => {
        for (const file of files) {
            if (KINDS[file.name.split('.').pop()] !== file.type) {
                throw new DOMException('Permission denied', 'NotAllowedError');
            }
            window.taken.push([file.name, await file.text()]);
        }
    };
    return true;";

async fn shares_as(tablet: &Tablet, double: &str) -> Result<()> {
    tablet.script::<bool>(double, vec![]).await.map(|_| ())
}

async fn today_says(tablet: &Tablet, words: &[&str]) -> Result<()> {
    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    for words in words {
        tablet.sees(words).await?;
    }
    Ok(())
}

async fn quarter_says(tablet: &Tablet, words: &str) -> Result<()> {
    tablet.follow("Quarter").await?;
    tablet.is_on(AUTUMN).await?;
    tablet.sees(words).await
}

fn read(bytes: &[u8]) -> QuarterReturn {
    QuarterReturn::read(std::str::from_utf8(bytes).unwrap()).unwrap()
}

#[tokio::test]
async fn what_is_owed_in_january_is_said_until_it_was_made_and_passed_on() -> Result<()> {
    let tablet = Tablet::unopened().await?;
    set_clock(&tablet, NOVEMBER, "Europe/London").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    assert!(!tablet.text().await?.contains("Returns to send"));

    // Due: Today says so, and Quarter opens on what is owed.
    set_clock(&tablet, JANUARY, "Europe/London").await?;
    let owed = [
        "Returns to send",
        "Not made",
        "It is due by 14 January 2028.",
    ];
    today_says(&tablet, &owed).await?;
    quarter_says(&tablet, "Not made yet").await?;

    // Made: nothing has left yet, and nothing says that it has.
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.press("Make return").await?;
    tablet.is_on("Return ready to pass on").await?;
    // Whether there is a share sheet is asked when its button is made.
    shares_as(&tablet, REFUSES).await?;
    let owed = ["Returns to send", "Made, not passed on"];
    today_says(&tablet, &owed).await?;
    quarter_says(&tablet, "Its file is still on this tablet alone.").await?;

    // A share sheet that refuses leads to the download by itself.
    let (name, bytes) = tablet.download("Share return").await?;
    assert!(name.ends_with("-r1.json"), "{name}");
    tablet
        .sees("The share sheet did not take the file, so it was downloaded instead.")
        .await?;
    tablet
        .sees("Attach it to a message to your manager")
        .await?;
    tablet.sees("Downloaded on 11 January 2028").await?;
    today_says(&tablet, &["Downloaded on 11 January 2028"]).await?;
    assert!(!tablet.text().await?.contains("Returns to send"));

    // Changed since.
    let late = TypedSession {
        when: When::On(NaiveDate::from_ymd_opt(2027, 12, 13).unwrap()),
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.record_session(&late).await?;
    today_says(&tablet, &["Returns to send", "Changed since"]).await?;
    quarter_says(
        &tablet,
        "Changed since it was made (revision 1, downloaded on 11 January 2028)",
    )
    .await?;

    // Made again, and shared as text where JSON is refused.
    tablet.press("Send return again").await?;
    tablet.is_on("Check the return").await?;
    tablet
        .fill("Why is it made again?", "A session was recorded late")
        .await?;
    tablet.make_return().await?;
    shares_as(&tablet, CHROMIUMS).await?;
    tablet.press("Share return").await?;
    tablet.sees("was given to the app that you chose").await?;
    let taken: Vec<(String, String)> = tablet.script("return window.taken;", vec![]).await?;
    assert!(taken[0].0.ends_with("-r2.json.txt"), "{}", taken[0].0);
    let (_, second) = tablet.download("Download return").await?;
    assert_eq!(taken[0].1.as_bytes(), second, "the same bytes");
    assert_eq!((read(&bytes).records, read(&second).records), (1, 2));
    today_says(&tablet, &["Revision 2."]).await?;
    assert!(!tablet.text().await?.contains("Returns to send"));

    // Nothing is forgotten by a restart.
    tablet.open("/").await?;
    tablet.sees("Revision 2.").await?;
    assert!(!tablet.text().await?.contains("Returns to send"));

    // The manager opens the one that came as text beside the one that came as JSON.
    let folder = tempfile::tempdir()?;
    let files = [folder.path().join(&name), folder.path().join(&taken[0].0)];
    std::fs::write(&files[0], &bytes)?;
    std::fs::write(&files[1], &taken[0].1)?;
    tablet.open("/roll-up").await?;
    tablet
        .choose_files(
            "Open returns: choose all files at once, or drop them here",
            &files,
        )
        .await?;
    tablet.sees("What is open").await?;
    tablet.sees(&taken[0].0).await?;
    tablet.sees("1 return added").await
}

#[tokio::test]
async fn a_backup_is_shared_as_text_where_the_share_sheet_takes_nothing_else() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open("/safe").await?;
    shares_as(&tablet, CHROMIUMS).await?;
    tablet.press("Back up without a passphrase").await?;
    tablet.press("Share backup").await?;
    tablet.sees("was given to the app that you chose").await?;
    let taken: Vec<(String, String)> = tablet.script("return window.taken;", vec![]).await?;
    assert!(taken[0].0.ends_with(".daybook.txt"), "{}", taken[0].0);
    // And what was shared so is read back.
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(&taken[0].0);
    std::fs::write(&file, &taken[0].1)?;
    tablet
        .choose_file("The backup you have just saved", &file)
        .await?;
    tablet.sees("Backup checked").await
}

#[tokio::test]
async fn records_of_a_team_that_is_not_in_the_set_up_are_shown_and_given_to_one() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open_without_app().await?;
    let kept = tablet.kept("r1/").await?;
    let record: Record = open(&kept[0].1).unwrap();
    let stamp = Stamp {
        at: record.saved_at(),
        on: record.first_saved_on(),
        clock: record.clock(),
    };
    let lost = TeamId::new("oak-lane-9f31").unwrap();
    let moved = seal(&record.given_to(lost, stamp).unwrap());
    tablet.put(&[(kept[0].0.clone(), moved)]).await?;

    tablet.open("/").await?;
    tablet
        .sees("1 record is of a team that is not in this tablet’s set-up")
        .await?;
    tablet.follow("Quarter").await?;
    tablet
        .sees("1 record is of a team that is not in this tablet’s set-up")
        .await?;
    tablet.follow("Give them to a team").await?;
    tablet.is_on("Records without a team").await?;
    tablet.sees("oak-lane-9f31").await?;
    tablet.press("Give them to this team").await?;
    tablet.sees("Choose whose records they are").await?;
    tablet
        .choose_from("Whose records are they?", ROSEHILL.team)
        .await?;
    tablet.press("Give them to this team").await?;
    tablet
        .sees("Every record here belongs to a team of this tablet.")
        .await?;
    tablet.follow("Back to the quarter").await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(row, ["1", "15", "2"]);
    Ok(())
}

#[tokio::test]
async fn where_returns_are_sent_is_said_with_the_file() -> Result<()> {
    let tablet = Tablet::new().await?;
    let file = json!({
        "format": "daybook-organisation", "format_version": 3, "city": "Riverton",
        "localities": [{"id": "north", "name": "North"}],
        "teams": [{"id": "mat-1", "name": "MAT 1", "locality": "north"}],
        "send_to": "early.help.returns@example.org",
    });
    let folder = tempfile::tempdir()?;
    // As it comes out of a share sheet that takes text alone.
    let path = folder.path().join("riverton-organisation.json.txt");
    std::fs::write(&path, file.to_string())?;
    tablet
        .choose_file("Organisation file (JSON)", &path)
        .await?;
    tablet.is_on("Choose your team").await?;
    tablet.choose("Team", "MAT 1").await?;
    tablet.fill("Name of this tablet", "Blue tablet").await?;
    tablet.press("Start recording").await?;
    tablet.is_on("Today").await?;
    tablet.follow("Quarter").await?;
    tablet.press("Send return").await?;
    tablet.make_return().await?;
    tablet.download("Download return").await?;
    tablet
        .sees("Send it to early.help.returns@example.org.")
        .await
}
