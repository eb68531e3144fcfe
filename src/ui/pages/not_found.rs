//! The page for an address that leads nowhere.

use crate::ui::address::Address;
use crate::ui::components::page::{Form, page};
use crate::ui::frame::link;
use crate::ui::markup::{El, paragraph};

/// Says that the address leads nowhere, and where to go on.
pub fn not_found() -> El {
    page(
        "Page not found",
        Form::None,
        [
            paragraph("There is no page at this address. Nothing that was saved is affected."),
            paragraph(link(Address::Today, "Go to Today")),
        ],
    )
}
