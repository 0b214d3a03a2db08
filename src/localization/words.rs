//! The fixed words for states, origins, verdicts and kinds.

use super::Localizer;
use crate::domain::text::visible_line;
use crate::domain::{
    AttestationSubject, CheckKind, EndpointOrigin, Environment, Generation, Hand, LookupAccount,
    PoolState, ServiceStatus, Severity, Source, Verdict, Way,
};
use crate::plan::{Act, Damage, DamageReason, Fit, PlanKind, Standing, StepStatus};
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
            (PlanKind::SwapBack, _) => tr!(self, "plan-swap-back"),
            (_, true) => tr!(self, "plan-undo"),
            (PlanKind::Create, false) => tr!(self, "plan-create"),
            (PlanKind::Remove, false) => tr!(self, "plan-remove"),
            (PlanKind::Replace, false) => tr!(self, "plan-replace"),
            (PlanKind::StartService, false) => tr!(self, "plan-start-service"),
            (PlanKind::StopService, false) => tr!(self, "plan-stop-service"),
            (PlanKind::StartServices, false) => tr!(self, "plan-start-services"),
            (PlanKind::StopServices, false) => tr!(self, "plan-stop-services"),
            (PlanKind::Swap, false) => tr!(self, "plan-swap"),
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
            Act::ConfirmHolder(captured) => tr!(
                self,
                "act-confirm-holder",
                account = account(captured),
                address = address(captured)
            ),
            Act::Attest(attestation) => tr!(
                self,
                "act-attest",
                subject = self.attestation(attestation.subject)
            ),
            Act::CheckTarget { pool, registrar } => tr!(
                self,
                "act-check-target",
                pool = pool.as_str(),
                registrar = registrar.as_str()
            ),
            Act::FreeAddress { account, way, hand } => self.by(*hand, self.freeing(account, way)),
            Act::AwaitControllers { address, .. } => {
                tr!(self, "act-await-controllers", address = address.as_str())
            }
            Act::AwaitReplicator {
                registrar, cycles, ..
            } => tr!(
                self,
                "act-await-replicator",
                registrar = registrar.as_str(),
                cycles = cycles.to_string()
            ),
            Act::ConfirmContact { address, pool } => tr!(
                self,
                "act-confirm-contact",
                address = address.as_str(),
                pool = pool.as_str()
            ),
            Act::SettleEndpoint { address, .. } => {
                tr!(self, "act-settle-endpoint", address = address.as_str())
            }
            Act::ReturnAddress { account, way, hand } => {
                self.by(*hand, self.returning(account, way))
            }
            Act::GrantPolicy {
                account: captured,
                policy,
            } => tr!(
                self,
                "act-grant-policy",
                account = account(captured),
                policy = visible_line(&policy.name),
                kind = policy.kind.property()
            ),
            Act::ConfirmReturnable {
                account: captured, ..
            } => {
                tr!(self, "act-confirm-returnable", account = account(captured))
            }
            Act::ConfirmReturned(captured) => {
                tr!(self, "act-confirm-returned", account = account(captured))
            }
        }
    }

    /// How the address of an account is freed.
    pub fn freeing(&self, captured: &LookupAccount, way: &Way) -> String {
        let account = account(captured);
        match way {
            Way::Rename { retired } => tr!(
                self,
                "act-free-rename",
                account = account,
                retired = retired.as_str()
            ),
            Way::RemoveFromLync => tr!(self, "act-free-remove", account = account),
            Way::DeleteAccount => tr!(self, "act-free-delete", account = account),
        }
    }

    fn returning(&self, captured: &LookupAccount, way: &Way) -> String {
        let (account, address) = (account(captured), address(captured));
        match way {
            Way::Rename { .. } => tr!(
                self,
                "act-return-rename",
                account = account,
                address = address
            ),
            Way::RemoveFromLync => tr!(
                self,
                "act-return-enable",
                account = account,
                address = address
            ),
            Way::DeleteAccount => tr!(self, "act-return-restore", account = account),
        }
    }

    fn by(&self, hand: Hand, act: String) -> String {
        match hand {
            Hand::Console => act,
            Hand::Operator => tr!(self, "act-handed-over", act = act),
        }
    }

    pub fn attestation(&self, subject: AttestationSubject) -> String {
        match subject {
            AttestationSubject::GroupChatStopped => tr!(self, "attestation-group-chat-stopped"),
            AttestationSubject::NobodyConnected => tr!(self, "attestation-nobody-connected"),
        }
    }

    pub fn standing(&self, standing: Standing) -> String {
        match standing {
            Standing::NotBegun => tr!(self, "standing-not-begun"),
            Standing::Freed => tr!(self, "standing-freed"),
            Standing::EndpointStands => tr!(self, "standing-endpoint-stands"),
            Standing::EndpointNotVisible => tr!(self, "standing-endpoint-not-visible"),
            Standing::Returned => tr!(self, "standing-returned"),
            Standing::Lost => tr!(self, "standing-lost"),
            Standing::Conflict => tr!(self, "standing-conflict"),
        }
    }

    /// Where a journal stops being believable, and why.
    pub fn damage(&self, damage: &Damage) -> String {
        let (file, line) = (visible_line(&damage.file), damage.line.to_string());
        match &damage.reason {
            DamageReason::CutShort => tr!(self, "journal-cut-short", file = file, line = line),
            DamageReason::NotUtf8 => tr!(self, "journal-not-utf8", file = file, line = line),
            DamageReason::Unreadable(words) => tr!(
                self,
                "journal-unreadable",
                file = file,
                line = line,
                words = visible_line(words)
            ),
            DamageReason::ChainBroken => {
                tr!(self, "journal-chain-broken", file = file, line = line)
            }
            DamageReason::NewerFormat(format) => tr!(
                self,
                "journal-newer-format",
                file = file,
                line = line,
                format = format.to_string()
            ),
        }
    }

    pub fn fit(&self, fit: Fit) -> String {
        match fit {
            Fit::Continue => tr!(self, "fit-continue"),
            Fit::WayBack => tr!(self, "fit-way-back"),
        }
    }
}

fn account(captured: &LookupAccount) -> String {
    visible_line(captured.directory.dn.as_str())
}

fn address(captured: &LookupAccount) -> String {
    captured
        .address()
        .map(|address| address.to_string())
        .unwrap_or_default()
}
