//! What customers were found to be at the ends of months, so that drift is a query.

use crate::history::Migration;
use crate::table::step::{create_tables, drop_tables};
use crate::table::{Kind, Table, optional, required};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261120_000007_create_segment_history",
    up: || create_tables(&HISTORY),
    down: || drop_tables(&HISTORY),
};

static HISTORY: [Table; 2] = [SEGMENT_HISTORY, SEGMENT_SNAPSHOT];

/// By date first: whoever asks reads whole dates, or two of them beside each other.
const SEGMENT_HISTORY: Table = Table {
    name: "segment_history",
    primary_key: &["as_of", "customer_id"],
    columns: &[
        required("as_of", Kind::Date),
        required("customer_id", Kind::Key),
        required("age_group", Kind::Small),
        required("age_band", Kind::Small),
        required("income_level", Kind::Small),
        required("digital_adoption", Kind::Small),
        required("channel_preference", Kind::Small),
        required("channel_strength_label", Kind::Small),
        required("life_stage", Kind::Small),
        required("value_tier", Kind::Small),
        required("credit_band", Kind::Small),
        required("credit_risk", Kind::Small),
        required("lifecycle", Kind::Small),
        required("dormancy", Kind::Small),
        required("churn_risk", Kind::Small),
        required("rfm_segment", Kind::Small),
        required("household_tier", Kind::Small),
        optional("monthly_income", Kind::Money),
        optional("total_assets", Kind::Money),
        optional("digital_score", Kind::Small),
    ],
    foreign_keys: &[],
    indexes: &[],
};

/// The dates that are there, each whole.
const SEGMENT_SNAPSHOT: Table = Table {
    name: "segment_snapshot",
    primary_key: &["as_of"],
    columns: &[
        required("as_of", Kind::Date),
        required("rules_hash", Kind::Digest(64)),
        required("computed_at", Kind::DateTime),
        required("customers", Kind::Count),
    ],
    foreign_keys: &[],
    indexes: &[],
};
