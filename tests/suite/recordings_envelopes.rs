//! Every recorded answer as an envelope: what it says, and which faults real servers answer with.

use std::collections::BTreeMap;

use pchat_console::psrp::wsman::{FaultKind, Response};

use super::recordings::{Exchange, recordings};

#[test]
fn every_recorded_answer_is_read() {
    let recordings = recordings();
    let exchanges = recordings
        .sessions
        .iter()
        .flat_map(|session| &session.exchanges);
    let mut read = 0;
    for exchange in exchanges.filter(|exchange| !exchange.response.is_empty()) {
        let response = parsed(exchange);
        // One recording holds a fault without the status that came with it.
        assert!(response.fault.is_some() || exchange.status != 500);
        if exchange.action == "Create" {
            assert!(response.shell_id.is_some_and(|id| !id.is_empty()));
        }
        read += 1;
    }
    // One request was left without any.
    assert_eq!(read, 520);
}

/// The kind, the Windows error, the subcode, and which part of the server said so.
#[test]
fn the_faults_of_real_servers_are_told_apart_and_kept() {
    let recordings = recordings();
    let exchanges = recordings
        .sessions
        .iter()
        .flat_map(|session| &session.exchanges);
    let mut found = BTreeMap::new();
    let answers = exchanges.filter(|exchange| !exchange.response.is_empty());
    for fault in answers.filter_map(|exchange| parsed(exchange).fault) {
        assert!(!fault.message.is_empty(), "{fault:?}");
        assert!(!fault.machine.is_empty(), "{fault:?}");
        let kind = format!("{:?}", fault.kind());
        let what = (
            fault.code.expect("a code"),
            fault.subcode,
            fault.provider,
            kind,
        );
        *found.entry(what).or_insert(0) += 1;
    }
    let expected = [
        (
            87,
            "InvalidParameter",
            "Shell cmd plugin",
            FaultKind::Other,
            1,
        ),
        (
            2_147_942_402,
            "InternalError",
            "Shell cmd plugin",
            FaultKind::Other,
            1,
        ),
        (
            2_150_858_767,
            "InvalidMessageInformationHeader",
            "",
            FaultKind::NotUnderstood,
            1,
        ),
        (2_150_858_793, "TimedOut", "", FaultKind::TimedOut, 4),
        (
            2_150_858_843,
            "InvalidSelectors",
            "",
            FaultKind::NotFound,
            2,
        ),
        (
            2_150_858_843,
            "InvalidSelectors",
            "Shell provider",
            FaultKind::NotFound,
            1,
        ),
    ];
    let expected = expected.map(|(code, subcode, provider, kind, count)| {
        (
            (
                code,
                subcode.to_owned(),
                provider.to_owned(),
                format!("{kind:?}"),
            ),
            count,
        )
    });
    assert_eq!(found, BTreeMap::from(expected));
}

fn parsed(exchange: &Exchange) -> Response {
    Response::parse(exchange.response.as_bytes())
        .unwrap_or_else(|err| panic!("{err}: {}", exchange.response))
}
