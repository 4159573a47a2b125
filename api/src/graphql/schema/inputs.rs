//! Types that clients write: filters, orders, ways to find one row.

use async_graphql::registry::{InputObjectBuilder, MetaInputValue, Registry};
use indexmap::IndexMap;

use super::outputs::{add, argument, enumeration};
use crate::graphql::catalog::{ClosedEnum, Concept, Kind, NullClass, Single};
use crate::graphql::filter::condition_kinds;

pub(super) fn arguments(list: impl IntoIterator<Item = MetaInputValue>) -> IndexMap<String, MetaInputValue> {
    list.into_iter().map(|argument| (argument.name.clone(), argument)).collect()
}

pub(super) fn input(registry: &mut Registry, name: &str, doc: &str, fields: impl IntoIterator<Item = MetaInputValue>) {
    add(registry, InputObjectBuilder::new(name, arguments(fields)).description(Some(doc.to_owned())).build());
}

/// The arguments of every connection over a concept.
pub(super) fn connection_arguments(concept: &Concept) -> IndexMap<String, MetaInputValue> {
    let name = concept.name;
    arguments([
        argument("filter", format!("{name}Filter"), "Which rows; all when left out or null."),
        argument(
            "orderBy",
            format!("[{name}Order!]"),
            "The order of the rows, the most important first; always ended by the key, ascending.",
        ),
        argument(
            "first",
            "Int",
            "How many rows from the start, or after `after`. 25 when neither this nor `last` is given, and at most 1000 in a \
             list of the root or 100 in one inside an object, unless the server is set up otherwise. Not together with `last`.",
        ),
        argument("after", "String", "A cursor of this list and order: the page starts behind it."),
        argument(
            "last",
            "Int",
            "How many rows from the end, or before `before`; the bounds are those of `first`. Not together with `first`.",
        ),
        argument("before", "String", "A cursor of this list and order: the page ends before it."),
    ])
}

/// The filter, order and `by` inputs of a concept.
pub(super) fn register_of(registry: &mut Registry, concept: &Concept) {
    filter(registry, concept);
    quantifiers(registry, concept.name, &format!("related {}", concept.plural));
    if concept.is_listed() {
        order(registry, concept);
    }
    if let Some(Single::By { .. }) = concept.single {
        by(registry, concept);
    }
}

fn filter(registry: &mut Registry, concept: &Concept) {
    let name = format!("{}Filter", concept.name);
    let mut fields = vec![
        argument("and", format!("[{name}!]"), "All of these hold; true when empty."),
        argument("or", format!("[{name}!]"), "At least one of these holds; false when empty."),
        argument("not", name.clone(), "This does not hold."),
    ];
    for field in &concept.fields {
        let Some(ty) = condition_kinds(&field.kind) else { continue };
        let doc = match &field.kind {
            Kind::ToOne(_) => format!("The `{}` is there, and this holds of it.", field.name),
            Kind::List(_) | Kind::Classes { .. } | Kind::Packed(_) => {
                format!("How many of the `{}` this holds of.", field.name)
            }
            _ => format!("How `{}` compares.", field.name),
        };
        match &field.kind {
            Kind::Code { vocabulary, .. } => enum_operators(registry, &vocabulary.classes, false),
            Kind::Class { classes, null, .. } => enum_operators(registry, classes, *null == NullClass::Null),
            Kind::Classes { classes, .. } => {
                enum_operators(registry, classes, false);
                quantifiers(registry, classes.name, &format!("a list of `{}`", classes.name));
            }
            _ => {}
        }
        fields.push(argument(field.name, ty, &doc));
    }
    let doc = format!("Conditions on {}. All that are given must hold; an empty filter holds of all.", concept.plural);
    input(registry, &name, &doc, fields);
}

/// `of` is what the list holds, in the middle of a sentence.
fn quantifiers(registry: &mut Registry, name: &str, of: &str) {
    let filter = format!("{name}Filter");
    let doc = format!("Conditions on {of}. All that are given must hold.");
    input(
        registry,
        &format!("{name}ListFilter"),
        &doc,
        [
            argument("some", filter.clone(), "It holds of at least one."),
            argument("every", filter.clone(), "It holds of each; true when there are none."),
            argument("none", filter, "It holds of none."),
        ],
    );
}

fn order(registry: &mut Registry, concept: &Concept) {
    let name = format!("{}OrderField", concept.name);
    let doc = format!("What {} can be ordered by.", concept.plural);
    enumeration(registry, &name, &doc, concept.orders.iter().map(|order| (order.name, order.doc)));
    let doc = format!("One criterion of an order of {}.", concept.plural);
    criterion(registry, &format!("{}Order", concept.name), &doc, &name);
}

/// An input for one criterion of an order by the fields of an enum.
pub(super) fn criterion(registry: &mut Registry, name: &str, doc: &str, fields: &str) {
    input(
        registry,
        name,
        doc,
        [
            argument("field", format!("{fields}!"), "What to order by."),
            MetaInputValue {
                default_value: Some("ASC".to_owned()),
                ..argument("direction", "OrderDirection!", "Which end comes first.")
            },
            argument("nulls", "NullsOrder", "Where nulls come; last when left out, in both directions."),
        ],
    );
}

fn by(registry: &mut Registry, concept: &Concept) {
    let key =
        concept.fields.iter().find(|field| matches!(&field.kind, Kind::Column(column) if column.name == concept.key));
    let mut fields = vec![argument("id", "ID", "Its global id.")];
    fields.extend(key.map(|key| argument(key.name, "BigInt", key.doc)));
    let doc = format!("What to find one {} by: exactly one field.", concept.singular);
    let ty = InputObjectBuilder::new(format!("{}By", concept.name), arguments(fields))
        .description(Some(doc))
        .oneof(true)
        .build();
    add(registry, ty);
}

fn enum_operators(registry: &mut Registry, classes: &ClosedEnum, nullable: bool) {
    let name = classes.name;
    let (and_not_null, of_null) =
        if nullable { (", and not null", " Of null nothing holds but `isNull`.") } else { ("", "") };
    let mut operators = vec![
        argument("eq", name, "Equal to this."),
        argument("ne", name, &format!("Another than this{and_not_null}.")),
        argument("in", format!("[{name}!]"), "One of these; of an empty list none."),
        argument("notIn", format!("[{name}!]"), &format!("None of these{and_not_null}.")),
    ];
    if nullable {
        operators.push(argument("isNull", "Boolean", IS_NULL));
    }
    let doc = format!("How values of `{name}` compare. All that are given must hold.{of_null}");
    input(registry, &format!("{name}Filter"), &doc, operators);
}

const IS_NULL: &str = "Null when true; any value when false.";
const COMPARABLE: [&str; 10] = ["eq", "ne", "in", "notIn", "lt", "lte", "gt", "gte", "between", "isNull"];
const TEXTUAL: [&str; 12] =
    ["eq", "ne", "in", "notIn", "lt", "lte", "gt", "gte", "contains", "startsWith", "endsWith", "isNull"];

/// The operator inputs of each scalar, and the enums of orders.
pub(super) fn register_operators(registry: &mut Registry) {
    for scalar in ["Int", "BigInt", "Decimal", "Date", "DateTime"] {
        operators(registry, scalar, &COMPARABLE);
        let doc = "From one value to another, both included.";
        input(
            registry,
            &format!("{scalar}Range"),
            doc,
            [
                argument("from", format!("{scalar}!"), "The smallest value."),
                argument("to", format!("{scalar}!"), "The greatest value."),
            ],
        );
    }
    operators(registry, "String", &TEXTUAL);
    operators(registry, "Boolean", &["eq", "ne", "isNull"]);
    let directions = [("ASC", "The smallest first."), ("DESC", "The greatest first.")];
    enumeration(registry, "OrderDirection", "Which end of an order comes first.", directions);
    let places = [("FIRST", "Before all values."), ("LAST", "After all values.")];
    enumeration(registry, "NullsOrder", "Where nulls come in an order.", places);
}

fn operators(registry: &mut Registry, scalar: &str, names: &[&str]) {
    let doc = if scalar == "String" {
        "How a text compares: by Unicode code point, case-sensitively, trailing spaces included. Of null nothing holds \
         but `isNull`; all that are given must hold."
            .to_owned()
    } else {
        format!("How values of `{scalar}` compare. Of null nothing holds but `isNull`; all that are given must hold.")
    };
    let fields = names.iter().map(|name| match *name {
        "eq" => argument(name, scalar, "Equal to this."),
        "ne" => argument(name, scalar, "Another than this, and not null."),
        "in" => argument(name, format!("[{scalar}!]"), "One of these, at most 250; of an empty list none."),
        "notIn" => argument(name, format!("[{scalar}!]"), "None of these, at most 250, and not null."),
        "lt" => argument(name, scalar, "Less than this."),
        "lte" => argument(name, scalar, "Less than this, or equal."),
        "gt" => argument(name, scalar, "Greater than this."),
        "gte" => argument(name, scalar, "Greater than this, or equal."),
        "between" => argument(name, format!("{scalar}Range"), "In this range, its ends included."),
        "contains" => argument(name, scalar, "With this text in it, at most 64 characters, taken literally."),
        "startsWith" => argument(name, scalar, "Starting with this text, at most 64 characters, taken literally."),
        "endsWith" => argument(name, scalar, "Ending with this text, at most 64 characters, taken literally."),
        _ => argument(name, "Boolean", IS_NULL),
    });
    input(registry, &format!("{scalar}Filter"), &doc, fields);
}
