//! Payments: money sent to somebody.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::payment::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, Order, RootList, Through, enums};

/// The rows beside one that are grouped by, too.
static BESIDE: [Through; 2] = [Through::keys(&["account"]), Through::keys(&["account", "customer", "segment"])];

pub(super) fn concept() -> Concept {
    Concept {
        name: "Payment",
        singular: "payment",
        plural: "payments",
        doc: "A payment ordered by the customer; the account's transactions hold the debit that belongs to it.",
        table: Entity.table_name(),
        key: Column::PaymentId.as_str(),
        list: Some(RootList {
            field: "payments",
            doc: "All payments, by `paymentId` unless ordered otherwise.",
            search: None,
        }),
        single: None,
        fields: vec![
            Field::id("Opaque id of the payment, unique in the whole graph."),
            Field::key("paymentId", Column::PaymentId, "Key of the payment in the bank's own system."),
            Field::column("recipient", Column::Recipient, ColumnType::Text, "Who was paid; null when unknown."),
            Field::column(
                "amount",
                Column::Amount,
                ColumnType::Decimal,
                "The amount, in the bank's currency; null when unknown.",
            ),
            Field::column(
                "paymentDate",
                Column::PaymentDate,
                ColumnType::Date,
                "The day of the payment; null when unknown.",
            ),
            Field::code("paymentMethod", Column::PaymentMethod, &enums::PAYMENT_METHOD, "How it was paid."),
            Field::column(
                "paymentMethodText",
                Column::PaymentMethod,
                ColumnType::Text,
                "The payment method as the bank wrote it; null when it wrote none.",
            ),
            Field::to_one("account", "Account", Column::AccountId, "The account it was paid from; null when unknown."),
        ],
        grouping: Grouping { through: &BESIDE, ..Grouping::OWN },
        orders: vec![
            Order::key("PAYMENT_ID", Column::PaymentId, "By key."),
            Order::own("PAYMENT_DATE", Column::PaymentDate, ColumnType::Date, "By day of payment."),
            Order::own("AMOUNT", Column::Amount, ColumnType::Decimal, "By amount."),
        ],
    }
}
