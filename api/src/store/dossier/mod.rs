//! The rows that the rules look at, read from the bank's tables.
//!
//! * [`persons`] and [`kin`]: everybody, and how they are related: who lives together
//! * [`Reader`]: the dossiers of some customers

mod people;
mod reader;
mod text;

pub(crate) use people::{kin, persons};
pub(crate) use reader::{Reader, rows};
