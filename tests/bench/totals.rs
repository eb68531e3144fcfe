//! How long the totals of 1,000,000 records take on this machine, beside a sum
//! over the same figures in a flat list, which nothing that counts them can be
//! quicker than.
//!
//! `cargo bench --profile bench-native --bench totals` prints a line each:
//! milliseconds, as often as they were measured. `cargo xtask bench` shows them.
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
    use std::hint::black_box;
    use std::time::{Duration, Instant};

    use chrono::NaiveDate;
    use daybook::domain::base::calendar::Quarter;
    use daybook::domain::base::ids::BookId;
    use daybook::domain::example::worked_example;
    use daybook::domain::record::attendance::HeadCount;
    use daybook::domain::record::session::Kind;
    use daybook::domain::record::{Entry, Record};
    use daybook::domain::totals::QuarterTotals;
    use uuid::Uuid;

    const MANY: usize = 1_000_000;
    const TIMES: usize = 9;

    /// What a flat list needs of a record: its day, what it is, and its counts.
    #[derive(Clone, Copy)]
    struct Flat {
        date: NaiveDate,
        /// A position in [`Kind::ALL`]; one more for a survey.
        kind: u8,
        people: [u16; 5],
        new_families: u16,
    }

    pub fn measure() {
        let quarter: Quarter = "2016-17 Q3".parse().unwrap();
        let records = records(quarter);
        let flat: Vec<Flat> = records.iter().map(flat).collect();
        let days = (quarter.first_day(), quarter.last_day());
        let (mut plain, mut totals) = (Vec::new(), Vec::new());
        // In turn, so that what else the machine does falls on both.
        for _ in 0..TIMES {
            plain.push(timed(|| sum(days, &flat)));
            totals.push(timed(|| QuarterTotals::of(quarter, &records)));
        }
        let contacts = QuarterTotals::of(quarter, &records)
            .contacts
            .all()
            .contacts();
        assert_eq!(sum(days, &flat).iter().flatten().sum::<u64>(), contacts);
        println!("plain {}", line(&plain));
        println!("totals {}", line(&totals));
    }

    /// Records of one quarter as a ledger holds them: in the order of days, the
    /// places of a day mixed, each record with texts of its own.
    fn records(quarter: Quarter) -> Vec<Record> {
        let book = BookId::new(Uuid::from_u128(1));
        let year = worked_example(2016, book).unwrap().records;
        let of_quarter: Vec<Record> = year
            .into_iter()
            .filter(|record| record.quarter() == quarter)
            .collect();
        let times = MANY.div_ceil(of_quarter.len());
        of_quarter
            .chunk_by(|one, next| one.entry().date() == next.entry().date())
            .flat_map(|day| std::iter::repeat_n(day, times).flatten())
            .take(MANY)
            .cloned()
            .collect()
    }

    fn flat(record: &Record) -> Flat {
        let date = record.entry().date();
        match record.entry() {
            Entry::Session(session) => Flat {
                date,
                kind: u8::try_from(session.kind().index()).unwrap(),
                people: session.attendance().bands().map(HeadCount::people),
                new_families: session.new_families().people(),
            },
            Entry::Survey(_) | Entry::Declined(_) => Flat {
                date,
                kind: u8::try_from(Kind::ALL.len()).unwrap(),
                people: [0; 5],
                new_families: 0,
            },
        }
    }

    fn sum((first, last): (NaiveDate, NaiveDate), records: &[Flat]) -> [[u64; 5]; 6] {
        let mut sums = [[0; 5]; 6];
        let mut new_families = 0;
        for record in records {
            if first <= record.date && record.date <= last {
                let sums = &mut sums[usize::from(record.kind)];
                for (sum, people) in sums.iter_mut().zip(record.people) {
                    *sum += u64::from(people);
                }
                new_families += u64::from(record.new_families);
            }
        }
        black_box(new_families);
        sums
    }

    fn timed<Found>(work: impl FnOnce() -> Found) -> Duration {
        let begun = Instant::now();
        black_box(work());
        begun.elapsed()
    }

    fn line(times: &[Duration]) -> String {
        let times = times
            .iter()
            .map(|time| format!("{:.2}", time.as_secs_f64() * 1000.0));
        times.collect::<Vec<_>>().join(" ")
    }
}
