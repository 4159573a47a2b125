//! The schema on every engine: its history, its texts, its money, and the adoption of the original one.

mod adoption;
mod history;
mod rights;
mod rows;
mod script;
mod tracking;
mod values;

type Outcome = Result<(), Box<dyn std::error::Error>>;
