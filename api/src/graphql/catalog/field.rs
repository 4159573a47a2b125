//! Fields: what clients see of a row, and where it comes from.

use sea_orm::IdenStatic;
use sea_orm::sea_query::SelectStatement;

use super::{ClosedEnum, Explained, JoinOn, Link, List, Packed, ToOne, Vocabulary, Walk};
use crate::config::EffectiveRules;
use crate::graphql::limits::{Limits, Pages};
use crate::graphql::run::Cell;

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
        /// What NULL means in that column.
        null: NullClass,
    },
    /// A set of classes of a closed enum, stored as bits: bit n for the class at position n. NULL is no classes.
    Classes {
        /// The column with the bits.
        column: &'static str,
        /// The enum; at most 15 classes fit.
        classes: &'static ClosedEnum,
    },
    /// A value that Rust computes from columns of the same row.
    Computed(Computed),
    /// A short list that is kept packed in the same row.
    Packed(Packed),
    /// A few keys, one behind the other in a text, with commas between.
    Keys(&'static str),
    /// Why the row says what it says: computed for all rows of a level at once.
    Explained(&'static Explained),
    /// Rows of this type that are computed with the row that they belong to.
    Nested(&'static str),
    /// Fields of the same row, of which clients see an object of this type.
    Part(&'static str),
    /// At most one related row.
    ToOne(ToOne),
    /// Any number of related rows.
    List(List),
    /// The rows within some hops of this one.
    Network(&'static Walk),
}

/// What clients see of a class whose position is NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullClass {
    /// The column has no NULLs. The last value of the enum is `UNKNOWN`, for positions that are not known here.
    Never,
    /// The column has no NULLs, and the enum no `UNKNOWN`: a packed row with a position that is not known here is not
    /// shown.
    Closed,
    /// `UNKNOWN`, the last value of the enum.
    Unknown,
    /// Null: the enum has no value for it.
    Null,
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
    /// An exact number with two decimals, kept as a 16-bit number of hundredths.
    Hundredths,
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
            Self::Decimal | Self::Hundredths => "Decimal",
            Self::Date => "Date",
            Self::DateTime | Self::Instant => "DateTime",
            Self::Boolean => "Boolean",
        }
    }
}

/// A value computed in Rust.
pub struct Computed {
    /// What it is.
    pub ty: ColumnType,
    /// What it is computed from, in the order in which `compute` receives it.
    pub inputs: &'static [Input],
    /// The computation, by what the server is set up with; `None` is null.
    pub compute: Compute,
    /// Whether it can be null.
    pub nullable: bool,
}

/// Computes a value from cells.
pub type Compute = fn(&[&Cell], &InForce<'_>) -> Option<Cell>;

/// What the server is set up with, as far as values are computed by it.
#[derive(Clone, Copy)]
pub struct InForce<'a> {
    /// The segmentation rules.
    pub rules: &'a EffectiveRules,
    /// What the request may ask for.
    pub limits: &'a Limits,
    /// How large pages are.
    pub pages: &'a Pages,
}

/// What a computed value may read.
#[derive(Clone, Copy)]
pub enum Input {
    /// A column of the same row.
    Column(&'static str, ColumnType),
    /// The as-of date of the request; NULL before the first refresh.
    AsOf,
    /// What another table says.
    Aside(&'static Aside),
}

/// One value that is asked of another table, in the same statement.
pub struct Aside {
    /// What it is called where it cannot be read.
    pub name: &'static str,
    /// What it is.
    pub ty: ColumnType,
    /// Selects it: one row of one column, from few rows of an index.
    pub select: fn() -> SelectStatement,
}

impl Field {
    pub(super) fn id(doc: &'static str) -> Self {
        Self { name: "id", doc, kind: Kind::GlobalId }
    }

    pub(super) fn key(name: &'static str, column: impl IdenStatic, doc: &'static str) -> Self {
        Self::with(name, doc, Column { name: column.as_str(), ty: ColumnType::BigInt, nullable: false, filter: true })
    }

    pub(super) fn column(name: &'static str, column: impl IdenStatic, ty: ColumnType, doc: &'static str) -> Self {
        Self::with(name, doc, Column { name: column.as_str(), ty, nullable: true, filter: true })
    }

    pub(super) fn with(name: &'static str, doc: &'static str, column: Column) -> Self {
        Self { name, doc, kind: Kind::Column(column) }
    }

    pub(super) fn code(
        name: &'static str,
        column: impl IdenStatic,
        vocabulary: &'static Vocabulary,
        doc: &'static str,
    ) -> Self {
        Self { name, doc, kind: Kind::Code { column: column.as_str(), vocabulary } }
    }

    pub(super) fn class(
        name: &'static str,
        column: impl IdenStatic,
        classes: &'static ClosedEnum,
        doc: &'static str,
    ) -> Self {
        Self { name, doc, kind: Kind::Class { column: column.as_str(), classes, null: NullClass::Never } }
    }

    /// A class that is `UNKNOWN` in rows of a refresh before its column came.
    pub(super) fn class_or_unknown(
        name: &'static str,
        column: impl IdenStatic,
        classes: &'static ClosedEnum,
        doc: &'static str,
    ) -> Self {
        Self { name, doc, kind: Kind::Class { column: column.as_str(), classes, null: NullClass::Unknown } }
    }

    /// A class of an enum without `UNKNOWN`, null in rows of a refresh before its column came.
    pub(super) fn class_or_null(
        name: &'static str,
        column: impl IdenStatic,
        classes: &'static ClosedEnum,
        doc: &'static str,
    ) -> Self {
        Self { name, doc, kind: Kind::Class { column: column.as_str(), classes, null: NullClass::Null } }
    }

    /// A class of an enum without `UNKNOWN`, in a packed row.
    pub(super) fn closed_class(
        name: &'static str,
        column: &'static str,
        classes: &'static ClosedEnum,
        doc: &'static str,
    ) -> Self {
        Self { name, doc, kind: Kind::Class { column, classes, null: NullClass::Closed } }
    }

    pub(super) fn classes(
        name: &'static str,
        column: impl IdenStatic,
        classes: &'static ClosedEnum,
        doc: &'static str,
    ) -> Self {
        Self { name, doc, kind: Kind::Classes { column: column.as_str(), classes } }
    }

    /// A column that is never NULL.
    pub(super) fn required(name: &'static str, column: &'static str, ty: ColumnType, doc: &'static str) -> Self {
        Self::with(name, doc, Column { name: column, ty, nullable: false, filter: true })
    }

    pub(super) fn to_one(name: &'static str, target: &'static str, column: impl IdenStatic, doc: &'static str) -> Self {
        Self {
            name,
            doc,
            kind: Kind::ToOne(ToOne { target, via: None, on: JoinOn::Key(column.as_str()), filter: true }),
        }
    }

    pub(super) fn list(name: &'static str, target: &'static str, link: Link, doc: &'static str) -> Self {
        Self { name, doc, kind: Kind::List(List { target, link, filter: true }) }
    }
}
