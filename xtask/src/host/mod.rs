//! Everything that whoever hosts the app needs, in one folder.
//!
//! `public/` is what is uploaded: the built files, each beside itself in
//! compressed form, `404.html`, and the settings that hosts read from the folder
//! itself (`_headers`, `web.config`). `nginx.conf` stands beside it, because a
//! server's own settings are not served. All settings are made from the one list
//! of [`site`](crate::site), so that production cannot differ from
//! `cargo xtask serve`.
//!
//! The folder is apart from `dist/`, which holds what a browser downloads and
//! nothing else: that is what the size budget counts.

mod samples;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::Error;
use crate::site::content_type;
use crate::size;

/// What is uploaded, in the folder that is written.
pub const PUBLIC: &str = "public";

/// Writes a built app into a folder, ready to be hosted, in place of whatever
/// was there.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn write(dist: &Path, to: &Path) -> Result<(), Error> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(Error::file("remove", to))?;
    }
    let public = to.join(PUBLIC);
    let mut names = Vec::new();
    for path in size::files(dist)? {
        let name = path.strip_prefix(dist).unwrap_or(&path);
        let bytes = fs::read(&path).map_err(Error::file("read", &path))?;
        write_file(&public, name, &bytes)?;
        if name == Path::new("index.html") {
            // A host that knows files alone answers a page's address with this.
            write_file(&public, Path::new("404.html"), &bytes)?;
            names.push("404.html".to_owned());
        }
        names.push(name.to_string_lossy().replace('\\', "/"));
    }
    names.sort();
    for (folder, name, text) in [
        (public.as_path(), "_headers", samples::headers_file(&names)),
        (&public, "web.config", samples::iis(&names)),
        (to, "nginx.conf", samples::nginx()),
    ] {
        let file = folder.join(name);
        fs::write(&file, text).map_err(Error::file("write", &file))?;
    }
    Ok(())
}

/// Writes a file, and beside it what a server may send instead, where that is
/// shorter.
fn write_file(public: &Path, name: &Path, bytes: &[u8]) -> Result<(), Error> {
    let file = public.join(name);
    let folder = file.parent().unwrap_or(public);
    fs::create_dir_all(folder).map_err(Error::file("make", folder))?;
    fs::write(&file, bytes).map_err(Error::file("write", &file))?;
    if !shrinks(name) {
        return Ok(());
    }
    for (ending, packed) in [
        (
            "br",
            size::brotli(bytes).map_err(Error::file("compress", &file))?,
        ),
        ("gz", gzip(bytes).map_err(Error::file("compress", &file))?),
    ] {
        let beside = public.join(format!("{}.{ending}", name.display()));
        if packed.len() < bytes.len() {
            fs::write(&beside, packed).map_err(Error::file("write", &beside))?;
        }
    }
    Ok(())
}

/// Whether a file is of a kind that is not compressed already.
fn shrinks(name: &Path) -> bool {
    let kind = content_type(name);
    !matches!(
        kind,
        "image/png" | "font/woff2" | "application/octet-stream"
    )
}

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(plain)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn the_folder_holds_all_that_a_host_needs_and_dist_stays_as_it_was() {
        let folder = std::env::temp_dir().join(format!("daybook-host-{}", std::process::id()));
        let (dist, to) = (folder.join("dist"), folder.join("site"));
        fs::create_dir_all(&dist).unwrap();
        let page = "the page, ".repeat(100);
        let icon = [0; 500];
        fs::write(dist.join("index.html"), &page).unwrap();
        fs::write(dist.join("app-2cb5549d7da9f8e1.css"), "p{}").unwrap();
        fs::write(dist.join("icon.png"), icon).unwrap();
        fs::create_dir_all(&to).unwrap();
        fs::write(to.join("of-last-time"), "").unwrap();
        write(&dist, &to).unwrap();

        let mut found: Vec<_> = size::files(&to)
            .unwrap()
            .iter()
            .map(|it| it.strip_prefix(&to).unwrap().display().to_string())
            .collect();
        found.sort();
        let expected = [
            "nginx.conf",
            "public/404.html",
            "public/404.html.br",
            "public/404.html.gz",
            "public/_headers",
            // Three bytes only get longer.
            "public/app-2cb5549d7da9f8e1.css",
            "public/icon.png",
            "public/index.html",
            "public/index.html.br",
            "public/index.html.gz",
            "public/web.config",
        ];
        assert_eq!(found, expected);
        assert_eq!(size::files(&dist).unwrap().len(), 3);

        let public = to.join(PUBLIC);
        assert_eq!(fs::read_to_string(public.join("404.html")).unwrap(), page);
        let mut unpacked = String::new();
        let packed = fs::File::open(public.join("index.html.gz")).unwrap();
        flate2::read::GzDecoder::new(packed)
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, page);
        unpacked.clear();
        let packed = fs::File::open(public.join("index.html.br")).unwrap();
        brotli::Decompressor::new(packed, 4096)
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, page);
        fs::remove_dir_all(folder).unwrap();
    }
}
