//! A point in time as it is written down: the instant, and the offset from UTC where it was observed.

use std::fmt;

use jiff::{SignedDuration, Timestamp, tz::Offset};
use serde::{Deserialize, Serialize};

/// An instant with its offset; reads and writes as ISO 8601 with offset, to the second or finer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    instant: Timestamp,
    offset: Offset,
}

impl Moment {
    pub fn new(instant: Timestamp, offset: Offset) -> Self {
        Self { instant, offset }
    }

    pub fn instant(self) -> Timestamp {
        self.instant
    }

    /// How long ago `earlier` was; zero when a clock was set back in between.
    pub fn since(self, earlier: Self) -> std::time::Duration {
        self.instant
            .duration_since(earlier.instant)
            .try_into()
            .unwrap_or_default()
    }

    #[must_use]
    pub fn plus(self, duration: std::time::Duration) -> Self {
        let span = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        Self {
            instant: self.instant.saturating_add(span).unwrap_or(Timestamp::MAX),
            offset: self.offset,
        }
    }

    #[must_use]
    pub fn minus(self, duration: std::time::Duration) -> Self {
        let span = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        Self {
            instant: self.instant.saturating_sub(span).unwrap_or(Timestamp::MIN),
            offset: self.offset,
        }
    }

    /// The wall-clock reading at the moment's own offset.
    pub fn civil(self) -> jiff::civil::DateTime {
        self.offset.to_datetime(self.instant)
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.instant.display_with_offset(self.offset))
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, jiff::Error> {
        let pieces = jiff::fmt::temporal::Pieces::parse(&text)?;
        let instant: Timestamp = text.parse()?;
        let offset = match pieces.offset() {
            Some(offset) => Offset::from_seconds(match offset {
                jiff::fmt::temporal::PiecesOffset::Numeric(numeric) => numeric.offset().seconds(),
                _ => 0,
            })?,
            None => Offset::UTC,
        };
        Ok(Self { instant, offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_and_read_with_its_offset() {
        let text = "2026-11-20T14:05:09+09:00";
        let moment = Moment::try_from(text.to_owned()).unwrap();
        assert_eq!(moment.to_string(), text);
        assert_eq!(moment.instant().to_string(), "2026-11-20T05:05:09Z");
    }

    #[test]
    fn a_clock_that_was_set_back_yields_no_negative_duration() {
        let earlier = Moment::try_from("2026-11-20T05:00:00Z".to_owned()).unwrap();
        let later = earlier.plus(std::time::Duration::from_secs(90));
        assert_eq!(later.since(earlier).as_secs(), 90);
        assert_eq!(earlier.since(later).as_secs(), 0);
    }
}
