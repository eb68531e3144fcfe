//! How much is hidden of what is published, how long that takes, and how much τ-ARGUS
//! hides of one table.
//!
//! `cargo bench --profile bench-native --bench publish` prints a line for each number of
//! tablets, and each city with `DAYBOOK_CITIES=each`; `DAYBOOK_SEEDS` says how many cities
//! of each size (12). `cargo xtask bench` shows them. The single table is that of direct
//! contacts by team, kind and age band of one quarter, with localities and the city;
//! pytauargus (`tests/bench/requirements.txt`) hides in it by its optimal method.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "the built-in example is proved whole by a test; the counts here are small"
)]

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    native::measure();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;
    use std::process::Command;
    use std::time::{Duration, Instant};

    use daybook::domain::base::calendar::Quarter;
    use daybook::domain::disclosure::cells::{CellRole, Cells};
    use daybook::domain::disclosure::figures::{Period, Side};
    use daybook::domain::disclosure::suppress::suppress;
    use daybook::domain::disclosure::{
        Detail, Edition, Progress, Publication, PublishedValue, Rounding, Rule, Threshold,
    };
    use daybook::domain::example::{CityOrder, city};
    use daybook::domain::roll_up::opening::open;
    use daybook::domain::roll_up::{
        Breakdown, Collection, Level, MapOf, RollUp, Span, Structure, Sums, Unit, WhoHasSent,
    };

    /// The sizes of cities that are compared with earlier versions.
    const TABLETS: [u16; 4] = [8, 12, 24, 40];
    /// The totals of a city's year that readers look for first.
    const HEADLINES: [&str; 4] = [
        "sessions",
        "direct-contacts",
        "new-families",
        "surveys-received",
    ];

    pub fn measure() {
        println!(
            "cities, threshold, numbers, hidden, share, worst share, of the sum, headlines shown, mean time, longest piece"
        );
        let seeds = number("DAYBOOK_SEEDS", 12);
        for tablets in TABLETS {
            cities(tablets, 1..=seeds, 5);
        }
        for tablets in [4, 5, 6, 7] {
            cities(tablets, 1..=seeds, 5);
        }
        for threshold in [9, 15] {
            cities(6, 1..=2, threshold);
        }
        cities(40, 2016..=2016, 5);
        with_city(2016, 40, |_, _, sums, _| single_table(sums));
    }

    fn number(name: &str, usual: u64) -> u64 {
        let said = std::env::var(name).ok();
        said.and_then(|it| it.parse().ok()).unwrap_or(usual)
    }

    /// What is measured of one publication.
    struct Measured {
        numbers: u64,
        hidden: u64,
        sum_share: f64,
        headlines_shown: bool,
        took: Duration,
        longest: Duration,
    }

    impl Measured {
        fn share(&self) -> f64 {
            100.0 * self.hidden as f64 / self.numbers as f64
        }
    }

    /// Measures cities of one size.
    fn cities(tablets: u16, seeds: std::ops::RangeInclusive<u64>, threshold: u64) {
        let each = std::env::var("DAYBOOK_CITIES").is_ok_and(|it| it == "each");
        let mut all = Vec::new();
        for seed in seeds {
            with_city(seed, tablets, |_, structure, sums, who| {
                let measured = publish((sums, who), structure, threshold);
                if each {
                    print(
                        &format!("{tablets} tablets, seed {seed}"),
                        threshold,
                        &[&measured],
                    );
                }
                all.push(measured);
            });
        }
        let all: Vec<&Measured> = all.iter().collect();
        print(
            &format!("{} of {tablets} tablets", all.len()),
            threshold,
            &all,
        );
    }

    fn print(name: &str, threshold: u64, all: &[&Measured]) {
        let many = all.len() as f64;
        let sum = |of: fn(&Measured) -> u64| all.iter().map(|it| of(it)).sum::<u64>();
        let worst = all.iter().map(|it| it.share()).fold(0.0, f64::max);
        let (numbers, hidden) = (sum(|it| it.numbers), sum(|it| it.hidden));
        println!(
            "{name}, {threshold}, {numbers}, {hidden}, {:.1}%, {worst:.1}%, {:.1}%, {} of {}, {:.0} ms, {:.0} ms",
            100.0 * hidden as f64 / numbers as f64,
            all.iter().map(|it| it.sum_share).sum::<f64>() / many,
            all.iter().filter(|it| it.headlines_shown).count(),
            all.len(),
            all.iter().map(|it| it.took.as_secs_f64()).sum::<f64>() * 1_000.0 / many,
            all.iter()
                .map(|it| it.longest.as_secs_f64())
                .fold(0.0, f64::max)
                * 1_000.0,
        );
    }

    fn publish(
        (sums, who): (&Sums, &WhoHasSent),
        structure: &Structure<'_>,
        threshold: u64,
    ) -> Measured {
        let rule = Rule {
            threshold: Threshold::new(threshold).unwrap(),
            rounding: Rounding::Exact,
            detail: Detail::FULL,
        };
        let began = Instant::now();
        let mut longest = Duration::ZERO;
        let mut working = Publication::begin((sums, who), structure, rule, &Edition::default());
        let publication = loop {
            let piece = Instant::now();
            let progress = working.go_on();
            longest = longest.max(piece.elapsed());
            match progress {
                Progress::More(more) => working = more,
                Progress::Done(done) => break done,
            }
        };
        let took = began.elapsed();
        let loss = publication.loss();
        let city = sums.units().find(|unit| unit.level == Level::City).unwrap();
        let year = Period::YearTo("2016-17 Q4".parse().unwrap());
        let is_shown = |measure: &&str| {
            let whole = Breakdown::whole();
            let said = publication.said((city, year), measure, &whole, Side::Count);
            matches!(said, Some(PublishedValue::Shown(_)))
        };
        Measured {
            numbers: loss.numbers,
            hidden: loss.many(),
            sum_share: 100.0 * loss.hidden_sum as f64 / loss.sum as f64,
            headlines_shown: HEADLINES.iter().all(is_shown),
            took,
            longest,
        }
    }

    fn with_city(
        seed: u64,
        tablets: u16,
        look: impl FnOnce(&RollUp<'_>, &Structure<'_>, &Sums, &WhoHasSent),
    ) {
        let year = "2016-17 Q1".parse::<Quarter>().unwrap().year();
        let city = city(CityOrder {
            seed,
            tablets,
            year,
        })
        .unwrap();
        let mut collection = Collection::default();
        for one in &city.returns {
            collection.add(&one.file_name(), open(one.to_text().as_bytes()));
        }
        let roll_up = RollUp::of(&collection, &city.decisions);
        let structure = Structure::new([&city.organisation], &roll_up.decisions, MapOf::ItsTime);
        let sums = Sums::of(&roll_up, &structure);
        let today = chrono::NaiveDate::from_ymd_opt(2017, 5, 1).unwrap();
        let who = WhoHasSent::of(&roll_up, &structure, None, today);
        look(&roll_up, &structure, &sums, &who);
    }

    /// A cell of the single table: locality and team, kind, age band; `None` for all.
    type Place = [Option<String>; 4];

    /// Hides in one table by itself, and lets τ-ARGUS do the same.
    fn single_table(sums: &Sums) {
        let quarter: Quarter = "2016-17 Q4".parse().unwrap();
        let inner = inner_cells(sums, quarter);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let file = folder.join("bench-publish.csv");
        let line = |(place, count): (&[String; 4], &u64)| format!("{},{count}\n", place.join(","));
        let text: String = inner.iter().map(line).collect();
        fs::write(&file, text).unwrap();
        let cells = table(&inner);
        let began = Instant::now();
        let why = suppress(&cells, 5);
        let took = began.elapsed();
        let hidden = cells
            .cells()
            .iter()
            .zip(&why)
            .filter(|(_, why)| why.is_some());
        let values: Vec<u64> = hidden.map(|(cell, _)| cell.value).collect();
        let others: Vec<u64> = values.iter().copied().filter(|it| *it > 5).collect();
        println!(
            "single table of {} cells: Daybook hides {}, {} of them not small with a sum of {}, in {:.0} ms",
            cells.cells().len(),
            values.len(),
            others.len(),
            others.iter().sum::<u64>(),
            took.as_secs_f64() * 1_000.0
        );
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/publish.py");
        let mut command = Command::new(python);
        command.arg(script).arg(&file).args(["5", "OPT"]);
        match command.output() {
            Ok(out) if out.status.success() => {
                let said = String::from_utf8_lossy(&out.stdout);
                let words: Vec<&str> = said.split_whitespace().collect();
                if let [hidden, others, sum, seconds] = words[..] {
                    println!(
                        "the same by pytauargus, optimal: hides {hidden}, {others} of them not small with a sum of {sum}, in {seconds} s"
                    );
                }
            }
            Ok(_) | Err(_) => println!("pytauargus: not here"),
        }
    }

    /// The direct contacts of each team of a quarter, by kind and age band.
    fn inner_cells(sums: &Sums, quarter: Quarter) -> BTreeMap<[String; 4], u64> {
        let mut inner = BTreeMap::new();
        for (when, units) in sums.homes().filter(|it| it.0 == quarter) {
            let [team, locality, ..] = units;
            let figures = sums.figures(team, Span::quarter(when));
            for (about, amount) in figures.iter() {
                let by = about.breakdown.dimensions().eq(["age-band", "kind"]);
                if about.measure != "direct-contacts" || !by {
                    continue;
                }
                let part = |it| about.breakdown.category(it).unwrap().to_owned();
                let place = |unit: &Unit| unit.code.clone();
                let key = [place(locality), place(team), part("kind"), part("age-band")];
                *inner.entry(key).or_default() += amount.count;
            }
        }
        inner
    }

    /// The table with its totals, as what is published has them.
    fn table(inner: &BTreeMap<[String; 4], u64>) -> Cells {
        let mut values: BTreeMap<Place, u64> = BTreeMap::new();
        for ([locality, team, kind, band], count) in inner {
            let own = |it: &String| Some(it.clone());
            let places = [
                [own(locality), own(team)],
                [own(locality), None],
                [None, None],
            ];
            for [locality, team] in places {
                for kind in [own(kind), None] {
                    for band in [own(band), None] {
                        let place = [locality.clone(), team.clone(), kind.clone(), band];
                        *values.entry(place).or_default() += count;
                    }
                }
            }
        }
        let mut cells = Cells::default();
        let mut numbers = BTreeMap::new();
        for (place, value) in &values {
            // As tau-Argus does: it costs its value to hide a count.
            let cost = u32::try_from(*value).unwrap_or(u32::MAX).max(1);
            let number = cells.put_in(*value, CellRole::Published(cost));
            numbers.insert(place.clone(), number);
        }
        for (whole, number) in &numbers {
            // Each dimension adds up by itself, teams to localities and these to the city.
            for dimension in 0..4 {
                let is_above = dimension != 1 || whole[0].is_some();
                if whole[dimension].is_some() || !is_above {
                    continue;
                }
                let is_part = |place: &Place| {
                    let mut pairs = place.iter().zip(whole).enumerate();
                    pairs.all(|(at, (own, other))| {
                        if at == dimension {
                            own.is_some()
                        } else {
                            own == other
                        }
                    })
                };
                let parts = numbers.iter().filter(|(place, _)| is_part(place));
                cells.add_up(*number, parts.map(|(_, number)| *number).collect());
            }
        }
        cells
    }
}
