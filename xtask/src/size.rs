//! How much is downloaded. It is printed and bounds nothing: what a start takes is
//! measured by `cargo xtask bench`.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::worker::is_fetched_last;

/// What a good server uses for files that never change.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;
const BUFFER: usize = 1 << 16;

/// Prints the size of each file, and of all of them, plain and with brotli.
///
/// # Errors
///
/// When a file cannot be read.
pub fn print(dist: &Path) -> Result<(), Error> {
    let files = files(dist)?;
    println!("\n{:>9}  {:>9}  file", "bytes", "brotli");
    let (mut plain_sum, mut packed_sum, mut last) = (0, 0, 0);
    for path in &files {
        let plain = fs::read(path).map_err(Error::file("read", path))?;
        let packed = packed_size(&plain).map_err(Error::file("compress", path))?;
        let name = path.strip_prefix(dist).unwrap_or(path).display();
        println!("{:>9}  {packed:>9}  {name}", plain.len());
        if fetched_last(path) {
            last += packed;
        } else {
            plain_sum += plain.len();
            packed_sum += packed;
        }
    }
    println!("{plain_sum:>9}  {packed_sum:>9}  on every tablet");
    println!("           {last:>9}  for managers, and to read workbooks");
    Ok(())
}

/// The brotli bytes that every tablet loads of a folder.
///
/// # Errors
///
/// When a file cannot be read.
pub fn packed_sum(folder: &Path) -> Result<usize, Error> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.retain(|path| !fetched_last(path));
    let mut sum = 0;
    for path in &files {
        let plain = fs::read(path).map_err(Error::file("read", path))?;
        sum += packed_size(&plain).map_err(Error::file("compress", path))?;
    }
    Ok(sum)
}

fn fetched_last(path: &Path) -> bool {
    is_fetched_last(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Every file of a folder and of those in it, in order.
///
/// # Errors
///
/// When one of the folders cannot be read.
pub fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>, Error> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::file("read", folder))? {
        let path = entry.map_err(Error::file("read", folder))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn packed_size(plain: &[u8]) -> std::io::Result<usize> {
    brotli(plain).map(|packed| packed.len())
}

/// Some bytes as a good server sends them.
///
/// # Errors
///
/// None that is known of: all of it happens in memory.
pub fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer =
        brotli::CompressorWriter::new(&mut packed, BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(plain)?;
    writer.flush()?;
    drop(writer);
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_costs_little() {
        let size = packed_size(&vec![b'a'; 100_000]).unwrap();
        assert!(size < 100, "{size}");
    }
}
