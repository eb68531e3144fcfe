//! Tablets and phones as they lie in the hand.

/// What a person sees of a screen, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

impl Screen {
    /// A tablet held upright.
    pub const PORTRAIT: Self = Self {
        width: 768,
        height: 1024,
    };
    /// A tablet on its side.
    pub const LANDSCAPE: Self = Self {
        width: 1024,
        height: 768,
    };
    /// A phone.
    pub const PHONE: Self = Self {
        width: 360,
        height: 740,
    };
}

/// The colours that the tablet is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// As CSS writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
