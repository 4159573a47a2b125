//! Which made-up bank is in the database, and whether all of it is.

use sea_orm::entity::prelude::*;

/// A filling of the nine tables with a made-up bank. It is not complete while `status` is [`RUNNING`].
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gen_run")]
pub struct Model {
    /// Counts up from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: i64,
    /// What the rows were made from, in 64 hexadecimal digits: equal ids stand for equal rows.
    pub dataset_id: String,
    /// The generator's version.
    pub generator: String,
    /// How many customers there are when it is complete.
    pub customers: i64,
    /// The last day that has bookings.
    pub as_of: Date,
    /// [`RUNNING`] or [`COMPLETE`].
    pub status: String,
    /// Whether rows were written without what protects them from a machine that goes down.
    pub unsafe_fast: bool,
    /// How many blocks of the generator are committed together.
    pub blocks_a_chunk: i64,
    /// Statements that are left for the end; `None` when it is complete.
    pub deferred: Option<String>,
    /// What the rows of each table come to; `None` until it is complete.
    pub fingerprint: Option<String>,
    /// The names of the log-ins with passwords that somebody knows, parted by commas; `None` when there are none.
    pub demo_logins: Option<String>,
}

/// The status while rows are missing.
pub const RUNNING: &str = "running";
/// The status when all rows are there.
pub const COMPLETE: &str = "complete";

impl ActiveModelBehavior for ActiveModel {}
