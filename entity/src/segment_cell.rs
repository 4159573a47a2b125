//! What the segments of all customers came to at the last refresh, by one or two dimensions.

use sea_orm::entity::prelude::*;

/// The customers with the same classes in two dimensions, in one, or all of them.
///
/// A dimension is named by its column of `customer_segment`; an empty name is none. A class is its position; -1 is no
/// class. A number is told by how many customers have it, the sum, the least, the greatest, and the one or two in the
/// middle, with commas between, amounts in minor units; of no customers only the 0.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segment_cell")]
pub struct Model {
    /// The dimension that comes first in `customer_segment`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(40))")]
    pub first_dimension: String,
    /// The other dimension.
    #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(40))")]
    pub second_dimension: String,
    /// The class in the first dimension.
    #[sea_orm(primary_key, auto_increment = false)]
    pub first_class: i16,
    /// The class in the second dimension.
    #[sea_orm(primary_key, auto_increment = false)]
    pub second_class: i16,
    /// The refresh that the cell was made by; another than the newest is void.
    pub refresh_id: i64,
    /// How many customers.
    pub customers: i64,
    /// What their monthly incomes come to.
    #[sea_orm(column_type = "String(StringLen::N(200))")]
    pub monthly_income: String,
    /// What their total assets come to.
    #[sea_orm(column_type = "String(StringLen::N(200))")]
    pub total_assets: String,
    /// What their digital scores come to.
    #[sea_orm(column_type = "String(StringLen::N(200))")]
    pub digital_score: String,
}

impl ActiveModelBehavior for ActiveModel {}
