//! What each customer was found to be at a past date, most often the end of a month.

use sea_orm::entity::prelude::*;

use crate::money::Money;

/// The answers about one customer at one date. A date is complete when it has a row in `segment_snapshot`, which says by
/// which rules.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segment_history")]
pub struct Model {
    /// The day the answers are about.
    #[sea_orm(primary_key, auto_increment = false)]
    pub as_of: Date,
    /// The customer, who may be no customer any more.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: i64,
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
    /// How clear the preferred channel is: position, from 0, of the class in its declared order.
    pub channel_strength_label: i16,
    /// Life stage: position, from 0, of the class in its declared order.
    pub life_stage: i16,
    /// Tier of the assets: position, from 0, of the class in its declared order.
    pub value_tier: i16,
    /// Band of the credit score: position, from 0, of the class in its declared order.
    pub credit_band: i16,
    /// Credit risk: position, from 0, of the class in its declared order.
    pub credit_risk: i16,
    /// Lifecycle: position, from 0, of the class in its declared order.
    pub lifecycle: i16,
    /// Dormancy: position, from 0, of the class in its declared order.
    pub dormancy: i16,
    /// Churn risk: position, from 0, of the class in its declared order.
    pub churn_risk: i16,
    /// RFM segment: position, from 0, of the class in its declared order.
    pub rfm_segment: i16,
    /// Tier of the household's income: position, from 0, of the class in its declared order.
    pub household_tier: i16,
    /// Estimated income a month, in the bank's currency; `None` when it cannot be told.
    pub monthly_income: Option<Money>,
    /// Total assets, in the bank's currency; `None` when they cannot be told.
    pub total_assets: Option<Money>,
    /// Score behind the digital adoption; `None` when it cannot be told.
    pub digital_score: Option<i16>,
}

refuse_sqlite_save!(monthly_income, total_assets);
