//! The people the bank keeps accounts for.

use sea_orm::entity::prelude::*;

/// One customer. The source of every column is the bank's own system; each may be unknown (`None`).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    /// Key of the customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: i64,
    /// Full name; at most 100 characters.
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub name: Option<String>,
    /// E-mail address; at most 100 characters.
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub email: Option<String>,
    /// Telephone number as it was given; at most 20 characters.
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub phone: Option<String>,
    /// Postal address on one line; at most 255 characters.
    #[sea_orm(column_type = "String(StringLen::N(255))")]
    pub address: Option<String>,
    /// Day of birth.
    pub date_of_birth: Option<Date>,
    /// Number of the identity document; at most 50 characters.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub identification_number: Option<String>,
    /// The accounts the customer holds.
    #[sea_orm(has_many)]
    pub accounts: HasMany<super::account::Entity>,
    /// What credit bureaus reported.
    #[sea_orm(has_many)]
    pub credit_history: HasMany<super::credit_history::Entity>,
    /// The credentials the customer signs in with.
    #[sea_orm(has_many)]
    pub security: HasMany<super::security::Entity>,
    /// The relationships that name the customer first.
    #[sea_orm(has_many, relation_enum = "FirstOfRelationship", via_rel = "Customer1")]
    pub relationships_as_first: HasMany<super::relationship::Entity>,
    /// The relationships that name the customer second.
    #[sea_orm(has_many, relation_enum = "SecondOfRelationship", via_rel = "Customer2")]
    pub relationships_as_second: HasMany<super::relationship::Entity>,
    /// The contacts between the bank and the customer.
    #[sea_orm(has_many)]
    pub communication_log: HasMany<super::communication_log::Entity>,
    /// The consents and disclosures on file.
    #[sea_orm(has_many)]
    pub compliance: HasMany<super::compliance::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
