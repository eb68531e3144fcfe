//! Records of a team that is not in the set-up, given to one that is: the
//! workspace's commands for them.

use leptos::prelude::untrack;

use super::workspace::{Workspace, cannot_change};
use crate::browser::ambient;
use crate::domain::base::ids::{RecordId, TeamId};
use crate::domain::base::text::Name;
use crate::domain::tablet::unknown_team::{UnknownTeam, unknown_teams};
use crate::store::StoreError;

impl Workspace {
    /// The teams that records here name and the set-up does not; none until the
    /// records have been read.
    pub fn unknown_teams(self) -> Vec<UnknownTeam> {
        let found = self.ledger.with(|ledger| {
            self.books.with(|books| {
                self.settings.with(|settings| {
                    let (ledger, books) = (ledger.as_ref()?, books.as_ref()?);
                    Some(unknown_teams(ledger, books, settings.as_ref()?))
                })
            })
        });
        found.unwrap_or_default()
    }

    /// Gives records to a team: each gets a new version, and those that changed
    /// meanwhile are left out.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it; what was given before stays so.
    pub async fn give_to_team(
        self,
        records: &[RecordId],
        team: &TeamId,
    ) -> Result<usize, StoreError> {
        let stamp = self.stamp();
        let mut next = Vec::new();
        for id in records {
            let found = untrack(|| self.find(*id)).filter(|it| !it.is_removed());
            if let Some(record) = found {
                let given = record.given_to(team.clone(), stamp);
                next.push(given.map_err(cannot_change)?);
            }
        }
        let archive = self.archive.get_value();
        let saved = archive.save_many(&next, |group| self.take_in(group)).await;
        self.look_whether_full();
        saved.map(|()| next.len())
    }

    /// Puts a team back into the set-up, under the code that its records name.
    ///
    /// # Errors
    /// The [`StoreError`] for which the set-up was not kept.
    pub async fn know_team_again(
        self,
        id: TeamId,
        name: Name,
        locality: &Name,
    ) -> Result<(), StoreError> {
        let fresh = ambient::fresh_id();
        self.change_settings(|settings| {
            *settings = settings.knowing_team(id.clone(), name.clone(), locality, fresh);
            Ok(())
        })
        .await
    }
}
