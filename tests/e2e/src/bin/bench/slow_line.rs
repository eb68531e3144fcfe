//! The app over a slow line, compressed as a good server sends it.
//!
//! The browser's own slowing reaches pages and not service workers, so the line
//! itself is slow here: every answer takes a round trip for its connection and
//! one for its request, and all of them share the line.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use daybook_e2e::error::Result;
use xtask::site::{HEADERS, content_type};

/// A slow 4G, as browsers' tools simulate it: 1.6 megabits a second, and 150 ms
/// for a round trip.
const ROUND_TRIP: Duration = Duration::from_millis(150);
const BYTES_A_SECOND: u32 = 200_000;

/// What goes over the line at a time, bytes: a packet.
const PACKET: usize = 1_460;

/// A running server at the end of a slow line; it ends with the process.
#[derive(Debug)]
pub struct SlowLine {
    address: String,
    line: Arc<Line>,
}

#[derive(Debug, Default)]
struct Line {
    files: Mutex<HashMap<String, (&'static str, Vec<u8>)>>,
    /// Bytes of answers so far. Whoever holds it has the line.
    sent: Mutex<usize>,
}

impl SlowLine {
    /// Serves a folder as it is now.
    ///
    /// # Errors
    /// When it cannot be read or no port is free.
    pub fn start(folder: &Path) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = format!("http://{}", listener.local_addr()?);
        let line = Arc::new(Line::default());
        let this = Self { address, line };
        this.serve(folder)?;
        let line = Arc::clone(&this.line);
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let line = Arc::clone(&line);
                // A connection that fails concerns the browser alone.
                std::thread::spawn(move || answer(connection, &line).is_ok());
            }
        });
        Ok(this)
    }

    /// Serves another folder from now on.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn serve(&self, folder: &Path) -> Result<()> {
        let mut files = HashMap::new();
        for path in xtask::size::files(folder)? {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let name = name.to_string_lossy().into_owned();
            let packed = xtask::size::brotli(&std::fs::read(&path)?)?;
            files.insert(name, (content_type(&path), packed));
        }
        *held(&self.line.files) = files;
        Ok(())
    }

    /// Its address, without a slash at its end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The bytes of all answers so far, without their headers.
    #[must_use]
    pub fn sent(&self) -> usize {
        *held(&self.line.sent)
    }
}

fn held<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(mut connection: TcpStream, line: &Line) -> std::io::Result<()> {
    let mut asked = String::new();
    for (at, text) in BufReader::new(&connection).lines().enumerate() {
        let text = text?;
        if text.is_empty() {
            break;
        }
        if at == 0 {
            text.split(' ')
                .nth(1)
                .unwrap_or_default()
                .clone_into(&mut asked);
        }
    }
    sleep(ROUND_TRIP * 2);
    let name = asked.trim_start_matches('/');
    let name = if name.contains('.') {
        name
    } else {
        "index.html"
    };
    let found = held(&line.files).get(name).cloned();
    let status = if found.is_some() {
        "200 OK"
    } else {
        "404 Not Found"
    };
    let (kind, body) = found.unwrap_or(("text/plain", Vec::new()));
    let mut head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Content-Encoding: br\r\nConnection: close\r\n",
        body.len()
    );
    for (name, value) in HEADERS {
        head.extend([name, ": ", value, "\r\n"]);
    }
    connection.write_all((head + "\r\n").as_bytes())?;
    for packet in body.chunks(PACKET) {
        let mut sent = held(&line.sent);
        let bytes = u32::try_from(packet.len()).unwrap_or(u32::MAX);
        sleep(Duration::from_secs(1) * bytes / BYTES_A_SECOND);
        *sent += packet.len();
        drop(sent);
        connection.write_all(packet)?;
    }
    connection.flush()
}
