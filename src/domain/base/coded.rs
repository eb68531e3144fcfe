//! Closed lists and the codes they are written as in records and files.

/// Gives a closed list its codes: a `code` of each value, and reading and
/// writing by it. Derived readers do the same with seven times the code, which
/// a tablet would download once for each list.
macro_rules! coded {
    ($name:ident { $($value:ident = $code:literal),+ $(,)? }) => {
        impl $name {
            /// Its code in records and files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)+
                }
            }
        }

        impl $name {
            /// The value that has a code; `None` when none has.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                let position = $crate::domain::base::coded::position(code, &[$($code),+])?;
                [$(Self::$value),+].get(position).copied()
            }
        }

        impl $crate::domain::base::json::AsJson for $name {
            fn to_json(&self) -> $crate::domain::base::json::Json<'_> {
                $crate::domain::base::json::Json::Text(self.code().into())
            }

            fn from_json(
                json: &$crate::domain::base::json::Json<'_>,
            ) -> Result<Self, $crate::domain::base::json::WrongJson> {
                Self::from_code(json.needed_text()?).ok_or_else(|| {
                    $crate::domain::base::json::WrongJson::because(
                        concat!("expected one of", $(" ", $code),+)
                    )
                })
            }
        }

        $crate::domain::base::json::serde_by_json!($name);
    };
}

pub(crate) use coded;

/// The position of a code in a list of them.
pub(crate) fn position(text: &str, codes: &[&str]) -> Option<usize> {
    codes.iter().position(|code| *code == text)
}
