//! A .NET `DateTime`: a point on a calendar, and how far its clock was from universal time.

use std::fmt;
use std::str::FromStr;

use super::{ParseTimeError, TICKS_PER_SECOND, digits, fraction_ticks, write_fraction};

const SECONDS_PER_DAY: i64 = 86_400;
/// Days from 0001-01-01, where .NET counts from, to 1970-01-01.
const DAYS_TO_UNIX_EPOCH: i64 = 719_162;

/// How far the clock that wrote a [`DateTime`] was from universal time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offset {
    /// Not sent (`DateTimeKind.Unspecified`).
    Unspecified,
    /// Sent as `Z`.
    Utc,
    /// Sent as `+09:00`, here in minutes.
    Minutes(i16),
}

/// A .NET `DateTime` ([MS-PSRP] 2.2.5.1.4): the reading of a clock, and which clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// Of the clock's reading, since 0001-01-01T00:00:00.
    ticks: i64,
    offset: Offset,
}

impl DateTime {
    pub const fn offset(self) -> Offset {
        self.offset
    }

    /// Year, month and day on the clock that wrote it.
    pub const fn date(self) -> (i32, u8, u8) {
        civil_from_days(self.ticks / TICKS_PER_SECOND / SECONDS_PER_DAY)
    }

    /// Hour, minute, second and nanosecond on the clock that wrote it.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "remainders of a count that is never negative"
    )]
    pub const fn time(self) -> (u8, u8, u8, u32) {
        let seconds = self.ticks / TICKS_PER_SECOND % SECONDS_PER_DAY;
        (
            (seconds / 3600) as u8,
            (seconds / 60 % 60) as u8,
            (seconds % 60) as u8,
            (self.ticks % TICKS_PER_SECOND * 100) as u32,
        )
    }

    /// Seconds since 1970 in universal time, and the nanoseconds beyond; `None` without an offset.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a remainder of a count that is never negative"
    )]
    pub const fn unix_time(self) -> Option<(i64, u32)> {
        let minutes = match self.offset {
            Offset::Unspecified => return None,
            Offset::Utc => 0,
            Offset::Minutes(minutes) => minutes as i64,
        };
        let seconds = self.ticks / TICKS_PER_SECOND - DAYS_TO_UNIX_EPOCH * SECONDS_PER_DAY;
        let nanoseconds = (self.ticks % TICKS_PER_SECOND * 100) as u32;
        Some((seconds - minutes * 60, nanoseconds))
    }

    /// The instant `seconds` after 1970 in universal time; `None` outside the years 1 to 9999.
    pub fn from_unix_time(seconds: i64, nanoseconds: u32) -> Option<Self> {
        let seconds = seconds.checked_add(DAYS_TO_UNIX_EPOCH * SECONDS_PER_DAY)?;
        let ticks = seconds
            .checked_mul(TICKS_PER_SECOND)?
            .checked_add(i64::from(nanoseconds / 100))?;
        let last = days_from_civil(10_000, 1, 1) * SECONDS_PER_DAY * TICKS_PER_SECOND;
        (0..last).contains(&ticks).then_some(Self {
            ticks,
            offset: Offset::Utc,
        })
    }
}

impl FromStr for DateTime {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, ParseTimeError> {
        parse_date_time(text.trim()).ok_or(ParseTimeError)
    }
}

fn parse_date_time(text: &str) -> Option<DateTime> {
    let (date, rest) = text.split_once('T')?;
    let mut parts = date.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2)?;
    let day = digits(parts.next()?, 2)?;
    if parts.next().is_some() || !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    if !(1..=days_in_month(year, month)).contains(&day) {
        return None;
    }

    let (clock, offset) = split_offset(rest)?;
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) => (whole, fraction_ticks(fraction)?),
        None => (clock, 0),
    };
    let mut parts = whole.split(':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let second = digits(parts.next()?, 2)?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }

    let days = days_from_civil(year, month, day);
    let seconds = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
    Some(DateTime {
        ticks: seconds * TICKS_PER_SECOND + fraction,
        offset,
    })
}

fn split_offset(clock: &str) -> Option<(&str, Offset)> {
    if let Some(clock) = clock.strip_suffix('Z') {
        return Some((clock, Offset::Utc));
    }
    let Some(at) = clock.rfind(['+', '-']) else {
        return Some((clock, Offset::Unspecified));
    };
    let (clock, offset) = clock.split_at_checked(at)?;
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let magnitude = i16::try_from(hours * 60 + minutes).ok()?;
    let negative = offset.starts_with('-');
    Some((
        clock,
        Offset::Minutes(if negative { -magnitude } else { magnitude }),
    ))
}

impl fmt::Display for DateTime {
    /// Writes the XML form, which is also ISO 8601.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let (hour, minute, second, _) = self.time();
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        write_fraction(f, self.ticks % TICKS_PER_SECOND)?;
        match self.offset {
            Offset::Unspecified => Ok(()),
            Offset::Utc => f.write_str("Z"),
            Offset::Minutes(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 0001-01-01 of the Gregorian calendar; years begin in March inside, so that the
/// leap day comes last.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 307
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a day of the years 1 to 9999"
)]
const fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let days = days + 306;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year as i32, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(text: &str) -> Option<(i64, u32)> {
        text.parse::<DateTime>().unwrap().unix_time()
    }

    #[test]
    fn instants_agree_with_the_calendar() {
        assert_eq!(unix("1970-01-01T00:00:00Z"), Some((0, 0)));
        assert_eq!(
            unix("2000-02-29T12:00:00.5+09:00"),
            Some((951_793_200, 500_000_000))
        );
        assert_eq!(
            unix("2018-06-13T23:46:28.00516+00:00"),
            Some((1_528_933_588, 5_160_000))
        );
        assert_eq!(unix("2020-01-02T03:04:05"), None);
        assert_eq!(unix("0001-01-01T00:00:00Z"), Some((-62_135_596_800, 0)));
        assert_eq!(
            unix("9999-12-31T23:59:59.9999999Z"),
            Some((253_402_300_799, 999_999_900))
        );
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        let mut previous = days_from_civil(1, 1, 1) - 1;
        for year in 1..=400 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let days = days_from_civil(year, month, day);
                    assert_eq!(days, previous + 1);
                    previous = days;
                    let (y, m, d) = civil_from_days(days);
                    assert_eq!(
                        (i64::from(y), i64::from(m), i64::from(d)),
                        (year, month, day)
                    );
                }
            }
        }
    }

    #[test]
    fn instants_come_from_unix_time() {
        let instant = DateTime::from_unix_time(951_793_200, 500_000_000).unwrap();
        assert_eq!(instant.to_string(), "2000-02-29T03:00:00.5Z");
        assert!(DateTime::from_unix_time(i64::MAX, 0).is_none());
        assert!(DateTime::from_unix_time(253_402_300_800, 0).is_none());
    }

    #[test]
    fn dates_are_written_as_they_were_read() {
        for text in [
            "2018-06-13T23:46:28.00516+00:00",
            "2008-08-26T13:41:18.1234567-07:30",
            "2020-01-02T03:04:05.6",
            "0001-01-01T00:00:00",
            "9999-12-31T23:59:59.9999999Z",
        ] {
            assert_eq!(text.parse::<DateTime>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "T",
            "2020-01-02",
            "2020-13-01T00:00:00",
            "2019-02-29T00:00:00",
            "2020-01-01T24:00:00",
            "2020-01-01T00:00:00+99:00",
            "2020-01-01T00:00:00.",
            "-001-01-01T00:00:00",
            "2020-01-01T00:00:0é",
            "2020-01-01T00:00:00é+00:00",
            "+2020-01-01T00:00:00",
        ] {
            text.parse::<DateTime>().unwrap_err();
        }
    }
}
