//! Which media type the answer gets, as the GraphQL-over-HTTP specification has it.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use super::refusal::Refusal;
use crate::graphql::error::Code;

/// The media types of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// `application/graphql-response+json`: the status says whether the request was any good.
    GraphqlResponse,
    /// `application/json`: for clients older than the specification.
    Json,
}

impl MediaType {
    const ALL: [Self; 2] = [Self::GraphqlResponse, Self::Json];

    const fn subtype(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "graphql-response+json",
            Self::Json => "json",
        }
    }

    /// The `Content-Type` of an answer.
    pub(super) const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }
}

/// The media type that `Accept` likes best. The newer one is given only to clients that name it: one that takes
/// anything may be older than it.
///
/// # Errors
/// 406 when neither is acceptable.
pub(super) fn media_type(headers: &HeaderMap) -> Result<MediaType, Refusal> {
    let values: Vec<&str> =
        headers.get_all(header::ACCEPT).iter().map(|value| value.to_str().unwrap_or_default()).collect();
    let ranges: Vec<Range> = values
        .iter()
        .flat_map(|value| value.split(','))
        .enumerate()
        .filter_map(|(place, text)| Range::read(text, place))
        .collect();
    if values.iter().all(|value| value.trim().is_empty()) {
        return Ok(MediaType::Json);
    }
    MediaType::ALL
        .into_iter()
        .filter_map(|media_type| {
            // The most specific range decides about a type, wherever it stands.
            let range = ranges.iter().filter(|range| range.covers(media_type)).max_by_key(|range| range.precision)?;
            let named = range.precision == Precision::Exact;
            (range.quality > 0 && (named || media_type == MediaType::Json)).then_some((media_type, range))
        })
        .max_by_key(|(_, range)| (range.quality, range.precision, std::cmp::Reverse(range.place)))
        .map(|(media_type, _)| media_type)
        .ok_or_else(|| {
            Refusal::new(
                StatusCode::NOT_ACCEPTABLE,
                Code::BadRequest,
                "Answers are application/graphql-response+json or application/json, in UTF-8: accept one of them.",
            )
        })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Anything,
    Application,
    Exact,
}

/// One media range of an `Accept` header.
struct Range {
    subtype: Option<String>,
    precision: Precision,
    /// Thousandths; 0 refuses.
    quality: u16,
    place: usize,
}

impl Range {
    /// `None` for what is not a range of ours: another type, or no range at all.
    fn read(text: &str, place: usize) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let name = parts.next()?.to_ascii_lowercase();
        let (subtype, precision) = match name.split_once('/')? {
            ("*", "*") => (None, Precision::Anything),
            ("application", "*") => (None, Precision::Application),
            ("application", subtype) => (Some(subtype.to_owned()), Precision::Exact),
            _ => return None,
        };
        let mut quality = 1_000;
        for parameter in parts {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "q" => quality = thousandths(value)?,
                "charset" if !value.eq_ignore_ascii_case("utf-8") => return None,
                _ => {}
            }
        }
        Some(Self { subtype, precision, quality, place })
    }

    fn covers(&self, media_type: MediaType) -> bool {
        self.subtype.as_ref().is_none_or(|subtype| subtype == media_type.subtype())
    }
}

/// A quality value (RFC 9110, 12.4.2) in thousandths.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(fraction) || fraction.len() > 3 {
        return None;
    }
    let value: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(value),
        "1" if value == 0 => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &[&'static str]) -> Option<MediaType> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, HeaderValue::from_static(value));
        }
        media_type(&headers).ok()
    }

    #[test]
    fn the_newer_type_is_for_clients_that_name_it() {
        for accept in [
            "application/graphql-response+json",
            "APPLICATION/GraphQL-Response+JSON ; charset=UTF-8",
            "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, \
             multipart/mixed",
            "application/graphql-response+json, application/json;q=0.9",
            "*/*, application/graphql-response+json",
            "application/json;q=0.5, application/graphql-response+json;q=0.8",
        ] {
            assert_eq!(chosen(&[accept]), Some(MediaType::GraphqlResponse), "{accept}");
        }
        assert_eq!(chosen(&["text/html", "application/graphql-response+json"]), Some(MediaType::GraphqlResponse));
    }

    #[test]
    fn everybody_else_gets_plain_json() {
        for accept in [
            "*/*",
            "application/*",
            "application/json",
            "application/json; charset=utf-8",
            "application/json, application/graphql-response+json",
            "application/graphql-response+json;q=0, */*",
            "application/graphql-response+json;q=0.5, application/json;q=0.8",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "",
        ] {
            assert_eq!(chosen(&[accept]), Some(MediaType::Json), "{accept}");
        }
        assert_eq!(chosen(&[]), Some(MediaType::Json));
    }

    #[test]
    fn a_client_that_takes_neither_is_refused() {
        for accept in [
            "text/html",
            "application/xml",
            "application/json;q=0",
            "application/json; charset=latin1",
            "application/json;q=0, */*",
            "nonsense",
            "application/json;q=2",
            "text/event-stream",
        ] {
            assert_eq!(chosen(&[accept]), None, "{accept}");
        }
    }
}
