//! Networks: what a field asks for of the rows within some hops of each parent.

use super::{Network, NetworkSlot, Reached};
use crate::graphql::catalog::{Concept, Walk};
use crate::graphql::error::GraphError;
use crate::graphql::page::first_rows;
use crate::graphql::plan::compile::{Compiler, Draft, own_fault};
use crate::graphql::plan::{ColumnAt, Projection, Slot};
use crate::graphql::select::Selected;

impl<'a> Compiler<'a> {
    /// The network that a field of a row in the table `alias` of the draft asks for.
    pub(in crate::graphql::plan) fn network(
        &self,
        concept: &'static Concept,
        walk: &'static Walk,
        alias: u16,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Slot, GraphError> {
        match self.network_around(concept, walk, selected) {
            Ok(network) => {
                let parent = draft.cell(Projection::Column(ColumnAt::key(alias, concept.key)));
                draft.fetch.networks.push((parent, network));
                Ok(Slot::Network(draft.fetch.networks.len() - 1))
            }
            Err(error) => Ok(Slot::Failed(own_fault(error.at(selected.field.pos))?)),
        }
    }

    fn network_around(
        &self,
        concept: &'static Concept,
        walk: &'static Walk,
        selected: &Selected<'a>,
    ) -> Result<Network, GraphError> {
        let arguments = self.arguments(concept.name, selected)?;
        let hops = self.hops(&arguments, "hops", Walk::NETWORK_HOPS)?;
        let first = first_rows(&arguments, self.scope.pages.nested())? as usize;
        let mut reached = Reached::new(concept, walk)?;
        let type_name = walk.network.ty.0;
        let mut fields = Vec::new();
        for part in self.selection.collect(type_name, &selected.sets) {
            let slot = match part.name() {
                "__typename" => NetworkSlot::Typename(type_name),
                "hops" => NetworkSlot::Hops,
                "totalCount" => NetworkSlot::TotalCount,
                "truncated" => NetworkSlot::Truncated,
                "nodes" => NetworkSlot::Nodes(self.reached(concept, &part, &mut reached)?),
                "edges" => {
                    NetworkSlot::Edges(self.steps(concept, (walk.pair, walk.network.edge.0), &part, &mut reached)?)
                }
                other => return Err(GraphError::bug(format!("no field {type_name}.{other}"))),
            };
            fields.push((part.key.to_owned(), slot));
        }
        let along = reached.into_along(walk, self);
        Ok(Network { along, hops, first, most_reached: self.scope.limits.network_customers, fields })
    }
}
