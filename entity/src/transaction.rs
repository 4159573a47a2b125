//! What was booked on the accounts.

use sea_orm::entity::prelude::*;

use crate::money::Money;

/// One booking; `None` in a column is what the bank did not record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transactions")]
pub struct Model {
    /// Key of the transaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub transaction_id: i64,
    /// The account it was booked on.
    pub account_id: Option<i64>,
    /// Kind of booking in the bank's own words; at most 50 characters.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub transaction_type: Option<String>,
    /// What was booked, in the bank's currency; positive in, negative out.
    pub amount: Option<Money>,
    /// When it was booked: wall-clock time in the bank's time zone, to the second.
    pub transaction_date: Option<DateTime>,
    /// Free text of the booking.
    #[sea_orm(column_type = "Text")]
    pub notes: Option<String>,
    /// The account it was booked on.
    #[sea_orm(belongs_to, from = "account_id", to = "account_id")]
    pub account: BelongsTo<Option<super::account::Entity>>,
}

refuse_sqlite_save!(amount);
