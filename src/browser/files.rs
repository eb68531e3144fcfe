//! Files out, by download or the share sheet, and files in, as a person chose
//! them. Nothing leaves the tablet in any other way.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DragEvent, File, FileList, FilePropertyBag, HtmlAnchorElement,
    HtmlInputElement, ShareData, Url,
};

use crate::domain::base::file_names;

/// Why a file could not be handed over or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// The browser refused, in its own words.
    Refused(String),
    /// The person closed the share sheet.
    Cancelled,
}

/// A file to hand over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Starts the download of a file.
///
/// # Errors
/// [`FileError::Refused`] when the browser will not.
pub fn download(file: &OutFile) -> Result<(), FileError> {
    let parts = Array::of1(&Uint8Array::from(file.content.as_slice()));
    let kind = BlobPropertyBag::new();
    kind.set_type(type_of(&file.name));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).map_err(refused)?;
    let address = Url::create_object_url_with_blob(&blob).map_err(refused)?;
    let outcome = click_download(&address, &file.name);
    // The browser has taken hold of the content by the time the click returns.
    let _ = Url::revoke_object_url(&address);
    outcome
}

/// Whether this browser has a share sheet that takes such files, as far as it says.
/// Chromium says so of files that it refuses to share; see [`share`].
#[must_use]
pub fn can_share(files: &[OutFile]) -> bool {
    share_data(files).is_ok_and(|data| {
        web_sys::window().is_some_and(|window| {
            let navigator = window.navigator();
            let offered = JsValue::from(&navigator);
            js_sys::Reflect::has(&offered, &JsValue::from_str("canShare")).unwrap_or(false)
                && navigator.can_share_with_data(&data)
        })
    })
}

/// Opens the share sheet with files; where it takes no JSON, with the same bytes as
/// text ([`file_names`]). Call it in the handler of a tap, or the browser refuses.
///
/// # Errors
/// [`FileError::Cancelled`] when the person closes the sheet, or
/// [`FileError::Refused`].
pub async fn share(files: &[OutFile]) -> Result<(), FileError> {
    let data = share_data(files).map_err(refused)?;
    let window = web_sys::window().ok_or_else(|| FileError::Refused(String::new()))?;
    let promise = window.navigator().share_with_data(&data);
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(error) => Err(match refused(error) {
            FileError::Refused(why) if why.starts_with("AbortError") => FileError::Cancelled,
            other => other,
        }),
    }
}

/// A file that a person chose or dropped, not read yet.
#[derive(Debug, Clone)]
pub struct OpenedFile(File);

impl OpenedFile {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number of bytes"
        )]
        let bytes = self.0.size() as u64;
        bytes
    }

    /// Its first bytes, by which its kind is known.
    ///
    /// # Errors
    /// [`FileError::Refused`] when it cannot be read, such as a folder.
    pub async fn first_bytes(&self, count: u32) -> Result<Vec<u8>, FileError> {
        let some = self.0.slice_with_f64_and_f64(0.0, f64::from(count));
        let bytes = JsFuture::from(some.map_err(refused)?.array_buffer()).await;
        Ok(Uint8Array::new(&bytes.map_err(refused)?).to_vec())
    }

    /// The browser's own value, to be handed to a worker.
    pub(super) fn value(&self) -> &JsValue {
        &self.0
    }

    /// Its bytes.
    ///
    /// # Errors
    /// [`FileError::Refused`] when it cannot be read, such as a folder.
    pub async fn bytes(&self) -> Result<Vec<u8>, FileError> {
        let bytes = JsFuture::from(self.0.array_buffer()).await;
        Ok(Uint8Array::new(&bytes.map_err(refused)?).to_vec())
    }
}

/// Takes the files that were chosen out of a file field. The field is empty then, so
/// that the same file can be chosen again: a browser tells only of another one.
#[must_use]
pub fn take_chosen(field: &HtmlInputElement) -> Vec<OpenedFile> {
    let all = all_of(field.files());
    field.set_value("");
    all
}

/// The files that were dropped.
#[must_use]
pub fn dropped(event: &DragEvent) -> Vec<OpenedFile> {
    all_of(event.data_transfer().and_then(|data| data.files()))
}

/// Says that a file that is dragged here can be dropped.
pub fn may_be_dropped(event: &DragEvent) {
    if let Some(data) = event.data_transfer() {
        data.set_drop_effect("copy");
    }
}

/// Puts a text where it can be pasted from; tells whether the browser did. Call it
/// in the handler of a tap, or the browser refuses.
pub fn copy_text(text: &str, told: impl FnOnce(bool) + 'static) {
    let Some(window) = web_sys::window() else {
        return told(false);
    };
    // There is none at an address that is not secure.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &JsValue::from_str("clipboard"));
    let Some(clipboard) = clipboard
        .ok()
        .and_then(|it| it.dyn_into::<web_sys::Clipboard>().ok())
    else {
        return told(false);
    };
    let promise = clipboard.write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        told(JsFuture::from(promise).await.is_ok());
    });
}

fn all_of(files: Option<FileList>) -> Vec<OpenedFile> {
    let Some(files) = files else {
        return Vec::new();
    };
    let all = (0..files.length()).filter_map(|at| files.get(at));
    all.map(OpenedFile).collect()
}

fn click_download(address: &str, name: &str) -> Result<(), FileError> {
    let missing = || FileError::Refused("there is no page".to_owned());
    let document = web_sys::window()
        .and_then(|window| window.document())
        .ok_or_else(missing)?;
    let link: HtmlAnchorElement = document
        .create_element("a")
        .map_err(refused)?
        .dyn_into()
        .map_err(|_| missing())?;
    link.set_href(address);
    link.set_download(name);
    let body = document.body().ok_or_else(missing)?;
    body.append_child(&link).map_err(refused)?;
    link.click();
    link.remove();
    Ok(())
}

fn share_data(files: &[OutFile]) -> Result<ShareData, JsValue> {
    let list = Array::new();
    for file in files {
        let name = shared_name(&file.name);
        let kind = FilePropertyBag::new();
        kind.set_type(type_of(&name));
        let parts = Array::of1(&Uint8Array::from(file.content.as_slice()));
        list.push(&File::new_with_u8_array_sequence_and_options(&parts, &name, &kind)?.into());
    }
    let data = ShareData::new();
    data.set_files(&list);
    Ok(data)
}

/// The name under which the share sheet gets a file.
fn shared_name(name: &str) -> String {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    if agent.is_some_and(|agent| file_names::shares_text_alone(&agent)) {
        file_names::as_text(name)
    } else {
        name.to_owned()
    }
}

fn type_of(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "csv")) => "text/csv",
        Some((_, "txt")) => "text/plain",
        Some(_) | None => "application/json",
    }
}

fn refused(error: JsValue) -> FileError {
    match error.dyn_into::<web_sys::DomException>() {
        Ok(error) => FileError::Refused(format!("{}: {}", error.name(), error.message())),
        Err(other) => FileError::Refused(format!("{other:?}")),
    }
}
