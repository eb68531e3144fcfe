//! Names what the page loads by its contents, and has the browser check them.
//!
//! Trunk does both as well, but before scripts and styles are minified, and of
//! the script it joins WebAssembly with it counts only a part: two builds could
//! give one name to different bytes. A name is kept by browsers for a year
//! ([`Caching::Forever`](crate::site::Caching)), so here each name follows from
//! the very bytes that are served. And a browser runs none of them that differ
//! from what the page says they are: a half-finished upload, or a host that was
//! tampered with, shows a page that says so.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

use crate::error::Error;
use crate::site::HASH_DIGITS;
use crate::size;

/// Renames every file that the page loads by code or style, and writes the new
/// names and the digests into the page.
///
/// # Errors
///
/// When a file cannot be read, written or renamed.
pub fn seal(dist: &Path) -> Result<(), Error> {
    let file = dist.join("index.html");
    let mut page = fs::read_to_string(&file).map_err(Error::file("read", &file))?;
    let mut digests = BTreeMap::new();
    for path in size::files(dist)? {
        let name = path.strip_prefix(dist).unwrap_or(&path).to_string_lossy();
        let loaded = format!("\"/{name}\"");
        if !is_code_or_style(&name) || !page.contains(&loaded) {
            continue;
        }
        let bytes = fs::read(&path).map_err(Error::file("read", &path))?;
        let digest = Sha384::digest(&bytes);
        let new = named_by(&digest, &name);
        fs::rename(&path, dist.join(&new)).map_err(Error::file("rename", &path))?;
        page = page.replace(&loaded, &format!("\"/{new}\""));
        digests.insert(
            format!("/{new}"),
            format!("sha384-{}", STANDARD.encode(digest)),
        );
    }
    let sealed = with_digests(&digests, &page.replace(" data-integrity=\"none\"", ""));
    fs::write(&file, sealed).map_err(Error::file("write", &file))
}

fn is_code_or_style(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|it| it == "js" || it == "css" || it == "wasm")
}

/// A name with the digest in it, in place of the one that Trunk gave.
fn named_by(digest: &[u8], name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let kind = stem.split('-').next().unwrap_or(stem);
    let mut new = format!("{kind}-");
    for byte in digest.iter().take(HASH_DIGITS / 2) {
        let _ = write!(new, "{byte:02x}");
    }
    format!("{new}.{ending}")
}

/// The page with `integrity` on each link and script whose file has a digest.
fn with_digests(digests: &BTreeMap<String, String>, page: &str) -> String {
    let mut sealed = String::new();
    for (at, part) in page.split('<').enumerate() {
        if at > 0 {
            sealed.push('<');
        }
        let known = address(part).and_then(|(end, it)| Some((end, digests.get(it)?)));
        match known {
            Some((end, digest)) => {
                let (before, after) = part.split_at(end);
                // Browsers do not check what is fetched beforehand for a fetch,
                // and Chromium says so: boot.js has it checked.
                let kind = if part.contains(" as=\"fetch\"") {
                    "data-integrity"
                } else {
                    "integrity"
                };
                let _ = write!(sealed, "{before} {kind}=\"{digest}\"{after}");
            }
            None => sealed.push_str(part),
        }
    }
    sealed
}

/// What a link or script leads to, and where that attribute ends.
fn address(tag: &str) -> Option<(usize, &str)> {
    let attribute = match tag.split_whitespace().next()? {
        "link" => " href=\"",
        "script" => " src=\"",
        _ => return None,
    };
    let inside = tag.split('>').next().unwrap_or(tag);
    let start = inside.find(attribute)? + attribute.len();
    let length = inside[start..].find('"')?;
    Some((start + length + 1, &inside[start..start + length]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<head><link rel="icon" href="/icon.png">
<link rel="stylesheet" href="/app-2cb5549d7da9f8e1.css" data-integrity="none"/>
<script type="module" src="/boot.js"></script>
<link rel="modulepreload" href="/daybook-95dc6f7c32c96983.js" crossorigin="anonymous">
<link rel="preload" href="/daybook-95dc6f7c32c96983_bg.wasm" as="fetch">
<p>a < b, "/boot.js"</p>"#;

    #[test]
    fn what_the_page_loads_is_named_and_checked_by_its_very_bytes() {
        let dist = std::env::temp_dir().join(format!("daybook-seal-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join("index.html"), PAGE).unwrap();
        let loaded = [
            ("app-2cb5549d7da9f8e1.css", "integrity"),
            ("boot.js", "integrity"),
            ("daybook-95dc6f7c32c96983.js", "integrity"),
            ("daybook-95dc6f7c32c96983_bg.wasm", "data-integrity"),
        ];
        let names = loaded.map(|(name, _)| name);
        for name in names.iter().chain(&["icon.png", "service-worker.js"]) {
            fs::write(dist.join(name), format!("bytes of {name}")).unwrap();
        }
        seal(&dist).unwrap();
        let page = fs::read_to_string(dist.join("index.html")).unwrap();
        for (name, attribute) in loaded {
            let bytes = format!("bytes of {name}");
            let digest = Sha384::digest(bytes.as_bytes());
            let new = named_by(&digest, name);
            let checked = format!(
                "\"/{new}\" {attribute}=\"sha384-{}\"",
                STANDARD.encode(digest)
            );
            assert!(page.contains(&checked), "{checked} in {page}");
            assert_eq!(fs::read_to_string(dist.join(&new)).unwrap(), bytes);
            assert!(!dist.join(name).exists(), "{name}");
        }
        // What keeps its name has no digest: it may change under it.
        assert!(dist.join("icon.png").exists());
        assert!(dist.join("service-worker.js").exists());
        assert_eq!(page.matches("integrity").count(), loaded.len(), "{page}");
        fs::remove_dir_all(dist).unwrap();
    }

    #[test]
    fn other_bytes_have_another_name_and_the_same_bytes_the_same() {
        let name = |bytes: &[u8]| named_by(&Sha384::digest(bytes), "daybook-0_bg.wasm");
        assert_eq!(name(b"one"), name(b"one"));
        assert_ne!(name(b"one"), name(b"two"));
    }
}
