//! What is checked of anything that a person types into a form.
//!
//! | file | |
//! |---|---|
//! | `checks` | What is wrong with a form that a person filled in |

pub mod checks;
