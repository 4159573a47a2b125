//! The accounts that customers hold.

use sea_orm::entity::prelude::*;

use crate::money::Money;

/// One account; `None` in a column is what the bank did not record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// Key of the account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    /// The holder; `None` when the bank recorded none.
    pub customer_id: Option<i64>,
    /// Kind of account in the bank's own words; at most 50 characters.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub account_type: Option<String>,
    /// What is on the account, in the bank's currency; negative when overdrawn.
    pub balance: Option<Money>,
    /// State of the account in the bank's own words; at most 20 characters.
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub status: Option<String>,
    /// The holder.
    #[sea_orm(belongs_to, from = "customer_id", to = "customer_id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
    /// What was booked on the account.
    #[sea_orm(has_many)]
    pub transactions: HasMany<super::transaction::Entity>,
    /// What was paid from the account.
    #[sea_orm(has_many)]
    pub payments: HasMany<super::payment::Entity>,
}

refuse_sqlite_save!(balance);
