//! `tellergraph schema`

use super::{Failure, console};
use crate::graphql;

pub(super) fn run() -> Result<(), Failure> {
    console::print(&graphql::schema::sdl(&graphql::schema::build()))
}
