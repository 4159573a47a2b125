//! Rows as of a date that the client names.

use async_graphql::Value;
use chrono::NaiveDate;

use super::compile::{Compiler, Draft};
use super::object::target;
use super::{ColumnAt, Dated, Projection, Slot, Source};
use crate::graphql::catalog::{self, CATALOG, ColumnType, Concept, ToOne};
use crate::graphql::error::GraphError;
use crate::graphql::scalar;
use crate::graphql::select::Selected;

impl<'a> Compiler<'a> {
    /// The date that a to-one field of `concept` asks for; `None` when it asks for none.
    pub(super) fn as_of(
        &self,
        concept: &'static Concept,
        to_one: &ToOne,
        selected: &Selected<'a>,
    ) -> Result<Option<(&'static catalog::Dated, NaiveDate)>, GraphError> {
        let Some(dated) = CATALOG.dated(to_one.target) else { return Ok(None) };
        match self.arguments(concept.name, selected)?.get(dated.argument) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match scalar::date(value) {
                Some(date) => Ok(Some((dated, date))),
                None => Err(GraphError::bad_input(format!("`{}` is no date.", dated.argument))),
            },
        }
    }

    /// The row that `to_one` leads to, as of a date. The stored one is joined, too: it may hold for that date.
    pub(super) fn dated(
        &self,
        concept: &'static Concept,
        to_one: &ToOne,
        alias: u16,
        (dated, as_of): (&'static catalog::Dated, NaiveDate),
        (selected, draft): (&Selected<'a>, &mut Draft),
    ) -> Result<Slot, GraphError> {
        let Slot::Row(present, stored_object) = self.joined(to_one, alias, selected, draft)? else {
            return Err(GraphError::bug("a to-one field leads to a row"));
        };
        let Projection::Column(ColumnAt { alias: joined, .. }) = draft.fetch.cells[present] else {
            return Err(GraphError::bug("a joined row has a key"));
        };
        let mut stored = |name, ty| draft.cell(Projection::Column(ColumnAt { alias: joined, name, ty }));
        let stored = (stored(dated.as_of, ColumnType::Date), stored(dated.rules_hash, ColumnType::Text));
        let key = draft.cell(Projection::Column(ColumnAt::key(alias, concept.key)));
        let target = target(to_one.target)?;
        let mut row = Draft::new(target, Source::Table);
        // A row has a cell even when only its type is asked for.
        row.cell_of_key(target);
        let base = row.fetch.frame.base;
        let object = self.object(target, base, &selected.sets, &mut row)?;
        if !row.fetch.frame.joins.is_empty() || !row.fetch.lists.is_empty() {
            return Err(GraphError::bug("a computed row has no other rows beside it"));
        }
        draft.fetch.dated.push(Dated { key, as_of, stored, stored_object, computed: row.fetch, object });
        Ok(Slot::Dated(draft.fetch.dated.len() - 1))
    }
}
