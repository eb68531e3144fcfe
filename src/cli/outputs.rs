//! Where results are written.
//!
//! Guarantees that a file which stood there before stays whole until the new one is:
//! it is written beside and then takes its place. Nothing is written over a file that
//! is read, nor twice to one; the files of a folder that is divided by period are
//! written too.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::not_done::NotDone;
use super::said::{not_printed, shown};

/// How the name of a period's folder begins, in a folder that is divided by period.
pub const PERIOD: &str = "period=";

/// Where results go when a person names `-`.
pub const STANDARD_OUTPUT: &str = "-";

/// Whether a result goes to the standard output.
pub fn is_standard_output(path: &Path) -> bool {
    path.as_os_str() == STANDARD_OUTPUT
}

/// Where a result is written.
#[derive(Debug, Clone, Copy)]
pub enum Output<'a> {
    /// A file.
    File(&'a Path),
    /// A folder that is divided by period: in it, each folder named for a period is
    /// written anew, or removed.
    DividedFolder(&'a Path),
}

/// Refuses an output that is read as well, or is named twice.
///
/// # Errors
/// [`NotDone::Output`], before anything is touched.
pub fn check<'a>(
    outputs: impl IntoIterator<Item = Output<'a>>,
    inputs: &[PathBuf],
) -> Result<(), NotDone> {
    let outputs: Vec<Output<'a>> = outputs.into_iter().collect();
    if outputs.is_empty() {
        return Ok(());
    }
    let inputs: Vec<PathBuf> = inputs.iter().map(|path| place_of(path)).collect();
    let mut known: Vec<Taken> = Vec::new();
    for output in outputs {
        let place = Taken::by(output);
        let why = output.unfit().or_else(|| {
            if inputs.iter().any(|input| place.writes(input)) {
                Some("it is read as well; name another to write")
            } else if known.iter().any(|other| place.meets(other)) {
                Some("it is named for two results; name another for one of them")
            } else {
                None
            }
        });
        if let Some(why) = why {
            let (Output::File(path) | Output::DividedFolder(path)) = output;
            let why = format!("{why}. Nothing was written");
            return Err(NotDone::Output(shown(path), why));
        }
        known.push(place);
    }
    Ok(())
}

impl Output<'_> {
    /// Why nothing of its sort can be written there.
    fn unfit(self) -> Option<&'static str> {
        match self {
            Self::File(path) if is_standard_output(path) => None,
            Self::File(path) => path.is_dir().then_some("it is a folder; name a file in it"),
            Self::DividedFolder(path) if is_standard_output(path) => {
                Some("a folder does not go to the standard output; name one")
            }
            Self::DividedFolder(path) => path.is_file().then_some("it is a file; name a folder"),
        }
    }
}

/// What an output takes, by the place where it lies.
enum Taken {
    File(PathBuf),
    DividedFolder(PathBuf),
}

impl Taken {
    fn by(output: Output<'_>) -> Self {
        match output {
            Output::File(path) => Self::File(place_of(path)),
            Output::DividedFolder(path) => Self::DividedFolder(place_of(path)),
        }
    }

    /// Whether a file is written anew, or may be removed.
    fn writes(&self, file: &Path) -> bool {
        match self {
            Self::File(own) => own == file,
            Self::DividedFolder(own) => {
                let mut within = file.strip_prefix(own).into_iter().flatten();
                let first = within.next().and_then(|it| it.to_str());
                first.is_some_and(|it| it.starts_with(PERIOD))
            }
        }
    }

    /// Whether both cannot be written.
    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(other))
            | (Self::DividedFolder(one), Self::DividedFolder(other)) => one == other,
            (folder @ Self::DividedFolder(place), Self::File(file))
            | (Self::File(file), folder @ Self::DividedFolder(place)) => {
                folder.writes(file) || place.starts_with(file)
            }
        }
    }
}

/// One name for one file, however it is written; of a file that is not there yet, by
/// the nearest folder that is. Where capitals do not matter, they are left out.
fn place_of(path: &Path) -> PathBuf {
    let place = whole_place(path).unwrap_or_else(|| path.to_owned());
    if cfg!(any(windows, target_os = "macos")) {
        place.to_string_lossy().to_lowercase().into()
    } else {
        place
    }
}

fn whole_place(path: &Path) -> Option<PathBuf> {
    if let Ok(place) = path.canonicalize() {
        return Some(place);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) => Path::new("."),
        None => return None,
    };
    Some(whole_place(folder)?.join(path.file_name()?))
}

/// Writes a result.
pub fn written(
    path: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
) -> Result<(), NotDone> {
    if is_standard_output(path) {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
        return write(&mut out)
            .and_then(|()| out.flush())
            .map_err(not_printed);
    }
    let done = match fs::metadata(path) {
        // A device or a pipe takes what it is given; it cannot be replaced.
        Ok(there) if !there.is_file() || path.starts_with("/dev") => written_into(path, write),
        Ok(there) => written_beside(path, write, Some(there.permissions())),
        Err(_) => written_beside(path, write, None),
    };
    done.map_err(|why| NotDone::NotWritten(shown(path), why))
}

fn written_into(
    path: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
) -> io::Result<()> {
    let file = File::options().write(true).open(path)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    out.flush()
}

fn written_beside(
    path: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    let place = whole_place(path).unwrap_or_else(|| path.to_owned());
    let folder = place.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".daybook-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(permissions) = permissions {
        if permissions.readonly() {
            let why = "it may only be read, and stays as it is";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
        }
        fs::set_permissions(file.path(), permissions)?;
    }
    // A full disk may say so only now.
    file.as_file().sync_all()?;
    file.persist(&place).map_err(|why| why.error)?;
    Ok(())
}
