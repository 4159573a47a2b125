//! What all rows of a list, or of a group, come to.

use async_graphql_parser::types::SelectionSet;

use super::super::compile::Compiler;
use super::{AggregateSlot, MeasureSlot, Totals};
use crate::graphql::catalog::{Concept, Measure, Reached, Statistic};
use crate::graphql::error::GraphError;
use crate::graphql::plan::{ColumnAt, Needed};

impl<'a> Compiler<'a> {
    /// What `sets` ask of the aggregate of a concept's rows; the statement learns what it has to sum up.
    pub(in crate::graphql::plan) fn aggregate(
        &self,
        concept: &'static Concept,
        sets: &[&'a SelectionSet],
        totals: &mut Totals,
    ) -> Result<Vec<(String, AggregateSlot)>, GraphError> {
        let type_name = format!("{}Aggregate", concept.name);
        let measures = concept.measures();
        let mut fields = Vec::new();
        for part in self.selection.collect(&type_name, sets) {
            let slot = match part.name() {
                "__typename" => AggregateSlot::Typename(type_name.clone()),
                "count" => AggregateSlot::Count,
                name => {
                    let measure = measures.iter().find(|measure| measure.at.field.name == name);
                    let measure = measure.ok_or_else(|| GraphError::bug(format!("no field {type_name}.{name}")))?;
                    self.measure(concept, measure, &part.sets, totals)?
                }
            };
            fields.push((part.key.to_owned(), slot));
        }
        Ok(fields)
    }

    fn measure(
        &self,
        concept: &'static Concept,
        measure: &Measure,
        sets: &[&'a SelectionSet],
        totals: &mut Totals,
    ) -> Result<AggregateSlot, GraphError> {
        let column = totals.measured(concept, measure)?;
        let index = totals.measure(column, None);
        let mut fields = Vec::new();
        for part in self.selection.collect(measure.type_name(), sets) {
            let slot = if part.name() == "__typename" {
                MeasureSlot::Typename(measure.type_name())
            } else {
                let statistic = measure.statistics().iter().find(|statistic| statistic.name() == part.name());
                let statistic = statistic.ok_or_else(|| GraphError::bug(format!("no statistic {}", part.name())))?;
                totals.measure(column, Some(*statistic));
                MeasureSlot::Statistic(*statistic)
            };
            fields.push((part.key.to_owned(), slot));
        }
        Ok(AggregateSlot::Measure(index, fields))
    }
}

impl Totals {
    /// The column of a measure.
    pub(super) fn measured(&mut self, concept: &'static Concept, measure: &Measure) -> Result<ColumnAt, GraphError> {
        let (alias, _) = self.reach(concept, &measure.at)?;
        Ok(ColumnAt { alias, name: measure.at.column, ty: measure.ty })
    }

    /// The statistic at this index of a concept's measures.
    pub(super) fn statistic(
        &mut self,
        concept: &'static Concept,
        measure: &Measure,
        statistic: Statistic,
    ) -> Result<usize, GraphError> {
        let column = self.measured(concept, measure)?;
        Ok(self.measure(column, Some(statistic)))
    }

    /// The alias of the row that a field is reached in, and that row's key where it is another row.
    pub(super) fn reach(
        &mut self,
        concept: &'static Concept,
        at: &Reached,
    ) -> Result<(u16, Option<ColumnAt>), GraphError> {
        let frame = &mut self.rows.frame;
        let (mut concept, mut alias) = (concept, frame.base);
        for step in at.path {
            let (to_one, target) =
                concept.beside(step).ok_or_else(|| GraphError::bug(format!("no row {}.{step}", concept.name)))?;
            alias = frame.join(&mut self.aliases, alias, to_one, target, Needed::Inside);
            concept = target;
        }
        Ok((alias, (!at.path.is_empty()).then(|| ColumnAt::key(alias, concept.key))))
    }
}
