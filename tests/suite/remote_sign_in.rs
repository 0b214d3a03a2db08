//! Signing in to the test peer: Kerberos from its own domain controller, what is said when that goes wrong, what NTLM
//! may stand in for, and what travels over a line without TLS.

use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{
    Account, Authentication, Change, Dial, EndpointSpec, Fqdn, Secret, SipUri,
};
use pchat_console::ports::{Deployment as _, PortError, PortErrorKind};
use serde_json::{Value, json};

use crate::peer::{Peer, call};

const STRICT: Authentication = Authentication::Negotiate {
    ntlm_allowed: false,
};
const LENIENT: Authentication = Authentication::Negotiate { ntlm_allowed: true };

fn dial(peer: &Peer, authentication: Authentication) -> Dial {
    named(peer, authentication, peer.fact("kerberos_user"))
}

fn named(peer: &Peer, authentication: Authentication, user: &str) -> Dial {
    Dial {
        account: Account::Named {
            user: user.to_owned(),
            password: peer.password(),
        },
        authentication,
        ..peer.dial()
    }
}

fn connect(dial: &Dial) -> Result<RemotePowerShell, PortError> {
    RemotePowerShell::connect(dial, &call())
}

fn refused(dial: &Dial) -> PortError {
    match connect(dial) {
        Ok(_) => panic!("signed in"),
        Err(err) => err,
    }
}

/// The mechanisms of the requests that were let in, each once.
fn mechanisms(peer: &Peer) -> Vec<String> {
    let requests = peer.get("/requests");
    let mut found: Vec<String> = entries(&requests)
        .iter()
        .filter_map(|request| request["mechanism"].as_str())
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

fn entries(requests: &Value) -> &[Value] {
    requests["requests"]
        .as_array()
        .or_else(|| requests.as_array())
        .expect("a list of requests")
}

fn kdc(peer: &Peer, order: &str) {
    peer.post("/kdc", &json!({ "do": order }));
}

#[test]
fn kerberos_signs_in_however_the_account_is_written() {
    let peer = Peer::start(&["--auth", "kerberos"]);
    for user in [
        "lab-admin@CONTOSO.COM",
        "lab-admin@contoso.com",
        "contoso.com\\lab-admin",
        " CONTOSO.COM\\lab-admin ",
    ] {
        for authentication in [STRICT, LENIENT, Authentication::Kerberos] {
            connect(&named(&peer, authentication, user))
                .unwrap_or_else(|err| panic!("{user} {authentication:?}: {err}"));
        }
    }
    assert_eq!(mechanisms(&peer), ["kerberos"]);
}

#[test]
fn kerberos_goes_before_ntlm_where_a_server_takes_both() {
    let peer = Peer::start(&["--auth", "both", "--kerberos"]);
    connect(&dial(&peer, LENIENT)).unwrap();
    assert_eq!(mechanisms(&peer), ["kerberos"]);
    // And NTLM is used where it is asked for.
    connect(&named(&peer, Authentication::Ntlm, peer.fact("user"))).unwrap();
    assert_eq!(mechanisms(&peer), ["kerberos", "ntlm"]);
}

#[test]
fn each_reason_to_have_no_ticket_is_named_and_ntlm_stands_in_only_where_it_is_allowed() {
    let peer = Peer::start(&["--auth", "negotiate", "--kerberos"]);
    for (order, back, words) in [
        ("stop", "start", "cannot be reached"),
        ("wrong-clock", "right-clock", "clocks"),
        (
            "forget-service",
            "know-service",
            "no service HTTP/localhost",
        ),
    ] {
        kdc(&peer, order);
        peer.reset();
        for authentication in [STRICT, Authentication::Kerberos] {
            let err = refused(&dial(&peer, authentication));
            assert_eq!(err.kind, PortErrorKind::NoTicket, "{order}: {err}");
            assert!(err.source.contains(words), "{order}: {err}");
        }
        assert_eq!(mechanisms(&peer), [""; 0], "{order}");
        connect(&dial(&peer, LENIENT)).unwrap_or_else(|err| panic!("{order}: {err}"));
        assert_eq!(mechanisms(&peer), ["ntlm"], "{order}");
        kdc(&peer, back);
    }
    connect(&dial(&peer, STRICT)).unwrap();
}

#[test]
fn what_is_wrong_with_the_account_is_told_and_not_tried_a_second_time_with_ntlm() {
    let peer = Peer::start(&["--auth", "negotiate", "--kerberos"]);
    let principal = peer.fact("kerberos_user").to_owned();
    let (name, realm) = principal.split_once('@').unwrap();
    // The orders are about this spelling.
    let user = format!("{realm}\\{name}");
    let check = |dial: &Dial, words: &str| {
        peer.reset();
        let err = refused(dial);
        assert_eq!(err.kind, PortErrorKind::Unauthenticated, "{err}");
        assert!(err.source.contains(words), "{err}");
        let requests = peer.get("/requests");
        assert_eq!(
            entries(&requests).len(),
            1,
            "only the question what is offered"
        );
    };
    for (order, back, words) in [
        ("lock-user", "unlock-user", "locked or disabled"),
        ("expire-password", "renew-password", "password has expired"),
    ] {
        kdc(&peer, order);
        check(&named(&peer, LENIENT, &user), words);
        kdc(&peer, back);
    }
    let mut wrong = named(&peer, LENIENT, &user);
    wrong.account = Account::Named {
        user,
        password: Secret::new("not the password"),
    };
    check(&wrong, "wrong password");
}

#[test]
fn a_user_the_realm_does_not_know_is_named_with_the_realm() {
    let peer = Peer::start(&["--auth", "kerberos"]);
    let err = refused(&named(&peer, STRICT, "nobody@CONTOSO.COM"));
    assert_eq!(err.kind, PortErrorKind::NoTicket);
    assert!(
        err.source.contains("CONTOSO.COM does not know the user"),
        "{err}"
    );
}

#[test]
fn a_server_that_wants_a_ticket_with_each_request_gets_one() {
    let peer = Peer::start(&["--auth", "kerberos"]);
    peer.post("/fault", &json!({ "name": "second-401", "times": -1 }));
    let mut session = connect(&dial(&peer, STRICT)).unwrap();
    let inventory = session.inventory(&call()).unwrap();
    assert_eq!(inventory.pools.len(), 3);
}

#[test]
fn a_server_that_forgets_the_sign_in_once_is_signed_in_to_again() {
    for (options, authentication) in [
        (&["--auth", "kerberos"][..], STRICT),
        (&["--auth", "negotiate"], Authentication::Ntlm),
    ] {
        let peer = Peer::start(options);
        let mut session = connect(&Dial {
            authentication,
            ..if authentication == STRICT {
                dial(&peer, STRICT)
            } else {
                peer.dial()
            }
        })
        .unwrap();
        peer.fault("second-401", "Get-CsSipDomain");
        assert!(session.inventory(&call()).is_ok(), "{options:?}");
    }
}

#[test]
fn over_http_every_body_is_sealed_and_an_answer_in_clear_is_not_believed() {
    for scheme in ["ntlm", "kerberos", "kerberos-scheme"] {
        let peer = Peer::start(&["--auth", scheme, "--http", "--seal"]);
        let dial = match scheme {
            "ntlm" => peer.dial(),
            _ => dial(&peer, Authentication::Kerberos),
        };
        assert_eq!(
            connect(&dial)
                .unwrap()
                .inventory(&call())
                .unwrap()
                .pools
                .len(),
            3
        );
        let requests = peer.get("/requests");
        // The peer refuses a body in clear, so none of these had one.
        let turned_back = entries(&requests)
            .iter()
            .filter(|request| request["status"] == 500)
            .count();
        assert_eq!(turned_back, 0, "{scheme}");

        let open = Peer::start(&["--auth", scheme, "--http"]);
        let mut dial = dial.clone();
        dial.uri = open.fact("uri").to_owned();
        dial.kdc = Some(open.fact("kdc").to_owned()).filter(|kdc| !kdc.is_empty());
        if let Account::Named { password, .. } = &mut dial.account {
            *password = open.password();
        }
        let err = refused(&dial);
        assert_eq!(err.kind, PortErrorKind::Protocol, "{scheme}: {err}");
        assert!(err.source.contains("not sealed"), "{scheme}: {err}");
    }
}

#[test]
fn a_sealed_line_that_forgets_the_sign_in_loses_no_reading_and_repeats_no_change() {
    let peer = Peer::start(&["--auth", "ntlm", "--http", "--seal"]);
    let mut session = connect(&peer.dial()).unwrap();
    peer.fault("second-401", "Get-CsSipDomain");
    assert!(session.inventory(&call()).is_ok());
    // Whoever writes in clear could say so after the change was made.
    peer.fault("second-401", "New-CsPersistentChatEndpoint");
    let change = Change::CreateEndpoint(EndpointSpec {
        sip_address: SipUri::parse("sip:once@contoso.com").unwrap(),
        pool: Fqdn::parse("pchat-seoul.contoso.com").unwrap(),
        display_name: None,
    });
    let err = session.apply(&change, &call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::OutcomeUnknown);
    let log = peer.get("/log");
    let sent = log["pipelines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|pipeline| pipeline["commands"][0]["name"] == "New-CsPersistentChatEndpoint")
        .count();
    assert_eq!(sent, 0, "refused once, and not sent again");
    assert!(session.inventory(&call()).is_ok());
}

#[test]
fn nobody_comes_in_where_a_sign_in_is_wanted() {
    let peer = Peer::start(&["--auth", "both"]);
    let err = refused(&Dial {
        authentication: Authentication::Nobody,
        ..peer.dial()
    });
    assert_eq!(err.kind, PortErrorKind::NoCommonSignIn);
    assert!(err.source.contains("Negotiate, NTLM"), "{err}");
}

#[test]
fn nothing_that_is_said_about_a_failed_sign_in_holds_the_password() {
    const CANARY: &str = "canary-5f3b";
    let peer = Peer::start(&["--auth", "negotiate", "--kerberos"]);
    for authentication in [
        STRICT,
        LENIENT,
        Authentication::Kerberos,
        Authentication::Ntlm,
    ] {
        let mut dial = dial(&peer, authentication);
        dial.account = Account::Named {
            user: peer.fact("kerberos_user").to_owned(),
            password: Secret::new(CANARY),
        };
        assert!(!format!("{dial:?}").contains(CANARY));
        let err = refused(&dial);
        assert!(
            !format!("{err:?} {err}").contains(CANARY),
            "{authentication:?}"
        );
    }
    let log = std::fs::read_to_string(peer.fact("log_file")).unwrap();
    assert!(!log.contains(CANARY));
}

#[cfg(not(feature = "ticket-cache"))]
#[test]
fn a_build_without_the_ticket_cache_says_so() {
    let peer = Peer::start(&["--auth", "kerberos"]);
    let err = refused(&Dial {
        account: Account::CurrentUser,
        ..dial(&peer, STRICT)
    });
    assert_eq!(err.kind, PortErrorKind::NoTicket);
    assert!(err.source.contains("built without"), "{err}");
}

#[test]
fn the_current_user_does_not_sign_in_over_http() {
    let peer = Peer::start(&["--auth", "kerberos", "--http", "--seal"]);
    let err = refused(&Dial {
        account: Account::CurrentUser,
        ..dial(&peer, STRICT)
    });
    assert_eq!(err.kind, PortErrorKind::NoCommonSignIn);
}

/// In a process of its own, because the library takes its tickets from where the environment says.
#[cfg(feature = "ticket-cache")]
#[test]
fn the_current_user_signs_in_with_the_tickets_of_kinit() {
    // Bindings that differ from the certificate are refused, so these are right.
    let peer = Peer::start(&[
        "--auth",
        "kerberos",
        "--ccache",
        "--require-channel-binding",
    ]);
    let listed = |cache: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_pchat-console"))
            .args(["inventory", "--format", "json", "--current-user", "--uri"])
            .arg(peer.fact("uri"))
            .arg("--ca-file")
            .arg(peer.fact("ca_file"))
            .env("KRB5_CONFIG", peer.fact("krb5_config"))
            .env("KRB5CCNAME", cache)
            .output()
            .expect("the program runs")
    };
    let output = listed(&format!(
        "FILE:{}",
        peer.fact("ccache").trim_start_matches("FILE:")
    ));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("pchat-seoul.contoso.com"));
    assert_eq!(mechanisms(&peer), ["kerberos"]);

    let output = listed("FILE:/no/such/cache");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(
        errors.contains("no tickets of the current user"),
        "{errors}"
    );
}
