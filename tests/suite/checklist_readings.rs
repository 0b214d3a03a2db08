//! What each reading for a proof makes of what the servers show: it holds, it is contradicted, or it cannot be said.

use pchat_console::checklist::{
    self, Counts, Facts, Finding, FindingOutcome, Reading, SourceGeneration, Surroundings,
    TargetSystem,
};
use pchat_console::domain::{
    AccountName, Change, ChecklistMessage, ContentKind, EndpointSpec, Fqdn, Generation,
    ReadingMessage, ServiceName, ServiceRecord, TlsAnswer, TlsProblem, TlsProblemKind,
    UnreadReason,
};
use pchat_console::lab::{Lab, Role};
use pchat_console::plan::Sides;
use pchat_console::ports::{Call, ClientPath, PortError, PortErrorKind, PortResult};

use crate::checklist_stage::facts;
use crate::support::{address, call, failure, fqdn, lab, secs};
use crate::swap_stage::{LOOKUP, POOL, REGISTRAR, RETIRED};

use FindingOutcome::{CannotBeRead, Contradicts, Holds, HoldsWithWarning};

const SERVER: &str = "pc01.contoso.com";
const TOKYO: &str = "pchat-tokyo.contoso.com";
const SOURCE: &str = "groupchat2010.contoso.com";
const SERVICE: &str = "_sipinternaltls._tcp.contoso.com";

/// Contoso, a site that migrates, and a network as the test wants it.
struct Ground {
    lab: Lab,
    around: Surroundings,
    has_directory: bool,
    path: Network,
}

/// Answers as it was told; what it was not told is not there.
#[derive(Default)]
struct Network {
    records: Vec<ServiceRecord>,
    addresses: Vec<String>,
    tls: Option<PortResult<TlsAnswer>>,
    dns: Option<PortError>,
}

impl ClientPath for Network {
    fn services(&mut self, name: &str, _call: &Call) -> PortResult<Vec<ServiceRecord>> {
        match &self.dns {
            Some(err) => Err(err.clone()),
            None if name == SERVICE => Ok(self.records.clone()),
            None => Ok(Vec::new()),
        }
    }

    fn addresses(&mut self, _host: &Fqdn, _call: &Call) -> PortResult<Vec<String>> {
        Ok(self.addresses.clone())
    }

    fn tls(&mut self, _host: &Fqdn, _port: u16, _call: &Call) -> PortResult<TlsAnswer> {
        self.tls.clone().unwrap()
    }
}

fn site() -> Facts {
    let mut facts = facts();
    facts.source.pool = SOURCE.to_uppercase();
    facts.target = TargetSystem {
        pool: fqdn(POOL),
        generation: Generation::Lync2013,
        registrar: Some(fqdn(REGISTRAR)),
        ..facts.target
    };
    facts
}

impl Ground {
    fn new() -> Self {
        let (lab, _clock) = lab();
        lab.set_service_delay(secs(0));
        lab.set_replication_delay(secs(0));
        lab.set_directory_delays(secs(0), secs(0));
        Self {
            lab,
            around: Surroundings {
                facts: site(),
                address: Some(address(LOOKUP)),
                source: None,
                baseline: None,
                names: Vec::new(),
            },
            has_directory: true,
            path: Network::default(),
        }
    }

    fn try_read(&mut self, reading: Reading) -> PortResult<Finding> {
        let mut deployment = self.lab.clone();
        let mut directory = self.lab.directory();
        let mut sides = Sides::deployment_only(&mut deployment);
        if self.has_directory {
            sides.directory = Some(&mut directory);
        }
        let now = crate::support::start();
        checklist::read(
            reading,
            &self.around,
            &mut sides,
            &mut self.path,
            now,
            &call(),
        )
    }

    /// Reads, and wants this outcome with this among the messages.
    #[track_caller]
    fn check(&mut self, reading: Reading, outcome: FindingOutcome, message: &ReadingMessage) {
        let finding = self.read(reading, outcome);
        let wanted = ChecklistMessage::Reading(message.clone());
        assert!(finding.messages.contains(&wanted), "{finding:#?}");
    }

    #[track_caller]
    fn read(&mut self, reading: Reading, outcome: FindingOutcome) -> Finding {
        let finding = self.try_read(reading).unwrap();
        assert_eq!(finding.outcome, outcome, "{finding:#?}");
        assert_eq!(finding.reading, reading);
        finding
    }

    fn act(&self, change: &Change) {
        self.lab.act_as_operator(change).unwrap();
    }

    fn stop(&self, server: &str, service: &str) {
        self.act(&Change::StopService {
            server: server.to_owned(),
            service: ServiceName::parse(service).unwrap(),
        });
    }

    fn stop_all(&self) {
        self.stop(SERVER, "LABCHAT");
        self.stop(SERVER, "LABCHATCOMPLIANCE");
    }

    fn free_the_address(&self) {
        self.act(&Change::MoveUser {
            user: AccountName::parse(LOOKUP).unwrap(),
            address: address(RETIRED),
        });
    }

    fn make_endpoint(&self, pool: &str) {
        self.act(&Change::CreateEndpoint(EndpointSpec {
            sip_address: address(LOOKUP),
            pool: fqdn(pool),
            display_name: None,
        }));
    }
}

fn service(name: &str) -> (String, String) {
    (SERVER.to_owned(), name.to_owned())
}

// Topology

#[test]
fn both_pools_in_one_topology_and_its_forest_hold() {
    let mut ground = Ground::new();
    let forest = ReadingMessage::ForestSame {
        forest: "contoso.com".to_owned(),
    };
    ground.check(Reading::SameForest, Holds, &forest);
    ground.around.facts.source.pool = "other.fabrikam.com".to_owned();
    let missing = ReadingMessage::SourceMissing {
        pool: "other.fabrikam.com".to_owned(),
    };
    ground.check(Reading::SameForest, Contradicts, &missing);
}

#[test]
fn the_old_version_of_2007_r2_is_found_by_its_lookup_account_and_only_in_the_directory() {
    let mut ground = Ground::new();
    ground.around.facts.source.generation = SourceGeneration::Ocs2007R2;
    let finding = ground.read(Reading::SameForest, Holds);
    assert!(format!("{finding:?}").contains("LookupAccountFound"));
    ground.has_directory = false;
    let needed = ReadingMessage::DirectoryNeeded;
    ground.check(Reading::SameForest, CannotBeRead, &needed);
}

#[test]
fn three_versions_at_once_are_contradicted() {
    let mut ground = Ground::new();
    let names = [
        "Lync Server 2010",
        "Lync Server 2013",
        "Skype for Business Server 2015",
    ];
    let three = ReadingMessage::ThreeVersions {
        products: names.map(str::to_owned).to_vec(),
    };
    ground.check(Reading::Versions, Contradicts, &three);
}

#[test]
fn a_target_of_another_version_than_entered_is_contradicted() {
    let mut ground = Ground::new();
    ground.around.facts.target.generation = Generation::SkypeForBusiness2015;
    let differs = ReadingMessage::TargetGenerationDiffers {
        pool: fqdn(POOL),
        entered: "Skype for Business Server 2015".to_owned(),
        found: "Lync Server 2013".to_owned(),
    };
    ground.check(Reading::Versions, Contradicts, &differs);
}

#[test]
fn the_home_pool_is_the_one_that_is_published_and_was_entered() {
    let mut ground = Ground::new();
    let published = ReadingMessage::HomePoolPublished {
        registrar: fqdn(REGISTRAR),
    };
    ground.check(Reading::HomePool, Holds, &published);
    let entered = fqdn("pool2013-tokyo.contoso.com");
    ground.around.facts.target.registrar = Some(entered.clone());
    let differs = ReadingMessage::HomePoolDiffers {
        entered,
        found: fqdn(REGISTRAR),
    };
    ground.check(Reading::HomePool, Contradicts, &differs);
}

#[test]
fn the_target_pool_is_published_normal_and_replicated() {
    let mut ground = Ground::new();
    let up_to_date = ReadingMessage::ReplicaUpToDate {
        server: SERVER.to_owned(),
    };
    ground.check(Reading::TargetPool, Holds, &up_to_date);
    ground.lab.set_replica(SERVER, false);
    let outdated = ReadingMessage::ReplicaOutdated {
        server: SERVER.to_owned(),
    };
    ground.check(Reading::TargetPool, Contradicts, &outdated);
    ground.around.facts.target.pool = fqdn("nowhere.contoso.com");
    let missing = ReadingMessage::PoolMissing {
        pool: fqdn("nowhere.contoso.com"),
    };
    ground.check(Reading::TargetPool, Contradicts, &missing);
}

#[test]
fn replicas_nobody_may_read_are_not_taken_for_good_ones() {
    let mut ground = Ground::new();
    ground.lab.set_role(Role::PersistentChatAdministrator);
    let unread = ReadingMessage::Unread {
        what: format!("Get-CsManagementStoreReplicationStatus ({SERVER})"),
        reason: UnreadReason::NoRight,
    };
    ground.check(Reading::TargetPool, CannotBeRead, &unread);
}

#[test]
fn an_old_system_that_is_published_is_not_retired_and_2007_r2_is_not_read_here() {
    let mut ground = Ground::new();
    let left = ReadingMessage::SourceApplication {
        pool: SOURCE.to_uppercase(),
        application: "urn:application:ocschat".to_owned(),
    };
    ground.check(Reading::SourceRetired, Contradicts, &left);
    ground.around.facts.source.pool = "gone.contoso.com".to_owned();
    let retired = ReadingMessage::SourceRetired {
        pool: "gone.contoso.com".to_owned(),
    };
    ground.check(Reading::SourceRetired, Holds, &retired);
    ground.around.facts.source.generation = SourceGeneration::Ocs2007R2;
    let elsewhere = ReadingMessage::SourceNotReadHere;
    ground.check(Reading::SourceRetired, CannotBeRead, &elsewhere);
}

// Services

#[test]
fn services_are_stopped_when_every_one_of_them_is() {
    let mut ground = Ground::new();
    let (server, name) = service("LABCHATCOMPLIANCE");
    let runs = ReadingMessage::ServiceRuns {
        server: server.clone(),
        service: name.clone(),
    };
    let stopped = ReadingMessage::ServiceStopped {
        server,
        service: name,
    };
    ground.stop(SERVER, "LABCHAT");
    ground.check(Reading::ServicesStopped, Contradicts, &runs);
    ground.stop(SERVER, "LABCHATCOMPLIANCE");
    ground.check(Reading::ServicesStopped, Holds, &stopped);
    ground.check(Reading::ServicesRunning, Contradicts, &stopped);
}

#[test]
fn an_inactive_server_matters_for_stopped_and_not_for_running() {
    let mut ground = Ground::new();
    ground.around.facts.target.pool = fqdn(TOKYO);
    ground.read(Reading::ServicesRunning, Holds);
    for server in ["pc11.contoso.com", "pc12.contoso.com"] {
        ground.stop(server, "LABCHAT");
        ground.stop(server, "LABCHATCOMPLIANCE");
    }
    let inactive = ground.try_read(Reading::ServicesStopped).unwrap();
    let third = inactive.messages.iter().any(|message| {
        matches!(message, ChecklistMessage::Reading(
            ReadingMessage::ServiceRuns { server, .. } | ReadingMessage::ServiceStopped { server, .. },
        ) if server == "pc13.contoso.com")
    });
    assert!(third, "{inactive:#?}");
}

#[test]
fn services_without_roles_and_services_nobody_may_read_prove_nothing() {
    let mut ground = Ground::new();
    ground.lab.set_role_names(false);
    let untold = ReadingMessage::RolesNotShown {
        server: SERVER.to_owned(),
    };
    for reading in [Reading::ServicesStopped, Reading::ServicesRunning] {
        ground.check(reading, CannotBeRead, &untold);
    }
    ground.lab.set_role(Role::PersistentChatAdministrator);
    let unread = ReadingMessage::Unread {
        what: SERVER.to_owned(),
        reason: UnreadReason::NoRight,
    };
    for reading in [Reading::ServicesStopped, Reading::ServicesRunning] {
        ground.check(reading, CannotBeRead, &unread);
    }
}

// Contents

#[test]
fn what_a_pool_holds_is_counted_and_cannot_be_while_services_are_stopped() {
    let mut ground = Ground::new();
    let found = ground.read(Reading::Baseline, Holds);
    let counts = Counts {
        categories: Some(1),
        rooms: Some(2),
        addins: Some(0),
    };
    assert_eq!(found.counts, Some(counts));
    ground.stop_all();
    let unread = ReadingMessage::Unread {
        what: "Get-CsPersistentChatCategory".to_owned(),
        reason: UnreadReason::ServicesStopped,
    };
    let readings = [
        Reading::Baseline,
        Reading::Counts,
        Reading::NoCollidingNames,
    ];
    for reading in readings {
        ground.check(reading, CannotBeRead, &unread);
    }
}

#[test]
fn counts_are_compared_with_what_was_there_and_what_was_to_come() {
    let mut ground = Ground::new();
    let counts = |categories, rooms| {
        Some(Counts {
            categories: Some(categories),
            rooms: Some(rooms),
            addins: Some(0),
        })
    };
    let differ = |expected| ReadingMessage::CountsDiffer {
        kind: ContentKind::Rooms,
        expected,
        found: 2,
    };
    (ground.around.baseline, ground.around.source) = (counts(0, 0), counts(1, 2));
    ground.check(Reading::Counts, Holds, &ReadingMessage::CountsAsExpected);
    ground.around.source = counts(1, 3);
    ground.check(Reading::Counts, Contradicts, &differ(3));
    ground.around.source = counts(1, 1);
    ground.check(Reading::Counts, HoldsWithWarning, &differ(1));
    // Without exports nothing is compared but that nothing was lost.
    ground.around.source = None;
    let unknown = ReadingMessage::SourceNotCounted;
    ground.check(Reading::Counts, HoldsWithWarning, &unknown);
    ground.around.baseline = counts(1, 4);
    ground.check(Reading::Counts, Contradicts, &differ(4));
}

#[test]
fn names_collide_in_any_case_and_a_pool_that_is_not_empty_is_allowed() {
    let mut ground = Ground::new();
    let not_given = ReadingMessage::NamesNotGiven;
    ground.check(Reading::NoCollidingNames, HoldsWithWarning, &not_given);
    ground.around.names = vec!["새 채팅방".to_owned()];
    let none = ReadingMessage::NoNameCollides { compared: 1 };
    ground.check(Reading::NoCollidingNames, Holds, &none);
    ground.around.facts.target.pool = fqdn(TOKYO);
    ground.around.names = vec!["PROJECTS".to_owned()];
    let collide = ReadingMessage::NamesCollide {
        names: vec!["Projects".to_owned()],
        more: 0,
    };
    ground.check(Reading::NoCollidingNames, Contradicts, &collide);
}

// Addresses

#[test]
fn an_address_is_free_when_nobody_holds_it_and_still_counts_as_freed_when_the_endpoint_has_it() {
    let mut ground = Ground::new();
    let held = ground.read(Reading::AddressFree, Contradicts);
    assert!(format!("{held:?}").contains("CN=ocschat"), "{held:#?}");
    ground.free_the_address();
    let free = ReadingMessage::AddressFree {
        address: address(LOOKUP),
    };
    ground.check(Reading::AddressFree, Holds, &free);
    ground.make_endpoint(POOL);
    let taken = ReadingMessage::AddressTakenOver {
        address: address(LOOKUP),
        pool: fqdn(POOL),
    };
    ground.check(Reading::AddressFree, Holds, &taken);
}

#[test]
fn an_address_left_behind_in_proxy_addresses_is_not_free() {
    let mut ground = Ground::new();
    ground.lab.set_stale_proxy_addresses(true);
    ground.free_the_address();
    let left = ground.read(Reading::AddressFree, Contradicts);
    assert!(
        format!("{left:?}").contains("AddressLeftBehind"),
        "{left:#?}"
    );
}

#[test]
fn a_controller_that_shows_the_account_still_is_waited_for() {
    let mut ground = Ground::new();
    ground.lab.set_directory_delays(secs(600), secs(600));
    ground.free_the_address();
    let lagging = ground.read(Reading::AddressFree, Contradicts);
    assert!(
        format!("{lagging:?}").contains("ControllersOutstanding"),
        "{lagging:#?}"
    );
}

#[test]
fn without_a_directory_no_address_is_free() {
    let mut ground = Ground::new();
    ground.free_the_address();
    ground.has_directory = false;
    let needed = ReadingMessage::DirectoryNeeded;
    ground.check(Reading::AddressFree, CannotBeRead, &needed);
    ground.around.address = None;
    let no_address = ReadingMessage::AddressNotGiven;
    ground.check(Reading::AddressFree, CannotBeRead, &no_address);
}

#[test]
fn an_endpoint_stands_on_the_target_pool_and_nowhere_else() {
    let mut ground = Ground::new();
    let missing = ReadingMessage::EndpointMissing {
        address: address(LOOKUP),
    };
    ground.check(Reading::EndpointStands, Contradicts, &missing);
    ground.check(Reading::EndpointGone, Holds, &missing);
    ground.free_the_address();
    ground.make_endpoint(POOL);
    let stands = ReadingMessage::EndpointStands {
        address: address(LOOKUP),
        pool: fqdn(POOL),
    };
    ground.check(Reading::EndpointStands, Holds, &stands);
    ground.check(Reading::EndpointGone, Contradicts, &stands);
    ground.around.facts.target.pool = fqdn(TOKYO);
    let elsewhere = ReadingMessage::EndpointElsewhere {
        address: address(LOOKUP),
        pool: fqdn(POOL),
    };
    for reading in [Reading::EndpointStands, Reading::AddressFree] {
        ground.check(reading, Contradicts, &elsewhere);
    }
}

#[test]
fn every_pool_has_the_endpoint_that_comes_with_it() {
    let mut ground = Ground::new();
    let finding = ground.read(Reading::AutomaticEndpoints, Holds);
    assert_eq!(finding.messages.len(), 3, "{finding:#?}");
}

// Clients and rights

#[test]
fn what_turns_clients_away_is_for_a_person_to_judge() {
    let mut ground = Ground::new();
    let finding = ground.read(Reading::ClientAccess, HoldsWithWarning);
    let rule = ReadingMessage::BlockingRule {
        policy: "Global".to_owned(),
        user_agent: "OC".to_owned(),
        version: "LSS 4.0.7577".to_owned(),
        action: "Block".to_owned(),
    };
    let ntlm = ReadingMessage::NtlmOff {
        identity: "Service:Registrar:pool2015-tokyo.contoso.com".to_owned(),
    };
    for message in [rule, ntlm] {
        assert!(finding.messages.contains(&message.into()), "{finding:#?}");
    }
    ground.lab.set_role(Role::PersistentChatAdministrator);
    ground.read(Reading::ClientAccess, CannotBeRead);
}

#[test]
fn compliance_is_shown_for_comparison_and_its_absence_is_a_warning() {
    let mut ground = Ground::new();
    let off = ReadingMessage::ComplianceOff {
        identity: "Global".to_owned(),
    };
    ground.check(Reading::Compliance, HoldsWithWarning, &off);
}

#[test]
fn one_policy_that_enables_chat_is_enough() {
    let mut ground = Ground::new();
    let on = ReadingMessage::ChatPolicyOn {
        identity: "Tag:Seoul-Pilot".to_owned(),
    };
    ground.check(Reading::ChatPolicy, Holds, &on);
}

#[test]
fn a_missing_right_names_the_cmdlet_and_the_roles_that_have_it() {
    let mut ground = Ground::new();
    ground.read(Reading::Rights, Holds);
    ground.lab.set_role(Role::PersistentChatAdministrator);
    let finding = ground.read(Reading::Rights, Contradicts);
    let missing = finding.messages.iter().find_map(|message| match message {
        ChecklistMessage::Reading(ReadingMessage::RightMissing { cmdlet, roles })
            if cmdlet == "Stop-CsWindowsService" =>
        {
            Some(roles.clone())
        }
        _ => None,
    });
    let roles = missing.unwrap();
    assert!(
        roles.contains(&"CsServerAdministrator".to_owned()),
        "{roles:?}"
    );
}

// A client's way

fn record(target: &str, port: u16) -> ServiceRecord {
    ServiceRecord {
        target: target.to_owned(),
        port,
        priority: 0,
        weight: 0,
    }
}

fn certificate(problem: Option<TlsProblemKind>) -> TlsAnswer {
    TlsAnswer {
        address: "10.0.0.1".to_owned(),
        subject: "CN=pool".to_owned(),
        names: vec![REGISTRAR.to_owned()],
        issuer: "CN=CA".to_owned(),
        expires: "2027-01-01T00:00:00Z".to_owned(),
        problem: problem.map(|kind| TlsProblem {
            kind,
            words: "words of the platform".to_owned(),
        }),
    }
}

fn networked() -> Ground {
    let mut ground = Ground::new();
    ground.path = Network {
        records: vec![record(&format!("{REGISTRAR}."), 5061)],
        addresses: vec!["10.0.0.1".to_owned()],
        tls: Some(Ok(certificate(None))),
        dns: None,
    };
    ground
}

#[test]
fn each_sip_domain_has_a_service_record() {
    let mut ground = networked();
    let found = ReadingMessage::ServiceRecordFound {
        name: SERVICE.to_owned(),
        target: REGISTRAR.to_owned(),
        port: 5061,
    };
    ground.check(Reading::ServiceRecords, Holds, &found);
    ground.path.records = vec![record("pool.contoso.net.", 443)];
    let outside = ReadingMessage::ServiceRecordOutside {
        name: SERVICE.to_owned(),
        target: "pool.contoso.net".to_owned(),
    };
    ground.check(Reading::ServiceRecords, HoldsWithWarning, &outside);
    ground.path.records = vec![record(".", 0)];
    let missing = ReadingMessage::ServiceRecordMissing {
        name: SERVICE.to_owned(),
    };
    ground.check(Reading::ServiceRecords, Contradicts, &missing);
    let err = failure(PortErrorKind::Timeout);
    ground.path.dns = Some(err);
    ground.read(Reading::ServiceRecords, CannotBeRead);
}

#[test]
fn a_name_that_only_ends_like_the_domain_is_outside_it() {
    let mut ground = networked();
    ground.path.records = vec![record("pool.notcontoso.com.", 5061)];
    let outside = ReadingMessage::ServiceRecordOutside {
        name: SERVICE.to_owned(),
        target: "pool.notcontoso.com".to_owned(),
    };
    ground.check(Reading::ServiceRecords, HoldsWithWarning, &outside);
}

#[test]
fn a_clients_way_is_followed_from_the_record_to_the_certificate() {
    let mut ground = networked();
    let accepted = ReadingMessage::CertificateAccepted {
        host: REGISTRAR.to_owned(),
        names: vec![REGISTRAR.to_owned()],
        expires: "2027-01-01T00:00:00Z".to_owned(),
    };
    ground.check(Reading::ClientPath, Holds, &accepted);
    for (kind, outcome) in [
        (TlsProblemKind::WrongName, Contradicts),
        (TlsProblemKind::NotInForce, Contradicts),
        (TlsProblemKind::SelfSigned, Contradicts),
        (TlsProblemKind::Other, Contradicts),
        // Clients of the domain may trust whom this machine does not.
        (TlsProblemKind::Untrusted, HoldsWithWarning),
    ] {
        ground.path.tls = Some(Ok(certificate(Some(kind))));
        let finding = ground.read(Reading::ClientPath, outcome);
        assert_eq!(finding.words, ["words of the platform"]);
    }
    let (host, port) = (REGISTRAR.to_owned(), 5061);
    for (kind, outcome, message) in [
        (
            PortErrorKind::Unreachable,
            Contradicts,
            ReadingMessage::HostRefuses {
                host: host.clone(),
                port,
            },
        ),
        (
            PortErrorKind::InsecureChannel,
            Contradicts,
            ReadingMessage::HostWithoutTls {
                host: host.clone(),
                port,
            },
        ),
        (
            PortErrorKind::Timeout,
            CannotBeRead,
            ReadingMessage::HostSilent {
                host: host.clone(),
                port,
            },
        ),
    ] {
        ground.path.tls = Some(Err(failure(kind)));
        ground.check(Reading::ClientPath, outcome, &message);
    }
    ground.path.addresses = Vec::new();
    let nowhere = ReadingMessage::HostWithoutAddress { host };
    ground.check(Reading::ClientPath, Contradicts, &nowhere);
}

#[test]
fn whoever_gives_up_gets_no_finding() {
    let mut ground = networked();
    ground.path.tls = Some(Err(failure(PortErrorKind::Cancelled)));
    let err = ground.try_read(Reading::ClientPath).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Cancelled);
}
