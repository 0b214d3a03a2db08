//! Times as people at the sites write them: 24-hour, in the local zone, ISO order.

use std::time::Duration;

use super::Localizer;
use crate::domain::{Language, Moment};
use crate::tr;

impl Localizer {
    /// Date and time to the second, for tables and evidence.
    pub fn date_time(&self, moment: Moment) -> String {
        let zoned = moment.instant().to_zoned(self.zone().clone());
        let format = match self.language() {
            Language::Japanese => "%Y/%m/%d %H:%M:%S",
            Language::Korean | Language::English => "%Y-%m-%d %H:%M:%S",
        };
        zoned.strftime(format).to_string()
    }

    /// The time of day to the second, for today's readings.
    pub fn time(&self, moment: Moment) -> String {
        moment
            .instant()
            .to_zoned(self.zone().clone())
            .strftime("%H:%M:%S")
            .to_string()
    }

    /// Hour and minute, for what people decide by.
    pub fn hour_minute(&self, moment: Moment) -> String {
        moment
            .instant()
            .to_zoned(self.zone().clone())
            .strftime("%H:%M")
            .to_string()
    }

    /// Month, day, hour and minute, for windows that end on another day.
    pub fn day_hour_minute(&self, moment: Moment) -> String {
        let zoned = moment.instant().to_zoned(self.zone().clone());
        let format = match self.language() {
            Language::Japanese => "%m/%d %H:%M",
            Language::Korean | Language::English => "%m-%d %H:%M",
        };
        zoned.strftime(format).to_string()
    }

    /// Hours and minutes, for what takes long.
    pub fn hours(&self, duration: Duration) -> String {
        let minutes = duration.as_secs().div_ceil(60);
        match (minutes / 60, minutes % 60) {
            (0, minutes) => tr!(self, "mig-minutes", minutes = minutes),
            (hours, 0) => tr!(self, "mig-hours", hours = hours),
            (hours, minutes) => tr!(self, "mig-hours-minutes", hours = hours, minutes = minutes),
        }
    }

    /// Date, time and offset, for what is handed to other people.
    pub fn iso(&self, moment: Moment) -> String {
        moment
            .instant()
            .to_zoned(self.zone().clone())
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    }

    /// Minutes and seconds, for clocks that run while someone waits.
    pub fn clock(&self, duration: Duration) -> String {
        let seconds = duration.as_secs();
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}
