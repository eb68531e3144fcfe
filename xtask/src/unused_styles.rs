//! Styles without the rules that nothing asks for.
//!
//! GOV.UK Frontend comes a component at a time, with every size and variant of
//! it; what no source file names is a seventh of the styles that are downloaded.

use std::collections::BTreeSet;

/// What the classes begin with that are judged; ours are partly put together
/// when the app runs.
const PREFIX: &str = "govuk-";

/// Minified styles without the rules for classes of GOV.UK Frontend that the
/// sources do not name, each as a whole word.
pub fn without_unused(styles: &str, sources: &str) -> String {
    let named = words(sources).collect();
    kept(styles, &named)
}

fn kept(styles: &str, named: &BTreeSet<&str>) -> String {
    let mut out = String::new();
    let mut rest = styles;
    while let Some(at) = rest.find(['{', ';']) {
        let (head, after) = rest.split_at(at);
        if after.starts_with(';') {
            out.push_str(head);
            out.push(';');
            rest = after.get(1..).unwrap_or_default();
            continue;
        }
        let (body, after) = block(after);
        rest = after;
        let (head, body) = if head.starts_with("@media") || head.starts_with("@supports") {
            (head.to_owned(), kept(body, named))
        } else if head.starts_with('@') {
            (head.to_owned(), body.to_owned())
        } else {
            (wanted(head, named), body.to_owned())
        };
        if !head.is_empty() && !body.is_empty() {
            out.extend([&head, "{", &body, "}"]);
        }
    }
    out.push_str(rest);
    out
}

/// What stands between the brace that a text begins with and its partner, and
/// what comes after that.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, brace) in text.match_indices(['{', '}']) {
        depth = if brace == "{" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            let (block, after) = text.split_at(at);
            return (
                block.get(1..).unwrap_or_default(),
                after.get(1..).unwrap_or_default(),
            );
        }
    }
    (text.get(1..).unwrap_or_default(), "")
}

/// The selectors of a rule that can meet an element.
fn wanted(selectors: &str, named: &BTreeSet<&str>) -> String {
    let mut depth = 0;
    let parts = selectors.split(|letter| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0
    });
    let wanted: Vec<&str> = parts.filter(|selector| can_meet(selector, named)).collect();
    wanted.join(",")
}

fn can_meet(selector: &str, named: &BTreeSet<&str>) -> bool {
    // What must not be there may well be unknown.
    let mut asked = String::new();
    for (position, part) in selector.split(":not(").enumerate() {
        let after = part.split_once(')').map_or("", |(_, after)| after);
        asked.push_str(if position == 0 { part } else { after });
    }
    words(&asked).all(|word| named.contains(word))
}

/// The words of a text that begin as the classes do that are judged.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_')
        .filter(|word| word.starts_with(PREFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_classes_that_nothing_names_are_left_out() {
        let styles = ":root{--govuk-text:#000}a{color:red}.govuk-button,.govuk-button--start{b:c}\
                      .govuk-label--xl{d:e}@media print{.govuk-label--l{f:g}}\
                      @media (a){.govuk-button:hover{h:i}.govuk-label--l{j:k}}.app-x{l:m}";
        let expected = ":root{--govuk-text:#000}a{color:red}.govuk-button{b:c}\
                        @media (a){.govuk-button:hover{h:i}}.app-x{l:m}";
        assert_eq!(without_unused(styles, r#"class("govuk-button")"#), expected);
    }

    #[test]
    fn what_a_rule_must_not_meet_and_other_rules_stay() {
        let styles = "@import 'x';.govuk-button:not(.govuk-button--start):focus{a:b}\
                      :is(h1,.govuk-button){c:d}@font-face{e:f}";
        assert_eq!(without_unused(styles, "govuk-button"), styles);
    }

    #[test]
    fn a_class_is_named_by_its_whole_name() {
        assert_eq!(without_unused(".govuk-label{a:b}", "govuk-label--m"), "");
    }
}
