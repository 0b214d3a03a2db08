//! What is read of a directory's bytes and names before anything in them is believed, with a door for the fuzzers and the
//! replay of what they found. Bytes go in, plain values come out, nothing is sent.

use super::references::Reference;
use super::security_descriptor::{DELETE, SecurityDescriptor};
use super::{dn, place::Place, start_tls};
use crate::domain::Sid;

/// Whether a list of rights is inherited, protects from deletion, and lets everybody delete; none for what is no list.
pub fn rights(bytes: &[u8]) -> Option<[bool; 3]> {
    let read = SecurityDescriptor::parse(bytes).ok()?;
    let everybody = [Sid::new("S-1-1-0")];
    Some([
        read.inherits(),
        read.is_deletion_protected(),
        read.allows(&everybody, DELETE),
    ])
}

/// The parts of a distinguished name, and its container.
pub fn name(text: &str) -> (Vec<&str>, Option<&str>) {
    (dn::parts(text), dn::parent(text))
}

/// Whether one name lies at or below another.
pub fn is_at_or_below(name: &str, base: &str) -> bool {
    dn::is_at_or_below(name, base)
}

/// Where a reference leads, as it is shown; it always means TLS.
pub fn reference(address: &str) -> Option<String> {
    let by = Place::ldaps("dc01.contoso.com");
    let reference = Reference::parse(address, &by)?;
    Some(reference.place.library_url())
}

/// The result code of what answers a request for TLS.
pub fn start_tls_answer(body: &[u8]) -> Option<u8> {
    start_tls::answer(body).map(|(code, _)| code)
}
