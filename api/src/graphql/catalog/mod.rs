//! What the graph is about: one description per concept.
//!
//! A description is the single source of a concept's GraphQL types, of the columns that its statements select, and of
//! what can be filtered and ordered. The folders beside this one work on any catalog and name no concept.

mod account;
mod communication_log;
mod compliance;
mod credit_history;
mod customer;
mod enums;
mod payment;
mod relationship;
mod security;
mod segment;
mod server_info;
mod transaction;

use std::collections::HashMap;
use std::sync::LazyLock;

use sea_orm::IdenStatic;

use super::run::Cell;

pub use enums::{ClosedEnum, EnumValue, Vocabulary};

/// The catalog of the bank: built once, read everywhere.
pub static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::new(vec![
        customer::concept(),
        account::concept(),
        transaction::concept(),
        payment::concept(),
        credit_history::concept(),
        security::concept(),
        relationship::concept(),
        communication_log::concept(),
        compliance::concept(),
        segment::concept(),
        server_info::concept(),
    ])
});

/// All concepts, found by the name of their GraphQL type.
pub struct Catalog {
    concepts: Vec<Concept>,
    by_name: HashMap<&'static str, usize>,
}

impl Catalog {
    fn new(concepts: Vec<Concept>) -> Self {
        let by_name = concepts.iter().enumerate().map(|(index, concept)| (concept.name, index)).collect();
        Self { concepts, by_name }
    }

    /// Every concept, in the order in which the schema shows them.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concept whose GraphQL type has this name.
    pub fn concept(&self, name: &str) -> Option<&Concept> {
        self.by_name.get(name).map(|index| &self.concepts[*index])
    }

    /// The concept that answers a root field, and how.
    pub fn root(&self, field: &str) -> Option<(&Concept, RootKind)> {
        self.concepts.iter().find_map(|concept| {
            if concept.list.is_some_and(|list| list.field == field) {
                return Some((concept, RootKind::List));
            }
            match concept.single {
                Some(Single::By { field: name, .. }) if name == field => Some((concept, RootKind::By)),
                Some(Single::Newest { field: name, .. }) if name == field => Some((concept, RootKind::Newest)),
                _ => None,
            }
        })
    }
}

/// How a root field answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// A connection over the whole table.
    List,
    /// One row, found by its id or key.
    By,
    /// The newest row of a table of ours; an object with nulls when there is none.
    Newest,
}

/// A thing of the bank: a table, what clients see of it, and how it hangs together with the others.
pub struct Concept {
    /// The GraphQL type.
    pub name: &'static str,
    /// One of them, in the middle of a sentence.
    pub singular: &'static str,
    /// Several of them, in the middle of a sentence.
    pub plural: &'static str,
    /// The type's description.
    pub doc: &'static str,
    /// The table.
    pub table: &'static str,
    /// The primary key column, a 64-bit integer.
    pub key: &'static str,
    /// The root connection over all rows, if there is one.
    pub list: Option<RootList>,
    /// The root field for one row, if there is one.
    pub single: Option<Single>,
    /// What clients see.
    pub fields: Vec<Field>,
    /// What lists can be ordered by; the first is the key.
    pub orders: Vec<Order>,
}

impl Concept {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The order of this name.
    pub fn order(&self, name: &str) -> Option<&Order> {
        self.orders.iter().find(|order| order.name == name)
    }

    /// Whether rows have a global id, and so are nodes.
    pub fn is_node(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.kind, Kind::GlobalId))
    }

    /// Whether there are connections over this concept.
    pub fn is_listed(&self) -> bool {
        self.list.is_some()
    }
}

/// A root connection.
#[derive(Clone, Copy)]
pub struct RootList {
    /// The root field.
    pub field: &'static str,
    /// Its description.
    pub doc: &'static str,
}

/// A root field for one row.
#[derive(Clone, Copy)]
pub enum Single {
    /// `field(by: { id | key })`.
    By {
        /// The root field.
        field: &'static str,
        /// Its description.
        doc: &'static str,
    },
    /// The row with the greatest key.
    Newest {
        /// The root field.
        field: &'static str,
        /// Its description.
        doc: &'static str,
    },
}

/// A field of a concept.
pub struct Field {
    /// The GraphQL name.
    pub name: &'static str,
    /// Its description, for the client.
    pub doc: &'static str,
    /// Where its value comes from.
    pub kind: Kind,
}

/// Where a field's value comes from.
pub enum Kind {
    /// The opaque, typed id made from the key.
    GlobalId,
    /// A column, as it stands.
    Column(Column),
    /// A code of a closed vocabulary, read from a column of free text.
    Code {
        /// The column with the raw text.
        column: &'static str,
        /// The vocabulary that reads it.
        vocabulary: &'static Vocabulary,
    },
    /// A class of a closed enum, stored by its position.
    Class {
        /// The column with the position.
        column: &'static str,
        /// The enum.
        classes: &'static ClosedEnum,
    },
    /// A value that Rust computes from columns of the same row.
    Computed(Computed),
    /// At most one related row.
    ToOne(ToOne),
    /// Any number of related rows.
    List(List),
}

/// A column that clients see.
#[derive(Clone, Copy)]
pub struct Column {
    /// The column's name.
    pub name: &'static str,
    /// What it holds.
    pub ty: ColumnType,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// Whether clients may filter by it.
    pub filter: bool,
}

/// What a column holds, which decides the GraphQL scalar, the way it is read, and its comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// A 16-bit integer.
    Small,
    /// A 32-bit integer.
    Int,
    /// A 64-bit integer.
    BigInt,
    /// Text.
    Text,
    /// An exact number with two decimals: money, or a percentage.
    Decimal,
    /// A calendar date.
    Date,
    /// A wall-clock time in the bank's time zone.
    DateTime,
    /// An instant in UTC.
    Instant,
    /// Yes or no.
    Boolean,
}

impl ColumnType {
    /// The GraphQL scalar.
    pub fn scalar(self) -> &'static str {
        match self {
            Self::Small | Self::Int => "Int",
            Self::BigInt => "BigInt",
            Self::Text => "String",
            Self::Decimal => "Decimal",
            Self::Date => "Date",
            Self::DateTime | Self::Instant => "DateTime",
            Self::Boolean => "Boolean",
        }
    }
}

/// A value computed in Rust.
pub struct Computed {
    /// The GraphQL type.
    pub ty: &'static str,
    /// What it is computed from, in the order in which `compute` receives it.
    pub inputs: &'static [Input],
    /// The computation; `None` is null.
    pub compute: fn(&[&Cell]) -> Option<Cell>,
}

/// What a computed value may read.
#[derive(Clone, Copy)]
pub enum Input {
    /// A column of the same row.
    Column(&'static str, ColumnType),
    /// The as-of date of the request; NULL before the first refresh.
    AsOf,
}

/// A link to at most one row.
#[derive(Clone, Copy)]
pub struct ToOne {
    /// The GraphQL type of the other side.
    pub target: &'static str,
    /// How the row is found.
    pub on: JoinOn,
    /// Whether clients may filter through it.
    pub filter: bool,
}

/// How the one related row is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinOn {
    /// The other row's key equals this column.
    Key(&'static str),
    /// Of the rows whose `foreign` column equals this row's `local` column, the one with the greatest key.
    Greatest {
        /// The column of this row.
        local: &'static str,
        /// The column of the other row.
        foreign: &'static str,
    },
}

/// A link to many rows: a nested connection.
#[derive(Clone, Copy)]
pub struct List {
    /// The GraphQL type of the rows.
    pub target: &'static str,
    /// How they hang on the parent.
    pub link: Link,
    /// Whether clients may filter parents by `some`, `every`, `none` of them.
    pub filter: bool,
}

/// How many rows hang on one parent.
#[derive(Clone, Copy, Debug)]
pub enum Link {
    /// The child's column holds the parent's key.
    Direct(&'static str),
    /// The child's column holds the key of a row in between, whose column holds the parent's key.
    Through {
        /// The child's column.
        column: &'static str,
        /// The table in between.
        table: &'static str,
        /// Its key.
        key: &'static str,
        /// Its column with the parent's key.
        foreign: &'static str,
    },
    /// The rows join two rows of the parent's concept, in either direction; the nodes are the others.
    Pair(&'static Pair),
}

/// Rows that join two rows of one concept, seen from one of them.
#[derive(Debug)]
pub struct Pair {
    /// The column with the first of the two.
    pub first: &'static str,
    /// The column with the second of the two.
    pub second: &'static str,
    /// The column with the raw text of what joins them.
    pub kind: &'static str,
    /// The vocabulary of what joins them.
    pub vocabulary: &'static Vocabulary,
    /// The roles, as an enum.
    pub roles: &'static ClosedEnum,
    /// The position of the role that the reached row has to the one it was reached from: by the kind's position, and
    /// whether the reached row is the first of the two.
    pub role: fn(kind: usize, reached_first: bool) -> usize,
    /// For a kind's position, that of the same fact told from the other side, if there is one.
    pub mirror: fn(kind: usize) -> Option<usize>,
    /// The edge type's name and description.
    pub edge: (&'static str, &'static str),
    /// The connection type's name and description.
    pub connection: (&'static str, &'static str),
    /// The descriptions of the edge's `type`, `role` and row fields; the last has a name too.
    pub docs: PairDocs,
}

/// Descriptions of what an edge over a pair carries.
#[derive(Debug)]
pub struct PairDocs {
    /// Of `type`.
    pub kind: &'static str,
    /// Of `role`.
    pub role: &'static str,
    /// The field with the row itself, and its description.
    pub row: (&'static str, &'static str),
    /// Of `node`.
    pub node: &'static str,
}

/// Something that lists can be ordered by.
pub struct Order {
    /// The enum value.
    pub name: &'static str,
    /// Its description.
    pub doc: &'static str,
    /// The to-one field that leads to the column; `None` is the concept's own table.
    pub through: Option<&'static str>,
    /// The column.
    pub column: &'static str,
    /// What it holds.
    pub ty: ColumnType,
    /// Whether it can be NULL, a missing row of `through` included.
    pub nullable: bool,
}

impl Order {
    fn own(name: &'static str, column: impl IdenStatic, ty: ColumnType, doc: &'static str) -> Self {
        Self { name, doc, through: None, column: column.as_str(), ty, nullable: true }
    }

    fn key(name: &'static str, column: impl IdenStatic, doc: &'static str) -> Self {
        Self { nullable: false, ..Self::own(name, column, ColumnType::BigInt, doc) }
    }

    fn through(
        name: &'static str,
        through: &'static str,
        column: impl IdenStatic,
        ty: ColumnType,
        doc: &'static str,
    ) -> Self {
        Self { through: Some(through), ..Self::own(name, column, ty, doc) }
    }
}

impl Field {
    fn id(doc: &'static str) -> Self {
        Self { name: "id", doc, kind: Kind::GlobalId }
    }

    fn key(name: &'static str, column: impl IdenStatic, doc: &'static str) -> Self {
        Self::with(name, doc, Column { name: column.as_str(), ty: ColumnType::BigInt, nullable: false, filter: true })
    }

    fn column(name: &'static str, column: impl IdenStatic, ty: ColumnType, doc: &'static str) -> Self {
        Self::with(name, doc, Column { name: column.as_str(), ty, nullable: true, filter: true })
    }

    fn with(name: &'static str, doc: &'static str, column: Column) -> Self {
        Self { name, doc, kind: Kind::Column(column) }
    }

    fn code(name: &'static str, column: impl IdenStatic, vocabulary: &'static Vocabulary, doc: &'static str) -> Self {
        Self { name, doc, kind: Kind::Code { column: column.as_str(), vocabulary } }
    }

    fn class(name: &'static str, column: impl IdenStatic, classes: &'static ClosedEnum, doc: &'static str) -> Self {
        Self { name, doc, kind: Kind::Class { column: column.as_str(), classes } }
    }

    fn to_one(name: &'static str, target: &'static str, column: impl IdenStatic, doc: &'static str) -> Self {
        Self { name, doc, kind: Kind::ToOne(ToOne { target, on: JoinOn::Key(column.as_str()), filter: true }) }
    }

    fn list(name: &'static str, target: &'static str, link: Link, doc: &'static str) -> Self {
        Self { name, doc, kind: Kind::List(List { target, link, filter: true }) }
    }
}
