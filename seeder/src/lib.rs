#![doc = include_str!("../README.md")]

mod account;
mod activity;
mod calendar;
mod household;
mod person;
mod plan;
pub mod row;
mod sink;
mod stream;
mod vocabulary;

pub use plan::{Blocks, HISTORY_MONTHS, Plan, PlanError};
pub use sink::{Counts, FillError, Progress, fill};
pub use stream::GENERATOR_VERSION;
