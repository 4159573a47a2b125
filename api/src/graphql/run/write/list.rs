//! Plain lists: classes kept as bits, and rows kept packed.

use super::super::Cell;
use super::super::packed::unpack;
use super::super::rows::Rows;
use super::Writer;
use super::page::At;
use super::place::Place;
use crate::graphql::catalog::{ClosedEnum, ColumnType};
use crate::graphql::error::GraphError;
use crate::graphql::plan::{Projection, Unpacked};

impl Writer<'_> {
    /// The classes of a set, in declared order. Of bits that are not known here, nothing is shown.
    pub(super) fn classes(&mut self, bits: &Cell, classes: &ClosedEnum) {
        let bits = if let Cell::Int(bits) = bits { *bits } else { 0 };
        let held = classes.values.iter().enumerate().filter(|(position, _)| bits >> position & 1 == 1);
        self.out.push('[');
        for (index, (_, value)) in held.enumerate() {
            self.separate(index);
            self.text(value.name);
        }
        self.out.push(']');
    }

    /// The rows of a packed list, in its order.
    pub(super) fn packed(&mut self, at: At<'_>, cell: usize, unpacked: &Unpacked, place: &Place<'_>) {
        let types: Vec<ColumnType> = unpacked.fetch.cells.iter().map(Projection::ty).collect();
        let packed = match &at.row[cell] {
            Cell::Text(packed) => packed,
            _ => "",
        };
        let rows = unpack(packed, &types).unwrap_or_else(|| {
            self.fail(&GraphError::internal(NotPacked), place);
            Vec::new()
        });
        let is_known = |row: &Vec<Cell>| {
            let is_class = |(cell, classes): &(usize, usize)| matches!(row[*cell], Cell::Int(position) if usize::try_from(position).is_ok_and(|at| at < *classes));
            unpacked.known.iter().all(is_class)
        };
        let none = Rows::default();
        self.out.push('[');
        for (index, row) in rows.iter().filter(|row| is_known(row)).enumerate() {
            self.separate(index);
            let at = At { fetch: &unpacked.fetch, rows: &none, row };
            self.object(&unpacked.object, at, &place.index(index));
        }
        self.out.push(']');
    }
}

/// A packed list that this program did not pack. Its text stays unsaid.
#[derive(Debug, thiserror::Error)]
#[error("a stored list is not packed as this program packs it")]
struct NotPacked;
