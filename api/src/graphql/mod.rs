//! The graph: a request in, its answer out.

pub mod catalog;
pub mod document;
pub mod error;
pub mod filter;
mod graph;
pub mod limits;
pub mod node;
pub mod page;
pub mod plan;
pub mod request;
pub mod run;
pub mod scalar;
pub mod schema;
pub mod select;

pub use graph::Graph;
