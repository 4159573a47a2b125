//! The stretches of time that rules look at.

use chrono::{Datelike, Days, Months as CalendarMonths, NaiveDate};

/// How many days a date lies before `as_of`; negative when it lies after it.
pub(crate) fn days_ago(date: NaiveDate, as_of: NaiveDate) -> i64 {
    as_of.signed_duration_since(date).num_days()
}

/// Whether a date is among the `days` days that end on `as_of`, that day included.
pub(crate) fn in_days(date: NaiveDate, as_of: NaiveDate, days: u16) -> bool {
    (0..i64::from(days)).contains(&days_ago(date, as_of))
}

/// The first of the `days` days that end on `as_of`; `None` before the beginning of the calendar.
pub(crate) fn first_of_days(as_of: NaiveDate, days: u16) -> Option<NaiveDate> {
    as_of.checked_sub_days(Days::new(u64::from(days.saturating_sub(1))))
}

/// A calendar month, counted from the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Month(i32);

impl Month {
    pub(crate) fn of(date: NaiveDate) -> Self {
        Self(date.year() * 12 + date.month0().cast_signed())
    }

    /// The first day; `None` beyond the calendar.
    fn first_day(self) -> Option<NaiveDate> {
        let month = u32::try_from(self.0.rem_euclid(12)).ok()?;
        NaiveDate::from_ymd_opt(self.0.div_euclid(12), month + 1, 1)
    }

    /// The last day; `None` beyond the calendar.
    fn last_day(self) -> Option<NaiveDate> {
        let next = self.first_day()?.checked_add_months(CalendarMonths::new(1));
        // The calendar ends with the last day of a month.
        next.map_or(Some(NaiveDate::MAX), |next| next.pred_opt())
    }
}

/// The last complete calendar months before or at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Months {
    first: Month,
    last: Month,
}

impl Months {
    /// The last `count` complete months. The month of `as_of` counts only when `as_of` is its last day.
    pub(crate) fn before(as_of: NaiveDate, count: u16) -> Self {
        let Month(current) = Month::of(as_of);
        let is_complete = as_of.succ_opt().is_none_or(|next| next.month() != as_of.month());
        let last = if is_complete { current } else { current - 1 };
        Self { first: Month(last - i32::from(count) + 1), last: Month(last) }
    }

    /// Whether a date lies in one of the months.
    pub(crate) fn contain(self, date: NaiveDate) -> bool {
        (self.first..=self.last).contains(&Month::of(date))
    }

    /// Whether a date lies in one of the months or after them.
    pub(crate) fn reach_back_to(self, date: NaiveDate) -> bool {
        Month::of(date) >= self.first
    }

    /// The months from a date's month on: the whole window for an earlier date, nothing for a later one.
    pub(crate) fn since(self, date: NaiveDate) -> Self {
        Self { first: self.first.max(Month::of(date)), last: self.last }
    }

    /// How many months there are.
    pub(crate) fn len(self) -> usize {
        usize::try_from(self.last.0 - self.first.0 + 1).unwrap_or(0)
    }

    /// How many of the months hold one of the dates.
    pub(crate) fn holding(self, dates: impl Iterator<Item = NaiveDate>) -> usize {
        let mut months: Vec<Month> = dates.filter(|date| self.contain(*date)).map(Month::of).collect();
        months.sort_unstable();
        months.dedup();
        months.len()
    }

    /// The first and the last day of the months; `None` beyond the calendar.
    pub(crate) fn days(self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (self.first.first_day(), self.last.last_day())
    }

    /// Each of the months alone, by time.
    pub(crate) fn each(self) -> impl Iterator<Item = Self> {
        (self.first.0..=self.last.0).map(|month| Self { first: Month(month), last: Month(month) })
    }

    /// The place of a date's month among these, counted from 0; `None` when it is none of them.
    pub(crate) fn place(self, date: NaiveDate) -> Option<usize> {
        if !self.contain(date) {
            return None;
        }
        usize::try_from(Month::of(date).0 - self.first.0).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect(text)
    }

    #[test]
    fn ninety_days_hold_the_day_itself_and_eighty_nine_before() {
        let as_of = day("2026-06-30");
        assert!(in_days(as_of, as_of, 90));
        assert!(in_days(day("2026-04-02"), as_of, 90));
        assert!(!in_days(day("2026-04-01"), as_of, 90));
        assert!(!in_days(day("2026-07-01"), as_of, 90));
    }

    #[test]
    fn a_month_counts_only_when_it_is_complete() {
        let complete = Months::before(day("2026-06-30"), 6);
        assert!(complete.contain(day("2026-01-01")) && complete.contain(day("2026-06-30")));
        assert!(!complete.contain(day("2025-12-31")));
        let running = Months::before(day("2026-06-29"), 6);
        assert!(running.contain(day("2025-12-01")) && running.contain(day("2026-05-31")));
        assert!(!running.contain(day("2026-06-01")));
        let leap = Months::before(day("2024-02-28"), 1);
        assert!(leap.contain(day("2024-01-31")) && !leap.contain(day("2024-02-28")));
    }

    #[test]
    fn months_since_a_date_start_with_its_month() {
        let months = Months::before(day("2026-06-30"), 6);
        assert_eq!(months.since(day("2020-01-01")).len(), 6);
        assert_eq!(months.since(day("2026-04-30")).len(), 3);
        assert_eq!(months.since(day("2026-07-01")).len(), 0);
        assert_eq!(months.place(day("2026-03-05")), Some(2));
    }

    #[test]
    fn months_have_a_first_and_a_last_day() {
        let months = Months::before(day("2024-03-01"), 3);
        assert_eq!(months.days(), (Some(day("2023-12-01")), Some(day("2024-02-29"))));
        let first_days: Vec<_> = months.each().filter_map(|month| month.days().0).collect();
        assert_eq!(first_days, [day("2023-12-01"), day("2024-01-01"), day("2024-02-01")]);
        assert_eq!(first_of_days(day("2026-06-30"), 90), Some(day("2026-04-02")));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trouble() {
        assert!(Months::before(NaiveDate::MAX, 120).contain(NaiveDate::MAX));
        assert_eq!(Months::before(NaiveDate::MIN, 120).len(), 120);
        assert!(!in_days(NaiveDate::MIN, NaiveDate::MAX, u16::MAX));
        assert_eq!(first_of_days(NaiveDate::MIN, 2), None);
        assert_eq!(Months::before(NaiveDate::MIN, 2).days().0, None);
        assert_eq!(Months::before(NaiveDate::MAX, 1).days().1, Some(NaiveDate::MAX));
    }
}
