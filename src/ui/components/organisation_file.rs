//! The field that opens an organisation file.

use wasm_bindgen_futures::spawn_local;

use super::error_summary::Line;
use super::file_field::{OUR_FILES, file_field};
use crate::browser::files;
use crate::domain::organisation::Organisation;
use crate::domain::roll_up::opening::decoded;
use crate::ui::markup::{Acting, El, acting, div, el, live};
use crate::ui::state::State;

/// How many faults of a file are listed.
const MOST: usize = 20;

/// Opens an organisation file; whatever is wrong with it is listed.
pub fn organisation_file(opened: Acting<Organisation>) -> El {
    let wrong = State::new(Vec::<Line>::new());
    let told = |words: Vec<String>| {
        let lines = words.into_iter().map(|words| Line {
            field: String::new(),
            words,
        });
        lines.collect::<Vec<_>>()
    };
    let open = move |file: files::OpenedFile| {
        let opened = opened.clone();
        spawn_local(async move {
            wrong.set(Vec::new());
            match file.bytes().await {
                Ok(bytes) => match read(&bytes) {
                    Ok(read) => opened(read),
                    Err(errors) => {
                        let mut words: Vec<String> = errors.iter().take(MOST).cloned().collect();
                        if let Some(more @ 1..) = errors.len().checked_sub(MOST) {
                            words.push(format!("and {more} more"));
                        }
                        wrong.set(told(words));
                    }
                },
                Err(_) => {
                    wrong.set(told(vec!["the browser could not read the file".to_owned()]));
                }
            }
        });
    };
    let message = live(move || {
        let lines = wrong.get();
        (!lines.is_empty()).then(|| {
            let items: Vec<El> = lines
                .into_iter()
                .map(|line| el("li").child(line.words))
                .collect();
            div("govuk-error-message")
                .attr("role", "alert")
                .child(el("p").child("This file was not used:"))
                .child(el("ul").class("govuk-list govuk-list--bullet").child(items))
        })
    });
    file_field(
        "organisation-file",
        "Organisation file (JSON)",
        OUR_FILES,
        message,
        acting(open),
    )
}

/// The organisation in a file, or everything that is wrong with it.
fn read(bytes: &[u8]) -> Result<Organisation, Vec<String>> {
    let text = decoded(bytes).map_err(|why| vec![why.to_string()])?;
    Organisation::read(&text).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}
