//! Serves the built app on this machine, as it should be served anywhere: with
//! the headers that the app is made to run under.
//!
//! A server of its own rather than a crate's, because tests that go offline
//! need one thing that servers do not offer: once stopped, no connection that
//! is still open is answered. It speaks just enough HTTP for a browser, on the
//! loopback address only.

mod answer;
mod headers;

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

pub use headers::{Caching, HASH_DIGITS, HEADERS, KINDS, content_type};

use crate::error::Error;

/// What a host does with the address of a page, such as `/quarter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// Answers with the app's one page.
    LeadsToThePage,
    /// Knows files alone, as the plainest hosts do: whatever is no file is
    /// answered with `404.html`, as not found.
    FilesOnly,
}

/// A running server; dropping it stops it.
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves a folder on `127.0.0.1`. Files are read anew for every request,
    /// so the folder may change meanwhile. Port 0 means any free port.
    ///
    /// # Errors
    ///
    /// [`Error::Port`] when the port cannot be listened on.
    pub fn start(folder: &Path, port: u16) -> Result<Self, Error> {
        Self::start_as(Host::LeadsToThePage, folder, port)
    }

    /// As [`Site::start`], as another kind of host.
    ///
    /// # Errors
    ///
    /// [`Error::Port`] when the port cannot be listened on.
    pub fn start_as(host: Host, folder: &Path, port: u16) -> Result<Self, Error> {
        let unusable = |source| Error::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        let stopped = Arc::new(AtomicBool::new(false));
        let listening = std::thread::spawn({
            let stopped = Arc::clone(&stopped);
            let folder = folder.to_owned();
            move || listen(&listener, &folder, host, &stopped)
        });
        Ok(Self {
            address,
            stopped,
            listening: Some(listening),
        })
    }

    /// Such as `http://127.0.0.1:8080`, without a slash at its end.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees that it is to stop.
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

fn listen(listener: &TcpListener, folder: &Path, host: Host, stopped: &Arc<AtomicBool>) {
    for connection in listener.incoming() {
        if stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(connection) = connection else { continue };
        let folder: PathBuf = folder.to_owned();
        let stopped = Arc::clone(stopped);
        // A browser opens connections that it may not use: each waits in a
        // thread of its own and keeps no other waiting.
        std::thread::spawn(move || answer::one_request(connection, &folder, host, &stopped));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    fn get(site: &Site, target: &str) -> String {
        let mut connection = TcpStream::connect(site.address).unwrap();
        write!(
            connection,
            "GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        .unwrap();
        let mut said = String::new();
        connection.read_to_string(&mut said).unwrap();
        said
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "the page").unwrap();
        folder
    }

    #[test]
    fn the_page_is_served_with_its_policy_at_every_address_of_the_app() {
        let folder = folder("daybook-site");
        let site = Site::start(&folder, 0).unwrap();
        for target in ["/", "/return/2026-27/q1", "/?from=home"] {
            let said = get(&site, target);
            assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
            assert!(
                said.contains("Content-Type: text/html; charset=utf-8\r\n"),
                "{said}"
            );
            assert!(
                said.contains("Content-Security-Policy: default-src 'none'"),
                "{said}"
            );
            assert!(said.ends_with("\r\n\r\nthe page"), "{said}");
        }
        assert!(get(&site, "/gone.js").starts_with("HTTP/1.1 404 "));
        assert!(get(&site, "/../secret").starts_with("HTTP/1.1 400 "));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_is_kept_by_its_name_and_what_is_not_there_is_not() {
        let folder = folder("daybook-site-caching");
        std::fs::write(folder.join("app-2cb5549d7da9f8e1.css"), "").unwrap();
        let site = Site::start(&folder, 0).unwrap();
        let check = |target: &str, expected: &str| {
            let said = get(&site, target);
            let line = format!("\r\nCache-Control: {expected}\r\n");
            assert!(said.contains(&line), "{target}: {said}");
        };
        check("/", "no-cache");
        check("/quarter", "no-cache");
        check(
            "/app-2cb5549d7da9f8e1.css",
            "public, max-age=31536000, immutable",
        );
        check("/app-0000000000000000.css", "no-cache");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_host_of_files_alone_answers_an_address_with_the_page_for_what_is_not_found() {
        let folder = folder("daybook-site-files");
        std::fs::write(folder.join("404.html"), "the other page").unwrap();
        let site = Site::start_as(Host::FilesOnly, &folder, 0).unwrap();
        for found in ["/", "/?from=home", "/index.html"] {
            let said = get(&site, found);
            assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
            assert!(said.ends_with("\r\n\r\nthe page"), "{said}");
        }
        for missing in ["/quarter", "/quarter/2016-17-Q3", "/gone.js"] {
            let said = get(&site, missing);
            assert!(said.starts_with("HTTP/1.1 404 Not Found\r\n"), "{said}");
            assert!(said.contains("Content-Type: text/html;"), "{said}");
            assert!(said.ends_with("\r\n\r\nthe other page"), "{said}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn once_stopped_no_open_connection_is_answered() {
        let folder = folder("daybook-site-stopped");
        let site = Site::start(&folder, 0).unwrap();
        let mut open = TcpStream::connect(site.address).unwrap();
        let address = site.address;
        drop(site);
        let _ = write!(open, "GET / HTTP/1.1\r\n\r\n");
        let mut said = Vec::new();
        let _ = open.read_to_end(&mut said);
        assert!(said.is_empty());
        assert!(TcpStream::connect(address).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
