//! Hostile texts by the million: a small generator, the corpus that is kept,
//! and the run that tries both on one check.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a helper that fails is a test that fails, and a run reports its figures"
)]

pub mod mutation;
pub mod seeds;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs};

/// What became of a text that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was read as what it should be.
    Taken,
    /// It was refused.
    Refused,
}

impl Verdict {
    /// Taken exactly when it was read.
    pub fn of<Read, Why>(outcome: &Result<Read, Why>) -> Self {
        match outcome {
            Ok(_) => Self::Taken,
            Err(_) => Self::Refused,
        }
    }
}

/// A seeded source of chance (xorshift64*): the same cases on every machine.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// What follows from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Any 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.bits() % end).unwrap()
    }

    /// Yes, once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of some things.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}

/// How many new cases each target is tried with: `DAYBOOK_FUZZ_CASES`.
fn cases() -> u64 {
    number_from("DAYBOOK_FUZZ_CASES", 2_000)
}

/// What the cases follow from: `DAYBOOK_FUZZ_SEED`.
fn seed() -> u64 {
    number_from("DAYBOOK_FUZZ_SEED", 1)
}

fn number_from(variable: &str, usual: u64) -> u64 {
    env::var(variable).map_or(usual, |number| number.parse().unwrap())
}

/// Where the cases of a target that are tried every time are kept.
fn corpus_of(target: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(target)
}

/// The texts of a target's corpus, in the order of their names.
pub fn kept(target: &str) -> Vec<String> {
    let listed = fs::read_dir(corpus_of(target)).into_iter().flatten();
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |file: &PathBuf| fs::read_to_string(file).unwrap();
    files.iter().map(read).collect()
}

/// Tries a check on every text of the target's corpus, and then on as many new
/// ones as are asked for. A text that fails is put into the corpus.
pub fn fuzz(
    target: &str,
    mut make: impl FnMut(&mut Chance) -> String,
    check: impl Fn(&str) -> Verdict,
) {
    let begun = Instant::now();
    let (mut taken, mut refused) = (0_u64, 0_u64);
    let mut tried = |text: &str| match catch_unwind(AssertUnwindSafe(|| check(text))) {
        Ok(Verdict::Taken) => taken += 1,
        Ok(Verdict::Refused) => refused += 1,
        Err(panic) => {
            let file = keep(target, text);
            println!("{target}: fails on {}", file.display());
            resume_unwind(panic);
        }
    };
    let kept = kept(target);
    for text in &kept {
        tried(text);
    }
    let mut chance = Chance::new(seed());
    let cases = cases();
    for _ in 0..cases {
        tried(&make(&mut chance));
    }
    println!(
        "{target}: {} kept cases and {cases} new ones: {taken} taken, {refused} refused, {:.0?}",
        kept.len(),
        begun.elapsed(),
    );
    assert!(taken > 0, "{target}: nothing was read, so little was tried");
    assert!(refused > 0, "{target}: nothing was refused");
}

fn keep(target: &str, text: &str) -> PathBuf {
    let folder = corpus_of(target);
    fs::create_dir_all(&folder).unwrap();
    let name = format!("found-{:08x}.txt", crc32fast::hash(text.as_bytes()));
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}
