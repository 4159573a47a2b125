//! Transactions: what happened on accounts.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::transaction::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, Order, RootList, Through, enums};

/// The rows beside one that are grouped by, too.
static BESIDE: [Through; 2] = [Through::keys(&["account"]), Through::keys(&["account", "customer", "segment"])];

pub(super) fn concept() -> Concept {
    Concept {
        name: "Transaction",
        singular: "transaction",
        plural: "transactions",
        doc: "One movement on an account.",
        table: Entity.table_name(),
        key: Column::TransactionId.as_str(),
        list: Some(RootList {
            field: "transactions",
            doc: "All transactions, by `transactionId` unless ordered otherwise.",
            search: None,
        }),
        single: None,
        fields: vec![
            Field::id("Opaque id of the transaction, unique in the whole graph."),
            Field::key("transactionId", Column::TransactionId, "Key of the transaction in the bank's own system."),
            Field::code(
                "transactionType",
                Column::TransactionType,
                &enums::TRANSACTION_TYPE,
                "What kind of movement it is.",
            ),
            Field::column(
                "transactionTypeText",
                Column::TransactionType,
                ColumnType::Text,
                "The transaction type as the bank wrote it; null when it wrote none.",
            ),
            Field::column(
                "amount",
                Column::Amount,
                ColumnType::Decimal,
                "The amount as the bank stores it, in the bank's currency; the type says whether it is a credit or a \
                 debit; null when unknown.",
            ),
            Field::column(
                "transactionDate",
                Column::TransactionDate,
                ColumnType::DateTime,
                "When it was booked; null when unknown.",
            ),
            Field::column(
                "notes",
                Column::Notes,
                ColumnType::Text,
                "Free text and `key=value` tags, such as `cat=groceries; ch=mobile`; null when there are none.",
            ),
            Field::to_one("account", "Account", Column::AccountId, "The account it happened on; null when unknown."),
        ],
        grouping: Grouping { through: &BESIDE, ..Grouping::OWN },
        orders: vec![
            Order::key("TRANSACTION_ID", Column::TransactionId, "By key."),
            Order::own("TRANSACTION_DATE", Column::TransactionDate, ColumnType::DateTime, "By booking time."),
            Order::own("AMOUNT", Column::Amount, ColumnType::Decimal, "By amount as it is stored."),
        ],
    }
}
