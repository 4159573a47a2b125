//! The body of a request, read within bounds.
//!
//! The library's own extractors take any content type, run mutations over GET and read without a limit, so they are
//! not used.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use futures_util::StreamExt as _;

use super::{json, refusal::Refusal};
use crate::graphql::{error::Code, limits::Limits, request::Request};

/// Reads the GraphQL request out of an HTTP request.
///
/// # Errors
/// 415 for another type, charset or encoding than plain JSON in UTF-8, 413 for a body over the limit, 408 for one that
/// does not arrive in `patience`, 400 for one that is no request.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
    patience: Duration,
) -> Result<Request, Refusal> {
    check_type(headers)?;
    check_encoding(headers)?;
    if declared_length(headers).is_some_and(|length| length > limits.body_bytes) {
        return Err(too_large(limits));
    }
    let bytes = tokio::time::timeout(patience, collect(body, limits)).await.map_err(|_| {
        Refusal::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout, "The body did not arrive in time.")
            .with_header(header::CONNECTION, HeaderValue::from_static("close"))
    })??;
    json::request(&bytes, limits)
}

/// JSON and nothing else: a page of another site can send forms and plain text without asking, but not this.
fn check_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    if let (Some(value), None) = (types.next(), types.next())
        && let Ok(text) = value.to_str()
    {
        let mut parts = text.split(';').map(str::trim);
        let is_json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
        let is_utf8 = parts.filter_map(|parameter| parameter.split_once('=')).all(|(name, value)| {
            !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        });
        if is_json && is_utf8 {
            return Ok(());
        }
    }
    Err(Refusal::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::BadRequest,
        "Send the request as JSON in UTF-8, with Content-Type: application/json.",
    ))
}

/// A compressed body of a few bytes can unpack to gigabytes.
fn check_encoding(headers: &HeaderMap) -> Result<(), Refusal> {
    let is_plain = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(header::CONTENT_ENCODING).iter().all(is_plain) {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::BadRequest,
        "Send the body uncompressed, without Content-Encoding.",
    )
    .with_header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity")))
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn collect(body: Body, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refusal::bad_request("The body broke off."))?;
        if bytes.len() + chunk.len() > limits.body_bytes {
            return Err(too_large(limits));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn too_large(limits: &Limits) -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        Code::PayloadTooLarge,
        format!("The body is larger than the {} bytes that are read.", limits.body_bytes),
    )
    // What was not read stays on the connection.
    .with_header(header::CONNECTION, HeaderValue::from_static("close"))
}
