//! The connection test against the peer: every layer that can fail is named, with what was seen until there.

use std::path::PathBuf;

use pchat_console::adapters::remote_powershell::diagnose;
use pchat_console::domain::{
    Account, Authentication, Certificate, Dial, Layer, LayerFacts, LayerResult, LayerVerdict,
    Message, Recording, Secret,
};
use pchat_console::lync::NAMES;
use pchat_console::ports::{Call, Cancel};
use serde_json::json;

use crate::peer::{Peer, call};

const LAYERS: [Layer; 6] = [
    Layer::NameResolution,
    Layer::Tcp,
    Layer::Tls,
    Layer::SignIn,
    Layer::Session,
    Layer::Rights,
];

fn test(dial: &Dial) -> Vec<LayerResult> {
    let mut results = Vec::new();
    diagnose(dial, &call(), &mut |result| results.push(result));
    results
}

fn find<'a>(results: &'a [LayerResult], layer: &Layer) -> &'a LayerResult {
    results
        .iter()
        .find(|result| result.layer == *layer)
        .unwrap()
}

fn chain(results: &[LayerResult]) -> Vec<Certificate> {
    match &find(results, &Layer::Tls).facts {
        LayerFacts::Tls { chain, .. } => chain.clone(),
        other => panic!("{other:?}"),
    }
}

/// The test fails at this layer with this message; what is before passed, what is behind was not reached.
fn check_failure(dial: &Dial, layer: &Layer, is_it: impl Fn(&Message) -> bool) -> Vec<LayerResult> {
    let results = test(dial);
    let layers: Vec<Layer> = results.iter().map(|result| result.layer.clone()).collect();
    assert_eq!(layers, LAYERS, "{results:?}");
    let place = LAYERS.iter().position(|one| one == layer).unwrap();
    for (at, result) in results.iter().enumerate() {
        let verdict = result.verdict;
        let is_right = match at.cmp(&place) {
            std::cmp::Ordering::Less => {
                matches!(verdict, LayerVerdict::Passed | LayerVerdict::Warning)
            }
            std::cmp::Ordering::Equal => verdict == LayerVerdict::Failed,
            std::cmp::Ordering::Greater => verdict == LayerVerdict::NotReached,
        };
        assert!(is_right, "{:?} is {verdict:?}: {results:?}", result.layer);
    }
    let messages = &results[place].messages;
    assert!(messages.iter().any(is_it), "{messages:?}");
    results
}

#[test]
fn a_good_connection_passes_every_layer_and_tells_what_it_saw() {
    let peer = Peer::start(&["--auth", "both"]);
    let results = test(&peer.dial());
    for result in &results {
        assert!(
            matches!(result.verdict, LayerVerdict::Passed | LayerVerdict::Warning),
            "{result:?}"
        );
    }
    let layers: Vec<Layer> = results.iter().map(|result| result.layer.clone()).collect();
    let cmdlets = NAMES.map(|name| Layer::Cmdlet(name.to_owned()));
    assert_eq!(layers, [&LAYERS[..], &cmdlets].concat());

    match &find(&results, &Layer::NameResolution).facts {
        LayerFacts::Addresses(addresses) => {
            assert!(addresses.iter().any(|text| text.starts_with("127.0.0.1:")));
        }
        other => panic!("{other:?}"),
    }
    match &find(&results, &Layer::Tcp).facts {
        LayerFacts::Connected(address) => assert!(address.starts_with("127.0.0.1:"), "{address}"),
        other => panic!("{other:?}"),
    }
    match &find(&results, &Layer::Tls).facts {
        LayerFacts::Tls {
            protocol, cipher, ..
        } => {
            assert!(protocol.as_deref().unwrap().starts_with("TLS 1."));
            assert!(cipher.as_deref().unwrap().starts_with("TLS_"));
        }
        other => panic!("{other:?}"),
    }
    let own = &chain(&results)[0];
    assert!(own.subject.contains("CN="), "{own:?}");
    assert!(own.names.iter().any(|name| name == "localhost"), "{own:?}");
    assert!(own.not_before.unwrap() < own.not_after.unwrap());
    assert_eq!(own.sha256.len(), 95);
    match &find(&results, &Layer::Session).facts {
        LayerFacts::Session {
            protocol,
            powershell,
        } => {
            assert_eq!(protocol.as_deref(), Some("2.2"));
            assert!(powershell.is_some());
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(
        find(&results, &Layer::Rights).facts,
        LayerFacts::Rights {
            held: NAMES.len(),
            used: NAMES.len()
        }
    );
}

#[test]
fn a_test_asks_what_the_account_may_do_and_nothing_else() {
    let peer = Peer::start(&[]);
    test(&peer.dial());
    let log = peer.get("/log");
    let names: Vec<&str> = log["pipelines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pipeline| pipeline["commands"][0]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Get-Command", "Get-CsAdminRole"]);
}

#[test]
fn what_is_wrong_before_the_sign_in_is_told_apart() {
    let peer = Peer::start(&[]);
    let with = |uri: &str| Dial {
        uri: uri.to_owned(),
        ..peer.dial()
    };
    check_failure(&with("fe01"), &Layer::NameResolution, |message| {
        *message == Message::DiagnosisAddressUnusable
    });
    check_failure(
        &with("https://fe01.invalid/OcsPowershell"),
        &Layer::NameResolution,
        |message| matches!(message, Message::DiagnosisNameNotFound { host } if host == "fe01.invalid"),
    );
    check_failure(
        &with("https://127.0.0.1:1/OcsPowershell"),
        &Layer::Tcp,
        |message| matches!(message, Message::DiagnosisRefused { port: 1, .. }),
    );
    let missing = Dial {
        ca_file: Some(PathBuf::from("no-such-file.pem")),
        ..peer.dial()
    };
    check_failure(
        &missing,
        &Layer::Tls,
        |message| matches!(message, Message::DiagnosisCaFile { path } if path == "no-such-file.pem"),
    );
    let clear = Peer::start(&["--http", "--auth", "ntlm"]);
    let no_tls = Dial {
        uri: clear.dial().uri.replace("http://", "https://"),
        ..peer.dial()
    };
    check_failure(&no_tls, &Layer::Tls, |message| {
        matches!(message, Message::DiagnosisNoCommonTls { .. })
    });
}

#[test]
fn a_certificate_that_is_refused_is_shown_all_the_same() {
    let peer = Peer::start(&[]);
    let stranger = Dial {
        ca_file: None,
        ..peer.dial()
    };
    let results = check_failure(
        &stranger,
        &Layer::Tls,
        |message| matches!(message, Message::DiagnosisUntrusted { issuer } if issuer.contains("CN=")),
    );
    assert!(!chain(&results).is_empty());

    let expired = Peer::start(&["--certificate", "expired"]);
    let results = check_failure(&expired.dial(), &Layer::Tls, |message| {
        matches!(message, Message::DiagnosisExpired { .. })
    });
    assert!(!chain(&results).is_empty());

    let other = Peer::start(&["--certificate", "wrong-name"]);
    let results = check_failure(
        &other.dial(),
        &Layer::Tls,
        |message| matches!(message, Message::DiagnosisWrongHostName { names, .. } if !names.is_empty()),
    );
    assert!(!chain(&results)[0].names.contains(&"localhost".to_owned()));
}

#[test]
fn a_server_with_the_cipher_suites_of_2012_r2_passes() {
    let peer = Peer::start(&["--tls", "2012r2"]);
    let results = test(&peer.dial());
    match &find(&results, &Layer::Tls).facts {
        LayerFacts::Tls {
            protocol,
            cipher,
            chain,
        } => {
            assert_eq!(protocol.as_deref(), Some("TLS 1.2"));
            assert!(!cipher.as_deref().unwrap().starts_with("0x"), "{cipher:?}");
            assert!(!chain.is_empty());
        }
        other => panic!("{other:?}"),
    }
    assert_ne!(
        find(&results, &Layer::Rights).verdict,
        LayerVerdict::NotReached
    );
}

#[test]
fn what_is_wrong_with_the_sign_in_or_the_path_is_told_apart() {
    let peer = Peer::start(&["--auth", "both"]);
    let wrong = Dial {
        account: Account::Named {
            user: peer.fact("user").to_owned(),
            password: Secret::new("wrong"),
        },
        ..peer.dial()
    };
    check_failure(&wrong, &Layer::SignIn, |message| {
        matches!(message, Message::DiagnosisUnauthenticated { .. })
    });
    let basic = Dial {
        authentication: Authentication::Basic,
        ..peer.dial()
    };
    check_failure(&basic, &Layer::SignIn, |message| {
        matches!(message, Message::DiagnosisNoCommonSignIn { .. })
    });
    let path = Dial {
        uri: peer.dial().uri.replace("OcsPowershell", "wsman"),
        ..peer.dial()
    };
    check_failure(&path, &Layer::SignIn, |message| {
        matches!(message, Message::DiagnosisNotPowerShell { .. })
    });
}

#[test]
fn a_session_that_does_not_open_is_told_apart_from_the_sign_in() {
    let peer = Peer::start(&[]);
    peer.post(
        "/fault",
        &json!({ "name": "hostile:not-xml", "operation": "create", "times": 1 }),
    );
    check_failure(&peer.dial(), &Layer::Session, |message| {
        matches!(message, Message::DiagnosisSessionFailed { .. })
    });
}

#[test]
fn a_missing_right_names_the_cmdlet_and_who_has_it() {
    let peer = Peer::start(&["--no-role", "--no-domain-right"]);
    let results = test(&peer.dial());
    let rights = find(&results, &Layer::Rights);
    assert_eq!(rights.verdict, LayerVerdict::Warning);
    assert_eq!(
        rights.messages,
        [Message::DiagnosisRightsPartly { missing: 3 }]
    );
    for name in [
        "New-CsPersistentChatEndpoint",
        "Remove-CsPersistentChatEndpoint",
        "Get-CsSipDomain",
    ] {
        let result = find(&results, &Layer::Cmdlet(name.to_owned()));
        assert_eq!(result.verdict, LayerVerdict::Warning, "{name}");
        assert!(
            matches!(&result.messages[..], [Message::NoRight { cmdlet, roles }]
                if cmdlet == name && roles.iter().any(|role| role == "CsAdministrator")),
            "{result:?}"
        );
    }
    let held = find(&results, &Layer::Cmdlet("Get-CsService".to_owned()));
    assert_eq!(held.verdict, LayerVerdict::Passed);
}

#[test]
fn a_connection_in_clear_text_is_said_to_be_one() {
    let peer = Peer::start(&["--auth", "basic", "--http"]);
    let dial = Dial {
        authentication: Authentication::Basic,
        ..peer.dial()
    };
    let results = test(&dial);
    let tls = find(&results, &Layer::Tls);
    assert_eq!(tls.verdict, LayerVerdict::Warning);
    assert_eq!(tls.messages, [Message::DiagnosisNotEncrypted]);
    assert_eq!(
        find(&results, &Layer::Session).verdict,
        LayerVerdict::Passed
    );
}

#[test]
fn a_cancelled_test_ends_and_says_so() {
    let cancel = Cancel::default();
    cancel.cancel();
    let peer = Peer::start(&[]);
    let mut results = Vec::new();
    let patience = std::time::Duration::from_secs(30);
    diagnose(&peer.dial(), &Call::new(patience, &cancel), &mut |result| {
        results.push(result);
    });
    let failed = results
        .iter()
        .find(|result| result.verdict == LayerVerdict::Failed)
        .unwrap();
    assert_eq!(failed.messages, [Message::DiagnosisCancelled]);
    assert_eq!(results.last().unwrap().verdict, LayerVerdict::NotReached);
}

#[test]
fn a_test_can_be_written_down_for_support() {
    let peer = Peer::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.transcript");
    let dial = Dial {
        recording: Recording::File(path.clone()),
        ..peer.dial()
    };
    test(&dial);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("Get-Command") && text.contains("\nanswer "));
    // A file that is there already is told, not written over.
    check_failure(&dial, &Layer::SignIn, |message| {
        matches!(message, Message::DiagnosisSignInFailed { .. })
    });
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}
