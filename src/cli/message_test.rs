//! `message test`: two users exchange a message in a chat room, by the path of Lync 2013 clients.

use std::time::Duration;

use serde_json::{Value, json};

use super::arguments::{Format, MessageTestCommand};
use super::{Exit, Streams, output, session};
use crate::domain::text::visible_line;
use crate::domain::{
    Access, ChatTest, ChatTestOutcome, ChatTestResult, Credential, TesterCredentials,
};
use crate::localization::{Doing, Localizer};
use crate::ports::{Call, Cancel, PortErrorKind, PortResult};
use crate::tr;

/// Two users sign in, enter a room and wait for each other.
const DEADLINE: Duration = Duration::from_mins(3);

pub(super) fn run(
    command: &MessageTestCommand,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Exit {
    let call = Call::new(DEADLINE, &Cancel::default());
    // The message stays in the room, so a session that only reads does not send it.
    let opened = session::open(
        &command.connection,
        Access::Changes,
        &call,
        localizer,
        streams,
    );
    let mut deployment = match opened {
        Ok(deployment) => deployment,
        Err(exit) => return exit,
    };
    let tested = test(command, streams).and_then(|test| deployment.test_chat(&test, &call));
    let result = match tested {
        Ok(result) => result,
        Err(err) => {
            output::failure(streams.errors, localizer, &err, Doing::Changing);
            return match err.kind {
                PortErrorKind::OutcomeUnknown => Exit::Open,
                _ => Exit::Failed,
            };
        }
    };
    match command.format {
        Format::Json => output::json_document(streams.output, &document(&result)),
        Format::Table => write_lines(&result, localizer, streams),
    }
    match result.outcome {
        ChatTestOutcome::Success => Exit::Done,
        ChatTestOutcome::Failure => Exit::Failed,
        ChatTestOutcome::Other(_) => Exit::Open,
    }
}

/// What was asked for, with the users' passwords from the next lines of standard input.
fn test(command: &MessageTestCommand, streams: &mut Streams<'_>) -> PortResult<ChatTest> {
    let mut credential = |user: &String| {
        session::password(streams.input).map(|password| Credential {
            user: user.clone(),
            password,
        })
    };
    let credentials = match (&command.sender_user, &command.receiver_user) {
        (Some(sender), Some(receiver)) => Some(TesterCredentials {
            sender: credential(sender)?,
            receiver: credential(receiver)?,
        }),
        _ => None,
    };
    Ok(ChatTest {
        registrar: command.registrar.clone(),
        sender: command.sender.clone(),
        receiver: command.receiver.clone(),
        credentials,
        room: command.room.clone(),
    })
}

fn write_lines(result: &ChatTestResult, localizer: &Localizer, streams: &mut Streams<'_>) {
    let mut lines = vec![
        match &result.outcome {
            ChatTestOutcome::Success => tr!(localizer, "message-test-arrived"),
            ChatTestOutcome::Failure => tr!(localizer, "message-test-failed"),
            ChatTestOutcome::Other(word) => {
                tr!(localizer, "message-test-unclear", word = visible_line(word))
            }
        },
        tr!(localizer, "message-test-scope"),
    ];
    if let Some(latency) = result.latency {
        let milliseconds = latency.as_millis().to_string();
        lines.push(tr!(
            localizer,
            "message-test-latency",
            milliseconds = milliseconds
        ));
    }
    for line in &lines {
        output::line(streams.output, line);
    }
    for words in [&result.error, &result.diagnosis].into_iter().flatten() {
        for line in words.lines() {
            output::line(streams.output, &format!("  {}", visible_line(line)));
        }
    }
}

fn document(result: &ChatTestResult) -> Value {
    let outcome = match &result.outcome {
        ChatTestOutcome::Success => "success",
        ChatTestOutcome::Failure => "failure",
        ChatTestOutcome::Other(word) => word,
    };
    json!({
        "schema_version": output::SCHEMA_VERSION,
        "outcome": outcome,
        // The cmdlet knows nothing of legacy clients.
        "path": "lync-2013",
        "target": result.target,
        "latency_milliseconds": result.latency.map(|latency| u64::try_from(latency.as_millis()).ok()),
        "error": result.error,
        "diagnosis": result.diagnosis,
    })
}
