//! Credentials, without their secrets: the password column is in no description, and so in no answer.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::security::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, Order, RootList, enums};

pub(super) fn concept() -> Concept {
    Concept {
        name: "Security",
        singular: "credential",
        plural: "credentials",
        doc: "A credential with which a customer signs in to digital banking, without its secret.",
        table: Entity.table_name(),
        key: Column::SecurityId.as_str(),
        list: Some(RootList {
            field: "security",
            doc: "All credentials, by `securityId` unless ordered otherwise.",
            search: None,
        }),
        single: None,
        fields: vec![
            Field::id("Opaque id of the credential, unique in the whole graph."),
            Field::key("securityId", Column::SecurityId, "Key of the credential in the bank's own system."),
            Field::column(
                "username",
                Column::Username,
                ColumnType::Text,
                "Name to sign in with; null when there is none.",
            ),
            Field::code(
                "accessLevel",
                Column::AccessLevel,
                &enums::ACCESS_LEVEL,
                "What the credential gives access to.",
            ),
            Field::column(
                "accessLevelText",
                Column::AccessLevel,
                ColumnType::Text,
                "The access level as the bank wrote it; null when it wrote none.",
            ),
            Field::to_one("customer", "Customer", Column::CustomerId, "Whose credential it is; null when unknown."),
        ],
        grouping: Grouping::OWN,
        orders: vec![
            Order::key("SECURITY_ID", Column::SecurityId, "By key."),
            Order::own(
                "USERNAME",
                Column::Username,
                ColumnType::Text,
                "By name, character by character (Unicode code points).",
            ),
        ],
    }
}
