//! The rows that the rules look at, read from the bank's tables.
//!
//! * [`register`]: everybody, and how they are related, which says who lives together
//! * [`Neighbourhood`]: the same of a few customers, as far as their answers depend on it
//! * [`Reader`]: the dossiers of some customers

mod neighbourhood;
mod people;
mod reader;
mod text;

pub(crate) use neighbourhood::Neighbourhood;
pub(crate) use people::register;
pub(crate) use reader::{Reader, rows};
