//! Which files are meant by the names that were given.

use std::fs;
use std::path::{Path, PathBuf};

use super::said::shown;

/// How many names are told of the files that were not looked at in one folder.
const TOLD: usize = 5;

/// What a name ends with, in small letters, if the file is one that Daybook wrote:
/// `.json`, and what some programs make of it when they save it.
const ENDINGS: [&str; 3] = [".json", ".json.txt", ".json.download"];

/// The files that are meant.
#[derive(Debug, Default)]
pub struct Listed {
    /// Their paths, each named file or folder after the other, those of a folder in
    /// the order of their names.
    pub paths: Vec<PathBuf>,
    /// Of folders, what was not looked at, in words.
    pub not_looked_at: Vec<String>,
}

/// Finds the files that are meant: of a folder all whose names end as Daybook's do,
/// those of folders in it too. A pattern such as `returns/*.json` stands for the files
/// that it fits, as Windows hands it on.
pub fn listed(named: &[PathBuf]) -> Listed {
    let mut all = Listed::default();
    for path in named {
        match fitting(path) {
            // A file; one that is not there is told of when it is read.
            None => all.take(path),
            Some(paths) => paths.iter().for_each(|path| all.take(path)),
        }
    }
    all
}

/// The paths that a pattern fits, in their order; `None` for the name of something
/// that is there, or that is no pattern, or fits nothing.
fn fitting(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.to_str()?;
    if path.exists() || !pattern.contains(['*', '?', '[']) {
        return None;
    }
    let options = glob::MatchOptions {
        // As the system that hands patterns on.
        case_sensitive: false,
        ..glob::MatchOptions::default()
    };
    let found = glob::glob_with(pattern, options).ok()?;
    let paths: Vec<PathBuf> = found.flatten().collect();
    (!paths.is_empty()).then_some(paths)
}

impl Listed {
    fn take(&mut self, path: &Path) {
        if !path.is_dir() {
            self.paths.push(path.to_owned());
            return;
        }
        let before = self.paths.len();
        self.take_folder(path);
        if self.paths.len() == before {
            // Told of when it is read: somebody expects files in it.
            self.paths.push(path.to_owned());
        }
    }

    fn take_folder(&mut self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else {
            // Told of when it is read, with why.
            self.paths.push(folder.to_owned());
            return;
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<PathBuf> = paths.collect();
        paths.sort();
        let mut others = Vec::new();
        for path in paths {
            // A link to a folder may lead round in a circle.
            let is_link = path.is_symlink();
            match (path.is_dir(), is_link) {
                (true, false) => self.take_folder(&path),
                (false, _) if is_ours(&path) => self.paths.push(path),
                (true, true) | (false, _) => others.push(path),
            }
        }
        self.pass_over(folder, &others);
    }

    fn pass_over(&mut self, folder: &Path, others: &[PathBuf]) {
        if others.is_empty() {
            return;
        }
        let names = others.iter().take(TOLD).filter_map(|path| path.file_name());
        let names: Vec<String> = names.map(|name| shown(Path::new(name))).collect();
        let more = match others.len().checked_sub(TOLD) {
            Some(more) if more > 0 => format!(" and {more} more"),
            Some(_) | None => String::new(),
        };
        let files = if others.len() == 1 { "file" } else { "files" };
        self.not_looked_at.push(format!(
            "{}: {} {files} not looked at: {}{more}",
            shown(folder),
            others.len(),
            names.join(", "),
        ));
    }
}

fn is_ours(path: &Path) -> bool {
    let Some(name) = path.file_name() else {
        return false;
    };
    let name = name.to_string_lossy().to_lowercase();
    // Hidden files are what systems leave beside others.
    !name.starts_with('.') && ENDINGS.iter().any(|ending| name.ends_with(ending))
}
