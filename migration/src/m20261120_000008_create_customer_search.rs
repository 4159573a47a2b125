//! The words that customers are found by. They are derived from names and e-mail addresses, and go with them: whatever
//! removes a customer from here is the next program that keeps the table up to date.

use crate::history::Migration;
use crate::table::step::{create_indexes, create_tables, drop_tables};
use crate::table::{Index, Kind, Table, required};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261120_000008_create_customer_search",
    up: || [create_tables(&DERIVED), create_indexes(&DERIVED)].concat(),
    down: || drop_tables(&DERIVED),
};

static DERIVED: [Table; 1] = [Table {
    name: "customer_search",
    primary_key: &["word", "customer_id"],
    columns: &[required("word", Kind::Text(64)), required("customer_id", Kind::Key)],
    foreign_keys: &[],
    indexes: &[Index { name: "ix_customer_search_customer_id", columns: &["customer_id", "word"] }],
}];
