//! Contacts between the bank and its customers.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::communication_log::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, Order, RootList, enums};

pub(super) fn concept() -> Concept {
    Concept {
        name: "CommunicationLog",
        singular: "contact",
        plural: "contacts",
        doc: "One contact between the bank and a customer: a visit, a call, a message, a session.",
        table: Entity.table_name(),
        key: Column::LogId.as_str(),
        list: Some(RootList {
            field: "communicationLog",
            doc: "All contacts, by `logId` unless ordered otherwise.",
            search: None,
        }),
        single: None,
        fields: vec![
            Field::id("Opaque id of the contact, unique in the whole graph."),
            Field::key("logId", Column::LogId, "Key of the contact in the bank's own system."),
            Field::code(
                "communicationType",
                Column::CommunicationType,
                &enums::COMMUNICATION_TYPE,
                "The way of the contact.",
            ),
            Field::column(
                "communicationTypeText",
                Column::CommunicationType,
                ColumnType::Text,
                "The way of the contact as the bank wrote it; null when it wrote none.",
            ),
            Field::column("timestamp", Column::Timestamp, ColumnType::DateTime, "When it happened; null when unknown."),
            Field::column(
                "summary",
                Column::Summary,
                ColumnType::Text,
                "Free text and `key=value` tags, such as `dir=in; topic=complaint`; null when there are none.",
            ),
            Field::to_one("customer", "Customer", Column::CustomerId, "Whom the contact was with; null when unknown."),
        ],
        grouping: Grouping::OWN,
        orders: vec![
            Order::key("LOG_ID", Column::LogId, "By key."),
            Order::own("TIMESTAMP", Column::Timestamp, ColumnType::DateTime, "By time."),
        ],
    }
}
