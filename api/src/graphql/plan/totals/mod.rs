//! Totals: what rows come to together, all of a list or group by group.

mod aggregate;
mod groups;
mod kept;
mod keys;
mod shift;

use crate::graphql::catalog::{ClosedEnum, ColumnType, Concept, NullClass, Statistic, Vocabulary};
use crate::graphql::error::GraphError;
use crate::graphql::filter::Predicate;
use crate::graphql::page::{CursorScope, OrderKey, Page, PageSize};
use crate::graphql::select::Selected;

use super::compile::{Compiler, own_fault};
use super::{Aliases, ColumnAt, ConnectionSlot, Count, PageInfoSlot};

pub use kept::Kept;
pub use keys::DateUnit;
pub use shift::Shift;

/// A statement that says what rows come to: in all, or for each combination of keys; for each parent, if there are
/// parents.
#[derive(Clone, Debug)]
pub struct Totals {
    /// Which rows.
    pub rows: Count,
    /// What groups are made by; empty for all rows together.
    pub keys: Vec<KeyAt>,
    /// What is summed up.
    pub measures: Vec<MeasureAt>,
    /// Where they are kept; `None` when they have to be made from the rows.
    pub kept: Option<Kept>,
    aliases: Aliases,
}

/// A key of groups.
#[derive(Clone, Debug)]
pub struct KeyAt {
    /// The column.
    pub column: ColumnAt,
    /// The key of the column's row, where that is another one and may be missing: then the group is that of null.
    pub row: Option<ColumnAt>,
    /// How values become groups.
    pub groups: GroupsOf,
}

/// How the values of a column become groups.
#[derive(Clone, Debug)]
pub enum GroupsOf {
    /// The class at the value's position.
    Classes(&'static ClosedEnum, NullClass),
    /// The code of the value: its position by the texts that are known to have it, and that of the code of all others.
    Codes(&'static Vocabulary, Vec<(usize, Vec<String>)>),
    /// True and false.
    Booleans,
    /// Each number.
    Numbers,
    /// The days on which dates and times begin that last so long; times are shifted before.
    Dates(DateUnit, Shift),
}

/// A column that is summed up, and what is asked of it beyond how many rows have a value.
#[derive(Clone, Debug)]
pub struct MeasureAt {
    /// The column.
    pub column: ColumnAt,
    /// Whether the sum is asked for, for itself or for the average.
    pub sum: bool,
    /// Whether the least and the greatest value are asked for.
    pub ends: bool,
    /// Whether the value in the middle is asked for.
    pub median: bool,
}

/// A number of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// How many rows it has.
    Count,
    /// The key at this index: the position of a class, a day.
    Key(usize),
    /// What is told of the measure at this index.
    Measure(usize, Statistic),
}

/// Groups: which of them, in what order, which page, and how they are written.
#[derive(Debug)]
pub struct Groups {
    /// The statement.
    pub totals: Totals,
    /// What holds of the groups that are shown. The alias of a column is the index of a quantity.
    pub having: Predicate,
    /// The quantities that `having` is about.
    pub having_of: Vec<Quantity>,
    /// What the groups are ordered by, ended by the keys.
    pub order: Vec<(Quantity, OrderKey)>,
    /// The page.
    pub page: Page,
    /// What cursors are bound to.
    pub cursors: CursorScope,
    /// The fields of the connection.
    pub fields: Vec<(String, GroupsSlot)>,
}

/// A field of a connection of groups.
#[derive(Debug)]
pub enum GroupsSlot {
    /// The name of the type.
    Typename(String),
    /// The groups.
    Nodes(Vec<(String, GroupSlot)>),
    /// Where the page lies.
    PageInfo(Vec<(String, PageInfoSlot)>),
    /// How many groups there are, whatever the page.
    TotalCount,
    /// How many groups are not shown because they are too small.
    SuppressedGroups,
}

/// A field of a group.
#[derive(Debug)]
pub enum GroupSlot {
    /// The name of the type.
    Typename(String),
    /// The key at this index; `None` is a key that is not asked for.
    Key(Option<usize>),
    /// How many rows it has.
    Count,
    /// Which part of all rows that is.
    Share,
    /// What its rows come to.
    Aggregate(Vec<(String, AggregateSlot)>),
}

/// A field of an aggregate.
#[derive(Debug)]
pub enum AggregateSlot {
    /// The name of the type.
    Typename(String),
    /// How many rows there are.
    Count,
    /// What is told of the measure at this index.
    Measure(usize, Vec<(String, MeasureSlot)>),
}

/// A field of what is told of a measure.
#[derive(Clone, Copy, Debug)]
pub enum MeasureSlot {
    /// The name of the type.
    Typename(&'static str),
    /// A number.
    Statistic(Statistic),
}

/// What a connection is asked for beyond its rows, while it is put together.
pub(super) struct ListTotals<'a> {
    rows: Totals,
    /// The name of the connection's field, for cursors, and how large its pages are.
    of: (&'a str, PageSize),
    pub(super) aggregate: Option<Totals>,
    pub(super) groups: Vec<Groups>,
}

impl<'a> ListTotals<'a> {
    pub(super) fn new(rows: Totals, of: (&'a str, PageSize)) -> Self {
        Self { rows, of, aggregate: None, groups: Vec::new() }
    }

    /// The statement over all rows, which every `aggregate` of the connection shares.
    pub(super) fn aggregate(&mut self) -> &mut Totals {
        self.aggregate.get_or_insert_with(|| self.rows.clone())
    }
}

impl<'a> Compiler<'a> {
    /// A `groupBy` of a connection; what is wrong in it only fails itself.
    pub(super) fn grouped(
        &self,
        concept: &'static Concept,
        connection: &str,
        selected: &Selected<'a>,
        totals: &mut ListTotals<'_>,
    ) -> Result<ConnectionSlot, GraphError> {
        match self.group_by(concept, connection, totals.of, selected, totals.rows.clone()) {
            Ok(groups) => {
                totals.groups.push(groups);
                Ok(ConnectionSlot::Groups(totals.groups.len() - 1))
            }
            Err(error) => Ok(ConnectionSlot::Failed(own_fault(error.at(selected.field.pos))?)),
        }
    }
}

impl Totals {
    pub(super) fn new(rows: Count, aliases: Aliases) -> Self {
        Self { rows, keys: Vec::new(), measures: Vec::new(), kept: None, aliases }
    }

    /// The measure over this column, asked for this statistic too.
    fn measure(&mut self, column: ColumnAt, statistic: Option<Statistic>) -> usize {
        let index = self.measures.iter().position(|measure| measure.column == column).unwrap_or_else(|| {
            self.measures.push(MeasureAt { column, sum: false, ends: false, median: false });
            self.measures.len() - 1
        });
        if let Some(measure) = self.measures.get_mut(index) {
            match statistic {
                Some(Statistic::Sum | Statistic::Avg) => measure.sum = true,
                Some(Statistic::Min | Statistic::Max) => measure.ends = true,
                Some(Statistic::Median) => measure.median = true,
                Some(Statistic::Count) | None => {}
            }
        }
        index
    }

    /// What a quantity holds.
    fn type_of(&self, quantity: Quantity) -> ColumnType {
        match quantity {
            Quantity::Count => ColumnType::Int,
            Quantity::Key(_) => ColumnType::BigInt,
            Quantity::Measure(index, statistic) => {
                self.measures.get(index).map_or(ColumnType::Int, |measure| statistic.ty(measure.column.ty))
            }
        }
    }
}
