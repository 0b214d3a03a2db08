//! Changes as plans: written down, run step by step, read back, and folded from the journal.
//!
//! One engine for create, remove and replace; later work adds steps, not an engine. Synchronous, no threads: worker
//! threads, the command line and tests call it alike.

mod address;
mod builder;
mod capture;
pub mod journal;
mod observe;
mod run;
mod sides;
mod status;
mod swap;
mod types;

pub use address::{AddressReading, ControllersSeen, read_address};
pub use builder::{
    create, remove, replace, replicate, start_service, start_services, stop_service, stop_services,
    undo,
};
pub use capture::{capture, survey};
pub use journal::{
    Damage, DamageReason, Entry, Journal, JournalEntry, JournalWriter, LineForm, PlanLog, Record,
    Who,
};
pub use run::{Limits, Progress, RunEnd, recheck, run};
pub use sides::Sides;
pub use status::{
    IllegalTransition, PlanFold, PlanRecord, StepEvent, StepRecord, StepStatus, fold,
};
pub use swap::{
    Fit, Standing, SwapReading, Whereabouts, hand_over, read_swap, step_to_hand_over, swap,
    swap_account, whereabouts,
};
pub use types::{Act, Deed, Evidence, Plan, PlanId, PlanKind, Step, Subject};
