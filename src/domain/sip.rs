//! SIP addresses and the SIP domains of a deployment.
//!
//! This is the tolerant type for what servers and directories hold. What a *new* endpoint's address may look like
//! is stricter and belongs to `draft`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The scheme every address of this product carries.
pub const SCHEME: &str = "sip:";

/// A SIP URI as it is spelled somewhere; compared without regard to case, as the directory does.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SipUri {
    spelling: Arc<str>,
    folded: Arc<str>,
}

/// Why a text is no SIP URI at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SipUriProblem {
    #[error("the address does not begin with 'sip:'")]
    NoScheme,
    #[error("the address has no '@'")]
    NoAt,
    #[error("the address has more than one '@'")]
    SeveralAts,
    #[error("nothing stands before the '@'")]
    NoUser,
    #[error("nothing stands after the '@'")]
    NoDomain,
    #[error("the address contains a space, a control or a formatting character")]
    Blank,
}

impl SipUri {
    pub fn parse(text: &str) -> Result<Self, SipUriProblem> {
        let folded = text.to_lowercase();
        let rest = folded.strip_prefix(SCHEME).ok_or(SipUriProblem::NoScheme)?;
        if rest
            .chars()
            // Nearly every character is a printable one of ASCII, and those are allowed.
            .any(|c| {
                !c.is_ascii_graphic()
                    && (c.is_whitespace() || super::text::forbidden_name(c).is_some())
            })
        {
            return Err(SipUriProblem::Blank);
        }
        let (user, domain) = rest.split_once('@').ok_or(SipUriProblem::NoAt)?;
        if domain.contains('@') {
            return Err(SipUriProblem::SeveralAts);
        }
        if user.is_empty() {
            return Err(SipUriProblem::NoUser);
        }
        if domain.is_empty() {
            return Err(SipUriProblem::NoDomain);
        }
        Ok(Self {
            spelling: text.into(),
            folded: folded.into(),
        })
    }

    /// The address as it was spelled where it was read.
    pub fn as_str(&self) -> &str {
        &self.spelling
    }

    /// The address in lower case, as a key.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// What stands between `sip:` and `@`, in lower case.
    pub fn user(&self) -> &str {
        self.parts().0
    }

    /// What stands behind the `@`, in lower case.
    pub fn domain(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        // INVARIANT: `parse` accepted the scheme and exactly one '@'.
        self.folded
            .strip_prefix(SCHEME)
            .and_then(|rest| rest.split_once('@'))
            .unwrap_or_default()
    }
}

impl PartialEq for SipUri {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for SipUri {}

impl Hash for SipUri {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

impl PartialOrd for SipUri {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SipUri {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl fmt::Display for SipUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spelling)
    }
}

impl From<SipUri> for String {
    fn from(address: SipUri) -> Self {
        address.spelling.as_ref().to_owned()
    }
}

impl TryFrom<String> for SipUri {
    type Error = SipUriProblem;

    fn try_from(text: String) -> Result<Self, SipUriProblem> {
        Self::parse(&text)
    }
}

/// A SIP domain the deployment accepts addresses in (`Get-CsSipDomain`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SipDomain {
    /// In lower case.
    pub name: String,
    pub is_default: bool,
}

impl SipDomain {
    pub fn new(name: &str, is_default: bool) -> Self {
        Self {
            name: name.trim().to_lowercase(),
            is_default,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_differ_only_in_case_are_equal_and_keep_their_spelling() {
        let upper = SipUri::parse("SIP:OcsChat@Contoso.com").unwrap();
        let lower = SipUri::parse("sip:ocschat@contoso.com").unwrap();
        assert_eq!(upper, lower);
        assert_eq!(upper.to_string(), "SIP:OcsChat@Contoso.com");
        assert_eq!((upper.user(), upper.domain()), ("ocschat", "contoso.com"));
    }

    #[test]
    fn texts_that_are_no_address_are_refused_with_the_reason() {
        for (text, problem) in [
            ("ocschat@contoso.com", SipUriProblem::NoScheme),
            ("sip:ocschat", SipUriProblem::NoAt),
            ("sip:a@b@c", SipUriProblem::SeveralAts),
            ("sip:@contoso.com", SipUriProblem::NoUser),
            ("sip:ocschat@", SipUriProblem::NoDomain),
            ("sip:ocs chat@contoso.com", SipUriProblem::Blank),
            ("sip:ocschat@contoso.com\u{0}", SipUriProblem::Blank),
            ("sip:ocs\u{202e}chat@contoso.com", SipUriProblem::Blank),
        ] {
            assert_eq!(SipUri::parse(text), Err(problem), "{text:?}");
        }
    }
}
