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
        let text = row.try_get_by_index::<Option<String>>(at)?;
        let date = |text: &String| NaiveDate::parse_from_str(text, "%F").ok();
        return Ok(text.map(|text| cell(date(&text).filter(|date| date.format("%F").to_string() == text))));
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
        let text = row.try_get_by_index::<Option<String>>(at)?;
        let time = |text: &String| NaiveDateTime::parse_from_str(text, "%F %T%.f").ok();
        return Ok(text.map(|text| cell(time(&text).filter(|time| time.format("%F %T%.f").to_string() == text))));
    }
    let time = row.try_get_by_index::<Option<NaiveDateTime>>(at)?;
    Ok(if time.is_none() && is_zero(row, at) { Some(Cell::Unreadable) } else { time.map(|time| cell(Some(time))) })
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
