//! Installing: the browser finds what it needs, the app says how, and a tab
//! that a tablet would empty says so.

use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use serde_json::json;

const AT_RISK: &str = "Records at risk";

/// Only browsers of iPads and iPhones have this property.
async fn on_an_ipad(tablet: &Tablet, installed: bool) -> Result<()> {
    let script =
        format!("Object.defineProperty(navigator, 'standalone', {{ value: {installed} }});");
    tablet.before_each_page(&script).await
}

#[tokio::test]
async fn the_browser_finds_nothing_that_keeps_it_from_installing() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.sees("Ready to work offline").await?;
    let cdp = tablet.driver().cdp();
    let manifest = cdp.send_raw("Page.getAppManifest", json!({})).await?;
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    assert!(
        manifest["url"]
            .as_str()
            .unwrap_or_default()
            .ends_with("/manifest.webmanifest")
    );
    let errors = cdp
        .send_raw("Page.getInstallabilityErrors", json!({}))
        .await?;
    assert_eq!(errors["installabilityErrors"], json!([]), "{errors}");
    Ok(())
}

#[tokio::test]
async fn a_tab_on_an_ipad_says_on_every_page_that_records_are_at_risk() -> Result<()> {
    let tablet = Tablet::unopened().await?;
    on_an_ipad(&tablet, false).await?;
    tablet.open("/").await?;
    // Before anything is set up: the installed app would start empty.
    tablet.sees(AT_RISK).await?;
    tablet.follow("How to install Daybook").await?;
    tablet.is_on("Install Daybook").await?;
    tablet.sees("Add to Home Screen").await?;
    assert_eq!(tablet.barriers().await?, []);
    tablet.open("/").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    for page in ["Records", "Settings", "Today"] {
        tablet.follow(page).await?;
        tablet.is_on(page).await?;
        tablet.sees(AT_RISK).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_installed_app_on_an_ipad_is_not_at_risk() -> Result<()> {
    let tablet = Tablet::unopened().await?;
    on_an_ipad(&tablet, true).await?;
    tablet.open("/install").await?;
    tablet.sees("Daybook is installed on this tablet.").await?;
    let page = tablet.text().await?;
    assert!(!page.contains(AT_RISK), "{page}");
    Ok(())
}

#[tokio::test]
async fn where_the_browser_offers_it_a_button_installs() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Install Daybook").await?;
    tablet.is_on("Install Daybook").await?;
    let offer = "const offer = new Event('beforeinstallprompt', { cancelable: true });
        offer.prompt = () => { window.wasAsked = true; dispatchEvent(new Event('appinstalled')); };
        dispatchEvent(offer);
        return offer.defaultPrevented;";
    let taken: bool = tablet.script(offer, vec![]).await?;
    assert!(taken, "the browser's own bar does not come as well");
    tablet.press("Install Daybook").await?;
    tablet.sees("Daybook is installed on this tablet.").await?;
    let asked: bool = tablet.script("return window.wasAsked;", vec![]).await?;
    assert!(asked);
    Ok(())
}
