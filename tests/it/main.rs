//! Tellergraph as its users meet it: one binary, a module for each matter.

mod graph;
mod refresh;
mod schema;
mod selection;
mod tools;
