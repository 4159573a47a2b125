//! What the segments of all customers come to by one or two dimensions, so that an overview need not read them.

use crate::history::Migration;
use crate::table::step::{create_tables, drop_tables};
use crate::table::{Kind, Table, required};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261120_000009_create_segment_cell",
    up: || create_tables(&CELLS),
    down: || drop_tables(&CELLS),
};

static CELLS: [Table; 1] = [Table {
    name: "segment_cell",
    primary_key: &["first_dimension", "second_dimension", "first_class", "second_class"],
    columns: &[
        required("first_dimension", Kind::Text(40)),
        required("second_dimension", Kind::Text(40)),
        required("first_class", Kind::Small),
        required("second_class", Kind::Small),
        required("refresh_id", Kind::Key),
        required("customers", Kind::Count),
        required("monthly_income", Kind::Text(200)),
        required("total_assets", Kind::Text(200)),
        required("digital_score", Kind::Text(200)),
    ],
    foreign_keys: &[],
    indexes: &[],
}];
