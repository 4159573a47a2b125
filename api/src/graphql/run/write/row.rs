//! Rows: the fields of one object.

use super::super::Cell;
use super::Writer;
use super::page::At;
use super::place::Place;
use crate::graphql::catalog::{NullClass, Pair, Vocabulary};
use crate::graphql::node::write_id;
use crate::graphql::plan::{Object, Slot};

impl Writer<'_> {
    pub(super) fn object(&mut self, object: &Object, at: At<'_>, place: &Place<'_>) {
        if self.is_full() {
            return;
        }
        self.out.push('{');
        for (index, (key, slot)) in object.fields.iter().enumerate() {
            self.key(index, key);
            self.slot(slot, at, &place.key(key));
        }
        self.out.push('}');
    }

    pub(super) fn slot(&mut self, slot: &Slot, at: At<'_>, place: &Place<'_>) {
        match slot {
            Slot::Typename(name) => self.text(name),
            Slot::Id(concept, cell) => match at.row[*cell] {
                Cell::Int(key) => {
                    self.out.push('"');
                    write_id(&mut self.out, concept, key);
                    self.out.push('"');
                }
                _ => self.out.push_str("null"),
            },
            Slot::Column(cell, _) if at.row[*cell] == Cell::Unreadable => self.unreadable(at.fetch, *cell, place),
            Slot::Column(cell, ty) => self.cell(&at.row[*cell], *ty),
            Slot::Code(cell, vocabulary) => {
                let position = self.position(&at.row[*cell], vocabulary);
                self.text(vocabulary.classes.values[position].name);
            }
            Slot::Class(cell, classes, null) => {
                let value = match &at.row[*cell] {
                    Cell::Int(position) => usize::try_from(*position).ok().and_then(|at| classes.values.get(at)),
                    _ => None,
                };
                // A class that a newer server stored is not known here, and shows as NULL does.
                let unknown = if *null == NullClass::Null { None } else { classes.values.last() };
                match value.or(unknown) {
                    Some(value) => self.text(value.name),
                    None => self.out.push_str("null"),
                }
            }
            Slot::Classes(cell, classes) => self.classes(&at.row[*cell], classes),
            Slot::Packed(cell, unpacked) => self.packed(at, *cell, unpacked, place),
            Slot::Computed(cells, compute, ty) => {
                if let Some(cell) = cells.iter().find(|cell| at.row[**cell] == Cell::Unreadable) {
                    return self.unreadable(at.fetch, *cell, place);
                }
                let inputs: Vec<&Cell> = cells.iter().map(|cell| &at.row[*cell]).collect();
                let value = compute(&inputs, &self.scope.in_force()).unwrap_or(Cell::Null);
                self.cell(&value, *ty);
            }
            Slot::Row(present, object) => {
                if at.row[*present] == Cell::Null {
                    self.out.push_str("null");
                } else {
                    self.object(object, at, place);
                }
            }
            Slot::Part(object) => self.object(object, at, place),
            Slot::Role(kind, reached_first, pair) => {
                self.role(&at.row[*kind], at.row[*reached_first] == Cell::Int(1), pair);
            }
            Slot::Network(index) => {
                let (parent, network) = &at.fetch.networks[*index];
                match at.row[*parent] {
                    Cell::Int(parent) => self.network(network, &at.rows.networks[*index], parent, place),
                    _ => self.out.push_str("null"),
                }
            }
            Slot::List(index) => {
                let (parent, list) = &at.fetch.lists[*index];
                let rows = &at.rows.lists[*index];
                match at.row[*parent] {
                    Cell::Int(parent) => {
                        let of = rows.rows.as_ref().map_or(0..0, |rows| rows.of(parent));
                        self.connection(list, rows, (of, parent), place);
                    }
                    _ => self.out.push_str("null"),
                }
            }
            Slot::Keys(cell) => self.keys(&at.row[*cell]),
            Slot::Explained(index) => self.explanations(*index, at, place),
            Slot::Nested(index) => {
                let computed = &at.fetch.nested[*index];
                let rows = &at.rows.nested[*index];
                self.rows(computed, (0..rows.len()).map(|row| (rows, row)), place);
            }
            Slot::Dated(index) => self.dated(*index, at, place),
            Slot::Failed(error) => self.failed(error, place),
        }
    }

    /// The position of the code that a cell's text has.
    pub(super) fn position(&self, cell: &Cell, vocabulary: &Vocabulary) -> usize {
        match cell {
            Cell::Text(text) => self.scope.codes.position(vocabulary, text),
            _ => vocabulary.unknown,
        }
    }

    /// What the reached row is to the one it was reached from.
    pub(super) fn role(&mut self, kind: &Cell, reached_first: bool, pair: &Pair) {
        let role = (pair.role)(self.position(kind, pair.vocabulary), reached_first);
        self.text(pair.roles.values[role].name);
    }
}
