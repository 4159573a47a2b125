//! Accounts: what customers hold.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::account::{Column, Entity};
use tellergraph_entity::{payment, transaction};

use super::{ColumnType, Concept, Field, Grouping, Link, Order, RootList, Single, Through, enums};

/// The rows beside one that are grouped by, too.
static BESIDE: [Through; 1] = [Through::keys(&["customer", "segment"])];

pub(super) fn concept() -> Concept {
    Concept {
        name: "Account",
        singular: "account",
        plural: "accounts",
        doc: "An account of the bank: money kept, or money owed (then the balance is negative).",
        table: Entity.table_name(),
        key: Column::AccountId.as_str(),
        list: Some(RootList {
            field: "accounts",
            doc: "All accounts, by `accountId` unless ordered otherwise.",
            search: None,
        }),
        single: Some(Single::By {
            field: "account",
            doc: "One account, found by its id or its key; null when there is none.",
        }),
        fields: vec![
            Field::id("Opaque id of the account, unique in the whole graph."),
            Field::key("accountId", Column::AccountId, "Key of the account in the bank's own system."),
            Field::code("accountType", Column::AccountType, &enums::ACCOUNT_TYPE, "What kind of account it is."),
            Field::column(
                "accountTypeText",
                Column::AccountType,
                ColumnType::Text,
                "The account type as the bank wrote it; null when it wrote none.",
            ),
            Field::column(
                "balance",
                Column::Balance,
                ColumnType::Decimal,
                "What is on the account, in the bank's currency; negative when it is owed; null when unknown.",
            ),
            Field::code("status", Column::Status, &enums::ACCOUNT_STATUS, "Whether the account is in use."),
            Field::column(
                "statusText",
                Column::Status,
                ColumnType::Text,
                "The status as the bank wrote it; null when it wrote none.",
            ),
            Field::to_one("customer", "Customer", Column::CustomerId, "Who holds the account; null when unknown."),
            Field::list(
                "transactions",
                "Transaction",
                Link::Direct(transaction::Column::AccountId.as_str()),
                "The transactions on the account.",
            ),
            Field::list(
                "payments",
                "Payment",
                Link::Direct(payment::Column::AccountId.as_str()),
                "The payments from the account.",
            ),
        ],
        grouping: Grouping { through: &BESIDE, ..Grouping::OWN },
        orders: vec![
            Order::key("ACCOUNT_ID", Column::AccountId, "By key."),
            Order::own("BALANCE", Column::Balance, ColumnType::Decimal, "By balance."),
        ],
    }
}
