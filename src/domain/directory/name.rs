//! The names of a directory object: the one it is found under, the one it keeps for life, and the one rights are
//! given to.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A distinguished name as the server spelled it; opaque, compared without regard to case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DistinguishedName(String);

impl DistinguishedName {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for DistinguishedName {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl Eq for DistinguishedName {}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `objectGUID`: what an object keeps when it is renamed, moved, deleted and restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ObjectGuid(Uuid);

impl ObjectGuid {
    /// The sixteen bytes of the attribute, whose first three groups are little-endian.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Uuid::from_bytes_le(bytes.try_into().ok()?)))
    }

    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_bytes_le()
    }

    pub fn parse(text: &str) -> Result<Self, NotAGuid> {
        let bare = text.trim().trim_start_matches('{').trim_end_matches('}');
        let guid = Uuid::try_parse(bare).map_err(|_unsaid| NotAGuid(text.to_owned()))?;
        Ok(Self(guid))
    }
}

/// Why a text is no GUID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no GUID")]
pub struct NotAGuid(String);

impl fmt::Display for ObjectGuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl From<ObjectGuid> for String {
    fn from(guid: ObjectGuid) -> Self {
        guid.to_string()
    }
}

impl TryFrom<String> for ObjectGuid {
    type Error = NotAGuid;

    fn try_from(text: String) -> Result<Self, NotAGuid> {
        Self::parse(&text)
    }
}

/// `objectSid` in the form `S-1-5-…`: what service logons, SQL logins and NTFS permissions are given to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sid(String);

impl Sid {
    /// The binary form of [MS-DTYP] 2.4.2.2.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&[1, count, authority @ ..], subs) = bytes.split_first_chunk::<8>()? else {
            return None;
        };
        if subs.len() != usize::from(count) * 4 {
            return None;
        }
        let authority = authority
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte));
        let (chunks, _) = subs.as_chunks::<4>();
        let subs = chunks
            .iter()
            .map(|sub| format!("-{}", u32::from_le_bytes(*sub)));
        Some(Self(
            std::iter::once(format!("S-1-{authority}"))
                .chain(subs)
                .collect(),
        ))
    }

    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_read_as_the_directory_stores_it() {
        let bytes = [
            0x80, 0x2c, 0x1a, 0x6f, 0x0b, 0x4c, 0x6e, 0x4b, 0x9a, 0x57, 0x0d, 0x1f, 0x6a, 0x0b,
            0x7c, 0x11,
        ];
        let guid = ObjectGuid::from_bytes(&bytes).unwrap();
        assert_eq!(guid.to_string(), "6f1a2c80-4c0b-4b6e-9a57-0d1f6a0b7c11");
        assert_eq!(guid.to_bytes(), bytes);
        let braced = "{6F1A2C80-4C0B-4B6E-9A57-0D1F6A0B7C11}";
        assert_eq!(ObjectGuid::parse(braced), Ok(guid));
        assert_eq!(ObjectGuid::from_bytes(&bytes[1..]), None);
    }

    #[test]
    fn a_sid_is_read_as_the_directory_stores_it() {
        let bytes = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0];
        assert_eq!(Sid::from_bytes(&bytes).unwrap().as_str(), "S-1-5-32-544");
        assert_eq!(Sid::from_bytes(&bytes[..12]), None, "cut short");
        assert_eq!(Sid::from_bytes(&[]), None);
    }
}
