//! A log of whose rows changed, which triggers on the bank's tables fill whichever program writes, and in each refresh a
//! word on whether it could be relied upon.

use crate::history::Migration;
use crate::table::step::{Step, add_columns, create_tables, drop_columns, drop_tables};
use crate::table::trigger::{EVERYBODY, Event, Owner, Tracked};
use crate::table::{Kind, Table, optional, required};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261120_000006_log_changed_customers",
    up: || {
        [create_tables(&LOG), add_columns(&REFRESH), vec![Step::CreateNoteFunction], triggers(Step::CreateTrigger)]
            .concat()
    },
    down: || {
        [triggers(Step::DropTrigger), vec![Step::DropNoteFunction], drop_columns(&REFRESH), drop_tables(&LOG)].concat()
    },
};

fn triggers(step: fn(&'static Tracked, Event) -> Step) -> Vec<Step> {
    TRACKED.iter().flat_map(|tracked| Event::ALL.map(|event| step(tracked, event))).collect()
}

/// Rows are only ever added by others: two writers never wait for one another. One that names nobody says nothing.
static LOG: [Table; 1] = [Table {
    name: "customer_change",
    primary_key: &["change_id"],
    columns: &[
        required("change_id", Kind::Serial),
        optional("customer_id", Kind::Key),
        optional("account_id", Kind::Key),
        optional(EVERYBODY, Kind::Boolean),
    ],
    foreign_keys: &[],
    indexes: &[],
}];

/// Of the table only what is added to it: a digest of the triggers as the refresh found them, NULL when some were
/// missing.
static REFRESH: [Table; 1] = [Table {
    name: "segment_refresh",
    primary_key: &["refresh_id"],
    columns: &[optional("tracking", Kind::Digest(64))],
    foreign_keys: &[],
    indexes: &[],
}];

/// The tables that the rules look at.
pub(crate) static TRACKED: [Tracked; 8] = [
    Tracked { table: "customer", key: "customer_id", owner: Owner::Customers(&["customer_id"]) },
    Tracked { table: "accounts", key: "account_id", owner: Owner::Customers(&["customer_id"]) },
    Tracked { table: "transactions", key: "transaction_id", owner: Owner::Account("account_id") },
    Tracked { table: "payments", key: "payment_id", owner: Owner::Account("account_id") },
    Tracked { table: "credit_history", key: "credit_id", owner: Owner::Customers(&["customer_id"]) },
    Tracked { table: "security", key: "security_id", owner: Owner::Customers(&["customer_id"]) },
    Tracked {
        table: "relationships",
        key: "relationship_id",
        owner: Owner::Customers(&["customer1_id", "customer2_id"]),
    },
    Tracked { table: "communication_log", key: "log_id", owner: Owner::Customers(&["customer_id"]) },
];
