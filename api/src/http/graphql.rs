//! `/graphql`, by POST and by GET, and the schema it answers to.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::{RawQuery, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, predicate::SizeAbove},
    cors::CorsLayer,
};

use super::{
    admission::{Admission, RETRY_AFTER},
    body,
    negotiate::{self, MediaType},
    origin, query_string,
    refusal::{Refusal, status_of},
};
use crate::{
    config::Origin,
    graphql::{
        Graph,
        error::Code,
        limits::Limits,
        request::{Answer, Request as Asked, RequestId},
    },
};

/// Answers that are shorter would hardly become shorter still, in bytes.
const WORTH_COMPRESSING: u16 = 1_024;

/// How long a browser may remember what an allowed site may send.
const PREFLIGHT_AGE: Duration = Duration::from_mins(10);

/// What clients of several makes send beside the usual headers.
const ALLOWED_HEADERS: [HeaderName; 8] = [
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::ACCEPT,
    HeaderName::from_static("apollographql-client-name"),
    HeaderName::from_static("apollographql-client-version"),
    HeaderName::from_static("apollo-require-preflight"),
    HeaderName::from_static("x-apollo-operation-name"),
    HeaderName::from_static("traceparent"),
];

/// What answering needs.
#[derive(Clone)]
pub(crate) struct GraphqlState {
    /// The graph.
    pub(crate) graph: Arc<Graph>,
    /// Bounds of bodies and documents.
    pub(crate) limits: Arc<Limits>,
    /// How many requests are worked on at once.
    pub(crate) admission: Arc<Admission>,
    /// How long a body may take to arrive.
    pub(crate) body_timeout: Duration,
    /// Other sites whose pages may ask.
    pub(crate) allowed_origins: Arc<[Origin]>,
}

/// `/graphql` and `/schema.graphql`.
pub(crate) fn routes(state: GraphqlState) -> Router {
    let origins = Arc::clone(&state.allowed_origins);
    let mut graphql = get(asked_by_get).post(asked_by_post).fallback(other_method);
    if !origins.is_empty() {
        graphql = graphql.layer(cors(&origins));
    }
    let graphql = graphql.layer(from_fn_with_state(origins, origin::known_origin));
    let compressed =
        CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(WORTH_COMPRESSING));
    Router::new().route("/graphql", graphql).route("/schema.graphql", get(schema)).layer(compressed).with_state(state)
}

/// Tells browsers what the pages of allowed sites may send and read. Nothing is reflected: an origin is in the list or it
/// is not.
fn cors(origins: &[Origin]) -> CorsLayer {
    let origins: Vec<HeaderValue> =
        origins.iter().filter_map(|origin| HeaderValue::from_str(origin.as_str()).ok()).collect();
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(ALLOWED_HEADERS)
        .expose_headers([HeaderName::from_static("x-request-id"), header::RETRY_AFTER])
        .max_age(PREFLIGHT_AGE)
}

async fn asked_by_post(
    State(state): State<GraphqlState>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let media_type = negotiate::media_type(&head.headers)?;
    let asked = body::read(&head.headers, body, &state.limits, state.body_timeout).await;
    answer(&state, asked, media_type, &id).await
}

async fn asked_by_get(
    State(state): State<GraphqlState>,
    Extension(id): Extension<RequestId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let media_type = negotiate::media_type(&headers)?;
    let asked = query_string::request(query.as_deref().unwrap_or_default(), &state.limits);
    answer(&state, asked, media_type, &id).await
}

async fn answer(
    state: &GraphqlState,
    asked: Result<Asked, Refusal>,
    media_type: MediaType,
    id: &RequestId,
) -> Result<Response, Refusal> {
    let asked = asked.map_err(|refusal| refusal.told_as(media_type))?;
    // After the body has arrived: a client that sends slowly takes nobody's turn.
    let turn = state.admission.admit().await.map_err(|refusal| refusal.told_as(media_type))?;
    let answer = state.graph.answer(asked, id).await;
    drop(turn);
    Ok(respond(answer, media_type))
}

fn respond(answer: Answer, media_type: MediaType) -> Response {
    let status = match answer.code {
        _ if answer.needs_other_method => StatusCode::METHOD_NOT_ALLOWED,
        _ if !answer.is_request_error => StatusCode::OK,
        // An answer without data and without a code would be a bug of the graph.
        code => status_of(code.unwrap_or(Code::InternalServerError), media_type),
    };
    let mut response = (status, [(header::CONTENT_TYPE, media_type.content_type())], answer.body).into_response();
    let headers = response.headers_mut();
    match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            headers.insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        _ => {}
    }
    response
}

async fn other_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadRequest,
        "Send requests by POST, as JSON: {\"query\": \"…\", \"variables\": {…}}; or queries by GET: ?query=…",
    )
    .with_header(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"))
}

async fn schema(State(state): State<GraphqlState>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], state.graph.sdl().to_owned())
}
