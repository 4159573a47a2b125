//! The groups of a page: those that are wanted, in order, from the cursor on.

use std::cmp::Ordering;

use super::super::Cell;
use super::rows::ordinal;
use super::{Group, MOST_GROUPS, Totalled};
use crate::graphql::error::GraphError;
use crate::graphql::filter::{Comparison, Predicate};
use crate::graphql::page::OrderKey;
use crate::graphql::plan::{Groups, Quantity};

/// A page of the groups of one list.
#[derive(Clone, Debug, Default)]
pub(in crate::graphql::run) struct GroupPage {
    /// The groups of the page.
    pub groups: Vec<Group>,
    /// How many groups there are, whatever the page.
    pub total: usize,
    /// How many rows there are in all groups, wanted or not.
    pub rows: i64,
    /// Whether groups follow the page.
    pub more: bool,
}

/// Refuses more groups than a statement gives.
pub(in crate::graphql::run) fn check_number(totalled: &Totalled) -> Result<(), GraphError> {
    if totalled.values().map(Vec::len).sum::<usize>() <= MOST_GROUPS {
        return Ok(());
    }
    Err(GraphError::bad_input(format!(
        "There are more than {MOST_GROUPS} groups. Ask for fewer keys or a longer unit, or narrow the list with `filter`."
    )))
}

/// The page of the groups of a list.
pub(in crate::graphql::run) fn page(groups: &Groups, all: Vec<Group>) -> GroupPage {
    let rows = all.iter().map(|group| group.count).sum();
    let mut wanted: Vec<Group> = all.into_iter().filter(|group| is_wanted(groups, group)).collect();
    let total = wanted.len();
    let place = |group: &Group| -> Vec<Option<i128>> {
        groups.order.iter().map(|(quantity, _)| group.quantity(*quantity, &groups.totals)).collect()
    };
    wanted.sort_by_cached_key(|group| Placed { place: place(group), order: &groups.order });
    if let Some(after) = &groups.page.after {
        let after: Vec<Option<i128>> = after.iter().map(told).collect();
        wanted.retain(|group| compare(&place(group), &after, &groups.order) == Ordering::Greater);
    }
    let most = groups.page.rows as usize;
    let more = wanted.len() > most;
    wanted.truncate(most);
    GroupPage { groups: wanted, total, rows, more }
}

/// A number as cursors hold it.
pub(in crate::graphql::run) fn cursor_cell(number: Option<i128>) -> Cell {
    number.map_or(Cell::Null, |number| Cell::Text(number.to_string()))
}

fn told(cell: &Cell) -> Option<i128> {
    if let Cell::Text(text) = cell { text.parse().ok() } else { None }
}

/// Where a group comes in an order.
struct Placed<'a> {
    place: Vec<Option<i128>>,
    order: &'a [(Quantity, OrderKey)],
}

impl Ord for Placed<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.place, &other.place, self.order)
    }
}

impl PartialOrd for Placed<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Placed<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Placed<'_> {}

fn compare(one: &[Option<i128>], other: &[Option<i128>], order: &[(Quantity, OrderKey)]) -> Ordering {
    let each = one.iter().zip(other).zip(order).map(|((one, other), (_, key))| match (one, other) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) if key.nulls_first => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) if key.nulls_first => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(one), Some(other)) if key.descending => other.cmp(one),
        (Some(one), Some(other)) => one.cmp(other),
    });
    each.fold(Ordering::Equal, Ordering::then)
}

fn is_wanted(groups: &Groups, group: &Group) -> bool {
    holds(&groups.having, &|index| {
        let quantity = groups.having_of.get(usize::from(index))?;
        group.quantity(*quantity, &groups.totals)
    })
}

/// Whether a predicate holds of numbers, which are found by the alias of its columns. A comparison with null does not.
fn holds(predicate: &Predicate, number: &impl Fn(u16) -> Option<i128>) -> bool {
    match predicate {
        Predicate::All(parts) => parts.iter().all(|part| holds(part, number)),
        Predicate::Any(parts) => parts.iter().any(|part| holds(part, number)),
        Predicate::Not(inner) => !holds(inner, number),
        Predicate::IsNull(column) => number(column.alias).is_none(),
        Predicate::Compare(column, comparison, value) => {
            let ordering = number(column.alias).zip(ordinal(value)).map(|(number, value)| number.cmp(&value));
            ordering.is_some_and(|ordering| match comparison {
                Comparison::Equal => ordering == Ordering::Equal,
                Comparison::NotEqual => ordering != Ordering::Equal,
                Comparison::Less => ordering == Ordering::Less,
                Comparison::LessOrEqual => ordering != Ordering::Greater,
                Comparison::Greater => ordering == Ordering::Greater,
                Comparison::GreaterOrEqual => ordering != Ordering::Less,
            })
        }
        Predicate::OneOf(column, values) => {
            number(column.alias).is_some_and(|number| values.iter().any(|value| ordinal(value) == Some(number)))
        }
        // Numbers have no parts, and groups no related rows.
        Predicate::AnyBit(..) | Predicate::Contains(..) | Predicate::EndsWith(..) | Predicate::Exists(_) => false,
    }
}
