//! The live deployment against the test peer: signing in, what is sent, and every way an answer can be wrong.

use std::path::PathBuf;
use std::time::Duration;

use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{
    Access, Account, Authentication, Change, EndpointSpec, Fqdn, Secret, SipUri, UnreadReason,
};
use pchat_console::lync::{Argument, Cmdlet};
use pchat_console::ports::{Call, Cancel, Deployment as _, PortError, PortErrorKind};
use serde_json::{Value, json};

use crate::peer::{Peer, call};

fn spec(address: &str, name: Option<&str>) -> EndpointSpec {
    EndpointSpec {
        sip_address: SipUri::parse(address).unwrap(),
        pool: Fqdn::parse("pchat-seoul.contoso.com").unwrap(),
        display_name: name.map(str::to_owned),
    }
}

fn create(address: &str) -> Change {
    Change::CreateEndpoint(spec(address, None))
}

fn refused(result: Result<RemotePowerShell, PortError>) -> PortErrorKind {
    match result {
        Ok(_) => panic!("signed in"),
        Err(err) => err.kind,
    }
}

#[test]
fn every_way_a_server_offers_windows_authentication_signs_in() {
    for options in [
        &["--auth", "negotiate"][..],
        &["--auth", "ntlm"],
        &["--auth", "both"],
        &["--auth", "negotiate", "--require-channel-binding"],
        &["--auth", "negotiate", "--tls", "2012r2"],
    ] {
        let peer = Peer::start(options);
        let mut session = peer
            .connect()
            .unwrap_or_else(|err| panic!("{options:?}: {err}"));
        let inventory = session.inventory(&call()).unwrap();
        assert_eq!(inventory.pools.len(), 3, "{options:?}");
    }
}

#[test]
fn basic_signs_in_over_tls_or_on_this_machine_and_only_when_asked_for() {
    let peer = Peer::start(&["--auth", "basic"]);
    assert_eq!(refused(peer.connect()), PortErrorKind::NoCommonSignIn);
    let mut dial = peer.dial();
    dial.authentication = Authentication::Basic;
    RemotePowerShell::connect(&dial, &call()).unwrap();

    let clear = Peer::start(&["--auth", "basic", "--http"]);
    let mut dial = clear.dial();
    dial.authentication = Authentication::Basic;
    RemotePowerShell::connect(&dial, &call()).expect("this machine hears only itself");
}

#[test]
fn each_thing_that_can_be_wrong_with_a_connection_is_told_apart() {
    let peer = Peer::start(&["--auth", "both"]);
    let good = peer.dial();
    let with = |spoil: &dyn Fn(&mut pchat_console::domain::Dial)| {
        let mut dial = good.clone();
        spoil(&mut dial);
        refused(RemotePowerShell::connect(&dial, &call()))
    };
    let account = |user: &str, password: Secret| Account::Named {
        user: user.to_owned(),
        password,
    };
    let user = peer.fact("user");
    let wrong_password = with(&|dial| dial.account = account(user, Secret::new("wrong")));
    assert_eq!(wrong_password, PortErrorKind::Unauthenticated);
    let no_password = with(&|dial| dial.account = account(user, Secret::default()));
    assert_eq!(no_password, PortErrorKind::Unauthenticated);
    let unknown_user = with(&|dial| dial.account = account("CONTOSO\\nobody", peer.password()));
    assert_eq!(unknown_user, PortErrorKind::Unauthenticated);
    assert_eq!(with(&|dial| dial.ca_file = None), PortErrorKind::Untrusted);
    let missing_file = with(&|dial| dial.ca_file = Some(PathBuf::from("no-such-file.pem")));
    assert_eq!(missing_file, PortErrorKind::File);
    // A pool's own FQDN usually answers, but not here.
    let other_path = with(&|dial| dial.uri = dial.uri.replace("OcsPowershell", "wsman"));
    assert_eq!(other_path, PortErrorKind::NotPowerShell);
    let closed_port = with(&|dial| dial.uri = "https://localhost:1/OcsPowershell".to_owned());
    assert_eq!(closed_port, PortErrorKind::Unreachable);
    let unknown_host = with(&|dial| dial.uri = "https://fe01.invalid/OcsPowershell".to_owned());
    assert_eq!(unknown_host, PortErrorKind::NameNotFound);
    let clear_text = with(&|dial| {
        dial.uri = "http://fe01.contoso.com/OcsPowershell".to_owned();
        dial.authentication = Authentication::Basic;
    });
    assert_eq!(clear_text, PortErrorKind::NotPowerShell);

    let expired = Peer::start(&["--certificate", "expired"]);
    assert_eq!(
        refused(expired.connect()),
        PortErrorKind::CertificateExpired
    );
    let other_name = Peer::start(&["--certificate", "wrong-name"]);
    assert_eq!(refused(other_name.connect()), PortErrorKind::WrongHostName);
}

#[test]
fn what_the_server_binds_is_what_the_command_shows() {
    let peer = Peer::start(&[]);
    let mut session = peer.connect().unwrap();
    for (number, name) in [
        "Persistent Chat",
        "레거시 끝점",
        "Ken’s ‘chat’ ‚x‛ 'y'",
        "$(Remove-Item x); `n \"q\" | # --% %PATH%",
        "_x0041_ <&> ]]>",
        "常設チャット 𠮟 \u{1f600}",
    ]
    .into_iter()
    .enumerate()
    {
        peer.post("/clear-log", &json!({}));
        let spec = spec(&format!("sip:name{number}@contoso.com"), Some(name));
        let change = Change::CreateEndpoint(spec);
        let applied = session.apply(&change, &call()).unwrap();
        let returned = applied.returned.unwrap();
        assert_eq!(returned.display_name.as_deref(), Some(name));

        let log = peer.get("/log");
        let commands: Vec<&Value> = log["pipelines"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|pipeline| pipeline["commands"].as_array().unwrap())
            .collect();
        assert_eq!(commands.len(), 1, "one command, sent once");
        assert_eq!(commands[0]["is_script"], false);
        let cmdlet = Cmdlet::act(&change);
        assert_eq!(commands[0]["name"], cmdlet.name());
        let bound: Vec<(String, Value)> = commands[0]["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parameter| {
                (
                    parameter["name"].as_str().unwrap().to_owned(),
                    parameter["value"].clone(),
                )
            })
            .collect();
        let shown: Vec<(String, Value)> = cmdlet
            .parameters()
            .into_iter()
            .map(|parameter| {
                let value = match parameter.value {
                    Argument::Text(text) => json!(text),
                    Argument::List(texts) => json!(texts),
                    Argument::Switch(on) => json!(on),
                    Argument::Credential(_) => panic!("no change takes one"),
                };
                (parameter.name.to_owned(), value)
            })
            .collect();
        assert_eq!(bound, shown);
        assert!(bound.contains(&("Confirm".to_owned(), json!(false))));
    }
}

#[test]
fn hostile_answers_end_in_an_error_and_never_in_a_hang() {
    let peer = Peer::start(&[]);
    for kind in [
        "not-xml",
        "truncated",
        "huge-body",
        "dtd",
        "entities",
        "deep-envelope",
        "wrong-relates-to",
        "bad-base64",
        "invalid-fragment",
        "fragment-gap",
        "endless-object",
        "wrong-ids",
        "not-clixml",
        "clixml-dtd",
        "deep-nesting",
        "billion-refs",
    ] {
        peer.reset();
        let mut session = peer.connect().unwrap();
        // Half an answer is a broken line, after which a question is asked once more.
        let times = if kind == "truncated" { 2 } else { 1 };
        peer.post(
            "/fault",
            &json!({ "name": format!("hostile:{kind}"), "times": times }),
        );
        let short = Call::new(Duration::from_secs(10), &Cancel::default());
        let read = session.inventory(&short);
        match read {
            Err(err) => assert!(!err.source.is_empty(), "{kind}"),
            // A message for somebody else is ignored, and what it stood in for is missing.
            Ok(inventory) => assert!(
                !inventory.notices.is_empty() || inventory.pools.is_empty(),
                "{kind} was believed"
            ),
        }
        // The session is usable again, on a new shell.
        assert!(session.inventory(&call()).is_ok(), "after {kind}");
    }
}

#[test]
fn a_hostile_answer_to_a_change_leaves_its_outcome_unknown() {
    let peer = Peer::start(&[]);
    let mut session = peer.connect().unwrap();
    peer.post(
        "/fault",
        &json!({ "name": "hostile:not-xml", "times": 1, "cmdlet": "New-CsPersistentChatEndpoint" }),
    );
    let err = session
        .apply(&create("sip:x@contoso.com"), &call())
        .unwrap_err();
    assert_eq!(err.kind, PortErrorKind::OutcomeUnknown);
}

#[test]
fn a_change_is_never_sent_twice_whatever_happens_to_the_line() {
    let peer = Peer::start(&[]);
    for fault in [
        "drop-before-act",
        "drop-after-act",
        "http-500",
        "second-401",
        "shell-gone",
    ] {
        peer.reset();
        let mut session = peer.connect().unwrap();
        peer.fault(fault, "New-CsPersistentChatEndpoint");
        let result = session.apply(&create("sip:once@contoso.com"), &call());
        if let Err(err) = &result {
            assert!(
                matches!(
                    err.kind,
                    PortErrorKind::OutcomeUnknown
                        | PortErrorKind::LineLost
                        | PortErrorKind::NotPowerShell
                ),
                "{fault}: {err}"
            );
        }
        let log = peer.get("/log");
        let sent = log["pipelines"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|pipeline| pipeline["commands"][0]["name"] == "New-CsPersistentChatEndpoint")
            .count();
        assert!(sent <= 1, "{fault}: sent {sent} times");
        // Afterwards the server can be read, which is how an unknown outcome is settled.
        session
            .inventory(&call())
            .unwrap_or_else(|err| panic!("after {fault}: {err}"));
    }
}

#[test]
fn a_command_that_never_answers_is_stopped_on_the_server() {
    let peer = Peer::start(&[]);
    let mut session = peer.connect().unwrap();
    peer.fault("timeout", "Get-CsSipDomain");
    let short = Call::new(Duration::from_secs(2), &Cancel::default());
    let err = session.inventory(&short).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Timeout);
    let log = peer.get("/log");
    let stopped = log["pipelines"]
        .as_array()
        .unwrap()
        .iter()
        .any(|p| p["commands"][0]["name"] == "Get-CsSipDomain" && p["outcome"] == "stopped");
    assert!(stopped, "{log}");
    assert!(session.inventory(&call()).is_ok());
}

#[test]
fn idle_connections_the_server_closed_are_opened_again() {
    let peer = Peer::start(&[]);
    let mut session = peer.connect().unwrap();
    peer.post("/drop-connections", &json!({}));
    assert!(session.inventory(&call()).is_ok());
}

#[test]
fn a_reading_whose_line_breaks_once_is_asked_again_and_one_whose_line_breaks_twice_fails() {
    let peer = Peer::start(&[]);
    let mut session = peer.connect().unwrap();
    peer.fault("drop-after-act", "Get-CsSipDomain");
    assert!(session.inventory(&call()).is_ok());
    peer.post(
        "/fault",
        &json!({ "name": "drop-after-act", "cmdlet": "Get-CsSipDomain", "times": 2 }),
    );
    let err = session.inventory(&call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::LineLost);
    assert!(session.inventory(&call()).is_ok());
}

#[test]
fn a_missing_right_is_said_and_nothing_else_is_lost() {
    let peer = Peer::start(&["--no-domain-right", "--no-principal-right"]);
    let mut session = peer.connect().unwrap();
    let inventory = session.inventory(&call()).unwrap();
    assert_eq!(
        inventory.sip_domains.as_ref().unwrap_err().reason,
        UnreadReason::NoRight
    );
    assert_eq!((inventory.pools.len(), inventory.endpoints.len()), (3, 4));
    let address = SipUri::parse("sip:ocschat@contoso.com").unwrap();
    let holders = session.holders(&address, &call()).unwrap().unwrap();
    assert_eq!(
        holders.principals.as_ref().unwrap_err().reason,
        UnreadReason::NoRight
    );
    assert_eq!(holders.found().len(), 1);
}

#[test]
fn a_session_in_no_language_mode_is_enough() {
    let peer = Peer::start(&["--language-mode", "NoLanguage"]);
    let mut session = peer.connect().unwrap();
    session.inventory(&call()).unwrap();
    session
        .preview(&create("sip:x@contoso.com"), &call())
        .unwrap();
    session
        .apply(&create("sip:x@contoso.com"), &call())
        .unwrap();
}

#[test]
fn a_server_without_what_if_text_gives_no_preview_and_no_success() {
    let peer = Peer::start(&["--no-whatif-text"]);
    let mut session = peer.connect().unwrap();
    let preview = session
        .preview(&create("sip:x@contoso.com"), &call())
        .unwrap();
    assert!(preview.text.is_empty());
}

#[test]
fn a_warning_reaches_the_caller_in_the_servers_own_words() {
    let peer = Peer::start(&[]);
    let mut session = peer.connect().unwrap();
    session
        .apply(&create("sip:first@contoso.com"), &call())
        .unwrap();
    let applied = session
        .apply(&create("sip:second@contoso.com"), &call())
        .unwrap();
    assert!(
        applied
            .words
            .iter()
            .any(|words| words.contains("already has another endpoint"))
    );
}

#[test]
fn a_read_only_session_sends_no_change() {
    let peer = Peer::start(&[]);
    let mut session = peer.connect().unwrap();
    session.set_access(Access::ReadOnly);
    let err = session
        .apply(&create("sip:x@contoso.com"), &call())
        .unwrap_err();
    assert_eq!(err.kind, PortErrorKind::ReadOnly);
    assert_eq!(peer.get("/log")["pipelines"].as_array().unwrap().len(), 0);
}

#[test]
fn flattened_objects_are_read_as_well_as_nested_ones() {
    for shape in ["nested", "flat"] {
        let peer = Peer::start(&["--shape", shape]);
        let inventory = peer.connect().unwrap().inventory(&call()).unwrap();
        let tokyo = Fqdn::parse("pchat-tokyo.contoso.com").unwrap();
        let pool = inventory.pool(&tokyo).unwrap();
        assert_eq!(pool.active_servers.as_ref().unwrap().len(), 2, "{shape}");
        assert_eq!(pool.state.as_ref().unwrap().word(), "Normal", "{shape}");
    }
}
