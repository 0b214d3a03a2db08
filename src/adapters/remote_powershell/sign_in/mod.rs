//! Proving who we are on one TCP connection.
//!
//! This folder makes and reads the tokens; [`lane`](super::lane) decides when they travel. NTLM is what a password
//! can do without a domain controller in reach; a server that names `Negotiate` gets it inside SPNEGO, one that names
//! `NTLM` gets it bare. Kerberos and the logon session of the current user are further `Mechanism`s.

mod channel_binding;
mod credentials;
mod der;
mod mechanism;
mod ntlm;
mod offers;
mod spnego;

pub(super) use credentials::{Authentication, Credentials};

pub(super) use channel_binding::ChannelBinding;
pub(super) use mechanism::{Handshake, MechanismError, Scheme};
pub(super) use offers::{Offer, parse as parse_offers};
