//! What documents select, and the values in them: the graph against a reference that runs in plain async-graphql, and
//! against answers written from the specification where that one is wrong.

mod bank;
mod by_specification;
mod differential;
mod documents;
mod generator;
mod hostile;
mod limits;
mod reference;
