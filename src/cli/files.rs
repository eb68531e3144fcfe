//! Files are found, read one at a time on each processor, and opened.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, ErrorKind, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::said::{complain, shown};
use daybook::domain::base::share::counted;
use daybook::domain::roll_up::Collection;
use daybook::domain::roll_up::opening::{
    Content, LARGEST_FILE, NotOpened, check_size, decoded, open,
};

/// How long work lasts before it says how far it has come, and between that.
const NOW_AND_THEN: Duration = Duration::from_secs(2);

/// Reads a file, once its size is known to be one of ours.
pub fn read(path: &Path) -> Result<Vec<u8>, NotOpened> {
    // To open something that is no file, such as a pipe, may never end.
    let there = fs::metadata(path).map_err(not_fetched)?;
    if there.is_dir() {
        fs::read_dir(path).map_err(not_fetched)?;
        let why = "it is a folder, and no file in it ends in .json";
        return Err(NotOpened::NotFetched(why.to_owned()));
    }
    if !there.is_file() {
        return Err(NotOpened::NotFetched("it is not a file".to_owned()));
    }
    check_size(there.len())?;
    let mut bytes = Vec::with_capacity(usize::try_from(there.len()).unwrap_or(0) + 1);
    // It may grow meanwhile.
    let most = LARGEST_FILE as u64 + 1;
    let file = File::open(path).map_err(not_fetched)?;
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(not_fetched)?;
    Ok(bytes)
}

/// The text of a file.
pub fn text(path: &Path) -> Result<String, NotOpened> {
    decoded(&read(path)?).map(Cow::into_owned)
}

/// Why a file cannot be read, in plain words where it is one of the usual reasons.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to map_err, which gives the error away"
)]
fn not_fetched(why: io::Error) -> NotOpened {
    NotOpened::NotFetched(match why.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "you are not allowed to read it".to_owned(),
        _ => why.to_string(),
    })
}

/// Opens files, and hands each over in the order of the list.
pub fn open_all(paths: &[PathBuf], mut take: impl FnMut(&Path, Result<Content, NotOpened>)) {
    let many = workers(paths);
    let mut progress = Progress::new(paths.len());
    thread::scope(|scope| {
        // Each reader has every so manyth file, and waits when it is a few ahead: so
        // no more than these are held, however long another one takes.
        let mut readers = Vec::new();
        for first in 0..many {
            let (sender, receiver) = mpsc::sync_channel(4);
            readers.push(receiver);
            scope.spawn(move || {
                for path in paths.iter().skip(first).step_by(many) {
                    let opened = read(path).and_then(|bytes| open(&bytes));
                    if sender.send(opened).is_err() {
                        break;
                    }
                }
            });
        }
        for (at, (path, reader)) in paths.iter().zip(readers.iter().cycle()).enumerate() {
            if let Ok(opened) = reader.recv() {
                take(path, opened);
            }
            progress.say(at + 1);
        }
    });
}

/// Opens files into a collection, a part of them on each processor.
pub fn collected(paths: &[PathBuf]) -> Collection {
    let (opened, mut progress) = (AtomicUsize::new(0), Progress::new(paths.len()));
    let (done, all_done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let parts: Vec<_> = paths
            .chunks(paths.len().div_ceil(workers(paths)).max(1))
            .map(|part| {
                let (opened, done) = (&opened, done.clone());
                scope.spawn(move || {
                    let mut collection = Collection::default();
                    for path in part {
                        let name = shown(path);
                        match read(path) {
                            Ok(bytes) => collection.open(&name, &bytes),
                            Err(why) => collection.add(&name, Err(why)),
                        };
                        opened.fetch_add(1, Ordering::Relaxed);
                    }
                    drop(done);
                    collection
                })
            })
            .collect();
        drop(done);
        // Nothing is ever sent: all are done when all have let go of it.
        while let Err(RecvTimeoutError::Timeout) = all_done.recv_timeout(NOW_AND_THEN) {
            progress.say(opened.load(Ordering::Relaxed));
        }
        let mut all = Collection::default();
        for part in parts {
            match part.join() {
                Ok(part) => all.take_in(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}

fn workers(paths: &[PathBuf]) -> usize {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    processors.min(paths.len()).max(1)
}

/// Says now and then how far long work has come, to a person at a terminal. A log or
/// another program is told of what is wrong alone, the same on a slow machine.
struct Progress {
    of: usize,
    said: Instant,
    reader: Reader,
}

/// Who reads the standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Person,
    Program,
}

impl Progress {
    fn new(of: usize) -> Self {
        let said = Instant::now();
        let reader = if io::stderr().is_terminal() {
            Reader::Person
        } else {
            Reader::Program
        };
        Self { of, said, reader }
    }

    fn say(&mut self, done: usize) {
        if self.reader == Reader::Person && self.said.elapsed() >= NOW_AND_THEN {
            self.said = Instant::now();
            let files = counted(self.of as u64, "file", "files");
            complain(&format!("{done} of {files}"));
        }
    }
}
