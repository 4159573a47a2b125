//! What just happened in the customers' lives, or is about to, at the last complete refresh.

use sea_orm::entity::prelude::*;

/// One trigger of one customer, derived from the nine tables by the segmentation rules.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segment_trigger")]
pub struct Model {
    /// The customer; no foreign key, so that the bank may delete a customer whose row is derived here.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: i64,
    /// What happened: position, from 0, of the class in its declared order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: i16,
    /// The day it happened or will happen.
    pub date: Date,
    /// How far it can be trusted, from 0 to 100 hundredths.
    pub confidence: i16,
}

impl ActiveModelBehavior for ActiveModel {}
