//! The log of whose rows changed since the last refresh, filled by triggers on the bank's tables.

use sea_orm::entity::prelude::*;

/// One change. A row that names nobody says nothing.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_change")]
pub struct Model {
    /// Key of the change, counted up by the database; a greater one may be committed earlier.
    #[sea_orm(primary_key)]
    pub change_id: i64,
    /// The customer whose row it was, or is.
    pub customer_id: Option<i64>,
    /// The account whose row it was, or is; its holder is looked up when the log is read.
    pub account_id: Option<i64>,
    /// True when anything may have changed.
    pub everybody: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
