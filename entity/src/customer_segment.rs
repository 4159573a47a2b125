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
}

refuse_sqlite_save!(monthly_income);
