//! Fields under one response key must be able to merge (specification §5.3.2).
//!
//! The library looks at one selection set at a time and so lets conflicts pass that lie deeper or in fragments on other
//! types. The check runs in two passes over the merged fields, each linear in what it visits: shapes must agree
//! whatever the parent type is; names and arguments must agree where one object can have both fields.

use std::collections::HashSet;

use async_graphql::registry::{MetaType, MetaTypeName, Registry};
use async_graphql::{Positioned, Variables};
use async_graphql_parser::types::{ExecutableDocument, Field, Selection as Node, SelectionSet};
use indexmap::IndexMap;

use super::Selection;
use crate::graphql::error::GraphError;

#[derive(Clone, Copy)]
struct Occurrence<'a> {
    /// The type that the field is selected on; empty when the schema has none.
    parent: &'a str,
    field: &'a Positioned<Field>,
}

impl<'a> Occurrence<'a> {
    /// The declared type of the field; `None` for meta fields of unknown types.
    fn ty(&self, selection: &Selection<'a>) -> Option<&'a str> {
        if self.field.node.name.node == "__typename" {
            return Some("String!");
        }
        let parent = selection.registry.types.get(self.parent)?;
        parent.field_by_name(&self.field.node.name.node).map(|field| field.ty.as_str())
    }
}

/// Refuses a document with a query in which fields of one response key cannot merge.
pub fn check_overlaps(registry: &Registry, document: &ExecutableDocument) -> Result<(), GraphError> {
    // Conditions are no excuse: fields must be able to merge whatever the variables are.
    let selection = &Selection { registry, fragments: &document.fragments, variables: &Variables::default() };
    for (_, operation) in document.operations.iter() {
        let fields = grouped(selection, &[(&registry.query_type, &operation.node.selection_set.node)]);
        check_shapes(selection, &fields)?;
        check_names(selection, &fields)?;
    }
    Ok(())
}

type Groups<'a> = IndexMap<&'a str, Vec<Occurrence<'a>>>;

fn grouped<'a>(selection: &Selection<'a>, sets: &[(&'a str, &'a SelectionSet)]) -> Groups<'a> {
    let mut groups = Groups::new();
    let mut spread = HashSet::new();
    for (parent, set) in sets {
        gather(selection, parent, set, &mut spread, &mut groups);
    }
    groups
}

fn gather<'a>(
    selection: &Selection<'a>,
    parent: &'a str,
    set: &'a SelectionSet,
    spread: &mut HashSet<&'a str>,
    groups: &mut Groups<'a>,
) {
    for item in &set.items {
        match &item.node {
            Node::Field(field) => {
                let key: &str = &field.node.response_key().node;
                groups.entry(key).or_default().push(Occurrence { parent, field });
            }
            Node::FragmentSpread(node) => {
                let name = &node.node.fragment_name.node;
                if let Some(fragment) = selection.fragments.get(name)
                    && spread.insert(name)
                {
                    let on = &fragment.node.type_condition.node.on.node;
                    gather(selection, on, &fragment.node.selection_set.node, spread, groups);
                }
            }
            Node::InlineFragment(node) => {
                let on = node.node.type_condition.as_ref().map_or(parent, |condition| &condition.node.on.node);
                gather(selection, on, &node.node.selection_set.node, spread, groups);
            }
        }
    }
}

fn below<'a>(selection: &Selection<'a>, occurrences: &[Occurrence<'a>]) -> Groups<'a> {
    let sets: Vec<_> = occurrences
        .iter()
        .filter(|occurrence| !occurrence.field.node.selection_set.node.items.is_empty())
        .filter_map(|occurrence| {
            let ty = MetaTypeName::concrete_typename(occurrence.ty(selection)?);
            Some((ty, &occurrence.field.node.selection_set.node))
        })
        .collect();
    grouped(selection, &sets)
}

fn check_shapes<'a>(selection: &Selection<'a>, groups: &Groups<'a>) -> Result<(), GraphError> {
    for (key, occurrences) in groups {
        let mut first: Option<&str> = None;
        for occurrence in occurrences {
            let Some(ty) = occurrence.ty(selection) else { continue };
            match first {
                None => first = Some(ty),
                Some(other) if same_shape(selection, other, ty) => {}
                Some(other) => {
                    return Err(GraphError::validation(format!(
                        "Fields under `{key}` cannot merge: one is `{other}`, another `{ty}`. Give them different aliases."
                    ))
                    .at(occurrence.field.pos));
                }
            }
        }
        if occurrences.len() > 1 || first.is_some_and(|ty| is_composite(selection, ty)) {
            check_shapes(selection, &below(selection, occurrences))?;
        }
    }
    Ok(())
}

fn same_shape(selection: &Selection<'_>, one: &str, other: &str) -> bool {
    if !is_composite(selection, one) && !is_composite(selection, other) {
        return one == other;
    }
    let wrapping = |ty: &str| -> String { ty.chars().filter(|c| matches!(c, '[' | ']' | '!')).collect() };
    is_composite(selection, one) == is_composite(selection, other) && wrapping(one) == wrapping(other)
}

fn is_composite(selection: &Selection<'_>, ty: &str) -> bool {
    selection.registry.types.get(MetaTypeName::concrete_typename(ty)).is_some_and(MetaType::is_composite)
}

fn check_names<'a>(selection: &Selection<'a>, groups: &Groups<'a>) -> Result<(), GraphError> {
    for (key, occurrences) in groups {
        let is_abstract = |parent: &str| selection.registry.types.get(parent).is_some_and(MetaType::is_abstract);
        let mut parents: Vec<&str> =
            occurrences.iter().map(|occurrence| occurrence.parent).filter(|parent| !is_abstract(parent)).collect();
        parents.sort_unstable();
        parents.dedup();
        if parents.is_empty() {
            parents.push("");
        }
        for parent in parents {
            let together: Vec<_> = occurrences
                .iter()
                .filter(|occurrence| occurrence.parent == parent || is_abstract(occurrence.parent))
                .copied()
                .collect();
            check_same(key, &together)?;
            if together.iter().any(|occurrence| !occurrence.field.node.selection_set.node.items.is_empty()) {
                check_names(selection, &below(selection, &together))?;
            }
        }
    }
    Ok(())
}

fn check_same(key: &str, occurrences: &[Occurrence<'_>]) -> Result<(), GraphError> {
    let Some((first, rest)) = occurrences.split_first() else { return Ok(()) };
    for other in rest {
        let (one, two) = (&first.field.node, &other.field.node);
        let same = one.name.node == two.name.node
            && one.arguments.len() == two.arguments.len()
            && one
                .arguments
                .iter()
                .all(|(name, value)| two.get_argument(&name.node).is_some_and(|argument| argument.node == value.node));
        if !same {
            return Err(GraphError::validation(format!(
                "Fields under `{key}` cannot merge: they differ in name or arguments. Give them different aliases."
            ))
            .at(other.field.pos));
        }
    }
    Ok(())
}
