//! Where a swap stands, from its record and a fresh reading of both sides, and what can be done from there.

use super::observe::{lync_of, returnable};
use super::reading::{Seat, changed, left, seat};
use super::swap_account;
use crate::domain::{
    AccountState, AddressHolder, AddressHolders, AddressPlace, Endpoint, HolderClass,
    LookupAccount, LyncAccount, Message, Way,
};
use crate::plan::builder::undo;
use crate::plan::sides::Sides;
use crate::plan::status::PlanRecord;
use crate::plan::types::{Act, PlanKind};
use crate::ports::{Call, PortError, PortErrorKind, PortResult};

/// What both sides show, read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapReading {
    pub holders: AddressHolders,
    pub account: AccountState,
    pub lync: Option<LyncAccount>,
    pub endpoint: Option<Endpoint>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The account holds its address; nothing was freed.
    NotBegun,
    /// Nobody holds the address.
    Freed,
    /// The endpoint, and nothing else, holds the address on both sides.
    EndpointStands,
    /// Only one side shows the endpoint yet.
    EndpointNotVisible,
    /// The account holds its address again.
    Returned,
    /// Nobody holds the address, and the account cannot be brought back.
    Lost,
    /// Somebody else holds the address, or several do.
    Conflict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// The plan goes on where it stopped.
    Continue,
    /// The way back is prepared as a plan of its own.
    WayBack,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    pub standing: Standing,
    pub messages: Vec<Message>,
    pub fits: Vec<Fit>,
}

/// Reads both sides for a swap or its way back. Nothing is changed.
pub fn read_swap(
    sides: &mut Sides<'_>,
    record: &PlanRecord,
    call: &Call,
) -> PortResult<SwapReading> {
    let account = swap_account(&record.plan);
    let account = account.ok_or_else(|| {
        PortError::new(
            PortErrorKind::Refused,
            "where-it-stands",
            record.plan.id.to_string(),
            "the plan is no address swap",
        )
    })?;
    let Seat { holders, state } = seat(sides, account, call)?;
    let lync = lync_of(sides, account, call)?;
    let endpoint = sides.deployment.endpoint(&holders.address, call)?;
    Ok(SwapReading {
        holders,
        account: state,
        lync,
        endpoint,
    })
}

/// Where the swap stands and what fits. Decides from what is there; the journal only says what was wanted.
pub fn whereabouts(record: &PlanRecord, reading: &SwapReading) -> Whereabouts {
    let Some(account) = swap_account(&record.plan) else {
        return Whereabouts {
            standing: Standing::Conflict,
            messages: Vec::new(),
            fits: Vec::new(),
        };
    };
    let (standing, mut messages) = standing(record, account, reading);
    if standing == Standing::NotBegun && was_freed(record) {
        messages.push(Message::SwapHeldAgain {
            account: account.directory.dn.clone(),
        });
    }
    let seat = Seat {
        holders: reading.holders.clone(),
        state: reading.account.clone(),
    };
    let obstacle = not_returnable(record, account, &seat);
    let fits = fits(record, standing, obstacle.is_none());
    // Going back is what somebody may be about to ask for.
    let is_returned = matches!(standing, Standing::NotBegun | Standing::Returned);
    if let Some(obstacle) = obstacle
        && !is_returned
        && !messages.contains(&obstacle)
    {
        messages.push(obstacle);
    }
    Whereabouts {
        standing,
        messages,
        fits,
    }
}

fn standing(
    record: &PlanRecord,
    account: &LookupAccount,
    reading: &SwapReading,
) -> (Standing, Vec<Message>) {
    let seat = Seat {
        holders: reading.holders.clone(),
        state: reading.account.clone(),
    };
    let mut messages = Vec::new();
    if !seat.is_complete() {
        messages.push(Message::SwapHoldersIncomplete);
    }
    let own = seat.own(account);
    let remnant = own.filter(|own| own.place == AddressPlace::ProxyOnly);
    if let Some(own) = remnant {
        messages.push(left(&account.directory, own));
    }
    let is_contact = |holder: &&AddressHolder| holder.class == HolderClass::ApplicationContact;
    let others = seat.holders.holders.iter();
    let others: Vec<&AddressHolder> = others
        .filter(|holder| holder.guid != account.directory.guid)
        .collect();
    let contacts = others.iter().copied().filter(is_contact).count();
    let is_foreign = others.len() > 1 || contacts < others.len();
    if is_foreign || (own.is_some() && contacts > 0) {
        messages.extend(seat.foreign(account));
        return (Standing::Conflict, messages);
    }
    if let (AccountState::Present(found), Some(_)) = (&reading.account, own.xor(remnant)) {
        let changed = changed(found, &account.directory).all();
        if !changed.is_empty() {
            messages.push(Message::SwapAccountChanged { changed });
        }
        if reading.endpoint.is_some() {
            return (Standing::EndpointNotVisible, messages);
        }
        let shown = reading
            .lync
            .as_ref()
            .and_then(|lync| lync.sip_address.as_ref());
        if account.lync.is_some() && shown != account.address().as_ref() {
            // The deployment shows its own changes first: the directory is behind.
            let hosts = vec![reading.holders.host.clone()];
            messages.push(Message::StepControllersOutstanding { hosts });
            return (Standing::Freed, messages);
        }
        let is_back = record.plan.kind == PlanKind::SwapBack;
        let standing = if is_back {
            Standing::Returned
        } else {
            Standing::NotBegun
        };
        return (standing, messages);
    }
    let standing = match (contacts > 0, reading.endpoint.is_some()) {
        (true, true) => Standing::EndpointStands,
        (false, false) if is_lost(record, account, &seat) => Standing::Lost,
        (false, false) => Standing::Freed,
        _ => Standing::EndpointNotVisible,
    };
    (standing, messages)
}

/// Why the account could not take its address back.
fn not_returnable(record: &PlanRecord, account: &LookupAccount, seat: &Seat) -> Option<Message> {
    let mut acts = record.plan.steps.iter().map(|step| &step.act);
    let (way, hand) = acts.find_map(|act| match act {
        Act::FreeAddress { way, hand, .. } | Act::ReturnAddress { way, hand, .. } => {
            Some((way, *hand))
        }
        _ => None,
    })?;
    returnable(seat, account, way, hand).err()
}

/// Whether the account is gone for good. Where it was to be deleted, the endpoint still takes the address over.
fn is_lost(record: &PlanRecord, account: &LookupAccount, seat: &Seat) -> bool {
    let is_gone = matches!(
        not_returnable(record, account, seat),
        Some(Message::SwapNoWayBack | Message::SwapAccountGone { .. })
    );
    is_gone && (record.plan.kind == PlanKind::SwapBack || !deletes(record))
}

fn deletes(record: &PlanRecord) -> bool {
    let mut acts = record.plan.steps.iter().map(|step| &step.act);
    acts.any(|act| {
        matches!(
            act,
            Act::FreeAddress {
                way: Way::DeleteAccount,
                ..
            }
        )
    })
}

fn was_freed(record: &PlanRecord) -> bool {
    let mut steps = record.plan.steps.iter().zip(&record.steps);
    steps.any(|(step, state)| {
        matches!(step.act, Act::FreeAddress { .. }) && state.status.is_satisfied()
    })
}

/// What leads on from a place: never a step whose premise is gone.
fn fits(record: &PlanRecord, standing: Standing, is_returnable: bool) -> Vec<Fit> {
    let is_over = record.steps.iter().all(|step| step.status.is_satisfied());
    let is_undone = record.undone_by.is_some();
    let is_back = record.plan.kind == PlanKind::SwapBack;
    let mut fits = Vec::new();
    let continues = match standing {
        Standing::Conflict | Standing::Lost => false,
        Standing::NotBegun => !was_freed(record),
        // Nothing is taken away that nobody could take back.
        Standing::EndpointStands | Standing::EndpointNotVisible if is_back => is_returnable,
        // On the way back the endpoint is still to be removed.
        Standing::Freed
        | Standing::EndpointStands
        | Standing::EndpointNotVisible
        | Standing::Returned => true,
    };
    if continues && !is_over && !is_undone {
        fits.push(Fit::Continue);
    }
    let leads_back = matches!(
        standing,
        Standing::Freed | Standing::EndpointStands | Standing::EndpointNotVisible
    );
    if leads_back
        && is_returnable
        && !is_back
        && !is_undone
        && undo(record, record.plan.made_at).is_ok()
    {
        fits.push(Fit::WayBack);
    }
    fits
}
