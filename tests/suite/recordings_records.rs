//! What the records of real servers mean, beyond their values: errors whole, progress and information typed.

use pchat_console::psrp::clixml::{Decoder, Value};
use pchat_console::psrp::message::{
    ErrorCategory, ErrorRecord, InformationRecord, Message, MessageType, ProgressRecord,
    informational_text,
};

use super::recordings::recordings;

/// Every recorded message, by its name, as what `read` makes of those it wants.
fn every<T>(read: impl Fn(MessageType, &Value) -> Option<T>) -> Vec<(String, T)> {
    let mut decoder = Decoder::new();
    let mut found = Vec::new();
    for message in recordings().messages {
        let bytes = message.bytes();
        let parsed = Message::parse(&bytes).unwrap();
        let value = decoder.decode(parsed.data).unwrap();
        found.extend(read(parsed.kind, &value).map(|read| (message.name, read)));
    }
    found
}

#[test]
fn errors_are_read_whole_from_error_streams_and_failed_pipelines() {
    let errors = every(|kind, value| match kind {
        MessageType::ErrorRecord => Some(ErrorRecord::from_value(value)),
        MessageType::PipelineState => value
            .property("ExceptionAsErrorRecord")
            .map(ErrorRecord::from_value),
        _ => None,
    });
    assert_eq!(errors.len(), 9);
    for (name, error) in &errors {
        assert!(!error.message.is_empty(), "{name}");
        assert!(!error.fully_qualified_id.is_empty(), "{name}");
        assert!(error.exception_type.ends_with("Exception"), "{name}");
        assert_eq!(error.exception_messages, [error.message.as_str()], "{name}");
        assert!(
            error.category_message.starts_with(error.category.name()),
            "{name}"
        );
        let place = error.invocation.as_ref().and_then(|at| at.line_number);
        assert_eq!(place.is_some(), !error.position.is_empty(), "{name}");
        assert_eq!(
            error.target.is_some(),
            !error.target_object.is_empty(),
            "{name}"
        );
    }
    let find = |wanted: &str| {
        let found = errors.iter().find(|(name, _)| name == wanted);
        found
            .map(|(_, error)| error)
            .expect("an error of this name")
    };

    let unknown = find("test_client_execute_ps_failure/4");
    assert_eq!(unknown.category, ErrorCategory::ObjectNotFound);
    assert!(
        unknown
            .fully_qualified_id
            .starts_with("CommandNotFoundException,")
    );
    assert_eq!(unknown.target_object, "Get-ServiceTypo");
    // A session without language refuses script text with this one.
    let no_language = find("test_psrp_with_jea_configuration/6");
    assert_eq!(no_language.category, ErrorCategory::ParserError);
    assert_eq!(no_language.fully_qualified_id, "ScriptsNotAllowed");
    let written = find("test_psrp_error_failed/5");
    let place = written.invocation.as_deref().expect("a place");
    assert_eq!(
        (place.line_number, place.offset_in_line),
        (Some(1), Some(55))
    );
    assert!(place.line.ends_with("Write-Output after"));
    assert!(written.position.starts_with("At line:1 char:55\r\n+ "));
}

#[test]
fn progress_and_information_are_read() {
    let progress = every(|kind, value| {
        (kind == MessageType::ProgressRecord).then(|| ProgressRecord::from_value(value))
    });
    let activities: Vec<_> = progress
        .iter()
        .map(|(_, record)| (record.activity.as_str(), record.completed))
        .collect();
    assert_eq!(
        activities,
        [
            ("Preparing modules for first use.", true),
            ("activity", false)
        ]
    );

    let information = every(|kind, value| {
        (kind == MessageType::InformationRecord).then(|| InformationRecord::from_value(value))
    });
    assert_eq!(information.len(), 3);
    for (name, record) in information {
        assert_eq!(record.message, "information stream", "{name}");
        assert_eq!(record.source, "Write-Information", "{name}");
        assert!(record.generated.is_some(), "{name}");
        assert!(record.user.starts_with(&record.computer), "{name}");
    }
}

#[test]
fn warnings_and_what_is_written_beside_them_are_their_texts() {
    let texts = every(|kind, value| match kind {
        MessageType::DebugRecord | MessageType::VerboseRecord | MessageType::WarningRecord => {
            Some(informational_text(value))
        }
        _ => None,
    });
    let expected = [
        (
            "test_client_copy_file_warning/3",
            "Failed to disable MaximumAllowedMemory input size",
        ),
        ("test_psrp_merge_commands/10", "debug stream"),
        ("test_psrp_merge_commands/11", "verbose stream"),
        ("test_psrp_merge_commands/14", "warning stream"),
        ("test_psrp_pshost_ui_mocked_methods/14", "WriteDebugLine"),
        ("test_psrp_pshost_ui_mocked_methods/20", "WriteVerboseLine"),
        ("test_psrp_pshost_ui_mocked_methods/22", "WriteWarningLine"),
    ];
    for (name, beginning) in expected {
        let found = texts.iter().find(|(found, _)| found == name);
        let (_, text) = found.unwrap_or_else(|| panic!("no {name}"));
        assert!(text.starts_with(beginning), "{name}: {text}");
    }
}
