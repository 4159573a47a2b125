//! What each customer was found to be at the last complete refresh.

use sea_orm::entity::prelude::*;

use crate::money::Money;

/// The answers about one customer, derived from the nine tables by the segmentation rules.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_segment")]
pub struct Model {
    /// The customer; no foreign key, so that the bank may delete a customer whose row is derived here.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: i64,
    /// The day the answers are about.
    pub as_of: Date,
    /// When they were computed (UTC).
    pub computed_at: DateTime,
    /// Hash of the rules that gave them: 64 hexadecimal digits.
    #[sea_orm(column_type = "Char(Some(64))")]
    pub rules_hash: String,
    /// Age group: position, from 0, of the class in its declared order.
    pub age_group: i16,
    /// Age band: position, from 0, of the class in its declared order.
    pub age_band: i16,
    /// Income level: position, from 0, of the class in its declared order.
    pub income_level: i16,
    /// Digital adoption: position, from 0, of the class in its declared order.
    pub digital_adoption: i16,
    /// Preferred channel: position, from 0, of the class in its declared order.
    pub channel_preference: i16,
    /// Life stage: position, from 0, of the class in its declared order.
    pub life_stage: i16,
    /// Estimated income a month, in the bank's currency; `None` when it cannot be told.
    pub monthly_income: Option<Money>,
    /// Score behind the digital adoption; `None` when it cannot be told.
    pub digital_score: Option<i16>,
    /// Share of the leading channel in percent; `None` when it cannot be told, or not yet since the column came.
    pub channel_strength: Option<i16>,
    /// How clear the preferred channel is: position of the class; `None` until the first refresh since the column came.
    pub channel_strength_label: Option<i16>,
    /// Tier of the assets: position of the class; `None` until the first refresh since the column came.
    pub value_tier: Option<i16>,
    /// Total assets, in the bank's currency; `None` when they cannot be told, or not yet since the column came.
    pub total_assets: Option<Money>,
    /// Band of the credit score: position of the class; `None` until the first refresh since the column came.
    pub credit_band: Option<i16>,
    /// Credit risk: position of the class; `None` until the first refresh since the column came.
    pub credit_risk: Option<i16>,
    /// Lifecycle: position of the class; `None` until the first refresh since the column came.
    pub lifecycle: Option<i16>,
    /// Days since the first row of the customer; `None` without one, or not yet since the column came.
    pub tenure_days: Option<i32>,
    /// Dormancy: position of the class; `None` until the first refresh since the column came.
    pub dormancy: Option<i16>,
    /// Churn risk: position of the class; `None` until the first refresh since the column came.
    pub churn_risk: Option<i16>,
    /// RFM segment: position of the class; `None` until the first refresh since the column came.
    pub rfm_segment: Option<i16>,
    /// RFM scores as three digits, 0 without activity; `None` until the first refresh since the column came.
    pub rfm_code: Option<i16>,
    /// The household that the customer lives in; `None` until the first refresh since the column came.
    pub household_id: Option<i64>,
    /// Further life stages: bit n for the class at position n; `None` until the first refresh since the column came.
    pub secondary_life_stages: Option<i16>,
    /// Products held: bit n for the account type at position n; `None` until the first refresh since the column came.
    pub products: Option<i16>,
    /// Products to speak of next, packed: the positions of product, kind and reason, and the rank, with commas between;
    /// suggestions with semicolons between. `None` until the first refresh since the column came.
    #[sea_orm(column_type = "String(StringLen::N(255))")]
    pub next_products: Option<String>,
    /// The rows of `segment_trigger`, packed, so that showing them takes no statement: kind, date and confidence with
    /// commas between, triggers with semicolons between. `None` until the first refresh since the column came.
    #[sea_orm(column_type = "String(StringLen::N(255))")]
    pub triggers: Option<String>,
}

refuse_sqlite_save!(monthly_income, total_assets);
