//! What holds for every request, whatever it asks: it has an id, a panic ends only itself, every answer has the same
//! headers, and the Host is ours.

use std::{net::IpAddr, panic::AssertUnwindSafe, time::Instant};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt as _;
use serde_json::json;

use super::{negotiate::MediaType, origin};
use crate::graphql::{error::Code, request::RequestId};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the edge knows of the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// The address that the server listens on.
    pub(crate) own: IpAddr,
}

/// The outermost layer. The id is in the request's extensions from here on.
pub(crate) async fn at_the_edge(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::next();
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    let path = request.uri().path().to_owned();

    let mut response = match origin::check_host(&request, edge.own) {
        // The hook has logged where it happened, and the payload may hold values.
        Ok(()) => AssertUnwindSafe(next.run(request)).catch_unwind().await.unwrap_or_else(|_| panicked(&id)),
        Err(refusal) => refusal.into_response(),
    };

    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    tracing::debug!(
        request_id = id.as_str(),
        %method,
        path,
        status = response.status().as_u16(),
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    response
}

fn panicked(id: &RequestId) -> Response {
    tracing::error!(request_id = id.as_str(), "a request ended in a panic");
    let body = json!({ "errors": [{
        "message": "Something went wrong on the server. Quote the requestId when you report it.",
        "extensions": { "code": Code::InternalServerError.as_str(), "requestId": id.as_str() },
    }] });
    let content_type = [(header::CONTENT_TYPE, MediaType::Json.content_type())];
    (StatusCode::INTERNAL_SERVER_ERROR, content_type, body.to_string()).into_response()
}
