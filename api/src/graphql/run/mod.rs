//! Steps become statements in the engine's dialect, rows, and JSON.

mod dialect;
mod execute;
mod pairs;
mod predicate;
mod rows;
mod statement;
mod write;

use chrono::{NaiveDate, NaiveDateTime};

pub(crate) use dialect::join_to_keys;
pub use execute::{Recorder, Snapshot, execute};
pub use rows::{ListRows, Rows};
pub(crate) use statement::key_column;
pub use write::{Answers, write_answers};

/// The column of a pair's rows with the key of the other row.
pub const OTHER: &str = "other_key";
/// The column of a pair's rows that says whether the other row is the first of the two: 1 or 0.
pub const REACHED_FIRST: &str = "reached_first";

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
}
