#![doc = include_str!("../README.md")]

mod account;
mod activity;
mod bank;
mod calendar;
mod counts;
pub mod csv;
mod demo_login;
pub mod dirty;
pub mod fingerprint;
mod household;
mod keys;
mod new_file;
mod person;
mod plan;
pub mod profile;
mod read;
mod record;
pub mod row;
mod sink;
mod stream;
pub mod truth;
pub mod verify;
mod vocabulary;

pub use bank::{Bank, DatasetId};
pub use counts::Counts;
pub use demo_login::DemoLogin;
pub use new_file::NewFileError;
pub use plan::{Plan, PlanError, PlanOptions, locales};
pub use read::ReadError;
pub use sink::{
    ATOMIC_CUSTOMERS, AdvanceError, Advanced, FillError, FillOptions, Filled, Mode, Progress, advance, fill, fill_with,
};
pub use stream::GENERATOR_VERSION;
