//! Age in completed years, and which dates of birth are believed.

use chrono::{Datelike, NaiveDate};

use crate::rules::Rules;

/// Age in completed years at `as_of`; `None` when the date of birth cannot be right: it lies after `as_of`, it makes
/// the customer older than `age.max_age`, or it is one of `age.sentinels`.
///
/// Who is born on 29 February has birthday on 1 March in common years.
pub fn completed_years(date_of_birth: NaiveDate, as_of: NaiveDate, rules: &Rules) -> Option<u16> {
    if rules.age.sentinels.contains(&date_of_birth) {
        return None;
    }
    let age = u16::try_from(years_between(date_of_birth, as_of)).ok()?;
    (age <= rules.age.max_age && date_of_birth <= as_of).then_some(age)
}

/// The day on which somebody completes so many years; `None` at the end of the calendar.
pub(crate) fn birthday(date_of_birth: NaiveDate, years: u16) -> Option<NaiveDate> {
    let year = date_of_birth.year().checked_add(i32::from(years))?;
    date_of_birth.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// Completed years from one date to another; negative when the second lies before the first.
pub(crate) fn years_between(from: NaiveDate, to: NaiveDate) -> i32 {
    // 28 February comes before 29 February and 1 March after it, whether or not the year has that day.
    let is_before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i32::from(is_before_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(birth: &str, as_of: &str) -> Option<u16> {
        let day = |text: &str| text.parse().expect(text);
        completed_years(day(birth), day(as_of), &Rules::default())
    }

    #[test]
    fn a_year_is_completed_on_the_birthday() {
        assert_eq!(age("2008-07-01", "2026-06-30"), Some(17));
        assert_eq!(age("2008-06-30", "2026-06-30"), Some(18));
        assert_eq!(age("2026-06-30", "2026-06-30"), Some(0));
    }

    #[test]
    fn a_leap_day_birthday_is_on_the_first_of_march_in_common_years() {
        assert_eq!(age("2008-02-29", "2026-02-28"), Some(17));
        assert_eq!(age("2008-02-29", "2026-03-01"), Some(18));
        assert_eq!(age("2008-02-29", "2024-02-28"), Some(15));
        assert_eq!(age("2008-02-29", "2024-02-29"), Some(16));
    }

    #[test]
    fn a_date_that_cannot_be_right_gives_no_age() {
        assert_eq!(age("2026-07-01", "2026-06-30"), None);
        assert_eq!(age("1900-01-01", "1999-12-31"), None);
        assert_eq!(age("9999-12-31", "9999-12-31"), None);
        assert_eq!(age("1905-07-01", "2026-06-30"), Some(120));
        assert_eq!(age("1905-06-30", "2026-06-30"), None);
    }

    #[test]
    fn a_birthday_is_the_day_on_which_a_year_is_completed() {
        let day = |text: &str| text.parse::<NaiveDate>().expect(text);
        assert_eq!(birthday(day("2008-08-07"), 18), Some(day("2026-08-07")));
        assert_eq!(birthday(day("2008-02-29"), 18), Some(day("2026-03-01")));
        assert_eq!(birthday(day("2008-02-29"), 20), Some(day("2028-02-29")));
        assert_eq!(age("2008-02-29", "2026-02-28"), Some(17));
        assert_eq!(age("2008-02-29", "2026-03-01"), Some(18));
        assert_eq!(birthday(NaiveDate::MAX, 1), None);
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trouble() {
        assert_eq!(completed_years(NaiveDate::MIN, NaiveDate::MAX, &Rules::default()), None);
        assert_eq!(completed_years(NaiveDate::MAX, NaiveDate::MIN, &Rules::default()), None);
    }
}
