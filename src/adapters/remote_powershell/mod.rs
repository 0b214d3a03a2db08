//! A live deployment over remote PowerShell: reqwest and the platform's TLS below, `psrp` in the middle, the typed
//! cmdlets of `lync` above.

mod connection;
mod deployment;
mod errors;
mod gate;
mod introduction;
mod lane;
mod reading;
mod sealed_body;
mod session;
mod sign_in;
mod target;
mod tls;
mod transport_error;

pub use deployment::RemotePowerShell;
