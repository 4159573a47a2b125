//! Which log-ins of a made-up bank have passwords that somebody knows. Fillings of before have none.

use crate::history::Migration;
use crate::table::step::{add_columns, drop_columns};
use crate::table::{Kind, Table, optional};

pub(crate) const MIGRATION: Migration =
    Migration { name: "m20261120_000013_note_demo_logins", up: || add_columns(&ADDED), down: || drop_columns(&ADDED) };

/// Of the table only what is added to it.
static ADDED: [Table; 1] = [Table {
    name: "gen_run",
    primary_key: &["run_id"],
    columns: &[optional("demo_logins", Kind::LongText)],
    foreign_keys: &[],
    indexes: &[],
}];
