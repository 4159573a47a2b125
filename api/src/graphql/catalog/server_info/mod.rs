//! What the server says of itself: read from the newest complete refresh.

mod dataset;
mod limits;
mod staleness;

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::segment_refresh::{Column, Entity};

use super::{Column as Leaf, ColumnType, Computed, Concept, Field, Grouping, Kind, Single};
use crate::graphql::run::Cell;

pub(super) use limits::concept as limits;

pub(super) fn concept() -> Concept {
    Concept {
        name: "ServerInfo",
        singular: "refresh",
        plural: "refreshes",
        doc: "How fresh the derived data is, and which rules it rests on.",
        table: Entity.table_name(),
        key: Column::RefreshId.as_str(),
        list: None,
        single: Some(Single::Newest {
            field: "serverInfo",
            doc: "How fresh the derived data is, and which rules it rests on.",
        }),
        fields: vec![
            told(
                "asOf",
                Column::AsOf,
                ColumnType::Date,
                "The as-of date of requests: that of the last complete segment refresh. Null before the first.",
            ),
            told(
                "rulesHash",
                Column::RulesHash,
                ColumnType::Text,
                "SHA-256 of the rules of the last complete segment refresh, in hexadecimal. Null before the first.",
            ),
            told(
                "computedAt",
                Column::ComputedAt,
                ColumnType::Instant,
                "When the last complete segment refresh took place. Null before the first.",
            ),
            told(
                "customers",
                Column::Customers,
                ColumnType::BigInt,
                "How many customers have segments. Null before the first refresh.",
            ),
            Field {
                name: "configuredRulesHash",
                doc: "SHA-256 of the rules that the server is set up with, in hexadecimal: it computes ages and segments \
                      of other dates by them. When it differs from `rulesHash`, the rules were changed after the last \
                      refresh.",
                kind: Kind::Computed(Computed {
                    ty: ColumnType::Text,
                    inputs: &[],
                    compute: |_, in_force| Some(Cell::Text(in_force.rules.hash.clone())),
                    nullable: false,
                }),
            },
            dataset::id(),
            staleness::data_as_of(),
            staleness::changed_customers(),
            staleness::may_miss_updates(),
            Field { name: "limits", doc: "What one request may ask for.", kind: Kind::Part("Limits") },
        ],
        grouping: Grouping::OWN,
        orders: Vec::new(),
    }
}

fn told(name: &'static str, column: Column, ty: ColumnType, doc: &'static str) -> Field {
    Field::with(name, doc, Leaf { name: column.as_str(), ty, nullable: true, filter: false })
}
