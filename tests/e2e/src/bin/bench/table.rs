//! The one table that is printed.

use std::slice;

use crate::figures::Samples;
use crate::rounds::{Measured, SLOWED};

/// What a figure is held to.
#[derive(Debug, Clone, Copy)]
enum Target {
    /// At most so many times the plain page.
    Times(f64),
    /// At most so much.
    AtMost(f64),
    /// Nothing: it is only told.
    Nothing,
}

/// A row of the table.
struct Row<'a> {
    what: &'static str,
    /// The plain page's; none where it has nothing like it.
    plain: &'a [Samples],
    app: &'a Samples,
    target: Target,
    /// What the best form product measured, as a multiple of its own plain
    /// page.
    best: Option<f64>,
}

impl<'a> Row<'a> {
    fn both(what: &'static str, [plain, app]: &'a [Samples; 2]) -> Self {
        Self {
            plain: slice::from_ref(plain),
            ..Self::app(what, app)
        }
    }

    const fn app(what: &'static str, app: &'a Samples) -> Self {
        Self {
            what,
            plain: &[],
            app,
            target: Target::Nothing,
            best: None,
        }
    }

    const fn to(self, target: Target) -> Self {
        Self { target, ..self }
    }

    /// The figures that a form product measured, and its plain page.
    fn best(self, product: f64, plain: f64) -> Self {
        Self {
            best: Some(product / plain),
            ..self
        }
    }

    fn print(&self) {
        let plain = self.plain.first();
        let times = plain
            .and_then(Samples::median)
            .zip(self.app.median())
            .map(|(plain, app)| app / plain);
        let (target, met) = match self.target {
            Target::Nothing => (String::new(), None),
            Target::Times(most) => (format!("≤ {most:.1} ×"), times.map(|it| it <= most)),
            Target::AtMost(most) => {
                let app = self.app.median();
                (format!("≤ {most:.0}"), app.map(|it| it <= most))
            }
        };
        let met = match met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        let multiple = |it: Option<f64>| it.map_or_else(String::new, |it| format!("{it:.1} ×"));
        println!(
            "{:<46} {:>24} {:>26} {:>8}  {target:<8} {met:<7} {:>8}",
            self.what,
            plain.map_or_else(String::new, told),
            told(self.app),
            multiple(times),
            multiple(self.best),
        );
    }
}

/// The median with the least and the greatest: more digits of small figures.
fn told(samples: &Samples) -> String {
    let (Some(median), Some((least, most))) = (samples.median(), samples.range()) else {
        return "not measured".to_owned();
    };
    let digits = usize::from(median < 20.0);
    if samples.len() == 1 {
        return format!("{median:.digits$}");
    }
    format!("{median:.digits$} ({least:.digits$} to {most:.digits$})")
}

/// Prints everything that was measured, each figure beside the plain page's:
/// the median, and the least and the greatest in brackets.
///
/// The figures of the best form product (Enketo) and of its plain page were
/// measured elsewhere, with 20 fields and no records: their ratio is to compare
/// with, not the figures themselves.
pub fn print(measured: &Measured, bytes: [f64; 2], native: &[Samples; 2]) {
    let bytes = bytes.map(|sum| Samples::from_iter([sum]));
    println!("Times and work in ms, the page's thread {SLOWED} times slower than this machine.");
    println!("A cold start has no service worker; a later one of the app may be answered by it.\n");
    println!(
        "{:<46} {:>24} {:>26} {:>8}  {:<16} {:>8}",
        "", "plain page", "Daybook", "", "target", "best*"
    );
    for row in rows(measured, &bytes, native) {
        row.print();
    }
    println!("\n* the best form product, as a multiple of the plain page it was measured beside");
}

fn rows<'a>(
    measured: &'a Measured,
    bytes: &'a [Samples; 2],
    native: &'a [Samples; 2],
) -> [Row<'a>; 19] {
    [
        Row::both("cold start to a form that takes input", &measured.cold)
            .to(Target::Times(1.5))
            .best(2180.0, 799.0),
        Row::both("later start to a form that takes input", &measured.later)
            .to(Target::Times(2.0))
            .best(804.0, 275.0),
        Row::both(
            "offline start to a form that takes input",
            &measured.offline,
        )
        .to(Target::Times(2.0)),
        Row::app("cold start to all records read", &measured.ledger),
        Row::both("save, the first after opening", &measured.first_save)
            .to(Target::Times(1.5))
            .best(143.0, 58.0),
        Row::both("save, the next", &measured.next_save).to(Target::Times(1.5)),
        Row::app("Quarter page, tap to drawn", &measured.quarter),
        Row::app("Quarter page, main thread", &measured.quarter_work).to(Target::AtMost(200.0)),
        Row::app("Records, scrolled: longest task", &measured.scrolling).to(Target::AtMost(100.0)),
        Row::app("Records, a search typed: longest task", &measured.searching)
            .to(Target::AtMost(100.0)),
        Row::both("cold start, main thread, to the form", &measured.start_work),
        Row::both("cold start, main thread, over 50 ms", &measured.blocking),
        Row::both("cold start, main thread, longest task", &measured.longest),
        Row::both("memory of the page's process, kB", &measured.memory),
        Row::both("download, brotli bytes", bytes).best(238.0, 2.0),
        Row::app("update of one line of code, bytes", &measured.update),
        Row::app("first visit over slow 4G to the page", &measured.slow_line),
        Row::app("… to ready to work offline", &measured.offline_ready),
        Row::both("natively: totals of 1,000,000 records", native).to(Target::AtMost(50.0)),
    ]
}
