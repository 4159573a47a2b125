//! Rows that were computed: as of a date, as explanations, and nested in these.

use super::super::Cell;
use super::super::dated::is_stored;
use super::super::rows::Rows;
use super::Writer;
use super::page::At;
use super::place::Place;
use crate::graphql::plan::Computed;

impl Writer<'_> {
    /// The row as of a date: the stored one where it holds for that date, else the computed one.
    pub(super) fn dated(&mut self, index: usize, at: At<'_>, place: &Place<'_>) {
        let dated = &at.fetch.dated[index];
        if is_stored(dated, at.row, self.scope) {
            return self.object(&dated.stored_object, at, place);
        }
        match (&at.rows.dated[index], &at.row[dated.key]) {
            (Err(error), Cell::Int(_)) => {
                self.fail(error, place);
                self.out.push_str("null");
            }
            (Ok(rows), Cell::Int(key)) if !rows.of(*key).is_empty() => {
                let row = rows.row(rows.of(*key).start);
                self.object(&dated.computed.object, At { fetch: &dated.computed.fetch, rows, row }, place);
            }
            _ => self.out.push_str("null"),
        }
    }

    /// The explanations of a row of answers.
    pub(super) fn explanations(&mut self, index: usize, at: At<'_>, place: &Place<'_>) {
        let explained = &at.fetch.explained[index];
        let found = match &at.rows.explained[index] {
            Ok(found) => found,
            Err(error) => {
                self.fail(error, place);
                return self.out.push_str("null");
            }
        };
        let rows = match (&at.row[explained.key], &at.row[explained.as_of]) {
            (Cell::Int(key), Cell::Date(as_of)) => found.get(&(*key, *as_of)),
            _ => None,
        };
        match rows {
            Some(rows) => self.rows(&explained.explanations, rows.iter().map(|rows| (rows, 0)), place),
            None => self.out.push_str("null"),
        }
    }

    /// A plain list of computed rows.
    pub(super) fn rows<'r>(
        &mut self,
        computed: &Computed,
        rows: impl Iterator<Item = (&'r Rows, usize)>,
        place: &Place<'_>,
    ) {
        self.out.push('[');
        for (index, (rows, row)) in rows.enumerate() {
            self.separate(index);
            let at = At { fetch: &computed.fetch, rows, row: rows.row(row) };
            self.object(&computed.object, at, &place.index(index));
        }
        self.out.push(']');
    }

    /// A few keys in a text.
    pub(super) fn keys(&mut self, keys: &Cell) {
        let keys = if let Cell::Text(keys) = keys { keys } else { "" };
        self.out.push('[');
        for (index, key) in keys.split(',').filter(|key| !key.is_empty()).enumerate() {
            self.separate(index);
            self.text(key);
        }
        self.out.push(']');
    }
}
