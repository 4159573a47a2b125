//! Relationships: rows that join two customers.

use sea_orm::{EntityName, IdenStatic};
use std::sync::LazyLock;
use tellergraph_entity::customer;
use tellergraph_entity::relationship::{Column, Entity};
use tellergraph_segmentation::vocabulary::{RelationshipRole, RelationshipType};

use super::{ColumnType, Concept, Field, Order, Pair, PairDocs, RootList, enums};

pub(super) fn concept() -> Concept {
    Concept {
        name: "Relationship",
        singular: "relationship",
        plural: "relationships",
        doc: "A relationship between two customers, to be read: the first customer is the `relationshipType` of the second.",
        table: Entity.table_name(),
        key: Column::RelationshipId.as_str(),
        list: Some(RootList {
            field: "relationships",
            doc: "All relationships as they are stored, by `relationshipId` unless ordered otherwise.",
        }),
        single: None,
        fields: vec![
            Field::id("Opaque id of the relationship, unique in the whole graph."),
            Field::key("relationshipId", Column::RelationshipId, "Key of the relationship in the bank's own system."),
            Field::code(
                "relationshipType",
                Column::RelationshipType,
                &enums::RELATIONSHIP_TYPE,
                "What the first customer is to the second.",
            ),
            Field::column(
                "relationshipTypeText",
                Column::RelationshipType,
                ColumnType::Text,
                "The relationship type as the bank wrote it; null when it wrote none.",
            ),
            Field::to_one("customer1", "Customer", Column::Customer1Id, "The first customer; null when unknown."),
            Field::to_one("customer2", "Customer", Column::Customer2Id, "The second customer; null when unknown."),
        ],
        orders: vec![Order::key("RELATIONSHIP_ID", Column::RelationshipId, "By key.")],
    }
}

/// Relationships as a customer sees them: the others, and what they are to the customer.
pub(super) static PAIR: LazyLock<Pair> = LazyLock::new(|| Pair {
    key: Column::RelationshipId.as_str(),
    first: Column::Customer1Id.as_str(),
    second: Column::Customer2Id.as_str(),
    joined: (customer::Entity.table_name(), customer::Column::CustomerId.as_str()),
    kind: Column::RelationshipType.as_str(),
    vocabulary: &enums::RELATIONSHIP_TYPE,
    roles: &enums::RELATIONSHIP_ROLE,
    role,
    mirror,
    connection: ("CustomerRelationshipConnection", "The other customers that a customer is related to, page by page."),
    edge: (
        "CustomerRelationshipEdge",
        "Another customer, and how the customer it was reached from is related to them.",
    ),
    docs: PairDocs {
        kind: "What the first customer of the relationship is to the second.",
        role: "What the node is to the customer it was reached from: PARENT, CHILD, SPOUSE …",
        row: ("relationship", "The relationship itself."),
        node: "The other customer.",
    },
});

fn role(kind: usize, reached_first: bool) -> usize {
    let kind = RelationshipType::ALL.get(kind).copied().unwrap_or(RelationshipType::Unknown);
    let role = if reached_first { kind.role_of_first() } else { kind.role_of_second() };
    RelationshipRole::ALL.iter().position(|other| *other == role).unwrap_or_default()
}

fn mirror(kind: usize) -> Option<usize> {
    let kind = *RelationshipType::ALL.get(kind)?;
    let mirrored = match kind {
        RelationshipType::Parent => RelationshipType::Child,
        RelationshipType::Child => RelationshipType::Parent,
        RelationshipType::Unknown | RelationshipType::Other => return None,
        kind if kind.is_symmetric() => kind,
        _ => return None,
    };
    RelationshipType::ALL.iter().position(|other| *other == mirrored)
}
