//! The fixed words for states, origins, verdicts and kinds.

use super::Localizer;
use crate::domain::text::visible_line;
use crate::domain::{
    CheckKind, EndpointOrigin, Environment, Generation, PoolState, ServiceStatus, Severity, Source,
    Verdict,
};
use crate::plan::{Act, PlanKind, StepStatus};
use crate::tr;

impl Localizer {
    pub fn step_status(&self, status: StepStatus) -> String {
        match status {
            StepStatus::Pending => tr!(self, "status-pending"),
            StepStatus::Running => tr!(self, "status-running"),
            StepStatus::Interrupted => tr!(self, "status-interrupted"),
            StepStatus::Done => tr!(self, "status-done"),
            StepStatus::DoneWithWarning => tr!(self, "status-done-with-warning"),
            StepStatus::AlreadySatisfied => tr!(self, "status-already-satisfied"),
            StepStatus::Failed => tr!(self, "status-failed"),
            StepStatus::UnknownOutcome => tr!(self, "status-unknown-outcome"),
            StepStatus::NotVisibleYet => tr!(self, "status-not-visible-yet"),
        }
    }

    pub fn verdict(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Passed => tr!(self, "verdict-passed"),
            Verdict::NotChecked => tr!(self, "verdict-not-checked"),
            Verdict::Warning => tr!(self, "verdict-warning"),
            Verdict::Failed => tr!(self, "verdict-failed"),
        }
    }

    pub fn severity(&self, severity: Severity) -> String {
        match severity {
            Severity::Note => tr!(self, "severity-note"),
            Severity::Warning => tr!(self, "verdict-warning"),
            Severity::Error => tr!(self, "severity-error"),
        }
    }

    pub fn check_kind(&self, kind: CheckKind) -> String {
        match kind {
            CheckKind::AddressForm => tr!(self, "check-address-form"),
            CheckKind::SipDomain => tr!(self, "check-sip-domain"),
            CheckKind::Pool => tr!(self, "check-pool"),
            CheckKind::DisplayName => tr!(self, "check-display-name"),
            CheckKind::Endpoints => tr!(self, "check-endpoints"),
            CheckKind::Holders => tr!(self, "check-holders"),
            CheckKind::Directory => tr!(self, "check-directory"),
            CheckKind::OtherEndpoints => tr!(self, "check-other-endpoints"),
        }
    }

    pub fn origin(&self, origin: EndpointOrigin) -> String {
        match origin {
            EndpointOrigin::Automatic => tr!(self, "origin-automatic"),
            EndpointOrigin::Legacy => tr!(self, "origin-legacy"),
            EndpointOrigin::Unknown => tr!(self, "origin-unknown"),
        }
    }

    pub fn service_status(&self, status: &ServiceStatus) -> String {
        match status {
            ServiceStatus::Running => tr!(self, "service-running"),
            ServiceStatus::Stopped => tr!(self, "service-stopped"),
            ServiceStatus::StartPending => tr!(self, "service-start-pending"),
            ServiceStatus::StopPending => tr!(self, "service-stop-pending"),
            ServiceStatus::Other(word) => visible_line(word),
        }
    }

    pub fn generation(&self, generation: Generation) -> String {
        match generation {
            // Product names are never translated.
            Generation::Lync2010 => "Lync Server 2010".to_owned(),
            Generation::Lync2013 => "Lync Server 2013".to_owned(),
            Generation::SkypeForBusiness2015 => "Skype for Business Server 2015".to_owned(),
            Generation::Other(Some(version)) => {
                tr!(self, "generation-other", version = version.to_string())
            }
            Generation::Other(None) => tr!(self, "generation-unknown"),
        }
    }

    pub fn pool_state(&self, state: Option<&PoolState>) -> String {
        match state {
            Some(PoolState::Normal) => tr!(self, "pool-state-normal"),
            Some(PoolState::FailedOver) => tr!(self, "pool-state-failed-over"),
            Some(PoolState::Other(word)) => visible_line(word),
            None => tr!(self, "not-read"),
        }
    }

    /// The label of a connection. A server somebody labelled *Lab* is not the embedded lab.
    pub fn environment(&self, environment: Environment, source: Source) -> String {
        match (source, environment) {
            (Source::Lab, _) => tr!(self, "environment-embedded-lab"),
            (Source::Live, Environment::Lab) => tr!(self, "environment-lab-server"),
            (Source::Live, Environment::Rehearsal) => tr!(self, "environment-rehearsal"),
            (Source::Live, Environment::Production) => tr!(self, "environment-production"),
        }
    }

    pub fn plan_kind(&self, kind: PlanKind, is_undo: bool) -> String {
        match (kind, is_undo) {
            (_, true) => tr!(self, "plan-undo"),
            (PlanKind::Create, false) => tr!(self, "plan-create"),
            (PlanKind::Remove, false) => tr!(self, "plan-remove"),
            (PlanKind::Replace, false) => tr!(self, "plan-replace"),
            (PlanKind::StartService, false) => tr!(self, "plan-start-service"),
            (PlanKind::StopService, false) => tr!(self, "plan-stop-service"),
            (PlanKind::Swap | PlanKind::SwapBack, false) => tr!(self, "plan-move-user"),
            (PlanKind::Replicate, false) => tr!(self, "plan-replicate"),
        }
    }

    pub fn act(&self, act: &Act) -> String {
        match act {
            Act::CreateEndpoint(spec) => {
                tr!(
                    self,
                    "act-create",
                    address = spec.sip_address.as_str(),
                    pool = spec.pool.as_str()
                )
            }
            Act::RemoveEndpoint(endpoint) => {
                tr!(self, "act-remove", address = endpoint.sip_address.as_str())
            }
            Act::AwaitFreeAddress(address) => {
                tr!(self, "act-await-free", address = address.as_str())
            }
            Act::StartService { server, service } => tr!(
                self,
                "act-start-service",
                service = service.as_str(),
                server = visible_line(server)
            ),
            Act::StopService { server, service } => tr!(
                self,
                "act-stop-service",
                service = service.as_str(),
                server = visible_line(server)
            ),
            Act::Replicate { replica } => {
                tr!(self, "act-replicate", replica = visible_line(replica))
            }
            _ => String::new(),
        }
    }
}
