//! The address swap: the plan that frees the address of the Lookup account and lets a legacy endpoint take it over, the
//! way back, what its steps look at, and where a swap stands after whatever happened.

mod back;
mod hand_over;
pub(super) mod observe;
mod reading;
mod standing;
mod target;

pub(super) use back::{prepared, way_back};
pub(super) use hand_over::take_over;
pub use hand_over::{hand_over, step_to_hand_over};
pub use standing::{Fit, Standing, SwapReading, Whereabouts, read_swap, whereabouts};

use super::builder::plan;
use super::types::{Act, Plan, PlanKind};
use crate::domain::{
    AttestationSubject, CheckKind, DirectoryConnection, EndpointDraft, Inventory, LookupAccount,
    Message, Moment, REPLICATOR_CYCLES, Severity, SipUri, SwapRequest, Way,
};

/// Frees the address of the captured account and creates a legacy endpoint with it, in the captured spelling.
///
/// The inventory is a fresh reading of the deployment the plan is made for.
pub fn swap(
    inventory: &Inventory,
    directory: DirectoryConnection,
    request: SwapRequest,
    now: Moment,
) -> Result<Plan, Message> {
    let address = examine(&request)?;
    if inventory.pool(&request.endpoint.pool).is_none() {
        let pool = request.endpoint.pool;
        return Err(Message::PoolNotFound { pool });
    }
    if let Way::Rename { retired } = &request.way {
        examine_retired(retired, &address, inventory)?;
    }
    let SwapRequest {
        account,
        way,
        hand,
        endpoint,
        registrar,
        attestations,
        required,
        listed,
        replicator_cycle,
        recycle_bin,
    } = request;
    let account = Box::new(account);
    let pool = endpoint.pool.clone();
    let mut acts = vec![Act::ConfirmHolder(account.clone())];
    acts.extend(attestations.into_iter().map(Act::Attest));
    acts.push(Act::CheckTarget {
        pool: pool.clone(),
        registrar: registrar.clone(),
    });
    acts.push(Act::FreeAddress { account, way, hand });
    acts.push(Act::AwaitControllers {
        address: address.clone(),
        required,
        listed,
        owner: None,
    });
    acts.push(Act::AwaitReplicator {
        registrar,
        cycle: replicator_cycle,
        cycles: REPLICATOR_CYCLES,
    });
    acts.push(Act::CreateEndpoint(crate::domain::EndpointSpec {
        sip_address: address.clone(),
        ..endpoint
    }));
    acts.push(Act::ConfirmContact { address, pool });
    let mut plan = plan(
        PlanKind::Swap,
        inventory.connection.clone(),
        now,
        None,
        acts,
    );
    plan.directory = Some(directory);
    for step in &mut plan.steps {
        if let Act::FreeAddress { account, way, hand } = &step.act {
            step.undo = prepared(account, way, *hand, recycle_bin);
        }
    }
    Ok(plan)
}

/// Whether the account may give its address to the endpoint at all, and what that address is as it was spelled.
fn examine(request: &SwapRequest) -> Result<SipUri, Message> {
    let account = &request.account;
    let captured = &account.directory;
    let dn = || captured.dn.clone();
    let lync = account.lync.as_ref();
    if lync.is_some_and(|lync| lync.is_on_communications_server) {
        return Err(Message::SwapOnCommunicationsServer);
    }
    let wanted = &request.endpoint.sip_address;
    let address = account.address().filter(|held| held == wanted);
    let address = address.ok_or_else(|| Message::SwapAddressNotOfAccount {
        address: wanted.clone(),
    })?;
    if account.name().is_none() {
        return Err(Message::SwapAccountNotNameable { account: dn() });
    }
    match (&request.way, lync) {
        (Way::DeleteAccount, _) if captured.is_deletion_protected == Ok(true) => {
            return Err(Message::SwapAccountProtected { account: dn() });
        }
        (Way::Rename { .. } | Way::RemoveFromLync, None) => {
            return Err(Message::SwapNotKnownToLync { account: dn() });
        }
        // Without its home the account could not be enabled again.
        (Way::RemoveFromLync, Some(lync)) if lync.registrar.is_none() => {
            return Err(Message::SwapRegistrarUnknown { account: dn() });
        }
        _ => {}
    }
    if request.required.is_empty() {
        return Err(Message::SwapNoController);
    }
    let missing = AttestationSubject::ALL.into_iter().find(|subject| {
        let mut given = request.attestations.iter();
        !given.any(|given| given.subject == *subject && !given.by.trim().is_empty())
    });
    match missing {
        Some(subject) => Err(Message::SwapAttestationMissing { subject }),
        None => Ok(address),
    }
}

/// The retired address obeys the rules of a new one.
fn examine_retired(
    retired: &SipUri,
    address: &SipUri,
    inventory: &Inventory,
) -> Result<(), Message> {
    if retired == address {
        return Err(Message::SwapRetiredSame {
            address: address.clone(),
        });
    }
    let draft = EndpointDraft {
        sip_address: retired.as_str().to_owned(),
        ..EndpointDraft::default()
    };
    let mut findings = draft.examine(inventory, None).findings.into_iter();
    let error = findings.find(|finding| {
        finding.severity == Severity::Error
            && matches!(
                finding.check,
                CheckKind::AddressForm | CheckKind::SipDomain | CheckKind::Endpoints
            )
    });
    match error {
        Some(error) => Err(error.message),
        None => Ok(()),
    }
}

/// The account a swap or its way back is about.
pub fn swap_account(plan: &Plan) -> Option<&LookupAccount> {
    let mut acts = plan.steps.iter().map(|step| &step.act);
    acts.find_map(|act| match act {
        Act::FreeAddress { account, .. } | Act::ReturnAddress { account, .. } => Some(&**account),
        _ => None,
    })
}
