//! Rows as of a date: the stored one where it holds for that date, else the computed one.

use super::super::Cell;
use super::super::dated::is_stored;
use super::Writer;
use super::page::At;
use super::place::Place;

impl Writer<'_> {
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
                self.object(&dated.object, At { fetch: &dated.computed, rows, row }, place);
            }
            _ => self.out.push_str("null"),
        }
    }
}
