//! Explanations of answers, and the rows nested in them.

use async_graphql::Value;

use super::compile::{Compiler, Draft, own_fault};
use super::object::target;
use super::{ColumnAt, Explained, Projection, Slot};
use crate::graphql::catalog::{self, ColumnType, Concept};
use crate::graphql::error::GraphError;
use crate::graphql::select::Selected;

impl<'a> Compiler<'a> {
    /// The explanations of a row of answers of `concept` in the table `alias` of the draft.
    pub(super) fn explained(
        &self,
        concept: &'static Concept,
        explained: &'static catalog::Explained,
        alias: u16,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Slot, GraphError> {
        let dimensions = match self.dimensions(concept, explained, selected) {
            Ok(dimensions) => dimensions,
            Err(error) => return Ok(Slot::Failed(own_fault(error.at(selected.field.pos))?)),
        };
        let explanations = self.computed(target(explained.target)?, selected)?;
        let as_of = ColumnAt { alias, name: explained.as_of, ty: ColumnType::Date };
        let explained = Explained {
            key: draft.cell(Projection::Column(ColumnAt::key(alias, concept.key))),
            as_of: draft.cell(Projection::Column(as_of)),
            data_until: draft.cell(Projection::AsOf),
            only_where_stored: None,
            dimensions,
            catalog: explained,
            explanations,
        };
        draft.fetch.explained.push(explained);
        Ok(Slot::Explained(draft.fetch.explained.len() - 1))
    }

    /// The positions of the dimensions that are asked for, ascending and each once; `None` is all.
    fn dimensions(
        &self,
        concept: &'static Concept,
        explained: &catalog::Explained,
        selected: &Selected<'a>,
    ) -> Result<Option<Vec<usize>>, GraphError> {
        let arguments = self.arguments(concept.name, selected)?;
        let Some(Value::List(named)) = arguments.get(explained.argument) else { return Ok(None) };
        let position = |value: &Value| match value {
            Value::Enum(name) => explained.dimensions.position(name),
            _ => None,
        };
        let mut dimensions = named
            .iter()
            .map(|value| {
                position(value)
                    .ok_or_else(|| GraphError::bad_input(format!("`{}` has a null in it.", explained.argument)))
            })
            .collect::<Result<Vec<usize>, GraphError>>()?;
        dimensions.sort_unstable();
        dimensions.dedup();
        Ok(Some(dimensions))
    }

    /// Rows that are computed with the row of the draft.
    pub(super) fn nested_rows(
        &self,
        name: &str,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Slot, GraphError> {
        let rows = self.computed(target(name)?, selected)?;
        draft.fetch.nested.push(rows);
        Ok(Slot::Nested(draft.fetch.nested.len() - 1))
    }
}
