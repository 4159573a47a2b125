//! Conditions: from a client's filter to a predicate, an algebra without NULL surprises.
//!
//! A predicate is either true or false of a row: a comparison with NULL is false, and `Not` is the exact complement.
//! The statements are made from it in `run/`, where the engines' differences live.

mod having;
mod leaf;
mod search;
mod set;
mod tree;

use super::catalog::Link;
use super::plan::{ColumnAt, Frame};
use super::run::Cell;

pub use having::HavingConditions;
pub use search::search_conditions;
pub use tree::{Conditions, condition_kinds};

/// A condition on a row.
#[derive(Clone, Debug)]
pub enum Predicate {
    /// All hold; with none, true.
    All(Vec<Self>),
    /// At least one holds; with none, false.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// The column is NULL.
    IsNull(ColumnAt),
    /// The column compares so with the value; false of NULL.
    Compare(ColumnAt, Comparison, Cell),
    /// The column equals one of the values; false of NULL.
    OneOf(ColumnAt, Vec<Cell>),
    /// The text column has this text in it; false of NULL.
    Contains(ColumnAt, String),
    /// The text column ends so; false of NULL.
    EndsWith(ColumnAt, String),
    /// The column, a set of bits, has at least one of these; false of NULL.
    AnyBit(ColumnAt, i64),
    /// There is a related row of which the predicate holds.
    Exists(Box<Related>),
}

/// How a column compares with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// Rows related to the one that a predicate is about.
#[derive(Clone, Debug)]
pub struct Related {
    /// How they hang on the row.
    pub link: Link,
    /// The table of the related rows, and what is joined to it.
    pub frame: Frame,
    /// The key of the row that they hang on.
    pub parent: ColumnAt,
    /// What holds of them.
    pub predicate: Predicate,
    /// Whether what holds of them is for an index of their table to find, so that the keys of the rows they hang on are
    /// gathered first. Otherwise each row's own are looked up.
    pub gathered: bool,
}

impl Predicate {
    /// True of every row.
    pub const TRUE: Self = Self::All(Vec::new());
    /// True of no row.
    pub const FALSE: Self = Self::Any(Vec::new());

    /// The complement.
    #[expect(clippy::should_implement_trait, reason = "a constructor beside the others, not an operator")]
    pub fn not(inner: Self) -> Self {
        match inner {
            Self::Not(inner) => *inner,
            inner => Self::Not(Box::new(inner)),
        }
    }

    /// A comparison with a value that is not NULL.
    pub fn compare(column: ColumnAt, comparison: Comparison, value: Cell) -> Self {
        Self::Compare(column, comparison, value)
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All(mut all), Self::All(others)) => {
                all.extend(others);
                Self::All(all)
            }
            (Self::All(mut all), other) => {
                all.push(other);
                Self::All(all)
            }
            (one, other) => Self::All(vec![one, other]),
        }
    }
}
