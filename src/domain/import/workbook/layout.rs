//! What is said of a sheet besides its cells' values, which the reader of cells passes
//! over: hidden rows and columns, cells over several rows, formulas without a value.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::NotAWorkbook;
use super::cells::Span;
use super::package::{Package, Part};

/// More rows or columns than this are those below and beside a table, hidden or merged
/// all at once.
const MOST_AT_ONCE: u32 = 10_000;

/// What is said of a sheet besides its cells' values.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// The numbers of hidden lines, from 1.
    pub hidden_lines: Vec<u32>,
    /// The positions of hidden columns, from 0.
    pub hidden_columns: Vec<usize>,
    /// Cells over several others.
    pub spans: Vec<Span>,
    /// Formulas that no program has worked out, with their rows and columns from 0.
    pub without_value: Vec<(u32, u32, String)>,
    /// The rows and columns of numbers that are shown as percent.
    pub percents: HashSet<(u32, u32)>,
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    unescape(&found.value).ok().map(Cow::into_owned)
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|it| it == "1" || it == "true")
}

/// The packed file of each of Excel's sheets.
pub(super) fn parts_of_sheets(
    package: &mut Package<'_>,
) -> Result<HashMap<String, String>, NotAWorkbook> {
    let mut targets: HashMap<String, String> = HashMap::new();
    for_each_start(package, "xl/_rels/workbook.xml.rels", &mut |element| {
        if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
            let inside = target.strip_prefix('/').map(str::to_owned);
            targets.insert(id, inside.unwrap_or_else(|| format!("xl/{target}")));
        }
    })?;
    let mut parts = HashMap::new();
    for_each_start(package, "xl/workbook.xml", &mut |element| {
        if element.local_name().as_ref() == "sheet"
            && let Some(name) = attribute(element, "name")
            && let Some(target) = attribute(element, "r:id").and_then(|id| targets.get(&id))
        {
            parts.insert(name, target.clone());
        }
    })?;
    Ok(parts)
}

/// Calls for each element of a packed file, where there is such a file.
fn for_each_start(
    package: &mut Package<'_>,
    part: &str,
    each: &mut dyn FnMut(&BytesStart<'_>),
) -> Result<(), NotAWorkbook> {
    let Some(mut part) = package.part(part) else {
        return Ok(());
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match part.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => each(&element),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(NotAWorkbook::Damaged),
        }
    }
}

/// The layout of one of Excel's sheets.
pub(super) fn of_excel(mut part: Part<'_, '_>) -> Result<Layout, NotAWorkbook> {
    let mut layout = Layout::default();
    let mut buffer = Vec::new();
    let (mut row, mut column) = (0, 0);
    let (mut formula, mut has_value) = (None::<String>, false);
    let (mut in_formula, mut in_value) = (false, false);
    loop {
        buffer.clear();
        match part.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "col" if is_true(&element, "hidden") => {
                    let range = (number(&element, "min"), number(&element, "max"));
                    if let (Some(first @ 1..), Some(last)) = range {
                        let last = last.min(first.saturating_add(MOST_AT_ONCE));
                        let all = (first - 1..last).filter_map(|at| usize::try_from(at).ok());
                        layout.hidden_columns.extend(all);
                    }
                }
                "row" => {
                    row = number(&element, "r").map_or(row + 1, |number| number);
                    column = 0;
                    if is_true(&element, "hidden") {
                        layout.hidden_lines.push(row);
                    }
                }
                "c" => {
                    let at = attribute(&element, "r").and_then(|at| position(&at));
                    column = at.map_or(column + 1, |(_, column)| column + 1);
                    (formula, has_value) = (None, false);
                }
                "f" => {
                    formula = Some(String::new());
                    in_formula = true;
                }
                "v" | "is" => in_value = true,
                "mergeCell" => {
                    let range = attribute(&element, "ref");
                    layout.spans.extend(range.and_then(|range| span(&range)));
                }
                _ => {}
            },
            // Programs that work nothing out write the element without a text.
            Ok(Event::Text(text)) if in_value => has_value |= !text.trim().is_empty(),
            Ok(Event::Text(text)) if in_formula => {
                if let Some(formula) = &mut formula {
                    formula.push_str(&text);
                }
            }
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "f" => in_formula = false,
                "v" | "is" => in_value = false,
                "c" => {
                    if let (Some(formula), false) = (formula.take(), has_value) {
                        let at = (row.saturating_sub(1), column.saturating_sub(1));
                        layout.without_value.push((at.0, at.1, formula));
                    }
                }
                _ => {}
            },
            Ok(Event::Eof) => return Ok(layout),
            Ok(_) => {}
            Err(_) => return Err(NotAWorkbook::Damaged),
        }
    }
}

/// The row and column of a name such as `B5`, from 0.
fn position(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|it: char| it.is_ascii_digit())?;
    let (letters, number) = name.split_at(digits);
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        let place = letter.to_ascii_uppercase().checked_sub(b'A')?;
        sum.checked_mul(26)?.checked_add(u32::from(place) + 1)
    })?;
    Some((
        number.parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

fn span(range: &str) -> Option<Span> {
    let (first, last) = range.split_once(':')?;
    let ((first_row, column), (last_row, _)) = (position(first)?, position(last)?);
    Some(Span {
        first_row,
        last_row,
        column,
    })
}

/// The layouts of an `.ods` workbook's sheets, by their names.
pub(super) fn of_open_document(
    mut part: Part<'_, '_>,
) -> Result<HashMap<String, Layout>, NotAWorkbook> {
    let mut layouts: HashMap<String, Layout> = HashMap::new();
    let mut buffer = Vec::new();
    let mut name = None;
    let mut layout = Layout::default();
    // Rows and cells say how often they are repeated: what comes next begins there.
    let (mut row, mut next_row, mut next_column) = (0_u32, 0_u32, 0_u32);
    loop {
        buffer.clear();
        match part.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "table" => {
                    name = attribute(&element, "table:name");
                    layout = Layout::default();
                    (next_row, next_column) = (0, 0);
                }
                "table-column" => {
                    let times = number(&element, "table:number-columns-repeated").unwrap_or(1);
                    if is_hidden(&element) {
                        let last = next_column + times.min(MOST_AT_ONCE);
                        let all = (next_column..last).filter_map(|at| usize::try_from(at).ok());
                        layout.hidden_columns.extend(all);
                    }
                    next_column = next_column.saturating_add(times);
                }
                "table-row" => {
                    let times = number(&element, "table:number-rows-repeated").unwrap_or(1);
                    row = next_row;
                    next_row = row.saturating_add(times);
                    next_column = 0;
                    if is_hidden(&element) {
                        let last = row.saturating_add(times.min(MOST_AT_ONCE));
                        layout.hidden_lines.extend(row + 1..=last);
                    }
                }
                "table-cell" | "covered-table-cell" => {
                    let column = next_column;
                    let times = number(&element, "table:number-columns-repeated").unwrap_or(1);
                    next_column = column.saturating_add(times);
                    if attribute(&element, "office:value-type").as_deref() == Some("percentage") {
                        let last = next_column.min(column.saturating_add(MOST_AT_ONCE));
                        layout
                            .percents
                            .extend((column..last).map(|column| (row, column)));
                    }
                    if let Some(rows @ 2..) = number(&element, "table:number-rows-spanned") {
                        layout.spans.push(Span {
                            first_row: row,
                            last_row: row.saturating_add(rows - 1),
                            column,
                        });
                    }
                }
                _ => {}
            },
            Ok(Event::End(element)) if element.local_name().as_ref() == "table" => {
                if let Some(name) = name.take() {
                    layouts.insert(name, std::mem::take(&mut layout));
                }
            }
            Ok(Event::Eof) => return Ok(layouts),
            Ok(_) => {}
            Err(_) => return Err(NotAWorkbook::Damaged),
        }
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    let says = attribute(element, "table:visibility");
    says.is_some_and(|it| it == "collapse" || it == "filter")
}
