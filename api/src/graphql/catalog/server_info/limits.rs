//! What one request may ask for, so that a client can find out instead of running into it.

use super::super::{ColumnType, Compute, Computed, Concept, Field, Grouping, Kind};
use crate::graphql::run::Cell;

pub(in crate::graphql::catalog) fn concept() -> Concept {
    let field = |(name, doc, compute): &(&'static str, &'static str, Compute)| {
        let computed = Computed { ty: ColumnType::Int, inputs: &[], compute: *compute, nullable: false };
        Field { name, doc, kind: Kind::Computed(computed) }
    };
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
        fields: LIMITS.iter().map(field).collect(),
    }
}

/// The name of each limit, what it is about, and where it is told.
const LIMITS: &[(&str, &str, Compute)] = &[
    ("cost", "Objects that the answer may hold, as `extensions.cost` tells them: COST_LIMIT.", |_, set| {
        told(set.limits.cost)
    }),
    ("depth", "Levels of fields, fragments included: DEPTH_LIMIT.", |_, set| told(set.limits.depth_levels)),
    ("introspectionDepth", "The same under `__schema` and `__type`: DEPTH_LIMIT.", |_, set| {
        told(set.limits.introspection_depth_levels)
    }),
    ("valueLevels", "Levels of lists and objects in a value of the document: DEPTH_LIMIT.", |_, set| {
        told(set.limits.value_levels)
    }),
    ("aliases", "Aliases of a document, fragments included: ALIAS_LIMIT.", |_, set| told(set.limits.aliases)),
    ("rootFields", "Root fields of an operation: ROOT_FIELD_LIMIT.", |_, set| told(set.limits.root_fields)),
    ("directives", "Directives of a document, fragments included: DIRECTIVE_LIMIT.", |_, set| {
        told(set.limits.directives)
    }),
    ("documentBytes", "Bytes of a document: TOKEN_LIMIT.", |_, set| told(set.limits.document_bytes)),
    ("documentTokens", "Tokens of a document: TOKEN_LIMIT.", |_, set| told(set.limits.document_tokens)),
    ("bodyBytes", "Bytes of a body: PAYLOAD_TOO_LARGE.", |_, set| told(set.limits.body_bytes)),
    ("variablesBytes", "Bytes of the variables as JSON: PAYLOAD_TOO_LARGE.", |_, set| told(set.limits.variables_bytes)),
    ("responseBytes", "Bytes of an answer, before it is compressed: RESPONSE_TOO_LARGE.", |_, set| {
        told(set.limits.response_bytes)
    }),
    ("timeMs", "Milliseconds that a request may take: TIMEOUT.", |_, set| told(set.limits.time_ms)),
    ("errors", "Errors that an answer tells; what failed beyond them is null without words.", |_, set| {
        told(set.limits.errors)
    }),
    ("defaultPageRows", "Rows of a page when neither `first` nor `last` says.", |_, set| told(set.pages.default_rows)),
    ("rootPageRows", "Rows of a page of a root list: BAD_USER_INPUT.", |_, set| told(set.pages.root_max_rows)),
    ("nestedPageRows", "Rows of a page of a list inside another object: BAD_USER_INPUT.", |_, set| {
        told(set.pages.nested_max_rows)
    }),
    ("listValues", "Values of a list in the arguments: BAD_USER_INPUT.", |_, set| told(set.limits.list_values)),
    ("textCharacters", "Characters of a text in the arguments: BAD_USER_INPUT.", |_, set| {
        told(set.limits.text_characters)
    }),
    ("patternCharacters", "Characters of a text that is searched for inside others: BAD_USER_INPUT.", |_, set| {
        told(set.limits.pattern_characters)
    }),
    ("filterLevels", "Levels of `and`, `or`, `not` and related rows in a filter: BAD_USER_INPUT.", |_, set| {
        told(set.limits.filter_levels)
    }),
    ("filterConditions", "Conditions of a filter in all: BAD_USER_INPUT.", |_, set| told(set.limits.filter_conditions)),
    ("hops", "Hops of a path or a network: BAD_USER_INPUT.", |_, set| told(set.limits.hops)),
];

/// A limit as clients see it; one beyond their whole numbers is none that they could reach.
#[expect(clippy::unnecessary_wraps, reason = "what computes a value may say that there is none")]
fn told(limit: impl TryInto<i32>) -> Option<Cell> {
    Some(Cell::Int(limit.try_into().unwrap_or(i32::MAX).into()))
}
