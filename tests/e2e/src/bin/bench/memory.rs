//! The memory that a page's process has to itself, as Linux counts it.
//!
//! The JavaScript heap would leave out what WebAssembly holds.

use std::fs;

/// Kilobytes that the largest renderer of a process group has to itself;
/// `None` where the system does not say. A browser keeps a spare renderer,
/// which holds no page and so is never the largest.
#[must_use]
pub fn of_page(process_group: u32) -> Option<f64> {
    let processes = fs::read_dir("/proc").ok()?;
    processes
        .filter_map(std::io::Result::ok)
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|process| group_of(*process) == Some(process_group))
        .filter(|process| is_renderer(*process))
        .filter_map(private)
        .max()
        .map(f64::from)
}

/// The fifth field of `stat`; the second is a name in brackets, in which there
/// may be spaces.
fn group_of(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(2)?.parse().ok()
}

fn is_renderer(process: u32) -> bool {
    fs::read(format!("/proc/{process}/cmdline"))
        .is_ok_and(|line| String::from_utf8_lossy(&line).contains("--type=renderer"))
}

fn private(process: u32) -> Option<u32> {
    let said = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let lines = said.lines().filter(|line| line.starts_with("Private_"));
    let kilobytes = lines.filter_map(|line| line.split_whitespace().nth(1)?.parse::<u32>().ok());
    Some(kilobytes.sum())
}
