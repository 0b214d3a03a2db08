//! Proving who we are on one TCP connection.
//!
//! This folder makes and reads the tokens; [`lane`](super::lane) decides when they travel. A [`Method`] says under
//! which name they do and which package makes them: Kerberos, for which a domain controller must be in reach, or NTLM,
//! which a password alone can do. `Negotiate` wraps either in SPNEGO. The current user has Kerberos tickets and no
//! password.

mod channel_binding;
mod credentials;
mod current_user;
mod der;
mod facts;
mod handshake;
mod kerberos;
mod mechanism;
mod method;
mod ntlm;
mod offers;
mod spnego;

pub(super) use channel_binding::ChannelBinding;
pub(super) use credentials::{basic, check};
pub(super) use current_user::CurrentUser;
pub(super) use facts::SignInFacts;
pub(super) use handshake::Handshake;
pub(super) use kerberos::{Kerberos, KerberosProblem, Place};
pub(super) use mechanism::{Mechanism, MechanismError};
pub(super) use method::{Method, Package, Scheme, candidates};
pub(super) use ntlm::Ntlm;
pub(super) use offers::{Offer, parse as parse_offers};
