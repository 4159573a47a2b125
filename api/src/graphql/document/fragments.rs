//! The guard after the parser: what a document comes to once its fragments are spread, without spreading them.
//!
//! A chain of fragments that each spread the next one twice doubles with every step: 1 KB keeps a core busy for an hour
//! when it is walked as written. Here every fragment is weighed once, and its weight is added wherever it is spread.

use std::collections::HashMap;

use async_graphql_parser::{
    Positioned,
    types::{ExecutableDocument, Selection, SelectionSet},
};
use async_graphql_value::Name;

use crate::graphql::{
    error::{Code, GraphError},
    limits::Limits,
};

/// Weighs every operation and fragment of `document`, which has `tokens` tokens, against `limits`.
///
/// # Errors
/// The code of the limit that is exceeded; `GRAPHQL_VALIDATION_FAILED` for circles and for fragments that multiply.
pub(super) fn check(document: &ExecutableDocument, tokens: usize, limits: &Limits) -> Result<(), GraphError> {
    let mut scale = Scale { document, limits, fragments: HashMap::new() };
    let mut total = Weight::default();
    let mut most_root_fields = 0;
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        let mut weight = scale.weigh(&operation.selection_set.node, 1)?;
        weight.directives = weight.directives.saturating_add(operation.directives.len());
        for variable in &operation.variable_definitions {
            weight.directives = weight.directives.saturating_add(variable.node.directives.len());
        }
        total.add(weight);
        // Only one operation of a document is run, so each may have its own share of root fields.
        most_root_fields = most_root_fields.max(weight.root_fields);
    }
    // Fragments that no operation spreads are walked by validation all the same.
    for name in document.fragments.keys() {
        scale.fragment(name, 1)?;
    }
    if total.selections > tokens.saturating_mul(limits.expanded_selections_per_token) {
        return Err(GraphError::validation(
            "The fragments of the document multiply: spread them less often, or write out what they select.",
        ));
    }
    if total.depth > limits.depth_levels || total.introspection_depth > limits.introspection_depth_levels {
        return Err(GraphError::new(
            Code::DepthLimit,
            format!(
                "Fields are nested more than {} levels deep ({} under __schema and __type), fragments included.",
                limits.depth_levels, limits.introspection_depth_levels
            ),
        ));
    }
    within(Code::RootFieldLimit, "root fields in one operation", most_root_fields, limits.root_fields)?;
    within(Code::AliasLimit, "aliases", total.aliases, limits.aliases)?;
    within(Code::DirectiveLimit, "directives", total.directives, limits.directives)?;
    Ok(())
}

fn within(code: Code, what: &str, count: usize, limit: usize) -> Result<(), GraphError> {
    if count <= limit {
        return Ok(());
    }
    let count = if count == usize::MAX { "more".to_owned() } else { count.to_string() };
    Err(GraphError::new(
        code,
        format!("The document comes to {count} {what}, fragments included; at most {limit} are allowed."),
    ))
}

/// What a selection set comes to, fragments included. Counts stop at the largest number instead of overflowing.
#[derive(Clone, Copy, Default)]
struct Weight {
    /// Fields, inline fragments and spreads.
    selections: usize,
    aliases: usize,
    directives: usize,
    /// Fields of the set itself, those of fragments included.
    root_fields: usize,
    /// Levels of everything that a walk descends into.
    levels: usize,
    /// Levels of fields, introspection left out.
    depth: usize,
    /// Levels of fields on a way through `__schema` or `__type`.
    introspection_depth: usize,
}

impl Weight {
    /// Adds what stands beside.
    fn add(&mut self, beside: Self) {
        self.selections = self.selections.saturating_add(beside.selections);
        self.aliases = self.aliases.saturating_add(beside.aliases);
        self.directives = self.directives.saturating_add(beside.directives);
        self.root_fields = self.root_fields.saturating_add(beside.root_fields);
        self.levels = self.levels.max(beside.levels);
        self.depth = self.depth.max(beside.depth);
        self.introspection_depth = self.introspection_depth.max(beside.introspection_depth);
    }
}

/// Whether a fragment has been weighed.
#[derive(Clone, Copy)]
enum Weighed {
    /// It is being weighed right now: meeting it again means a circle.
    Begun,
    Done(Weight),
}

struct Scale<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    fragments: HashMap<&'a Name, Weighed>,
}

impl<'a> Scale<'a> {
    /// Weighs a selection set at `level`, counted from the definition the walk began with. The level bounds the walk's
    /// own recursion; the weight's levels bound the ways that a weighed fragment cut short.
    fn weigh(&mut self, set: &'a SelectionSet, level: usize) -> Result<Weight, GraphError> {
        if level > self.limits.expanded_levels {
            return Err(self.too_deep());
        }
        let mut total = Weight::default();
        for selection in &set.items {
            let mut weight = self.weigh_selection(&selection.node, level)?;
            weight.selections = weight.selections.saturating_add(1);
            weight.levels += 1;
            weight.directives = weight.directives.saturating_add(selection.node.directives().len());
            total.add(weight);
        }
        if total.levels > self.limits.expanded_levels {
            return Err(self.too_deep());
        }
        Ok(total)
    }

    /// What is below a selection, and what it adds by its kind.
    fn weigh_selection(&mut self, selection: &'a Selection, level: usize) -> Result<Weight, GraphError> {
        match selection {
            Selection::Field(Positioned { node: field, .. }) => {
                let mut weight = self.weigh(&field.selection_set.node, level + 1)?;
                weight.root_fields = 1;
                weight.aliases = weight.aliases.saturating_add(usize::from(field.alias.is_some()));
                // Names that begin with two underscores are the specification's own: no type of ours can have them.
                if matches!(field.name.node.as_str(), "__schema" | "__type") {
                    weight.introspection_depth = weight.depth.max(weight.introspection_depth) + 1;
                    weight.depth = 1;
                } else {
                    weight.depth += 1;
                    if weight.introspection_depth > 0 {
                        weight.introspection_depth += 1;
                    }
                }
                Ok(weight)
            }
            Selection::InlineFragment(inline) => self.weigh(&inline.node.selection_set.node, level + 1),
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, level + 1),
        }
    }

    fn fragment(&mut self, name: &Name, level: usize) -> Result<Weight, GraphError> {
        // A name that no fragment has is for validation to report, with its place.
        let Some((name, definition)) = self.document.fragments.get_key_value(name) else {
            return Ok(Weight::default());
        };
        match self.fragments.get(name) {
            Some(Weighed::Done(weight)) => return Ok(*weight),
            Some(Weighed::Begun) => {
                return Err(GraphError::validation(format!(
                    "Fragment \"{name}\" spreads itself, directly or through others."
                ))
                .at(definition.pos));
            }
            None => {}
        }
        self.fragments.insert(name, Weighed::Begun);
        let mut weight = self.weigh(&definition.node.selection_set.node, level)?;
        weight.directives = weight.directives.saturating_add(definition.node.directives.len());
        self.fragments.insert(name, Weighed::Done(weight));
        Ok(weight)
    }

    fn too_deep(&self) -> GraphError {
        GraphError::new(
            Code::DepthLimit,
            format!("Fields and fragments are nested more than {} levels deep.", self.limits.expanded_levels),
        )
    }
}
