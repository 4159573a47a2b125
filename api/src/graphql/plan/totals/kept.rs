//! Whether totals are among those that are kept.

use super::{GroupsOf, Totals};
use crate::graphql::catalog::{ColumnType, Concept};
use crate::graphql::filter::Predicate;
use crate::graphql::plan::Source;

/// Where totals are kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The dimensions, in the order in which they are kept.
    pub dimensions: [Option<&'static str>; 2],
    /// Which of the two each key is.
    pub keys: Vec<usize>,
    /// The columns of the measures, in their order.
    pub measures: Vec<(&'static str, ColumnType)>,
    /// The table of the rows, and its key.
    pub rows: (&'static str, &'static str),
    /// The table of the rows beside them that have the classes, and its key.
    pub beside: (&'static str, &'static str),
}

impl Totals {
    /// Notes where these totals are kept, once all that is asked of them is known.
    pub(in crate::graphql::plan) fn find(&mut self, concept: &'static Concept) {
        self.kept = self.find_kept(concept);
    }

    /// Where these totals are kept; `None` when they have to be made from the rows.
    fn find_kept(&self, concept: &'static Concept) -> Option<Kept> {
        let through = concept.grouping.through.iter().find(|through| through.overview.is_some())?;
        let overview = through.overview?;
        let is_all = matches!(self.rows.source, Source::Table) && is_true(&self.rows.predicate);
        let [step] = through.path else { return None };
        let (_, target) = concept.beside(step)?;
        let frame = &self.rows.frame;
        let joined = frame.joins.iter().find(|join| join.parent == frame.base && join.table == target.table);
        let is_beside = |alias: u16| joined.is_some_and(|join| join.alias == alias);
        if !is_all || self.keys.len() > 2 {
            return None;
        }
        let all = overview.dimensions();
        let mut places = Vec::new();
        for key in &self.keys {
            let is_class = matches!(key.groups, GroupsOf::Classes(..)) && is_beside(key.column.alias);
            let place = all.iter().position(|dimension| dimension.column == key.column.name);
            places.push(place.filter(|_| is_class)?);
        }
        let mut order = places.clone();
        order.sort_unstable();
        let keys = places.iter().filter_map(|place| order.iter().position(|other| other == place)).collect();
        let mut measures = Vec::new();
        for measure in &self.measures {
            let kept = overview.measures.iter().find(|(column, _)| *column == measure.column.name);
            measures.push(*kept.filter(|_| is_beside(measure.column.alias))?);
        }
        let named = |side: usize| order.get(side).and_then(|place| all.get(*place)).map(|dimension| dimension.column);
        Some(Kept {
            dimensions: [named(0), named(1)],
            keys,
            measures,
            rows: (concept.table, concept.key),
            beside: (target.table, target.key),
        })
    }
}

/// Whether a predicate says nothing.
fn is_true(predicate: &Predicate) -> bool {
    matches!(predicate, Predicate::All(parts) if parts.iter().all(is_true))
}
