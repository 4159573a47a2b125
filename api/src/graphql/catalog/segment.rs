//! What the rules say of a customer.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::customer_segment::{Column, Entity};

use super::{Column as Leaf, ColumnType, Concept, Field, enums};

pub(super) fn concept() -> Concept {
    Concept {
        name: "Segment",
        singular: "segment",
        plural: "segments",
        doc: "What the segmentation rules say of one customer at one date.",
        table: Entity.table_name(),
        key: Column::CustomerId.as_str(),
        list: None,
        single: None,
        fields: vec![
            stated(
                "asOf",
                Column::AsOf,
                ColumnType::Date,
                "The date the answers hold for: nothing later was looked at.",
            ),
            stated("computedAt", Column::ComputedAt, ColumnType::Instant, "When the answers were computed."),
            stated(
                "rulesHash",
                Column::RulesHash,
                ColumnType::Text,
                "SHA-256 of the rules that gave the answers, in hexadecimal: the same rows, date and hash give the same \
                 answers.",
            ),
            Field::class(
                "ageGroup",
                Column::AgeGroup,
                &enums::AGE_GROUP,
                "Which part of working life the customer is in.",
            ),
            Field::class("ageBand", Column::AgeBand, &enums::AGE_BAND, "The band that the customer's age is in."),
            Field::class(
                "incomeLevel",
                Column::IncomeLevel,
                &enums::INCOME_LEVEL,
                "How the income seen at this bank compares.",
            ),
            Field::column(
                "monthlyIncome",
                Column::MonthlyIncome,
                ColumnType::Decimal,
                "Estimated net income a month that arrives at this bank, in its currency; 0.00 when none was seen for \
                 long enough, null when that cannot be said.",
            ),
            Field::class(
                "digitalAdoption",
                Column::DigitalAdoption,
                &enums::DIGITAL_ADOPTION,
                "How much of the banking is done digitally.",
            ),
            Field::column(
                "digitalScore",
                Column::DigitalScore,
                ColumnType::Small,
                "The score behind `digitalAdoption`, 0 to 100; null when there is too little to go by.",
            ),
            Field::class(
                "channelPreference",
                Column::ChannelPreference,
                &enums::CHANNEL_PREFERENCE,
                "Whether the customer turns to the bank digitally, in person, or by phone and mail.",
            ),
            Field::class(
                "lifeStage",
                Column::LifeStage,
                &enums::LIFE_STAGE,
                "The stage of life; the first that fits, most telling first.",
            ),
        ],
        orders: Vec::new(),
    }
}

/// A column that every segment has, and that is the same for all of a refresh: nothing to filter by.
fn stated(name: &'static str, column: Column, ty: ColumnType, doc: &'static str) -> Field {
    Field::with(name, doc, Leaf { name: column.as_str(), ty, nullable: false, filter: false })
}
