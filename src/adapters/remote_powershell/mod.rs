//! A live deployment over remote PowerShell: reqwest and the platform's TLS below, `psrp` in the middle, the typed
//! cmdlets of `lync` above.

mod connection;
mod deployment;
mod diagnosis;
mod errors;
mod exchange;
mod gate;
mod introduction;
mod lane;
mod line;
mod permit;
mod reading;
mod reply;
mod rights;
mod sealed_body;
mod session;
mod sign_in;
mod surroundings;
mod target;
mod transcript;
mod transport_error;
#[doc(hidden)]
pub mod untrusted;

pub use deployment::RemotePowerShell;
pub use diagnosis::diagnose;
