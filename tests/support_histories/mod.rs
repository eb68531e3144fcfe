//! How many random histories a law is tried with.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The rounds in which a law is tried: `usual` histories in all, the same in
/// every run, so that a change is judged by what it changes. Each seed is one
/// whose histories once broke a law. `DAYBOOK_HISTORIES` tries so many others.
pub fn rounds(seeds: &[u64], usual: u32) -> Vec<ProptestConfig> {
    let round = |rng_seed, cases| ProptestConfig {
        rng_seed,
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let asked = std::env::var("DAYBOOK_HISTORIES").ok();
    if let Some(asked) = asked.and_then(|it| it.parse().ok()) {
        return vec![round(RngSeed::Random, asked)];
    }
    let each = usual / u32::try_from(seeds.len()).unwrap_or(u32::MAX);
    let seeds = seeds.iter().map(|seed| RngSeed::Fixed(*seed));
    seeds.map(|seed| round(seed, each)).collect()
}
