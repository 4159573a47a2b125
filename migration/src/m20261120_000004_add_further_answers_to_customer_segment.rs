//! Further answers about each customer. They are NULL in the rows of a refresh by an earlier program, until the next.

use crate::history::Migration;
use crate::table::step::{add_columns, create_indexes, drop_columns, drop_indexes};
use crate::table::{Index, Kind, Table, optional};

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261120_000004_add_further_answers_to_customer_segment",
    up: || [add_columns(&ADDED), create_indexes(&ADDED)].concat(),
    down: || [drop_indexes(&ADDED), drop_columns(&ADDED)].concat(),
};

/// Of the table only what is added to it.
static ADDED: [Table; 1] = [Table {
    name: "customer_segment",
    primary_key: &["customer_id"],
    columns: &[
        optional("channel_strength", Kind::Small),
        optional("channel_strength_label", Kind::Small),
        optional("value_tier", Kind::Small),
        optional("total_assets", Kind::Money),
        optional("credit_band", Kind::Small),
        optional("credit_risk", Kind::Small),
        optional("lifecycle", Kind::Small),
        optional("tenure_days", Kind::Integer),
        optional("dormancy", Kind::Small),
        optional("churn_risk", Kind::Small),
        optional("rfm_segment", Kind::Small),
        optional("rfm_code", Kind::Small),
    ],
    foreign_keys: &[],
    indexes: &[
        Index { name: "ix_customer_segment_channel_strength", columns: &["channel_strength", "customer_id"] },
        Index {
            name: "ix_customer_segment_channel_strength_label",
            columns: &["channel_strength_label", "customer_id"],
        },
        Index { name: "ix_customer_segment_value_tier", columns: &["value_tier", "customer_id"] },
        Index { name: "ix_customer_segment_total_assets", columns: &["total_assets", "customer_id"] },
        Index { name: "ix_customer_segment_credit_band", columns: &["credit_band", "customer_id"] },
        Index { name: "ix_customer_segment_credit_risk", columns: &["credit_risk", "customer_id"] },
        Index { name: "ix_customer_segment_lifecycle", columns: &["lifecycle", "customer_id"] },
        Index { name: "ix_customer_segment_tenure_days", columns: &["tenure_days", "customer_id"] },
        Index { name: "ix_customer_segment_dormancy", columns: &["dormancy", "customer_id"] },
        Index { name: "ix_customer_segment_churn_risk", columns: &["churn_risk", "customer_id"] },
        Index { name: "ix_customer_segment_rfm_segment", columns: &["rfm_segment", "customer_id"] },
        Index { name: "ix_customer_segment_rfm_code", columns: &["rfm_code", "customer_id"] },
    ],
}];
