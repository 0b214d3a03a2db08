//! Messages: the header, and every record that could be read from the data, whatever the header says it is.

use pchat_console::psrp::clixml::{Decoder, Value};
use pchat_console::psrp::message::{
    ErrorRecord, HostCall, InformationRecord, Message, PipelineState, ProgressRecord,
    RunspacePoolState, SessionCapability, StateChange, informational_text,
};

use super::size::{check_error, check_text};

pub(crate) fn run(input: &[u8]) {
    let message = match Message::parse(input) {
        Ok(message) => message,
        Err(err) => return check_error(&err),
    };
    let value = match Decoder::new().decode(message.data) {
        Ok(value) => value,
        Err(err) => return check_error(&err),
    };
    check_text(message.data, 1, informational_text(&value).len());
    check_text(message.data, 4, error_text(&value));
    check_text(message.data, 2, information_text(&value));
    let progress = ProgressRecord::from_value(&value);
    let texts = [
        progress.activity,
        progress.status,
        progress.current_operation,
    ];
    check_text(message.data, 1, texts.iter().map(String::len).sum());
    assert!(
        progress
            .percent_complete
            .is_none_or(|percent| (0..=100).contains(&percent))
    );

    let states = (
        StateChange::<PipelineState>::from_value(&value).map(drop),
        StateChange::<RunspacePoolState>::from_value(&value).map(drop),
        SessionCapability::from_value(&value).map(drop),
    );
    for err in [states.0, states.1, states.2]
        .into_iter()
        .filter_map(Result::err)
    {
        check_error(&err);
    }
    match HostCall::from_value(message.kind, &value) {
        Ok(call) => {
            let texts = (0..8).map(|index| call.text(index).len());
            check_text(message.data, 1, texts.sum());
            assert!(!call.method.name().is_empty());
        }
        Err(err) => check_error(&err),
    }
}

/// The object itself is shared, not copied.
fn error_text(value: &Value) -> usize {
    let mut record = ErrorRecord::from_value(value);
    record.target = None;
    format!("{record:?}").len()
}

fn information_text(value: &Value) -> usize {
    let record = InformationRecord::from_value(value);
    let tags: usize = record.tags.iter().map(String::len).sum();
    tags + record.message.len() + record.source.len() + record.user.len() + record.computer.len()
}
