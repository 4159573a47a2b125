//! Walks along the rows that join two rows of one concept: chains between two of them, and what lies around one.
//!
//! Where a walk leads is known only when it is run, so its rows are fetched by the keys that it reached.

mod network;
mod path;

use super::compile::{Compiler, Draft};
use super::{Fetch, Object, Source};
use crate::graphql::catalog::{Concept, Pair, Walk};
use crate::graphql::error::GraphError;
use crate::graphql::select::{Arguments, Selected};

/// What a walk goes along, and what is fetched where it led.
#[derive(Debug)]
pub struct Along {
    /// The rows that it goes along.
    pub pair: &'static Pair,
    /// Their table.
    pub table: &'static str,
    /// The texts that tell the same kind of relationship from either side.
    pub mirrors: Vec<(Vec<String>, Vec<String>)>,
    /// The most rows that one hop reads.
    pub most_rows: u64,
    /// The rows that it reached, their key first; `None` when nothing of them is asked for.
    pub nodes: Option<Fetch>,
    /// The rows that it went along, their key first; `None` when nothing of them is asked for.
    pub rows: Option<Fetch>,
}

/// The shortest chain between two rows.
#[derive(Debug)]
pub struct Path {
    /// What it goes along. The nodes are always fetched: an end may not exist.
    pub along: Along,
    /// The key it starts from.
    pub from: i64,
    /// The key it arrives at.
    pub to: i64,
    /// The most hops it may have.
    pub hops: u32,
    /// The most rows that the search may visit.
    pub most_visited: usize,
    /// How it is written.
    pub fields: Vec<(String, PathSlot)>,
}

/// A field of a chain.
#[derive(Debug)]
pub enum PathSlot {
    /// The name of the type.
    Typename(&'static str),
    /// How many steps it has.
    Hops,
    /// The rows on it, both ends included.
    Nodes(Object),
    /// Its steps.
    Edges(Vec<(String, StepSlot)>),
}

/// What lies within some hops of each parent.
#[derive(Debug)]
pub struct Network {
    /// What it goes along.
    pub along: Along,
    /// How many hops it goes.
    pub hops: u32,
    /// How many of the rows are shown.
    pub first: usize,
    /// The most rows that it may reach from one parent.
    pub most_reached: usize,
    /// How it is written.
    pub fields: Vec<(String, NetworkSlot)>,
}

/// A field of a network.
#[derive(Debug)]
pub enum NetworkSlot {
    /// The name of the type.
    Typename(&'static str),
    /// How many hops it goes.
    Hops,
    /// How many rows were reached, whether shown or not.
    TotalCount,
    /// Whether there are more within the hops than the walk may reach.
    Truncated,
    /// The rows that are shown.
    Nodes(Object),
    /// The same rows with their distance, and how they are reached.
    Edges(Vec<(String, StepSlot)>),
}

/// A field of a step.
#[derive(Debug)]
pub enum StepSlot {
    /// The name of the type.
    Typename(&'static str),
    /// How far the reached row is from the start.
    Distance,
    /// What joins the two rows.
    Kind,
    /// What the reached row is to the one before it.
    Role,
    /// The row that joins the two.
    Row(Object),
    /// The row before the reached one.
    From(Object),
    /// The reached row.
    Node(Object),
}

/// The fetches of a walk while they are put together.
struct Reached {
    nodes: Draft,
    shows_nodes: bool,
    rows: Draft,
    rows_concept: &'static Concept,
    shows_rows: bool,
}

impl Reached {
    fn new(concept: &'static Concept, walk: &'static Walk) -> Result<Self, GraphError> {
        let rows_concept = super::object::target(walk.rows)?;
        let mut nodes = Draft::new(concept, Source::Reached);
        let mut rows = Draft::new(rows_concept, Source::Reached);
        // What was reached is found again by its key.
        nodes.cell_of_key(concept);
        rows.cell_of_key(rows_concept);
        Ok(Self { nodes, shows_nodes: false, rows, rows_concept, shows_rows: false })
    }

    fn into_along(self, walk: &'static Walk, compiler: &Compiler<'_>) -> Along {
        Along {
            pair: walk.pair,
            table: self.rows_concept.table,
            mirrors: compiler.scope.codes.mirrors(walk.pair),
            most_rows: compiler.scope.limits.hop_relationships,
            nodes: self.shows_nodes.then_some(self.nodes.fetch),
            rows: self.shows_rows.then_some(self.rows.fetch),
        }
    }
}

impl<'a> Compiler<'a> {
    /// What `selected` asks of a row that a walk reached.
    fn reached(
        &self,
        concept: &'static Concept,
        selected: &Selected<'a>,
        reached: &mut Reached,
    ) -> Result<Object, GraphError> {
        reached.shows_nodes = true;
        let base = reached.nodes.fetch.frame.base;
        self.object(concept, base, &selected.sets, &mut reached.nodes)
    }

    /// What `selected` asks of the steps of a walk.
    fn steps(
        &self,
        concept: &'static Concept,
        (pair, type_name): (&'static Pair, &'static str),
        selected: &Selected<'a>,
        reached: &mut Reached,
    ) -> Result<Vec<(String, StepSlot)>, GraphError> {
        let mut fields = Vec::new();
        for part in self.selection.collect(type_name, &selected.sets) {
            let slot = match part.name() {
                "__typename" => StepSlot::Typename(type_name),
                "distance" => StepSlot::Distance,
                "type" => StepSlot::Kind,
                "role" => StepSlot::Role,
                "from" => StepSlot::From(self.reached(concept, &part, reached)?),
                "node" => StepSlot::Node(self.reached(concept, &part, reached)?),
                name if name == pair.docs.row.0 => {
                    reached.shows_rows = true;
                    let base = reached.rows.fetch.frame.base;
                    StepSlot::Row(self.object(reached.rows_concept, base, &part.sets, &mut reached.rows)?)
                }
                other => return Err(GraphError::bug(format!("no field {type_name}.{other}"))),
            };
            fields.push((part.key.to_owned(), slot));
        }
        Ok(fields)
    }

    /// The hops that an argument asks for.
    fn hops(&self, arguments: &Arguments, name: &str, default: u32) -> Result<u32, GraphError> {
        let most = self.scope.limits.hops;
        let asked = match arguments.get(name) {
            Some(async_graphql::Value::Number(number)) => number.as_i64().and_then(|hops| u32::try_from(hops).ok()),
            _ => Some(default),
        };
        match asked {
            None => Err(GraphError::bad_input(format!("`{name}` must not be negative."))),
            Some(hops) if hops > most => {
                Err(GraphError::bad_input(format!("`{name}` is {hops}; this server goes at most {most} hops.")))
            }
            Some(hops) => Ok(hops),
        }
    }
}
