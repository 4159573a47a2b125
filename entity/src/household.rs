//! The households of the last complete refresh. Who lives in one is said by `customer_segment`.

use sea_orm::entity::prelude::*;

use crate::money::Money;

/// One household, derived from the nine tables by the segmentation rules.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "household")]
pub struct Model {
    /// The smallest id of its members.
    #[sea_orm(primary_key, auto_increment = false)]
    pub household_id: i64,
    /// The day the answers are about.
    pub as_of: Date,
    /// Members who are alive.
    pub size: i32,
    /// The members' incomes a month, in the bank's currency; `None` when none is known.
    pub monthly_income: Option<Money>,
    /// The income that serves a household of the reference size as well; `None` when no income is known.
    pub adjusted_income: Option<Money>,
    /// Tier of the adjusted income: position, from 0, of the class in its declared order.
    pub tier: i16,
    /// The part of the grown-up members whose income is known, from 0 to 100 hundredths.
    pub confidence: i16,
    /// Total assets of the members who are alive, in the bank's currency; `None` when nobody's can be told.
    pub total_assets: Option<Money>,
    /// Products that any member who is alive holds: bit n for the account type at position n.
    pub products: i16,
    /// How many different products these are.
    pub product_count: i16,
}

refuse_sqlite_save!(monthly_income, adjusted_income, total_assets);
