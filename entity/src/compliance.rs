//! The consents and disclosures on file.

use sea_orm::entity::prelude::*;

/// One compliance record; `None` in a column is what the bank did not record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "compliance")]
pub struct Model {
    /// Key of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub compliance_id: i64,
    /// The customer it is about.
    pub customer_id: Option<i64>,
    /// Whether the customer agreed to be addressed; `None` is not a yes.
    pub consent_given: Option<bool>,
    /// Free text on what was disclosed.
    #[sea_orm(column_type = "Text")]
    pub disclosures: Option<String>,
    /// Whether the checks the law asks for are complete; `None` is not a yes.
    pub regulatory_requirements_met: Option<bool>,
    /// The customer it is about.
    #[sea_orm(belongs_to, from = "customer_id", to = "customer_id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
