//! The graph.

pub mod document;
pub mod error;
pub mod limits;
pub mod request;
