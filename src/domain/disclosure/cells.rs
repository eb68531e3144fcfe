//! Counts that are to be published together, and how they add up.
//!
//! Guarantees that every sum it holds is true of its counts. Refuses to know
//! what is counted.

/// What is done with a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRole {
    /// It is shown, unless it must be hidden. Costs so much where it is hidden
    /// only to protect another.
    Published(u32),
    /// It is never shown, follows from what is, and must not be found out when it
    /// is small: 2 from 98 of 100.
    Residual,
    /// It is never shown and means nothing, but everybody knows that it is not
    /// less than 0: by how many more contacts there are than sessions.
    Bound,
}

/// What an earlier edition says of the same count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Earlier {
    /// There is none, or it does not have this count.
    #[default]
    Nothing,
    /// It shows a value.
    Shown(u64),
    /// It hides it.
    Hidden,
}

/// A count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Its value.
    pub value: u64,
    /// What is done with it.
    pub role: CellRole,
    /// What an earlier edition says of it.
    pub earlier: Earlier,
}

/// A count and those that add up to it, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The whole.
    pub whole: usize,
    /// Its parts.
    pub parts: Vec<usize>,
    /// Whether it has to be said.
    pub standing: Standing,
}

/// People who are counted, by what they answered or are: if one part holds all of a small
/// group, that says something of everybody in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// All of them.
    pub whole: usize,
    /// Each answer.
    pub parts: Vec<usize>,
}

/// Whether a sum says anything that other sums do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Needed,
    /// It follows from others, as the year of a locality does from its quarters and
    /// its teams.
    Implied,
}

/// Counts that are published together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    all: Vec<Cell>,
    sums: Vec<Sum>,
    groups: Vec<Group>,
}

impl Cells {
    /// Puts in a count, and gives its number.
    pub fn put_in(&mut self, value: u64, role: CellRole) -> usize {
        self.all.push(Cell {
            value,
            role,
            earlier: Earlier::Nothing,
        });
        self.all.len() - 1
    }

    /// Says how counts add up; passed over where they do not, since then nobody
    /// can conclude anything from it.
    pub fn add_up(&mut self, whole: usize, parts: Vec<usize>) {
        self.add_up_as(Standing::Needed, whole, parts);
    }

    /// The same of a sum that may follow from others.
    pub fn add_up_as(&mut self, standing: Standing, whole: usize, parts: Vec<usize>) {
        let sum: Option<u128> = parts.iter().map(|part| self.wide(*part)).sum();
        if sum.is_some() && sum == self.wide(whole) && !parts.is_empty() {
            self.sums.push(Sum {
                whole,
                parts,
                standing,
            });
        }
    }

    /// Puts in what is left of a whole without its parts, and gives its number; nothing
    /// where they are more than the whole.
    pub fn leave(&mut self, whole: usize, mut parts: Vec<usize>, role: CellRole) -> Option<usize> {
        let sum: u64 = parts.iter().map(|part| self.value(*part)).sum();
        let rest = self.value(whole).checked_sub(sum)?;
        let rest = self.put_in(rest, role);
        parts.push(rest);
        self.add_up(whole, parts);
        Some(rest)
    }

    /// Says that a whole counts people and its parts what they answered or are.
    pub fn note_group(&mut self, whole: usize, parts: Vec<usize>) {
        self.groups.push(Group { whole, parts });
    }

    /// Says what an earlier edition says of a count: that one hides it is never
    /// forgotten for another that shows it.
    pub fn was(&mut self, number: usize, earlier: Earlier) {
        if let Some(cell) = self.all.get_mut(number)
            && cell.earlier != Earlier::Hidden
        {
            cell.earlier = earlier;
        }
    }

    /// The counts, by number.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.all
    }

    /// How they add up.
    #[must_use]
    pub fn sums(&self) -> &[Sum] {
        &self.sums
    }

    /// The groups of people.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The value of a count; 0 where there is none.
    #[must_use]
    pub fn value(&self, number: usize) -> u64 {
        self.all.get(number).map_or(0, |cell| cell.value)
    }

    fn wide(&self, number: usize) -> Option<u128> {
        self.all.get(number).map(|cell| u128::from(cell.value))
    }
}
