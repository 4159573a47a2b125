//! A product to speak of next. It is kept packed beside the other answers, and in no table of its own.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::customer_segment::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, Kind, NullClass, enums};

pub(super) fn concept() -> Concept {
    Concept {
        name: "ProductSuggestion",
        singular: "suggestion",
        plural: "suggestions",
        doc: "A product to speak of next with a customer. Information only, never a decision.",
        table: Entity.table_name(),
        key: Column::CustomerId.as_str(),
        list: None,
        single: None,
        // In this order the values are packed; the columns are only names for them.
        fields: vec![
            Field {
                name: "product",
                doc: "The product.",
                kind: Kind::Class { column: "product", classes: &enums::ACCOUNT_TYPE.classes, null: NullClass::Never },
            },
            Field::closed_class(
                "kind",
                "kind",
                &enums::SUGGESTION_KIND,
                "Which of the two lists it comes from: they are made from different facts.",
            ),
            Field::closed_class("reason", "reason", &enums::SUGGESTION_REASON, "Why it is on the list."),
            Field::required("rank", "rank", ColumnType::Small, "Its place among the suggestions of its kind, from 1."),
        ],
        grouping: Grouping::OWN,
        orders: Vec::new(),
    }
}
