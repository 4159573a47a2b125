//! The types of drift.

use async_graphql::registry::{MetaField, Registry};

use super::inputs::arguments;
use super::outputs::{argument, build, closed_enum, described};
use crate::graphql::catalog::DRIFT;

/// Adds the types of drift, and gives the root field.
pub(super) fn root_field(registry: &mut Registry) -> MetaField {
    closed_enum(registry, DRIFT.dimensions);
    closed_enum(registry, DRIFT.limits);
    for ty in [&DRIFT.whole, &DRIFT.month, &DRIFT.class, &DRIFT.transition] {
        let (name, doc) = ty.name;
        build(registry, name, doc, ty.fields.iter().map(|(name, ty, doc)| described(name, *ty, doc)));
    }
    let (name, doc) = DRIFT.field;
    let mut field = described(name, DRIFT.whole.name.0, doc);
    field.args = arguments(DRIFT.arguments.iter().map(|(name, ty, doc)| argument(name, *ty, doc)));
    field
}
