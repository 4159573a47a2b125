//! Days and months. No clock, no time zone: dates are the bank's wall-clock days.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use crate::stream::Draw;

/// Fixed holidays (month, day) on which the bank neither pays nor opens.
const HOLIDAYS: [(u32, u32); 3] = [(1, 1), (7, 4), (12, 25)];

/// The date so many days later, or earlier when negative. The plan keeps dates far from the ends of the calendar.
pub(crate) fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(distance) } else { date.checked_add_days(distance) };
    moved.unwrap_or(date)
}

/// The date so many months earlier, the last day of the month where the day does not exist.
pub(crate) fn months_before(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months)).unwrap_or(date)
}

/// How many days `later` lies after `earlier`.
pub(crate) fn days_between(earlier: NaiveDate, later: NaiveDate) -> i64 {
    later.signed_duration_since(earlier).num_days()
}

/// Completed years of age; who was born on 29 February has a birthday on 1 March in common years.
pub(crate) fn age_on(birth: NaiveDate, day: NaiveDate) -> i64 {
    let years = i64::from(day.year()) - i64::from(birth.year());
    years - i64::from((day.month(), day.day()) < (birth.month(), birth.day()))
}

/// True on days when branches are open and payments are made.
pub(crate) fn is_business_day(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !HOLIDAYS.contains(&(date.month(), date.day()))
}

/// The date itself, or the business day before it.
pub(crate) fn business_day_until(date: NaiveDate) -> NaiveDate {
    (0..7).map(|back| shifted(date, -back)).find(|day| is_business_day(*day)).unwrap_or(date)
}

/// A moment of that day within the hours given, the last of them excluded.
pub(crate) fn moment(date: NaiveDate, hours: std::ops::Range<u32>, draw: &mut Draw) -> NaiveDateTime {
    let hour = hours.start + draw.below(hours.end.saturating_sub(hours.start).max(1));
    let time = NaiveTime::from_hms_opt(hour, draw.below(60), draw.below(60)).unwrap_or_default();
    date.and_time(time)
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month(i32);

impl Month {
    /// The month that the date lies in.
    pub(crate) fn of(date: NaiveDate) -> Self {
        Self(date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0))
    }

    /// The months from that of `first` to that of `last`, both included, in order.
    pub(crate) fn span(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = Self> {
        (Self::of(first).0..=Self::of(last).0).map(Self)
    }

    /// 1 for January to 12 for December.
    pub(crate) fn number(self) -> u32 {
        u32::try_from(self.0.rem_euclid(12)).unwrap_or(0) + 1
    }

    /// So many months since some fixed one: equal distances for equal numbers.
    pub(crate) const fn ordinal(self) -> i32 {
        self.0
    }

    /// The day of this month, or its last day when it is shorter.
    pub(crate) fn day(self, day: u32) -> NaiveDate {
        let (year, month) = (self.0.div_euclid(12), self.number());
        (0..4).find_map(|back| NaiveDate::from_ymd_opt(year, month, day - back)).unwrap_or_default()
    }

    /// The last day of this month.
    pub(crate) fn last_day(self) -> NaiveDate {
        self.day(31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_month_clamps_its_days() {
        let february = Month::of(day("2027-02-11"));
        assert_eq!(february.day(1), day("2027-02-01"));
        assert_eq!(february.last_day(), day("2027-02-28"));
        assert_eq!(Month::of(day("2028-02-11")).last_day(), day("2028-02-29"));
    }

    #[test]
    fn months_are_counted_over_a_new_year() {
        let months: Vec<_> = Month::span(day("2025-11-30"), day("2026-02-01")).map(Month::number).collect();
        assert_eq!(months, [11, 12, 1, 2]);
    }

    #[test]
    fn a_holiday_on_a_monday_pays_on_the_friday_before() {
        assert_eq!(business_day_until(day("2029-01-01")), day("2028-12-29"));
        assert_eq!(business_day_until(day("2026-06-30")), day("2026-06-30"));
    }

    #[test]
    fn leap_day_birthdays_fall_on_the_first_of_march() {
        assert_eq!(age_on(day("2008-02-29"), day("2026-02-28")), 17);
        assert_eq!(age_on(day("2008-02-29"), day("2026-03-01")), 18);
    }
}
