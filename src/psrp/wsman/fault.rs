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

/// The faults a client acts upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Nothing happened within the operation timeout. For Receive: ask again.
    TimedOut,
    /// The shell, or the command in it, does not exist (any more).
    NotFound,
    AccessDenied,
    /// Too many shells, users or operations.
    Quota,
    /// The operation was cut off, for instance because its pipeline was stopped.
    Aborted,
    Other,
}

const ACCESS_DENIED: u32 = 5;
const OPERATION_ABORTED: u32 = 995;
/// `HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED)`
const ACCESS_DENIED_RESULT: u32 = 0x8007_0005;
/// `HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED)`
const OPERATION_ABORTED_RESULT: u32 = 0x8007_03E3;
/// `ERROR_WSMAN_OPERATION_TIMEDOUT`
const TIMED_OUT: u32 = 2_150_858_793;
/// `ERROR_WSMAN_INVALID_SELECTORS`
const INVALID_SELECTORS: u32 = 2_150_858_843;
/// `ERROR_WSMAN_QUOTA_MAX_SHELLS`
const MAX_SHELLS: u32 = 2_150_859_173;
/// `ERROR_WSMAN_QUOTA_MAX_SHELLUSERS`
const MAX_SHELL_USERS: u32 = 2_150_859_179;
/// `ERROR_WSMAN_QUOTA_MAX_SHELLS_PPQ`
const MAX_SHELLS_OF_PLUGIN: u32 = 2_150_859_236;
/// `ERROR_WSMAN_QUOTA_MAX_COMMANDS_PER_SHELL_PPQ`
const MAX_COMMANDS_OF_PLUGIN: u32 = 2_150_859_241;

impl Fault {
    pub fn kind(&self) -> FaultKind {
        match self.code {
            Some(TIMED_OUT) => FaultKind::TimedOut,
            Some(INVALID_SELECTORS) => FaultKind::NotFound,
            Some(ACCESS_DENIED | ACCESS_DENIED_RESULT) => FaultKind::AccessDenied,
            Some(OPERATION_ABORTED | OPERATION_ABORTED_RESULT) => FaultKind::Aborted,
            Some(MAX_SHELLS | MAX_SHELL_USERS | MAX_SHELLS_OF_PLUGIN | MAX_COMMANDS_OF_PLUGIN) => {
                FaultKind::Quota
            }
            _ => match self.subcode.as_str() {
                "TimedOut" => FaultKind::TimedOut,
                "InvalidSelectors" => FaultKind::NotFound,
                "AccessDenied" => FaultKind::AccessDenied,
                "QuotaLimit" => FaultKind::Quota,
                _ => FaultKind::Other,
            },
        }
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

    #[test]
    fn the_code_decides_and_the_subcode_helps_out() {
        assert_eq!(kind(Some(0x8033_8029), ""), FaultKind::TimedOut);
        assert_eq!(kind(Some(0x8033_805B), "TimedOut"), FaultKind::NotFound);
        assert_eq!(kind(Some(5), ""), FaultKind::AccessDenied);
        assert_eq!(kind(Some(995), ""), FaultKind::Aborted);
        assert_eq!(kind(Some(1), "QuotaLimit"), FaultKind::Quota);
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
