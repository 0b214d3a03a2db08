//! The words of the address swap before it is run.

use super::Localizer;
use crate::domain::text::visible_line;
use crate::domain::{AttestationSubject, HolderClass, SwapCheckKind, SwapMessage};
use crate::tr;

impl Localizer {
    pub fn swap_message(&self, message: &SwapMessage) -> String {
        match message {
            SwapMessage::NobodyHolds { address } => {
                tr!(self, "swap-nobody-holds", address = address.as_str())
            }
            SwapMessage::SeveralHolders { names } => {
                tr!(self, "swap-several-holders", names = joined(names))
            }
            SwapMessage::HolderIsNoUser { class, dn } => tr!(
                self,
                "swap-holder-is-no-user",
                dn = visible_line(dn.as_str()),
                class = self.holder_class(*class)
            ),
            SwapMessage::OnlyInProxyAddresses { dn } => {
                tr!(self, "swap-only-proxy", dn = visible_line(dn.as_str()))
            }
            SwapMessage::HolderNotReadable { dn } => {
                tr!(
                    self,
                    "swap-holder-not-readable",
                    dn = visible_line(dn.as_str())
                )
            }
            SwapMessage::OnCommunicationsServer => tr!(self, "swap-on-communications-server"),
            SwapMessage::AccountOfOtherService { name } => {
                tr!(self, "swap-other-service", name = visible_line(name))
            }
            SwapMessage::PerhapsOtherService { name } => {
                tr!(
                    self,
                    "swap-perhaps-other-service",
                    name = visible_line(name)
                )
            }
            SwapMessage::UnknownToDeployment => tr!(self, "swap-unknown-to-deployment"),
            SwapMessage::SidesDiffer { names } => {
                tr!(self, "swap-sides-differ", names = joined(names))
            }
            SwapMessage::NotAskedEverywhere => tr!(self, "swap-not-asked-everywhere"),
            SwapMessage::DeletedHolders { names } => {
                tr!(self, "swap-deleted-holders", names = joined(names))
            }
            SwapMessage::RetiredMissing => tr!(self, "swap-retired-missing"),
            SwapMessage::RetiredIsTheSame => tr!(self, "swap-retired-same"),
            SwapMessage::RetiredHeld { names } => {
                tr!(self, "swap-retired-held", names = joined(names))
            }
            SwapMessage::RetiredFree => tr!(self, "swap-retired-free"),
            SwapMessage::WayMissing => tr!(self, "swap-way-missing"),
            SwapMessage::HolderConfirmed { dn } => {
                tr!(
                    self,
                    "swap-holder-confirmed",
                    dn = visible_line(dn.as_str())
                )
            }
            SwapMessage::HolderIsAnother { dn } => {
                tr!(
                    self,
                    "swap-holder-is-another",
                    dn = visible_line(dn.as_str())
                )
            }
            SwapMessage::AccountUnchanged => tr!(self, "swap-account-unchanged"),
            SwapMessage::AccountChanged => tr!(self, "swap-account-changed"),
            SwapMessage::AccountGone => tr!(self, "swap-account-gone"),
            SwapMessage::RecycleBinOn => tr!(self, "swap-bin-on"),
            SwapMessage::RecycleBinOff => tr!(self, "swap-bin-off"),
            SwapMessage::RecycleBinNotNeeded => tr!(self, "swap-bin-not-needed"),
            SwapMessage::TargetPublished { pool } => {
                tr!(self, "swap-target-published", pool = pool.as_str())
            }
            SwapMessage::TargetNotPublished { pool } => {
                tr!(self, "swap-target-not-published", pool = pool.as_str())
            }
            SwapMessage::NextHopAnswers { server } => {
                tr!(self, "swap-next-hop-answers", server = visible_line(server))
            }
            SwapMessage::NextHopSilent { registrar } => {
                tr!(self, "swap-next-hop-silent", registrar = registrar.as_str())
            }
            SwapMessage::NextHopUnknown { pool } => {
                tr!(self, "swap-next-hop-unknown", pool = pool.as_str())
            }
            SwapMessage::ServicesStopped => tr!(self, "swap-services-stopped"),
            SwapMessage::ServicesRunning => tr!(self, "swap-services-running"),
            SwapMessage::ServicesNotFound => tr!(self, "swap-services-not-found"),
            SwapMessage::CmdletsHeld => tr!(self, "swap-cmdlets-held"),
            SwapMessage::HandedOver => tr!(self, "swap-handed-over"),
            SwapMessage::WayBackWithout { cmdlets } => {
                tr!(self, "swap-way-back-without", cmdlets = joined(cmdlets))
            }
            SwapMessage::AdminProtected => tr!(self, "swap-admin-protected"),
            SwapMessage::InheritsNothing => tr!(self, "swap-inherits-nothing"),
            SwapMessage::DeletionProtected => tr!(self, "swap-deletion-protected"),
            SwapMessage::MayNotDelete => tr!(self, "swap-may-not-delete"),
            SwapMessage::MayDelete => tr!(self, "swap-may-delete"),
            SwapMessage::AccountOpen => tr!(self, "swap-account-open"),
            SwapMessage::ControllersAgree { count } => {
                tr!(self, "swap-controllers-agree", count = count)
            }
            SwapMessage::ControllersSilent { hosts } => {
                tr!(self, "swap-controllers-silent", hosts = joined(hosts))
            }
            SwapMessage::ControllersDiffer { hosts } => {
                tr!(self, "swap-controllers-differ", hosts = joined(hosts))
            }
            SwapMessage::NoControllers => tr!(self, "swap-no-controllers"),
            SwapMessage::AttestationMissing { subject } => match subject {
                AttestationSubject::GroupChatStopped => {
                    tr!(self, "swap-attestation-missing-group-chat")
                }
                AttestationSubject::NobodyConnected => {
                    tr!(self, "swap-attestation-missing-connected")
                }
            },
            SwapMessage::Attested { by } => tr!(self, "swap-attested", by = visible_line(by)),
            SwapMessage::HeldByEndpoint { address } => {
                tr!(self, "swap-held-by-endpoint", address = address.as_str())
            }
            SwapMessage::StandingUnread => tr!(self, "swap-standing-unread"),
            SwapMessage::DoesNotFit => tr!(self, "swap-does-not-fit"),
            SwapMessage::NotCaptured => tr!(self, "swap-not-captured"),
        }
    }

    pub fn swap_check_kind(&self, kind: SwapCheckKind) -> String {
        match kind {
            SwapCheckKind::Holder => tr!(self, "swap-check-holder"),
            SwapCheckKind::Account => tr!(self, "swap-check-account"),
            SwapCheckKind::Retired => tr!(self, "swap-check-retired"),
            SwapCheckKind::RecycleBin => tr!(self, "swap-check-bin"),
            SwapCheckKind::Cmdlets => tr!(self, "swap-check-cmdlets"),
            SwapCheckKind::Protection => tr!(self, "swap-check-protection"),
            SwapCheckKind::Target => tr!(self, "swap-check-target"),
            SwapCheckKind::NextHop => tr!(self, "swap-check-next-hop"),
            SwapCheckKind::Services => tr!(self, "swap-check-services"),
            SwapCheckKind::Endpoint => tr!(self, "swap-check-endpoint"),
            SwapCheckKind::Controllers => tr!(self, "swap-check-controllers"),
            SwapCheckKind::GroupChatStopped => tr!(self, "swap-check-group-chat"),
            SwapCheckKind::NobodyConnected => tr!(self, "swap-check-connected"),
        }
    }

    /// What an object is, inside a sentence.
    pub fn holder_class(&self, class: HolderClass) -> String {
        match class {
            HolderClass::User => tr!(self, "holder-class-user"),
            HolderClass::Contact => tr!(self, "holder-class-contact"),
            HolderClass::ApplicationContact => tr!(self, "holder-class-application-contact"),
            HolderClass::Group => tr!(self, "holder-class-group"),
            HolderClass::Other => tr!(self, "holder-class-other"),
        }
    }
}

/// Names from a server, one after the other.
fn joined(names: &[impl ToString]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| visible_line(&name.to_string()))
        .collect();
    names.join(", ")
}
