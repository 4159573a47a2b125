//! Credit reports.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::credit_history::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, Order, RootList};

pub(super) fn concept() -> Concept {
    Concept {
        name: "CreditHistory",
        singular: "credit report",
        plural: "credit reports",
        doc: "What a credit bureau reported of a customer.",
        table: Entity.table_name(),
        key: Column::CreditId.as_str(),
        list: Some(RootList {
            field: "creditHistory",
            doc: "All credit reports, by `creditId` unless ordered otherwise.",
            search: None,
        }),
        single: None,
        fields: vec![
            Field::id("Opaque id of the credit report, unique in the whole graph."),
            Field::key("creditId", Column::CreditId, "Key of the credit report in the bank's own system."),
            Field::column(
                "creditScore",
                Column::CreditScore,
                ColumnType::Int,
                "Credit score, usually 300 to 850; null when unknown.",
            ),
            Field::column(
                "creditLimit",
                Column::CreditLimit,
                ColumnType::Decimal,
                "The customer's credit limit, in the bank's currency; null when unknown.",
            ),
            Field::column(
                "paymentHistory",
                Column::PaymentHistory,
                ColumnType::Text,
                "One letter a month, the newest first: C current, 1, 2, 3 that many times 30 days late, D default, X \
                 nothing due; null when unknown.",
            ),
            Field::column(
                "creditUtilization",
                Column::CreditUtilization,
                ColumnType::Decimal,
                "How much of the limit is used, in percent; null when unknown.",
            ),
            Field::to_one("customer", "Customer", Column::CustomerId, "Whom the report is about; null when unknown."),
        ],
        grouping: Grouping::OWN,
        orders: vec![
            Order::key("CREDIT_ID", Column::CreditId, "By key."),
            Order::own("CREDIT_SCORE", Column::CreditScore, ColumnType::Int, "By credit score."),
        ],
    }
}
