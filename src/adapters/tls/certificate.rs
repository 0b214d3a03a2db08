//! What a person looks for in a certificate, read from its DER. Nothing is decided by it: whether a certificate is
//! trusted is the platform's business.

use std::fmt::Write as _;
use std::net::IpAddr;

use jiff::civil::{Date, Time as ClockTime};
use jiff::tz::{Offset, TimeZone};
use picky_asn1_x509::{Certificate as X509, ExtensionView, GeneralName, Validity, validity::Time};
use sha2::{Digest as _, Sha256};

use crate::domain::{Certificate, Moment};

/// More names than any certificate of a pool has; a list in the hundreds helps nobody.
const MOST_NAMES: usize = 100;

/// A certificate that cannot be read still has a fingerprint.
pub(in crate::adapters) fn read(der: &[u8]) -> Certificate {
    let mut certificate = Certificate {
        subject: String::new(),
        issuer: String::new(),
        names: Vec::new(),
        not_before: None,
        not_after: None,
        sha256: fingerprint(der),
    };
    if let Ok(read) = picky_asn1_der::from_bytes::<X509>(der) {
        let Validity {
            not_before,
            not_after,
        } = &read.tbs_certificate.validity;
        certificate.subject = read.tbs_certificate.subject.to_string();
        certificate.issuer = read.tbs_certificate.issuer.to_string();
        certificate.names = names(&read);
        certificate.not_before = moment(not_before);
        certificate.not_after = moment(not_after);
    }
    certificate
}

fn names(certificate: &X509) -> Vec<String> {
    let alternatives =
        certificate
            .extensions()
            .iter()
            .filter_map(|extension| match extension.extn_value() {
                ExtensionView::SubjectAltName(names) => Some(names.0),
                _ => None,
            });
    alternatives
        .flatten()
        .filter_map(|name| match name {
            GeneralName::DnsName(name) => {
                Some(String::from_utf8_lossy(name.as_bytes()).into_owned())
            }
            GeneralName::IpAddress(bytes) => address(&bytes.0),
            _ => None,
        })
        .take(MOST_NAMES)
        .collect()
}

fn address(bytes: &[u8]) -> Option<String> {
    let address = match bytes.len() {
        4 => IpAddr::from(<[u8; 4]>::try_from(bytes).ok()?),
        _ => IpAddr::from(<[u8; 16]>::try_from(bytes).ok()?),
    };
    Some(address.to_string())
}

fn moment(time: &Time) -> Option<Moment> {
    let (year, month, day, hour, minute, second) = match time {
        Time::Utc(time) => (
            time.year(),
            time.month(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second(),
        ),
        Time::Generalized(time) => (
            time.year(),
            time.month(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second(),
        ),
    };
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let time = ClockTime::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    let instant = date.to_datetime(time).to_zoned(TimeZone::UTC).ok()?;
    Some(Moment::new(instant.timestamp(), Offset::UTC))
}

fn small(number: u8) -> Option<i8> {
    i8::try_from(number).ok()
}

fn fingerprint(der: &[u8]) -> String {
    let mut text = String::new();
    for (place, byte) in Sha256::digest(der).iter().enumerate() {
        if place > 0 {
            text.push(':');
        }
        // Writing to a string does not fail.
        write!(text, "{byte:02X}").ok();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_no_certificate_has_a_fingerprint_and_nothing_else() {
        for bytes in [
            &b""[..],
            b"hello",
            &[0x30, 0x82, 0xff, 0xff],
            &[0x30, 0x80, 0x30, 0x80],
        ] {
            let certificate = read(bytes);
            assert_eq!(certificate.subject, "");
            assert_eq!(certificate.sha256.len(), 32 * 3 - 1);
        }
    }
}
