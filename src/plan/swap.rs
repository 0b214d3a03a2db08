//! The address swap as a guarded plan, and its way back.

use super::types::Plan;
use crate::domain::{Connection, DirectoryConnection, Message, Moment, SwapRequest};

/// Frees the address of the Lookup account and lets a legacy endpoint take it over.
pub fn swap(
    connection: Connection,
    directory: DirectoryConnection,
    request: SwapRequest,
    now: Moment,
) -> Result<Plan, Message> {
    drop((connection, directory, request, now));
    Err(Message::NothingToUndo)
}
