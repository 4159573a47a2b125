//! Walks along the rows that join two rows of one concept: one statement a hop, whatever the number of rows it starts
//! from. Every hop is bounded, and what was found does not depend on the order in which an engine gives rows.

mod network;
mod path;

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbBackend};

use super::cell::read;
use super::execute::Reader;
use super::pairs::pairs;
use super::rows::Rows;
use super::statement::PARENT;
use super::{Cell, OTHER, REACHED_FIRST};
use crate::graphql::catalog::ColumnType;
use crate::graphql::error::GraphError;
use crate::graphql::plan::{Along, Fetch};

pub use network::{Network, Networks};
pub use path::{Chain, Found};

/// A step from one row to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The key of the row it starts from.
    pub from: i64,
    /// The key of the row it leads to.
    pub to: i64,
    /// The key of the row that joins the two; of several the smallest.
    pub row: i64,
    /// The text that says what joins them.
    pub kind: Cell,
    /// Whether the row that is led to is the first of the two.
    pub reached_first: bool,
}

impl Step {
    /// The same step in the other direction.
    fn reversed(self) -> Self {
        Self { from: self.to, to: self.from, reached_first: !self.reached_first, ..self }
    }
}

/// The rows that a walk led to and along, found by their keys.
#[derive(Debug, Default)]
pub struct Reached {
    /// The rows that were reached.
    pub nodes: Keyed,
    /// The rows that join them.
    pub rows: Keyed,
}

/// Rows that are found by their key, which is their first cell.
#[derive(Debug, Default)]
pub struct Keyed {
    /// The rows.
    pub rows: Rows,
    places: HashMap<i64, usize>,
}

impl Keyed {
    fn new(rows: Rows) -> Self {
        let key = |place: usize| match rows.row(place).first() {
            Some(Cell::Int(key)) => Some((*key, place)),
            _ => None,
        };
        let places = (0..rows.len()).filter_map(key).collect();
        Self { rows, places }
    }

    /// The row with this key.
    pub fn row(&self, key: i64) -> Option<&[Cell]> {
        self.places.get(&key).map(|place| self.rows.row(*place))
    }
}

/// The steps that one hop found, in the order of `from`, then of `to`, one between any two.
struct Hop {
    steps: Vec<Step>,
    /// The key from which on `from`s were not read to their end; `None` when all were.
    cut_at: Option<i64>,
}

impl<C: ConnectionTrait + Sync> Reader<'_, C> {
    /// All steps that lead away from these keys.
    async fn hop(&self, along: &Along, keys: &[i64]) -> Result<Hop, GraphError> {
        let results = self.query(&hop(self.backend, along, keys)).await?;
        let most = usize::try_from(along.most_rows).unwrap_or(usize::MAX);
        let cut_at = match results.get(most) {
            Some(beyond) => Some(beyond.try_get_by_index(0)?),
            None => None,
        };
        let mut steps: Vec<Step> = Vec::new();
        for result in results.iter().take(most) {
            let step = Step {
                from: result.try_get_by_index(0)?,
                to: result.try_get_by_index(1)?,
                reached_first: read(result, 2, ColumnType::Int)? == Cell::Int(1),
                row: result.try_get_by_index(3)?,
                kind: read(result, 4, ColumnType::Text)?,
            };
            if steps.last().is_none_or(|last| (last.from, last.to) != (step.from, step.to)) {
                steps.push(step);
            }
        }
        Ok(Hop { steps, cut_at })
    }

    /// What is asked for of the rows with these keys, and of the rows that join them.
    async fn reached(&self, along: &Along, nodes: Vec<i64>, rows: Vec<i64>) -> Result<Reached, GraphError> {
        Ok(Reached {
            nodes: self.keyed(along.nodes.as_ref(), nodes).await?,
            rows: self.keyed(along.rows.as_ref(), rows).await?,
        })
    }

    async fn keyed(&self, fetch: Option<&Fetch>, mut keys: Vec<i64>) -> Result<Keyed, GraphError> {
        keys.sort_unstable();
        keys.dedup();
        match fetch {
            Some(fetch) if !keys.is_empty() => Ok(Keyed::new(self.fetch(fetch, Some(&keys)).await?)),
            _ => Ok(Keyed::default()),
        }
    }
}

/// The statement of a hop. A fact that is stored from both sides is one step, and one step leads in either direction.
fn hop(backend: DbBackend, along: &Along, keys: &[i64]) -> SelectStatement {
    let steps = Alias::new("t0");
    let at = |name: &'static str| Expr::col((steps.clone(), name));
    let mut select = Query::select();
    select.from_subquery(pairs(backend, along.pair, &along.mirrors, along.table, keys), steps.clone());
    for name in [PARENT, OTHER, REACHED_FIRST, along.pair.key, along.pair.kind] {
        select.expr(at(name));
    }
    for name in [PARENT, OTHER, along.pair.key] {
        select.order_by_expr(at(name), Order::Asc);
    }
    select.limit(along.most_rows + 1);
    select
}
