//! Which made-up bank is in the database, and how far a filling has come that is committed chunk by chunk.

use crate::history::Migration;
use crate::table::step::{create_tables, drop_tables};
use crate::table::{Kind, Table, optional, required};

pub(crate) const MIGRATION: Migration =
    Migration { name: "m20261120_000012_create_gen_run", up: || create_tables(&LEDGER), down: || drop_tables(&LEDGER) };

static LEDGER: [Table; 2] = [RUN, CHUNK];

/// A filling. `deferred` has the statements that are left for its end, `fingerprint` what its rows come to; the first is
/// NULL once it is complete, the second before.
const RUN: Table = Table {
    name: "gen_run",
    primary_key: &["run_id"],
    columns: &[
        required("run_id", Kind::Key),
        required("dataset_id", Kind::Digest(64)),
        required("generator", Kind::Text(40)),
        required("customers", Kind::Count),
        required("as_of", Kind::Date),
        required("status", Kind::Text(10)),
        required("unsafe_fast", Kind::Boolean),
        required("blocks_a_chunk", Kind::Count),
        optional("deferred", Kind::LongText),
        optional("fingerprint", Kind::LongText),
    ],
    foreign_keys: &[],
    indexes: &[],
};

/// A chunk that is committed, with the rows of each table and what they come to, parted by commas.
const CHUNK: Table = Table {
    name: "gen_chunk",
    primary_key: &["run_id", "chunk"],
    columns: &[
        required("run_id", Kind::Key),
        required("chunk", Kind::Count),
        required("counts", Kind::LongText),
        required("hash", Kind::LongText),
    ],
    foreign_keys: &[],
    indexes: &[],
};
