//! The shapes that most types have, each by one line.

/// An object whose fields are `needed`, `usual` (left out where they have their
/// usual value) or an `instant`, in the order in which they are written.
/// `strict` refuses fields that are not among them.
macro_rules! object {
    (strict $name:ident { $($field:ident: $how:ident),+ $(,)? }) => {
        $crate::domain::base::json::object!(@ $name, fields,
            fields.no_others(&[$(stringify!($field)),+])?, { $($field: $how),+ });
    };
    ($name:ident { $($field:ident: $how:ident),+ $(,)? }) => {
        $crate::domain::base::json::object!(@ $name, fields, (), { $($field: $how),+ });
    };
    (@ $name:ident, $fields:ident, $others:expr, { $($field:ident: $how:ident),+ }) => {
        impl $crate::domain::base::json::AsJson for $name {
            fn to_json(&self) -> $crate::domain::base::json::Json<'_> {
                let mut out = $crate::domain::base::json::ObjectWriter::default();
                $(out.$how(stringify!($field), &self.$field);)+
                out.done()
            }

            fn from_json(
                json: &$crate::domain::base::json::Json<'_>,
            ) -> Result<Self, $crate::domain::base::json::WrongJson> {
                let $fields = json.fields()?;
                $others;
                Ok(Self { $($field: $fields.$how(stringify!($field))?),+ })
            }
        }

        $crate::domain::base::json::serde_by_json!($name);
    };
}

/// A type that is written as a text (`Into<String>`) and read from one
/// (`TryFrom<String>`).
macro_rules! by_text {
    ($name:ty) => {
        impl $crate::domain::base::json::AsJson for $name {
            fn to_json(&self) -> $crate::domain::base::json::Json<'_> {
                $crate::domain::base::json::Json::text(self.clone().into())
            }

            fn from_json(
                json: &$crate::domain::base::json::Json<'_>,
            ) -> Result<Self, $crate::domain::base::json::WrongJson> {
                Self::try_from(json.needed_text()?.to_owned())
                    .map_err($crate::domain::base::json::WrongJson::because)
            }
        }

        $crate::domain::base::json::serde_by_json!($name);
    };
}

/// A type around one part, which is checked (`TryFrom`) when it is read.
macro_rules! by_parts {
    ($name:ty, $part:ty $(, $($generic:tt)+)?) => {
        impl$(<$($generic)+>)? $crate::domain::base::json::AsJson for $name {
            fn to_json(&self) -> $crate::domain::base::json::Json<'_> {
                $crate::domain::base::json::AsJson::to_json(&self.0)
            }

            fn from_json(
                json: &$crate::domain::base::json::Json<'_>,
            ) -> Result<Self, $crate::domain::base::json::WrongJson> {
                let part = <$part as $crate::domain::base::json::AsJson>::from_json(json)?;
                Self::try_from(part).map_err($crate::domain::base::json::WrongJson::because)
            }
        }

        $crate::domain::base::json::serde_by_json!($name $(, $($generic)+)?);
    };
}

/// serde's own traits by way of ours, so that the command line, the schema and
/// the tests meet the one reader and writer there is. A tablet links neither.
macro_rules! serde_by_json {
    ($name:ty $(, $($generic:tt)+)?) => {
        impl$(<$($generic)+>)? serde::Serialize for $name {
            fn serialize<Out: serde::Serializer>(&self, out: Out) -> Result<Out::Ok, Out::Error> {
                let text = $crate::domain::base::json::AsJson::to_json(self).to_text();
                let raw = serde_json::value::RawValue::from_string(text);
                serde::Serialize::serialize(&raw.map_err(serde::ser::Error::custom)?, out)
            }
        }

        impl<'de $(, $($generic)+)?> serde::Deserialize<'de> for $name {
            fn deserialize<In: serde::Deserializer<'de>>(input: In) -> Result<Self, In::Error> {
                let raw: Box<serde_json::value::RawValue> = serde::Deserialize::deserialize(input)?;
                <Self as $crate::domain::base::json::AsJson>::from_text(raw.get())
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {by_parts, by_text, object, serde_by_json};
