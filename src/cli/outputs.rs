//! Where results are written.
//!
//! Guarantees that a file which stood there before stays whole until the new one is:
//! it is written beside and then takes its place. Nothing is written over a file that
//! is read, nor twice to one.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::not_done::NotDone;
use super::said::{not_printed, shown};

/// Where results go when a person names `-`.
pub const STANDARD_OUTPUT: &str = "-";

/// Whether a result goes to the standard output.
pub fn is_standard_output(path: &Path) -> bool {
    path.as_os_str() == STANDARD_OUTPUT
}

/// Refuses an output that is read as well, or is named twice.
///
/// # Errors
/// [`NotDone::Output`], before anything is touched.
pub fn check<'a>(
    outputs: impl IntoIterator<Item = &'a Path>,
    inputs: &[PathBuf],
) -> Result<(), NotDone> {
    let refused = |path: &Path, why: &str| Err(NotDone::Output(shown(path), why.to_owned()));
    let mut known: Vec<PathBuf> = Vec::new();
    let outputs: Vec<&Path> = outputs.into_iter().collect();
    if outputs.is_empty() {
        return Ok(());
    }
    let inputs: Vec<PathBuf> = inputs.iter().map(|path| place_of(path)).collect();
    for path in outputs {
        let place = place_of(path);
        if inputs.contains(&place) {
            return refused(
                path,
                "it is read as well; name another file to write. Nothing was written",
            );
        }
        if known.contains(&place) {
            return refused(
                path,
                "it is named for two results; name another for one of them. Nothing was written",
            );
        }
        if !is_standard_output(path) && path.is_dir() {
            return refused(
                path,
                "it is a folder; name a file in it. Nothing was written",
            );
        }
        known.push(place);
    }
    Ok(())
}

/// One name for one file, however it is written; of a file that is not there yet, by
/// its folder.
fn place_of(path: &Path) -> PathBuf {
    if let Ok(place) = path.canonicalize() {
        return place;
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        (_, _) => path.to_owned(),
    }
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
    let place = place_of(path);
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
