//! Tellergraph as its users meet it: one binary, a module for each matter.

mod binary;
mod dirty;
mod graph;
mod graphiql;
mod http_audit;
mod profile;
mod refresh;
mod schema;
mod selection;
mod tools;
mod verify;
