//! The contract over the wire: the same behaviours on the live adapter, against the test peer by HTTPS and NTLM.

use std::sync::Arc;
use std::time::Duration;

use pchat_console::adapters::clock::SystemClock;
use pchat_console::domain::{
    ChatTest, ChatTestOutcome, Credential, EndpointSpec, Secret, SipUri, TesterCredentials,
    UnreadReason,
};
use pchat_console::plan::Limits;
use pchat_console::ports::{Clock, Deployment};
use serde_json::json;

use crate::contract::{Bench, Fault, Replication, Rights};
use crate::peer::{Peer, call};
use crate::support::{address, fqdn};

/// More reads than any test makes.
const NEVER: u32 = 1_000_000;

struct PeerBench {
    peer: Peer,
}

impl PeerBench {
    fn new() -> Self {
        let bench = Self {
            peer: Peer::start(&[]),
        };
        bench.replicate(Replication::Soon);
        bench
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

impl Bench for PeerBench {
    fn session(&self) -> Box<dyn Deployment> {
        Box::new(self.peer.connect().expect("the peer lets us in"))
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(SystemClock::default())
    }

    fn limits(&self) -> Limits {
        Limits {
            call: Duration::from_secs(3),
            read_back: Duration::from_secs(3),
            poll: Duration::from_millis(20),
        }
    }

    fn fault(&self, fault: Fault) {
        self.next_change(&match fault {
            Fault::Refuse => json!({ "name": "refuse", "category": "InvalidOperation" }),
            Fault::TimeOut => json!({ "name": "timeout" }),
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

crate::contract::contract!(PeerBench::new);

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
}
