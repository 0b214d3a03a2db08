//! The plans of the steps the console does, from fresh readings.

use super::state::{Checklist, Item};
use crate::domain::{ChecklistMessage, Connection, Inventory, Message, Moment, PoolReading};
use crate::plan::Plan;

pub fn plan_of(
    item: &Item,
    checklist: &Checklist,
    connection: Connection,
    pool: Option<&PoolReading>,
    inventory: Option<&Inventory>,
    now: Moment,
) -> Result<Plan, Message> {
    let _ = (item, checklist, connection, pool, inventory, now);
    Err(Message::Checklist(ChecklistMessage::NothingToRun))
}
