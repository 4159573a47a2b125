//! What the rules say of a customer.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::customer_segment::{Column, Entity};
use tellergraph_entity::segment_trigger;

use super::{Column as Leaf, ColumnType, Concept, Dated, Field, Grouping, Kind, Link, Packed, enums, explanation};

/// Segments as of any date, by the rows that the bank has now.
pub(super) static DATED: Dated = Dated {
    concept: "Segment",
    argument: "asOf",
    doc: "The date the answers hold for; that of the last refresh (`serverInfo.asOf`) when left out or null. At another \
          date they are computed from the rows up to that date, for the customers of this page: what carries no date, \
          such as the state of an account or a relationship, is taken as it stands now. They cannot be filtered or \
          ordered by.",
    as_of: "as_of",
    rules_hash: "rules_hash",
};

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
        fields: stated_fields()
            .into_iter()
            .chain(five_answers())
            .chain(further_answers())
            .chain(lists())
            .chain([explain()])
            .collect(),
        grouping: Grouping::OWN,
        orders: Vec::new(),
    }
}

fn stated_fields() -> Vec<Field> {
    vec![
        stated("asOf", Column::AsOf, ColumnType::Date, "The date the answers hold for: nothing later was looked at."),
        stated("computedAt", Column::ComputedAt, ColumnType::Instant, "When the answers were computed."),
        stated(
            "rulesHash",
            Column::RulesHash,
            ColumnType::Text,
            "SHA-256 of the rules that gave the answers, in hexadecimal: the same rows, date and hash give the same \
             answers.",
        ),
    ]
}

fn five_answers() -> Vec<Field> {
    vec![
        Field::class("ageGroup", Column::AgeGroup, &enums::AGE_GROUP, "Which part of working life the customer is in."),
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
    ]
}

fn further_answers() -> Vec<Field> {
    vec![
        Field::column(
            "channelStrength",
            Column::ChannelStrength,
            ColumnType::Small,
            "Share of the leading channel in percent, 100 when the customer said so; null when there is too little to go \
             by, and until the next refresh if the last was by an earlier version.",
        ),
        Field::class_or_unknown(
            "channelStrengthLabel",
            Column::ChannelStrengthLabel,
            &enums::CHANNEL_STRENGTH_LABEL,
            "How clear `channelPreference` is.",
        ),
        Field::class_or_unknown("valueTier", Column::ValueTier, &enums::VALUE_TIER, "The tier of `totalAssets`."),
        Field::column(
            "totalAssets",
            Column::TotalAssets,
            ColumnType::Decimal,
            "What the open accounts with the customer's own money hold, in the bank's currency, overdrawn ones taken for \
             empty; null when no account is open or no balance is known, and until the next refresh if the last was by \
             an earlier version.",
        ),
        Field::class_or_unknown(
            "creditBand",
            Column::CreditBand,
            &enums::CREDIT_BAND,
            "The band of the newest credit score. Information only, never a decision.",
        ),
        Field::class_or_unknown(
            "creditRisk",
            Column::CreditRisk,
            &enums::CREDIT_RISK,
            "What score, late payments and use of the limit say together. Information only, never a decision.",
        ),
        Field::class_or_null(
            "lifecycle",
            Column::Lifecycle,
            &enums::LIFECYCLE,
            "Where the customer stands with the bank; null until the next refresh if the last was by an earlier version.",
        ),
        Field::column(
            "tenureDays",
            Column::TenureDays,
            ColumnType::Int,
            "Days since the first row on the customer's accounts; null without one, and until the next refresh if the \
             last was by an earlier version.",
        ),
        Field::class_or_null(
            "dormancy",
            Column::Dormancy,
            &enums::DORMANCY,
            "How long ago the customer last did something; null until the next refresh if the last was by an earlier \
             version.",
        ),
        Field::class_or_null(
            "churnRisk",
            Column::ChurnRisk,
            &enums::CHURN_RISK,
            "How many signs of leaving the customer shows; null until the next refresh if the last was by an earlier \
             version.",
        ),
        Field::class_or_null(
            "rfmSegment",
            Column::RfmSegment,
            &enums::RFM_SEGMENT,
            "How lately, how often and for how much the customer is active; null until the next refresh if the last was \
             by an earlier version.",
        ),
        Field::column(
            "rfmCode",
            Column::RfmCode,
            ColumnType::Small,
            "The three scores behind `rfmSegment` as digits from 1 to 5, recency, frequency, monetary value: 545 is \
             lately, often and much, 0 is no activity. Null until the next refresh if the last was by an earlier version.",
        ),
    ]
}

fn lists() -> Vec<Field> {
    vec![
        Field::classes(
            "secondaryLifeStages",
            Column::SecondaryLifeStages,
            &enums::LIFE_STAGE,
            "Further life stages that fit, in declared order; none until the next refresh if the last was by an earlier \
             version.",
        ),
        Field {
            name: "triggers",
            doc: "What just happened in the customer's life, or is about to, each kind at most once; none until the next \
                  refresh if the last was by an earlier version.",
            kind: Kind::Packed(Packed {
                target: "SegmentTrigger",
                column: Column::Triggers.as_str(),
                rows: Some(Link::Direct(segment_trigger::Column::CustomerId.as_str())),
            }),
        },
        Field::classes(
            "products",
            Column::Products,
            &enums::ACCOUNT_TYPE.classes,
            "The kinds of the customer's open accounts, each once, in declared order; none until the next refresh if the \
             last was by an earlier version.",
        ),
        Field {
            name: "nextBestProducts",
            doc: "What to speak of next: at most one deposit or investment, then credit; none until the next refresh if \
                  the last was by an earlier version.",
            kind: Kind::Packed(Packed {
                target: "ProductSuggestion",
                column: Column::NextProducts.as_str(),
                rows: None,
            }),
        },
    ]
}

fn explain() -> Field {
    Field {
        name: "explain",
        doc: "Why the rules say so, answer by answer, down to the rows. It is computed from the bank's rows as they are now, \
              by the rules of the server: where it differs from a stored segment, rows or rules were changed after \
              `computedAt`. Null when it would take too many rows; an error then says so.",
        kind: Kind::Explained(&explanation::EXPLAINED),
    }
}

/// A column that every segment has, and that is the same for all of a refresh: nothing to filter by.
fn stated(name: &'static str, column: Column, ty: ColumnType, doc: &'static str) -> Field {
    Field::with(name, doc, Leaf { name: column.as_str(), ty, nullable: false, filter: false })
}
