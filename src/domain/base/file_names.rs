//! The names under which files are handed on.
//!
//! Browsers of Chromium's family pass only some kinds of file to the share sheet,
//! text among them and JSON not; their `canShare` says yes all the same
//! (w3c/web-share, issues 141, 200 and 284). There the same bytes go as text, under
//! a name that ends in `.txt`. Whatever opens files goes by what is in them, so such
//! a name is as good as the one of before.

/// Whether a browser's share sheet takes text and no JSON: Chromium's family. On an
/// iPad or iPhone every browser is WebKit, and says so by other names.
#[must_use]
pub fn shares_text_alone(user_agent: &str) -> bool {
    user_agent.contains("Chrome/") || user_agent.contains("Chromium/")
}

/// The name of a file that is handed on as text.
///
/// ```
/// use daybook::domain::base::file_names::as_text;
///
/// assert_eq!(as_text("daybook-rosehill-2026-27-Q3-r1.json"), "daybook-rosehill-2026-27-Q3-r1.json.txt");
/// assert_eq!(as_text("daybook-to-put-right.txt"), "daybook-to-put-right.txt");
/// ```
#[must_use]
pub fn as_text(name: &str) -> String {
    if ends_in_txt(name) {
        name.to_owned()
    } else {
        format!("{name}.txt")
    }
}

fn ends_in_txt(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("txt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0";
    const SAMSUNG: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36";
    const IPAD: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
    const CHROME_ON_IPAD: &str = "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1";
    const EDGE_ON_IPAD: &str = "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/131.0.2903.68 Mobile/15E148 Safari/605.1.15";
    const FIREFOX: &str = "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0";

    #[test]
    fn chromium_shares_text_alone_and_an_ipad_shares_json_whatever_its_browser_is_called() {
        for text_alone in [ANDROID, EDGE, SAMSUNG] {
            assert!(shares_text_alone(text_alone), "{text_alone}");
        }
        for any in [IPAD, CHROME_ON_IPAD, EDGE_ON_IPAD, FIREFOX] {
            assert!(!shares_text_alone(any), "{any}");
        }
    }

    #[test]
    fn a_name_ends_in_txt_once() {
        assert_eq!(as_text("a.json"), "a.json.txt");
        assert_eq!(as_text("a.daybook"), "a.daybook.txt");
        assert_eq!(as_text("a.json.TXT"), "a.json.TXT");
        assert_eq!(as_text("txt"), "txt.txt");
    }
}
