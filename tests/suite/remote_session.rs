//! Losing the line: idle connections, a second 401, a shell that is gone, a front end that dies, and what is stopped.
//! Whatever happens, a question is asked at most twice and a change at most once.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{Access, Authentication, Change, EndpointSpec, Fqdn, Right, SipUri};
use pchat_console::ports::{Call, Cancel, Deployment as _, PortErrorKind};
use serde_json::{Value, json};

use crate::peer::{Peer, call};

const NEW: &str = "New-CsPersistentChatEndpoint";
const DOMAINS: &str = "Get-CsSipDomain";

fn create(address: &str) -> Change {
    Change::CreateEndpoint(EndpointSpec {
        sip_address: SipUri::parse(address).unwrap(),
        pool: Fqdn::parse("pchat-seoul.contoso.com").unwrap(),
        display_name: None,
    })
}

fn exists(peer: &Peer, address: &str) -> bool {
    let state = peer.get("/state");
    let endpoints = state["endpoints"].as_array().unwrap();
    endpoints
        .iter()
        .any(|endpoint| endpoint["sip_address"] == address && endpoint["exists"] == true)
}

/// The pipelines the server received for a cmdlet.
fn pipelines(peer: &Peer, cmdlet: &str) -> Vec<Value> {
    let log = peer.get("/log");
    let all = log["pipelines"].as_array().unwrap();
    let of_cmdlet = all
        .iter()
        .filter(|pipeline| pipeline["commands"][0]["name"] == cmdlet);
    of_cmdlet.cloned().collect()
}

fn operations(peer: &Peer, operation: &str) -> usize {
    let requests = peer.get("/requests");
    let list = requests["requests"].as_array().or(requests.as_array());
    list.unwrap()
        .iter()
        .filter(|request| request["operation"] == operation)
        .count()
}

fn connected(peer: &Peer) -> RemotePowerShell {
    peer.connect().expect("the peer lets us in")
}

#[test]
fn an_idle_session_is_kept_alive_without_a_command() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.post("/clear-log", &json!({}));
    session.keep_alive(&call()).unwrap();
    session.keep_alive(&call()).unwrap();
    assert_eq!(operations(&peer, "receive"), 2);
    assert_eq!(operations(&peer, "command"), 0);
    session.inventory(&call()).unwrap();
    assert_eq!(
        operations(&peer, "create"),
        0,
        "the shell is still the same"
    );
}

#[test]
fn a_session_that_went_while_idle_is_opened_anew_by_the_next_question() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.post(
        "/fault",
        &json!({ "name": "shell-gone", "operation": "receive" }),
    );
    session.keep_alive(&call()).unwrap_err();
    // Nothing is left to be kept alive.
    session.keep_alive(&call()).unwrap();
    session.inventory(&call()).unwrap();
}

#[test]
fn a_connection_the_server_closes_unannounced_costs_a_reading_nothing() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.post("/fault", &json!({ "name": "idle-close", "seconds": 0 }));
    for _ in 0..3 {
        session.inventory(&call()).unwrap();
    }
}

#[test]
fn a_second_401_while_an_answer_is_fetched_signs_in_again_and_loses_nothing() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.post("/clear-log", &json!({}));
    for operation in ["command", "receive", "signal"] {
        peer.post(
            "/fault",
            &json!({ "name": "second-401", "operation": operation, "cmdlet": NEW }),
        );
    }
    let applied = session
        .apply(&create("sip:again@contoso.com"), &call())
        .unwrap();
    assert!(applied.returned.is_some());
    assert_eq!(peer.get("/faults"), json!({ "faults": [] }), "all struck");
    assert_eq!(pipelines(&peer, NEW).len(), 1);
}

#[test]
fn a_server_that_restarts_in_the_middle_of_a_reading_is_asked_once_more() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.post(
        "/fault",
        &json!({ "name": "shell-gone", "operation": "receive", "cmdlet": DOMAINS }),
    );
    let inventory = session.inventory(&call()).unwrap();
    assert!(inventory.sip_domains.is_ok());
    assert_eq!(pipelines(&peer, DOMAINS).len(), 2);
    // Twice is an answer of its own.
    peer.post(
        "/fault",
        &json!({ "name": "shell-gone", "operation": "receive", "cmdlet": DOMAINS, "times": 2 }),
    );
    let err = session.inventory(&call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::LineLost);
    assert!(session.inventory(&call()).is_ok());
}

#[test]
fn a_server_that_restarts_in_the_middle_of_a_change_leaves_its_outcome_unknown() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.post(
        "/fault",
        &json!({ "name": "shell-gone", "operation": "receive", "cmdlet": NEW }),
    );
    let err = session
        .apply(&create("sip:x@contoso.com"), &call())
        .unwrap_err();
    assert_eq!(err.kind, PortErrorKind::OutcomeUnknown);
    assert_eq!(pipelines(&peer, NEW).len(), 1);
}

#[test]
fn a_front_end_that_dies_during_a_change_is_read_again_before_anything_else_is_known() {
    for after_act in [false, true] {
        let peer = Peer::start(&[]);
        let mut session = connected(&peer);
        peer.post(
            "/fault",
            &json!({ "name": "die", "cmdlet": NEW, "after_act": after_act }),
        );
        let err = session
            .apply(&create("sip:dying@contoso.com"), &call())
            .unwrap_err();
        assert_eq!(err.kind, PortErrorKind::OutcomeUnknown, "{err}");
        let address = SipUri::parse("sip:dying@contoso.com").unwrap();
        let gone = session.endpoint(&address, &call()).unwrap_err();
        assert_eq!(gone.kind, PortErrorKind::Unreachable, "{gone}");
        peer.post("/revive", &json!({}));
        let read = session.endpoint(&address, &call()).unwrap();
        assert_eq!(read.is_some(), after_act);
        assert_eq!(exists(&peer, "sip:dying@contoso.com"), after_act);
        assert!(pipelines(&peer, NEW).len() <= 1);
    }
}

#[test]
fn a_question_that_is_cancelled_is_stopped_on_the_server() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.fault("timeout", DOMAINS);
    let cancel = Cancel::default();
    let patience = Call::new(Duration::from_secs(30), &cancel);
    let err = std::thread::scope(|scope| {
        scope.spawn(|| {
            // The command runs when the server has it in its log.
            while pipelines(&peer, DOMAINS).is_empty() {
                std::thread::yield_now();
            }
            cancel.cancel();
        });
        session.inventory(&patience).unwrap_err()
    });
    assert_eq!(err.kind, PortErrorKind::Cancelled);
    assert_eq!(pipelines(&peer, DOMAINS)[0]["outcome"], "stopped");
    assert!(session.inventory(&call()).is_ok());
}

/// Stands between client and server and holds back the answer to the first Command for ever.
struct HoldingRelay {
    address: SocketAddr,
}

impl HoldingRelay {
    fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread("relay", move || {
            let is_used = Arc::new(AtomicBool::new(false));
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                relay(client, TcpStream::connect(server).unwrap(), &is_used);
            }
        });
        Self { address }
    }
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) {
    let builder = std::thread::Builder::new().name(name.to_owned());
    builder.spawn(work).unwrap();
}

/// Copies both ways, on threads that end with their connection.
fn relay(client: TcpStream, server: TcpStream, is_used: &Arc<AtomicBool>) {
    const COMMAND: &[u8] = b"windows/shell/Command<";
    let holds = Arc::new(AtomicBool::new(false));
    let (mut from_client, mut to_server) =
        (client.try_clone().unwrap(), server.try_clone().unwrap());
    let (mut from_server, mut to_client) = (server, client);
    let (is_used, holding) = (is_used.clone(), holds.clone());
    thread("relay", move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from_client.read(&mut buffer) {
            let bytes = &buffer[..count];
            if bytes.windows(COMMAND.len()).any(|part| part == COMMAND)
                && !is_used.swap(true, Ordering::SeqCst)
            {
                holding.store(true, Ordering::SeqCst);
            }
            if to_server.write_all(bytes).is_err() {
                return;
            }
        }
    });
    thread("relay", move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from_server.read(&mut buffer) {
            if !holds.load(Ordering::SeqCst) && to_client.write_all(&buffer[..count]).is_err() {
                return;
            }
        }
    });
}

#[test]
fn a_change_given_up_before_the_server_took_it_is_unknown_and_its_shell_is_closed() {
    let peer = Peer::start(&["--auth", "basic", "--http"]);
    let mut dial = peer.dial();
    dial.authentication = Authentication::Basic;
    let port = dial
        .uri
        .split(':')
        .nth(2)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let relay = HoldingRelay::to(format!("127.0.0.1:{port}").parse().unwrap());
    dial.uri = format!("http://{}/OcsPowershell", relay.address);
    let mut session = RemotePowerShell::connect(&dial, &call()).unwrap();
    let short = Call::new(Duration::from_secs(1), &Cancel::default());
    let err = session
        .apply(&create("sip:held@contoso.com"), &short)
        .unwrap_err();
    assert_eq!(err.kind, PortErrorKind::OutcomeUnknown);
    assert_eq!(operations(&peer, "delete"), 1);
    assert_eq!(pipelines(&peer, NEW).len(), 1);
    let address = SipUri::parse("sip:held@contoso.com").unwrap();
    session.endpoint(&address, &call()).unwrap();
}

#[test]
fn a_shell_that_was_given_up_is_closed_and_does_not_pile_up_on_the_server() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.fault("timeout", DOMAINS);
    let short = Call::new(Duration::from_secs(1), &Cancel::default());
    session.inventory(&short).unwrap_err();
    assert_eq!(operations(&peer, "delete"), 1);
    session.inventory(&call()).unwrap();
    drop(session);
    assert_eq!(operations(&peer, "create"), operations(&peer, "delete"));
}

#[test]
fn a_read_only_session_has_nothing_to_change_with() {
    let peer = Peer::start(&[]);
    let mut dial = peer.dial();
    dial.access = Access::ReadOnly;
    let mut session = RemotePowerShell::connect(&dial, &call()).unwrap();
    let change = create("sip:x@contoso.com");
    let err = session.apply(&change, &call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::ReadOnly);
    assert_eq!(pipelines(&peer, NEW), Vec::<Value>::new());
    // What a change would do can be asked.
    session.preview(&change, &call()).unwrap();
    assert_eq!(pipelines(&peer, NEW).len(), 1);
    assert!(!exists(&peer, "sip:x@contoso.com"));

    session.set_access(Access::Changes);
    session.apply(&change, &call()).unwrap();
    assert!(exists(&peer, "sip:x@contoso.com"));
    session.set_access(Access::ReadOnly);
    session
        .apply(&create("sip:y@contoso.com"), &call())
        .unwrap_err();
    assert!(!exists(&peer, "sip:y@contoso.com"));
}

#[test]
fn rights_are_discovered_with_the_roles_that_have_the_others() {
    let peer = Peer::start(&["--no-role"]);
    let rights = connected(&peer).rights(&call()).unwrap();
    assert_eq!(rights.right("Get-CsService"), Right::Held);
    match rights.right(NEW) {
        Right::Missing { roles } => assert!(roles.contains(&"CsAdministrator".to_owned())),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rights_that_cannot_be_asked_for_are_unknown() {
    let peer = Peer::start(&[]);
    let mut session = connected(&peer);
    peer.post(
        "/fault",
        &json!({ "name": "refuse", "cmdlet": "Get-Command", "terminating": true,
                 "error_id": "CommandNotFoundException", "category": "ObjectNotFound" }),
    );
    let rights = session.rights(&call()).unwrap();
    assert!(matches!(rights.right(NEW), Right::Unknown(_)), "{rights:?}");
    assert!(session.inventory(&call()).is_ok());
}
