//! The dates that the history of the segments is complete for.

use sea_orm::entity::prelude::*;

/// One date; its row is inserted in the transaction that writes the history of that date.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segment_snapshot")]
pub struct Model {
    /// The day the answers are about.
    #[sea_orm(primary_key, auto_increment = false)]
    pub as_of: Date,
    /// Hash of the rules that gave them: 64 hexadecimal digits.
    #[sea_orm(column_type = "Char(Some(64))")]
    pub rules_hash: String,
    /// When they were last computed (UTC).
    pub computed_at: DateTime,
    /// How many customers have answers.
    pub customers: i64,
}

impl ActiveModelBehavior for ActiveModel {}
