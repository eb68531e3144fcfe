//! Workbooks, read by a program of its own in a worker: the page can be used meanwhile,
//! and nothing of that program is loaded before such a file is chosen.
//!
//! With its scripts `workbook.js`, for the page, and `workbook_worker.js`, for the
//! worker.

use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::files::OpenedFile;
use super::trusted::script_address;
use crate::domain::import::workbook::Told;

#[wasm_bindgen(module = "/src/browser/workbook.js")]
extern "C" {
    #[wasm_bindgen(js_name = readerAddress)]
    fn reader_address() -> String;

    #[wasm_bindgen(js_name = readWorkbook, catch)]
    fn read_workbook(
        address: &JsValue,
        file: &JsValue,
        sheet: Option<&str>,
        tell: &JsValue,
    ) -> Result<Function, JsValue>;
}

/// What is heard of the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// What it tells.
    Told(Told),
    /// It could not be loaded or has stopped, in the browser's words.
    Stopped(String),
}

/// A workbook that is being read; the reader ends with it.
pub struct WorkbookReading {
    heard: UnboundedReceiver<Heard>,
    end: Option<Function>,
    _tell: Closure<dyn FnMut(JsValue, JsValue)>,
}

impl WorkbookReading {
    /// Begins to read a workbook: the sheet of a name, or the only one.
    #[must_use]
    pub fn of(file: &OpenedFile, sheet: Option<&str>) -> Self {
        let (sender, heard) = unbounded();
        let told = sender.clone();
        let tell =
            Closure::<dyn FnMut(JsValue, JsValue)>::new(move |text: JsValue, why: JsValue| {
                let said = text.as_string().map(|text| serde_json::from_str(&text));
                let heard = match said {
                    Some(Ok(said)) => Heard::Told(said),
                    Some(Err(error)) => Heard::Stopped(error.to_string()),
                    None => Heard::Stopped(why.as_string().unwrap_or_default()),
                };
                // Whoever listened may be gone.
                let _ = told.unbounded_send(heard);
            });
        let address = script_address(&reader_address());
        let end = read_workbook(&address, file.value(), sheet, tell.as_ref());
        if let Err(error) = &end {
            let _ = sender.unbounded_send(Heard::Stopped(format!("{error:?}")));
        }
        Self {
            heard,
            end: end.ok(),
            _tell: tell,
        }
    }

    /// What is heard next.
    pub async fn next(&mut self) -> Heard {
        let next = self.heard.next().await;
        next.unwrap_or_else(|| Heard::Stopped(String::new()))
    }
}

impl Drop for WorkbookReading {
    fn drop(&mut self) {
        if let Some(end) = &self.end {
            // A worker that has ended already ends again.
            let _ = end.call0(&JsValue::NULL);
        }
    }
}
