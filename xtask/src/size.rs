//! How much is downloaded, and how much may be.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::worker::is_of_managers;

/// Brotli bytes that everything in `dist/` may come to. The main job alone fits
/// 200 kB, what a village hall's signal fetches in a few seconds; a day's work was
/// allowed 30 more. Backup, restore, several books, full stores and updates came
/// to 55, of which 37 were won back. Groups, tallies, the search and the import of
/// spreadsheets came to 72 more; the family survey to 50, of which 12 are its words in
/// eleven languages. Nothing of these was won back yet: docs/developing.md
/// says what is left to try.
/// The managers' pages cost every tablet 300 bytes of links, names and digests; that a
/// poster hides small numbers, and a notice is seen before it takes the focus, 350.
pub const BUDGET: usize = 373_500;

/// Brotli bytes of what the managers' pages load beside that, each where they are
/// opened: a program of their own. Most of it is what both programs have in common;
/// to share one file of it would make every tablet load all that managers need.
/// Charts and the page Publish came to 54 more: a third of it is the drawings, the rest
/// the search for what must be hidden, which has to run where the numbers are, with its
/// page and its document. The page Report came to 25: what the framework asks, in words,
/// and how it looks on paper, charts of many teams on several sheets among it. None of it
/// is loaded where sessions are recorded.
pub const MANAGERS_BUDGET: usize = 359_000;

/// What a good server uses for files that never change.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;
const BUFFER: usize = 1 << 16;

/// Prints the size of each file and of all, with brotli, and compares the sum
/// to [`BUDGET`].
///
/// # Errors
///
/// [`Error::OverBudget`], or when a file cannot be read.
pub fn check(dist: &Path) -> Result<(), Error> {
    let files = files(dist)?;
    println!("\n{:>9}  {:>9}  file", "bytes", "brotli");
    let (mut plain_sum, mut packed_sum, mut managers) = (0, 0, 0);
    for path in &files {
        let plain = fs::read(path).map_err(Error::file("read", path))?;
        let packed = packed_size(&plain).map_err(Error::file("compress", path))?;
        let name = path.strip_prefix(dist).unwrap_or(path).display();
        println!("{:>9}  {packed:>9}  {name}", plain.len());
        if of_managers(path) {
            managers += packed;
        } else {
            plain_sum += plain.len();
            packed_sum += packed;
        }
    }
    println!("{plain_sum:>9}  {packed_sum:>9}  on every tablet; the budget is {BUDGET}");
    println!("           {managers:>9}  for managers; the budget is {MANAGERS_BUDGET}");
    within_budget(packed_sum, BUDGET)?;
    within_budget(managers, MANAGERS_BUDGET)
}

/// The brotli bytes that every tablet loads of a folder.
///
/// # Errors
///
/// When a file cannot be read.
pub fn packed_sum(folder: &Path) -> Result<usize, Error> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.retain(|path| !of_managers(path));
    let mut sum = 0;
    for path in &files {
        let plain = fs::read(path).map_err(Error::file("read", path))?;
        sum += packed_size(&plain).map_err(Error::file("compress", path))?;
    }
    Ok(sum)
}

fn of_managers(path: &Path) -> bool {
    is_of_managers(&path.file_name().unwrap_or_default().to_string_lossy())
}

fn within_budget(sum: usize, budget: usize) -> Result<(), Error> {
    if sum > budget {
        return Err(Error::OverBudget { sum, budget });
    }
    Ok(())
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

    #[test]
    fn the_budget_itself_is_allowed_and_one_more_is_not() {
        assert!(within_budget(BUDGET, BUDGET).is_ok());
        assert!(within_budget(BUDGET + 1, BUDGET).is_err());
    }
}
