//! Where a page starts, as a condition on the sort key that holds with NULLs and mixed directions.

use crate::graphql::filter::{Comparison, Predicate};
use crate::graphql::plan::ColumnAt;
use crate::graphql::run::Cell;

/// A column of a sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderKey {
    /// The column.
    pub column: ColumnAt,
    /// Whether greater values come first.
    pub descending: bool,
    /// Whether NULLs come before all values.
    pub nulls_first: bool,
    /// Whether there can be NULLs.
    pub nullable: bool,
}

impl OrderKey {
    /// The same column, read from the end of the list.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { descending: !self.descending, nulls_first: !self.nulls_first, ..self }
    }

    fn equal(&self, value: &Cell) -> Predicate {
        match value {
            Cell::Null => Predicate::IsNull(self.column),
            value => Predicate::compare(self.column, Comparison::Equal, value.clone()),
        }
    }

    /// The rows that this column alone puts after `value`.
    fn after(&self, value: &Cell) -> Predicate {
        if *value == Cell::Null {
            return if self.nulls_first { Predicate::not(Predicate::IsNull(self.column)) } else { Predicate::FALSE };
        }
        let comparison = if self.descending { Comparison::Less } else { Comparison::Greater };
        let beyond = Predicate::compare(self.column, comparison, value.clone());
        if self.nullable && !self.nulls_first {
            Predicate::Any(vec![beyond, Predicate::IsNull(self.column)])
        } else {
            beyond
        }
    }
}

/// The rows that come after the one with the sort key `values`, in the order of `keys`.
pub fn beyond(keys: &[OrderKey], values: &[Cell]) -> Predicate {
    let mut equal: Vec<Predicate> = Vec::new();
    let mut any = Vec::new();
    for (key, value) in keys.iter().zip(values) {
        let mut all = equal.clone();
        all.push(key.after(value));
        any.push(Predicate::All(all));
        equal.push(key.equal(value));
    }
    Predicate::Any(any)
}
