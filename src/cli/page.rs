//! Reports as one page of HTML that needs nothing else.
//!
//! Guarantees that nothing is loaded and nothing runs: the page’s own rule forbids all
//! but the styles that stand in it, which it knows by their digest.

use std::fmt::Write as _;

use daybook::domain::base::digest::Digest;
use daybook::domain::base::markup::el;
use daybook::domain::report::Report;

const CHARTS: &str = include_str!("../../style/charts.css");
const REPORT: &str = include_str!("../../style/report.css");

/// The page of some reports, one after the other.
pub fn page(reports: &[Report<'_>]) -> String {
    let titles: Vec<String> = reports.iter().map(Report::title).collect();
    let title = titles.join("; ");
    let styles = [CHARTS, REPORT, &running_heads(reports)].concat();
    let rule = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        in_base_64(&Digest::of_bytes(styles.as_bytes()).bytes())
    );
    let metas = [
        el("meta").attr("charset", "utf-8"),
        el("meta")
            .attr("http-equiv", "Content-Security-Policy")
            .attr("content", rule),
        el("meta")
            .attr("name", "viewport")
            .attr("content", "width=device-width, initial-scale=1"),
        el("meta")
            .attr("name", "color-scheme")
            .attr("content", "light dark"),
        el("meta")
            .attr("name", "referrer")
            .attr("content", "no-referrer"),
    ];
    let mut out = "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n".to_owned();
    for meta in metas {
        out.push_str(&meta.markup());
        out.push('\n');
    }
    out.push_str(&el("title").with(title).markup());
    // Styles are no text: what ends them is not in ours, nor in a running head.
    out.push_str(&["\n<style>", &styles, "</style>\n</head>\n"].concat());
    let body = el("body")
        .class("app-report-page")
        .with(el("main").with_all(reports.iter().map(Report::element)));
    out.push_str(&body.markup());
    out.push_str("\n</html>\n");
    out
}

/// What stands at the head of each sheet: whose report of when it is.
fn running_heads(reports: &[Report<'_>]) -> String {
    let mut styles = String::new();
    for (at, report) in reports.iter().enumerate() {
        let head = quoted(&report.running_head());
        let name = format!("report-{}", at + 1);
        // Writing to text does not fail.
        let _ = write!(
            styles,
            "@page {name} {{ @top-left {{ content: {head}; }} }}\n\
             main > article:nth-of-type({}) {{ page: {name}; }}\n",
            at + 1
        );
    }
    styles
}

/// A text as styles have it: whatever is not a letter of English or a digit by its
/// number, so that nothing in it means anything.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(letter));
        }
    }
    out + "\""
}

/// RFC 4648, section 4.
fn in_base_64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let at = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let sum = at(0) << 16 | at(1) << 8 | at(2);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = LETTERS.get((sum >> shift & 63) as usize);
            out.push(match letter {
                Some(letter) if place <= three.len() => char::from(*letter),
                Some(_) | None => '=',
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 4648, section 10.
    #[test]
    fn bytes_are_written_in_base_64() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(in_base_64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn a_running_head_ends_no_style() {
        assert_eq!(
            quoted("A \"</style>"),
            "\"A\\20 \\22 \\3c \\2f style\\3e \""
        );
    }
}
