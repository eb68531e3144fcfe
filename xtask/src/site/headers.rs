//! The headers that every answer carries, and the kinds of file.

use std::path::Path;

/// Sent with every answer. Whoever hosts the app sends the same.
pub const HEADERS: [(&str, &str); 6] = [
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
    // Asks again every time: a new version is seen at the next start.
    ("Cache-Control", "no-cache"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The `Content-Type` of a file, by the end of its name.
#[must_use]
pub fn content_type(path: &Path) -> &'static str {
    let end = path.extension().and_then(|end| end.to_str());
    match end.unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
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
        check("daybook-1a2b_bg.wasm", "application/wasm");
        check("daybook-1a2b.js", "text/javascript; charset=utf-8");
        check("app.webmanifest", "application/manifest+json");
        check("icon.PNG", "image/png");
        check("LICENSE", "application/octet-stream");
    }
}
