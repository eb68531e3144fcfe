//! How much detail is published.
//!
//! Less detail is the answer where much would have to be hidden: what is not published
//! protects itself, and the numbers that are left need fewer others to be hidden.

use crate::domain::base::coded::coded;

/// A kind of detail that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename_all = "kebab-case"))]
pub enum Finer {
    /// Breakdowns but by kind and by age band: months, places, languages, who answered,
    /// age bands by kind.
    Breakdowns,
    /// Teams: localities and cities are published.
    Teams,
    /// Quarters: the year so far is published.
    Quarters,
}

coded!(Finer {
    Breakdowns = "breakdowns",
    Teams = "teams",
    Quarters = "quarters",
});

impl Finer {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Breakdowns, Self::Teams, Self::Quarters];

    /// What is published where it is left out.
    #[must_use]
    pub const fn without(self) -> &'static str {
        match self {
            Self::Breakdowns => "fewer breakdowns: only by kind and by age band",
            Self::Teams => "localities without teams",
            Self::Quarters => "the year so far without its quarters",
        }
    }
}

/// What is left out; nothing as a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Detail([Option<Finer>; 3]);

impl Detail {
    /// All detail.
    pub const FULL: Self = Self([None; 3]);

    /// Without some of it.
    #[must_use]
    pub fn without(left_out: impl IntoIterator<Item = Finer>) -> Self {
        let mut detail = Self::FULL;
        let wanted: Vec<Finer> = left_out.into_iter().collect();
        for (place, finer) in detail.0.iter_mut().zip(Finer::ALL) {
            *place = wanted.contains(&finer).then_some(finer);
        }
        detail
    }

    /// Whether a kind of detail is left out.
    #[must_use]
    pub fn leaves_out(self, finer: Finer) -> bool {
        self.0.contains(&Some(finer))
    }

    /// What is left out, in order.
    pub fn left_out(self) -> impl Iterator<Item = Finer> {
        self.0.into_iter().flatten()
    }

    /// The same, but for one kind of detail.
    #[must_use]
    pub fn toggled(self, finer: Finer) -> Self {
        let is_in = |it: &Finer| self.leaves_out(*it) != (*it == finer);
        Self::without(Finer::ALL.into_iter().filter(is_in))
    }
}
