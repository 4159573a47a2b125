//! The types of walks: chains between two rows, and what lies within some hops of one.

use async_graphql::registry::{MetaField, MetaInputValue, Registry};
use indexmap::IndexMap;

use super::inputs::arguments;
use super::outputs::{argument, build, described};
use crate::graphql::catalog::{Concept, Walk};

/// Adds the types of a walk over the rows of a concept.
pub(super) fn types(registry: &mut Registry, concept: &Concept, walk: &Walk) {
    let (node, nodes) = (format!("{}!", concept.name), format!("[{}!]!", concept.name));
    let step = || {
        let (pair, docs) = (walk.pair, &walk.step);
        [
            described("type", format!("{}!", pair.vocabulary.classes.name), pair.docs.kind),
            described("role", format!("{}!", pair.roles.name), pair.docs.role),
            described(pair.docs.row.0, format!("{}!", walk.rows), pair.docs.row.1),
            described("from", &*node, docs.from),
            described("node", &*node, docs.node),
        ]
    };
    let path = &walk.path;
    build(
        registry,
        path.ty.0,
        path.ty.1,
        [
            described("hops", "Int!", path.hops),
            described("nodes", &*nodes, path.nodes),
            described("edges", format!("[{}!]!", path.edge.0), path.edges),
        ],
    );
    build(registry, path.edge.0, path.edge.1, step());
    let network = &walk.network;
    build(
        registry,
        network.ty.0,
        network.ty.1,
        [
            described("hops", "Int!", "How many hops were gone at most: as many as were asked for."),
            described("edges", format!("[{}!]!", network.edge.0), network.edges),
            described("nodes", &*nodes, network.nodes),
            described(
                "totalCount",
                "Int!",
                "How many were reached, whether `first` shows them or not. When `truncated`, there are more.",
            ),
            described(
                "truncated",
                "Boolean!",
                "Whether the walk was cut because it led to more than the server allows. What was reached is the nearest \
                 all the same, and each distance is right.",
            ),
        ],
    );
    let distance = described("distance", "Int!", walk.step.distance);
    build(registry, network.edge.0, network.edge.1, std::iter::once(distance).chain(step()));
}

/// The arguments of a network.
pub(super) fn network_arguments() -> IndexMap<String, MetaInputValue> {
    let hops = "How far to go; 2 when null, and at most 6 unless the server is set up otherwise.";
    arguments([
        MetaInputValue { default_value: Some(Walk::NETWORK_HOPS.to_string()), ..argument("hops", "Int", hops) },
        argument(
            "first",
            "Int",
            "How many to show, the nearest first. 25 when left out, and at most 100 unless the server is set up otherwise.",
        ),
    ])
}

/// The root field that asks for a chain.
pub(super) fn root_field(walk: &Walk) -> MetaField {
    let (field, doc) = walk.path.field;
    let [from, to, hops] = walk.path.arguments;
    let mut path = described(field, walk.path.ty.0, doc);
    path.args = arguments([
        argument("from", "ID!", from),
        argument("to", "ID!", to),
        MetaInputValue { default_value: Some(Walk::PATH_HOPS.to_string()), ..argument("maxHops", "Int", hops) },
    ]);
    path
}
