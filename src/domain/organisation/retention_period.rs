//! For how many years an organisation keeps records.

use thiserror::Error;

use crate::domain::base::json::by_parts;

/// Whole years, 2 to 25.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Years(#[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 2, max = 25)))] u16);

by_parts!(Years, u16);

/// A number of years that records are not kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("records are kept for 2 to 25 years")]
pub struct NotKeptFor;

impl Years {
    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Years {
    type Error = NotKeptFor;

    fn try_from(years: u16) -> Result<Self, NotKeptFor> {
        if (2..=25).contains(&years) {
            Ok(Self(years))
        } else {
            Err(NotKeptFor)
        }
    }
}
