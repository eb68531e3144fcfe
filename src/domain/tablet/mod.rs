//! What a tablet keeps of itself.

pub mod backed_up;
pub mod hand_over;
pub mod locks;
pub mod passphrase;
pub mod place_correction;
pub mod retention;
pub mod settings;
pub mod space;
pub mod unfinished;
pub mod unknown_team;
