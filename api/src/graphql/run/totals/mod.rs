//! Totals: the statement, its rows, and the groups of a page.

mod overview;
mod page;
mod rows;
mod statement;

pub(super) use overview::{statement as kept_statement, totalled as kept_totalled};
pub(super) use page::GroupPage;
pub(super) use page::{check_number, cursor_cell, page};
pub(crate) use rows::small_number;
pub(super) use rows::totalled;
pub(super) use rows::{Group, Totalled};
pub(super) use statement::statement;

/// Most groups that one statement gives: more than a person looks at, and few enough to hold.
const MOST_GROUPS: usize = 20_000;
