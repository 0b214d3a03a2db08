//! A live deployment over remote PowerShell: reqwest and the platform's TLS below, `psrp` in the middle, the typed
//! cmdlets of `lync` above.

mod connection;
mod deployment;
mod diagnosis;
mod errors;
mod gate;
mod lane;
mod reading;
mod session;
mod sign_in;
mod surroundings;
mod target;
mod tls;
mod transport_error;

pub use deployment::RemotePowerShell;
pub use diagnosis::diagnose;
