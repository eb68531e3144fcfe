//! The headers that every answer carries, and the kinds of file.
//!
//! The one list: the built-in server sends it, and what `cargo xtask dist`
//! writes for other servers is made from it.

use std::path::Path;

/// Sent with every answer. Whoever hosts the app sends the same, and
/// [`Caching`] besides.
pub const HEADERS: [(&str, &str); 5] = [
    // Nothing from elsewhere, no inline script or style, no string of code. The
    // one policy of Trusted Types leads to the service worker and nothing else.
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         worker-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types daybook-worker",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// How many hexadecimal digits of its digest the name of a file carries.
pub const HASH_DIGITS: usize = 16;

/// How long a browser may go on with a file that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Its name follows from its bytes: under that name it never changes.
    Forever,
    /// It may change under its name, as the page and the service worker do: the
    /// browser asks each time, so that a new version is seen at the next start.
    AskAgain,
}

impl Caching {
    /// The name of the header.
    pub const HEADER: &str = "Cache-Control";

    /// Of a file, by its name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
        let is_digit = |it: char| it.is_ascii_digit() || ('a'..='f').contains(&it);
        if hash.len() == HASH_DIGITS && hash.chars().all(is_digit) {
            Self::Forever
        } else {
            Self::AskAgain
        }
    }

    /// The header's value; a year, in seconds, is the longest that is heeded.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Forever => "public, max-age=31536000, immutable",
            Self::AskAgain => "no-cache",
        }
    }
}

/// The `Content-Type` of each kind of file, by the end of its name.
pub const KINDS: [(&str, &str); 13] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("txt", "text/plain; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
];

/// The `Content-Type` of a file, by the end of its name.
#[must_use]
pub fn content_type(path: &Path) -> &'static str {
    let end = path.extension().and_then(|end| end.to_str());
    let end = end.unwrap_or_default().to_ascii_lowercase();
    KINDS
        .iter()
        .find(|(kind, _)| *kind == end)
        .map_or("application/octet-stream", |(_, named)| *named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        assert_eq!(content_type(Path::new(name)), expected, "{name}");
    }

    #[test]
    fn files_are_named_for_what_they_are() {
        check("index.html", "text/html; charset=utf-8");
        check("daybook-1a2b.wasm", "application/wasm");
        check("daybook-1a2b.js", "text/javascript; charset=utf-8");
        check("app.webmanifest", "application/manifest+json");
        check("icon.PNG", "image/png");
        check("LICENSE", "application/octet-stream");
    }

    #[test]
    fn only_a_name_that_follows_from_the_bytes_is_kept() {
        let kept = |name: &str| Caching::of(name) == Caching::Forever;
        assert!(kept("app-2cb5549d7da9f8e1.css"));
        assert!(kept("daybook-95dc6f7c32c96983.wasm"));
        for changing in [
            "index.html",
            "404.html",
            "service-worker.js",
            "manifest.webmanifest",
            "icon-192.png",
            "boot.js",
            "app-2cb5549d7da9f8e.css",
            "app-2cb5549d7da9f8eZ.css",
            "a-2cb5549d7da9f8e1-b.css",
        ] {
            assert!(!kept(changing), "{changing}");
        }
    }
}
