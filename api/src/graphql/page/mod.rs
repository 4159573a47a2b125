//! Pages of a connection: how many rows, from where, in which direction.

mod cursor;
mod keyset;

use async_graphql::Value;

pub use cursor::{CursorScope, read_cursor, write_cursor};
pub use keyset::{OrderKey, beyond};

use super::error::GraphError;
use super::run::Cell;
use super::select::Arguments;

/// Which rows of an ordered list a page holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The most rows it holds.
    pub rows: u32,
    /// Whether it is counted from the end (`last`).
    pub from_end: bool,
    /// The sort key after which it starts.
    pub after: Option<Vec<Cell>>,
    /// The sort key before which it ends.
    pub before: Option<Vec<Cell>>,
}

/// How large the pages of one field are.
#[derive(Clone, Copy, Debug)]
pub struct PageSize {
    /// Rows when the client does not say.
    pub default: u32,
    /// The most rows a client may ask for.
    pub max: u32,
}

impl Page {
    /// The page that a field's arguments ask for.
    pub fn of(
        arguments: &Arguments,
        size: PageSize,
        scope: &CursorScope,
        order: &[OrderKey],
    ) -> Result<Self, GraphError> {
        let first = count(arguments, "first", size, PAGE_ON)?;
        let last = count(arguments, "last", size, PAGE_ON)?;
        if first.is_some() && last.is_some() {
            return Err(GraphError::bad_input("Give `first` or `last`, not both."));
        }
        let cursor = |name: &str| match arguments.get(name) {
            Some(Value::String(cursor)) => read_cursor(cursor, scope, order)
                .map(Some)
                .map_err(|reason| GraphError::bad_input(format!("`{name}` {reason}"))),
            _ => Ok(None),
        };
        Ok(Self {
            rows: first.or(last).unwrap_or(size.default),
            from_end: last.is_some(),
            after: cursor("after")?,
            before: cursor("before")?,
        })
    }

    /// Whether rows follow this page. `more` says whether the statement found a row beyond the page.
    pub fn has_next(&self, more: bool) -> bool {
        if self.from_end { self.before.is_some() } else { more || self.before.is_some() }
    }

    /// Whether rows come before this page. `more` says whether the statement found a row beyond the page.
    pub fn has_previous(&self, more: bool) -> bool {
        if self.from_end { more || self.after.is_some() } else { self.after.is_some() }
    }
}

const PAGE_ON: &str = " and page on with `after` or `before`";

/// The number of rows that `first` asks of a list without pages; the default when it is left out or null.
pub fn first_rows(arguments: &Arguments, size: PageSize) -> Result<u32, GraphError> {
    Ok(count(arguments, "first", size, "")?.unwrap_or(size.default))
}

/// The rows that an argument asks for. `advice` ends the error when they are too many.
fn count(arguments: &Arguments, name: &str, size: PageSize, advice: &str) -> Result<Option<u32>, GraphError> {
    let Some(Value::Number(number)) = arguments.get(name) else { return Ok(None) };
    let rows = number.as_i64().and_then(|rows| u32::try_from(rows).ok());
    match rows {
        None => Err(GraphError::bad_input(format!("`{name}` must not be negative."))),
        Some(rows) if rows > size.max => Err(GraphError::bad_input(format!(
            "`{name}` is {rows}; this list gives at most {} rows a page. Ask for less{advice}.",
            size.max
        ))),
        Some(rows) => Ok(Some(rows)),
    }
}
