//! Values: what a row holds, read as what its column ought to hold.
//!
//! Other programs write to the bank's tables, too. A value that no calendar and no type of ours holds is kept apart
//! from NULL, and from an error of the whole statement: it spoils its own field, and nothing else.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta};
use sea_orm::sqlx::{self, Row as _};
use sea_orm::{DbErr, QueryResult, RuntimeErr};
use tellergraph_entity::money::Money;

use crate::graphql::catalog::ColumnType;
use crate::graphql::error::driver_error;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// NULL.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// An exact number, in hundredths.
    Decimal(i64),
    /// A date.
    Date(NaiveDate),
    /// A date and time, in the zone of its column.
    DateTime(NaiveDateTime),
    /// Yes or no.
    Boolean(bool),
    /// Something else than the column ought to hold, such as a day that is in no calendar.
    Unreadable,
}

/// The value at an index of a row. Keys and what the server itself wrote cannot be unreadable: they are an error.
pub(super) fn read(row: &QueryResult, at: usize, ty: ColumnType) -> Result<Cell, DbErr> {
    let cell = match ty {
        ColumnType::Small | ColumnType::Hundredths => {
            row.try_get_by_index::<Option<i16>>(at).map(|value| value.map(|at| Cell::Int(at.into())))
        }
        ColumnType::Int => row.try_get_by_index::<Option<i32>>(at).map(|value| value.map(|at| Cell::Int(at.into()))),
        ColumnType::BigInt => row.try_get_by_index::<Option<i64>>(at).map(|value| value.map(Cell::Int)),
        ColumnType::Text => row.try_get_by_index::<Option<String>>(at).map(|value| value.map(Cell::Text)),
        ColumnType::Decimal => row
            .try_get_by_index::<Option<Money>>(at)
            .map(|value| value.map(|amount| Cell::Decimal(amount.minor_units()))),
        ColumnType::Date => date(row, at),
        ColumnType::DateTime => date_time(row, at),
        ColumnType::Instant => row.try_get_by_index::<Option<NaiveDateTime>>(at).map(|value| value.map(Cell::DateTime)),
        ColumnType::Boolean => row.try_get_by_index::<Option<bool>>(at).map(|value| value.map(Cell::Boolean)),
    };
    match cell {
        Ok(cell) => Ok(cell.unwrap_or(Cell::Null)),
        Err(error) if is_of_the_value(&error) && !matches!(ty, ColumnType::BigInt | ColumnType::Instant) => {
            Ok(Cell::Unreadable)
        }
        Err(error) => Err(error),
    }
}

/// The date at an index of a row; `None` when there is none, or none that can be read.
pub(crate) fn read_date(row: &QueryResult, at: usize) -> Result<Option<NaiveDate>, DbErr> {
    Ok(if let Cell::Date(date) = read(row, at, ColumnType::Date)? { Some(date) } else { None })
}

/// The date and time at an index of a row; `None` when there is none, or none that can be read.
pub(crate) fn read_date_time(row: &QueryResult, at: usize) -> Result<Option<NaiveDateTime>, DbErr> {
    Ok(if let Cell::DateTime(time) = read(row, at, ColumnType::DateTime)? { Some(time) } else { None })
}

/// The text at an index of a row, where the row keeps it.
pub(crate) fn read_text(row: &QueryResult, at: usize) -> Result<Option<&str>, DbErr> {
    let text = if let Some(row) = row.try_as_pg_row() {
        row.try_get(at)
    } else if let Some(row) = row.try_as_mysql_row() {
        row.try_get(at)
    } else if let Some(row) = row.try_as_sqlite_row() {
        row.try_get(at)
    } else {
        return Err(DbErr::Custom("a row of an engine that is not known".to_owned()));
    };
    text.map_err(driver)
}

fn is_of_the_value(error: &DbErr) -> bool {
    matches!(error, DbErr::TryIntoErr { .. } | DbErr::Type(_))
        || matches!(driver_error(error), Some(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)))
}

fn date(row: &QueryResult, at: usize) -> Result<Option<Cell>, DbErr> {
    let cell = |date: Option<NaiveDate>| date.filter(|date| is_in_range(*date)).map_or(Cell::Unreadable, Cell::Date);
    if let Some(row) = row.try_as_pg_row() {
        // The driver panics on days beyond its own calendar, such as `infinity`.
        let days = row.try_get_unchecked::<Option<i32>, _>(at).map_err(driver)?;
        return Ok(days.map(|days| {
            let time = TimeDelta::try_days(days.into()).and_then(|days| postgres_epoch()?.checked_add_signed(days));
            cell(time.map(|time| time.date()))
        }));
    }
    if row.try_as_sqlite_row().is_some() {
        return Ok(read_text(row, at)?.map(|text| cell(written_date(text))));
    }
    let date = row.try_get_by_index::<Option<NaiveDate>>(at)?;
    Ok(if date.is_none() && is_zero(row, at) { Some(Cell::Unreadable) } else { date.map(|date| cell(Some(date))) })
}

fn date_time(row: &QueryResult, at: usize) -> Result<Option<Cell>, DbErr> {
    let cell = |time: Option<NaiveDateTime>| {
        time.filter(|time| is_in_range(time.date())).map_or(Cell::Unreadable, Cell::DateTime)
    };
    if let Some(row) = row.try_as_pg_row() {
        let micros = row.try_get_unchecked::<Option<i64>, _>(at).map_err(driver)?;
        let time = |micros| postgres_epoch()?.checked_add_signed(TimeDelta::microseconds(micros));
        return Ok(micros.map(|micros| cell(time(micros))));
    }
    if row.try_as_sqlite_row().is_some() {
        // Filters and cursors compare texts: what is written in another form would be shown, but not found.
        return Ok(read_text(row, at)?.map(|text| cell(written_time(text))));
    }
    let time = row.try_get_by_index::<Option<NaiveDateTime>>(at)?;
    Ok(if time.is_none() && is_zero(row, at) { Some(Cell::Unreadable) } else { time.map(|time| cell(Some(time))) })
}

/// A date as `SQLite` keeps it. `None` for any other form: it would be shown, but not found, since filters and cursors
/// compare texts.
fn written_date(text: &str) -> Option<NaiveDate> {
    if let Some(date) = text.as_bytes().try_into().ok().and_then(plain_date) {
        return Some(date);
    }
    NaiveDate::parse_from_str(text, "%F").ok().filter(|date| date.format("%F").to_string() == text)
}

/// A date and time as `SQLite` keeps it; `None` for any other form.
fn written_time(text: &str) -> Option<NaiveDateTime> {
    if let Some(time) = text.as_bytes().try_into().ok().and_then(plain_time) {
        return Some(time);
    }
    NaiveDateTime::parse_from_str(text, "%F %T%.f").ok().filter(|time| time.format("%F %T%.f").to_string() == text)
}

/// The date of a text such as `2026-06-30`, as nearly all are: millions of rows are read, and the parser of any format
/// takes longer than all else. `None` says nothing.
fn plain_date(text: &[u8; 10]) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return None };
    let year = number([y1, y2])? * 100 + number([y3, y4])?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number([m1, m2])?, number([d1, d2])?)
}

/// The time of a text such as `2026-06-30 23:59:59`. `None` says nothing.
fn plain_time(text: &[u8; 19]) -> Option<NaiveDateTime> {
    let (date, time) = text.split_first_chunk::<10>()?;
    let [b' ', h1, h2, b':', m1, m2, b':', s1, s2] = *time else { return None };
    plain_date(date)?.and_hms_opt(number([h1, h2])?, number([m1, m2])?, number([s1, s2])?)
}

fn number(digits: [u8; 2]) -> Option<u32> {
    let [tens, ones] = digits.map(|digit| digit.is_ascii_digit().then(|| u32::from(digit - b'0')));
    Some(tens? * 10 + ones?)
}

/// From where `PostgreSQL` counts days and microseconds.
fn postgres_epoch() -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(2000, 1, 1)?.and_hms_opt(0, 0, 0)
}

/// The years that dates have on the wire.
fn is_in_range(date: NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

/// Whether a date that the driver takes for NULL is the zero date of `MySQL`, which is not NULL in any comparison.
fn is_zero(row: &QueryResult, at: usize) -> bool {
    row.try_as_mysql_row().is_some_and(|row| row.try_get_unchecked::<Vec<u8>, _>(at).is_ok())
}

fn driver(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_is_read_as_the_parser_of_formats_reads_it() {
        for text in ["2026-06-30", "0001-01-01", "2024-02-29", "9999-12-31", "2023-02-29", "2026-13-01", "2026-6-30"] {
            let parsed = NaiveDate::parse_from_str(text, "%F").ok();
            let written = parsed.filter(|date| date.format("%F").to_string() == text);
            assert_eq!(written_date(text), written, "{text}");
            let midnight = format!("{text} 00:00:00");
            assert_eq!(written_time(&midnight), written.and_then(|date| date.and_hms_opt(0, 0, 0)), "{midnight}");
        }
        for text in ["23:59:59", "24:00:00", "23:60:00", "23:59:61", "23:59", "2 :59:59", "23-59-59", "23:59:5x"] {
            let text = format!("2026-06-30 {text}");
            assert_eq!(written_time(&text), NaiveDateTime::parse_from_str(&text, "%F %T").ok(), "{text}");
        }
    }

    #[test]
    fn fractions_are_read_and_other_forms_refused() {
        let noon = written_time("2026-06-30 12:00:00");
        assert_eq!(written_time("2026-06-30 12:00:00.250"), noon.map(|noon| noon + TimeDelta::milliseconds(250)));
        for text in ["2026-06-30T12:00:00", "2026-06-30", "2026-06-30 12:00:00Z", "2026-06-30 12:00:00 ", ""] {
            assert_eq!(written_time(text), None, "{text:?}");
        }
        for text in ["30.06.2026", "2026-06-30 ", "+2026-06-30", "２０２６-06-30", ""] {
            assert_eq!(written_date(text), None, "{text:?}");
        }
    }
}
