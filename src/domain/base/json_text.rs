//! JSON text laid out for people.
//!
//! Guarantees that laying out changes white space only. It works on text that
//! was written already, so a tablet needs one writer of each type, not two.

/// Compact JSON with each entry on a line of its own, two spaces a level; the
/// layout of `serde_json`'s own pretty writer.
#[must_use]
pub fn indented(compact: &str) -> String {
    let mut out = String::new();
    let mut level = 0;
    let (mut in_string, mut escaped) = (false, false);
    let mut before = ' ';
    for next in compact.chars() {
        if in_string {
            out.push(next);
            in_string = escaped || next != '"';
            escaped = !escaped && next == '\\';
            before = next;
            continue;
        }
        let opened = matches!(before, '{' | '[');
        match next {
            '}' | ']' => {
                level -= 1;
                if !opened {
                    new_line(level, &mut out);
                }
            }
            _ if opened => new_line(level, &mut out),
            _ => {}
        }
        out.push(next);
        match next {
            '{' | '[' => level += 1,
            ',' => new_line(level, &mut out),
            ':' => out.push(' '),
            '"' => in_string = true,
            _ => {}
        }
        before = next;
    }
    out
}

fn new_line(level: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..level {
        out.push_str("  ");
    }
}

// The laws are tried by a crate that is there on the host only.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn check(value: &Value) {
        let compact = serde_json::to_string(value).unwrap();
        let pretty = serde_json::to_string_pretty(value).unwrap();
        assert_eq!(indented(&compact), pretty);
    }

    #[test]
    fn the_layout_is_that_of_the_pretty_writer() {
        check(&json!({}));
        check(&json!([[], {}, [{}], {"a": []}]));
        check(&json!({"a": 1, "b": [true, null, -2.5], "c": {"d": "e"}}));
        check(&json!({"a{": "[,:\"\\", "\\": "\\\\\"", "né": "}"}));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            r#"[{}\[\],:\\"]{0,8}"#.prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..4)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_is_laid_out_alike(value in any_json()) {
            check(&value);
        }
    }
}
