//! What both sides show of the object of a step of the swap.

use super::reading::{Seat, changed, changed_in_lync, is_granted, left, seat};
use super::target;
use crate::domain::{
    AccountState, AddressPlace, Controller, ControllerSighting, DirectoryAccount, GrantedPolicy,
    Hand, HolderClass, LookupAccount, LyncAccount, Message, ObjectGuid, SipUri, Way,
};
use crate::plan::observe::{Object, Seen};
use crate::plan::sides::Sides;
use crate::plan::types::{Act, Evidence};
use crate::ports::{Call, PortError, PortErrorKind, PortResult};

pub(in crate::plan) fn observe(sides: &mut Sides<'_>, act: &Act, call: &Call) -> PortResult<Seen> {
    match act {
        Act::ConfirmHolder(account) => for_holder(sides, account, call),
        Act::CheckTarget { pool, registrar } => {
            target::observe(sides.deployment, pool, registrar, call)
        }
        Act::FreeAddress { account, way, .. } => for_free(sides, account, way, call),
        Act::AwaitControllers {
            address,
            required,
            listed,
            owner,
        } => {
            let all: Vec<Controller> = required.iter().chain(listed).cloned().collect();
            let sightings = sides.open_directory()?.sightings(address, &all, call)?;
            Ok(for_controllers(required, *owner, sightings))
        }
        Act::ConfirmContact { address, .. } => for_contact(sides, address, call),
        Act::SettleEndpoint {
            address,
            controllers,
            ..
        } => for_settling(sides, address, controllers, call),
        Act::ConfirmReturnable { account, way, hand } => {
            let seat = seat(sides, account, call)?;
            Ok(match returnable(&seat, account, way, *hand) {
                Ok(_) => Seen::Holds(seat.into_object()),
                Err(message) => Seen::Differs(seat.into_object(), message),
            })
        }
        Act::ReturnAddress { account, way, hand } => for_return(sides, account, way, *hand, call),
        Act::GrantPolicy { account, policy } => for_grant(sides, account, policy, call),
        Act::ConfirmReturned(account) => for_returned(sides, account, call),
        // What a person said and what nothing shows; and the acts that are not the swap's.
        _ => Ok(Seen::Underway(Object::default(), None)),
    }
}

fn for_holder(sides: &mut Sides<'_>, account: &LookupAccount, call: &Call) -> PortResult<Seen> {
    let seat = seat(sides, account, call)?;
    let lync = lync_of(sides, account, call)?;
    let captured = &account.directory;
    let problem = match &seat.state {
        AccountState::Deleted { .. } | AccountState::Absent => {
            Some(seat.foreign(account).unwrap_or_else(|| gone(account)))
        }
        AccountState::Present(found) => match seat.own(account) {
            None => Some(
                seat.foreign(account)
                    .unwrap_or_else(|| Message::SwapAddressNotHeld {
                        account: captured.dn.clone(),
                    }),
            ),
            Some(own) if own.place == AddressPlace::ProxyOnly => Some(left(captured, own)),
            Some(_) => seat
                .second(account)
                .or_else(|| (!seat.is_complete()).then_some(Message::SwapHoldersIncomplete))
                .or_else(|| changed_account(found, captured))
                .or_else(|| lync_problem(lync.as_ref(), account)),
        },
    };
    let object = seat.into_object();
    Ok(match problem {
        Some(message) => Seen::Differs(object, message),
        None => Seen::Holds(object),
    })
}

fn lync_problem(found: Option<&LyncAccount>, account: &LookupAccount) -> Option<Message> {
    if found.is_some_and(|found| found.is_on_communications_server) {
        return Some(Message::SwapOnCommunicationsServer);
    }
    let changed = changed_in_lync(found, account.lync.as_ref());
    (!changed.is_empty()).then_some(Message::SwapLyncChanged { changed })
}

fn for_free(
    sides: &mut Sides<'_>,
    account: &LookupAccount,
    way: &Way,
    call: &Call,
) -> PortResult<Seen> {
    let seat = seat(sides, account, call)?;
    if let Some(message) = seat.foreign(account) {
        return Ok(Seen::Differs(seat.into_object(), message));
    }
    let captured = &account.directory;
    let freed = match (&seat.state, way) {
        (AccountState::Deleted { .. } | AccountState::Absent, Way::DeleteAccount) => Ok(true),
        (AccountState::Deleted { .. } | AccountState::Absent, _) => Err(gone(account)),
        (AccountState::Present(found), way) => match (way, found.sip_address()) {
            (Way::Rename { retired }, Some(held)) if is_same(held, retired.as_str()) => Ok(true),
            (Way::RemoveFromLync, None) => Ok(true),
            // INVARIANT: nothing but the captured account, unchanged since, is renamed, removed or deleted.
            _ => match changed_account(found, captured) {
                Some(message) => Err(message),
                None if *way == Way::DeleteAccount && found.is_deletion_protected == Ok(true) => {
                    Err(Message::SwapAccountProtected {
                        account: captured.dn.clone(),
                    })
                }
                None => Ok(false),
            },
        },
    };
    let freed = match freed {
        Ok(freed) => freed,
        Err(message) => return Ok(Seen::Differs(seat.into_object(), message)),
    };
    if !freed {
        return Ok(Seen::NotYet(seat.into_object()));
    }
    // The account gave the address up; whether nobody holds it any more is another question.
    let open = match seat.own(account) {
        Some(own) if own.place == AddressPlace::ProxyOnly => Some(Some(left(captured, own))),
        Some(_) => Some(None),
        None if !seat.is_complete() => Some(Some(Message::SwapHoldersIncomplete)),
        None => None,
    };
    let object = seat.into_object();
    Ok(match open {
        Some(message) => Seen::Underway(object, message),
        None => Seen::Holds(object),
    })
}

/// Forwards, all of the required ones have to show nobody. On the way back they have to agree: as long as one shows the
/// account and another does not, a change is on its way that nothing may be built on.
fn for_controllers(
    required: &[Controller],
    owner: Option<ObjectGuid>,
    sightings: Vec<ControllerSighting>,
) -> Seen {
    let hosts = outstanding(required, owner, &sightings);
    let object = Object::of(Evidence {
        sightings,
        ..Evidence::default()
    });
    if hosts.is_empty() {
        Seen::Holds(object)
    } else {
        Seen::Underway(object, Some(Message::StepControllersOutstanding { hosts }))
    }
}

/// The required controllers that do not show yet what the others do.
pub(in crate::plan) fn outstanding(
    required: &[Controller],
    owner: Option<ObjectGuid>,
    sightings: &[ControllerSighting],
) -> Vec<String> {
    let shown = |controller: &Controller| {
        let mut seen = sightings.iter();
        let seen = seen.find(|seen| seen.controller.host.eq_ignore_ascii_case(&controller.host))?;
        let holders = seen.holders.as_ref().ok()?;
        let mut others = holders.iter().filter(|holder| Some(holder.guid) != owner);
        match (holders.is_empty(), others.next()) {
            (true, _) => Some(Sight::Nobody),
            (false, None) => Some(Sight::Owner),
            (false, Some(_)) => Some(Sight::Somebody),
        }
    };
    let is_all_owner = required
        .iter()
        .all(|controller| shown(controller) == Some(Sight::Owner));
    required
        .iter()
        .filter(|controller| !is_all_owner && shown(controller) != Some(Sight::Nobody))
        .map(|controller| controller.host.clone())
        .collect()
}

/// Who holds the address as one controller shows it.
#[derive(PartialEq, Eq)]
enum Sight {
    Nobody,
    Owner,
    Somebody,
}

fn for_contact(sides: &mut Sides<'_>, address: &SipUri, call: &Call) -> PortResult<Seen> {
    let found = sides.open_directory()?.holders(address, call)?;
    let is_complete = found.notices.is_empty();
    let message = match (found.beside_endpoints().next(), found.holders.as_slice()) {
        (Some(other), _) => Some(Message::SwapContactDiffers {
            identity: other.dn.clone(),
        }),
        (None, [_, second, ..]) => Some(Message::SwapSecondHolder {
            identity: second.dn.clone(),
        }),
        (None, _) => None,
    };
    let is_there = !found.holders.is_empty();
    let object = Object::of(Evidence {
        address_holders: found.holders,
        ..Evidence::default()
    });
    Ok(match message {
        Some(message) => Seen::Differs(object, message),
        None if !is_there => Seen::Underway(object, None),
        None if !is_complete => Seen::Underway(object, Some(Message::SwapHoldersIncomplete)),
        None => Seen::Holds(object),
    })
}

fn for_settling(
    sides: &mut Sides<'_>,
    address: &SipUri,
    controllers: &[Controller],
    call: &Call,
) -> PortResult<Seen> {
    if let Some(found) = sides.deployment.endpoint(address, call)? {
        return Ok(Seen::Holds(Object::endpoint(Some(found))));
    }
    let sightings = sides
        .open_directory()?
        .sightings(address, controllers, call)?;
    let is_settled = sightings.iter().all(|sighting| {
        sighting.holders.as_ref().is_ok_and(|holders| {
            let mut holders = holders.iter();
            !holders.any(|holder| holder.class == HolderClass::ApplicationContact)
        })
    });
    let object = Object::of(Evidence {
        sightings,
        ..Evidence::default()
    });
    Ok(if is_settled {
        Seen::Holds(object)
    } else {
        Seen::Underway(object, Some(Message::StepEndpointUnsettled))
    })
}

fn for_return(
    sides: &mut Sides<'_>,
    account: &LookupAccount,
    way: &Way,
    hand: Hand,
    call: &Call,
) -> PortResult<Seen> {
    let seat = seat(sides, account, call)?;
    if let Some(message) = seat.foreign(account) {
        return Ok(Seen::Differs(seat.into_object(), message));
    }
    let returned = returnable(&seat, account, way, hand);
    Ok(match returned {
        Err(message) => Seen::Differs(seat.into_object(), message),
        Ok(false) => Seen::NotYet(seat.into_object()),
        Ok(true) => {
            let lync = lync_of(sides, account, call)?;
            let shown = lync.and_then(|lync| lync.sip_address);
            let object = seat.into_object();
            if account.lync.is_none() || shown == account.address() {
                Seen::Holds(object)
            } else if *way == Way::DeleteAccount {
                // What the directory brought back, the deployment reads after a while.
                Seen::Underway(object, None)
            } else {
                // The deployment is where its own changes show first: the directory is behind.
                Seen::NotYet(object)
            }
        }
    })
}

/// Whether the account has its address already, or why it can never have it again.
pub(super) fn returnable(
    seat: &Seat,
    account: &LookupAccount,
    way: &Way,
    hand: Hand,
) -> Result<bool, Message> {
    let captured = &account.directory;
    match (&seat.state, way) {
        (
            AccountState::Deleted {
                is_recycled: false, ..
            },
            Way::DeleteAccount,
        ) => Ok(false),
        // Whoever sees nothing that was deleted does not see either whether it can be restored.
        (AccountState::Absent, Way::DeleteAccount)
            if hand == Hand::Operator || seat.holders.deleted.is_err() =>
        {
            Ok(false)
        }
        (AccountState::Deleted { .. } | AccountState::Absent, Way::DeleteAccount) => {
            Err(Message::SwapNoWayBack)
        }
        (AccountState::Deleted { .. } | AccountState::Absent, _) => Err(gone(account)),
        (AccountState::Present(found), way) => {
            let identity = changed(found, captured).identity;
            match (way, found.sip_address()) {
                // INVARIANT: the address is given to the account it was taken from.
                _ if !identity.is_empty() => Err(Message::SwapAccountChanged { changed: identity }),
                (_, Some(held)) if captured.sip_address().is_some_and(|was| is_same(held, was)) => {
                    Ok(true)
                }
                (Way::Rename { retired }, Some(held)) if is_same(held, retired.as_str()) => {
                    Ok(false)
                }
                (Way::RemoveFromLync, None) => Ok(false),
                _ => Err(Message::SwapAccountChanged {
                    changed: changed(found, captured).all(),
                }),
            }
        }
    }
}

fn for_grant(
    sides: &mut Sides<'_>,
    account: &LookupAccount,
    policy: &GrantedPolicy,
    call: &Call,
) -> PortResult<Seen> {
    Ok(match lync_of(sides, account, call)? {
        None => Seen::Differs(
            Object::default(),
            Message::SwapNotKnownToLync {
                account: account.directory.dn.clone(),
            },
        ),
        Some(found) if is_granted(&found, policy) => Seen::Holds(Object::default()),
        Some(_) => Seen::NotYet(Object::default()),
    })
}

fn for_returned(sides: &mut Sides<'_>, account: &LookupAccount, call: &Call) -> PortResult<Seen> {
    let seat = seat(sides, account, call)?;
    let lync = lync_of(sides, account, call)?;
    let captured = &account.directory;
    if let Some(message) = seat.foreign(account) {
        return Ok(Seen::Differs(seat.into_object(), message));
    }
    let AccountState::Present(found) = &seat.state else {
        let message = gone(account);
        return Ok(Seen::Differs(seat.into_object(), message));
    };
    let differences = changed(found, captured);
    let mut essential = differences.identity;
    let (held, was) = (found.sip_address(), captured.sip_address());
    if !is_same(held.unwrap_or_default(), was.unwrap_or_default()) {
        essential.push("msRTCSIP-PrimaryUserAddress".to_owned());
    }
    essential.extend(changed_in_lync(lync.as_ref(), account.lync.as_ref()));
    let object = seat.into_object();
    Ok(if !essential.is_empty() {
        let message = Message::SwapNotAsCaptured { changed: essential };
        Seen::Underway(object, Some(message))
    } else if !differences.attributes.is_empty() {
        let changed = differences.attributes;
        Seen::Warns(object, Message::SwapAttributesDiffer { changed })
    } else {
        Seen::Holds(object)
    })
}

/// The account as the deployment shows it.
pub(super) fn lync_of(
    sides: &mut Sides<'_>,
    account: &LookupAccount,
    call: &Call,
) -> PortResult<Option<LyncAccount>> {
    let name = account.name().ok_or_else(|| {
        PortError::new(
            PortErrorKind::Refused,
            "Get-CsUser",
            account.directory.dn.as_str(),
            "the name could mean several accounts",
        )
    })?;
    sides.deployment.account(&name, call)
}

fn changed_account(found: &DirectoryAccount, captured: &DirectoryAccount) -> Option<Message> {
    (!found.is_as(captured)).then(|| Message::SwapAccountChanged {
        changed: changed(found, captured).all(),
    })
}

fn gone(account: &LookupAccount) -> Message {
    Message::SwapAccountGone {
        account: account.directory.dn.clone(),
    }
}

/// Compares as the directory does.
fn is_same(held: &str, address: &str) -> bool {
    held.to_lowercase() == address.to_lowercase()
}
