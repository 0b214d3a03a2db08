//! A .NET `TimeSpan`: a signed duration.

use std::fmt;
use std::str::FromStr;

use super::{ParseTimeError, TICKS_PER_SECOND, fraction_ticks, number, write_fraction};

/// A .NET `TimeSpan` ([MS-PSRP] 2.2.5.1.5), in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeSpan {
    pub ticks: i64,
}

impl TimeSpan {
    pub const fn from_seconds(seconds: i32) -> Self {
        Self {
            ticks: seconds as i64 * TICKS_PER_SECOND,
        }
    }

    pub const fn whole_seconds(self) -> i64 {
        self.ticks / TICKS_PER_SECOND
    }

    /// The form PowerShell prints: `1.02:03:04.5000000`.
    pub fn to_text(self) -> String {
        let ticks = self.ticks.unsigned_abs();
        let per_second = TICKS_PER_SECOND.unsigned_abs();
        let (seconds, fraction) = (ticks / per_second, ticks % per_second);
        let sign = if self.ticks < 0 { "-" } else { "" };
        let days = match seconds / 86_400 {
            0 => String::new(),
            days => format!("{days}."),
        };
        let fraction = match fraction {
            0 => String::new(),
            fraction => format!(".{fraction:07}"),
        };
        let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
        format!(
            "{sign}{days}{hours:02}:{minutes:02}:{:02}{fraction}",
            seconds % 60
        )
    }
}

impl FromStr for TimeSpan {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, ParseTimeError> {
        parse_duration(text.trim()).ok_or(ParseTimeError)
    }
}

fn parse_duration(text: &str) -> Option<TimeSpan> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let text = text.strip_prefix('P')?;
    let (days, clock) = match text.split_once('T') {
        Some((days, clock)) if !clock.is_empty() => (days, clock),
        None if !text.is_empty() => (text, ""),
        Some(_) | None => return None,
    };
    let mut ticks: i128 = 0;
    if !days.is_empty() {
        ticks +=
            i128::from(number(days.strip_suffix('D')?)?) * 86_400 * i128::from(TICKS_PER_SECOND);
    }
    let mut rest = clock;
    for (unit, seconds) in [('H', 3600), ('M', 60)] {
        if let Some((amount, after)) = rest.split_once(unit) {
            ticks += i128::from(number(amount)?) * seconds * i128::from(TICKS_PER_SECOND);
            rest = after;
        }
    }
    if !rest.is_empty() {
        let seconds = rest.strip_suffix('S')?;
        let (whole, fraction) = match seconds.split_once('.') {
            Some((whole, fraction)) => (whole, fraction_ticks(fraction)?),
            None => (seconds, 0),
        };
        ticks += i128::from(number(whole)?) * i128::from(TICKS_PER_SECOND) + i128::from(fraction);
    }
    let ticks = i64::try_from(if negative { -ticks } else { ticks }).ok()?;
    Some(TimeSpan { ticks })
}

impl fmt::Display for TimeSpan {
    /// Writes the XML form: `P1DT2H3M4.5S`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ticks == 0 {
            return f.write_str("PT0S");
        }
        let ticks = i128::from(self.ticks).abs();
        let seconds = ticks / i128::from(TICKS_PER_SECOND);
        let fraction = ticks % i128::from(TICKS_PER_SECOND);
        f.write_str(if self.ticks < 0 { "-P" } else { "P" })?;
        if seconds >= 86_400 {
            write!(f, "{}D", seconds / 86_400)?;
        }
        let clock = seconds % 86_400;
        if clock == 0 && fraction == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        for (amount, unit) in [(clock / 3600, 'H'), (clock / 60 % 60, 'M')] {
            if amount > 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        if clock % 60 > 0 || fraction > 0 {
            write!(f, "{}", clock % 60)?;
            write_fraction(f, i64::try_from(fraction).unwrap_or(0))?;
            f.write_str("S")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_they_were_read() {
        for text in [
            "PT0S",
            "PT1.5S",
            "-PT23H59M55S",
            "P1D",
            "P10675199DT2H48M5.4775807S",
            "-P10675199DT2H48M5.4775808S",
            "PT9.0269026S",
            "PT1M",
        ] {
            assert_eq!(text.parse::<TimeSpan>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_duration_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "1D",
            "P1Y",
            "PT1S1M",
            "P999999999999999D",
            "PT.5S",
            "P-1D",
            "PT1",
            "P1",
        ] {
            text.parse::<TimeSpan>().unwrap_err();
        }
    }

    #[test]
    fn durations_print_like_powershell() {
        let check =
            |wire: &str, text| assert_eq!(wire.parse::<TimeSpan>().unwrap().to_text(), text);
        check("P1DT2H3M4.5S", "1.02:03:04.5000000");
        check("-PT5S", "-00:00:05");
    }
}
