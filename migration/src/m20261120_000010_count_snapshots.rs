//! How many customers had each class at the dates of the history, so that a series over years is a few rows.

use crate::history::Migration;
use crate::table::step::{create_tables, drop_tables};
use crate::table::{Kind, Table, required};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261120_000010_count_snapshots",
    up: || create_tables(&COUNTS),
    down: || drop_tables(&COUNTS),
};

/// By dimension first: a series is a range of it.
static COUNTS: [Table; 1] = [Table {
    name: "segment_snapshot_class",
    primary_key: &["dimension", "as_of", "class"],
    columns: &[
        required("dimension", Kind::Text(32)),
        required("as_of", Kind::Date),
        required("class", Kind::Small),
        required("customers", Kind::Count),
    ],
    foreign_keys: &[],
    indexes: &[],
}];
