//! Chains: the root field that asks for the shortest way between two rows.

use super::{Path, PathSlot, Reached};
use crate::graphql::catalog::{Concept, Walk};
use crate::graphql::error::GraphError;
use crate::graphql::node;
use crate::graphql::plan::compile::{Compiler, text};
use crate::graphql::select::Selected;

impl<'a> Compiler<'a> {
    /// The chain that a root field asks for.
    pub(in crate::graphql::plan) fn path(
        &self,
        concept: &'static Concept,
        walk: &'static Walk,
        selected: &Selected<'a>,
    ) -> Result<Path, GraphError> {
        let arguments = self.arguments("Query", selected)?;
        let end = |name| node::read_id_of(concept, text(&arguments, name)?);
        let (from, to) = (end("from")?, end("to")?);
        let hops = self.hops(&arguments, "maxHops", Walk::PATH_HOPS)?;
        let mut reached = Reached::new(concept, walk)?;
        reached.shows_nodes = true;
        let type_name = walk.path.ty.0;
        let mut fields = Vec::new();
        for part in self.selection.collect(type_name, &selected.sets) {
            let slot = match part.name() {
                "__typename" => PathSlot::Typename(type_name),
                "hops" => PathSlot::Hops,
                "nodes" => PathSlot::Nodes(self.reached(concept, &part, &mut reached)?),
                "edges" => PathSlot::Edges(self.steps(concept, (walk.pair, walk.path.edge.0), &part, &mut reached)?),
                other => return Err(GraphError::bug(format!("no field {type_name}.{other}"))),
            };
            fields.push((part.key.to_owned(), slot));
        }
        let along = reached.into_along(walk, self);
        Ok(Path { along, from, to, hops, most_visited: self.scope.limits.path_customers, fields })
    }
}
