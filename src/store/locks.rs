//! A try at a PIN or the recovery code, in two steps with the slow hash between
//! them: counted and kept, then compared.
//!
//! Guarantees that a try is never compared before its count would survive a
//! power cut, and that of tries made at once in two tabs only one is taken.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::archive::Archive;
use super::{Journal, KeyValue, StoreError};
use crate::domain::tablet::locks::{Locks, Secret, SlowHash, Tried};

/// A try that has been counted, and can be compared once.
#[derive(Debug)]
pub struct Try {
    secret: Secret,
    /// The hash that the typed secret is to be compared with.
    pub hash: SlowHash,
    /// The locks as they are kept now.
    pub counted: Locks,
}

/// Why a try was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTried {
    /// There is no such secret any more.
    NotSet,
    /// It is too early after wrong tries.
    TooEarly(DateTime<Utc>),
    /// It could not be counted. A store that is full or blocked gives no free
    /// tries.
    NotCounted(StoreError),
}

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// Takes a try: counts it, for ever, before anything is compared. `mark` is
    /// a fresh id.
    ///
    /// # Errors
    /// A [`NotTried`] that says why it was not taken.
    pub async fn take_try(
        &self,
        secret: Secret,
        now: DateTime<Utc>,
        mark: Uuid,
    ) -> Result<Try, NotTried> {
        let read = self.locks().await.map_err(NotTried::NotCounted)?;
        let locks = read.unwrap_or_default();
        match locks.tried(secret, now, mark) {
            Tried::NotSet => Err(NotTried::NotSet),
            Tried::TooEarly { until, anew } => {
                if let Some(anew) = anew {
                    let kept = self.keep_locks(read.as_ref(), &anew).await;
                    kept.map_err(NotTried::NotCounted)?;
                }
                Err(NotTried::TooEarly(until))
            }
            Tried::Counted(hash, counted) => {
                let kept = self.keep_locks(read.as_ref(), &counted).await;
                kept.map_err(NotTried::NotCounted)?;
                Ok(Try {
                    secret,
                    hash,
                    counted,
                })
            }
        }
    }

    /// Compares a try that was taken with the digest of what was typed, made
    /// with the salt and rounds of its hash. Gives the locks as they are now if
    /// it is right, and `None` if it is wrong. A right one begins the count
    /// anew; where that cannot be kept, it is right all the same.
    pub async fn compare(&self, taken: Try, digest: [u8; 32], mark: Uuid) -> Option<Locks> {
        if digest != taken.hash.digest {
            return None;
        }
        let opened = taken.counted.opened(taken.secret, mark);
        let kept = self.keep_locks(Some(&taken.counted), &opened).await;
        Some(kept.map_or(taken.counted, |()| opened))
    }
}
