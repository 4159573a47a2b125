//! From text to a document that is safe to work on: first the text is scanned, then parsed, then its fragments are
//! weighed. Nothing else in the server parses a request's document, since the parser recurses over values without a
//! bound and the library's own checks walk fragments as often as they are spread.

mod fragments;
mod scan;

use async_graphql_parser::types::{ExecutableDocument, OperationDefinition};

use super::{error::GraphError, limits::Limits};

/// Parses `text` within `limits`.
///
/// # Errors
/// `TOKEN_LIMIT`, `DEPTH_LIMIT`, `ALIAS_LIMIT`, `ROOT_FIELD_LIMIT` and `DIRECTIVE_LIMIT` name the limit that is
/// exceeded; `GRAPHQL_PARSE_FAILED` says where the text is not GraphQL; `GRAPHQL_VALIDATION_FAILED` stands for fragments
/// that spread each other in a circle or multiply beyond measure.
pub fn read(text: &str, limits: &Limits) -> Result<ExecutableDocument, GraphError> {
    let tokens = scan::scan(text, limits)?;
    let document = async_graphql_parser::parse_query(text).map_err(|error| GraphError::unparsed(&error))?;
    fragments::check(&document, tokens, limits)?;
    Ok(document)
}

/// The operation of that name, or the only one; `None` when there is none of the name.
pub fn operation<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(found, _)| found.is_some_and(|found| found == name)),
        None => operations.next(),
    };
    found.map(|(_, operation)| &operation.node)
}

#[cfg(test)]
mod tests;
