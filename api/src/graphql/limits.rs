//! How much one request may ask for. Every figure can be configured; the defaults stand, explained, in
//! `tellergraph.toml`.

use serde::{Deserialize, Serialize};

use super::page::PageSize;

/// What one request may ask for. It travels with the request, so that callers may be told apart by it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The largest body that is read, in bytes.
    pub body_bytes: usize,
    /// How deep lists and objects of the body may be nested.
    pub json_levels: usize,
    /// How many object members the body may have in all.
    pub json_keys: usize,
    /// How much the values of the variables may come to, in bytes of JSON.
    pub variables_bytes: usize,
    /// The longest document, in bytes of UTF-8.
    pub document_bytes: usize,
    /// How many tokens a document may have.
    pub document_tokens: usize,
    /// How deep selection sets may be nested in the text of one operation or fragment.
    pub selection_levels: usize,
    /// How deep list and object values may be nested in the text.
    pub value_levels: usize,
    /// How deep fields may be nested once fragments are spread.
    pub depth_levels: usize,
    /// The same for the fields under `__schema` and `__type`, which tools ask for deeper.
    pub introspection_depth_levels: usize,
    /// How deep fields, inline fragments and spreads together may be nested once fragments are spread.
    pub expanded_levels: usize,
    /// How many selections a document may come to once fragments are spread, for each of its tokens.
    pub expanded_selections_per_token: usize,
    /// How many aliases a document may have once fragments are spread.
    pub aliases: usize,
    /// How many root fields an operation may have.
    pub root_fields: usize,
    /// How many directives a document may have once fragments are spread.
    pub directives: usize,
    /// How many objects an answer may hold, reckoned before anything is read.
    pub cost: u64,
    /// How many values a list in the arguments may have.
    pub list_values: usize,
    /// How long a text in the arguments may be, in characters. Cursors may be as long as a body.
    pub text_characters: usize,
    /// How long a text that is searched for inside others may be, in characters.
    pub pattern_characters: usize,
    /// How deep `and`, `or`, `not` and related rows may be nested in a filter.
    pub filter_levels: usize,
    /// How many conditions a filter may have in all.
    pub filter_conditions: usize,
    /// How long a request may take, in milliseconds.
    pub time_ms: u64,
    /// The largest answer that is sent, in bytes.
    pub response_bytes: usize,
    /// How many errors an answer may tell; what failed beyond them is null without words.
    pub errors: usize,
    /// How much room the errors of an answer may take, in bytes of JSON.
    pub errors_bytes: usize,
    /// How many hops a walk along relationships may take.
    pub hops: u32,
    /// How many customers the search for a path may visit.
    pub path_customers: usize,
    /// How many customers one network may reach.
    pub network_customers: usize,
    /// How many customers all networks of a request may reach together.
    pub networks_customers: usize,
    /// How many relationships one statement of a walk may read.
    pub hop_relationships: u64,
    /// How many customers a request may look at to compute segments of other dates and explanations: those asked for,
    /// and those whom their answers depend on.
    pub segment_customers: usize,
    /// How many rows of these customers it may read for that.
    pub segment_rows: usize,
}

/// How many rows a page of a connection has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// Rows of a page when neither `first` nor `last` is given.
    pub default_rows: u32,
    /// The most rows of a page of a connection inside another object.
    pub nested_max_rows: u32,
    /// The most rows of a page of a root connection.
    pub root_max_rows: u32,
}

impl Pages {
    /// The pages of a connection inside another object.
    pub fn nested(&self) -> PageSize {
        PageSize { default: self.default_rows.min(self.nested_max_rows), max: self.nested_max_rows }
    }

    /// The pages of a root connection.
    pub fn root(&self) -> PageSize {
        PageSize { default: self.default_rows.min(self.root_max_rows), max: self.root_max_rows }
    }
}

#[cfg(test)]
impl Limits {
    /// The documented defaults.
    pub(crate) fn documented() -> Self {
        crate::config::Config::documented().unwrap().limits
    }
}
