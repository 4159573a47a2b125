//! Answers without data: a status, and a body in the shape of a GraphQL answer, so that clients read every failure the
//! same way.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use serde_json::json;

use super::negotiate::MediaType;
use crate::graphql::error::Code;

/// A request that is not answered by the graph.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: Code,
    message: String,
    media_type: MediaType,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// A refusal that is told as `application/json` until somebody knows better.
    pub(crate) fn new(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), media_type: MediaType::Json, header: None }
    }

    /// A body or a head that is no GraphQL request.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::BadRequest, message)
    }

    /// The same refusal in the media type that the client asked for.
    pub(super) fn told_as(self, media_type: MediaType) -> Self {
        Self { media_type, ..self }
    }

    /// The same refusal with one more header.
    pub(super) fn with_header(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    #[cfg(test)]
    pub(super) const fn code(&self) -> Code {
        self.code
    }

    #[cfg(test)]
    pub(super) const fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        let body = json!({ "errors": [{ "message": self.message, "extensions": { "code": self.code.as_str() } }] });
        let mut response = (self.status, body.to_string()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, self.media_type.content_type());
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// What stands at every address without a route.
pub(crate) async fn nothing_here() -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        Code::BadRequest,
        "There is nothing at this address. The graph is at POST /graphql, its schema at /schema.graphql.",
    )
}

/// What a route says to a method that it does not have; the router adds those that it has.
pub(crate) async fn wrong_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadRequest,
        "This address does not answer that method; the Allow header names those that it answers.",
    )
}

/// The status of a request that the graph refused as a whole. Under `application/json` a well-formed request is
/// answered 200 whatever its document is, since intermediaries of old clients take anything else for a broken server;
/// what is wrong with the caller or with the server has its own status under both media types.
pub(super) fn status_of(code: Code, media_type: MediaType) -> StatusCode {
    match code {
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Overloaded | Code::DatabaseUnavailable | Code::Seeding => StatusCode::SERVICE_UNAVAILABLE,
        Code::Timeout => StatusCode::GATEWAY_TIMEOUT,
        Code::InternalServerError => StatusCode::INTERNAL_SERVER_ERROR,
        Code::BadRequest
        | Code::BatchDisabled
        | Code::GraphqlParseFailed
        | Code::GraphqlValidationFailed
        | Code::BadUserInput
        | Code::TokenLimit
        | Code::DepthLimit
        | Code::CostLimit
        | Code::AliasLimit
        | Code::RootFieldLimit
        | Code::DirectiveLimit
        | Code::ResponseTooLarge
        | Code::ProhibitedBasis
        | Code::PersistedQueryNotFound
        | Code::NotPersisted
        | Code::Conflict => match media_type {
            MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
            MediaType::Json => StatusCode::OK,
        },
    }
}
