//! Fields of a selection, collected for one concrete type and merged by response key (specification §6.3.2).

use std::collections::{HashMap, HashSet};

use async_graphql::registry::Registry;
use async_graphql::{Name, Positioned, Value, Variables};
use async_graphql_parser::types::{Directive, Field, FragmentDefinition, Selection as Node, SelectionSet};
use indexmap::IndexMap;

/// A document while one of its operations is read: its fragments, its coerced variables, and the schema's types.
#[derive(Clone, Copy)]
pub struct Selection<'a> {
    /// The types of the schema.
    pub registry: &'a Registry,
    /// The fragments of the document.
    pub fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// The variables, coerced, with their defaults.
    pub variables: &'a Variables,
}

/// A field of the answer: everything that the document says under one response key.
#[derive(Clone)]
pub struct Selected<'a> {
    /// The key in the answer.
    pub key: &'a str,
    /// The first occurrence: name, arguments and position.
    pub field: &'a Positioned<Field>,
    /// The selection sets of all occurrences.
    pub sets: Vec<&'a SelectionSet>,
}

impl<'a> Selected<'a> {
    /// The name of the field.
    pub fn name(&self) -> &'a str {
        &self.field.node.name.node
    }
}

impl<'a> Selection<'a> {
    /// The fields that `sets` ask of an object of the concrete type `type_name`, in the order of the answer.
    pub fn collect(&self, type_name: &str, sets: &[&'a SelectionSet]) -> Vec<Selected<'a>> {
        let mut fields = IndexMap::new();
        let mut spread = HashSet::new();
        for set in sets {
            self.add(type_name, set, &mut spread, &mut fields);
        }
        fields.into_values().collect()
    }

    fn add(
        &self,
        type_name: &str,
        set: &'a SelectionSet,
        spread: &mut HashSet<&'a str>,
        fields: &mut IndexMap<&'a str, Selected<'a>>,
    ) {
        for item in &set.items {
            if !self.is_included(item.node.directives()) {
                continue;
            }
            match &item.node {
                Node::Field(field) => {
                    let key: &str = &field.node.response_key().node;
                    fields
                        .entry(key)
                        .or_insert_with(|| Selected { key, field, sets: Vec::new() })
                        .sets
                        .push(&field.node.selection_set.node);
                }
                Node::FragmentSpread(node) => {
                    let name = &node.node.fragment_name.node;
                    if let Some(fragment) = self.fragments.get(name)
                        && spread.insert(name)
                        && self.applies(&fragment.node.type_condition.node.on.node, type_name)
                    {
                        self.add(type_name, &fragment.node.selection_set.node, spread, fields);
                    }
                }
                Node::InlineFragment(node) => {
                    let condition = node.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| self.applies(&condition.node.on.node, type_name)) {
                        self.add(type_name, &node.node.selection_set.node, spread, fields);
                    }
                }
            }
        }
    }

    /// Whether a fragment on `condition` applies to an object of the concrete type `type_name`.
    fn applies(&self, condition: &str, type_name: &str) -> bool {
        condition == type_name || self.registry.types.get(condition).is_some_and(|ty| ty.is_possible_type(type_name))
    }

    fn is_included(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| match &*directive.node.name.node {
            "skip" => !self.condition(directive),
            "include" => self.condition(directive),
            _ => true,
        })
    }

    fn condition(&self, directive: &Positioned<Directive>) -> bool {
        let Some(condition) = directive.node.get_argument("if") else {
            return false;
        };
        match condition.node.clone().into_const_with(|name| self.variables.get(&name).cloned().ok_or(())) {
            Ok(Value::Boolean(condition)) => condition,
            _ => false,
        }
    }
}
