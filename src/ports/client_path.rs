//! The network as a client's machine sees it, as far as this console looks: DNS, and who answers on a port.

use super::{Call, PortResult};
use crate::domain::{Fqdn, ServiceRecord, TlsAnswer};

pub trait ClientPath: Send {
    /// Asks DNS for a service, such as `_sipinternaltls._tcp.contoso.com`. No record is an answer, not an error.
    fn services(&mut self, name: &str, call: &Call) -> PortResult<Vec<ServiceRecord>>;

    /// Asks DNS for the addresses of a host. None is an answer, not an error.
    fn addresses(&mut self, host: &Fqdn, call: &Call) -> PortResult<Vec<String>>;

    /// Opens TLS to a port, looks at the certificate, and says nothing more. A certificate that is not accepted is an
    /// answer with its problem, not an error.
    fn tls(&mut self, host: &Fqdn, port: u16, call: &Call) -> PortResult<TlsAnswer>;
}
