//! One text for each [`Message`].

use super::Localizer;
use crate::domain::text::visible_line;
use crate::domain::{HolderKind, Message, UnreadReason};
use crate::tr;

impl Localizer {
    pub fn message(&self, message: &Message) -> String {
        match message {
            Message::AddressMissing => tr!(self, "address-missing"),
            Message::AddressWithoutAt => tr!(self, "address-without-at"),
            Message::AddressWithSeveralAts => tr!(self, "address-with-several-ats"),
            Message::AddressWithoutUser => tr!(self, "address-without-user"),
            Message::AddressWithoutDomain => tr!(self, "address-without-domain"),
            Message::AddressWithBlank => tr!(self, "address-with-blank"),
            Message::AddressTooLong { length, longest } => {
                tr!(
                    self,
                    "address-too-long",
                    length = length.to_string(),
                    longest = longest.to_string()
                )
            }
            Message::SchemeAdded { address } => {
                tr!(self, "scheme-added", address = address.as_str())
            }
            Message::InputNormalized { from, to } => {
                tr!(
                    self,
                    "input-normalized",
                    from = from.as_str(),
                    to = to.as_str()
                )
            }
            Message::ForbiddenCharacter { name } => {
                tr!(self, "forbidden-character", name = name.as_str())
            }
            Message::UserPartCharacters { characters } => {
                tr!(
                    self,
                    "user-part-characters",
                    characters = spaced(characters)
                )
            }
            Message::UserPartUnusual { characters } => {
                tr!(self, "user-part-unusual", characters = spaced(characters))
            }
            Message::UserPartDots => tr!(self, "user-part-dots"),
            Message::DomainPartInvalid { problem } => {
                tr!(self, "domain-part-invalid", problem = self.message(problem))
            }
            Message::DomainNotConfigured { domain, configured } => {
                tr!(
                    self,
                    "domain-not-configured",
                    domain = domain.as_str(),
                    configured = configured.join(", ")
                )
            }
            Message::DisplayNameTooLong { length, longest } => {
                tr!(
                    self,
                    "display-name-too-long",
                    length = length.to_string(),
                    longest = longest.to_string()
                )
            }
            Message::FqdnMissing => tr!(self, "fqdn-missing"),
            Message::FqdnTooLong { length } => {
                tr!(self, "fqdn-too-long", length = length.to_string())
            }
            Message::FqdnLabelTooLong { label } => {
                tr!(self, "fqdn-label-too-long", label = label.as_str())
            }
            Message::FqdnEmptyLabel => tr!(self, "fqdn-empty-label"),
            Message::FqdnHyphen { label } => tr!(self, "fqdn-hyphen", label = label.as_str()),
            Message::FqdnCharacter { character } => {
                tr!(self, "fqdn-character", character = character.as_str())
            }
            Message::FqdnShortName => tr!(self, "fqdn-short-name"),
            Message::PoolNotFound { pool } => tr!(self, "pool-not-found", pool = pool.as_str()),
            Message::PoolIsSource { pool } => tr!(self, "pool-is-source", pool = pool.as_str()),
            Message::PoolVersionUnknown { pool, version } => match version {
                Some(version) => {
                    tr!(
                        self,
                        "pool-version-unknown",
                        pool = pool.as_str(),
                        version = version.to_string()
                    )
                }
                None => tr!(self, "pool-version-missing", pool = pool.as_str()),
            },
            Message::PoolFailedOver { pool } => tr!(self, "pool-failed-over", pool = pool.as_str()),
            Message::EndpointAlreadyThere { address } => {
                tr!(self, "endpoint-already-there", address = address.as_str())
            }
            Message::AddressOfEndpoint {
                address,
                pool: Some(pool),
            } => {
                tr!(
                    self,
                    "address-of-endpoint",
                    address = address.as_str(),
                    pool = pool.as_str()
                )
            }
            Message::AddressOfEndpoint {
                address,
                pool: None,
            } => {
                tr!(
                    self,
                    "address-of-endpoint-without-pool",
                    address = address.as_str()
                )
            }
            Message::SecondLegacyEndpoint { pool, other } => {
                tr!(
                    self,
                    "second-legacy-endpoint",
                    pool = pool.as_str(),
                    other = other.as_str()
                )
            }
            Message::LegacyEndpointInOtherDomain { pool, other } => {
                tr!(
                    self,
                    "legacy-endpoint-in-other-domain",
                    pool = pool.as_str(),
                    other = other.as_str()
                )
            }
            Message::AddressHeld {
                kind,
                name,
                identity,
                registrar,
            } => {
                let identity = identity.as_ref().map(|dn| dn.as_str().to_owned());
                let name = name
                    .clone()
                    .or_else(|| identity.clone())
                    .unwrap_or_default();
                let registrar = registrar.as_ref().map(ToString::to_string);
                match (kind, registrar) {
                    (HolderKind::User, Some(registrar)) => {
                        tr!(
                            self,
                            "address-held-by-user-on",
                            name = name,
                            registrar = registrar
                        )
                    }
                    (HolderKind::User, None) => tr!(self, "address-held-by-user", name = name),
                    (HolderKind::Contact, _) => tr!(self, "address-held-by-contact", name = name),
                    (HolderKind::Other, _) => tr!(self, "address-held-by-other", name = name),
                }
            }
            Message::HeldInDirectory {
                class,
                partition,
                dn,
            } => tr!(
                self,
                "held-in-directory",
                class = self.holder_title(*class),
                partition = self.partition(*partition),
                dn = dn.as_str()
            ),
            Message::LeftBehindInDirectory { dn } => {
                tr!(self, "left-behind-in-directory", dn = dn.as_str())
            }
            Message::DeletedHolder { dn } => tr!(self, "deleted-holder", dn = dn.as_str()),
            Message::OnlyInDirectory => tr!(self, "only-in-directory"),
            Message::NotInDirectory { host } => {
                tr!(self, "not-in-directory", host = host.as_str())
            }
            Message::NotChecked { reason } => self.unread_reason(*reason),
            Message::PoolsUnread { reason } => {
                tr!(self, "pools-unread", reason = self.unread_reason(*reason))
            }
            Message::SipDomainsUnread { reason } => {
                tr!(
                    self,
                    "sip-domains-unread",
                    reason = self.unread_reason(*reason)
                )
            }
            Message::PoolStateUnread { reason } => {
                tr!(
                    self,
                    "pool-state-unread",
                    reason = self.unread_reason(*reason)
                )
            }
            Message::EndpointsOfPoolUnread { pool, reason } => tr!(
                self,
                "endpoints-of-pool-unread",
                pool = pool.as_str(),
                reason = self.unread_reason(*reason)
            ),
            Message::EndpointsUnread { reason } => {
                tr!(
                    self,
                    "endpoints-unread",
                    reason = self.unread_reason(*reason)
                )
            }
            Message::SourcePoolsUnread { reason } => {
                tr!(
                    self,
                    "source-pools-unread",
                    reason = self.unread_reason(*reason)
                )
            }
            Message::DirectoryPartUnasked { part } => {
                tr!(self, "directory-part-unasked", part = part.as_str())
            }
            Message::ObjectSkipped { kind, identity } => {
                tr!(
                    self,
                    "object-skipped",
                    kind = kind.as_str(),
                    identity = identity.as_str()
                )
            }
            Message::ServerWarning => tr!(self, "server-warning"),
            Message::StepRefused => tr!(self, "step-refused"),
            Message::StepNotSent => tr!(self, "step-not-sent"),
            Message::StepExistsDifferently {
                address,
                pool: Some(pool),
            } => {
                tr!(
                    self,
                    "step-exists-differently",
                    address = address.as_str(),
                    pool = pool.as_str()
                )
            }
            Message::StepExistsDifferently {
                address,
                pool: None,
            } => {
                tr!(
                    self,
                    "step-exists-differently-without-pool",
                    address = address.as_str()
                )
            }
            Message::StepTargetChanged { address } => {
                tr!(self, "step-target-changed", address = address.as_str())
            }
            Message::StepProtected { address } | Message::EndpointProtected { address } => {
                tr!(self, "endpoint-protected", address = address.as_str())
            }
            Message::StepAnswerLost => tr!(self, "step-answer-lost"),
            Message::StepAnswerLostButDone => tr!(self, "step-answer-lost-but-done"),
            Message::StepNotVisibleYet { seconds } => {
                tr!(
                    self,
                    "step-not-visible-yet",
                    time = self.clock(std::time::Duration::from_secs(*seconds))
                )
            }
            Message::StepStillVisible { seconds } => {
                tr!(
                    self,
                    "step-still-visible",
                    time = self.clock(std::time::Duration::from_secs(*seconds))
                )
            }
            Message::StepWaitCancelled => tr!(self, "step-wait-cancelled"),
            Message::StepCancelledBeforeAct => tr!(self, "step-cancelled-before-act"),
            Message::StepReadBackDiffers => tr!(self, "step-read-back-differs"),
            Message::StepAddressStillHeld { seconds } => {
                tr!(
                    self,
                    "step-address-still-held",
                    time = self.clock(std::time::Duration::from_secs(*seconds))
                )
            }
            Message::StepObserveFailed => tr!(self, "step-observe-failed"),
            Message::StepServiceMissing { server, service } => tr!(
                self,
                "step-service-missing",
                server = server.as_str(),
                service = service.as_str()
            ),
            Message::StepServiceNotRunning { seconds } => {
                tr!(
                    self,
                    "step-service-not-running",
                    time = self.clock(std::time::Duration::from_secs(*seconds))
                )
            }
            Message::StepServiceNotStopped { seconds } => {
                tr!(
                    self,
                    "step-service-not-stopped",
                    time = self.clock(std::time::Duration::from_secs(*seconds))
                )
            }
            Message::StepReplicaMissing { replica } => {
                tr!(self, "step-replica-missing", replica = replica.as_str())
            }
            Message::StepReplicaOutdated { seconds } => {
                tr!(
                    self,
                    "step-replica-outdated",
                    time = self.clock(std::time::Duration::from_secs(*seconds))
                )
            }
            Message::SwapOnCommunicationsServer => tr!(self, "plan-on-communications-server"),
            Message::SwapAddressNotOfAccount { address } => tr!(
                self,
                "swap-address-not-of-account",
                address = address.as_str()
            ),
            Message::SwapRetiredSame { address } => {
                tr!(self, "plan-retired-same", address = address.as_str())
            }
            Message::SwapAccountProtected { account } => tr!(
                self,
                "swap-account-protected",
                account = visible_line(account.as_str())
            ),
            Message::SwapNoController => tr!(self, "swap-no-controller"),
            Message::SwapAttestationMissing { subject } => tr!(
                self,
                "swap-attestation-missing",
                subject = self.attestation(*subject)
            ),
            Message::SwapAccountNotNameable { account } => tr!(
                self,
                "swap-account-not-nameable",
                account = visible_line(account.as_str())
            ),
            Message::SwapNotKnownToLync { account } => tr!(
                self,
                "swap-not-known-to-lync",
                account = visible_line(account.as_str())
            ),
            Message::SwapRegistrarUnknown { account } => tr!(
                self,
                "swap-registrar-unknown",
                account = visible_line(account.as_str())
            ),
            Message::SwapNoWayBack => tr!(self, "swap-no-way-back"),
            Message::UndoOfWayBack => tr!(self, "undo-of-way-back"),
            Message::SwapOtherHolder { identity } => tr!(
                self,
                "swap-other-holder",
                identity = visible_line(identity.as_str())
            ),
            Message::SwapSecondHolder { identity } => tr!(
                self,
                "swap-second-holder",
                identity = visible_line(identity.as_str())
            ),
            Message::SwapAddressNotHeld { account } => tr!(
                self,
                "swap-address-not-held",
                account = visible_line(account.as_str())
            ),
            Message::SwapAccountGone { account } => tr!(
                self,
                "step-account-gone",
                account = visible_line(account.as_str())
            ),
            Message::SwapAccountChanged { changed } => {
                tr!(self, "step-account-changed", changed = listed(changed))
            }
            Message::SwapLyncChanged { changed } => {
                tr!(self, "swap-lync-changed", changed = listed(changed))
            }
            Message::SwapLeftInProxies {
                identity,
                values,
                command,
            } => tr!(
                self,
                "swap-left-in-proxies",
                identity = visible_line(identity.as_str()),
                values = listed(values),
                command = visible_line(command)
            ),
            Message::SwapHoldersIncomplete => tr!(self, "swap-holders-incomplete"),
            Message::SwapNextHopDiffers {
                pool,
                registrar: Some(registrar),
            } => tr!(
                self,
                "swap-next-hop-differs",
                pool = pool.as_str(),
                registrar = registrar.as_str()
            ),
            Message::SwapNextHopDiffers {
                pool,
                registrar: None,
            } => tr!(self, "swap-next-hop-missing", pool = pool.as_str()),
            Message::SwapRegistrarSilent { registrar } => tr!(
                self,
                "swap-registrar-silent",
                registrar = registrar.as_str()
            ),
            Message::SwapRegistrarUncertain { registrar } => tr!(
                self,
                "swap-registrar-uncertain",
                registrar = registrar.as_str()
            ),
            Message::SwapChatServicesRun { pool } => {
                tr!(self, "swap-chat-services-run", pool = pool.as_str())
            }
            Message::SwapChatServicesUnread { pool } => {
                tr!(self, "swap-chat-services-unread", pool = pool.as_str())
            }
            Message::SwapContactDiffers { identity } => tr!(
                self,
                "swap-contact-differs",
                identity = visible_line(identity.as_str())
            ),
            Message::SwapNotAsCaptured { changed } => {
                tr!(self, "swap-not-as-captured", changed = listed(changed))
            }
            Message::SwapAttributesDiffer { changed } => {
                tr!(self, "swap-attributes-differ", changed = listed(changed))
            }
            Message::StepControllersOutstanding { hosts } => {
                tr!(self, "step-controllers-outstanding", hosts = listed(hosts))
            }
            Message::StepReplicatorCycles { cycles } => {
                tr!(self, "step-replicator-cycles", cycles = cycles.to_string())
            }
            Message::StepReplicatorNotObservable { cycles } => tr!(
                self,
                "step-replicator-not-observable",
                cycles = cycles.to_string()
            ),
            Message::StepContactNotVisible { seconds } => tr!(
                self,
                "step-contact-not-visible",
                time = self.clock(std::time::Duration::from_secs(*seconds))
            ),
            Message::StepEndpointUnsettled => tr!(self, "step-endpoint-unsettled"),
            Message::StepHandedOver => tr!(self, "step-handed-over"),
            Message::StepHandOverOffered => tr!(self, "step-hand-over-offered"),
            Message::StepDoneByAnotherHand => tr!(self, "step-done-by-another-hand"),
            Message::SwapHeldAgain { account } => tr!(
                self,
                "swap-held-again",
                account = visible_line(account.as_str())
            ),
            Message::Swap(message) => self.swap_message(message),
            Message::Checklist(message) => self.checklist_message(message),
            Message::UriMissing => tr!(self, "uri-missing"),
            Message::UriNotHttps => tr!(self, "uri-not-https"),
            Message::UriWithUser => tr!(self, "uri-with-user"),
            Message::UserMissing => tr!(self, "user-missing"),
            Message::PasswordMissing => tr!(self, "password-missing"),
            Message::DirectoryServerMissing => tr!(self, "directory-server-missing"),
            Message::DirectoryServerForm => tr!(self, "directory-server-form"),
            Message::DnsServerForm => tr!(self, "dns-server-form"),
            Message::NotConnected => tr!(self, "not-connected"),
            Message::ReadOnlySession => tr!(self, "read-only-session"),
            Message::NothingRead => tr!(self, "nothing-read"),
            Message::ReadingOutdated => tr!(self, "reading-outdated"),
            Message::OtherChangeRunning => tr!(self, "other-change-running"),
            Message::ChecksFailed => tr!(self, "checks-failed"),
            Message::ChecksRunning => tr!(self, "checks-running"),
            Message::PoolOfEndpointUnknown { address } => {
                tr!(self, "pool-of-endpoint-unknown", address = address.as_str())
            }
            Message::ServiceForeign { server, service } => tr!(
                self,
                "service-foreign",
                server = server.as_str(),
                service = service.as_str()
            ),
            Message::NoEndpointSelected => tr!(self, "no-endpoint-selected"),
            Message::SeveralEndpointsSelected => tr!(self, "several-endpoints-selected"),
            Message::TypedAddressDiffers => tr!(self, "typed-address-differs"),
            Message::TypedServerDiffers => tr!(self, "typed-server-differs"),
            Message::NoRight { cmdlet, roles } => {
                // The one role that holds every right stands for those that could not be named.
                let roles = if roles.is_empty() {
                    "CsAdministrator".to_owned()
                } else {
                    visible_line(&roles.join(", "))
                };
                tr!(self, "no-right", cmdlet = cmdlet.as_str(), roles = roles)
            }
            Message::NoCurrentUserHere => tr!(self, "no-current-user-here"),
            Message::ServerNotRead { server } => {
                tr!(self, "server-not-read", server = server.as_str())
            }
            Message::ServiceNotPicked { service } => {
                tr!(self, "service-not-picked", service = service.as_str())
            }
            Message::ServiceRunsAlready { service } => {
                tr!(self, "service-runs-already", service = service.as_str())
            }
            Message::ServiceStoppedAlready { service } => {
                tr!(self, "service-stopped-already", service = service.as_str())
            }
            Message::ServiceIsChanging { service } => {
                tr!(self, "service-is-changing", service = service.as_str())
            }
            Message::NothingToUndo => tr!(self, "nothing-to-undo"),
            Message::NothingOpen => tr!(self, "nothing-open"),
            Message::CheckAgainFirst => tr!(self, "check-again-first"),
            Message::UndoneAlready => tr!(self, "undone-already"),
            Message::NotInThisDeployment => tr!(self, "not-in-this-deployment"),
            Message::DirectoryNotConnected => tr!(self, "directory-not-connected"),
            Message::NotInThisDirectory { forest } => {
                tr!(self, "not-in-this-directory", forest = forest.as_str())
            }
            Message::Incomplete => tr!(self, "incomplete"),
            Message::DiagnosisAddressUnusable => tr!(self, "diagnosis-address-unusable"),
            Message::DiagnosisNameNotFound { host } => {
                tr!(self, "diagnosis-name-not-found", host = host.as_str())
            }
            Message::DiagnosisNameTimedOut { host } => {
                tr!(self, "diagnosis-name-timed-out", host = host.as_str())
            }
            Message::DiagnosisRefused { host, port } => tr!(
                self,
                "diagnosis-refused",
                host = host.as_str(),
                port = port.to_string()
            ),
            Message::DiagnosisConnectTimedOut { host, port } => tr!(
                self,
                "diagnosis-connect-timed-out",
                host = host.as_str(),
                port = port.to_string()
            ),
            Message::DiagnosisUnreachable { host } => {
                tr!(self, "diagnosis-unreachable", host = host.as_str())
            }
            Message::DiagnosisSilentAddresses { addresses } => tr!(
                self,
                "diagnosis-silent-addresses",
                addresses = addresses.join(", ")
            ),
            Message::DiagnosisNotEncrypted => tr!(self, "diagnosis-not-encrypted"),
            Message::DiagnosisCaFile { path } => {
                tr!(self, "diagnosis-ca-file", path = path.as_str())
            }
            Message::DiagnosisUntrusted { issuer } => {
                tr!(self, "diagnosis-untrusted", issuer = issuer.as_str())
            }
            Message::DiagnosisWrongHostName { host, names } => tr!(
                self,
                "diagnosis-wrong-host-name",
                host = host.as_str(),
                names = names.join(", ")
            ),
            Message::DiagnosisExpired { time } => {
                tr!(self, "diagnosis-expired", time = self.date_time(*time))
            }
            Message::DiagnosisNotYetValid { time } => tr!(
                self,
                "diagnosis-not-yet-valid",
                time = self.date_time(*time)
            ),
            Message::DiagnosisExpiresSoon { days } => {
                tr!(self, "diagnosis-expires-soon", days = days.to_string())
            }
            Message::DiagnosisNoCommonTls { host } => {
                tr!(self, "diagnosis-no-common-tls", host = host.as_str())
            }
            Message::DiagnosisChainHidden => tr!(self, "diagnosis-chain-hidden"),
            Message::DiagnosisUnauthenticated { host } => {
                tr!(self, "diagnosis-unauthenticated", host = host.as_str())
            }
            Message::DiagnosisNoCommonSignIn { host } => {
                tr!(self, "diagnosis-no-common-sign-in", host = host.as_str())
            }
            Message::DiagnosisNoDomainController => tr!(self, "diagnosis-no-domain-controller"),
            Message::DiagnosisClockDiffers => tr!(self, "diagnosis-clock-differs"),
            Message::DiagnosisServiceUnknown { host } => {
                tr!(self, "diagnosis-service-unknown", host = host.as_str())
            }
            Message::DiagnosisAccountUnusable => tr!(self, "diagnosis-account-unusable"),
            Message::DiagnosisNoLogonTicket => tr!(self, "diagnosis-no-logon-ticket"),
            Message::DiagnosisSignInFailed { host } => {
                tr!(self, "diagnosis-sign-in-failed", host = host.as_str())
            }
            Message::DiagnosisNotBound => tr!(self, "diagnosis-not-bound"),
            Message::DiagnosisNotPowerShell { host } => {
                tr!(self, "diagnosis-not-power-shell", host = host.as_str())
            }
            Message::DiagnosisSessionForbidden { host } => {
                tr!(self, "diagnosis-session-forbidden", host = host.as_str())
            }
            Message::DiagnosisTooManySessions { host } => {
                tr!(self, "diagnosis-too-many-sessions", host = host.as_str())
            }
            Message::DiagnosisSessionFailed { host } => {
                tr!(self, "diagnosis-session-failed", host = host.as_str())
            }
            Message::DiagnosisNoAnswer { host } => {
                tr!(self, "diagnosis-no-answer", host = host.as_str())
            }
            Message::DiagnosisLineLost { host } => {
                tr!(self, "diagnosis-line-lost", host = host.as_str())
            }
            Message::DiagnosisRightsUnknown => tr!(self, "diagnosis-rights-unknown"),
            Message::DiagnosisRightsPartly { missing } => tr!(
                self,
                "diagnosis-rights-partly",
                missing = missing.to_string()
            ),
            Message::DiagnosisCancelled => tr!(self, "diagnosis-cancelled"),
            Message::DiagnosisLab => tr!(self, "diagnosis-lab"),
        }
    }

    pub fn unread_reason(&self, reason: UnreadReason) -> String {
        match reason {
            UnreadReason::NoRight => tr!(self, "unread-no-right"),
            UnreadReason::NoAnswer => tr!(self, "unread-no-answer"),
            UnreadReason::NotUnderstood => tr!(self, "unread-not-understood"),
            UnreadReason::ServicesStopped => tr!(self, "unread-services-stopped"),
        }
    }
}

/// Single characters, set apart so that each can be seen.
fn spaced(characters: &str) -> String {
    characters
        .chars()
        .map(String::from)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Names and values from outside, made safe for one line.
fn listed(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| visible_line(value)).collect();
    values.join(", ")
}
