//! What a client is told when something goes wrong: one closed list of codes, and the error type that carries them.
//!
//! A [`GraphError`] is worded for the caller. What must stay on the server (SQL, paths, driver texts) travels beside
//! the words as its cause, is logged once by [`seal`] with the id of the request, and never reaches the answer.

use std::{error::Error as StdError, fmt, sync::Arc};

use async_graphql::{ErrorExtensionValues, PathSegment, Pos, ServerError, Value};
use sea_orm::DbErr;

use super::request::RequestId;
use crate::store::StoreError;

mod code;
mod database;

pub use code::Code;
use database::is_ended;
pub(crate) use database::{DatabaseFailure, describe, driver_error, is_unavailable};

/// The longest message a client receives, in characters: texts of the parser quote the document.
const LONGEST_MESSAGE: usize = 400;

/// What a client reads of a failure that is not theirs to repair.
const INTERNAL_MESSAGE: &str = "Something went wrong on the server. Quote the requestId when you report it.";

/// What a client reads while the database does not answer.
const UNAVAILABLE_MESSAGE: &str = "The database does not answer at the moment. Try again shortly.";

/// What a client reads when the database ended a statement.
const ENDED_MESSAGE: &str = "The request took too long and was ended. Ask for less.";

/// One error of an answer: a code, words for the caller, and where in the document it belongs.
#[derive(Clone, Debug)]
pub struct GraphError {
    code: Code,
    message: String,
    locations: Vec<Pos>,
    path: Vec<PathSegment>,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl GraphError {
    /// An error with `code`, worded for the caller. Messages longer than the server sends are cut.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: cut(message.into()), locations: Vec::new(), path: Vec::new(), cause: None }
    }

    /// A value that cannot be used: [`Code::BadUserInput`].
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::new(Code::BadUserInput, message)
    }

    /// A document that does not fit the schema: [`Code::GraphqlValidationFailed`].
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new(Code::GraphqlValidationFailed, message)
    }

    /// A document that is not GraphQL. Of the parser's text only what it expected is kept: the rest quotes the
    /// document.
    pub fn unparsed(error: &async_graphql_parser::Error) -> Self {
        let text = error.to_string();
        let expected = text.lines().rev().find_map(|line| line.trim().strip_prefix("= "));
        let message = match (expected, error.positions().next()) {
            (Some(expected), Some(at)) => {
                format!("Syntax error at line {}, column {}: {expected}.", at.line, at.column)
            }
            _ => format!("Syntax error: {}.", text.trim_end_matches('.')),
        };
        Self { locations: error.positions().collect(), ..Self::new(Code::GraphqlParseFailed, message) }
    }

    /// A failure of the server. The caller reads a fixed text; `cause` is for the log and must hold no personal data.
    pub fn internal(cause: impl StdError + Send + Sync + 'static) -> Self {
        Self { cause: Some(Arc::new(cause)), ..Self::new(Code::InternalServerError, INTERNAL_MESSAGE) }
    }

    /// A broken promise of our own code, described for the log.
    pub fn bug(description: impl Into<String>) -> Self {
        Self::internal(Bug(description.into()))
    }

    /// The same error, pointing at a place in the document; one that points at a place already, which lies further in,
    /// stays as it is.
    #[must_use]
    pub fn at(mut self, position: Pos) -> Self {
        if self.locations.is_empty() {
            self.locations.push(position);
        }
        self
    }

    /// The same error, belonging to a field of the answer.
    #[must_use]
    pub fn with_path(self, path: Vec<PathSegment>) -> Self {
        Self { path, ..self }
    }

    /// The code the caller will read.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The words the caller will read.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.message)
    }
}

impl StdError for GraphError {}

impl From<GraphError> for ServerError {
    fn from(error: GraphError) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", error.code.as_str());
        let mut sent = Self::new(error.message.clone(), None);
        sent.locations.clone_from(&error.locations);
        sent.path.clone_from(&error.path);
        sent.extensions = Some(extensions);
        sent.source = Some(Arc::new(error));
        sent
    }
}

impl From<DbErr> for GraphError {
    fn from(error: DbErr) -> Self {
        Self::of_database(&error)
    }
}

impl From<StoreError> for GraphError {
    fn from(error: StoreError) -> Self {
        match error.database_error() {
            Some(database) => Self::of_database(database),
            None => Self::internal(error),
        }
    }
}

impl GraphError {
    fn of_database(error: &DbErr) -> Self {
        if is_ended(error) {
            return Self::new(Code::Timeout, ENDED_MESSAGE);
        }
        let code = if is_unavailable(error) { Code::DatabaseUnavailable } else { Code::InternalServerError };
        let message = if code == Code::DatabaseUnavailable { UNAVAILABLE_MESSAGE } else { INTERNAL_MESSAGE };
        Self { cause: Some(Arc::new(DatabaseFailure::of(error))), ..Self::new(code, message) }
    }
}

/// The last hand an error passes before it is written: it gets a code if it has none (`fallback`), what is the
/// server's own failure is logged and carries `requestId`, and no message leaves that was not worded for the caller.
pub fn seal(error: &mut ServerError, fallback: Code, request: &RequestId) {
    let named = error.extensions.as_ref().and_then(|extensions| match extensions.get("code") {
        Some(Value::String(name)) => Code::named(name),
        _ => None,
    });
    let code = named.unwrap_or(fallback);
    if code.is_ours() {
        match error.source::<GraphError>().map(|ours| (&ours.cause, &ours.message)) {
            Some((Some(cause), _)) => log(code, request, &**cause),
            Some((None, message)) => log(code, request, &Bug(message.clone())),
            // A text of the library: it may quote values, so neither the log nor the caller gets it.
            None => log(code, request, &Bug("an error without a cause".to_owned())),
        }
        if error.source::<GraphError>().is_none() {
            INTERNAL_MESSAGE.clone_into(&mut error.message);
        }
    } else if error.message.chars().nth(LONGEST_MESSAGE).is_some() {
        error.message = cut(std::mem::take(&mut error.message));
    }
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", code.as_str());
    if code.is_ours() {
        extensions.set("requestId", request.as_str());
    }
}

fn log(code: Code, request: &RequestId, cause: &(dyn StdError + 'static)) {
    tracing::error!(request_id = request.as_str(), code = code.as_str(), cause = %cause, "a request failed: {cause}");
}

fn cut(message: String) -> String {
    match message.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}

/// A broken promise of our own code, for the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Bug(String);

#[cfg(test)]
mod tests {
    use sea_orm::{ConnAcquireErr, RuntimeErr, sqlx};

    use super::*;

    fn sealed(error: GraphError) -> serde_json::Value {
        let mut sent = ServerError::from(error);
        seal(&mut sent, Code::InternalServerError, &RequestId::from_text("r1"));
        serde_json::to_value(&sent).unwrap()
    }

    #[test]
    fn every_code_is_found_again_by_its_name() {
        for code in Code::ALL {
            assert_eq!(Code::named(code.as_str()), Some(code));
        }
        assert_eq!(Code::named("SOMETHING_ELSE"), None);
    }

    #[test]
    fn a_users_error_keeps_its_words_and_carries_no_request_id() {
        let json = sealed(GraphError::bad_input("`first` is at least 0.").at(Pos { line: 1, column: 3 }));
        assert_eq!(
            json,
            serde_json::json!({
                "message": "`first` is at least 0.",
                "locations": [{ "line": 1, "column": 3 }],
                "extensions": { "code": "BAD_USER_INPUT" },
            })
        );
    }

    #[test]
    fn an_error_points_at_the_innermost_place_only() {
        let inner = GraphError::validation("`first` is no whole number.").at(Pos { line: 2, column: 5 });
        let json = sealed(inner.at(Pos { line: 1, column: 3 }));
        assert_eq!(json["locations"], serde_json::json!([{ "line": 2, "column": 5 }]));
    }

    #[test]
    fn a_failing_statement_is_internal_and_its_text_stays_here() {
        let error = DbErr::Query(RuntimeErr::Internal("SELECT secret FROM customer".to_owned()));
        let json = sealed(error.into());
        assert_eq!(json["extensions"]["code"], "INTERNAL_SERVER_ERROR");
        assert_eq!(json["extensions"]["requestId"], "r1");
        assert!(!json.to_string().contains("SELECT"), "{json}");
    }

    #[test]
    fn a_pool_that_gives_no_connection_is_an_unavailable_database() {
        let json = sealed(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout).into());
        assert_eq!(json["extensions"]["code"], "DATABASE_UNAVAILABLE");
        let broken = DbErr::Query(RuntimeErr::SqlxError(Arc::new(sqlx::Error::Io(std::io::Error::other("reset")))));
        assert!(is_unavailable(&broken));
        let wrong = DbErr::Query(RuntimeErr::SqlxError(Arc::new(sqlx::Error::ColumnNotFound("x".to_owned()))));
        assert!(!is_unavailable(&wrong));
    }

    #[test]
    fn an_error_of_the_library_without_a_code_gets_the_fallback() {
        let mut foreign = ServerError::new("Unknown field \"x\".", None);
        seal(&mut foreign, Code::GraphqlValidationFailed, &RequestId::from_text("r1"));
        assert_eq!(foreign.message, "Unknown field \"x\".");
        let mut internal = ServerError::new("thread panicked at /home/…", None);
        seal(&mut internal, Code::InternalServerError, &RequestId::from_text("r1"));
        assert_eq!(internal.message, INTERNAL_MESSAGE);
    }

    #[test]
    fn a_syntax_error_says_where_and_what_without_the_document() {
        let error = async_graphql_parser::parse_query("{ customers(first: }").unwrap_err();
        let sent = GraphError::unparsed(&error);
        assert_eq!(sent.code(), Code::GraphqlParseFailed);
        assert!(sent.message().starts_with("Syntax error at line 1, column 20: expected"), "{}", sent.message());
        assert!(!sent.message().contains("customers"), "{}", sent.message());
    }

    #[test]
    fn long_messages_are_cut() {
        let long = GraphError::bad_input("é".repeat(1_000));
        assert_eq!(long.message().chars().count(), LONGEST_MESSAGE + 1);
    }
}
