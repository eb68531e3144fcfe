//! What a chart or table shows of a count: the count, or why there is none.

use crate::domain::base::share::{Share, grouped};

/// A count as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// So many.
    Shown(u64),
    /// It is hidden, so that nobody can be made out.
    Withheld,
    /// It is not collected.
    NotCollected,
    /// No return that counts says anything of it.
    NoFigures,
}

impl Value {
    /// The sign of a count that is hidden, as English statistics have it.
    pub const WITHHELD: &'static str = "c";

    /// The count; `None` where it is not shown.
    #[must_use]
    pub const fn count(self) -> Option<u64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Withheld | Self::NotCollected | Self::NoFigures => None,
        }
    }

    /// Whether there is a count, shown or hidden.
    #[must_use]
    pub const fn is_told(self) -> bool {
        match self {
            Self::Shown(_) | Self::Withheld => true,
            Self::NotCollected | Self::NoFigures => false,
        }
    }

    /// As it stands in a table: `1,234`, `c`, `not collected` or `no figures`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Shown(count) => grouped(count),
            Self::Withheld => Self::WITHHELD.to_owned(),
            Self::NotCollected => "not collected".to_owned(),
            Self::NoFigures => "no figures".to_owned(),
        }
    }

    /// Several counts together. One that is hidden hides the sum, since the rest
    /// would tell it; what is not collected adds nothing.
    #[must_use]
    pub fn sum(values: &[Self]) -> Self {
        let mut sum = None;
        let mut why = Self::NoFigures;
        for value in values {
            match value {
                Self::Shown(count) => sum = Some(count.saturating_add(sum.unwrap_or(0))),
                Self::Withheld => return Self::Withheld,
                Self::NotCollected => why = Self::NotCollected,
                Self::NoFigures => {}
            }
        }
        sum.map_or(why, Self::Shown)
    }
}

/// A numerator over a denominator as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareValue {
    /// The share.
    Shown(Share),
    /// Its numerator, or the rest of its denominator, is hidden, and so it is too.
    Withheld,
    /// It is not collected.
    NotCollected,
    /// No return that counts says anything of it.
    NoFigures,
}

impl ShareValue {
    /// The percentage, such as `98.3%`; of nothing a dash, and where it is not shown
    /// why.
    #[must_use]
    pub fn percent(self) -> String {
        match self {
            Self::Shown(share) => share.percent().unwrap_or_else(|| "–".to_owned()),
            Self::Withheld => Value::Withheld.words(),
            Self::NotCollected => Value::NotCollected.words(),
            Self::NoFigures => Value::NoFigures.words(),
        }
    }

    /// Its counts, such as `506 of 515`; `None` where they are not shown.
    #[must_use]
    pub fn counts(self) -> Option<String> {
        match self {
            Self::Shown(Share { part, whole }) => {
                Some(format!("{} of {}", grouped(part), grouped(whole)))
            }
            Self::Withheld | Self::NotCollected | Self::NoFigures => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hidden_count_hides_the_sum() {
        let values = [Value::Shown(12), Value::Withheld, Value::NotCollected];
        assert_eq!(Value::sum(&values), Value::Withheld);
    }

    #[test]
    fn what_is_not_collected_adds_nothing_and_is_not_nought() {
        let some = [Value::NotCollected, Value::Shown(0), Value::Shown(7)];
        assert_eq!(Value::sum(&some), Value::Shown(7));
        let none = [Value::NotCollected, Value::NoFigures];
        assert_eq!(Value::sum(&none), Value::NotCollected);
    }
}
