//! Texts of the bank's code columns that stand for no known code.

use sea_orm::entity::prelude::*;

/// One text of one code column.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unmapped_code")]
pub struct Model {
    /// The place among all of them, the most frequent first: 1, 2, 3 …
    #[sea_orm(primary_key, auto_increment = false)]
    pub frequency_rank: i64,
    /// Which column the text is from, as in [`code_text`](crate::code_text).
    #[sea_orm(column_type = "String(StringLen::N(40))")]
    pub vocabulary: String,
    /// The text as the bank wrote it; at most 100 characters.
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub text: String,
    /// How many rows hold it.
    pub occurrences: i64,
}

impl ActiveModelBehavior for ActiveModel {}
