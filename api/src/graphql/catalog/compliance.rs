//! Consents and disclosures.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::compliance::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, Order, RootList};

pub(super) fn concept() -> Concept {
    Concept {
        name: "Compliance",
        singular: "compliance record",
        plural: "compliance records",
        doc: "A record of what a customer consented to and was told.",
        table: Entity.table_name(),
        key: Column::ComplianceId.as_str(),
        list: Some(RootList {
            field: "compliance",
            doc: "All compliance records, by `complianceId` unless ordered otherwise.",
            search: None,
        }),
        single: None,
        fields: vec![
            Field::id("Opaque id of the compliance record, unique in the whole graph."),
            Field::key("complianceId", Column::ComplianceId, "Key of the record in the bank's own system."),
            Field::column(
                "consentGiven",
                Column::ConsentGiven,
                ColumnType::Boolean,
                "Whether the customer consents to being addressed; null when unknown, which is not consent.",
            ),
            Field::column(
                "disclosures",
                Column::Disclosures,
                ColumnType::Text,
                "Free text and `key=value` tags, such as `at=2026-01-31; objection=marketing`; null when there are none.",
            ),
            Field::column(
                "regulatoryRequirementsMet",
                Column::RegulatoryRequirementsMet,
                ColumnType::Boolean,
                "Whether all legal requirements are met; null when unknown.",
            ),
            Field::to_one("customer", "Customer", Column::CustomerId, "Whom the record is about; null when unknown."),
        ],
        grouping: Grouping::OWN,
        orders: vec![Order::key("COMPLIANCE_ID", Column::ComplianceId, "By key.")],
    }
}
