//! WS-Management as PowerShell uses it: one SOAP envelope a request ([MS-WSMV] 3.1.4, [MS-PSRP]
//! 2.2.6).
//!
//! [`Envelopes`] writes the requests, [`Response`] reads what comes back, [`Fault`] is what a
//! server says instead. Neither knows what the streams carry, nor how bytes travel.

mod fault;
mod request;
mod response;

pub use fault::{Fault, FaultKind};
pub use request::{Envelopes, InputStream, SignalCode};
pub use response::{CommandState, Error, MAX_BODY_LEN, Response, Stream};

/// Namespaces of the envelopes, in both directions.
mod namespace {
    pub(super) const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
    pub(super) const ADDRESSING: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    pub(super) const WSMAN: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    pub(super) const WSMAN_MS: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";
    pub(super) const SHELL: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    pub(super) const FAULT: &str = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
    pub(super) const POWERSHELL: &str = "http://schemas.microsoft.com/powershell";
}
