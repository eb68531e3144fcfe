//! What is checked of anything that a person types into a form.

pub mod checks;
