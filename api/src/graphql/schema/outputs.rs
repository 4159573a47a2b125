//! Types that clients read: objects, connections, edges, enums, scalars.

use std::sync::Arc;

use async_graphql::registry::{
    EnumBuilder, MetaEnumValue, MetaField, MetaInputValue, MetaType, ObjectBuilder, Registry,
};
use indexmap::IndexMap;

use super::{drift, inputs, totals, walks};
use crate::graphql::catalog::{CATALOG, ClosedEnum, Concept, Field, Kind, Link, NullClass, Pair, Single};
use crate::graphql::scalar::SCALARS;

/// Fills the registry with every type of the catalog, and returns the fields of the query root.
pub(super) fn register(registry: &mut Registry) -> IndexMap<String, MetaField> {
    for scalar in &SCALARS {
        let is_valid = scalar.is_valid;
        add(
            registry,
            MetaType::Scalar {
                name: scalar.name.to_owned(),
                description: Some(scalar.doc.to_owned()),
                is_valid: Some(Arc::new(is_valid)),
                visible: None,
                inaccessible: false,
                tags: Vec::new(),
                specified_by_url: Some(scalar.specified_by.to_owned()),
                directive_invocations: Vec::new(),
                requires_scopes: Vec::new(),
            },
        );
    }
    page_info(registry);
    node_interface(registry);
    inputs::register_operators(registry);
    totals::register(registry);
    for concept in CATALOG.concepts() {
        object(registry, concept);
        inputs::register_of(registry, concept);
        if concept.is_listed() {
            let noun = concept.plural;
            let totals = totals::register_of(registry, concept);
            connection(
                registry,
                concept.name,
                &format!("{}Connection", concept.name),
                &format!("Some {noun}, page by page."),
                (&format!("{}Edge", concept.name), totals),
            );
            edge(registry, concept);
        }
    }
    root_fields(registry)
}

pub(super) fn add(registry: &mut Registry, ty: MetaType) {
    registry.types.insert(ty.name().to_owned(), ty);
}

pub(super) fn described(name: &str, ty: impl Into<String>, doc: &str) -> MetaField {
    MetaField { description: Some(doc.to_owned()), ..MetaField::new(name, ty) }
}

pub(super) fn argument(name: &str, ty: impl Into<String>, doc: &str) -> MetaInputValue {
    MetaInputValue { description: Some(doc.to_owned()), ..MetaInputValue::new(name, ty) }
}

fn fields(list: impl IntoIterator<Item = MetaField>) -> IndexMap<String, MetaField> {
    list.into_iter().map(|field| (field.name.clone(), field)).collect()
}

pub(super) fn build(registry: &mut Registry, name: &str, doc: &str, list: impl IntoIterator<Item = MetaField>) {
    add(registry, ObjectBuilder::new(name, fields(list)).description(Some(doc.to_owned())).build());
}

fn object(registry: &mut Registry, concept: &Concept) {
    let list: Vec<_> = concept.fields.iter().map(|field| output(registry, concept, field)).collect();
    build(registry, concept.name, concept.doc, list);
    if concept.is_node() {
        registry.add_implements(concept.name, "Node");
        if let Some(MetaType::Interface { possible_types, .. }) = registry.types.get_mut("Node") {
            possible_types.insert(concept.name.to_owned());
        }
    }
}

fn output(registry: &mut Registry, concept: &Concept, field: &Field) -> MetaField {
    let ty = match &field.kind {
        Kind::GlobalId => "ID!".to_owned(),
        Kind::Column(column) => required(column.ty.scalar(), !column.nullable),
        Kind::Code { vocabulary, .. } => {
            closed_enum(registry, &vocabulary.classes);
            required(vocabulary.classes.name, true)
        }
        Kind::Class { classes, null, .. } => {
            closed_enum(registry, classes);
            required(classes.name, *null != NullClass::Null)
        }
        Kind::Classes { classes, .. } => {
            closed_enum(registry, classes);
            format!("[{}!]!", classes.name)
        }
        Kind::Packed(packed) => format!("[{}!]!", packed.target),
        Kind::Keys(_) => "[BigInt!]!".to_owned(),
        Kind::Explained(explained) => {
            closed_enum(registry, explained.dimensions);
            format!("[{}!]", explained.target)
        }
        Kind::Nested(target) => format!("[{target}!]!"),
        Kind::Part(target) => format!("{target}!"),
        Kind::Computed(computed) => required(computed.ty.scalar(), !computed.nullable),
        Kind::ToOne(to_one) => to_one.target.to_owned(),
        Kind::List(list) => match list.link {
            Link::Pair(pair) => {
                pair_types(registry, concept, list.target, pair);
                pair.connection.0.to_owned()
            }
            _ => format!("{}Connection", list.target),
        },
        Kind::Network(walk) => {
            walks::types(registry, concept, walk);
            walk.network.ty.0.to_owned()
        }
    };
    let mut output = described(field.name, ty, field.doc);
    if let Kind::List(list) = &field.kind
        && let Some(target) = CATALOG.concept(list.target)
    {
        output.args = inputs::connection_arguments(target);
    }
    if let Kind::Network(_) = &field.kind {
        output.args = walks::network_arguments();
    }
    if let Kind::Explained(explained) = &field.kind {
        let ty = format!("[{}!]", explained.dimensions.name);
        output.args = inputs::arguments([argument(explained.argument, ty, explained.doc)]);
    }
    if let Kind::ToOne(to_one) = &field.kind
        && let Some(dated) = CATALOG.dated(to_one.target)
    {
        output.args = inputs::arguments([argument(dated.argument, "Date", dated.doc)]);
    }
    output
}

fn required(ty: &str, is_required: bool) -> String {
    if is_required { format!("{ty}!") } else { ty.to_owned() }
}

pub(super) fn closed_enum(registry: &mut Registry, of: &ClosedEnum) {
    enumeration(registry, of.name, of.doc, of.values.iter().map(|value| (value.name, value.doc)));
}

/// Adds an enum whose values, in this order, have these names and descriptions.
pub(super) fn enumeration<'v>(
    registry: &mut Registry,
    name: &str,
    doc: &str,
    values: impl IntoIterator<Item = (&'v str, &'v str)>,
) {
    let described = |(name, doc): (&str, &str)| {
        (name.to_owned(), MetaEnumValue { description: Some(doc.to_owned()), ..MetaEnumValue::new(name) })
    };
    let values = values.into_iter().map(described).collect();
    add(registry, EnumBuilder::new(name, values).description(Some(doc.to_owned())).build());
}

fn connection(registry: &mut Registry, node: &str, name: &str, doc: &str, (edge, totals): (&str, Vec<MetaField>)) {
    build(
        registry,
        name,
        doc,
        [
            described("edges", format!("[{edge}!]!"), "The rows of the page, each with its cursor."),
            described("nodes", format!("[{node}!]!"), "The rows of the page, without cursors."),
            described("pageInfo", "PageInfo!", "Where the page lies in the list."),
            described(
                "totalCount",
                "Int!",
                "How many rows the list has under its filter, whatever the page. Counted only when it is asked for.",
            ),
        ]
        .into_iter()
        .chain(totals),
    );
}

fn edge(registry: &mut Registry, concept: &Concept) {
    build(
        registry,
        &format!("{}Edge", concept.name),
        &format!("One {} of a page, with its cursor.", concept.singular),
        [cursor(), described("node", format!("{}!", concept.name), &format!("The {}.", concept.singular))],
    );
}

fn cursor() -> MetaField {
    described("cursor", "String!", "Where the row lies in this list and order; for `after` and `before`.")
}

fn pair_types(registry: &mut Registry, concept: &Concept, row: &str, pair: &Pair) {
    closed_enum(registry, pair.roles);
    let (edge, doc) = pair.edge;
    connection(registry, concept.name, pair.connection.0, pair.connection.1, (edge, Vec::new()));
    build(
        registry,
        edge,
        doc,
        [
            cursor(),
            described("type", format!("{}!", pair.vocabulary.classes.name), pair.docs.kind),
            described("role", format!("{}!", pair.roles.name), pair.docs.role),
            described(pair.docs.row.0, format!("{row}!"), pair.docs.row.1),
            described("node", format!("{}!", concept.name), pair.docs.node),
        ],
    );
}

fn page_info(registry: &mut Registry) {
    build(
        registry,
        "PageInfo",
        "Where a page lies in its list.",
        [
            described(
                "hasNextPage",
                "Boolean!",
                "Whether rows follow the page. Always true with `before`, whose row follows.",
            ),
            described(
                "hasPreviousPage",
                "Boolean!",
                "Whether rows come before the page. Always true with `after`, whose row comes before.",
            ),
            described("startCursor", "String", "The cursor of the first row; null when the page is empty."),
            described("endCursor", "String", "The cursor of the last row; null when the page is empty."),
        ],
    );
}

fn node_interface(registry: &mut Registry) {
    let id = described("id", "ID!", "Opaque id, unique in the whole graph.");
    add(
        registry,
        MetaType::Interface {
            name: "Node".to_owned(),
            description: Some("Everything that has an id, and can be found again by it.".to_owned()),
            fields: fields([id]),
            possible_types: indexmap::IndexSet::new(),
            extends: false,
            keys: None,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            rust_typename: None,
            directive_invocations: Vec::new(),
            requires_scopes: Vec::new(),
        },
    );
}

fn root_fields(registry: &mut Registry) -> IndexMap<String, MetaField> {
    let mut node = described("node", "Node", "Anything that has an id; null when there is none with this id.");
    node.args = inputs::arguments([argument("id", "ID!", "An `id` of this graph.")]);
    let mut nodes = described(
        "nodes",
        "[Node]!",
        "Anything that has an id, in the order of the ids; null where there is none with that id.",
    );
    nodes.args = inputs::arguments([argument("ids", "[ID!]!", "`id`s of this graph, at most 250.")]);
    let mut list = vec![node, nodes];
    for concept in CATALOG.concepts() {
        match concept.single {
            Some(Single::By { field, doc }) => {
                let mut one = described(field, concept.name, doc);
                let ty = format!("{}By!", concept.name);
                one.args = inputs::arguments([argument("by", ty, "What to find it by: exactly one field.")]);
                list.push(one);
            }
            Some(Single::Newest { field, doc }) => list.push(described(field, concept.name, doc)),
            None => {}
        }
    }
    for concept in CATALOG.concepts() {
        if let Some(root) = concept.list {
            let mut connection = described(root.field, format!("{}Connection", concept.name), root.doc);
            connection.args = inputs::connection_arguments(concept);
            if let Some(search) = root.search {
                let search = argument("search", "String", search.doc);
                connection.args.shift_insert(0, search.name.clone(), search);
            }
            list.push(connection);
        }
    }
    list.extend(CATALOG.walks().map(|(_, walk)| walks::root_field(walk)));
    list.push(drift::root_field(registry));
    fields(list)
}
