//! The words that customers are found by.

use sea_orm::entity::prelude::*;

/// A word of a customer's name or e-mail address, folded, or the address as a whole.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_search")]
pub struct Model {
    /// The word, at most 64 characters of it.
    #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(64))")]
    pub word: String,
    /// The customer; no foreign key, so that the bank may delete a customer whose row is derived here.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}
