//! The rows of statements.

use std::collections::HashMap;
use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime};
use sea_orm::{DbErr, QueryResult};
use tellergraph_entity::money::Money;

use super::Cell;
use crate::graphql::catalog::ColumnType;
use crate::graphql::plan::Projection;

/// The rows of a fetch, and the connections that hang on them.
#[derive(Debug, Default)]
pub struct Rows {
    width: usize,
    cells: Vec<Cell>,
    by_parent: HashMap<i64, Range<usize>>,
    /// The connections that hang on the rows, in the order of the plan.
    pub lists: Vec<ListRows>,
}

/// The rows and counts of a connection.
#[derive(Debug, Default)]
pub struct ListRows {
    /// The rows, one more for each parent than the page holds if there are more.
    pub rows: Option<Rows>,
    /// The count of each parent's rows; without parents, under 0. A parent without rows is left out.
    pub counts: HashMap<i64, i64>,
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
                let ty = match cell {
                    Projection::Column(column) => column.ty,
                    Projection::AsOf => ColumnType::Date,
                };
                rows.cells.push(read(result, at + skip, ty)?);
            }
        }
        Ok(rows)
    }
}

fn read(result: &QueryResult, at: usize, ty: ColumnType) -> Result<Cell, DbErr> {
    Ok(match ty {
        ColumnType::Small => {
            result.try_get_by_index::<Option<i16>>(at)?.map_or(Cell::Null, |value| Cell::Int(value.into()))
        }
        ColumnType::Int => {
            result.try_get_by_index::<Option<i32>>(at)?.map_or(Cell::Null, |value| Cell::Int(value.into()))
        }
        ColumnType::BigInt => result.try_get_by_index::<Option<i64>>(at)?.map_or(Cell::Null, Cell::Int),
        ColumnType::Text => result.try_get_by_index::<Option<String>>(at)?.map_or(Cell::Null, Cell::Text),
        ColumnType::Decimal => {
            result.try_get_by_index::<Option<Money>>(at)?.map_or(Cell::Null, |value| Cell::Decimal(value.minor_units()))
        }
        ColumnType::Date => result.try_get_by_index::<Option<NaiveDate>>(at)?.map_or(Cell::Null, Cell::Date),
        ColumnType::DateTime | ColumnType::Instant => {
            result.try_get_by_index::<Option<NaiveDateTime>>(at)?.map_or(Cell::Null, Cell::DateTime)
        }
        ColumnType::Boolean => result.try_get_by_index::<Option<bool>>(at)?.map_or(Cell::Null, Cell::Boolean),
    })
}
