//! What is printed when figures are published.

use std::fmt::Write as _;

use daybook::domain::publish::Publication;
use daybook::domain::share::{counted, grouped};

/// What was hidden: for the officer how much for which reason, and the words for
/// the public.
pub fn report(publication: &Publication) -> String {
    let mut out = String::new();
    let (all, hidden) = publication.hidden();
    let many: usize = hidden.iter().map(|(_, many)| many).sum();
    let verb = if many == 1 { "is" } else { "are" };
    let (many, all) = (grouped(many as u64), counted(all as u64, "count", "counts"));
    let _ = writeln!(out, "{many} of {all} {verb} hidden");
    for (why, many) in hidden.into_iter().filter(|(_, many)| *many > 0) {
        let _ = writeln!(out, "  {} {}", grouped(many as u64), why.words());
    }
    out.push_str("\nTo print beside the tables\n");
    for words in publication.words() {
        let _ = writeln!(out, "  {words}");
    }
    out
}
