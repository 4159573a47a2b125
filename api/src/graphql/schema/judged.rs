//! What the library's validation is given to judge, and which of its judgements count.
//!
//! It passes over `__typename` with all that hangs on it, and so takes a variable that is used only there for unused.
//! Two of its rules refuse what the specification allows; our own checks stand in for them.

use async_graphql::{CacheControl, Positioned, ServerError, ValidationResult};
use async_graphql_parser::types::{DocumentOperations, ExecutableDocument, InlineFragment, Selection, SelectionSet};

/// The document as the library shall see it: the directives of every `__typename` on an inline fragment around it, which
/// means the same.
pub(super) fn document(document: &ExecutableDocument) -> ExecutableDocument {
    let mut document = document.clone();
    match &mut document.operations {
        DocumentOperations::Single(operation) => {
            wrap(&mut operation.node.selection_set.node);
        }
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                wrap(&mut operation.node.selection_set.node);
            }
        }
    }
    for fragment in document.fragments.values_mut() {
        wrap(&mut fragment.node.selection_set.node);
    }
    document
}

fn wrap(set: &mut SelectionSet) {
    for item in &mut set.items {
        let pos = item.pos;
        match &mut item.node {
            Selection::Field(field) if field.node.name.node == "__typename" && !field.node.directives.is_empty() => {
                let directives = std::mem::take(&mut field.node.directives);
                let bare = Positioned::new(Selection::Field(field.clone()), pos);
                let selection_set = Positioned::new(SelectionSet { items: vec![bare] }, pos);
                let around = InlineFragment { type_condition: None, directives, selection_set };
                item.node = Selection::InlineFragment(Positioned::new(around, pos));
            }
            Selection::Field(field) => wrap(&mut field.node.selection_set.node),
            Selection::InlineFragment(inline) => wrap(&mut inline.node.selection_set.node),
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// The library's judgement without the errors of the rules that we have ourselves.
pub(super) fn result(judged: Result<ValidationResult, Vec<ServerError>>) -> Result<ValidationResult, Vec<ServerError>> {
    judged.or_else(|mut errors| {
        errors.retain(|error| !is_ours_to_judge(&error.message));
        if errors.is_empty() {
            // What a valid document would have given; nothing here reads it.
            Ok(ValidationResult { cache_control: CacheControl::default(), complexity: 0, depth: 0 })
        } else {
            Err(errors)
        }
    })
}

/// Variables where the place has a default (`check_values`), and equal keys under different types (`check_overlaps`).
/// The texts are pinned with the release; names are all that they quote.
fn is_ours_to_judge(message: &str) -> bool {
    (message.starts_with("Variable \"") && message.contains("\" used in position expecting type \""))
        || (message.starts_with("Fields \"") && message.contains("\" conflict because "))
}
