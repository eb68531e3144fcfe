//! What is printed when figures are published.

use std::fmt::Write as _;

use daybook::domain::base::share::grouped;
use daybook::domain::disclosure::Publication;

/// What was hidden: for the officer how much for which reason and how less would be,
/// what is said of earlier editions, and the words for the public.
pub fn report(publication: &Publication, of_editions: &[String]) -> String {
    let loss = publication.loss();
    let mut out = loss.words() + "\n";
    for (why, many) in loss.hidden.into_iter().filter(|(_, many)| *many > 0) {
        let _ = writeln!(out, "  {} {}", grouped(many), why.words());
    }
    let offers = loss.offers();
    if !offers.is_empty() {
        out.push_str("\nTo hide less, publish less detail\n");
        for finer in offers {
            let _ = writeln!(out, "  --leave-out {}: {}", finer.code(), finer.without());
        }
    }
    if !of_editions.is_empty() {
        out.push_str("\nEarlier editions\n");
        for words in of_editions {
            let _ = writeln!(out, "  {words}");
        }
    }
    out.push_str("\nTo print beside the tables\n");
    for words in publication.words() {
        let _ = writeln!(out, "  {words}");
    }
    out
}
