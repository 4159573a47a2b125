//! Parts of a made-up bank that are in the database.

use sea_orm::entity::prelude::*;

/// A chunk whose rows were committed with this one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gen_chunk")]
pub struct Model {
    /// The filling that it belongs to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: i64,
    /// Its place, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub chunk: i64,
    /// The number of its rows in each of the nine tables, with commas between.
    pub counts: String,
    /// What they come to in each table, in hexadecimal digits, with commas between.
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
