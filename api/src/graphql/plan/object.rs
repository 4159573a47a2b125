//! Objects: the fields of one row, and of the rows joined to it.

use async_graphql_parser::types::SelectionSet;

use super::compile::{Compiler, Draft, own_fault};
use super::{AsideAt, ColumnAt, Needed, Object, Projection, Slot, Source};
use crate::graphql::catalog::{CATALOG, Concept, Input, Kind, Link, List as ListField, ToOne};
use crate::graphql::error::GraphError;
use crate::graphql::select::Selected;

impl<'a> Compiler<'a> {
    /// What `sets` ask of a row of `concept` in the table `alias` of the draft.
    pub(super) fn object(
        &self,
        concept: &'static Concept,
        alias: u16,
        sets: &[&'a SelectionSet],
        draft: &mut Draft,
    ) -> Result<Object, GraphError> {
        let mut fields = Vec::new();
        for selected in self.selection.collect(concept.name, sets) {
            let slot = self.slot(concept, alias, &selected, draft)?;
            fields.push((selected.key.to_owned(), slot));
        }
        Ok(Object { fields })
    }

    fn slot(
        &self,
        concept: &'static Concept,
        alias: u16,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Slot, GraphError> {
        let name = selected.name();
        if name == "__typename" {
            return Ok(Slot::Typename(concept.name));
        }
        let field = concept.field(name).ok_or_else(|| GraphError::bug(format!("no field {}.{name}", concept.name)))?;
        let mut cell = |column| draft.cell(Projection::Column(column));
        Ok(match &field.kind {
            Kind::GlobalId => Slot::Id(concept.name, cell(ColumnAt::key(alias, concept.key))),
            Kind::Column(column) => Slot::Column(cell(ColumnAt { alias, name: column.name, ty: column.ty }), column.ty),
            Kind::Code { column, vocabulary } => Slot::Code(cell(ColumnAt::text(alias, column)), vocabulary),
            Kind::Class { column, classes, null } => Slot::Class(cell(ColumnAt::small(alias, column)), classes, *null),
            Kind::Computed(computed) => {
                let inputs = computed.inputs.iter().map(|input| match input {
                    Input::Column(name, ty) => Projection::Column(ColumnAt { alias, name, ty: *ty }),
                    Input::AsOf => Projection::AsOf,
                    Input::Aside(aside) => Projection::Aside(AsideAt(aside)),
                });
                Slot::Computed(inputs.map(|input| draft.cell(input)).collect(), computed.compute, computed.ty)
            }
            Kind::Classes { column, classes } => Slot::Classes(cell(ColumnAt::small(alias, column)), classes),
            Kind::Keys(column) => Slot::Keys(cell(ColumnAt::text(alias, column))),
            Kind::Explained(explained) => self.explained(concept, explained, alias, selected, draft)?,
            Kind::Nested(name) => self.nested_rows(name, selected, draft)?,
            Kind::Part(name) => Slot::Part(self.object(target(name)?, alias, &selected.sets, draft)?),
            Kind::Packed(packed) => self.packed(packed, alias, selected, draft)?,
            Kind::ToOne(to_one) => match self.as_of(concept, to_one, selected) {
                Ok(None) => self.joined(to_one, alias, selected, draft)?,
                Ok(Some(dated)) => self.dated(concept, to_one, alias, dated, (selected, draft))?,
                Err(error) => Slot::Failed(own_fault(error.at(selected.field.pos))?),
            },
            Kind::List(list) => self.nested(concept, list, alias, selected, draft)?,
            Kind::Network(walk) => self.network(concept, walk, alias, selected, draft)?,
        })
    }

    pub(super) fn joined(
        &self,
        to_one: &ToOne,
        alias: u16,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Slot, GraphError> {
        let target = target(to_one.target)?;
        let joined = draft.fetch.frame.join(&mut draft.aliases, alias, to_one, target, Needed::Outside);
        let present = draft.cell(Projection::Column(ColumnAt::key(joined, target.key)));
        Ok(Slot::Row(present, self.object(target, joined, &selected.sets, draft)?))
    }

    fn nested(
        &self,
        concept: &'static Concept,
        list: &ListField,
        alias: u16,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Slot, GraphError> {
        let size = self.scope.pages.nested();
        let declared = self.declared(concept.name, selected.name())?;
        let field = format!("{}.{}", concept.name, selected.name());
        let source = match list.link {
            Link::Pair(pair) => Source::Pairs(pair, self.scope.codes.mirrors(pair)),
            link => Source::Children(link),
        };
        match self.list(target(list.target)?, source, &field, size, (declared, selected)) {
            Ok(list) => {
                let parent = draft.cell(Projection::Column(ColumnAt::key(alias, concept.key)));
                draft.fetch.lists.push((parent, list));
                Ok(Slot::List(draft.fetch.lists.len() - 1))
            }
            Err(error) => Ok(Slot::Failed(own_fault(error.at(selected.field.pos))?)),
        }
    }
}

pub(super) fn target(name: &str) -> Result<&'static Concept, GraphError> {
    CATALOG.concept(name).ok_or_else(|| GraphError::bug(format!("no concept {name}")))
}
