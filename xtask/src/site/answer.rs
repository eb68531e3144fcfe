//! One request and its answer.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Host;
use super::headers::{Caching, HEADERS, content_type};

/// The longest request that is read, bytes.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// How long an opened connection may say nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the target of a request stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// A file, relative to the served folder.
    File(PathBuf),
    /// An address of the app: always its one page.
    Page,
    /// Nothing that is ours to give.
    Refused,
}

/// Reads one request, answers it and closes the connection. A connection that
/// fails concerns nobody but the browser, which has seen it.
pub fn one_request(connection: TcpStream, folder: &Path, host: Host, stopped: &AtomicBool) {
    let _ = connection.set_read_timeout(Some(PATIENCE));
    let Some((method, target)) = read_request(&connection) else {
        return;
    };
    if stopped.load(Ordering::SeqCst) {
        return;
    }
    let _ = answer(connection, &method, &target, folder, host);
}

/// The method and target, once the headers have been read to their end.
fn read_request(connection: &TcpStream) -> Option<(String, String)> {
    let mut lines = BufReader::new(connection.take(LONGEST_REQUEST)).lines();
    let first = lines.next()?.ok()?;
    for line in lines {
        if line.ok()?.is_empty() {
            let mut words = first.split(' ');
            return Some((words.next()?.to_owned(), words.next()?.to_owned()));
        }
    }
    None
}

fn answer(
    mut connection: TcpStream,
    method: &str,
    target: &str,
    folder: &Path,
    host: Host,
) -> std::io::Result<()> {
    let mut send = |status, path: &str, body: &[u8]| send(&mut connection, status, path, body);
    if method != "GET" {
        return send("405 Method Not Allowed", "a.txt", b"");
    }
    let path = match (wanted(target), host) {
        (Wanted::File(path), _) => path,
        (Wanted::Page, Host::LeadsToThePage) => "index.html".into(),
        (Wanted::Page, Host::FilesOnly) if is_root(target) => "index.html".into(),
        // No file of ours has a name without an ending.
        (Wanted::Page, Host::FilesOnly) => "no such file".into(),
        (Wanted::Refused, _) => return send("400 Bad Request", "a.txt", b""),
    };
    match (fs::read(folder.join(&path)), host) {
        (Ok(body), _) => send("200 OK", &path.to_string_lossy(), &body),
        (Err(_), Host::LeadsToThePage) => send("404 Not Found", "a.txt", b"not found"),
        (Err(_), Host::FilesOnly) => {
            let page = fs::read(folder.join("404.html")).unwrap_or_default();
            send("404 Not Found", "404.html", &page)
        }
    }
}

fn is_root(target: &str) -> bool {
    target.split(['?', '#']).next() == Some("/")
}

/// Sends a body as what a file's name says it is.
fn send(connection: &mut TcpStream, status: &str, name: &str, body: &[u8]) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {status}\r\n");
    let length = body.len().to_string();
    for (name, value) in [
        ("Content-Type", content_type(Path::new(name))),
        ("Content-Length", &length),
        ("Connection", "close"),
        (Caching::HEADER, Caching::of(name).value()),
    ]
    .iter()
    .chain(&HEADERS)
    {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    connection.write_all(head.as_bytes())?;
    connection.write_all(body)?;
    connection.flush()
}

/// Decides by the words alone, before any file is looked at.
fn wanted(target: &str) -> Wanted {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let Some(path) = path.strip_prefix('/').and_then(decoded) else {
        return Wanted::Refused;
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let outside = |part: &&str| *part == ".." || *part == "." || part.contains(['\\', ':', '\0']);
    if parts.iter().any(outside) {
        return Wanted::Refused;
    }
    match parts.last() {
        Some(last) if last.contains('.') => Wanted::File(parts.iter().collect()),
        Some(_) | None => Wanted::Page,
    }
}

/// With `%2F` and the like read as what they stand for; `None` if that is no
/// text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&pair).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(target: &str, expected: &Wanted) {
        assert_eq!(&wanted(target), expected, "{target}");
    }

    #[test]
    fn a_name_with_an_ending_is_a_file() {
        check("/boot.js", &Wanted::File("boot.js".into()));
        check("/boot.js?v=2", &Wanted::File("boot.js".into()));
        check("/icons/a%20b.png", &Wanted::File("icons/a b.png".into()));
    }

    #[test]
    fn any_other_address_is_the_page() {
        check("/", &Wanted::Page);
        check("/sessions", &Wanted::Page);
        check("/sessions/2026-27/", &Wanted::Page);
        check("/sessions?draft=1.5", &Wanted::Page);
    }

    #[test]
    fn nothing_outside_the_folder_is_named() {
        check("/../Cargo.toml", &Wanted::Refused);
        check("/a/%2e%2e/%2e%2e/Cargo.toml", &Wanted::Refused);
        check("/..%2fCargo.toml", &Wanted::Refused);
        check("/..\\Cargo.toml", &Wanted::Refused);
        check("/c:/secret.txt", &Wanted::Refused);
        check("//etc/passwd.d", &Wanted::File("etc/passwd.d".into()));
        check("/%", &Wanted::Refused);
        check("/%ff", &Wanted::Refused);
        check("http://elsewhere/a.js", &Wanted::Refused);
    }
}
