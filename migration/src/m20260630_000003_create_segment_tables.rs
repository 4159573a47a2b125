//! The tables of our own, derived from the nine. They have no foreign keys to them, so that the bank's own programs
//! are never hindered by a derived row.

use crate::history::Migration;
use crate::table::step::{create_indexes, create_tables, drop_tables};
use crate::table::{Index, Kind, Table, optional, required};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20260630_000003_create_segment_tables",
    up: || [create_tables(&DERIVED), create_indexes(&DERIVED)].concat(),
    down: || drop_tables(&DERIVED),
};

static DERIVED: [Table; 3] = [CUSTOMER_SEGMENT, SEGMENT_REFRESH, CODE_TEXT];

const CUSTOMER_SEGMENT: Table = Table {
    name: "customer_segment",
    primary_key: &["customer_id"],
    columns: &[
        required("customer_id", Kind::Key),
        required("as_of", Kind::Date),
        required("computed_at", Kind::DateTime),
        required("rules_hash", Kind::Digest(64)),
        required("age_group", Kind::Small),
        required("age_band", Kind::Small),
        required("income_level", Kind::Small),
        required("digital_adoption", Kind::Small),
        required("channel_preference", Kind::Small),
        required("life_stage", Kind::Small),
        optional("monthly_income", Kind::Money),
        optional("digital_score", Kind::Small),
    ],
    foreign_keys: &[],
    indexes: &[
        Index { name: "ix_customer_segment_age_group", columns: &["age_group", "customer_id"] },
        Index { name: "ix_customer_segment_age_band", columns: &["age_band", "customer_id"] },
        Index { name: "ix_customer_segment_income_level", columns: &["income_level", "customer_id"] },
        Index { name: "ix_customer_segment_monthly_income", columns: &["monthly_income", "customer_id"] },
        Index { name: "ix_customer_segment_digital_adoption", columns: &["digital_adoption", "customer_id"] },
        Index { name: "ix_customer_segment_digital_score", columns: &["digital_score", "customer_id"] },
        Index { name: "ix_customer_segment_channel_preference", columns: &["channel_preference", "customer_id"] },
        Index { name: "ix_customer_segment_life_stage", columns: &["life_stage", "customer_id"] },
    ],
};

const SEGMENT_REFRESH: Table = Table {
    name: "segment_refresh",
    primary_key: &["refresh_id"],
    columns: &[
        required("refresh_id", Kind::Key),
        required("as_of", Kind::Date),
        required("rules_hash", Kind::Digest(64)),
        required("computed_at", Kind::DateTime),
        required("customers", Kind::Count),
    ],
    foreign_keys: &[],
    indexes: &[],
};

const CODE_TEXT: Table = Table {
    name: "code_text",
    primary_key: &["vocabulary", "text"],
    columns: &[
        required("vocabulary", Kind::Text(40)),
        required("text", Kind::Text(100)),
        required("code", Kind::Text(40)),
    ],
    foreign_keys: &[],
    indexes: &[],
};
