//! The project's commands: set-up, build, serve and test.
//!
//! Words: a *step* is one thing set-up may have to install; a *check* is one
//! thing that must pass before a change lands; the *tools folder* is where
//! set-up puts what it had to build, shared by every clone of one person.
//!
//! Only Rust (through rustup) and Node are asked for beforehand. Nothing here
//! knows what the app does; it refuses to install anything that a step has not
//! announced. Start reading at [`setup`] and [`checks`].

pub mod arguments;
pub mod checks;
pub mod dist;
pub mod error;
pub mod host;
pub mod integrity;
pub mod places;
pub mod run;
pub mod setup;
pub mod site;
pub mod size;
pub mod toolchain;
pub mod worker;

use arguments::Command;
use error::Error;
use places::Places;
use setup::Purpose;
use site::Site;

/// Does what the arguments ask for.
///
/// # Errors
///
/// When the arguments are not understood, or any part of the command fails.
pub fn run(arguments: &[String]) -> Result<(), Error> {
    match arguments::read(arguments)? {
        Command::Help => {
            print!("{}", arguments::HELP);
            Ok(())
        }
        Command::Setup => setup::prepare(&Places::find()?, Purpose::Test).map(|_| ()),
        Command::Build => {
            let places = Places::find()?;
            let toolchain = setup::prepare(&places, Purpose::Build)?;
            dist::build(&places, &toolchain)?;
            size::print(&places.dist())
        }
        Command::Dist => {
            let places = Places::find()?;
            let toolchain = setup::prepare(&places, Purpose::Build)?;
            dist::build(&places, &toolchain)?;
            size::print(&places.dist())?;
            let to = places.hosting();
            host::write(&places.dist(), &to)?;
            println!(
                "\nReady to upload: {}\nBeside it: nginx.conf. docs/deploy.md says what to do.",
                to.join(host::PUBLIC).display()
            );
            Ok(())
        }
        Command::Serve { port } => {
            let places = Places::find()?;
            let toolchain = setup::prepare(&places, Purpose::Build)?;
            // Before the build, so that a port in use is known at once.
            let site = Site::start(&places.dist(), port)?;
            dist::build(&places, &toolchain)?;
            println!("\nDaybook is at {} (Ctrl+C stops it)", site.address());
            site.wait();
            Ok(())
        }
        Command::Style { port } => {
            let places = Places::find()?;
            let toolchain = setup::prepare(&places, Purpose::Build)?;
            let site = Site::start(&places.with_style_page(), port)?;
            dist::build_with_style_page(&places, &toolchain)?;
            println!(
                "\nThe style page is at {}/style (Ctrl+C stops it)",
                site.address()
            );
            site.wait();
            Ok(())
        }
        Command::Test => {
            let places = Places::find()?;
            let toolchain = setup::prepare(&places, Purpose::Test)?;
            checks::run_all(&places, &toolchain)
        }
        Command::Journeys { names } => {
            let places = Places::find()?;
            let toolchain = setup::prepare(&places, Purpose::Test)?;
            checks::try_journeys(&places, &toolchain, &names)
        }
        Command::Screens => {
            let places = Places::find()?;
            let toolchain = setup::prepare(&places, Purpose::Test)?;
            checks::take_screens(&places, &toolchain)
        }
        Command::Bench => {
            let places = Places::find()?;
            let toolchain = setup::prepare(&places, Purpose::Test)?;
            checks::bench(&places, &toolchain)
        }
    }
}
