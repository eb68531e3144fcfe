//! Files are found, read one at a time on each processor, and opened.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use daybook::domain::roll_up::opening::{Content, NotOpened, check_size, open};

/// How long work lasts before it says how far it has come, and between that.
const NOW_AND_THEN: Duration = Duration::from_secs(2);

/// The files that are meant; of a folder all that end in `.json`, in the order of
/// their names, without those of folders in it.
pub fn listed(named: &[PathBuf]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for path in named {
        match fs::read_dir(path) {
            Ok(entries) => {
                let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
                let is_json = |path: &PathBuf| path.extension() == Some(OsStr::new("json"));
                let mut files: Vec<PathBuf> = paths.filter(is_json).collect();
                files.sort();
                all.extend(files);
            }
            // A file; one that is not there is told of when it is read.
            Err(_) => all.push(path.clone()),
        }
    }
    all
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Vec<u8>, NotOpened> {
    let not_fetched = |why: std::io::Error| NotOpened::NotFetched(why.to_string());
    let mut file = File::open(path).map_err(not_fetched)?;
    let size = file.metadata().map_err(not_fetched)?.len();
    check_size(size)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.read_to_end(&mut bytes).map_err(not_fetched)?;
    Ok(bytes)
}

/// Opens files, and hands each over in the order of the list.
pub fn open_all(paths: &[PathBuf], mut take: impl FnMut(&Path, Result<Content, NotOpened>)) {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::sync_channel(4 * workers);
    let began = Instant::now();
    let mut said = began;
    thread::scope(|scope| {
        for _ in 0..workers {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = paths.get(at) else {
                        break;
                    };
                    let opened = read(path).and_then(|bytes| open(&bytes));
                    if sender.send((at, opened)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let (mut waiting, mut due) = (BTreeMap::new(), 0);
        for (at, opened) in receiver {
            waiting.insert(at, opened);
            while let Some(opened) = waiting.remove(&due) {
                if let Some(path) = paths.get(due) {
                    take(path, opened);
                }
                due += 1;
            }
            if said.elapsed() > NOW_AND_THEN {
                said = Instant::now();
                eprintln!("{due} of {} files", paths.len());
            }
        }
    });
}
