//! How many customers had each class at the dates of the history, so that a series over years is a few rows.

use sea_orm::entity::prelude::*;

/// One class of one dimension at one date. Classes that nobody had are not there. The rows of a date are written in the
/// transaction that completes it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segment_snapshot_class")]
pub struct Model {
    /// The column of `segment_history` that holds the class.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dimension: String,
    /// The day the answers are about.
    #[sea_orm(primary_key, auto_increment = false)]
    pub as_of: Date,
    /// Position, from 0, of the class in its declared order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub class: i16,
    /// How many customers had it.
    pub customers: i64,
}

impl ActiveModelBehavior for ActiveModel {}
