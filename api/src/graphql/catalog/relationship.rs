//! Relationships: rows that join two customers.

use sea_orm::{EntityName, IdenStatic};
use std::sync::LazyLock;
use tellergraph_entity::customer;
use tellergraph_entity::relationship::{Column, Entity};
use tellergraph_segmentation::vocabulary::{RelationshipRole, RelationshipType};

use super::{
    ColumnType, Concept, Field, Grouping, NetworkType, Order, Pair, PairDocs, PathType, RootList, StepDocs, Walk, enums,
};

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
            search: None,
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
        grouping: Grouping::OWN,
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

/// From customer to customer along relationships.
pub(super) static WALK: LazyLock<Walk> = LazyLock::new(|| Walk {
    pair: &PAIR,
    rows: "Relationship",
    path: PathType {
        field: (
            "relationshipPath",
            "The shortest chain of relationships between two customers; of several the one that leads over the smallest \
             `customerId`s, the first difference deciding, and between two customers the relationship with the smallest \
             `relationshipId`. Null when there is none within `maxHops`, and when one of the two does not exist. A \
             search that would have to visit more customers than the server allows fails with `COST_LIMIT`.",
        ),
        arguments: [
            "The `id` of the customer to start from.",
            "The `id` of the customer to arrive at. The same customer is reached in no hops.",
            "How many relationships the chain may have; 4 when null, and at most 6 unless the server is set up otherwise.",
        ],
        ty: ("RelationshipPath", "A chain of relationships from one customer to another."),
        edge: ("RelationshipPathEdge", "One relationship of a chain, in the direction of the chain."),
        nodes: "The customers of the chain in its order, both ends included: one more than there are hops.",
        edges: "The relationships of the chain in its order; none when both ends are the same customer.",
        hops: "How many relationships the chain has.",
    },
    network: NetworkType {
        ty: ("CustomerNetwork", "The customers who can be reached from one along relationships."),
        edge: ("CustomerNetworkEdge", "A customer of a network, and the last step of a shortest way there."),
        nodes: "The customers, the nearest first, then by `customerId`; as many as `first` says.",
        edges: "The same customers, each with how far away and how they are reached.",
    },
    step: StepDocs {
        distance: "How many relationships a shortest way to the node has; 1 for those who are related directly.",
        from: "The customer the step starts from.",
        node: "The customer the step leads to.",
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
