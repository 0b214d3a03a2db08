//! `System.Version`: two to four numbers ([MS-PSRP] 2.2.5.1.21).

use std::fmt;
use std::str::FromStr;

/// A version such as `5.1.17763.1971`; the third and fourth number may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub major: i32,
    pub minor: i32,
    /// As in .NET, −1 says that there is none.
    build: i32,
    revision: i32,
}

impl Version {
    pub const fn new(major: i32, minor: i32) -> Self {
        Self {
            major,
            minor,
            build: -1,
            revision: -1,
        }
    }

    pub const fn build(self) -> Option<i32> {
        if self.build < 0 {
            None
        } else {
            Some(self.build)
        }
    }

    pub const fn revision(self) -> Option<i32> {
        if self.revision < 0 {
            None
        } else {
            Some(self.revision)
        }
    }
}

/// The text is not a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a version of two to four numbers")]
pub struct ParseVersionError;

impl FromStr for Version {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Self, ParseVersionError> {
        let mut parts = text
            .trim()
            .split('.')
            .map(|part| match part.parse::<i32>() {
                Ok(number) if number >= 0 => Ok(number),
                Ok(_) | Err(_) => Err(ParseVersionError),
            });
        let version = Self {
            major: parts.next().ok_or(ParseVersionError)??,
            minor: parts.next().ok_or(ParseVersionError)??,
            build: parts.next().transpose()?.unwrap_or(-1),
            revision: parts.next().transpose()?.unwrap_or(-1),
        };
        match parts.next() {
            None => Ok(version),
            Some(_) => Err(ParseVersionError),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        for part in [self.build(), self.revision()].into_iter().flatten() {
            write!(f, ".{part}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_keep_their_number_of_parts() {
        for text in ["2.3", "1.1.0", "5.1.17763.1971"] {
            assert_eq!(text.parse::<Version>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_version_is_refused() {
        for text in ["", "5", "5.", "1.2.3.4.5", "1.-2", "a.b", "99999999999.1"] {
            text.parse::<Version>().unwrap_err();
        }
    }
}
