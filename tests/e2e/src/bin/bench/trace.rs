//! What the main thread of a page did, from the browser's trace.
//!
//! The page cannot tell by itself: the long-task interface leaves out what runs
//! after a promise of WebAssembly.

use daybook_e2e::error::{Error, Result};
use serde::Deserialize;
use serde_json::Value;
use thirtyfour::BrowserLogEntry;

/// The tasks of threads, and the marks that pages left.
#[derive(Debug)]
pub struct Trace(Vec<Event>);

/// One line of a trace; times in microseconds.
#[derive(Debug, Clone, Deserialize)]
struct Event {
    name: String,
    #[serde(rename = "pid")]
    process: i64,
    #[serde(rename = "tid")]
    thread: i64,
    #[serde(rename = "ts")]
    at: f64,
    #[serde(rename = "dur", default)]
    lasted: f64,
    /// The thread's own time in it, whatever else the machine did.
    #[serde(rename = "tdur", default)]
    busy: f64,
    /// What it was about.
    #[serde(default)]
    args: Value,
}

/// The tasks of one thread within a time, milliseconds each.
#[derive(Debug)]
pub struct Work(Vec<f64>);

/// What of a task keeps a person waiting, milliseconds.
const NOT_NOTICED: f64 = 50.0;

impl Trace {
    /// Reads the browser's log.
    ///
    /// # Errors
    /// When it is not one.
    pub fn read(log: &[BrowserLogEntry]) -> Result<Self> {
        let mut events = Vec::new();
        for entry in log {
            let said: Value = serde_json::from_str(&entry.message)?;
            let (method, event) = (&said["message"]["method"], &said["message"]["params"]);
            if method == "Tracing.dataCollected"
                && let Ok(event) = serde_json::from_value(event.clone())
            {
                events.push(event);
            }
        }
        Ok(Self(events))
    }

    /// What the main thread of the page that left a mark worked from another
    /// mark until then.
    ///
    /// # Errors
    /// When one of the marks is not there.
    pub fn work(&self, from: &str, to: &str) -> Result<Work> {
        let missing =
            |name: &str| Error::from(std::io::Error::other(format!("the trace has no “{name}”")));
        let end = self.0.iter().rfind(|event| event.name == to);
        let end = end.ok_or_else(|| missing(to))?;
        let here = |event: &&Event| event.process == end.process && event.thread == end.thread;
        let of_page = || self.0.iter().filter(here);
        let begin = of_page()
            .filter(|event| event.name == from && event.at <= end.at)
            .map(|event| event.at)
            .max_by(f64::total_cmp)
            .ok_or_else(|| missing(from))?;
        let tasks = of_page().filter(|event| event.name == "RunTask");
        let within = tasks.map(|task| (task.at + task.lasted).min(end.at) - task.at.max(begin));
        Ok(Work(
            within
                .filter(|microseconds| *microseconds > 0.0)
                .map(|microseconds| microseconds / 1000.0)
                .collect(),
        ))
    }
}

impl Trace {
    /// The thread's own time in the longest task between two marks of a page,
    /// milliseconds: what else the machine does meanwhile is not in it.
    ///
    /// # Errors
    /// When one of the marks is not there.
    pub fn longest_busy(&self, from: &str, to: &str) -> Result<f64> {
        let missing =
            |name: &str| Error::from(std::io::Error::other(format!("the trace has no “{name}”")));
        let mark = |name: &str| self.0.iter().rfind(|event| event.name == name);
        let (begin, end) = (mark(from), mark(to));
        let begin = begin.ok_or_else(|| missing(from))?;
        let end = end.ok_or_else(|| missing(to))?;
        let tasks = self.0.iter().filter(|event| {
            event.name == "RunTask"
                && event.process == end.process
                && event.thread == end.thread
                && (begin.at..end.at).contains(&event.at)
        });
        let longest = tasks.map(|task| task.busy).max_by(f64::total_cmp);
        Ok(longest.unwrap_or_default() / 1000.0)
    }
}

impl Trace {
    /// What a page's thread did between two marks, a line for each piece of work
    /// that took long: when it began, its own time, and what it was.
    ///
    /// # Errors
    /// When one of the marks is not there.
    pub fn long_work(&self, from: &str, to: &str, least: f64) -> Result<Vec<String>> {
        let missing =
            |name: &str| Error::from(std::io::Error::other(format!("the trace has no “{name}”")));
        let end = self.0.iter().rfind(|event| event.name == to);
        let end = end.ok_or_else(|| missing(to))?;
        let here = |event: &&Event| event.process == end.process && event.thread == end.thread;
        let begins = self.0.iter().filter(here).filter(|it| it.name == from);
        let begin = begins.map(|it| it.at).filter(|at| *at <= end.at);
        let begin = begin.max_by(f64::total_cmp).ok_or_else(|| missing(from))?;
        let mut long: Vec<&Event> = self
            .0
            .iter()
            .filter(here)
            .filter(|it| (begin..end.at).contains(&it.at) && it.busy / 1000.0 >= least)
            .collect();
        long.sort_by(|one, other| one.at.total_cmp(&other.at));
        Ok(long
            .into_iter()
            .map(|it| {
                let data = it.args["data"].to_string();
                format!(
                    "{:>7.0} {:>6.0} {} {}",
                    (it.at - begin) / 1000.0,
                    it.busy / 1000.0,
                    it.name,
                    data.chars().take(120).collect::<String>()
                )
            })
            .collect())
    }
}

impl Work {
    /// All of it.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.0.iter().sum()
    }

    /// What is over 50 ms of each task.
    #[must_use]
    pub fn blocking(&self) -> f64 {
        self.0
            .iter()
            .map(|task| (task - NOT_NOTICED).max(0.0))
            .sum()
    }

    /// The longest task.
    #[must_use]
    pub fn longest(&self) -> f64 {
        self.0
            .iter()
            .copied()
            .max_by(f64::total_cmp)
            .unwrap_or_default()
    }
}
