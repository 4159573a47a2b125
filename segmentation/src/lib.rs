//! The segmentation rules: a customer's rows and a date in, answers out.
//!
//! The crate is pure. It reads no clock, no database and no file; the same rows, rules and date give the same answers,
//! in whatever order the rows come. Money is counted in whole cents. Odd rows are data, never a reason to fail.
//!
//! * [`vocabulary`]: the closed lists that the bank's code columns map to
//! * [`rules`]: the thresholds, as a TOML file, and their hash

pub mod answer;
mod closed_enum;
pub mod money;
mod notes;
pub mod rules;
pub mod vocabulary;
mod window;

pub use closed_enum::ClosedEnum;
pub use rules::{Rules, RulesError};
