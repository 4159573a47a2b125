//! Links: how rows hang together.

use tellergraph_segmentation::explanation::{Evidence, Explanation};

use super::{ClosedEnum, Vocabulary};
use crate::graphql::run::Cell;

/// A link to at most one row.
#[derive(Clone, Copy)]
pub struct ToOne {
    /// The GraphQL type of the other side.
    pub target: &'static str,
    /// The row in between that `on` starts from; `None` when it starts from the row itself.
    pub via: Option<Via>,
    /// How the row is found.
    pub on: JoinOn,
    /// Whether clients may filter through it.
    pub filter: bool,
}

/// A row in between: the one whose key is a column of the row at this end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Via {
    /// The column of the row at this end.
    pub local: &'static str,
    /// The table in between.
    pub table: &'static str,
    /// Its key.
    pub key: &'static str,
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

/// A concept whose rows are stored as of one date, and are computed for any other.
#[derive(Clone, Copy, Debug)]
pub struct Dated {
    /// The GraphQL type; to-one fields that lead to it take the argument.
    pub concept: &'static str,
    /// The argument with the date.
    pub argument: &'static str,
    /// The argument's description.
    pub doc: &'static str,
    /// The column with the date that a stored row holds for.
    pub as_of: &'static str,
    /// The column with the hash of the rules that a stored row rests on.
    pub rules_hash: &'static str,
}

/// How rows of answers are explained, from the bank's rows as they are at the request.
#[derive(Debug)]
pub struct Explained {
    /// The GraphQL type of an explanation. It has columns, classes and nested rows only.
    pub target: &'static str,
    /// The argument that chooses what is explained.
    pub argument: &'static str,
    /// The argument's description.
    pub doc: &'static str,
    /// What can be explained, as an enum.
    pub dimensions: &'static ClosedEnum,
    /// The column of the row of answers with the date that they hold for.
    pub as_of: &'static str,
    /// The cell of a column of an explanation; `None` when it says nothing of that column.
    pub cell: fn(&Explanation, &str) -> Option<Cell>,
    /// The cell of a column of a row nested in an explanation.
    pub evidence_cell: fn(&Evidence, &str) -> Option<Cell>,
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

/// A short list of rows that is kept packed in a text of the parent's row, so that showing it takes no statement. The
/// values of a packed row are the columns of the target's fields, in their order.
#[derive(Clone, Copy)]
pub struct Packed {
    /// The GraphQL type of the rows. It has columns and classes only.
    pub target: &'static str,
    /// The column with the packed rows. NULL is no rows.
    pub column: &'static str,
    /// How the same rows hang on the parent in a table of their own, by whose indexes parents are found; `None` when
    /// there is no such table, and clients cannot filter by them.
    pub rows: Option<Link>,
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
    /// The primary key of the rows.
    pub key: &'static str,
    /// The column with the first of the two.
    pub first: &'static str,
    /// The column with the second of the two.
    pub second: &'static str,
    /// The table of the rows that are joined, and its key.
    pub joined: (&'static str, &'static str),
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
