//! The permission to change a deployment, as a value.
//!
//! INVARIANT: [`Session::change`](super::session::Session::change) is the only function that sends a changing cmdlet,
//! and it takes a [`ChangePermit`]. A permit comes from [`ChangePermit::grant`] alone, which makes none for a
//! read-only session; so a session that may not change has nothing to change with.

use crate::domain::Access;

/// Held by a session that may change the deployment.
#[derive(Debug)]
pub(super) struct ChangePermit(());

impl ChangePermit {
    pub(super) fn grant(access: Access) -> Option<Self> {
        match access {
            Access::ReadOnly => None,
            Access::Changes => Some(Self(())),
        }
    }
}
