//! What is made of a quarter and passed on.
//!
//! | file | |
//! |---|---|
//! | `books` | The books on a tablet |
//! | `due` | What is owed |
//! | `last_return` | The last return of a tablet that was lost, from which its book can be taken over |
//! | `passing_on` | Passing a return on |
//! | `quarter_return` | The return |
//! | `send` | A Send |
//! | `which_counts` | Which returns of one book count, when any set of its files is here |

pub mod books;
pub mod due;
pub mod last_return;
pub mod passing_on;
pub mod quarter_return;
pub mod send;
pub mod which_counts;
