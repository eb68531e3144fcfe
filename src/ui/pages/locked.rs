//! The page in place of all others while they are shut.

use leptos::prelude::*;

use crate::domain::tablet::locks::Secret;
use crate::store::StoreError;
use crate::store::envelope::Unreadable;
use crate::ui::address::Address;
use crate::ui::components::page::{Form, page};
use crate::ui::components::pin_question::pin_question;
use crate::ui::form::Problems;
use crate::ui::markup::{El, acting, paragraph};
use crate::ui::navigation::Navigation;
use crate::ui::sentences::store_problem;
use crate::ui::workspace::Workspace;

/// Asks for the staff PIN; or says why it cannot be asked for, and what to do.
pub fn locked() -> El {
    let workspace = expect_context::<Workspace>();
    let navigation = expect_context::<Navigation>();
    if let Some(error) = workspace.locking.problem.get_untracked() {
        return cannot_open(&error);
    }
    let problems = Problems::new();
    let opened = acting(move |by| {
        // First where to go, so that no other page is made in between.
        if by == Secret::RecoveryCode {
            let wanted = navigation.path.with_untracked(|path| Address::parse(path));
            workspace.locking.on_the_way_to(wanted);
            workspace.notify(
                &Address::Locks.path(),
                "Opened with the recovery code",
                "Change the staff PIN now, and write down its new recovery code.".to_owned(),
            );
            navigation.go(Address::Locks);
        }
        workspace.locking.let_in(by);
    });
    page(
        "Daybook is locked",
        Form::Of(problems),
        pin_question(Secret::StaffPin, problems, opened),
    )
}

/// Nothing tells whether a PIN is set, so nothing is shown.
fn cannot_open(error: &StoreError) -> El {
    let advice = match error {
        StoreError::Unreadable {
            why: Unreadable::FutureFormat { .. },
            ..
        } => "Open Daybook again when the tablet has a connection, so that it can be updated.",
        StoreError::Unreadable { .. } => {
            "Tell whoever supports Daybook: its guide says under PINs how they open it. Until then use paper, or another tablet. Do not clear the browser’s data: that would delete the records."
        }
        StoreError::Blocked(_)
        | StoreError::Full
        | StoreError::Slow
        | StoreError::NotKept(_)
        | StoreError::Vanished
        | StoreError::ChangedElsewhere => {
            "Close Daybook in every tab and open it again. If this page comes back, use paper or another tablet, and tell whoever supports Daybook."
        }
    };
    page(
        "Daybook cannot be opened now",
        Form::None,
        [
            paragraph(
                "It cannot be read whether this tablet has a PIN, so nothing is shown. The records are safe.",
            ),
            paragraph(store_problem(error)),
            paragraph(advice),
        ],
    )
}
