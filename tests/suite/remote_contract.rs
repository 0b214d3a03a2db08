//! The contract over the wire: each behaviour on the live adapter, against the test peer, over every line there is:
//! every way to sign in, in clear to this machine, sealed, over TLS with what old servers have, and over lines that
//! break.
//!
//! Each line has one peer for the whole run; a behaviour has it for itself, and finds it as new. The lines are walked
//! at the same time, because most of a behaviour is waiting.

use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use pchat_console::adapters::clock::SystemClock;
use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{
    Access, Account, AccountName, Applied, Authentication, Change, ChatTest, ChatTestOutcome,
    ChatTestResult, Connection, Credential, DeploymentReading, Dial, Endpoint, EndpointSpec, Fqdn,
    Holders, Inventory, LyncAccount, PoolReading, Preview, Readable, Replica, Rights as HeldRights,
    Secret, SipUri, TesterCredentials, UnreadReason, WindowsService,
};
use pchat_console::plan::Limits;
use pchat_console::ports::{Call, Clock, Deployment, PortResult};
use serde_json::json;

use crate::contract::{Bench, Fault, Replication, Rights};
use crate::peer::{Peer, call};
use crate::support::{address, fqdn};

/// More reads than any test makes.
const NEVER: u32 = 1_000_000;

const KERBEROS: Authentication = Authentication::Kerberos;
const NTLM: Authentication = Authentication::Ntlm;
const NEGOTIATE: Authentication = Authentication::Negotiate { ntlm_allowed: true };

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    None,
    /// The server closes its connections whenever nothing is under way.
    DropsIdle,
    /// A lost answer is lost because the server died in the middle of the command; it is back at once.
    Dies,
}

/// One way to reach a server.
struct Line {
    name: &'static str,
    options: &'static [&'static str],
    authentication: Authentication,
    flaw: Flaw,
    peer: OnceLock<Mutex<Peer>>,
}

impl Line {
    const fn new(
        name: &'static str,
        options: &'static [&'static str],
        authentication: Authentication,
        flaw: Flaw,
    ) -> Self {
        Self {
            name,
            options,
            authentication,
            flaw,
            peer: OnceLock::new(),
        }
    }
}

static LINES: [Line; 14] = [
    Line::new(
        "nobody",
        &["--auth", "none", "--http"],
        Authentication::Nobody,
        Flaw::None,
    ),
    Line::new(
        "Basic",
        &["--auth", "basic"],
        Authentication::Basic,
        Flaw::None,
    ),
    Line::new("NTLM", &["--auth", "ntlm"], NTLM, Flaw::None),
    Line::new("NTLM in SPNEGO", &["--auth", "negotiate"], NTLM, Flaw::None),
    Line::new(
        "NTLM sealed",
        &["--auth", "ntlm", "--http", "--seal"],
        NTLM,
        Flaw::None,
    ),
    Line::new(
        "NTLM sealed under Negotiate",
        &["--auth", "negotiate", "--http", "--seal"],
        NTLM,
        Flaw::None,
    ),
    Line::new(
        "Kerberos in SPNEGO",
        &["--auth", "kerberos"],
        NEGOTIATE,
        Flaw::None,
    ),
    Line::new(
        "Kerberos alone",
        &["--auth", "kerberos-scheme"],
        KERBEROS,
        Flaw::None,
    ),
    Line::new(
        "Kerberos sealed in SPNEGO",
        &["--auth", "kerberos", "--http", "--seal"],
        KERBEROS,
        Flaw::None,
    ),
    Line::new(
        "Kerberos sealed alone",
        &["--auth", "kerberos-scheme", "--http", "--seal"],
        KERBEROS,
        Flaw::None,
    ),
    Line::new(
        "TLS with enforced channel binding",
        &["--auth", "negotiate", "--require-channel-binding"],
        NTLM,
        Flaw::None,
    ),
    Line::new(
        "the cipher suites of Windows Server 2012 R2",
        &["--auth", "negotiate", "--tls", "2012r2"],
        NTLM,
        Flaw::None,
    ),
    Line::new(
        "idle connections dropped",
        &["--auth", "negotiate"],
        NTLM,
        Flaw::DropsIdle,
    ),
    Line::new(
        "a server that dies",
        &["--auth", "negotiate"],
        NTLM,
        Flaw::Dies,
    ),
];

/// Shows a behaviour on every line, and says on which it did not show.
fn over_every_line(behaviour: fn(&dyn Bench)) {
    let failed: Vec<&str> = std::thread::scope(|scope| {
        let walks: Vec<_> = LINES
            .iter()
            .map(|line| {
                scope.spawn(move || {
                    let bench = WireBench::on(line);
                    let shown = catch_unwind(AssertUnwindSafe(|| behaviour(&bench)));
                    shown.is_err().then_some(line.name)
                })
            })
            .collect();
        walks
            .into_iter()
            .filter_map(|walk| walk.join().expect("the line is there"))
            .collect()
    });
    assert!(failed.is_empty(), "not over {failed:?}; why stands above");
}

crate::contract::contract!(each over_every_line);

/// One line, for one behaviour.
struct WireBench {
    line: &'static Line,
    peer: MutexGuard<'static, Peer>,
}

impl WireBench {
    fn on(line: &'static Line) -> Self {
        let peer = line
            .peer
            .get_or_init(|| Mutex::new(Peer::start(line.options)));
        // A behaviour that failed leaves nothing behind that the reset does not take away.
        let peer = peer.lock().unwrap_or_else(PoisonError::into_inner);
        peer.reset();
        peer.post(
            "/options",
            &json!({
                "no_role": false, "no_domain_right": false, "no_role_names": false, "roles": "",
            }),
        );
        let bench = Self { line, peer };
        bench.replicate(Replication::Soon);
        bench
    }

    fn dial(&self) -> Dial {
        let mut dial = self.peer.dial();
        dial.authentication = self.line.authentication;
        if self.line.authentication == KERBEROS || self.line.authentication == NEGOTIATE {
            dial.account = Account::Named {
                user: self.peer.fact("kerberos_user").to_owned(),
                password: self.peer.password(),
            };
        }
        dial
    }

    fn next_change(&self, fault: &serde_json::Value) {
        for cmdlet in [
            "New-CsPersistentChatEndpoint",
            "Remove-CsPersistentChatEndpoint",
            "Stop-CsWindowsService",
        ] {
            let mut fault = fault.clone();
            fault["cmdlet"] = json!(cmdlet);
            self.peer.post("/fault", &fault);
        }
    }
}

impl Bench for WireBench {
    fn session(&self) -> Box<dyn Deployment> {
        let session =
            RemotePowerShell::connect(&self.dial(), &call()).expect("the peer lets us in");
        let control = self.peer.fact("control_uri").to_owned();
        Box::new(Flawed {
            session,
            flaw: self.line.flaw,
            control,
            address: self.peer.fact("uri").to_owned(),
        })
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(SystemClock::default())
    }

    fn limits(&self) -> Limits {
        Limits {
            call: Duration::from_secs(3),
            read_back: Duration::from_secs(3),
            poll: Duration::from_millis(20),
            ..Limits::default()
        }
    }

    fn fault(&self, fault: Fault) {
        self.next_change(&match fault {
            Fault::Refuse => json!({ "name": "refuse", "category": "InvalidOperation" }),
            Fault::TimeOut => json!({ "name": "timeout" }),
            Fault::DropAfterAct if self.line.flaw == Flaw::Dies => {
                json!({ "name": "die", "after_act": true })
            }
            Fault::DropAfterAct => json!({ "name": "drop-after-act" }),
            Fault::Slow => json!({ "name": "slow", "seconds": 1 }),
        });
    }

    fn restrict(&self, rights: Rights) {
        self.peer.post(
            "/options",
            &match rights {
                Rights::NoChanges => json!({ "no_role": true }),
                Rights::NoDomains => json!({ "no_domain_right": true }),
                Rights::ChatOnly => json!({ "roles": "CsPersistentChatAdministrator" }),
            },
        );
    }

    fn replicate(&self, replication: Replication) {
        let reads = match replication {
            Replication::AtOnce => 0,
            Replication::Soon => 2,
            Replication::Late => NEVER,
        };
        self.peer
            .post("/options", &json!({ "replication_delay": reads }));
    }

    fn settle(&self) {
        self.peer.post("/settle", &json!({}));
    }

    fn others_create(&self, spec: &EndpointSpec) {
        self.peer.post(
            "/add-endpoint",
            &json!({
                "sip_address": spec.sip_address,
                "pool": spec.pool,
                "display_name": spec.display_name,
            }),
        );
    }

    fn others_remove(&self, address: &SipUri) {
        self.peer
            .post("/remove-endpoint", &json!({ "sip_address": address }));
    }

    fn others_set_service(&self, server: &str, service: &str, runs: bool) {
        let status = if runs { "Running" } else { "Stopped" };
        self.peer.post(
            "/set-service",
            &json!({ "computer": server, "name": service, "status": status }),
        );
    }

    fn others_set_replica(&self, server: &str, is_up_to_date: bool) {
        self.peer.post(
            "/set-replica",
            &json!({ "fqdn": server, "up_to_date": is_up_to_date }),
        );
    }

    /// The peer's services arrive after a read.
    fn settle_services(&self) {}

    fn hide_role_names(&self) {
        self.peer
            .post("/options", &json!({ "no_role_names": true }));
    }
}

/// A session over a line with a flaw, which strikes between two calls: never in the middle of one, so that every run is
/// the same.
struct Flawed {
    session: RemotePowerShell,
    flaw: Flaw,
    control: String,
    address: String,
}

impl Flawed {
    fn before(&mut self) -> &mut RemotePowerShell {
        if self.flaw == Flaw::DropsIdle {
            crate::peer::control(&self.control, "POST", "/drop-connections", "{}");
        }
        &mut self.session
    }

    fn after<T>(&self, result: PortResult<T>) -> PortResult<T> {
        if self.flaw == Flaw::Dies && !is_listening(&self.address) {
            crate::peer::control(&self.control, "POST", "/revive", "{}");
        }
        result
    }
}

fn is_listening(uri: &str) -> bool {
    let address = uri
        .trim_start_matches("https://")
        .trim_end_matches("/OcsPowershell");
    TcpStream::connect(address).is_ok()
}

impl Deployment for Flawed {
    fn connection(&self) -> Connection {
        self.session.connection()
    }

    fn set_access(&mut self, access: Access) {
        self.session.set_access(access);
    }

    fn inventory(&mut self, call: &Call) -> PortResult<Inventory> {
        self.before().inventory(call)
    }

    fn endpoint(&mut self, address: &SipUri, call: &Call) -> PortResult<Option<Endpoint>> {
        self.before().endpoint(address, call)
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<Readable<Holders>> {
        self.before().holders(address, call)
    }

    fn account(&mut self, account: &AccountName, call: &Call) -> PortResult<Option<LyncAccount>> {
        self.before().account(account, call)
    }

    fn rights(&mut self, call: &Call) -> PortResult<HeldRights> {
        self.before().rights(call)
    }

    fn pool_reading(&mut self, pool: &Fqdn, call: &Call) -> PortResult<PoolReading> {
        self.before().pool_reading(pool, call)
    }

    fn keep_alive(&mut self, call: &Call) -> PortResult<()> {
        self.before().keep_alive(call)
    }

    fn deployment_reading(&mut self, call: &Call) -> PortResult<DeploymentReading> {
        self.before().deployment_reading(call)
    }

    fn services(&mut self, server: &str, call: &Call) -> PortResult<Readable<Vec<WindowsService>>> {
        self.before().services(server, call)
    }

    fn replicas(
        &mut self,
        server: Option<&str>,
        call: &Call,
    ) -> PortResult<Readable<Vec<Replica>>> {
        self.before().replicas(server, call)
    }

    fn test_chat(&mut self, test: &ChatTest, call: &Call) -> PortResult<ChatTestResult> {
        self.before().test_chat(test, call)
    }

    fn preview(&mut self, change: &Change, call: &Call) -> PortResult<Preview> {
        self.before().preview(change, call)
    }

    fn apply(&mut self, change: &Change, call: &Call) -> PortResult<Applied> {
        let result = self.before().apply(change, call);
        self.after(result)
    }
}

#[test]
fn the_passwords_of_a_chat_test_reach_the_server_and_decide() {
    let peer = Peer::start(&[]);
    let mut session = peer.connect().expect("the peer lets us in");
    let mut outcome = |password: &Secret| {
        let tester = |user: &str| Credential {
            user: format!("CONTOSO\\{user}"),
            password: password.clone(),
        };
        let test = ChatTest {
            registrar: fqdn("pool2013-seoul.contoso.com"),
            sender: address("sip:helpdesk@contoso.com"),
            receiver: address("sip:noc@contoso.com"),
            credentials: Some(TesterCredentials {
                sender: tester("helpdesk"),
                receiver: tester("noc"),
            }),
            room: Some("pchat-seoul.contoso.com\\공지".to_owned()),
        };
        session.test_chat(&test, &call()).unwrap().outcome
    };
    assert_eq!(outcome(&peer.password()), ChatTestOutcome::Success);
    let wrong = Secret::new("wrong");
    assert_eq!(outcome(&wrong), ChatTestOutcome::Failure);
}

#[test]
fn a_session_that_flattens_enumerations_and_nested_objects_is_read_too() {
    let peer = Peer::start(&["--shape", "flat"]);
    let mut session = peer.connect().expect("the peer lets us in");
    let pool = fqdn("pchat-seoul.contoso.com");
    let reading = session.pool_reading(&pool, &call()).unwrap();
    assert_eq!(reading.is_stopped(), Some(false));
    assert_eq!(reading.content.rooms.unwrap().len(), 2);
    let surroundings = session.deployment_reading(&call()).unwrap();
    let policies = surroundings.policies.client_versions.unwrap();
    let unread = policies[0].rules.as_ref().unwrap_err();
    assert_eq!(unread.reason, UnreadReason::NotUnderstood);
    assert!(unread.words.contains("Block"), "{unread:?}");
    let user = AccountName::parse("sip:ocschat@contoso.com").unwrap();
    let account = session.account(&user, &call()).unwrap().unwrap();
    let granted: Vec<_> = account.policies.iter().map(|policy| &policy.name).collect();
    assert_eq!(granted, ["Services", "서비스 계정"]);
    assert!(account.registrar.is_some());
}
