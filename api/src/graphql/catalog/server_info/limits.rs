//! What one request may ask for, so that a client can find out instead of running into it.

use super::super::{ColumnType, Compute, Computed, Concept, Field, Grouping, Kind};
use crate::graphql::run::Cell;

pub(in crate::graphql::catalog) fn concept() -> Concept {
    Concept {
        name: "Limits",
        singular: "set of limits",
        plural: "sets of limits",
        doc: "What one request may ask for. Beyond a limit it is refused with the code that stands behind it, before \
              anything is read. docs/errors.md says what to do about each.",
        // Of no table: it is what the server is set up with.
        table: "",
        key: "",
        list: None,
        single: None,
        grouping: Grouping::OWN,
        orders: Vec::new(),
        fields: vec![
            limit(
                "cost",
                "Objects that the answer may hold, as `extensions.cost` tells them: COST_LIMIT.",
                |_, set| told(set.limits.cost),
            ),
            limit("depth", "Levels of fields, fragments included: DEPTH_LIMIT.", |_, set| {
                told(set.limits.depth_levels)
            }),
            limit("introspectionDepth", "The same under `__schema` and `__type`: DEPTH_LIMIT.", |_, set| {
                told(set.limits.introspection_depth_levels)
            }),
            limit("valueLevels", "Levels of lists and objects in a value of the document: DEPTH_LIMIT.", |_, set| {
                told(set.limits.value_levels)
            }),
            limit("aliases", "Aliases of a document, fragments included: ALIAS_LIMIT.", |_, set| {
                told(set.limits.aliases)
            }),
            limit("rootFields", "Root fields of an operation: ROOT_FIELD_LIMIT.", |_, set| {
                told(set.limits.root_fields)
            }),
            limit("directives", "Directives of a document, fragments included: DIRECTIVE_LIMIT.", |_, set| {
                told(set.limits.directives)
            }),
            limit("documentBytes", "Bytes of a document: TOKEN_LIMIT.", |_, set| told(set.limits.document_bytes)),
            limit("documentTokens", "Tokens of a document: TOKEN_LIMIT.", |_, set| told(set.limits.document_tokens)),
            limit("bodyBytes", "Bytes of a body: PAYLOAD_TOO_LARGE.", |_, set| told(set.limits.body_bytes)),
            limit("variablesBytes", "Bytes of the variables as JSON: PAYLOAD_TOO_LARGE.", |_, set| {
                told(set.limits.variables_bytes)
            }),
            limit("responseBytes", "Bytes of an answer, before it is compressed: RESPONSE_TOO_LARGE.", |_, set| {
                told(set.limits.response_bytes)
            }),
            limit("errors", "Errors that an answer tells; what failed beyond them is null without words.", |_, set| {
                told(set.limits.errors)
            }),
            limit("defaultPageRows", "Rows of a page when neither `first` nor `last` says.", |_, set| {
                told(set.pages.default_rows)
            }),
            limit("rootPageRows", "Rows of a page of a root list: BAD_USER_INPUT.", |_, set| {
                told(set.pages.root_max_rows)
            }),
            limit("nestedPageRows", "Rows of a page of a list inside another object: BAD_USER_INPUT.", |_, set| {
                told(set.pages.nested_max_rows)
            }),
            limit("listValues", "Values of a list in the arguments: BAD_USER_INPUT.", |_, set| {
                told(set.limits.list_values)
            }),
            limit("textCharacters", "Characters of a text in the arguments: BAD_USER_INPUT.", |_, set| {
                told(set.limits.text_characters)
            }),
            limit(
                "patternCharacters",
                "Characters of a text that is searched for inside others: BAD_USER_INPUT.",
                |_, set| told(set.limits.pattern_characters),
            ),
            limit(
                "filterLevels",
                "Levels of `and`, `or`, `not` and related rows in a filter: BAD_USER_INPUT.",
                |_, set| told(set.limits.filter_levels),
            ),
            limit("filterConditions", "Conditions of a filter in all: BAD_USER_INPUT.", |_, set| {
                told(set.limits.filter_conditions)
            }),
            limit("hops", "Hops of a path or a network: BAD_USER_INPUT.", |_, set| told(set.limits.hops)),
        ],
    }
}

fn limit(name: &'static str, doc: &'static str, compute: Compute) -> Field {
    Field { name, doc, kind: Kind::Computed(Computed { ty: ColumnType::Int, inputs: &[], compute, nullable: false }) }
}

/// A limit as clients see it; one beyond their whole numbers is none that they could reach.
fn told(limit: impl TryInto<i32>) -> Option<Cell> {
    Some(Cell::Int(limit.try_into().unwrap_or(i32::MAX).into()))
}
