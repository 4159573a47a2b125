//! What introspection costs. The library answers it, from types that lead to types, so that a short document can ask
//! for more than fits into memory; here its size is reckoned from how many there are of each thing in the schema.

use std::cell::LazyCell;

use async_graphql::registry::{MetaType, Registry};
use async_graphql_parser::types::{Selection as Node, SelectionSet};

use crate::graphql::select::Selection;

/// How many objects the introspection in `set`, the selection set of an operation, may come to. Fields of one key count
/// as often as they are written, as the library runs them.
pub(super) fn cost(selection: Selection<'_>, set: &SelectionSet) -> u64 {
    // Most requests ask for none, and need not count the schema.
    let sizes = LazyCell::new(|| Sizes::of(selection.registry));
    each(selection, set, &mut |name, below| {
        let fields = match name {
            "__schema" => sizes.fields,
            "__type" => sizes.most_fields,
            _ => return 0,
        };
        Reckoning { selection, sizes: *sizes }.below(below, 1, fields).saturating_add(1)
    })
}

/// How many there are of each thing: of one type at most, and on average.
#[derive(Clone, Copy)]
struct Sizes {
    types: u64,
    most_fields: u64,
    fields: u64,
    arguments: u64,
    enum_values: u64,
    possible_types: u64,
    directives: u64,
}

impl Sizes {
    fn of(registry: &Registry) -> Self {
        let (mut fields, mut most_fields, mut arguments, mut values, mut possible) = (0, 0, 0, 0, 0);
        for ty in registry.types.values() {
            let of_type = match ty {
                MetaType::Object { fields, .. } | MetaType::Interface { fields, .. } => {
                    arguments += fields.values().map(|field| field.args.len()).sum::<usize>();
                    fields.len()
                }
                MetaType::InputObject { input_fields, .. } => input_fields.len(),
                MetaType::Enum { enum_values, .. } => {
                    values += enum_values.len();
                    0
                }
                _ => 0,
            };
            if let MetaType::Interface { possible_types, .. } | MetaType::Union { possible_types, .. } = ty {
                possible = possible.max(possible_types.len());
            }
            fields += of_type;
            most_fields = most_fields.max(of_type);
        }
        let types = registry.types.len();
        Self {
            types: number(types),
            most_fields: number(most_fields),
            fields: number(fields.div_ceil(types.max(1))),
            arguments: number(arguments.div_ceil(fields.max(1))),
            enum_values: number(values.div_ceil(types.max(1))),
            possible_types: number(possible),
            directives: number(registry.directives.len()),
        }
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

struct Reckoning<'a> {
    selection: Selection<'a>,
    sizes: Sizes,
}

impl Reckoning<'_> {
    /// What a set comes to that is answered `times` times; a type has so many `fields` there.
    fn below(&self, set: &SelectionSet, times: u64, fields: u64) -> u64 {
        each(self.selection, set, &mut |name, below| {
            let (count, fields) = match name {
                "types" => (self.sizes.types, self.sizes.fields),
                "fields" | "inputFields" => (fields, self.sizes.fields),
                "args" => (self.sizes.arguments, self.sizes.fields),
                "enumValues" => (self.sizes.enum_values, self.sizes.fields),
                "possibleTypes" => (self.sizes.possible_types, self.sizes.fields),
                "directives" => (self.sizes.directives, self.sizes.fields),
                // A type that is led to is no other than those counted already, but for the lists below it.
                _ => return self.below(below, times, fields),
            };
            let times = times.saturating_mul(count);
            times.saturating_add(self.below(below, times, fields))
        })
    }
}

/// Adds up the fields of a set, those of its fragments included. The guard has bounded how often and how deep fragments
/// are spread.
fn each(selection: Selection<'_>, set: &SelectionSet, field: &mut dyn FnMut(&str, &SelectionSet) -> u64) -> u64 {
    let mut sum = 0_u64;
    for item in &set.items {
        sum = sum.saturating_add(match &item.node {
            Node::Field(found) => field(&found.node.name.node, &found.node.selection_set.node),
            Node::InlineFragment(inline) => each(selection, &inline.node.selection_set.node, field),
            Node::FragmentSpread(spread) => match selection.fragments.get(&spread.node.fragment_name.node) {
                Some(fragment) => each(selection, &fragment.node.selection_set.node, field),
                None => 0,
            },
        });
    }
    sum
}
