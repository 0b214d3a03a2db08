//! What a reading for a migration's proof showed.

use super::Localizer;
use crate::domain::text::visible_line;
use crate::domain::{ContentKind, ReadingMessage, TlsProblemKind};
use crate::tr;

impl Localizer {
    pub fn reading_message(&self, message: &ReadingMessage) -> String {
        match message {
            ReadingMessage::Unread { what, reason } => tr!(
                self,
                "reading-unread",
                what = visible_line(what),
                reason = self.unread_reason(*reason)
            ),
            ReadingMessage::PoolPublished { pool } => {
                tr!(self, "reading-pool-published", pool = pool.as_str())
            }
            ReadingMessage::PoolMissing { pool } => {
                tr!(self, "reading-pool-missing", pool = pool.as_str())
            }
            ReadingMessage::PoolNormal { pool } => {
                tr!(self, "reading-pool-normal", pool = pool.as_str())
            }
            ReadingMessage::PoolNotNormal { pool, state } => tr!(
                self,
                "reading-pool-not-normal",
                pool = pool.as_str(),
                state = visible_line(state)
            ),
            ReadingMessage::SourcePublished { pool } => {
                tr!(self, "reading-source-published", pool = visible_line(pool))
            }
            ReadingMessage::SourceMissing { pool } => {
                tr!(self, "reading-source-missing", pool = visible_line(pool))
            }
            ReadingMessage::ForestSame { forest } => {
                tr!(self, "reading-forest-same", forest = visible_line(forest))
            }
            ReadingMessage::ForestsDiffer {
                deployment,
                directory,
            } => tr!(
                self,
                "reading-forests-differ",
                deployment = visible_line(deployment),
                directory = visible_line(directory)
            ),
            ReadingMessage::ForestNotCompared => tr!(self, "reading-forest-not-compared"),
            ReadingMessage::LookupAccountFound { address, identity } => tr!(
                self,
                "reading-lookup-account-found",
                address = address.as_str(),
                identity = visible_line(identity.as_str())
            ),
            ReadingMessage::LookupAccountMissing { address } => tr!(
                self,
                "reading-lookup-account-missing",
                address = address.as_str()
            ),
            ReadingMessage::DirectoryNeeded => tr!(self, "reading-directory-needed"),
            ReadingMessage::VersionsTogether { products } => tr!(
                self,
                "reading-versions-together",
                products = joined(products)
            ),
            ReadingMessage::ThreeVersions { products } => {
                tr!(self, "reading-three-versions", products = joined(products))
            }
            ReadingMessage::VersionUnknown { pool } => {
                tr!(self, "reading-version-unknown", pool = visible_line(pool))
            }
            ReadingMessage::TargetGenerationDiffers {
                pool,
                entered,
                found,
            } => tr!(
                self,
                "reading-target-generation-differs",
                pool = pool.as_str(),
                entered = visible_line(entered),
                found = visible_line(found)
            ),
            ReadingMessage::PathCoexistenceOnly => tr!(self, "reading-path-coexistence"),
            ReadingMessage::PathByWayOf2013 => tr!(self, "reading-path-by-way"),
            ReadingMessage::PathUnknown => tr!(self, "reading-path-unknown"),
            ReadingMessage::HomePoolPublished { registrar } => tr!(
                self,
                "reading-home-pool-published",
                registrar = registrar.as_str()
            ),
            ReadingMessage::HomePoolMissing { registrar } => tr!(
                self,
                "reading-home-pool-missing",
                registrar = registrar.as_str()
            ),
            ReadingMessage::HomePoolDiffers { entered, found } => tr!(
                self,
                "reading-home-pool-differs",
                entered = entered.as_str(),
                found = found.as_str()
            ),
            ReadingMessage::HomePoolUnknown { pool } => {
                tr!(self, "reading-home-pool-unknown", pool = pool.as_str())
            }
            ReadingMessage::ReplicaUpToDate { server } => tr!(
                self,
                "reading-replica-up-to-date",
                server = visible_line(server)
            ),
            ReadingMessage::ReplicaOutdated { server } => tr!(
                self,
                "reading-replica-outdated",
                server = visible_line(server)
            ),
            ReadingMessage::ReplicaMissing { server } => tr!(
                self,
                "reading-replica-missing",
                server = visible_line(server)
            ),
            ReadingMessage::PoolWithoutServers { pool } => {
                tr!(self, "reading-pool-without-servers", pool = pool.as_str())
            }
            ReadingMessage::SourceRetired { pool } => {
                tr!(self, "reading-source-retired", pool = visible_line(pool))
            }
            ReadingMessage::SourceApplication { pool, application } => tr!(
                self,
                "reading-source-application",
                pool = visible_line(pool),
                application = visible_line(application)
            ),
            ReadingMessage::SourceNotReadHere => tr!(self, "reading-source-not-read"),
            ReadingMessage::ServiceRuns { server, service } => tr!(
                self,
                "reading-service-runs",
                server = visible_line(server),
                service = visible_line(service)
            ),
            ReadingMessage::ServiceStopped { server, service } => tr!(
                self,
                "reading-service-stopped",
                server = visible_line(server),
                service = visible_line(service)
            ),
            ReadingMessage::ServiceBetween {
                server,
                service,
                status,
            } => tr!(
                self,
                "reading-service-between",
                server = visible_line(server),
                service = visible_line(service),
                status = self.service_status(status)
            ),
            ReadingMessage::NoChatService { server } => tr!(
                self,
                "reading-no-chat-service",
                server = visible_line(server)
            ),
            ReadingMessage::RolesNotShown { server } => tr!(
                self,
                "reading-roles-not-shown",
                server = visible_line(server)
            ),
            ReadingMessage::Counted {
                categories,
                rooms,
                addins,
            } => tr!(
                self,
                "reading-counts",
                categories = categories.to_string(),
                rooms = rooms.to_string(),
                addins = addins.to_string()
            ),
            ReadingMessage::CountsDiffer {
                kind,
                expected,
                found,
            } => tr!(
                self,
                "reading-counts-differ",
                kind = self.content_kind(*kind),
                expected = expected.to_string(),
                found = found.to_string()
            ),
            ReadingMessage::CountsAsExpected => tr!(self, "reading-counts-as-expected"),
            ReadingMessage::SourceNotCounted => tr!(self, "reading-source-not-counted"),
            ReadingMessage::BaselineMissing => tr!(self, "reading-baseline-missing"),
            ReadingMessage::PoolEmpty { pool } => {
                tr!(self, "reading-pool-empty", pool = pool.as_str())
            }
            ReadingMessage::PoolNotEmpty { pool } => {
                tr!(self, "reading-pool-not-empty", pool = pool.as_str())
            }
            ReadingMessage::NamesNotGiven => tr!(self, "reading-names-not-given"),
            ReadingMessage::NamesCollide { names, more } => tr!(
                self,
                "reading-names-collide",
                names = joined(names),
                more = more.to_string()
            ),
            ReadingMessage::NoNameCollides { compared } => tr!(
                self,
                "reading-no-name-collides",
                compared = compared.to_string()
            ),
            ReadingMessage::AddressFree { address } => {
                tr!(self, "reading-address-free", address = address.as_str())
            }
            ReadingMessage::AddressHeld { address, identity } => tr!(
                self,
                "reading-address-held",
                address = address.as_str(),
                identity = visible_line(identity)
            ),
            ReadingMessage::AddressLeftBehind { address, identity } => tr!(
                self,
                "reading-address-left-behind",
                address = address.as_str(),
                identity = visible_line(identity.as_str())
            ),
            ReadingMessage::AddressTakenOver { address, pool } => tr!(
                self,
                "reading-address-taken-over",
                address = address.as_str(),
                pool = pool.as_str()
            ),
            ReadingMessage::ControllersOutstanding { hosts } => tr!(
                self,
                "reading-controllers-outstanding",
                hosts = joined(hosts)
            ),
            ReadingMessage::ControllersAgree { count } => {
                tr!(self, "reading-controllers-agree", count = count.to_string())
            }
            ReadingMessage::NotAskedEverywhere { address } => tr!(
                self,
                "reading-not-asked-everywhere",
                address = address.as_str()
            ),
            ReadingMessage::AddressNotGiven => tr!(self, "reading-address-not-given"),
            ReadingMessage::EndpointStands { address, pool } => tr!(
                self,
                "reading-endpoint-stands",
                address = address.as_str(),
                pool = pool.as_str()
            ),
            ReadingMessage::EndpointElsewhere { address, pool } => tr!(
                self,
                "reading-endpoint-elsewhere",
                address = address.as_str(),
                pool = pool.as_str()
            ),
            ReadingMessage::EndpointPoolUnknown { address } => tr!(
                self,
                "reading-endpoint-pool-unknown",
                address = address.as_str()
            ),
            ReadingMessage::EndpointMissing { address } => {
                tr!(self, "reading-endpoint-missing", address = address.as_str())
            }
            ReadingMessage::EndpointNotInDirectory { address } => tr!(
                self,
                "reading-endpoint-not-in-directory",
                address = address.as_str()
            ),
            ReadingMessage::OnlyHolder { address } => {
                tr!(self, "reading-only-holder", address = address.as_str())
            }
            ReadingMessage::AutomaticEndpoint { pool, address } => tr!(
                self,
                "reading-automatic-endpoint",
                pool = pool.as_str(),
                address = address.as_str()
            ),
            ReadingMessage::NoAutomaticEndpoint { pool } => {
                tr!(self, "reading-no-automatic-endpoint", pool = pool.as_str())
            }
            ReadingMessage::BlockingRule {
                policy,
                user_agent,
                version,
                action,
            } => tr!(
                self,
                "reading-blocking-rule",
                policy = visible_line(policy),
                agent = visible_line(user_agent),
                version = visible_line(version),
                action = visible_line(action)
            ),
            ReadingMessage::NoBlockingRule { policies } => tr!(
                self,
                "reading-no-blocking-rule",
                policies = policies.to_string()
            ),
            ReadingMessage::KerberosOff { identity } => tr!(
                self,
                "reading-kerberos-off",
                identity = visible_line(identity)
            ),
            ReadingMessage::NtlmOff { identity } => {
                tr!(self, "reading-ntlm-off", identity = visible_line(identity))
            }
            ReadingMessage::SignInAllowed { identity } => tr!(
                self,
                "reading-sign-in-allowed",
                identity = visible_line(identity)
            ),
            ReadingMessage::ChatPolicyOn { identity } => tr!(
                self,
                "reading-chat-policy-on",
                identity = visible_line(identity)
            ),
            ReadingMessage::NoChatPolicyOn => tr!(self, "reading-no-chat-policy-on"),
            ReadingMessage::ComplianceOn {
                identity,
                adapter,
                folder,
            } => tr!(
                self,
                "reading-compliance-on",
                identity = visible_line(identity),
                adapter = visible_line(adapter),
                folder = visible_line(folder)
            ),
            ReadingMessage::ComplianceOff { identity } => tr!(
                self,
                "reading-compliance-off",
                identity = visible_line(identity)
            ),
            ReadingMessage::ComplianceNotConfigured => {
                tr!(self, "reading-compliance-not-configured")
            }
            ReadingMessage::RightsHeld { count } => {
                tr!(self, "reading-rights-held", count = count.to_string())
            }
            ReadingMessage::RightMissing { cmdlet, roles } => tr!(
                self,
                "reading-right-missing",
                cmdlet = visible_line(cmdlet),
                roles = joined(roles)
            ),
            ReadingMessage::ServiceRecordFound { name, target, port } => tr!(
                self,
                "reading-service-record-found",
                name = visible_line(name),
                target = visible_line(target),
                port = port.to_string()
            ),
            ReadingMessage::ServiceRecordMissing { name } => tr!(
                self,
                "reading-service-record-missing",
                name = visible_line(name)
            ),
            ReadingMessage::ServiceRecordPort { name, port } => tr!(
                self,
                "reading-service-record-port",
                name = visible_line(name),
                port = port.to_string()
            ),
            ReadingMessage::ServiceRecordOutside { name, target } => tr!(
                self,
                "reading-service-record-outside",
                name = visible_line(name),
                target = visible_line(target)
            ),
            ReadingMessage::HostAddresses { host, addresses } => tr!(
                self,
                "reading-host-addresses",
                host = visible_line(host),
                addresses = joined(addresses)
            ),
            ReadingMessage::HostWithoutAddress { host } => tr!(
                self,
                "reading-host-without-address",
                host = visible_line(host)
            ),
            ReadingMessage::HostRefuses { host, port } => tr!(
                self,
                "reading-host-refuses",
                host = visible_line(host),
                port = port.to_string()
            ),
            ReadingMessage::HostSilent { host, port } => tr!(
                self,
                "reading-host-silent",
                host = visible_line(host),
                port = port.to_string()
            ),
            ReadingMessage::HostWithoutTls { host, port } => tr!(
                self,
                "reading-host-without-tls",
                host = visible_line(host),
                port = port.to_string()
            ),
            ReadingMessage::CertificateAccepted {
                host,
                names,
                expires,
            } => tr!(
                self,
                "reading-certificate-accepted",
                host = visible_line(host),
                names = joined(names),
                expires = visible_line(expires)
            ),
            ReadingMessage::CertificateRefused {
                host,
                names,
                problem,
            } => self.certificate_refused(host, names, problem.kind),
            ReadingMessage::SipDomainsMissing => tr!(self, "reading-sip-domains-missing"),
        }
    }

    pub fn content_kind(&self, kind: ContentKind) -> String {
        match kind {
            ContentKind::Categories => tr!(self, "content-categories"),
            ContentKind::Rooms => tr!(self, "content-rooms"),
            ContentKind::Addins => tr!(self, "content-addins"),
        }
    }

    fn certificate_refused(&self, host: &str, names: &[String], kind: TlsProblemKind) -> String {
        let (host, names) = (visible_line(host), joined(names));
        match kind {
            TlsProblemKind::WrongName => tr!(
                self,
                "reading-certificate-wrong-name",
                host = host,
                names = names
            ),
            TlsProblemKind::NotInForce => tr!(
                self,
                "reading-certificate-not-in-force",
                host = host,
                names = names
            ),
            TlsProblemKind::SelfSigned => tr!(
                self,
                "reading-certificate-self-signed",
                host = host,
                names = names
            ),
            TlsProblemKind::Untrusted => tr!(
                self,
                "reading-certificate-untrusted",
                host = host,
                names = names
            ),
            TlsProblemKind::Other => tr!(
                self,
                "reading-certificate-refused",
                host = host,
                names = names
            ),
        }
    }
}

fn joined(names: &[String]) -> String {
    visible_line(&names.join(", "))
}
