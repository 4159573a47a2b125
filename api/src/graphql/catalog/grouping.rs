//! What lists can be counted by: keys that make groups, and measures that are summed up.
//!
//! Both follow from the fields. Codes, classes, booleans and dates are keys; numbers and dates are measures. A concept
//! only says from which other rows it takes keys and measures, and which fields are no measure although they are numbers.

use super::{CATALOG, ClosedEnum, Column, ColumnType, Concept, Field, Kind, NullClass, Overview, ToOne, Vocabulary};

/// What a concept says of groups and totals beyond what follows from its fields.
#[derive(Clone, Copy, Debug)]
pub struct Grouping {
    /// The rows beside a row that give keys, and perhaps measures.
    pub through: &'static [Through],
    /// Fields that are no measure although they hold numbers.
    pub no_measures: &'static [&'static str],
    /// Fields that hold whole numbers, and so few different ones that they are keys, too.
    pub number_keys: &'static [&'static str],
}

impl Grouping {
    /// Keys and measures are the concept's own.
    pub const OWN: Self = Self { through: &[], no_measures: &[], number_keys: &[] };
}

/// Rows that a row has at most one of.
#[derive(Clone, Copy, Debug)]
pub struct Through {
    /// The to-one fields that lead there.
    pub path: &'static [&'static str],
    /// Whether the numbers of the row there are measures, too.
    pub measures: bool,
    /// What is kept of the rows there, of all of them.
    pub overview: Option<&'static Overview>,
}

impl Through {
    /// The rows that a path leads to give keys.
    pub const fn keys(path: &'static [&'static str]) -> Self {
        Self { path, measures: false, overview: None }
    }
}

/// Something that groups are made by.
#[derive(Clone, Copy)]
pub struct GroupKey {
    /// The to-one fields that lead to its row, and the field.
    pub at: Reached,
    /// How its values become groups.
    pub kind: KeyKind,
}

/// How the values of a field become groups.
#[derive(Clone, Copy)]
pub enum KeyKind {
    /// Rows of the same class.
    Class(&'static ClosedEnum, NullClass),
    /// Rows whose texts have the same code.
    Code(&'static Vocabulary),
    /// Rows with the same answer.
    Boolean,
    /// Rows with the same whole number.
    Number,
    /// Rows whose dates lie in the same day, week, month, quarter or year.
    Date,
    /// The same of wall-clock times in the bank's zone.
    DateTime,
}

/// Something that is summed up.
#[derive(Clone, Copy)]
pub struct Measure {
    /// The to-one fields that lead to its row, and the field.
    pub at: Reached,
    /// What it holds: a number, a date or a time.
    pub ty: ColumnType,
}

/// A field of the row itself, or of one that to-one fields lead to.
#[derive(Clone, Copy)]
pub struct Reached {
    /// The fields that lead there.
    pub path: &'static [&'static str],
    /// The field.
    pub field: &'static Field,
    /// Its column.
    pub column: &'static str,
}

impl Concept {
    /// What its rows can be grouped by.
    pub fn group_keys(&'static self) -> Vec<GroupKey> {
        let key = |(at, kind): (Reached, &'static Kind)| {
            let kind = match kind {
                Kind::Class { classes, null, .. } => KeyKind::Class(classes, *null),
                Kind::Code { vocabulary, .. } => KeyKind::Code(vocabulary),
                Kind::Column(Column { ty: ColumnType::Boolean, filter: true, .. }) => KeyKind::Boolean,
                Kind::Column(Column { ty: ColumnType::Int, filter: true, .. })
                    if self.grouping.number_keys.contains(&at.field.name) =>
                {
                    KeyKind::Number
                }
                Kind::Column(Column { ty: ColumnType::Date, filter: true, .. }) => KeyKind::Date,
                Kind::Column(Column { ty: ColumnType::DateTime, filter: true, .. }) => KeyKind::DateTime,
                _ => return None,
            };
            Some(GroupKey { at, kind })
        };
        self.reached(|_| true).into_iter().filter_map(key).collect()
    }

    /// What can be summed up of its rows.
    pub fn measures(&'static self) -> Vec<Measure> {
        let measure = |(at, kind): (Reached, &'static Kind)| match kind {
            Kind::Column(Column { ty, filter: true, .. }) if ty.is_measured() => Some(Measure { at, ty: *ty }),
            _ => None,
        };
        let mut measures: Vec<_> = self.reached(|through| through.measures).into_iter().filter_map(measure).collect();
        measures.retain(|measure| !self.grouping.no_measures.contains(&measure.at.field.name));
        measures
    }

    /// Its fields with a column, and those of the rows beside it.
    fn reached(&'static self, wanted: impl Fn(&Through) -> bool) -> Vec<(Reached, &'static Kind)> {
        let mut all = fields_of(self, &[]);
        for through in self.grouping.through.iter().filter(|through| wanted(through)) {
            let target = through.path.iter().try_fold(self, |concept, step| concept.beside(step).map(|(_, to)| to));
            all.extend(target.map(|target| fields_of(target, through.path)).unwrap_or_default());
        }
        all
    }

    /// The to-one field of this name, and where it leads.
    pub fn beside(&'static self, field: &str) -> Option<(&'static ToOne, &'static Self)> {
        match &self.field(field)?.kind {
            Kind::ToOne(to_one) => Some((to_one, CATALOG.concept(to_one.target)?)),
            _ => None,
        }
    }
}

fn fields_of(concept: &'static Concept, path: &'static [&'static str]) -> Vec<(Reached, &'static Kind)> {
    let with_column = |field: &'static Field| {
        let column = match &field.kind {
            Kind::Column(column) if column.name != concept.key => column.name,
            Kind::Class { column, .. } | Kind::Code { column, .. } => column,
            _ => return None,
        };
        Some((Reached { path, field, column }, &field.kind))
    };
    concept.fields.iter().filter_map(with_column).collect()
}

/// What is told of a measure over some rows. Nulls are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// How many rows have a value.
    Count,
    /// All values added.
    Sum,
    /// The sum divided by the number.
    Avg,
    /// The least value.
    Min,
    /// The greatest value.
    Max,
    /// The value in the middle.
    Median,
}

impl Statistic {
    /// What is told of a measure of this type.
    pub fn of(ty: ColumnType) -> &'static [Self] {
        use Statistic::{Avg, Count, Max, Median, Min, Sum};
        let is_number = matches!(ty, ColumnType::Small | ColumnType::Int | ColumnType::Decimal);
        if is_number { &[Count, Sum, Avg, Min, Max, Median] } else { &[Count, Min, Max] }
    }

    /// Its GraphQL field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
            Self::Median => "median",
        }
    }

    /// What it holds, of a measure of the type `ty`.
    pub fn ty(self, ty: ColumnType) -> ColumnType {
        match self {
            Self::Count => ColumnType::Int,
            Self::Sum if ty != ColumnType::Decimal => ColumnType::BigInt,
            Self::Avg | Self::Median => ColumnType::Decimal,
            Self::Sum | Self::Min | Self::Max => ty,
        }
    }
}

impl Measure {
    /// What is told of it.
    pub fn statistics(&self) -> &'static [Statistic] {
        Statistic::of(self.ty)
    }

    /// The GraphQL type of what is told of it.
    pub fn type_name(&self) -> &'static str {
        self.ty.aggregate()
    }
}

/// Something that groups are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupOrderBy {
    /// How many rows a group has.
    Count,
    /// The key at this index of the concept's keys.
    Key(usize),
    /// What is told of the measure at this index of the concept's measures.
    Measure(usize, Statistic),
}

impl Concept {
    /// What groups of its rows are ordered by, each with the enum value and its description.
    pub fn group_orders(&'static self) -> Vec<(String, String, GroupOrderBy)> {
        let count = ("COUNT".to_owned(), "By the number of rows.".to_owned(), GroupOrderBy::Count);
        let keys = self.group_keys().into_iter().enumerate().map(|(index, key)| {
            let name = key.at.field.name;
            let doc = format!("By the key `{name}`, which must be one of `keys`; enums as their values are declared.");
            (constant_case(name), doc, GroupOrderBy::Key(index))
        });
        let measures = self.measures().into_iter().enumerate().flat_map(|(index, measure)| {
            measure.statistics().iter().filter(|statistic| **statistic != Statistic::Count).map(move |statistic| {
                let (field, told) = (measure.at.field.name, statistic.name());
                let name = format!("{}_{}", constant_case(field), constant_case(told));
                (name, format!("By `{told}` of `{field}`."), GroupOrderBy::Measure(index, *statistic))
            })
        });
        std::iter::once(count).chain(keys).chain(measures).collect()
    }
}

impl ColumnType {
    /// Whether values of this type are summed up, or have at least a first and a last.
    fn is_measured(self) -> bool {
        match self {
            Self::Small | Self::Int | Self::Decimal | Self::Date | Self::DateTime => true,
            Self::BigInt | Self::Hundredths | Self::Text | Self::Instant | Self::Boolean => false,
        }
    }

    /// The GraphQL type of what is told of values of this type.
    pub fn aggregate(self) -> &'static str {
        match self {
            Self::Decimal => "DecimalAggregate",
            Self::Date => "DateAggregate",
            Self::DateTime => "DateTimeAggregate",
            _ => "IntAggregate",
        }
    }
}

/// The value of an enum that stands for a field: `AGE_GROUP` for `ageGroup`.
pub fn constant_case(field: &str) -> String {
    let mut constant = String::new();
    for character in field.chars() {
        if character.is_ascii_uppercase() {
            constant.push('_');
        }
        constant.push(character.to_ascii_uppercase());
    }
    constant
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keys_and_measures_of_a_concept_have_names_of_their_own() {
        for concept in CATALOG.concepts().iter().filter(|concept| concept.is_listed()) {
            for through in concept.grouping.through {
                let target = through.path.iter().try_fold(concept, |at, step| at.beside(step).map(|(_, to)| to));
                assert!(target.is_some(), "{} {:?}", concept.name, through.path);
            }
            let keys: Vec<_> = concept.group_keys().iter().map(|key| key.at.field.name).collect();
            assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "{keys:?}");
            let measures: Vec<_> = concept.measures().iter().map(|measure| measure.at.field.name).collect();
            assert_eq!(measures.iter().collect::<HashSet<_>>().len(), measures.len(), "{measures:?}");
            let orders: Vec<_> = concept.group_orders().into_iter().map(|(name, ..)| name).collect();
            assert_eq!(orders.iter().collect::<HashSet<_>>().len(), orders.len(), "{orders:?}");
            for taken in ["count", "share", "aggregate"] {
                assert!(!keys.contains(&taken) && !measures.contains(&taken), "{}", concept.name);
            }
        }
    }

    #[test]
    fn enum_values_are_written_in_capitals() {
        assert_eq!(constant_case("ageGroup"), "AGE_GROUP");
        assert_eq!(constant_case("amount"), "AMOUNT");
    }
}
