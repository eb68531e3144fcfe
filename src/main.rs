//! Starts the app in a browser; on the host, the command line.

#[cfg(not(target_arch = "wasm32"))]
mod cli;

#[cfg(target_arch = "wasm32")]
fn main() {
    // A panic is told on the console and ends in a trap, which boot.js shows in
    // plain words.
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(daybook::ui::start);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    // A name of a file may be no text.
    cli::run(std::env::args_os().skip(1))
}
