//! What passes between the transport and the graph: a request, its answer, and the id that ties both to the log.

use std::{
    fmt,
    hash::{BuildHasher as _, RandomState},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use serde_json::{Map, Value};

/// One GraphQL request, as it came out of the body: well-formed, not yet parsed.
#[derive(Clone, Default)]
pub struct Request {
    /// The text of the document.
    pub query: String,
    /// Which operation of the document to run; `None` when the document has only one.
    pub operation_name: Option<String>,
    /// Values of the variables by name, without the dollar sign.
    pub variables: Map<String, Value>,
    /// Whether nothing but a query may be run, as by a method of HTTP that promises to change nothing.
    pub only_queries: bool,
    /// What the client sends beside the request. Nothing in it changes the answer.
    pub extensions: Map<String, Value>,
}

// Variables hold what people searched for: they are in no log, so not in this one either.
impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("operation_name", &self.operation_name)
            .field("query_bytes", &self.query.len())
            .field("variables", &self.variables.len())
            .finish_non_exhaustive()
    }
}

/// What the graph answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer as JSON text in UTF-8.
    pub body: Vec<u8>,
    /// Whether the request was refused as a whole, so that the body has errors and no `data`.
    pub is_request_error: bool,
    /// The code of the first error of a refused request; `None` when there is `data`.
    pub code: Option<super::error::Code>,
    /// Whether it was refused only because it is no query and came where nothing but queries may.
    pub needs_other_method: bool,
}

/// The name of one request in the log, in the `X-Request-Id` header and in the errors that are the server's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// A new id: 32 hexadecimal digits that do not tell how many requests came before.
    pub fn next() -> Self {
        static SECRET: LazyLock<(RandomState, RandomState)> = LazyLock::new(Default::default);
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(format!("{:016x}{:016x}", SECRET.0.hash_one(count), SECRET.1.hash_one(count)))
    }

    /// An id with this text, for tests and for whoever has one already.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ() {
        let ids: std::collections::HashSet<_> = (0..1_000).map(|_| RequestId::next().as_str().to_owned()).collect();
        assert_eq!(ids.len(), 1_000);
    }

    #[test]
    fn a_request_in_a_log_shows_no_value() {
        let request = Request {
            query: "{ customers(filter: { name: { eq: \"Anna\" } }) { totalCount } }".to_owned(),
            variables: Map::from_iter([("name".to_owned(), Value::from("Berta"))]),
            ..Request::default()
        };
        let shown = format!("{request:?}");
        assert!(!shown.contains("Anna") && !shown.contains("Berta"), "{shown}");
    }
}
