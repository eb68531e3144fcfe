//! The whole of the work by the keyboard alone, and on screens that leave little
//! room.

use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::screen::{Scheme, Screen};
use daybook_e2e::tablet::Tablet;
use thirtyfour::Key;

/// Somebody who uses no mouse and no finger.
struct AtKeys {
    tablet: Tablet,
    /// What had the focus and did not show it, or was covered.
    wrong: Vec<String>,
}

impl AtKeys {
    async fn to(&mut self, name: &str) -> Result<()> {
        let wrong = self.tablet.tab_to(name).await?;
        self.wrong.extend(wrong);
        Ok(())
    }

    async fn press(&mut self, name: &str) -> Result<()> {
        self.to(name).await?;
        self.tablet.keys(Key::Enter).await
    }

    /// Opens one of the pages, by way of the menu where the screen is small.
    async fn open(&mut self, page: &str) -> Result<()> {
        let has_menu = "return button('Menu') !== null;";
        if self.tablet.script(has_menu, vec![]).await? {
            self.press("Menu").await?;
        }
        self.press(page).await
    }

    /// Goes to a group of radio buttons by its first one, and down to another.
    async fn choose(&mut self, first: &str, wanted: &str) -> Result<()> {
        self.to(first).await?;
        self.tablet.keys(" ").await?;
        while !self.tablet.focused().await?.0.starts_with(wanted) {
            self.tablet.keys(Key::Down).await?;
        }
        Ok(())
    }

    async fn type_into(&mut self, name: &str, text: &str) -> Result<()> {
        self.to(name).await?;
        // What is in a field that the Tab key leads to is chosen, and typed over.
        self.tablet.keys(text).await
    }
}

async fn the_whole_work(screen: Screen) -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.turn(screen, Scheme::Light).await?;
    let mut keys = AtKeys {
        tablet,
        wrong: Vec::new(),
    };
    keys.press("Record a session").await?;
    keys.tablet.is_on("Record a session").await?;
    keys.choose("Group activity in a children’s centre", "Youth club")
        .await?;
    // The only youth club is chosen already.
    keys.press("One more: 11 to 15").await?;
    keys.type_into("16 to 19", "8").await?;
    keys.press("Save session").await?;
    keys.tablet.is_saved("9 direct contacts").await?;
    keys.open("Records").await?;
    keys.tablet.is_on("Records").await?;
    keys.press("Youth club").await?;
    keys.tablet.sees("First saved").await?;
    keys.press("Correct").await?;
    keys.tablet.is_on("Correct a session").await?;
    keys.type_into("Adults", "2").await?;
    keys.press("Save session").await?;
    keys.tablet.is_saved("11 direct contacts").await?;
    keys.open("Quarter").await?;
    keys.tablet.says("By kind of session").await?;
    keys.press("Send return").await?;
    keys.tablet.is_on("Check the return").await?;
    keys.press("Make return").await?;
    keys.tablet.sees("Before the quarter has ended?").await?;
    keys.press("Make it all the same").await?;
    keys.tablet.is_on("Return ready to pass on").await?;
    keys.to("Download return").await?;
    keys.open("Today").await?;
    // The heading of a page takes the focus when the page is there; a Tab before
    // that is lost.
    keys.tablet.is_on("Today").await?;
    keys.press("Door tally").await?;
    keys.tablet.is_on("Door tally").await?;
    keys.press("Start a tally").await?;
    keys.tablet.sees("Nobody yet.").await?;
    keys.press("Adults").await?;
    keys.press("Undo").await?;
    keys.tablet.sees("Nobody yet.").await?;
    assert!(keys.wrong.is_empty(), "{}", keys.wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn from_today_to_the_sent_return_by_the_keyboard_alone() -> Result<()> {
    the_whole_work(Screen::PORTRAIT).await
}

/// 1280 by 1024 at 400%: what WCAG asks for.
#[tokio::test]
async fn the_whole_work_is_done_by_keys_at_400_per_cent() -> Result<()> {
    the_whole_work(Screen {
        width: 320,
        height: 256,
    })
    .await
}

/// Puts the focus into each field in turn, as a tap does, and gives those of
/// which a part lies under something else, or that are out of sight.
const COVERED: &str = "
    const fields = all('input:not([type=radio]), textarea, select');
    const covered = (node) => {
        node.focus();
        node.scrollIntoView({ block: 'nearest', behavior: 'instant' });
        const box = node.getBoundingClientRect();
        const [left, right] = [box.left + 4, box.right - 4];
        const [top, bottom] = [box.top + 4, Math.min(box.bottom - 4, box.top + 50)];
        const corners = [[left, top], [right, top], [left, bottom], [right, bottom]];
        return corners.some(([x, y]) => document.elementFromPoint(x, y) !== node);
    };
    return fields.filter(covered).map((node) => words(node.labels[0]));";

/// Whether the save button can be brought into sight whole, with nothing over it.
const SAVE_IN_SIGHT: &str = "
    const save = inSight(button('Save session'));
    const box = save.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight
        && save.contains(document.elementFromPoint(box.left + 8, box.bottom - 8));";

#[tokio::test]
async fn with_the_keyboard_open_no_field_and_no_save_button_is_hidden() -> Result<()> {
    let mut tablet = Tablet::on_the_session_form().await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.choose("When was it?", "Another date").await?;
    tablet
        .press("Add theme, length, partners or a note")
        .await?;
    // Upright and on its side, with the keyboard open and without.
    for (width, height) in [
        (360, 350),
        (740, 180),
        (820, 600),
        (820, 1180),
        (1180, 350),
        (1180, 820),
        (320, 640),
    ] {
        tablet.turn(Screen { width, height }, Scheme::Light).await?;
        let covered: Vec<String> = tablet.script(COVERED, vec![]).await?;
        assert!(covered.is_empty(), "{width} by {height}: {covered:?}");
        let save: bool = tablet.script(SAVE_IN_SIGHT, vec![]).await?;
        assert!(save, "{width} by {height}");
    }
    Ok(())
}

/// Parts of controls that nothing but their ground or shadow would tell apart.
const UNSEEN: &str = "
    const controls = all('button, input, select, textarea, .govuk-button, .app-choice')
        .filter((node) => !node.matches('.govuk-visually-hidden'));
    const bare = (node) => {
        const { borderTopStyle, borderTopWidth } = getComputedStyle(node);
        return borderTopStyle === 'none' || parseFloat(borderTopWidth) === 0;
    };
    return controls.filter((node) => node.type !== 'radio' && node.type !== 'file' && bare(node))
        .map((node) => node.className || node.id);";

#[tokio::test]
async fn with_forced_colours_every_control_has_an_edge_and_what_is_chosen_is_seen() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet.force_colours().await?;
    let forced: bool = tablet
        .script(
            "return matchMedia('(forced-colors: active)').matches;",
            vec![],
        )
        .await?;
    assert!(forced);
    let mut unseen: Vec<String> = tablet.script(UNSEEN, vec![]).await?;
    tablet.choose("When was it?", "Yesterday").await?;
    let widths = "const edge = (label) => parseFloat(
            getComputedStyle(choice('When was it?', label).closest('.app-choice')).borderTopWidth);
        return [edge('Yesterday'), edge('Today')];";
    let (chosen, other): (f64, f64) = tablet.script(widths, vec![]).await?;
    assert!(chosen > other, "{chosen} and {other}");
    tablet.follow("Today").await?;
    tablet.start_tally("").await?;
    tablet.force_colours().await?;
    unseen.extend(tablet.script::<Vec<String>>(UNSEEN, vec![]).await?);
    assert!(unseen.is_empty(), "{unseen:?}");
    Ok(())
}
