//! What a server answers instead of doing what it was asked ([MS-WSMV] 2.2.4.43).

use std::fmt;

/// A SOAP fault. Empty texts were not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fault {
    /// The Windows error, from `WSManFault`.
    pub code: Option<u32>,
    /// The server that noticed.
    pub machine: String,
    /// The name of the SOAP subcode, without its prefix: `TimedOut`.
    pub subcode: String,
    /// What SOAP says happened.
    pub reason: String,
    /// What Windows says happened; usually says more.
    pub message: String,
    /// Which part of the server said so, for instance `microsoft.powershell`.
    pub provider: String,
}

/// The faults a client acts upon, or tells apart for the person in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Nothing happened within the operation timeout. For Receive: ask again.
    TimedOut,
    /// The server does not know the shell, or the command in it, and so did not look at the request.
    NotFound,
    /// The shell or the command was known and has ended, or was disconnected.
    Gone,
    AccessDenied,
    /// Too many shells, users, commands or operations.
    Quota,
    /// The operation was cut off, for instance because its pipeline was stopped.
    Aborted,
    /// The envelope was larger than one side takes.
    TooLarge,
    /// The server cannot do it now, and may be able to later.
    Unavailable,
    /// The server, or this endpoint, does not let anybody in from afar.
    NotAllowed,
    /// The server did not understand the request: it is not the one this client was made for.
    NotUnderstood,
    Other,
}

/// Windows errors by kind, as `wsmerror.h` and `winerror.h` number them.
const CODES: [(FaultKind, &[u32]); 10] = [
    (
        FaultKind::TimedOut,
        &[
            2_150_858_793, // ERROR_WSMAN_OPERATION_TIMEDOUT
        ],
    ),
    (
        FaultKind::NotFound,
        &[
            2_150_858_813, // ERROR_WSMAN_INVALID_SELECTORS
            2_150_858_843, // ERROR_WSMAN_UNEXPECTED_SELECTORS
            2_150_859_084, // ERROR_WSMAN_SHELL_INVALID_SHELL_HANDLE
            2_150_859_085, // ERROR_WSMAN_SHELL_INVALID_COMMAND_HANDLE
        ],
    ),
    (
        FaultKind::Gone,
        &[
            2_150_859_082, // ERROR_WSMAN_SHELL_ALREADY_CLOSED
            2_150_859_087, // ERROR_WSMAN_COMMAND_ALREADY_CLOSED
            2_150_859_204, // ERROR_WINRS_SHELL_DISCONNECTED
            2_150_859_212, // ERROR_WSMAN_COMMAND_TERMINATED
            2_150_859_230, // ERROR_WSMAN_SERVICE_STREAM_DISCONNECTED
        ],
    ),
    (
        FaultKind::AccessDenied,
        &[
            5,             // ERROR_ACCESS_DENIED
            2_147_942_405, // the same as an HRESULT
        ],
    ),
    (
        FaultKind::Quota,
        &[
            2_150_858_815, // ERROR_WSMAN_QUOTA_LIMIT
            2_150_859_173, // ERROR_WSMAN_QUOTA_MAX_SHELLS
            2_150_859_174, // ERROR_WSMAN_QUOTA_MAX_OPERATIONS
            2_150_859_175, // ERROR_WSMAN_QUOTA_USER
            2_150_859_176, // ERROR_WSMAN_QUOTA_SYSTEM
            2_150_859_179, // ERROR_WSMAN_QUOTA_MAX_SHELLUSERS
            2_150_859_236, // ERROR_WSMAN_QUOTA_MAX_SHELLS_PPQ
            2_150_859_237, // ERROR_WSMAN_QUOTA_MAX_USERS_PPQ
            2_150_859_238, // ERROR_WSMAN_QUOTA_MAX_PLUGINSHELLS_PPQ
            2_150_859_239, // ERROR_WSMAN_QUOTA_MAX_PLUGINOPERATIONS_PPQ
            2_150_859_240, // ERROR_WSMAN_QUOTA_MAX_OPERATIONS_USER_PPQ
            2_150_859_241, // ERROR_WSMAN_QUOTA_MAX_COMMANDS_PER_SHELL_PPQ
            2_150_859_242, // ERROR_WSMAN_QUOTA_MIN_REQUIREMENT_NOT_AVAILABLE_PPQ
        ],
    ),
    (
        FaultKind::Aborted,
        &[
            995,           // ERROR_OPERATION_ABORTED
            1_223,         // ERROR_CANCELLED
            2_147_943_395, // ERROR_OPERATION_ABORTED as an HRESULT
        ],
    ),
    (
        FaultKind::TooLarge,
        &[
            2_150_858_790, // ERROR_WSMAN_ENVELOPE_TOO_LARGE
            2_150_858_805, // ERROR_WSMAN_ENCODING_LIMIT
            2_150_858_823, // ERROR_WSMAN_MAX_ENVELOPE_SIZE
            2_150_858_824, // ERROR_WSMAN_MAX_ENVELOPE_SIZE_EXCEEDED
            2_150_858_825, // ERROR_WSMAN_SERVER_ENVELOPE_LIMIT
            2_150_858_862, // ERROR_WSMAN_MAXENVELOPE_SIZE_NOT_SUPPORTED
        ],
    ),
    (
        FaultKind::Unavailable,
        &[
            2_150_858_770, // ERROR_WSMAN_DESTINATION_UNREACHABLE
            2_150_858_772, // ERROR_WSMAN_ENDPOINT_UNAVAILABLE
            2_150_858_802, // ERROR_WSMAN_CONCURRENCY
        ],
    ),
    (
        FaultKind::NotAllowed,
        &[
            2_150_859_180, // ERROR_WSMAN_REMOTESHELLS_NOT_ALLOWED
            2_150_859_229, // ERROR_WSMAN_SERVICE_REMOTE_ACCESS_DISABLED
            2_150_859_235, // ERROR_WSMAN_REMOTE_CONNECTION_NOT_ALLOWED
        ],
    ),
    (
        FaultKind::NotUnderstood,
        &[
            2_150_858_752, // ERROR_WSMAN_RESOURCE_NOT_FOUND
            2_150_858_753, // ERROR_WSMAN_INVALID_ACTIONURI
            2_150_858_754, // ERROR_WSMAN_INVALID_URI
            2_150_858_767, // ERROR_WSMAN_INVALID_MESSAGE_INFORMATION_HEADER
            2_150_858_768, // ERROR_WSMAN_SOAP_FAULT_MUST_UNDERSTAND
            2_150_858_771, // ERROR_WSMAN_ACTION_NOT_SUPPORTED
            2_150_858_811, // ERROR_WSMAN_INVALID_RESOURCE_URI
            2_150_859_099, // ERROR_WINRS_SHELL_URI_INVALID
        ],
    ),
];

/// The subcodes of DSP0226 by kind, for servers that send no Windows error or one that is not listed.
const SUBCODES: [(&str, FaultKind); 14] = [
    ("TimedOut", FaultKind::TimedOut),
    ("InvalidSelectors", FaultKind::NotFound),
    ("AccessDenied", FaultKind::AccessDenied),
    ("QuotaLimit", FaultKind::Quota),
    ("EncodingLimit", FaultKind::TooLarge),
    ("Concurrency", FaultKind::Unavailable),
    ("DestinationUnreachable", FaultKind::Unavailable),
    ("EndpointUnavailable", FaultKind::Unavailable),
    ("ActionNotSupported", FaultKind::NotUnderstood),
    ("InvalidMessageInformationHeader", FaultKind::NotUnderstood),
    ("InvalidOptions", FaultKind::NotUnderstood),
    ("InvalidResourceURI", FaultKind::NotUnderstood),
    ("MustUnderstand", FaultKind::NotUnderstood),
    ("UnsupportedFeature", FaultKind::NotUnderstood),
];

impl Fault {
    /// What kind it is. The Windows error decides, because servers send several under one subcode.
    pub fn kind(&self) -> FaultKind {
        let by_code = |code: u32| CODES.iter().find(|(_, codes)| codes.contains(&code));
        if let Some((kind, _)) = self.code.and_then(by_code) {
            return *kind;
        }
        let by_subcode = SUBCODES
            .iter()
            .find(|(subcode, _)| *subcode == self.subcode);
        by_subcode.map_or(FaultKind::Other, |(_, kind)| *kind)
    }

    /// The most telling of the texts that were sent.
    pub fn text(&self) -> &str {
        let texts = [&self.message, &self.reason, &self.subcode];
        texts
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("", String::as_str)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "{} (code {code})", self.text()),
            None => f.write_str(self.text()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: Option<u32>, subcode: &str) -> FaultKind {
        Fault {
            code,
            subcode: subcode.into(),
            ..Fault::default()
        }
        .kind()
    }

    /// As the traces of Windows servers show them, by their hexadecimal names.
    #[test]
    fn faults_of_windows_servers_are_told_apart() {
        for (code, expected) in [
            (0x8033_8029, FaultKind::TimedOut),
            (0x8033_805B, FaultKind::NotFound),
            (0x8033_81C4, FaultKind::Gone),
            (0x8033_81DE, FaultKind::Gone),
            (0x8007_0005, FaultKind::AccessDenied),
            (0x8033_81A5, FaultKind::Quota),
            (0x8033_81A6, FaultKind::Quota),
            (0x8033_81EA, FaultKind::Quota),
            (0x0000_04C7, FaultKind::Aborted),
            (0x8007_03E3, FaultKind::Aborted),
            (0x8033_8048, FaultKind::TooLarge),
            (0x8033_81AC, FaultKind::NotAllowed),
            (0x8033_800F, FaultKind::NotUnderstood),
            (0x0000_054F, FaultKind::Other),
        ] {
            assert_eq!(kind(Some(code), ""), expected, "{code:#X}");
        }
    }

    #[test]
    fn no_code_stands_for_two_kinds() {
        let mut codes: Vec<_> = CODES.iter().flat_map(|(_, codes)| *codes).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }

    #[test]
    fn the_code_decides_and_the_subcode_helps_out() {
        assert_eq!(kind(Some(0x8033_8029), ""), FaultKind::TimedOut);
        assert_eq!(kind(Some(0x8033_805B), "TimedOut"), FaultKind::NotFound);
        assert_eq!(kind(Some(5), ""), FaultKind::AccessDenied);
        assert_eq!(kind(Some(995), ""), FaultKind::Aborted);
        assert_eq!(kind(Some(1), "QuotaLimit"), FaultKind::Quota);
        assert_eq!(kind(Some(87), "EncodingLimit"), FaultKind::TooLarge);
        assert_eq!(kind(None, "AccessDenied"), FaultKind::AccessDenied);
        assert_eq!(kind(None, ""), FaultKind::Other);
    }

    #[test]
    fn the_most_telling_text_is_shown() {
        let mut fault = Fault {
            subcode: "X".into(),
            ..Fault::default()
        };
        assert_eq!(fault.to_string(), "X");
        fault.message = "no".into();
        fault.code = Some(87);
        assert_eq!(fault.to_string(), "no (code 87)");
    }
}
