//! Why there is no example.

use thiserror::Error;

use crate::domain::base::ids::NotACode;
use crate::domain::base::language::NotALanguage;
use crate::domain::base::text::NotText;
use crate::domain::record::attendance::{NobodyCame, OutOfRange};
use crate::domain::record::session::NotASession;
use crate::domain::record::survey::DateOutOfBounds;
use crate::domain::submission::send::SendError;

/// A built-in name or number breaks a rule of the domain. A test proves that
/// none does; were one to, no half of an example would be shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotAnExample {
    /// A name or comment.
    #[error(transparent)]
    Text(#[from] NotText),
    /// A code.
    #[error(transparent)]
    Code(#[from] NotACode),
    /// A head count or length.
    #[error(transparent)]
    Number(#[from] OutOfRange),
    /// An attendance.
    #[error(transparent)]
    Attendance(#[from] NobodyCame),
    /// A session.
    #[error(transparent)]
    Session(#[from] NotASession),
    /// A survey's date.
    #[error(transparent)]
    Survey(#[from] DateOutOfBounds),
    /// A survey's language.
    #[error(transparent)]
    Language(#[from] NotALanguage),
    /// A Send.
    #[error(transparent)]
    Send(#[from] SendError),
}
