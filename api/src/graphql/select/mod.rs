//! What a document asks for: fields collected and merged, values coerced, as the specification says.
//!
//! The library's own look-ahead loses type conditions and merges nothing, and its coercion leaves gaps; both are ours.

mod coerce;
mod collect;
mod overlap;
mod sizes;
mod values;

pub use coerce::{Arguments, coerce_variables};
pub use collect::{Selected, Selection};
pub use overlap::check_overlaps;
pub use sizes::{check_sizes, check_text};
pub use values::check_values;
