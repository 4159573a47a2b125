//! The rows of a page, in the order of the answer.

use std::ops::Range;

use super::super::Cell;
use super::super::rows::{ListRows, Rows};
use crate::graphql::plan::{Fetch, List};

/// A row of a statement, and the connections that hang on the rows of that statement.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) fetch: &'a Fetch,
    pub(super) rows: &'a Rows,
    pub(super) row: &'a [Cell],
}

/// The rows of a page, in the order of the answer.
pub(super) struct Shown<'a> {
    pub(super) list: &'a List,
    pub(super) fetch: Option<&'a Fetch>,
    pub(super) rows: Option<&'a Rows>,
    pub(super) of: Range<usize>,
    pub(super) from_end: bool,
    /// Whether the statement found a row beyond the page.
    pub(super) more: bool,
}

impl<'a> Shown<'a> {
    pub(super) fn new(list: &'a List, read: &'a ListRows, mut of: Range<usize>) -> Self {
        let fetch = list.rows.as_ref();
        let limit = fetch.map_or(0, |fetch| fetch.page.rows as usize);
        let more = of.len() > limit;
        of.end = of.end.min(of.start + limit);
        let from_end = fetch.is_some_and(|fetch| fetch.page.from_end);
        Self { list, fetch, rows: read.rows.as_ref(), of, from_end, more }
    }

    pub(super) fn rows(&self) -> impl DoubleEndedIterator<Item = At<'a>> + use<'a> {
        let (fetch, rows, of, from_end) = (self.fetch, self.rows, self.of.clone(), self.from_end);
        let count = of.len();
        (0..count).filter_map(move |index| {
            // Counted from the end, rows were read backwards.
            let row = if from_end { of.start + count - 1 - index } else { of.start + index };
            let rows = rows?;
            Some(At { fetch: fetch?, rows, row: rows.row(row) })
        })
    }
}
