//! The family survey on a tablet that was handed over: it stands in place of the
//! whole app.
//!
//! Nothing of the app is part of it, so there is nothing to come back to: no link,
//! no address, no menu. Its words are [`locale`]'s, its rules [`family_survey`]'s.
//!
//! [`locale`]: crate::domain::record::locale
//! [`family_survey`]: crate::domain::capture::family_survey

mod answering;
mod screens;
mod surface;

pub use surface::surface;
