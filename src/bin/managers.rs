//! Starts the managers' pages in a browser: a program of its own, so that no page
//! that records sessions waits for it. On the host there is nothing of it.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(daybook::ui::managers::start);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The managers’ pages run in a browser; the command line is `daybook`.");
}
