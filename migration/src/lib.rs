//! The history of the tables on every engine: [`migrate`] brings a database up to this program, [`down`] takes steps
//! back, [`status`] only looks, [`print_sql`] writes the statements down, and [`adopt`] takes a database of the original
//! model over. The rules for writing a migration are in this crate's README.

mod adopt;
mod dialect;
mod error;
mod history;
mod m20260630_000001_create_bank_tables;
mod m20260630_000002_index_bank_tables;
mod m20260630_000003_create_segment_tables;
mod m20261120_000004_add_further_answers_to_customer_segment;
mod m20261120_000005_add_households_triggers_and_products;
mod m20261120_000006_log_changed_customers;
mod m20261120_000007_create_segment_history;
mod m20261120_000008_create_customer_search;
mod m20261120_000009_create_segment_cell;
mod m20261120_000010_count_snapshots;
mod m20261120_000011_create_unmapped_code;
mod m20261120_000012_create_gen_run;
mod m20261120_000013_note_demo_logins;
mod migrate;
mod presence;
mod script;
mod session;
mod status;
mod table;
mod tracking;

pub use adopt::{AdoptError, AdoptOptions, Adopted, adopt};
pub use dialect::Dialect;
pub use error::MigrateError;
pub use migrate::{Applied, down, migrate};
pub use script::print_sql;
pub use status::{SchemaStatus, status};
pub use tracking::{Tracking, tracking};
