//! What the graph is about: one description per concept.
//!
//! A description is the single source of a concept's GraphQL types, of the columns that its statements select, and of
//! what can be filtered and ordered. The folders beside this one work on any catalog and name no concept.

mod account;
mod communication_log;
mod compliance;
mod concept;
mod credit_history;
mod customer;
mod drift;
mod enums;
mod explanation;
mod field;
mod grouping;
mod household;
mod link;
mod order;
mod overview;
mod payment;
mod product_suggestion;
mod relationship;
mod security;
mod segment;
mod segment_trigger;
mod server_info;
mod transaction;
mod unmapped_code;
mod walk;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use concept::{Concept, RootList, Search, Single};
pub(crate) use drift::history_column;
pub use drift::{DRIFT, Kept, TypeDoc};
pub use enums::{ClosedEnum, EnumValue, Vocabulary};
pub use field::{Aside, Column, ColumnType, Compute, Computed, Field, InForce, Input, Kind, NullClass};
pub use grouping::{GroupKey, GroupOrderBy, Grouping, KeyKind, Measure, Reached, Statistic, Through, constant_case};
pub use link::{Dated, Explained, JoinOn, Link, List, Packed, Pair, PairDocs, ToOne, Via};
pub use order::Order;
pub use overview::{Dimension, Overview};
pub use walk::{NetworkType, PathType, StepDocs, Walk};

/// The catalog of the bank: built once, read everywhere.
pub static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let mut concepts = vec![
        customer::concept(),
        account::concept(),
        transaction::concept(),
        payment::concept(),
        credit_history::concept(),
        security::concept(),
        relationship::concept(),
        communication_log::concept(),
        compliance::concept(),
        segment::concept(),
        segment_trigger::concept(),
        product_suggestion::concept(),
        household::concept(),
        unmapped_code::concept(),
        server_info::concept(),
        server_info::limits(),
    ];
    concepts.extend(explanation::concepts());
    Catalog::new(concepts)
});

/// All concepts, found by the name of their GraphQL type.
pub struct Catalog {
    concepts: Vec<Concept>,
    by_name: HashMap<&'static str, usize>,
}

impl Catalog {
    fn new(concepts: Vec<Concept>) -> Self {
        let by_name = concepts.iter().enumerate().map(|(index, concept)| (concept.name, index)).collect();
        Self { concepts, by_name }
    }

    /// Every concept, in the order in which the schema shows them.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concept whose GraphQL type has this name.
    pub fn concept(&self, name: &str) -> Option<&Concept> {
        self.by_name.get(name).map(|index| &self.concepts[*index])
    }

    /// Every way of walking from row to row, with the concept of the rows.
    pub fn walks(&self) -> impl Iterator<Item = (&Concept, &'static Walk)> {
        self.concepts.iter().flat_map(|concept| {
            concept.fields.iter().filter_map(move |field| match field.kind {
                Kind::Network(walk) => Some((concept, walk)),
                _ => None,
            })
        })
    }

    /// How rows of this concept are had as of other dates than that of the refresh; `None` when they are not.
    pub fn dated(&self, concept: &str) -> Option<&'static Dated> {
        [&segment::DATED].into_iter().find(|dated| dated.concept == concept)
    }

    /// The concept that answers a root field, and how.
    pub fn root(&self, field: &str) -> Option<(&Concept, RootKind)> {
        if let Some((concept, walk)) = self.walks().find(|(_, walk)| walk.path.field.0 == field) {
            return Some((concept, RootKind::Path(walk)));
        }
        self.concepts.iter().find_map(|concept| {
            if concept.list.is_some_and(|list| list.field == field) {
                return Some((concept, RootKind::List));
            }
            match concept.single {
                Some(Single::By { field: name, .. }) if name == field => Some((concept, RootKind::By)),
                Some(Single::Newest { field: name, .. }) if name == field => Some((concept, RootKind::Newest)),
                _ => None,
            }
        })
    }
}

/// How a root field answers.
#[derive(Clone, Copy, Debug)]
pub enum RootKind {
    /// A connection over the whole table.
    List,
    /// One row, found by its id or key.
    By,
    /// The newest row of a table of ours; an object with nulls when there is none.
    Newest,
    /// The shortest chain between two rows.
    Path(&'static Walk),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_fits_into_its_column() {
        for field in CATALOG.concepts().iter().flat_map(|concept| &concept.fields) {
            if let Kind::Classes { classes, .. } = &field.kind {
                assert!(classes.values.len() <= 15, "{}", field.name);
            }
        }
    }

    #[test]
    fn the_last_class_is_unknown_unless_null_says_it() {
        for field in CATALOG.concepts().iter().flat_map(|concept| &concept.fields) {
            if let Kind::Class { classes, null, .. } = &field.kind {
                let last = classes.values.last().map(|value| value.name);
                let has_unknown = matches!(null, NullClass::Never | NullClass::Unknown);
                assert_eq!(last == Some("UNKNOWN"), has_unknown, "{}", field.name);
            }
        }
    }
}
