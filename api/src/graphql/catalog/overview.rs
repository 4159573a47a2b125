//! Overviews: what is kept of all rows by one or two dimensions, so that whoever asks need not wait for all of them.

use super::{CATALOG, ClosedEnum, ColumnType, Kind, NullClass};

/// What is kept of the rows beside a concept's rows.
#[derive(Debug)]
pub struct Overview {
    /// The concept of the rows that have the classes and the numbers.
    pub concept: &'static str,
    /// The columns with numbers, and what they hold.
    pub measures: &'static [(&'static str, ColumnType)],
}

/// Of every customer's segment.
pub(super) static SEGMENTS: Overview = Overview {
    concept: "Segment",
    measures: &[
        ("monthly_income", ColumnType::Decimal),
        ("total_assets", ColumnType::Decimal),
        ("digital_score", ColumnType::Small),
    ],
};

/// A class of the rows of an overview.
#[derive(Clone, Copy, Debug)]
pub struct Dimension {
    /// The column with the position.
    pub column: &'static str,
    classes: &'static ClosedEnum,
    null: NullClass,
}

impl Overview {
    /// That of the segments of all customers.
    pub fn of_segments() -> &'static Self {
        &SEGMENTS
    }

    /// Its dimensions, in the order of the fields.
    pub fn dimensions(&self) -> Vec<Dimension> {
        let fields = CATALOG.concept(self.concept).map(|concept| &concept.fields[..]).unwrap_or_default();
        let dimension = |kind: &'static Kind| match kind {
            Kind::Class { column, classes, null } => Some(Dimension { column, classes, null: *null }),
            _ => None,
        };
        fields.iter().filter_map(|field| dimension(&field.kind)).collect()
    }
}

impl Dimension {
    /// How many classes it has.
    pub fn classes(&self) -> usize {
        self.classes.values.len()
    }

    /// The position of the class that a stored position shows as.
    pub fn shown(&self, position: Option<i128>) -> Option<usize> {
        let known = position.and_then(|at| usize::try_from(at).ok()).filter(|at| *at < self.classes());
        // What a newer server stored shows as NULL does.
        let unknown = if self.null == NullClass::Null { None } else { self.classes().checked_sub(1) };
        known.or(unknown)
    }
}
