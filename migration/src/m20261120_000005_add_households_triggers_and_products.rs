//! What the answers about a customer have several of, and the households. The columns are NULL in the rows of a
//! refresh by an earlier program, and the tables empty, until the next.

use crate::history::Migration;
use crate::table::step::{add_columns, create_indexes, create_tables, drop_columns, drop_indexes, drop_tables};
use crate::table::{Index, Kind, Table, optional, required};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261120_000005_add_households_triggers_and_products",
    up: || [add_columns(&ADDED), create_indexes(&ADDED), create_tables(&DERIVED), create_indexes(&DERIVED)].concat(),
    down: || [drop_tables(&DERIVED), drop_indexes(&ADDED), drop_columns(&ADDED)].concat(),
};

/// Of the table only what is added to it.
static ADDED: [Table; 1] = [Table {
    name: "customer_segment",
    primary_key: &["customer_id"],
    columns: &[
        optional("household_id", Kind::Key),
        optional("secondary_life_stages", Kind::Small),
        optional("products", Kind::Small),
        optional("next_products", Kind::Text(255)),
        optional("triggers", Kind::Text(255)),
    ],
    foreign_keys: &[],
    indexes: &[Index { name: "ix_customer_segment_household_id", columns: &["household_id", "customer_id"] }],
}];

static DERIVED: [Table; 2] = [SEGMENT_TRIGGER, HOUSEHOLD];

const SEGMENT_TRIGGER: Table = Table {
    name: "segment_trigger",
    primary_key: &["customer_id", "kind"],
    columns: &[
        required("customer_id", Kind::Key),
        required("kind", Kind::Small),
        required("date", Kind::Date),
        required("confidence", Kind::Small),
    ],
    foreign_keys: &[],
    indexes: &[Index { name: "ix_segment_trigger_kind_date", columns: &["kind", "date", "customer_id"] }],
};

const HOUSEHOLD: Table = Table {
    name: "household",
    primary_key: &["household_id"],
    columns: &[
        required("household_id", Kind::Key),
        required("as_of", Kind::Date),
        required("size", Kind::Integer),
        optional("monthly_income", Kind::Money),
        optional("adjusted_income", Kind::Money),
        required("tier", Kind::Small),
        required("confidence", Kind::Small),
        optional("total_assets", Kind::Money),
        required("products", Kind::Small),
        required("product_count", Kind::Small),
    ],
    foreign_keys: &[],
    indexes: &[
        Index { name: "ix_household_size", columns: &["size", "household_id"] },
        Index { name: "ix_household_monthly_income", columns: &["monthly_income", "household_id"] },
        Index { name: "ix_household_adjusted_income", columns: &["adjusted_income", "household_id"] },
        Index { name: "ix_household_tier", columns: &["tier", "household_id"] },
        Index { name: "ix_household_total_assets", columns: &["total_assets", "household_id"] },
        Index { name: "ix_household_product_count", columns: &["product_count", "household_id"] },
    ],
};
