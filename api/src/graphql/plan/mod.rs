//! From what a document asks for to the steps that answer it. Pure: no database, and no concept by name.

mod compile;
mod connection;
mod cost;
mod dated;
mod drift;
mod explained;
mod frame;
mod introspected;
mod object;
mod packed;
mod scope;
mod totals;
mod walk;

use std::fmt;

use chrono::NaiveDate;

use super::catalog::{self, Aside, ClosedEnum, ColumnType, Compute, Link, NullClass, Pair, Vocabulary};
use super::error::GraphError;
use super::filter::Predicate;
use super::page::{CursorScope, OrderKey, Page};

pub use compile::compile;
pub use drift::{ClassSlot, Drift, DriftSlot, MonthSlot, TransitionSlot};
pub use frame::{Aliases, ColumnAt, Frame, Join, Needed};
pub use scope::{Codes, Scope};
pub use totals::{
    AggregateSlot, DateUnit, GroupSlot, Groups, GroupsOf, GroupsSlot, Kept, KeyAt, MeasureAt, MeasureSlot, Quantity,
    Shift, Totals,
};
pub use walk::{Along, Network, NetworkSlot, Path, PathSlot, StepSlot};

/// Everything that an operation reads, and how the answer is written from it.
#[derive(Debug)]
pub struct Plan {
    /// The root fields, in the order of the answer.
    pub roots: Vec<Root>,
    /// How many objects the introspection beside them may come to.
    pub introspected: u64,
}

impl Plan {
    /// How many objects the answer may hold; lists whose size nobody can know count as a page of `scope`.
    pub fn cost(&self, scope: &Scope) -> u64 {
        cost::of_plan(self, scope.pages.default_rows.into())
    }
}

/// A root field.
#[derive(Debug)]
pub struct Root {
    /// Its key in the answer.
    pub key: String,
    /// What it answers.
    pub answer: RootAnswer,
}

/// What a root field answers.
#[derive(Debug)]
pub enum RootAnswer {
    /// A connection.
    List(Box<List>),
    /// A row, or null.
    One(Fetch, Object),
    /// The newest row, or an object of nulls.
    Newest(Fetch, Object),
    /// Rows by id, in the order of the ids.
    Many(Vec<Wanted>, Vec<(Fetch, Object)>),
    /// The chain between two rows, or null.
    Path(Box<Path>),
    /// How the classes of a dimension changed, or null.
    Drift(Drift),
    /// Nothing: an argument was wrong.
    Failed(GraphError),
}

/// One of the rows that are asked for by id.
#[derive(Debug)]
pub enum Wanted {
    /// The row with this key, from the fetch at this index.
    Row(usize, i64),
    /// Nothing: the id was wrong.
    Failed(GraphError),
}

/// A connection: a page of rows, their number, what they come to, or several of these.
#[derive(Debug)]
pub struct List {
    /// The page; `None` when nothing of it is asked for.
    pub rows: Option<Fetch>,
    /// The count; `None` when it is not asked for.
    pub count: Option<Count>,
    /// What all rows come to; `None` when it is not asked for.
    pub aggregate: Option<Totals>,
    /// The groups that are asked for.
    pub groups: Vec<Groups>,
    /// What cursors of this connection are bound to.
    pub cursors: CursorScope,
    /// The cells of the sort key; empty when no cursor is asked for.
    pub sort_key: Vec<usize>,
    /// How it is written.
    pub shape: Connection,
}

/// A statement that reads rows.
#[derive(Debug)]
pub struct Fetch {
    /// Which rows, before the predicate.
    pub source: Source,
    /// The table and what is joined to it.
    pub frame: Frame,
    /// Which of the rows.
    pub predicate: Predicate,
    /// Their order.
    pub order: Vec<OrderKey>,
    /// Which page of them.
    pub page: Page,
    /// What is selected.
    pub cells: Vec<Projection>,
    /// Connections that hang on these rows: the cell with the parent's key, and the connection.
    pub lists: Vec<(usize, List)>,
    /// Networks around these rows: the cell with the row's key, and the network.
    pub networks: Vec<(usize, Network)>,
    /// Rows as of dates that are computed beside these rows.
    pub dated: Vec<Dated>,
    /// Explanations of these rows.
    pub explained: Vec<Explained>,
    /// Rows that were computed with these rows and belong to them.
    pub nested: Vec<Computed>,
}

/// Rows that no statement reads: what of each is asked for, and how it is written.
#[derive(Debug)]
pub struct Computed {
    /// Its cells; nothing of it runs.
    pub fetch: Fetch,
    /// How it is written.
    pub object: Object,
}

/// Explanations of rows of answers.
#[derive(Debug)]
pub struct Explained {
    /// The cell with the key of whom the answers are about.
    pub key: usize,
    /// The cell with the date that the answers hold for.
    pub as_of: usize,
    /// The cell with the as-of date of the request.
    pub data_until: usize,
    /// Where only rows count that the row as of a date at this index is stored for; `None` where all do.
    pub only_where_stored: Option<usize>,
    /// The positions of the dimensions that are asked for, ascending; `None` is all.
    pub dimensions: Option<Vec<usize>>,
    /// What the answers are, and how their explanations are read.
    pub catalog: &'static catalog::Explained,
    /// The explanations.
    pub explanations: Computed,
}

/// A row as of a date beside each row of a statement: the stored one where it holds for that date, else a computed one.
#[derive(Debug)]
pub struct Dated {
    /// The cell with the key that the row is found by.
    pub key: usize,
    /// The date.
    pub as_of: NaiveDate,
    /// The cells of the stored row with its date and with the hash of its rules.
    pub stored: (usize, usize),
    /// How the stored row is written.
    pub stored_object: Object,
    /// The computed row.
    pub computed: Computed,
    /// The cell with the as-of date of the request; `None` when nothing depends on it.
    pub data_until: Option<usize>,
}

/// A statement that counts rows, for each parent if there are parents.
#[derive(Clone, Debug)]
pub struct Count {
    /// Which rows, before the predicate.
    pub source: Source,
    /// The table and what is joined to it.
    pub frame: Frame,
    /// Which of the rows.
    pub predicate: Predicate,
}

/// Which rows a statement is about.
#[derive(Clone, Debug)]
pub enum Source {
    /// All of a table.
    Table,
    /// Those with these keys.
    Keys(Vec<i64>),
    /// Those with the keys that a walk reached.
    Reached,
    /// The one with the greatest key.
    Newest,
    /// Those that hang on the parents.
    Children(Link),
    /// Those that join the parents with others, seen from the parents. With the texts that tell the same kind of
    /// relationship from either side.
    Pairs(&'static Pair, Vec<(Vec<String>, Vec<String>)>),
}

impl Source {
    /// Whether each row belongs to a parent.
    pub fn hangs_on_parents(&self) -> bool {
        matches!(self, Self::Children(_) | Self::Pairs(..))
    }
}

/// What a statement selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Projection {
    /// A column.
    Column(ColumnAt),
    /// The as-of date of the request.
    AsOf,
    /// A value of another table.
    Aside(AsideAt),
}

/// A value of another table; two are the same when they are one description.
#[derive(Clone, Copy)]
pub struct AsideAt(pub &'static Aside);

impl PartialEq for AsideAt {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for AsideAt {}

impl fmt::Debug for AsideAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsideAt").field(&self.0.name).finish()
    }
}

impl Projection {
    /// What its cell holds.
    pub fn ty(&self) -> ColumnType {
        match self {
            Self::Column(column) => column.ty,
            Self::AsOf => ColumnType::Date,
            Self::Aside(AsideAt(aside)) => aside.ty,
        }
    }
}

/// An object of the answer.
#[derive(Debug)]
pub struct Object {
    /// Its fields.
    pub fields: Vec<(String, Slot)>,
}

/// Where a field of the answer comes from.
#[derive(Debug)]
pub enum Slot {
    /// The name of the type.
    Typename(&'static str),
    /// The global id made of the cell's key.
    Id(&'static str, usize),
    /// A cell, written as its type wants it.
    Column(usize, ColumnType),
    /// The code that a cell's text has.
    Code(usize, &'static Vocabulary),
    /// The class at a cell's position.
    Class(usize, &'static ClosedEnum, NullClass),
    /// The classes whose bits a cell has.
    Classes(usize, &'static ClosedEnum),
    /// The rows that a cell's text holds.
    Packed(usize, Box<Unpacked>),
    /// A value computed from cells.
    Computed(Vec<usize>, Compute, ColumnType),
    /// Another row, absent when its key's cell is NULL.
    Row(usize, Object),
    /// A part of this row.
    Part(Object),
    /// What the reached row is to the one it was reached from: the cells of the kind and of which of the two it is.
    Role(usize, usize, &'static Pair),
    /// The connection at this index of the row's lists.
    List(usize),
    /// The network at this index of the row's networks.
    Network(usize),
    /// The row as of a date at this index.
    Dated(usize),
    /// A few keys in a cell's text.
    Keys(usize),
    /// The explanations at this index.
    Explained(usize),
    /// The nested rows at this index.
    Nested(usize),
    /// Nothing: an argument was wrong.
    Failed(GraphError),
}

/// How packed rows are read and written.
#[derive(Debug)]
pub struct Unpacked {
    /// What the values of a packed row are; nothing of it runs.
    pub fetch: Fetch,
    /// A value that is the position of a class, and how many classes there are: a row beyond them is not shown.
    pub known: Vec<(usize, usize)>,
    /// How a row is written.
    pub object: Object,
}

/// How a connection is written.
#[derive(Debug)]
pub struct Connection {
    /// Its fields.
    pub fields: Vec<(String, ConnectionSlot)>,
}

/// A field of a connection.
#[derive(Debug)]
pub enum ConnectionSlot {
    /// The name of the type.
    Typename(String),
    /// The rows, each with its cursor.
    Edges(Vec<(String, EdgeSlot)>),
    /// The rows.
    Nodes(Object),
    /// Where the page lies.
    PageInfo(Vec<(String, PageInfoSlot)>),
    /// How many rows there are, whatever the page.
    TotalCount,
    /// What all rows come to.
    Aggregate(Vec<(String, AggregateSlot)>),
    /// The groups at this index of the list.
    Groups(usize),
    /// Nothing: an argument was wrong.
    Failed(GraphError),
}

/// A field of an edge.
#[derive(Debug)]
pub enum EdgeSlot {
    /// The name of the type.
    Typename(String),
    /// The row's cursor.
    Cursor,
    /// The row, or the other row of a pair.
    Node(Object),
    /// What a pair says of itself.
    Pair(Slot),
}

/// A field of a `PageInfo`.
#[derive(Clone, Copy, Debug)]
pub enum PageInfoSlot {
    /// The name of the type.
    Typename,
    /// Whether rows follow.
    HasNextPage,
    /// Whether rows come before.
    HasPreviousPage,
    /// The first row's cursor.
    StartCursor,
    /// The last row's cursor.
    EndCursor,
}
