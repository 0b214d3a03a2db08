//! `DateTime` and `TimeSpan`, both counted in .NET ticks of 100 nanoseconds.
//!
//! Only what the wire says is kept: a `DateTime` whose offset was not sent stays without one.
//! Calendars, time zones and formats for people are the application's business.

mod date_time;
mod time_span;

use std::fmt;

pub use date_time::{DateTime, Offset};
pub use time_span::TimeSpan;

const TICKS_PER_SECOND: i64 = 10_000_000;

/// The text is not a date and time, or not a duration, in the XML form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date, time or duration of .NET")]
pub struct ParseTimeError;

fn write_fraction(f: &mut fmt::Formatter<'_>, ticks: i64) -> fmt::Result {
    if ticks == 0 {
        return Ok(());
    }
    write!(f, ".{}", format!("{ticks:07}").trim_end_matches('0'))
}

/// Ticks of a decimal fraction of a second; digits below a tick are cut off, as .NET does.
fn fraction_ticks(fraction: &str) -> Option<i64> {
    // .NET writes seven digits; XML Schema allows more, and nobody needs a thousand.
    const MOST_DIGITS: usize = 20;
    if fraction.is_empty()
        || fraction.len() > MOST_DIGITS
        || !fraction.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let mut ticks = 0;
    for place in 0..7 {
        let digit = fraction.as_bytes().get(place).map_or(0, |byte| byte - b'0');
        ticks = ticks * 10 + i64::from(digit);
    }
    Some(ticks)
}

fn digits(text: &str, count: usize) -> Option<i64> {
    if text.len() == count {
        number(text)
    } else {
        None
    }
}

fn number(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
