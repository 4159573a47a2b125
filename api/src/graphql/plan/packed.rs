//! Lists that are kept packed in the row that they belong to.

use super::compile::{Compiler, Draft};
use super::object::target;
use super::{ColumnAt, Projection, Slot, Source, Unpacked};
use crate::graphql::catalog::{Concept, Kind, NullClass, Packed};
use crate::graphql::error::GraphError;
use crate::graphql::select::Selected;

impl<'a> Compiler<'a> {
    /// What is asked of the rows of a packed list. They are read as if their values were the cells of a statement.
    pub(super) fn packed(
        &self,
        packed: &Packed,
        alias: u16,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Slot, GraphError> {
        let target = target(packed.target)?;
        let mut row = Draft::new(target, Source::Table);
        let base = row.fetch.frame.base;
        let mut known = Vec::new();
        for (column, classes) in values(target, base) {
            let cell = row.cell(Projection::Column(column));
            known.extend(classes.map(|classes| (cell, classes)));
        }
        let width = row.fetch.cells.len();
        let object = self.object(target, base, &selected.sets, &mut row)?;
        if row.fetch.cells.len() > width || !row.fetch.lists.is_empty() {
            return Err(GraphError::bug(format!("a packed {} has columns and classes only", target.singular)));
        }
        let cell = draft.cell(Projection::Column(ColumnAt::text(alias, packed.column)));
        Ok(Slot::Packed(cell, Box::new(Unpacked { fetch: row.fetch, known, object })))
    }
}

/// The values of a packed row: their columns, and of those that are classes without `UNKNOWN` how many there are.
fn values(concept: &Concept, alias: u16) -> impl Iterator<Item = (ColumnAt, Option<usize>)> {
    concept.fields.iter().filter_map(move |field| match &field.kind {
        Kind::Column(column) => Some((ColumnAt { alias, name: column.name, ty: column.ty }, None)),
        Kind::Class { column, classes, null } => {
            let closed = (*null == NullClass::Closed).then_some(classes.values.len());
            Some((ColumnAt::small(alias, column), closed))
        }
        _ => None,
    })
}
