//! Totals: the statement, its rows, and the groups of a page.

mod page;
mod rows;
mod statement;

pub(super) use page::GroupPage;
pub(super) use page::{check_number, cursor_cell, page};
pub(super) use rows::totalled;
pub(super) use rows::{Group, Totalled};
pub(super) use statement::statement;

/// Most groups that one statement gives: more than a person looks at, and few enough to hold.
const MOST_GROUPS: usize = 20_000;
