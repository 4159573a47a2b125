//! What just happened in a customer's life, or is about to.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::segment_trigger::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, enums};

pub(super) fn concept() -> Concept {
    Concept {
        name: "SegmentTrigger",
        singular: "trigger",
        plural: "triggers",
        doc: "Something that just happened in a customer's life, or is about to.",
        table: Entity.table_name(),
        key: Column::CustomerId.as_str(),
        list: None,
        single: None,
        // In this order the values are packed.
        fields: vec![
            Field::closed_class("type", Column::Kind.as_str(), &enums::LIFE_TRIGGER, "What happened."),
            Field::required(
                "date",
                Column::Date.as_str(),
                ColumnType::Date,
                "The day it happened or will happen: of the first salary, of the bank's learning of the marriage, of the \
                 birth, of the birthday, of the last salary before they stopped, of the first salary that was higher.",
            ),
            Field::required(
                "confidence",
                Column::Confidence.as_str(),
                ColumnType::Hundredths,
                "How far it can be trusted, from 0 to 1.",
            ),
        ],
        grouping: Grouping::OWN,
        orders: Vec::new(),
    }
}
