//! Starts the app in a browser.

#[cfg(target_arch = "wasm32")]
fn main() {
    leptos::mount::mount_to_body(|| leptos::view! { <h1>"Daybook"</h1> });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
