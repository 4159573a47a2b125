//! What is known of the customers as borrowers.

use sea_orm::entity::prelude::*;

use crate::hundredths::Hundredths;
use crate::money::Money;

/// One entry of a customer's credit history; `None` in a column is what the bank did not record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_history")]
pub struct Model {
    /// Key of the entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub credit_id: i64,
    /// The customer it is about.
    pub customer_id: Option<i64>,
    /// Score of the bureau; higher is better.
    pub credit_score: Option<i32>,
    /// What the customer may borrow, in the bank's currency.
    pub credit_limit: Option<Money>,
    /// Free text on how earlier credit was paid back.
    #[sea_orm(column_type = "Text")]
    pub payment_history: Option<String>,
    /// Used part of the limit as the bank recorded it, with two decimals.
    pub credit_utilization: Option<Hundredths>,
    /// The customer it is about.
    #[sea_orm(belongs_to, from = "customer_id", to = "customer_id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
}

refuse_sqlite_save!(credit_limit, credit_utilization);
