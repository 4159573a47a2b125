//! Walks: how clients go from row to row along the rows that join two of them.

use super::Pair;

/// How the rows of a concept are walked, from one to the others that a pair joins it with, and on from these.
#[derive(Debug)]
pub struct Walk {
    /// What is walked along.
    pub pair: &'static Pair,
    /// The concept of the pair's rows.
    pub rows: &'static str,
    /// The chain between two rows.
    pub path: PathType,
    /// Everybody within some hops of a row.
    pub network: NetworkType,
    /// The descriptions of what a step of a walk carries.
    pub step: StepDocs,
}

/// The names and descriptions of a chain between two rows.
#[derive(Debug)]
pub struct PathType {
    /// The root field, and its description.
    pub field: (&'static str, &'static str),
    /// The descriptions of its arguments: the start, the end, the most hops.
    pub arguments: [&'static str; 3],
    /// The type, and its description.
    pub ty: (&'static str, &'static str),
    /// The type of its steps, and its description.
    pub edge: (&'static str, &'static str),
    /// The description of the rows on the way.
    pub nodes: &'static str,
    /// The description of the steps.
    pub edges: &'static str,
    /// The description of their number.
    pub hops: &'static str,
}

/// The names and descriptions of what lies within some hops of a row.
#[derive(Debug)]
pub struct NetworkType {
    /// The type, and its description.
    pub ty: (&'static str, &'static str),
    /// The type of its entries, and its description.
    pub edge: (&'static str, &'static str),
    /// The description of the rows.
    pub nodes: &'static str,
    /// The description of the entries.
    pub edges: &'static str,
}

/// Descriptions of what a step carries, beside what the pair itself says.
#[derive(Debug)]
pub struct StepDocs {
    /// Of how far the reached row is.
    pub distance: &'static str,
    /// Of the row that the step starts from.
    pub from: &'static str,
    /// Of the row that it leads to.
    pub node: &'static str,
}

impl Walk {
    /// How many hops a path has at most when the client does not say.
    pub const PATH_HOPS: u32 = 4;
    /// How many hops a network has when the client does not say.
    pub const NETWORK_HOPS: u32 = 2;
}
