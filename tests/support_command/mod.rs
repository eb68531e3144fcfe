//! The command line as a test runs it: a folder of its own, what it said, and the sample
//! city, written once.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of one test file alone, empty.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    fs::create_dir_all(&path).unwrap();
    path
}

/// The command with these words, not run yet.
pub fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
    command.args(words);
    command
}

pub fn daybook(words: &[&str]) -> Output {
    command(words).output().unwrap()
}

pub fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Writes the files of a sample city into a new folder.
pub fn sample(name: &str, more: &[&str]) -> PathBuf {
    let path = folder(name);
    let out = path.to_str().unwrap();
    let made = daybook(&[&["sample", "--out", out], more].concat());
    assert_eq!(made.status.code(), Some(0), "{}", complained(&made));
    path
}
