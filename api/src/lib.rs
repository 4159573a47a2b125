//! The Tellergraph server: a bank's nine tables as one GraphQL graph.
//!
//! `cli` is where the program begins; [`graphql`] answers requests, `http` carries them, [`store`] keeps what the
//! segmentation rules say.

pub mod config;
pub mod graphql;
pub mod store;
