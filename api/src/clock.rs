//! The time, and the only place that asks the machine for it. Everything else takes a [`Clock`], or the date it needs.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Where the time comes from.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands still, for tests and for runs that must come out the same again.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => std::time::SystemTime::now().into(),
            Self::Fixed(moment) => moment,
        }
    }

    /// The date that a calendar in `zone` shows at present.
    pub fn today(self, zone: Tz) -> NaiveDate {
        self.now().with_timezone(&zone).date_naive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_the_one_of_the_zone() {
        let clock = Clock::Fixed("2026-06-30T23:30:00Z".parse().unwrap());
        assert_eq!(clock.today(Tz::UTC).to_string(), "2026-06-30");
        assert_eq!(clock.today(Tz::Europe__Berlin).to_string(), "2026-07-01");
    }
}
