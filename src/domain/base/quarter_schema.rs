//! What JSON Schema is told of a quarter's code. Native only: no byte of it reaches a
//! tablet.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// A code as Daybook writes it, such as `2026-27 Q3`.
pub struct WrittenCode;

/// A code in a file that people write, with a space or a hyphen before the Q.
pub struct TypedCode;

impl JsonSchema for WrittenCode {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "WrittenQuarter".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2} Q[1-4]$" })
    }
}

impl JsonSchema for TypedCode {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TypedQuarter".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}[ -]Q[1-4]$" })
    }
}
