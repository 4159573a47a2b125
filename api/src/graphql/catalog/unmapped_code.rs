//! Texts of the bank's code columns that stand for no known code.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::unmapped_code::{Column, Entity};

use super::{ColumnType, Concept, Field, Grouping, Order, RootList};

pub(super) fn concept() -> Concept {
    Concept {
        name: "UnmappedCode",
        singular: "unmapped code",
        plural: "unmapped codes",
        doc: "A text in one of the bank's code columns that stands for no known code, so that the rules read it as \
              `UNKNOWN`. An alias in the rules file says what it stands for.",
        table: Entity.table_name(),
        key: Column::FrequencyRank.as_str(),
        list: Some(RootList {
            field: "unmappedCodes",
            doc: "Texts in code columns that stand for no known code, the most frequent first unless ordered otherwise; \
                  counted by the last refresh. Of a column with more than 500 such texts, only 500 are among them.",
            search: None,
        }),
        single: None,
        fields: vec![
            Field::id("Opaque id of the text, unique in the whole graph until the next refresh."),
            Field::key("rank", Column::FrequencyRank, "The place among all of them: 1 is the most frequent."),
            Field::required(
                "vocabulary",
                Column::Vocabulary.as_str(),
                ColumnType::Text,
                "Which codes the column holds, as the rules file names them: `transaction_type`, `account_type` …",
            ),
            Field::required("text", Column::Text.as_str(), ColumnType::Text, "The text as the bank wrote it."),
            Field::required(
                "count",
                Column::Occurrences.as_str(),
                ColumnType::BigInt,
                "How many rows held it at the last refresh.",
            ),
        ],
        grouping: Grouping::OWN,
        orders: vec![Order::key("RANK", Column::FrequencyRank, "By frequency, the most frequent first.")],
    }
}
