//! The graph.

pub mod document;
pub mod error;
pub mod limits;
pub mod request;

use std::sync::LazyLock;

use async_graphql::{EmptyMutation, EmptySubscription, ID, Object, Request as Run, Schema, SimpleObject, Variables};
use sea_orm::DatabaseConnection;

use self::{
    error::{Code, GraphError, seal},
    limits::Limits,
    request::{Answer, Request, RequestId},
};
use crate::config::Config;

struct Query;

#[derive(SimpleObject)]
struct Node {
    id: ID,
}

#[Object]
impl Query {
    async fn node(&self, id: ID) -> async_graphql::Result<Option<Node>> {
        match id.as_str() {
            "nothing" => Ok(None),
            _ => Err(async_graphql::Error::new("malformed id")),
        }
    }
}

/// The graph over one database.
pub struct Graph {
    limits: Limits,
    schema: Schema<Query, EmptyMutation, EmptySubscription>,
}

impl Graph {
    /// A graph over `database`.
    pub fn new(database: DatabaseConnection, config: &Config) -> Self {
        let schema = Schema::build(Query, EmptyMutation, EmptySubscription).data(database).finish();
        Self { limits: config.limits.clone(), schema }
    }

    /// The schema in GraphQL's own language.
    pub fn sdl() -> &'static str {
        static SDL: LazyLock<String> =
            LazyLock::new(|| Schema::build(Query, EmptyMutation, EmptySubscription).finish().sdl());
        &SDL
    }

    /// Answers `request`.
    pub async fn answer(&self, request: Request, id: &RequestId) -> Answer {
        let document = match document::read(&request.query, &self.limits) {
            Ok(document) => document,
            Err(error) => return refused(error, id),
        };
        let variables = Variables::from_json(serde_json::Value::Object(request.variables));
        let mut run = Run::new(request.query).variables(variables);
        run.operation_name = request.operation_name;
        run.set_parsed_query(document);
        let mut response = self.schema.execute(run).await;
        let is_request_error = response.errors.iter().any(|error| error.path.is_empty());
        let fallback = if is_request_error { Code::GraphqlValidationFailed } else { Code::BadUserInput };
        for error in &mut response.errors {
            seal(error, fallback, id);
        }
        let body = if is_request_error {
            serde_json::to_vec(&serde_json::json!({ "errors": response.errors }))
        } else {
            serde_json::to_vec(&response)
        };
        Answer { body: body.unwrap_or_default(), is_request_error, code: is_request_error.then_some(fallback) }
    }
}

fn refused(error: GraphError, id: &RequestId) -> Answer {
    let code = error.code();
    let mut error = error.into();
    seal(&mut error, code, id);
    let body = serde_json::json!({ "errors": [error] }).to_string().into_bytes();
    Answer { body, is_request_error: true, code: Some(code) }
}
