//! What customers paid to others from their accounts.

use sea_orm::entity::prelude::*;

use crate::money::Money;

/// One payment; `None` in a column is what the bank did not record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    /// Key of the payment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub payment_id: i64,
    /// The account it was paid from.
    pub account_id: Option<i64>,
    /// Who was paid; at most 100 characters.
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub recipient: Option<String>,
    /// What was paid, in the bank's currency.
    pub amount: Option<Money>,
    /// The day it was paid, in the bank's time zone.
    pub payment_date: Option<Date>,
    /// How it was paid, in the bank's own words; at most 50 characters.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub payment_method: Option<String>,
    /// The account it was paid from.
    #[sea_orm(belongs_to, from = "account_id", to = "account_id")]
    pub account: BelongsTo<Option<super::account::Entity>>,
}

refuse_sqlite_save!(amount);
