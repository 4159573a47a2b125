//! The Tellergraph server: a bank's nine tables as one GraphQL graph.
//!
//! [`cli`] is where the program begins, [`server`] puts the routes together, `http` carries requests, [`graphql`]
//! answers them, and [`store`] keeps what the segmentation rules say. [`accuracy`] compares that with what is true of a
//! made-up bank.

pub mod accuracy;
pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod graphql;
mod http;
pub mod server;
pub mod store;
pub mod telemetry;
