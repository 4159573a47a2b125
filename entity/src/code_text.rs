//! The texts that the bank uses for codes, and the code each stands for.

use sea_orm::entity::prelude::*;

/// One text of one code column.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code_text")]
pub struct Model {
    /// Which column the text is from: `transaction_type`, `payment_method`, `communication_type`, `relationship_type`,
    /// `account_type`, `account_status` or `access_level`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(40))")]
    pub vocabulary: String,
    /// The text as the bank wrote it; at most 100 characters.
    #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(100))")]
    pub text: String,
    /// The code it stands for, in lower case; `unknown` when it stands for none.
    #[sea_orm(column_type = "String(StringLen::N(40))")]
    pub code: String,
}

impl ActiveModelBehavior for ActiveModel {}
