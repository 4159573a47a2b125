//! The complete refreshes of the segments.

use sea_orm::entity::prelude::*;

/// One complete refresh; its row is inserted in the transaction that completes it, so there is none for a broken one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segment_refresh")]
pub struct Model {
    /// Key of the refresh; the highest is in force.
    #[sea_orm(primary_key, auto_increment = false)]
    pub refresh_id: i64,
    /// The day the answers are about.
    pub as_of: Date,
    /// Hash of the rules that gave them: 64 hexadecimal digits.
    #[sea_orm(column_type = "Char(Some(64))")]
    pub rules_hash: String,
    /// When they were computed (UTC).
    pub computed_at: DateTime,
    /// How many customers have answers.
    pub customers: i64,
    /// What tells the triggers that log changes as the refresh found them, in 64 hexadecimal digits; `None` when changes
    /// were not logged, so that later ones may be missed.
    #[sea_orm(column_type = "Char(Some(64))")]
    pub tracking: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
