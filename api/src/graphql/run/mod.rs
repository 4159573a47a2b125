//! Steps become statements in the engine's dialect, rows, and JSON.

mod cell;
mod dated;
mod dialect;
mod drift;
mod execute;
mod packed;
mod pairs;
mod predicate;
mod recorder;
mod rows;
mod statement;
mod totals;
mod walk;
mod write;

pub use cell::Cell;
pub(crate) use cell::{read_date, read_date_time, read_text};
pub(crate) use dialect::{in_keys, join_to_keys};
pub use drift::{Drifted, Month, Moves};
pub use execute::{Snapshot, execute};
pub(crate) use packed::pack;
pub use recorder::Recorder;
pub use rows::{Explanations, ListRows, Rows};
pub(crate) use statement::key_column;
pub(crate) use totals::small_number;
pub use walk::{Chain, Found, Keyed, Network, Networks, Reached, Step};
pub(super) use write::too_large;
pub use write::{Answers, write_answers};

/// The column of a pair's rows with the key of the other row.
pub const OTHER: &str = "other_key";
/// The column of a pair's rows that says whether the other row is the first of the two: 1 or 0.
pub const REACHED_FIRST: &str = "reached_first";
