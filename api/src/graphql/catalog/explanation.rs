//! Why the rules say what they say: objects that are computed from a customer's rows when they are asked for.

use std::sync::LazyLock;

use tellergraph_segmentation as segmentation;
use tellergraph_segmentation::explanation::{Evidence, Explanation};

use super::{ClosedEnum, Column, ColumnType, Concept, Explained, Field, Grouping, Kind, enums};
use crate::graphql::run::Cell;

/// How segments are explained.
pub(super) static EXPLAINED: LazyLock<Explained> = LazyLock::new(|| Explained {
    target: "SegmentExplanation",
    argument: "dimensions",
    doc: "Which answers to explain; all when left out or null. Each is explained once, in declared order.",
    dimensions: &enums::SEGMENT_DIMENSION,
    as_of: "as_of",
    cell,
    evidence_cell,
});

pub(super) fn concepts() -> [Concept; 2] {
    [explanation(), evidence()]
}

fn explanation() -> Concept {
    Concept {
        name: "SegmentExplanation",
        singular: "explanation",
        plural: "explanations",
        doc: "Why the rules give one answer about a customer at a date: computed by the very code that gives the answer, \
              from the rows as they are now. Where `value` differs from a stored segment, rows or rules were changed after \
              its `computedAt`.",
        // Of no table: it is computed.
        table: "",
        key: "",
        list: None,
        single: None,
        grouping: Grouping::OWN,
        fields: vec![
            Field::closed_class("dimension", "dimension", &enums::SEGMENT_DIMENSION, "Which answer."),
            Field::required(
                "value",
                "value",
                ColumnType::Text,
                "The class that was found, by the name it has in its enum, such as `YOUNG_FAMILY`.",
            ),
            Field::required("method", "method", ColumnType::Text, "The way it was found, such as `median`."),
            Field::required(
                "confidence",
                "confidence",
                ColumnType::Hundredths,
                "How far it can be trusted, from 0 to 1.",
            ),
            Field {
                name: "evidence",
                doc: "The rows that it rests on, in the order in which the rules look at them.",
                kind: Kind::Nested("Evidence"),
            },
            set("flags", &enums::SEGMENT_FLAG, "What is odd about the rows."),
            set("limits", &enums::SEGMENT_LIMIT, "What the answer cannot know."),
            Field::required("asOf", "as_of", ColumnType::Date, "The date it holds for."),
            Field::required("computedAt", "computed_at", ColumnType::Instant, "When it was computed: at this request."),
            Field::required(
                "rulesHash",
                "rules_hash",
                ColumnType::Text,
                "SHA-256 of the rules that it was computed by, those of the server (`serverInfo.configuredRulesHash`).",
            ),
        ],
        orders: Vec::new(),
    }
}

fn evidence() -> Concept {
    Concept {
        name: "Evidence",
        singular: "piece of evidence",
        plural: "pieces of evidence",
        doc: "Rows of one table that one rule counted. A rule that looked and found nothing is evidence, too: its count is \
              0, and its dates are the days it looked at.",
        // Of no table: it is computed.
        table: "",
        key: "",
        list: None,
        single: None,
        grouping: Grouping::OWN,
        fields: vec![
            Field::closed_class("rule", "rule", &enums::EVIDENCE_RULE, "What the rows were counted as."),
            Field::closed_class("table", "table", &enums::EVIDENCE_TABLE, "The table they are rows of."),
            Field {
                name: "rowIds",
                doc: "The keys of the first of these rows, by date and key, at most five; `count` says how many there are.",
                kind: Kind::Keys("row_ids"),
            },
            Field::required("count", "count", ColumnType::Int, "How many rows there are."),
            optional(
                "amount",
                ColumnType::Decimal,
                "The sum of their amounts as the rule reads them, or the amount that the rule made of them, in the bank's \
                 currency; null where the rule reads no amount.",
            ),
            optional(
                "points",
                ColumnType::Int,
                "What the rule counts them for, in the measure of the dimension: the weight of a part of the digital \
                 score, votes for a channel, points of the churn risk, a score from 1 to 5, the credit score. Null where \
                 there is no such measure.",
            ),
            optional(
                "from",
                ColumnType::Date,
                "The day of the first row (of a customer the day of birth), or the first day that was looked at when there \
                 is no row. Null when the rows carry no date, and when a rule that found nothing looked from the beginning.",
            ),
            optional(
                "to",
                ColumnType::Date,
                "The day of the last row, or the last day that was looked at when there is no row; null when the rows \
                 carry no date.",
            ),
        ],
        orders: Vec::new(),
    }
}

/// A set of classes, in the column of the same name.
fn set(name: &'static str, classes: &'static ClosedEnum, doc: &'static str) -> Field {
    Field { name, doc, kind: Kind::Classes { column: name, classes } }
}

/// A value that may be null, in the column of the same name.
fn optional(name: &'static str, ty: ColumnType, doc: &'static str) -> Field {
    Field::with(name, doc, Column { name, ty, nullable: true, filter: false })
}

/// The cell of a column of an explanation.
fn cell(explanation: &Explanation, column: &str) -> Option<Cell> {
    Some(match column {
        "dimension" => position(explanation.dimension),
        "value" => Cell::Text(explanation.value.to_owned()),
        "method" => Cell::Text(explanation.method.to_owned()),
        "confidence" => Cell::Int(explanation.confidence.in_hundredths().into()),
        "flags" => bits(&explanation.flags),
        "limits" => bits(&explanation.limits),
        _ => return None,
    })
}

/// The cell of a column of a piece of evidence.
fn evidence_cell(evidence: &Evidence, column: &str) -> Option<Cell> {
    let optional = |cell: Option<Cell>| cell.unwrap_or(Cell::Null);
    Some(match column {
        "rule" => position(evidence.rule),
        "table" => position(evidence.table),
        "row_ids" => {
            let keys: Vec<String> = evidence.row_ids.iter().map(i64::to_string).collect();
            Cell::Text(keys.join(","))
        }
        // GraphQL's whole numbers end there.
        "count" => Cell::Int(i64::try_from(evidence.count).unwrap_or(i64::MAX).min(i32::MAX.into())),
        "amount" => optional(evidence.amount.map(Cell::Decimal)),
        "points" => optional(evidence.points.map(|points| Cell::Int(points.into()))),
        "from" => optional(evidence.from.map(Cell::Date)),
        "to" => optional(evidence.to.map(Cell::Date)),
        _ => return None,
    })
}

fn position(class: impl segmentation::ClosedEnum) -> Cell {
    Cell::Int(class.position().into())
}

fn bits<E: segmentation::ClosedEnum>(classes: &[E]) -> Cell {
    Cell::Int(classes.iter().fold(0, |bits, class| bits | 1 << class.position()))
}
