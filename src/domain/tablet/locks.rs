//! PINs and the recovery code: who is asked for what, and when a try is taken.
//!
//! | staff PIN | manager PIN | staff pages | a manager's action | changing PINs |
//! |---|---|---|---|---|
//! | – | – | open | free | free |
//! | set | – | staff PIN | free, as staff have let themselves in | staff PIN |
//! | – | set | open | manager PIN | manager PIN |
//! | set | set | staff PIN | manager PIN | manager PIN |
//!
//! Wherever a PIN is asked for, the recovery code does as well. A new code is
//! made each time a PIN is set or changed, and the one before is void: whoever
//! wrote down a code for the staff PIN could else pass the manager's. Without
//! any PIN there is no code.
//!
//! Guarantees that a try is counted before it can be known whether it was
//! right, and that a clock that was set back neither shortens a wait nor makes
//! it last for ever. A clock set forward does end a wait: a tablet without a
//! connection has no other clock. Refuses to know how a hash is computed.

use std::fmt;

use chrono::{DateTime, Utc};
use thiserror::Error;
use uuid::Uuid;

use crate::domain::base::json::by_text;
use crate::domain::base::typed::value;

/// What opens a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// The PIN of those who record.
    StaffPin,
    /// The PIN of their manager.
    ManagerPin,
    /// The code that opens either lock when its PIN is lost.
    RecoveryCode,
}

/// What stands behind a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Every page but the one about Daybook.
    StaffPages,
    /// Comments, removing a family's survey, wiping the tablet.
    ManagerAction,
    /// Setting, changing and taking away PINs.
    Pins,
}

/// What was typed cannot be such a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotASecret {
    /// It is no PIN.
    #[error("a PIN is 4 to 8 digits")]
    Pin,
    /// It is no recovery code.
    #[error("a recovery code is 16 letters and digits")]
    RecoveryCode,
}

impl Secret {
    /// All of them, in the order in which they are kept.
    pub const ALL: [Self; 3] = [Self::StaffPin, Self::ManagerPin, Self::RecoveryCode];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::StaffPin => "Staff PIN",
            Self::ManagerPin => "Manager PIN",
            Self::RecoveryCode => "Recovery code",
        }
    }

    /// What a person typed, in the one way in which it is hashed.
    ///
    /// # Errors
    /// [`NotASecret`] when it cannot be this secret, whatever was set.
    pub fn read(self, typed: &str) -> Result<String, NotASecret> {
        match self {
            Self::StaffPin | Self::ManagerPin => Pin::typed(typed).map(|pin| pin.0),
            Self::RecoveryCode => RecoveryCode::typed(typed).map(|code| code.0),
        }
    }

    const fn position(self) -> usize {
        match self {
            Self::StaffPin => 0,
            Self::ManagerPin => 1,
            Self::RecoveryCode => 2,
        }
    }
}

/// A PIN: 4 to 8 digits. Never stored, only its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// What a person typed, on the keyboard of any script: a family may have left
    /// theirs on. Blanks and invisible characters around it do not count.
    ///
    /// # Errors
    /// [`NotASecret::Pin`] for anything but 4 to 8 digits.
    pub fn typed(text: &str) -> Result<Self, NotASecret> {
        let text = value(text);
        if (4..=8).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit()) {
            Ok(Self(text))
        } else {
            Err(NotASecret::Pin)
        }
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Pin(…)")
    }
}

/// A recovery code: 16 letters and digits, 80 random bits. Shown once, never
/// stored, only its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

/// The letters and digits of a code (Crockford's base 32): none of I, L, O and
/// U, which are read as 1, 1, 0 and V.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl RecoveryCode {
    /// The code made of 16 random bytes.
    #[must_use]
    pub fn new(random: [u8; 16]) -> Self {
        let letter = |byte: u8| char::from(ALPHABET[usize::from(byte % 32)]);
        Self(random.into_iter().map(letter).collect())
    }

    /// What a person typed; case, blanks and hyphens do not matter, and
    /// look-alikes are taken for what they look like.
    ///
    /// # Errors
    /// [`NotASecret::RecoveryCode`] when it is no code of this length.
    pub fn typed(text: &str) -> Result<Self, NotASecret> {
        let mut code = String::new();
        for letter in value(text).chars() {
            let letter = match letter.to_ascii_uppercase() {
                ' ' | '\u{a0}' | '\t' | '\n' | '-' | '‐' | '‑' | '–' | '—' => continue,
                'O' => '0',
                'I' | 'L' => '1',
                'U' => 'V',
                letter => letter,
            };
            if !ALPHABET.iter().any(|known| char::from(*known) == letter) {
                return Err(NotASecret::RecoveryCode);
            }
            code.push(letter);
        }
        if code.len() == 16 {
            Ok(Self(code))
        } else {
            Err(NotASecret::RecoveryCode)
        }
    }

    /// The code without the hyphens it is shown with.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, letter) in self.0.chars().enumerate() {
            if position > 0 && position % 4 == 0 {
                out.write_str("-")?;
            }
            write!(out, "{letter}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecoveryCode(…)")
    }
}

/// The slow, salted hash of a secret: PBKDF2 with HMAC-SHA-256 (RFC 8018). Its
/// text is `<rounds>,<salt>,<digest>`, the last two in hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlowHash {
    /// Random bytes, different for each hash.
    pub salt: [u8; 16],
    /// How often it is hashed; kept, so that a later Daybook may take more.
    pub rounds: u32,
    /// What came out.
    pub digest: [u8; 32],
}

impl SlowHash {
    /// The rounds of new hashes (OWASP Password Storage Cheat Sheet, for
    /// PBKDF2 with HMAC-SHA-256): half a second on a slow tablet.
    pub const ROUNDS: u32 = 600_000;
}

/// A secret that was set, and the tries at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Guard {
    hash: SlowHash,
    /// Tries since the last right one, the present one among them.
    wrong: u32,
    /// When the last one was, in milliseconds since 1970.
    tried: i64,
}

/// The locks of a tablet, as the journal keeps them.
///
/// Their text is `<mark> <staff PIN> <manager PIN> <recovery code>`, each
/// secret `-` or `<hash>,<tries>,<time of the last one>`. The mark is another
/// one after each change, so that two tabs that try at the same moment do not
/// count as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Locks {
    mark: Uuid,
    guards: [Option<Guard>; 3],
}

by_text!(Locks);

/// What comes of a try, before it is known whether it is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// There is no such secret.
    NotSet,
    /// It may be compared with this hash, once these locks are kept.
    Counted(SlowHash, Locks),
    /// It is too early.
    TooEarly {
        /// When the next try is taken.
        until: DateTime<Utc>,
        /// What to keep first: the clock was set back, and the wait starts anew.
        anew: Option<Locks>,
    },
}

/// Waits after wrong tries, in seconds: none after the first and second, then
/// these, and the last of them from then on. At that rate the 10,000 PINs of
/// four digits take more than a year.
const WAITS: [i64; 8] = [0, 0, 0, 30, 60, 300, 900, 3600];

impl Locks {
    /// Whether there is such a secret.
    #[must_use]
    pub fn is_set(&self, secret: Secret) -> bool {
        self.guards[secret.position()].is_some()
    }

    /// Whether the same secrets are set as in other locks, however often either was
    /// tried.
    #[must_use]
    pub fn have_the_secrets_of(&self, other: &Self) -> bool {
        let hashes = |locks: &Self| locks.guards.map(|guard| guard.map(|guard| guard.hash));
        hashes(self) == hashes(other)
    }

    /// What is asked for at a door; `None` when it stands open. The truth table
    /// is at the top of this module.
    #[must_use]
    pub fn asked_at(&self, door: Door) -> Option<Secret> {
        let order: &[Secret] = match door {
            Door::StaffPages => &[Secret::StaffPin],
            Door::ManagerAction => &[Secret::ManagerPin],
            Door::Pins => &[Secret::ManagerPin, Secret::StaffPin],
        };
        order.iter().copied().find(|secret| self.is_set(*secret))
    }

    /// When the next try at a secret is taken; `None` for at once.
    #[must_use]
    pub fn waits_until(&self, secret: Secret, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let guard = self.guards[secret.position()]?;
        let now = now.timestamp_millis();
        let step = usize::try_from(guard.wrong).unwrap_or(usize::MAX);
        let wait = WAITS[step.min(WAITS.len() - 1)] * 1000;
        // A last try that lies ahead was made by another clock.
        let until = guard.tried.min(now) + wait;
        if until > now {
            DateTime::from_timestamp_millis(until)
        } else {
            None
        }
    }

    /// Tries a secret: counts the try, or says how long to wait.
    #[must_use]
    pub fn tried(&self, secret: Secret, now: DateTime<Utc>, mark: Uuid) -> Tried {
        let Some(guard) = self.guards[secret.position()] else {
            return Tried::NotSet;
        };
        let at = now.timestamp_millis();
        if let Some(until) = self.waits_until(secret, now) {
            let restarted = Guard { tried: at, ..guard };
            return Tried::TooEarly {
                until,
                anew: (guard.tried > at).then(|| self.with(secret, Some(restarted), mark)),
            };
        }
        let counted = Guard {
            wrong: guard.wrong.saturating_add(1),
            tried: at,
            ..guard
        };
        Tried::Counted(guard.hash, self.with(secret, Some(counted), mark))
    }

    /// The locks after a right try: its count begins anew.
    #[must_use]
    pub fn opened(&self, secret: Secret, mark: Uuid) -> Self {
        let guard = self.guards[secret.position()];
        let cleared = guard.map(|guard| Guard::new(guard.hash));
        self.with(secret, cleared, mark)
    }

    /// The locks with a PIN set or changed, and the new recovery code that
    /// belongs to it.
    #[must_use]
    pub fn with_pin(&self, pin: Secret, hash: SlowHash, recovery: SlowHash, mark: Uuid) -> Self {
        self.with(pin, Some(Guard::new(hash)), mark).with(
            Secret::RecoveryCode,
            Some(Guard::new(recovery)),
            mark,
        )
    }

    /// The locks with a PIN taken away; with the last one goes the recovery
    /// code.
    #[must_use]
    pub fn without_pin(&self, pin: Secret, mark: Uuid) -> Self {
        let without = self.with(pin, None, mark);
        if without.asked_at(Door::Pins).is_some() {
            without
        } else {
            without.with(Secret::RecoveryCode, None, mark)
        }
    }

    fn with(&self, secret: Secret, guard: Option<Guard>, mark: Uuid) -> Self {
        let mut guards = self.guards;
        guards[secret.position()] = guard;
        Self { mark, guards }
    }
}

impl Guard {
    const fn new(hash: SlowHash) -> Self {
        Self {
            hash,
            wrong: 0,
            tried: 0,
        }
    }
}

/// The text is not that of locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("these are no PINs of Daybook's")]
pub struct NotLocks;

impl From<Locks> for String {
    fn from(locks: Locks) -> Self {
        let mut text = locks.mark.to_string();
        for guard in locks.guards {
            text.push(' ');
            let Some(Guard { hash, wrong, tried }) = guard else {
                text.push('-');
                continue;
            };
            text.push_str(&hash.rounds.to_string());
            for bytes in [hash.salt.as_slice(), hash.digest.as_slice()] {
                text.push(',');
                for byte in bytes {
                    for nibble in [byte >> 4, byte & 15] {
                        text.extend(char::from_digit(nibble.into(), 16));
                    }
                }
            }
            text.extend([",", &wrong.to_string(), ",", &tried.to_string()]);
        }
        text
    }
}

impl TryFrom<String> for Locks {
    type Error = NotLocks;

    fn try_from(text: String) -> Result<Self, NotLocks> {
        read(&text).ok_or(NotLocks)
    }
}

fn read(text: &str) -> Option<Locks> {
    let mut parts = text.split(' ');
    let mark = parts.next()?.parse().ok()?;
    let mut guards = [None; 3];
    for guard in &mut guards {
        *guard = match parts.next()? {
            "-" => None,
            set => Some(read_guard(set)?),
        };
    }
    // A PIN without a code, or a code without a PIN, is none of ours.
    let [staff, manager, recovery] = &guards;
    let whole = (staff.is_some() || manager.is_some()) == recovery.is_some();
    (whole && parts.next().is_none()).then_some(Locks { mark, guards })
}

fn read_guard(text: &str) -> Option<Guard> {
    let mut parts = text.split(',');
    let guard = Guard {
        hash: SlowHash {
            rounds: parts.next()?.parse().ok().filter(|rounds| *rounds > 0)?,
            salt: read_bytes(parts.next()?)?,
            digest: read_bytes(parts.next()?)?,
        },
        wrong: parts.next()?.parse().ok()?,
        tried: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(guard)
}

fn read_bytes<const COUNT: usize>(text: &str) -> Option<[u8; COUNT]> {
    let mut bytes = [0; COUNT];
    let mut digits = text.chars().map(|digit| digit.to_digit(16));
    for byte in &mut bytes {
        *byte = u8::try_from(digits.next()?? * 16 + digits.next()??).ok()?;
    }
    digits.next().is_none().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn mark(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn hash(seed: u8) -> SlowHash {
        SlowHash {
            salt: [seed; 16],
            rounds: SlowHash::ROUNDS,
            digest: [seed ^ 0xff; 32],
        }
    }

    fn with_staff_pin() -> Locks {
        Locks::default().with_pin(Secret::StaffPin, hash(1), hash(9), mark(1))
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_444_325 + seconds, 0).unwrap()
    }

    /// The locks after a counted try.
    fn counted(locks: &Locks, now: DateTime<Utc>) -> Locks {
        match locks.tried(Secret::StaffPin, now, mark(2)) {
            Tried::Counted(_, counted) => counted,
            other => panic!("{other:?}"),
        }
    }

    /// The locks after so many wrong tries, each made as soon as it is taken,
    /// and the time of the last one.
    fn after_wrong(tries: u32) -> (Locks, DateTime<Utc>) {
        let (mut locks, mut now) = (with_staff_pin(), at(0));
        for _ in 0..tries {
            now = locks.waits_until(Secret::StaffPin, now).unwrap_or(now);
            locks = counted(&locks, now);
        }
        (locks, now)
    }

    fn check_wait(tries: u32, seconds: i64) {
        let (locks, last) = after_wrong(tries);
        let until = locks.waits_until(Secret::StaffPin, last);
        let wait = until.map_or(0, |until| (until - last).num_seconds());
        assert_eq!(wait, seconds, "after {tries} wrong tries");
    }

    #[test]
    fn a_wrong_pin_waits_longer_each_time() {
        for (tries, seconds) in [0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600]
            .into_iter()
            .enumerate()
        {
            check_wait(u32::try_from(tries).unwrap(), seconds);
        }
    }

    #[test]
    fn a_try_during_the_wait_is_not_taken_and_does_not_lengthen_it() {
        let (locks, last) = after_wrong(3);
        let until = last + TimeDelta::seconds(30);
        for seconds in [0, 1, 29] {
            let now = last + TimeDelta::seconds(seconds);
            let told = locks.tried(Secret::StaffPin, now, mark(3));
            assert_eq!(told, Tried::TooEarly { until, anew: None });
        }
        counted(&locks, until);
    }

    #[test]
    fn a_right_pin_begins_the_count_anew() {
        let (locks, last) = after_wrong(7);
        let locks = locks.opened(Secret::StaffPin, mark(3));
        assert_eq!(locks.waits_until(Secret::StaffPin, last), None);
        assert!(locks.is_set(Secret::StaffPin));
    }

    #[test]
    fn a_clock_set_back_starts_the_wait_anew_and_no_more() {
        let (locks, last) = after_wrong(4);
        let before = last - TimeDelta::days(3);
        let until = before + TimeDelta::seconds(60);
        let Tried::TooEarly {
            until: told,
            anew: Some(anew),
        } = locks.tried(Secret::StaffPin, before, mark(3))
        else {
            panic!("the clock was set back");
        };
        assert_eq!(told, until);
        // Kept so, the wait ends by the new clock.
        counted(&anew, until);
        let soon = before + TimeDelta::seconds(59);
        let told = anew.tried(Secret::StaffPin, soon, mark(4));
        assert_eq!(told, Tried::TooEarly { until, anew: None });
    }

    #[test]
    fn the_waits_of_one_secret_are_not_those_of_another() {
        let (locks, last) = after_wrong(5);
        assert_eq!(locks.waits_until(Secret::RecoveryCode, last), None);
        assert_eq!(
            locks.tried(Secret::ManagerPin, last, mark(3)),
            Tried::NotSet
        );
    }

    fn check_doors(locks: &Locks, asked: [Option<Secret>; 3]) {
        let doors = [Door::StaffPages, Door::ManagerAction, Door::Pins];
        assert_eq!(doors.map(|door| locks.asked_at(door)), asked);
    }

    #[test]
    fn each_door_asks_as_the_truth_table_says() {
        let (staff, manager) = (Secret::StaffPin, Secret::ManagerPin);
        let none = Locks::default();
        check_doors(&none, [None, None, None]);
        let only_staff = with_staff_pin();
        check_doors(&only_staff, [Some(staff), None, Some(staff)]);
        let both = only_staff.with_pin(manager, hash(2), hash(8), mark(3));
        check_doors(&both, [Some(staff), Some(manager), Some(manager)]);
        let only_manager = both.without_pin(staff, mark(4));
        check_doors(&only_manager, [None, Some(manager), Some(manager)]);
    }

    #[test]
    fn a_new_pin_makes_the_recovery_code_before_void() {
        let locks = with_staff_pin().with_pin(Secret::ManagerPin, hash(2), hash(8), mark(3));
        let told = locks.tried(Secret::RecoveryCode, at(0), mark(4));
        assert!(matches!(told, Tried::Counted(recovery, _) if recovery == hash(8)));
    }

    #[test]
    fn with_the_last_pin_goes_the_recovery_code() {
        let both = with_staff_pin().with_pin(Secret::ManagerPin, hash(2), hash(8), mark(3));
        let one = both.without_pin(Secret::ManagerPin, mark(4));
        assert!(one.is_set(Secret::RecoveryCode));
        let none = one.without_pin(Secret::StaffPin, mark(5));
        assert!(!none.is_set(Secret::RecoveryCode));
    }

    #[test]
    fn a_pin_is_four_to_eight_digits() {
        for typed in ["0000", "1234", " 48151623 "] {
            assert_eq!(Pin::typed(typed).unwrap().as_str(), typed.trim());
        }
        for typed in [
            "١٢٣٤",
            "۱۲۳۴",
            "੧੨੩੪",
            "१२३४",
            "１２３４",
            "\u{200f}1234\u{200b}",
        ] {
            assert_eq!(Pin::typed(typed).unwrap().as_str(), "1234", "{typed}");
        }
        for typed in ["", "123", "١٢٣", "123456789", "12a4", "+123", "12 34"] {
            assert_eq!(Pin::typed(typed), Err(NotASecret::Pin), "{typed}");
        }
    }

    #[test]
    fn a_recovery_code_is_read_however_it_was_written_down() {
        let code = RecoveryCode::new([0, 1, 2, 3, 10, 11, 12, 13, 18, 19, 20, 27, 31, 32, 63, 255]);
        assert_eq!(code.to_string(), "0123-ABCD-JKMV-Z0ZZ");
        for typed in [
            "0123-ABCD-JKMV-Z0ZZ",
            "ol23abcdjkmvzozz",
            " O i 2 3 – abcd – JKMU – Z0zz ",
            "\u{200f}٠١٢٣-ABCD-JKMV-Z٠ZZ\u{200b}",
        ] {
            assert_eq!(RecoveryCode::typed(typed), Ok(code.clone()), "{typed}");
        }
        for typed in [
            "",
            "0123-ABCD-JKMV-Z0Z",
            "0123-ABCD-JKMV-Z0ZZZ",
            "0123-ABCD-JKMV-Z0Z?",
        ] {
            assert_eq!(
                RecoveryCode::typed(typed),
                Err(NotASecret::RecoveryCode),
                "{typed}"
            );
        }
    }

    #[test]
    fn no_secret_is_printed_by_accident() {
        let pin = Pin::typed("4815").unwrap();
        assert!(!format!("{pin:?}").contains("4815"));
        let code = RecoveryCode::new([7; 16]);
        assert!(!format!("{code:?}").contains('7'));
    }

    #[test]
    fn locks_read_back_as_they_were_kept() {
        for locks in [Locks::default(), with_staff_pin(), after_wrong(9).0] {
            let text = String::from(locks);
            assert_eq!(Locks::try_from(text), Ok(locks));
        }
    }

    #[test]
    fn what_is_cut_off_or_made_up_is_not_read_as_locks() {
        let whole = String::from(with_staff_pin());
        let code = whole.rsplit(' ').next().unwrap();
        let nil = Uuid::nil();
        for text in [
            String::new(),
            whole.replace("600000", "0"),
            whole.replacen(',', ";", 1),
            whole.replacen("01", "0g", 1),
            format!("{whole} -"),
            format!("{nil} - -"),
            format!("{nil} - - {code}"),
            format!("{nil} {code} - -"),
            whole[..whole.len() - 2].to_owned(),
        ] {
            assert_eq!(Locks::try_from(text.clone()), Err(NotLocks), "{text}");
        }
    }
}
