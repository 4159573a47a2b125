//! Who is related to whom.

use sea_orm::entity::prelude::*;

/// One relationship between two customers; `None` in a column is what the bank did not record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "relationships")]
pub struct Model {
    /// Key of the relationship.
    #[sea_orm(primary_key, auto_increment = false)]
    pub relationship_id: i64,
    /// The customer named first.
    pub customer1_id: Option<i64>,
    /// The customer named second.
    pub customer2_id: Option<i64>,
    /// What the first is to the second, in the bank's own words; at most 50 characters.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub relationship_type: Option<String>,
    /// The customer named first.
    #[sea_orm(belongs_to, relation_enum = "Customer1", from = "customer1_id", to = "customer_id")]
    pub customer1: BelongsTo<Option<super::customer::Entity>>,
    /// The customer named second.
    #[sea_orm(belongs_to, relation_enum = "Customer2", from = "customer2_id", to = "customer_id")]
    pub customer2: BelongsTo<Option<super::customer::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
