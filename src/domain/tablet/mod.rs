//! What a tablet keeps of itself.
//!
//! | file | |
//! |---|---|
//! | `backed_up` | What the last checked backup holds, and whether another one is due |
//! | `hand_over` | Whose hands the tablet is in |
//! | `locks` | PINs and the recovery code |
//! | `passphrase` | A passphrase, whatever keyboard it was typed on |
//! | `place_correction` | A mistyped place put right |
//! | `retention` | How long records are kept, and which quarters may be removed for good |
//! | `settings` | What a tablet is set up with |
//! | `space` | How much room for records there is in local storage |
//! | `unfinished` | What unfinished input is called |
//! | `unknown_team` | Records of a team that is not in the tablet's set-up |

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
