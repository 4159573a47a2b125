//! The custom scalars: how their values are read from a client and written to one. docs/scalars.md specifies them.

use std::fmt::Write as _;

use async_graphql::Value;
use chrono::{
    DateTime, Datelike as _, LocalResult, NaiveDate, NaiveDateTime, Offset as _, SecondsFormat, TimeDelta,
    TimeZone as _, Timelike as _,
};
use chrono_tz::Tz;
use tellergraph_entity::money::Money;

/// A custom scalar of the schema.
pub struct Scalar {
    /// The GraphQL name.
    pub name: &'static str,
    /// Its description.
    pub doc: &'static str,
    /// Where its format is specified.
    pub specified_by: &'static str,
    /// Whether a value of a client is one.
    pub is_valid: fn(&Value) -> bool,
}

/// Every custom scalar.
pub const SCALARS: [Scalar; 4] = [
    Scalar {
        name: "BigInt",
        doc: "Whole number of 64 bits. Always a JSON string out; a string or an integer in.",
        specified_by: "https://tellergraph.example/scalars#bigint",
        is_valid: |value| big_int(value).is_some(),
    },
    Scalar {
        name: "Date",
        doc: "Calendar date, `YYYY-MM-DD`.",
        specified_by: "https://scalars.graphql.org/andimarek/local-date.html",
        is_valid: |value| date(value).is_some(),
    },
    Scalar {
        name: "DateTime",
        doc: "RFC 3339 date and time. Out with the offset of the bank's time zone; in with any offset.",
        specified_by: "https://scalars.graphql.org/andimarek/date-time.html",
        is_valid: |value| instant(value).is_some(),
    },
    Scalar {
        name: "Decimal",
        doc: "Exact decimal number, such as `\"1234.50\"`. Always a JSON string out; a string or an integer in, floats \
              are refused.",
        specified_by: "https://tellergraph.example/scalars#decimal",
        is_valid: |value| decimal_text(value).is_some(),
    },
];

/// The whole number in a value.
pub fn big_int(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            if plain { text.parse().ok() } else { None }
        }
        _ => None,
    }
}

/// The date in a value.
pub fn date(value: &Value) -> Option<NaiveDate> {
    let Value::String(text) = value else { return None };
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| date.year() >= 1)
}

/// The wall-clock times in the bank's zone around the instant in a value: the latest that is not after it, and the
/// earliest that is not before it. They are the same, unless no stored time can mean the instant: it is finer than a
/// microsecond, or lies in the second pass of an autumn overlap.
pub fn wall_clocks(value: &Value, zone: Tz) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let instant = instant(value)?.with_timezone(&zone);
    let local = instant.naive_local();
    if let LocalResult::Ambiguous(first, second) = zone.from_local_datetime(&local)
        && instant != first
    {
        let end = overlap_end(local, second - first, zone)?;
        return Some((end.checked_sub_signed(TimeDelta::microseconds(1))?, end));
    }
    let finer = i64::from(local.nanosecond() % 1_000);
    let before = local.checked_sub_signed(TimeDelta::nanoseconds(finer))?;
    let after = if finer == 0 { before } else { before.checked_add_signed(TimeDelta::microseconds(1))? };
    Some((before, after))
}

/// Where the overlap of wall-clock times that holds `local` ends; it is `width` wide, and ends at a full second.
fn overlap_end(local: NaiveDateTime, width: TimeDelta, zone: Tz) -> Option<NaiveDateTime> {
    let start = local.with_nanosecond(0)?;
    let later = |seconds: i64| start.checked_add_signed(TimeDelta::seconds(seconds));
    let (mut inside, mut outside) = (0, width.num_seconds());
    while outside - inside > 1 {
        let middle = i64::midpoint(inside, outside);
        match zone.from_local_datetime(&later(middle)?) {
            LocalResult::Ambiguous(..) => inside = middle,
            _ => outside = middle,
        }
    }
    later(outside)
}

fn instant(value: &Value) -> Option<DateTime<chrono::FixedOffset>> {
    let Value::String(text) = value else { return None };
    let instant = DateTime::parse_from_rfc3339(text).ok()?;
    let leap_second = instant.timestamp_subsec_nanos() >= 1_000_000_000;
    // A day of room on both sides, so that no zone leads out of the years 1 to 9999.
    let utc = instant.naive_utc().date();
    let in_range = utc > NaiveDate::from_ymd_opt(1, 1, 1)? && utc < NaiveDate::from_ymd_opt(9999, 12, 31)?;
    (in_range && !leap_second).then_some(instant)
}

/// The amount in a value; an error says what is wrong with it.
pub fn decimal(value: &Value) -> Result<Money, &'static str> {
    let text = decimal_text(value).ok_or("is no decimal number")?;
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    let (kept, rest) = fraction.split_at(fraction.len().min(2));
    if rest.bytes().any(|digit| digit != b'0') {
        return Err("has more than two decimals; nothing is rounded");
    }
    let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
    format!("{whole}.{kept:0<2}").parse().map_err(|_| "is larger than any amount can be")
}

fn decimal_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(fraction)).then_some(text)
}

/// Writes a wall-clock time of the bank as RFC 3339. In an autumn overlap the first instant is meant; a time that a
/// spring gap skips keeps the offset from before the gap.
pub fn write_wall_clock(out: &mut String, time: NaiveDateTime, zone: Tz) {
    let seconds = wall_clock_offset(time, zone);
    let written = chrono::FixedOffset::east_opt(seconds)
        .and_then(|offset| offset.from_local_datetime(&time).single())
        .map(|time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    if let Some(written) = written {
        out.push_str(&written);
    }
}

/// How far a wall-clock time of a zone is ahead of UTC, in seconds. In an autumn overlap the first instant is meant; a
/// time that a spring gap, or a day that was left out, skips keeps the offset from before.
pub fn wall_clock_offset(time: NaiveDateTime, zone: Tz) -> i32 {
    let earlier = [0, 3, 26].into_iter().find_map(|hours| {
        let before = time.checked_sub_signed(TimeDelta::hours(hours))?;
        zone.offset_from_local_datetime(&before).earliest()
    });
    earlier.map_or(0, |offset| offset.fix().local_minus_utc())
}

/// Writes an instant given in UTC as RFC 3339 with the offset of the bank's zone.
pub fn write_instant(out: &mut String, utc: NaiveDateTime, zone: Tz) {
    let time = zone.from_utc_datetime(&utc).fixed_offset();
    // Writing to a string cannot fail.
    let _ = write!(out, "{}", time.to_rfc3339_opts(SecondsFormat::AutoSi, true));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Value {
        Value::String(value.to_owned())
    }

    #[test]
    fn decimals_are_exact_or_refused() {
        assert_eq!(decimal(&text("1234.5")).map(Money::minor_units), Ok(123_450));
        assert_eq!(decimal(&text("-0.05")).map(Money::minor_units), Ok(-5));
        assert_eq!(decimal(&text("7.5000")).map(Money::minor_units), Ok(750));
        assert_eq!(decimal(&Value::from(3)).map(Money::minor_units), Ok(300));
        assert!(decimal(&text("0.001")).is_err());
        assert!(decimal(&text("99999999999999999999")).is_err());
        for wrong in ["", ".", "1.", ".5", "1e3", "NaN", "+1", " 1", "1,5", "--1", "infinity"] {
            assert!(decimal(&text(wrong)).is_err(), "{wrong}");
        }
        assert!(decimal(&Value::from(1.5)).is_err());
    }

    #[test]
    fn only_real_dates_are_dates() {
        assert!(date(&text("2024-02-29")).is_some());
        for wrong in ["2026-02-29", "2026-2-1", "0000-01-01", "20260101", "2026-13-01", "+026-01-01", "now"] {
            assert!(date(&text(wrong)).is_none(), "{wrong}");
        }
    }

    #[test]
    fn big_ints_are_plain_digits() {
        assert_eq!(big_int(&text("-9223372036854775808")), Some(i64::MIN));
        assert_eq!(big_int(&Value::from(12)), Some(12));
        for wrong in ["", "-", "+1", "1.0", "9223372036854775808", " 1"] {
            assert_eq!(big_int(&text(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn the_first_instant_of_an_autumn_overlap_is_meant() {
        let zone = chrono_tz::Europe::Berlin;
        let shown = |text: &str| {
            let mut out = String::new();
            let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
            write_wall_clock(&mut out, time, zone);
            out
        };
        assert_eq!(shown("2025-10-26 02:30:00"), "2025-10-26T02:30:00+02:00");
        assert_eq!(shown("2025-10-26 03:00:00"), "2025-10-26T03:00:00+01:00");
        assert_eq!(shown("2025-03-30 02:30:00"), "2025-03-30T02:30:00+01:00");
    }

    #[test]
    fn a_time_comes_back_as_it_was_given() {
        let zone = chrono_tz::America::New_York;
        let (local, same) = wall_clocks(&text("2026-01-31T23:30:00-05:00"), zone).unwrap();
        assert_eq!(local, same);
        let mut out = String::new();
        write_wall_clock(&mut out, local, zone);
        assert_eq!(out, "2026-01-31T23:30:00-05:00");
        assert!(wall_clocks(&text("2026-01-31T23:30:60Z"), zone).is_none());
        assert!(wall_clocks(&text("2026-01-31T23:30:00"), zone).is_none());
    }

    #[test]
    fn an_instant_that_no_stored_time_means_lies_between_two() {
        let around = |value: &str| {
            let (before, after) = wall_clocks(&text(value), chrono_tz::Europe::Berlin).unwrap();
            (before.to_string(), after.to_string())
        };
        let exactly = |time: &str| (time.to_owned(), time.to_owned());
        assert_eq!(around("2025-10-26T02:30:00+02:00"), exactly("2025-10-26 02:30:00"));
        assert_eq!(around("2025-10-26T03:00:00+01:00"), exactly("2025-10-26 03:00:00"));
        for second_pass in ["2025-10-26T02:00:00+01:00", "2025-10-26T02:30:00.5+01:00", "2025-10-26T01:59:59Z"] {
            let (before, after) = around(second_pass);
            assert_eq!((&*before, &*after), ("2025-10-26 02:59:59.999999", "2025-10-26 03:00:00"), "{second_pass}");
        }
        let (before, after) = around("2025-07-01T00:00:00.0000015+02:00");
        assert_eq!((&*before, &*after), ("2025-07-01 00:00:00.000001", "2025-07-01 00:00:00.000002"));
    }
}
