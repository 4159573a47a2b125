//! Rows as of a date that the client names.

use async_graphql::Value;
use chrono::NaiveDate;

use super::compile::{Compiler, Draft};
use super::object::target;
use super::{ColumnAt, Computed, Dated, Projection, Slot, Source};
use crate::graphql::catalog::{self, CATALOG, ColumnType, Concept, Kind, ToOne};
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
        let explained_before = draft.fetch.explained.len();
        let Slot::Row(present, stored_object) = self.joined(to_one, alias, selected, draft)? else {
            return Err(GraphError::bug("a to-one field leads to a row"));
        };
        let Projection::Column(ColumnAt { alias: joined, .. }) = draft.fetch.cells[present] else {
            return Err(GraphError::bug("a joined row has a key"));
        };
        let mut stored = |name, ty| draft.cell(Projection::Column(ColumnAt { alias: joined, name, ty }));
        let stored = (stored(dated.as_of, ColumnType::Date), stored(dated.rules_hash, ColumnType::Text));
        let key = draft.cell(Projection::Column(ColumnAt::key(alias, concept.key)));
        let computed = self.computed(target(to_one.target)?, selected)?;
        let index = draft.fetch.dated.len();
        for explained in &mut draft.fetch.explained[explained_before..] {
            explained.only_where_stored = Some(index);
        }
        let explains = !computed.fetch.explained.is_empty();
        let data_until = explains.then(|| draft.cell(Projection::AsOf));
        draft.fetch.dated.push(Dated { key, as_of, stored, stored_object, computed, data_until });
        Ok(Slot::Dated(index))
    }

    /// What is asked of rows that are computed: they have cells as those of a statement have.
    pub(super) fn computed(&self, concept: &'static Concept, selected: &Selected<'a>) -> Result<Computed, GraphError> {
        let mut row = Draft::new(concept, Source::Table);
        let base = row.fetch.frame.base;
        let object = self.object(concept, base, &selected.sets, &mut row)?;
        if row.fetch.cells.is_empty() {
            // Even a row of which only the type is asked for is a row.
            row.cell_of_first_column(concept);
        }
        let fetch = row.fetch;
        if !fetch.frame.joins.is_empty() || !fetch.lists.is_empty() || !fetch.networks.is_empty() {
            return Err(GraphError::bug(format!("a computed {} has no other rows beside it", concept.singular)));
        }
        Ok(Computed { fetch, object })
    }
}

impl Draft {
    fn cell_of_first_column(&mut self, concept: &Concept) {
        let alias = self.fetch.frame.base;
        let column = concept.fields.iter().find_map(|field| match &field.kind {
            Kind::Column(column) => Some(ColumnAt { alias, name: column.name, ty: column.ty }),
            Kind::Class { column, .. } => Some(ColumnAt::small(alias, column)),
            _ => None,
        });
        if let Some(column) = column {
            self.cell(Projection::Column(column));
        }
    }
}
