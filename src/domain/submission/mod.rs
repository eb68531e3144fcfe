//! What is made of a quarter and passed on.

pub mod books;
pub mod due;
pub mod last_return;
pub mod passing_on;
pub mod quarter_return;
pub mod send;
pub mod which_counts;
