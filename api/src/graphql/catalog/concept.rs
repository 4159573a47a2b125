//! A concept: a table, and how clients come to its rows.

use super::{Field, Grouping, Kind, Order};

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
    /// What its rows are grouped by and summed up in, beyond what follows from its fields.
    pub grouping: Grouping,
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
    /// How its rows are searched; `None` when they are not.
    pub search: Option<Search>,
}

/// The words that rows are found by, kept in a table of their own. A row has any number of them.
#[derive(Clone, Copy)]
pub struct Search {
    /// The table of words.
    pub table: &'static str,
    /// Its column with the word.
    pub word: &'static str,
    /// Its column with the row's key.
    pub foreign: &'static str,
    /// The beginnings of words that a search text asks for: a row must have a word for each. An error says what is
    /// wrong, to follow the argument's name.
    pub words: fn(&str) -> Result<Vec<String>, String>,
    /// The argument's description.
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
