//! The contacts between the bank and its customers.

use sea_orm::entity::prelude::*;

/// One contact; `None` in a column is what the bank did not record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "communication_log")]
pub struct Model {
    /// Key of the contact.
    #[sea_orm(primary_key, auto_increment = false)]
    pub log_id: i64,
    /// The customer who was in contact with the bank.
    pub customer_id: Option<i64>,
    /// Channel of the contact in the bank's own words; at most 50 characters.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub communication_type: Option<String>,
    /// When it took place: wall-clock time in the bank's time zone, to the second.
    pub timestamp: Option<DateTime>,
    /// Free text on what it was about.
    #[sea_orm(column_type = "Text")]
    pub summary: Option<String>,
    /// The customer who was in contact with the bank.
    #[sea_orm(belongs_to, from = "customer_id", to = "customer_id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
