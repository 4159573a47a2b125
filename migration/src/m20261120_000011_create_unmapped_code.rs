//! Which texts of the code columns stand for nothing known, and how many rows hold each.

use crate::history::Migration;
use crate::table::step::{create_tables, drop_tables};
use crate::table::{Kind, Table, required};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261120_000011_create_unmapped_code",
    up: || create_tables(&UNMAPPED),
    down: || drop_tables(&UNMAPPED),
};

static UNMAPPED: [Table; 1] = [UNMAPPED_CODE];

/// By rank, so that the most frequent are the first page.
const UNMAPPED_CODE: Table = Table {
    name: "unmapped_code",
    primary_key: &["frequency_rank"],
    columns: &[
        required("frequency_rank", Kind::Key),
        required("vocabulary", Kind::Text(40)),
        required("text", Kind::Text(100)),
        required("occurrences", Kind::Count),
    ],
    foreign_keys: &[],
    indexes: &[],
};
