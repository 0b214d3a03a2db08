//! The way back of a swap, from wherever it was left: the endpoint goes first and its address is seen free, then the
//! account gets it again.

use crate::domain::{
    Controller, Endpoint, EndpointOrigin, EndpointSpec, Hand, LookupAccount, Message, Moment,
    Properties, SipUri, Way,
};
use crate::plan::builder::plan;
use crate::plan::status::{PlanRecord, StepRecord, StepStatus};
use crate::plan::types::{Act, Plan, PlanKind};

/// The act that returns the address, prepared before it is taken; `None` where nothing could bring the account back.
pub(in crate::plan) fn prepared(
    account: &LookupAccount,
    way: &Way,
    hand: Hand,
    recycle_bin: Option<bool>,
) -> Option<Act> {
    let is_gone_for_good = *way == Way::DeleteAccount && recycle_bin == Some(false);
    (!is_gone_for_good).then(|| Act::ReturnAddress {
        account: Box::new(account.clone()),
        way: way.clone(),
        hand,
    })
}

pub(in crate::plan) fn way_back(record: &PlanRecord, now: Moment) -> Result<Plan, Message> {
    let parts = Parts::of(record).ok_or(Message::NothingToUndo)?;
    // Nothing was sent before the address was to be freed.
    if parts.freeing.1.status == StepStatus::Pending {
        return Err(Message::NothingToUndo);
    }
    let Some(Act::ReturnAddress { account, way, hand }) = parts.freeing.0 else {
        return Err(Message::SwapNoWayBack);
    };
    let address = account.address().ok_or(Message::NothingToUndo)?;
    // Without an account to take it back, the address stays where it answers.
    let mut acts = vec![Act::ConfirmReturnable {
        account: account.clone(),
        way: way.clone(),
        hand: *hand,
    }];
    acts.extend(parts.take_endpoint_away(&address));
    acts.push(Act::AwaitControllers {
        address: address.clone(),
        required: parts.required.to_vec(),
        listed: parts.listed.to_vec(),
        owner: Some(account.directory.guid),
    });
    acts.extend(parts.replicator.cloned());
    acts.push(Act::ReturnAddress {
        account: account.clone(),
        way: way.clone(),
        hand: *hand,
    });
    // What `Disable-CsUser` forgets; the other ways leave the policies where they are.
    if *way == Way::RemoveFromLync {
        let policies = account.lync.iter().flat_map(|lync| &lync.policies);
        acts.extend(policies.map(|policy| Act::GrantPolicy {
            account: account.clone(),
            policy: policy.clone(),
        }));
    }
    acts.push(Act::ConfirmReturned(account.clone()));
    let made_for = &record.plan;
    let mut plan = plan(
        PlanKind::SwapBack,
        made_for.connection.clone(),
        now,
        Some(made_for.id.clone()),
        acts,
    );
    plan.directory.clone_from(&made_for.directory);
    Ok(plan)
}

/// What the way back needs of the steps of a swap.
struct Parts<'a> {
    /// The prepared return, and how freeing the address came out.
    freeing: (Option<&'a Act>, &'a StepRecord),
    creation: (&'a EndpointSpec, &'a StepRecord),
    required: &'a [Controller],
    listed: &'a [Controller],
    replicator: Option<&'a Act>,
}

impl<'a> Parts<'a> {
    fn of(record: &'a PlanRecord) -> Option<Self> {
        let (mut freeing, mut creation, mut controllers, mut replicator) = (None, None, None, None);
        for (step, state) in record.plan.steps.iter().zip(&record.steps) {
            match &step.act {
                Act::FreeAddress { .. } => freeing = Some((step.undo.as_ref(), state)),
                Act::CreateEndpoint(spec) => creation = Some((spec, state)),
                Act::AwaitControllers {
                    required, listed, ..
                } => controllers = Some((required, listed)),
                act @ Act::AwaitReplicator { .. } => replicator = Some(act),
                _ => {}
            }
        }
        let (required, listed) = controllers?;
        Some(Self {
            freeing: freeing?,
            creation: creation?,
            required,
            listed,
            replicator,
        })
    }

    /// Removes the endpoint the swap made, or may have made.
    fn take_endpoint_away(&self, address: &SipUri) -> Vec<Act> {
        let (spec, state) = self.creation;
        let may_stand = !matches!(state.status, StepStatus::Pending | StepStatus::Failed);
        if !may_stand {
            return Vec::new();
        }
        let mut made = state.evidence.endpoint.clone();
        // What the server returned of a new endpoint does not tell where it comes from; this plan made it.
        if let Some(made) = &mut made
            && made.origin == EndpointOrigin::Unknown
        {
            made.origin = EndpointOrigin::Legacy;
        }
        let remove = Act::RemoveEndpoint(made.unwrap_or_else(|| asked_for(spec)));
        if state.status.is_satisfied() {
            return vec![remove];
        }
        let settle = Act::SettleEndpoint {
            address: address.clone(),
            pool: spec.pool.clone(),
            controllers: self.required.to_vec(),
        };
        vec![settle, remove]
    }
}

/// An endpoint that was never read back, as it was asked for: what has another pool is not it.
fn asked_for(spec: &EndpointSpec) -> Endpoint {
    Endpoint {
        identity: None,
        sip_address: spec.sip_address.clone(),
        display_name: spec.display_name.clone(),
        pool: Some(spec.pool.clone()),
        enabled: None,
        origin: EndpointOrigin::Legacy,
        properties: Properties::default(),
    }
}
