//! Drift: how the classes of a dimension changed between the dates of the history, and who moved where.

use std::sync::LazyLock;

use sea_orm::IdenStatic as _;
use tellergraph_entity::segment_history::Column;
use tellergraph_segmentation::explanation::Dimension;

use super::{ClosedEnum, enums};

/// The root field that tells drift, its types, and the dimensions it can tell it of.
pub struct Drift {
    /// The root field, and its description.
    pub field: (&'static str, &'static str),
    /// Its arguments: the dimension, the first day, the last day.
    pub arguments: [FieldDoc; 3],
    /// What the root field gives.
    pub whole: TypeDoc,
    /// One date.
    pub month: TypeDoc,
    /// One class at a date.
    pub class: TypeDoc,
    /// Those who went from one class to another.
    pub transition: TypeDoc,
    /// The dimensions, as an enum.
    pub dimensions: &'static ClosedEnum,
    /// What an answer cannot know, as an enum.
    pub limits: &'static ClosedEnum,
    /// What is kept of each dimension, in the order of the enum.
    pub kept: Vec<Kept>,
}

/// What the history keeps of a dimension.
#[derive(Debug)]
pub struct Kept {
    /// The column with the class.
    pub column: &'static str,
    /// The classes.
    pub classes: &'static ClosedEnum,
    /// The position of the limit that holds of dates whose answers were computed long after them, if one does.
    pub limit: Option<usize>,
}

/// A field or an argument: its name, its type, its description.
pub(super) type FieldDoc = (&'static str, &'static str, &'static str);

/// An object type.
pub struct TypeDoc {
    /// Its name, and its description.
    pub name: (&'static str, &'static str),
    /// Its fields.
    pub fields: &'static [FieldDoc],
}

/// The column of the history with the class of a dimension.
pub(crate) fn history_column(dimension: Dimension) -> Column {
    match dimension {
        Dimension::AgeGroup => Column::AgeGroup,
        Dimension::AgeBand => Column::AgeBand,
        Dimension::IncomeLevel => Column::IncomeLevel,
        Dimension::DigitalAdoption => Column::DigitalAdoption,
        Dimension::ChannelPreference => Column::ChannelPreference,
        Dimension::LifeStage => Column::LifeStage,
        Dimension::Rfm => Column::RfmSegment,
        Dimension::ValueTier => Column::ValueTier,
        Dimension::CreditBand => Column::CreditBand,
        Dimension::CreditRisk => Column::CreditRisk,
        Dimension::Lifecycle => Column::Lifecycle,
        Dimension::Dormancy => Column::Dormancy,
        Dimension::ChurnRisk => Column::ChurnRisk,
        Dimension::HouseholdTier => Column::HouseholdTier,
    }
}

fn classes(dimension: Dimension) -> &'static ClosedEnum {
    match dimension {
        Dimension::AgeGroup => &enums::AGE_GROUP,
        Dimension::AgeBand => &enums::AGE_BAND,
        Dimension::IncomeLevel => &enums::INCOME_LEVEL,
        Dimension::DigitalAdoption => &enums::DIGITAL_ADOPTION,
        Dimension::ChannelPreference => &enums::CHANNEL_PREFERENCE,
        Dimension::LifeStage => &enums::LIFE_STAGE,
        Dimension::Rfm => &enums::RFM_SEGMENT,
        Dimension::ValueTier => &enums::VALUE_TIER,
        Dimension::CreditBand => &enums::CREDIT_BAND,
        Dimension::CreditRisk => &enums::CREDIT_RISK,
        Dimension::Lifecycle => &enums::LIFECYCLE,
        Dimension::Dormancy => &enums::DORMANCY,
        Dimension::ChurnRisk => &enums::CHURN_RISK,
        Dimension::HouseholdTier => &enums::HOUSEHOLD_TIER,
    }
}

/// Drift of the segments.
pub static DRIFT: LazyLock<Drift> = LazyLock::new(|| Drift {
    field: (
        "segmentDrift",
        "How many customers had each class of a dimension at the dates of the history from one day to another, and who \
         moved where between the first and the last of them. Null when the history has no date there. Dates whose \
         answers were given by different rules are not compared: a range with both is an error.",
    ),
    arguments: [
        ("dimension", "SegmentDimension!", "What the classes are of."),
        ("from", "Date!", "The first day to look at."),
        ("to", "Date!", "The last day to look at."),
    ],
    whole: TypeDoc {
        name: ("SegmentDrift", "How the classes of a dimension changed over time."),
        fields: &[
            ("dimension", "SegmentDimension!", "What the classes are of."),
            ("rulesHash", "String!", "SHA-256, in hexadecimal, of the rules that gave all these answers."),
            ("from", "Date!", "The first date that the history has in the range."),
            ("to", "Date!", "The last date that the history has in the range; the first one when it has no other."),
            (
                "months",
                "[SegmentDriftMonth!]!",
                "The dates that the history has in the range, ascending: the ends of months, and other days that were \
                 kept on purpose.",
            ),
            (
                "transitions",
                "[SegmentTransition!]!",
                "From which class to which the customers went who were there on both the first and the last date, those \
                 who stayed included; as the classes are declared. Ways that nobody went are left out.",
            ),
            ("entered", "Int!", "How many customers were there on the last date and not on the first."),
            ("left", "Int!", "How many customers were there on the first date and not on the last."),
            (
                "limits",
                "[SegmentLimit!]!",
                "What these answers cannot know. STATUS_NOT_HISTORISED: the dimension looks at rows that carry no date, \
                 such as relationships and balances, and some of the dates were computed more than a week later, with \
                 such rows as they stood then.",
            ),
        ],
    },
    month: TypeDoc {
        name: ("SegmentDriftMonth", "One date of a drift."),
        fields: &[
            ("asOf", "Date!", "The day the answers are about."),
            ("computedAt", "DateTime!", "When they were computed."),
            ("customers", "Int!", "How many customers there were."),
            (
                "classes",
                "[SegmentDriftClass!]!",
                "Every class of the dimension, as declared, those of nobody included.",
            ),
        ],
    },
    class: TypeDoc {
        name: ("SegmentDriftClass", "One class at one date."),
        fields: &[
            ("value", "String!", "The class: the name that the enum of the dimension has for it."),
            ("count", "Int!", "How many customers had it."),
            ("share", "Float!", "Their part of all customers of that date, from 0 to 1; 0 when there were none."),
        ],
    },
    transition: TypeDoc {
        name: ("SegmentTransition", "The customers who went from one class to another, or stayed in one."),
        fields: &[
            ("from", "String!", "Their class on the first date."),
            ("to", "String!", "Their class on the last date."),
            ("count", "Int!", "How many they are."),
        ],
    },
    dimensions: &enums::SEGMENT_DIMENSION,
    limits: &enums::SEGMENT_LIMIT,
    kept: Dimension::ALL.iter().map(|dimension| kept(*dimension)).collect(),
});

fn kept(dimension: Dimension) -> Kept {
    let limit = dimension.undated_limit().and_then(|limit| enums::SEGMENT_LIMIT.position(limit.name()));
    Kept { column: history_column(dimension).as_str(), classes: classes(dimension), limit }
}
