//! The rows of statements.

use std::collections::HashMap;
use std::ops::Range;

use chrono::NaiveDate;
use sea_orm::{DbErr, QueryResult};

use super::cell::{Cell, read};
use super::totals::{GroupPage, Totalled};
use super::walk::Networks;
use crate::graphql::error::GraphError;
use crate::graphql::plan::Projection;

/// The rows of a fetch, and the connections that hang on them.
#[derive(Debug, Default)]
pub struct Rows {
    width: usize,
    cells: Vec<Cell>,
    by_parent: HashMap<i64, Range<usize>>,
    /// Whether any cell is unreadable: hardly ever, so that nobody has to look.
    has_unreadable: bool,
    /// The connections that hang on the rows, in the order of the plan.
    pub lists: Vec<ListRows>,
    /// The networks around the rows, in the order of the plan.
    pub networks: Vec<Networks>,
    /// The rows as of dates that were computed beside the rows, by key, in the order of the plan; or why they were not.
    pub dated: Vec<Result<Self, GraphError>>,
    /// The explanations of the rows, in the order of the plan; or why there are none.
    pub explained: Vec<Result<Explanations, GraphError>>,
    /// Rows that were computed with the row and belong to it, in the order of the plan.
    pub nested: Vec<Self>,
}

/// Explanations of answers, each a row of its own, by whom the answers are about and the date that they hold for.
pub type Explanations = HashMap<(i64, NaiveDate), Vec<Rows>>;

/// The rows and counts of a connection.
#[derive(Debug, Default)]
pub struct ListRows {
    /// The rows, one more for each parent than the page holds if there are more.
    pub rows: Option<Rows>,
    /// The count of each parent's rows; without parents, under 0. A parent without rows is left out.
    pub counts: HashMap<i64, i64>,
    /// What each parent's rows come to; without parents, under 0. A parent without rows is left out.
    pub(super) aggregate: Totalled,
    /// The groups of each parent's rows, or why there are none.
    pub(super) groups: Vec<Result<HashMap<i64, GroupPage>, GraphError>>,
}

impl Rows {
    /// The cells of a row.
    pub fn row(&self, index: usize) -> &[Cell] {
        &self.cells[index * self.width..(index + 1) * self.width]
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or_default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The rows of a parent.
    pub fn of(&self, parent: i64) -> Range<usize> {
        self.by_parent.get(&parent).cloned().unwrap_or(0..0)
    }

    /// The first of these cells that is unreadable in one of these rows.
    pub(super) fn unreadable(&self, mut rows: Range<usize>, cells: &[usize]) -> Option<usize> {
        if !self.has_unreadable {
            return None;
        }
        rows.find_map(|row| cells.iter().copied().find(|cell| self.row(row)[*cell] == Cell::Unreadable))
    }

    /// The distinct keys in a cell of all rows, in order.
    pub(super) fn keys(&self, cell: usize) -> Vec<i64> {
        let mut keys: Vec<i64> = (0..self.len())
            .filter_map(|row| match &self.row(row)[cell] {
                Cell::Int(key) => Some(*key),
                _ => None,
            })
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Rows that no statement read, each under the key that it is found by.
    pub(super) fn computed(width: usize, rows: impl IntoIterator<Item = (i64, Vec<Cell>)>) -> Self {
        let mut computed = Self { width, ..Self::default() };
        for (index, (key, cells)) in rows.into_iter().enumerate() {
            computed.by_parent.insert(key, index..index + 1);
            computed.cells.extend(cells);
        }
        computed
    }

    /// Rows that no statement read and that belong to one row.
    pub(super) fn list(width: usize, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        Self { width, cells: rows.into_iter().flatten().collect(), ..Self::default() }
    }

    /// Reads the rows of a statement; with parents, its first column is the parent's key.
    pub(super) fn read(results: &[QueryResult], cells: &[Projection], parents: bool) -> Result<Self, DbErr> {
        let skip = usize::from(parents);
        let mut rows =
            Self { width: cells.len(), cells: Vec::with_capacity(results.len() * cells.len()), ..Self::default() };
        for (index, result) in results.iter().enumerate() {
            if parents {
                let parent = result.try_get_by_index::<i64>(0)?;
                rows.by_parent.entry(parent).or_insert(index..index).end = index + 1;
            }
            for (at, cell) in cells.iter().enumerate() {
                let cell = read(result, at + skip, cell.ty())?;
                rows.has_unreadable |= cell == Cell::Unreadable;
                rows.cells.push(cell);
            }
        }
        Ok(rows)
    }
}
