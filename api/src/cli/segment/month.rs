//! Months as they are written on the command line.

use std::str::FromStr;

use chrono::{Months, NaiveDate};

/// Most months of one series: ten years, each of which is kept in memory while a batch is answered.
const MOST_MONTHS: usize = 120;

/// A month of the calendar, as YYYY-MM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Month {
    first: NaiveDate,
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_month = text.len() == 7 && text.get(4..5) == Some("-");
        let first = is_month.then(|| format!("{text}-01").parse().ok()).flatten();
        first.map(|first| Self { first }).ok_or_else(|| "a month is written YYYY-MM, such as 2026-06".to_owned())
    }
}

/// The last days of the months of a series, ascending; `today` says which months have ended.
pub(super) fn ends(from: Month, to: Month, today: NaiveDate) -> Result<Vec<NaiveDate>, String> {
    let mut ends = Vec::new();
    let mut first = from.first;
    while first <= to.first {
        let next = first.checked_add_months(Months::new(1));
        let (Some(next), Some(end)) = (next, next.and_then(|next| next.pred_opt())) else { break };
        if end > today {
            return Err(format!("{} has not ended yet: its last day is {end}", first.format("%Y-%m")));
        }
        ends.push(end);
        if ends.len() > MOST_MONTHS {
            return Err(format!("--from and --to may be {MOST_MONTHS} months apart at most"));
        }
        first = next;
    }
    if ends.is_empty() { Err("--from is after --to".to_owned()) } else { Ok(ends) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

    #[test]
    fn a_month_is_a_year_and_a_month() {
        for wrong in ["2026", "2026-13", "2026-6", "2026-06-01", "june", "2026/06", "20260-6"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
        assert!(month("2025-07") < month("2026-06"));
    }

    #[test]
    fn a_series_is_of_last_days() {
        let written: Vec<String> =
            ends(month("2025-12"), month("2026-03"), TODAY).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(written, ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"]);
        assert_eq!(ends(month("2026-06"), month("2026-06"), TODAY).unwrap(), [TODAY]);
    }

    #[test]
    fn a_series_that_cannot_be_is_refused_by_name() {
        let refusal = |from, to, today| ends(month(from), month(to), today).unwrap_err();
        assert!(refusal("2026-06", "2026-05", TODAY).contains("--from is after --to"));
        assert!(refusal("2026-06", "2026-07", TODAY).contains("2026-07 has not ended"));
        assert!(refusal("2026-06", "2026-06", TODAY - chrono::Days::new(1)).contains("2026-06 has not ended"));
        assert!(refusal("2000-01", "2026-05", TODAY).contains("120 months"));
    }
}
