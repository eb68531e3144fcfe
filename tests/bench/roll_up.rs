//! How long the command line takes to roll up 10,000 returns, and how much memory,
//! beside DuckDB and pandas adding up the same files, where Python has them.
//!
//! `cargo bench --profile bench-native --bench roll_up` prints a line each;
//! `cargo xtask bench` shows them. What the others do is less: they add up every
//! file they are given, and ask neither whether it is whole nor whether it counts.
#![allow(
    clippy::unwrap_used,
    reason = "the built-in example is proved whole by a test"
)]

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    native::measure();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    const TIMES: usize = 5;
    const DAYBOOK: &str = env!("CARGO_BIN_EXE_daybook");

    pub fn measure() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-roll-up");
        let all = sample(&folder, 1_250);
        let eighth = sample(&folder.with_extension("small"), 157);
        let files = fs::read_dir(all.join("returns")).unwrap();
        let (many, bytes) = files.fold((0, 0), |(many, bytes), file| {
            (many + 1, bytes + file.unwrap().metadata().unwrap().len())
        });
        println!("{many} returns, {} MB, once read", bytes / 1_000_000);
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/roll_up.py");
        let (mut own, mut small) = (Vec::new(), Vec::new());
        let (mut duckdb, mut pandas) = (Vec::new(), Vec::new());
        // In turn, so that what else the machine does falls on all.
        for _ in 0..TIMES {
            own.extend(timed(&mut daybook(&all)));
            small.extend(timed(&mut daybook(&eighth)));
            for (name, times) in [("duckdb", &mut duckdb), ("pandas", &mut pandas)] {
                let mut command = Command::new(&python);
                command.arg(script).arg(name).arg(all.join("returns"));
                times.extend(timed(&mut command));
            }
        }
        line("daybook", &own);
        line("daybook, an eighth of the files", &small);
        line("duckdb", &duckdb);
        line("pandas", &pandas);
    }

    fn sample(folder: &Path, tablets: u32) -> PathBuf {
        if !folder.exists() {
            let mut command = Command::new(DAYBOOK);
            let tablets = tablets.to_string();
            command.args([
                "sample",
                "--tablets",
                &tablets,
                "--year",
                "2026-27",
                "--out",
            ]);
            let made = command.arg(folder).stdout(Stdio::null()).status().unwrap();
            assert!(made.success());
        }
        folder.to_owned()
    }

    fn daybook(folder: &Path) -> Command {
        let mut command = Command::new(DAYBOOK);
        command.arg("roll-up").arg(folder.join("returns"));
        command.arg(folder.join("decisions.json"));
        command
            .arg("--organisation")
            .arg(folder.join("organisation.json"));
        command.args(["--today", "2027-05-01", "--csv"]);
        command.arg(folder.join("out.csv"));
        command
    }

    /// Milliseconds, and the most memory in kilobytes; `None` when it cannot run.
    fn timed(command: &mut Command) -> Option<(u128, u64)> {
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.ok()?;
        let mut most = 0;
        loop {
            most = memory(&child).unwrap_or(0).max(most);
            match child.try_wait().unwrap() {
                Some(status) if status.success() => {
                    return Some((began.elapsed().as_millis(), most));
                }
                Some(_) => return None,
                None => thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    /// What Linux says is the most that a process has had so far.
    fn memory(child: &Child) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    fn line(name: &str, times: &[(u128, u64)]) {
        let mut millis: Vec<u128> = times.iter().map(|(millis, _)| *millis).collect();
        millis.sort_unstable();
        match millis[..] {
            [] => println!("{name}: not here"),
            [least, .., most] => {
                let median = millis[millis.len() / 2];
                let memory = times.iter().map(|(_, kilobytes)| *kilobytes).max();
                let memory = memory.unwrap_or(0) / 1_000;
                println!("{name}: {median} ms ({least} to {most}), {memory} MB");
            }
            [only] => println!("{name}: {only} ms"),
        }
    }
}
