//! What is lost by what is hidden, told before anything is written.

use super::detail::Finer;
use super::rule::Rule;
use super::suppress::SuppressionReason;
use crate::domain::base::share::{Share, counted, grouped};

/// What is hidden of the numbers that are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// How many numbers there are, zeros too; what is not collected is none.
    pub numbers: u64,
    /// How many are hidden for each reason.
    pub hidden: [(SuppressionReason, u64); SuppressionReason::ALL.len()],
    /// All numbers added up, at every level.
    pub sum: u64,
    /// The same of those that are hidden.
    pub hidden_sum: u64,
    pub(super) rule: Rule,
}

impl Loss {
    /// How many are hidden.
    #[must_use]
    pub fn many(&self) -> u64 {
        self.hidden.iter().map(|(_, many)| many).sum()
    }

    /// In one sentence, such as `988 of 4,380 numbers (22.6%) are hidden, and 8.3% of
    /// their sum.`
    #[must_use]
    pub fn words(&self) -> String {
        let share = |part, whole| Share { part, whole }.percent().unwrap_or_default();
        let many = self.many();
        format!(
            "{} of {} ({}) {} hidden, and {} of their sum.",
            grouped(many),
            counted(self.numbers, "number", "numbers"),
            share(many, self.numbers),
            if many == 1 { "is" } else { "are" },
            share(self.hidden_sum, self.sum),
        )
    }

    /// What can be left out so that less is hidden; nothing where little is hidden.
    #[must_use]
    pub fn offers(&self) -> Vec<Finer> {
        let is_much = self.many() * 5 > self.numbers;
        let offered = Finer::ALL.into_iter();
        offered
            .filter(|it| is_much && !self.rule.detail.leaves_out(*it))
            .collect()
    }
}
