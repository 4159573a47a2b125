//! The `tellergraph` program.
fn main() {}
