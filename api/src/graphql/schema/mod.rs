//! The catalog as a GraphQL schema: the only place that knows the library's inside.

mod drift;
mod inputs;
mod judged;
mod operation;
mod outputs;
mod query;
mod totals;
mod walks;

use async_graphql::{EmptyMutation, EmptySubscription, SDLExportOptions, Schema};

pub use operation::{Operation, Prepared};
pub use query::Query;

/// The executable schema.
pub type BankSchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// Builds the schema from the catalog.
pub fn build() -> BankSchema {
    Schema::build(Query, EmptyMutation, EmptySubscription)
        // Names that are near misses would tell what a role may not see.
        .disable_suggestions()
        .extension(operation::Operations)
        .finish()
}

/// The schema as SDL, the same on every machine.
pub fn sdl(schema: &BankSchema) -> String {
    let options = SDLExportOptions::new().include_specified_by();
    schema.sdl_with_options(options)
}
