//! The indexes that filters, orders and cursors on the nine tables need. Each ends with the primary key, as every
//! cursor does.

use crate::history::Migration;
use crate::m20260630_000001_create_bank_tables::BANK;
use crate::table::step::{create_indexes, drop_indexes};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20260630_000002_index_bank_tables",
    up: || create_indexes(&BANK),
    down: || drop_indexes(&BANK),
};
