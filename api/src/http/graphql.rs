//! `POST /graphql` and the schema it answers to.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::{get, post},
};

use super::{
    body,
    negotiate::{self, MediaType},
    origin,
    refusal::{Refusal, status_of},
};
use crate::graphql::{
    Graph,
    error::Code,
    limits::Limits,
    request::{Answer, RequestId},
};

/// What answering needs.
#[derive(Clone)]
pub(crate) struct GraphqlState {
    /// The graph.
    pub(crate) graph: Arc<Graph>,
    /// Bounds of bodies and documents.
    pub(crate) limits: Arc<Limits>,
    /// How long a body may take to arrive.
    pub(crate) body_timeout: Duration,
}

/// `/graphql` and `/schema.graphql`.
pub(crate) fn routes(state: GraphqlState) -> Router {
    let graphql = post(answer).fallback(only_post).layer(from_fn(origin::own_origin));
    Router::new().route("/graphql", graphql).route("/schema.graphql", get(schema)).with_state(state)
}

async fn answer(
    State(state): State<GraphqlState>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let media_type = negotiate::media_type(&head.headers)?;
    let request = body::read(&head.headers, body, &state.limits, state.body_timeout)
        .await
        .map_err(|refusal| refusal.told_as(media_type))?;
    Ok(respond(state.graph.answer(request, &id).await, media_type))
}

fn respond(answer: Answer, media_type: MediaType) -> Response {
    let status = if answer.is_request_error {
        // An answer without data and without a code would be a bug of the graph.
        status_of(answer.code.unwrap_or(Code::InternalServerError), media_type)
    } else {
        StatusCode::OK
    };
    (status, [(header::CONTENT_TYPE, media_type.content_type())], answer.body).into_response()
}

async fn only_post() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadRequest,
        "Send requests by POST, as JSON: {\"query\": \"…\", \"variables\": {…}}.",
    )
    .with_header(header::ALLOW, HeaderValue::from_static("POST"))
}

async fn schema(State(state): State<GraphqlState>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], state.graph.sdl().to_owned())
}
