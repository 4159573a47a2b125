//! The whole of the routes, called without a socket.

use std::{fmt::Write as _, net::Ipv4Addr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderName, Method, Request, StatusCode, header},
    middleware::from_fn_with_state,
    routing::get,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{Edge, at_the_edge};
use crate::{
    config::{Config, DatabaseUrl},
    database,
    graphql::{Graph, error::Code},
    server,
};

const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

struct Answered {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answered {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{:?}", String::from_utf8_lossy(&self.body)))
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned()
    }
}

/// A server over an empty database of its own.
struct Server {
    router: Router,
    _folder: tempfile::TempDir,
}

impl Server {
    async fn start() -> Self {
        Self::with(|_| ()).await
    }

    async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::documented().unwrap();
        change(&mut config);
        config.database.url = DatabaseUrl::parse(&format!("sqlite://{}/bank.db", folder.path().display())).unwrap();
        let database = database::connect(&config.database).await.unwrap();
        tellergraph_migration::migrate(&database).await.unwrap();
        let graph = Graph::new(database.clone(), config.limits.clone(), config.page.clone(), config.bank.time_zone);
        let router = server::router(Arc::new(graph), database, &config, Ipv4Addr::LOCALHOST.into());
        Self { router, _folder: folder }
    }

    async fn send(&self, request: Request<Body>) -> Answered {
        answered(self.router.clone(), request).await
    }

    /// Posts `body` as JSON with more headers; one that is given twice counts the second time.
    async fn post(&self, body: impl Into<Body>, headers: &[(&str, &str)]) -> Answered {
        let mut request = Request::post("/graphql").body(body.into()).unwrap();
        let defaults = [("host", "localhost:8000"), ("content-type", "application/json")];
        for (name, value) in defaults.iter().chain(headers) {
            let name: HeaderName = name.parse().unwrap();
            if value.is_empty() {
                request.headers_mut().remove(name);
            } else {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
        }
        self.send(request).await
    }

    async fn ask(&self, query: &str, accept: &str) -> Answered {
        self.post(json!({ "query": query }).to_string(), &[("accept", accept)]).await
    }

    async fn request(&self, method: Method, path: &str) -> Answered {
        let request = Request::builder().method(method).uri(path).header("host", "127.0.0.1");
        self.send(request.body(Body::empty()).unwrap()).await
    }
}

async fn answered(router: Router, request: Request<Body>) -> Answered {
    let response = router.oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    Answered { status: head.status, headers: head.headers, body: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
}

#[tokio::test]
async fn an_answer_has_the_type_that_was_asked_for_and_the_headers_of_all() {
    let server = Server::start().await;
    for (accept, content_type) in [
        (GRAPHQL_RESPONSE, "application/graphql-response+json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
    ] {
        let answer = server.ask("{ __typename }", accept).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.json()["data"], json!({ "__typename": "Query" }));
        assert_eq!(answer.header("content-type"), content_type);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-request-id").len(), 32);
    }
    let refused = server.ask("{ __typename }", "text/html").await;
    assert_eq!((refused.status, refused.code()), (StatusCode::NOT_ACCEPTABLE, "BAD_REQUEST".to_owned()));
}

#[tokio::test]
async fn a_refused_document_is_400_without_data_or_200_for_old_clients() {
    let server = Server::start().await;
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothingOfTheKind }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ __type(name: [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]) { name } }", "DEPTH_LIMIT"),
    ] {
        for (accept, status) in [(GRAPHQL_RESPONSE, StatusCode::BAD_REQUEST), ("application/json", StatusCode::OK)] {
            let answer = server.ask(query, accept).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{query}");
            assert!(answer.json().get("data").is_none(), "{query}");
        }
    }
}

#[tokio::test]
async fn a_field_that_fails_is_200_with_data() {
    let server = Server::start().await;
    for accept in [GRAPHQL_RESPONSE, "application/json"] {
        let answer = server.ask("{ node(id: \"not an id\") { id } }", accept).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::OK, "BAD_USER_INPUT"));
        assert_eq!(answer.json()["data"], json!({ "node": null }));
    }
}

#[tokio::test]
async fn a_body_that_is_no_request_is_400_in_either_type() {
    let server = Server::start().await;
    for (body, code) in
        [("{", "BAD_REQUEST"), ("{\"query\":7}", "BAD_REQUEST"), ("[{\"query\":\"{a}\"}]", "BATCH_DISABLED")]
    {
        for accept in [GRAPHQL_RESPONSE, "application/json"] {
            let answer = server.post(body, &[("accept", accept)]).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, code), "{body}");
            assert!(answer.header("content-type").starts_with(accept));
        }
    }
}

#[tokio::test]
async fn only_json_in_utf_8_is_read() {
    let server = Server::start().await;
    let body = json!({ "query": "{ __typename }" }).to_string();
    for read in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""] {
        assert_eq!(server.post(body.clone(), &[("content-type", read)]).await.status, StatusCode::OK, "{read}");
    }
    for refused in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "application/jsonp",
        "text/json",
    ] {
        let answer = server.post(body.clone(), &[("content-type", refused)]).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{refused}");
        assert_eq!(answer.code(), "BAD_REQUEST");
    }
    for coding in ["gzip", "br", "deflate", "identity, gzip"] {
        let answer = server.post(body.clone(), &[("content-encoding", coding)]).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{coding}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_declared_or_not() {
    let server = Server::start().await;
    let large = format!("{{\"query\":\"{{ __typename }}\",\"variables\":{{\"x\":\"{}\"}}}}", "x".repeat(262_144));
    let streamed = Body::from_stream(futures_util::stream::iter(
        large
            .clone()
            .into_bytes()
            .chunks(10_000)
            .map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()))
            .collect::<Vec<_>>(),
    ));
    let length = large.len().to_string();
    for (body, headers) in [(Body::from(large), vec![("content-length", length.as_str())]), (streamed, vec![])] {
        let answer = server.post(body, &headers).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE".to_owned()));
    }
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let never = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, "application/json".parse().unwrap())]);
    let limits = Config::documented().unwrap().limits;
    let refusal = super::body::read(&headers, never, &limits, Duration::from_millis(1)).await.unwrap_err();
    assert_eq!((refusal.status(), refusal.code()), (StatusCode::REQUEST_TIMEOUT, Code::Timeout));
}

#[tokio::test]
async fn other_methods_are_told_which_work() {
    let server = Server::start().await;
    for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let answer = server.request(method.clone(), "/graphql?query=%7Ba%7D").await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST".to_owned()),
            "{method}"
        );
        assert_eq!(answer.headers.get_all("allow").iter().collect::<Vec<_>>(), ["GET, HEAD, POST"], "{method}");
    }
}

#[tokio::test]
async fn pages_of_other_sites_and_other_names_are_refused_before_anything_is_read() {
    let server = Server::start().await;
    let cases = [
        ("host", "bank.example.org", StatusCode::MISDIRECTED_REQUEST, "BAD_REQUEST"),
        ("host", "", StatusCode::BAD_REQUEST, "BAD_REQUEST"),
        ("origin", "https://example.org", StatusCode::FORBIDDEN, "FORBIDDEN"),
        ("origin", "null", StatusCode::FORBIDDEN, "FORBIDDEN"),
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN, "FORBIDDEN"),
    ];
    for (name, value, status, code) in cases {
        let answer = server.post("{", &[(name, value)]).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{name}: {value}");
        assert_eq!(answer.header("x-request-id").len(), 32);
    }
    let own = [("origin", "http://localhost:8000"), ("sec-fetch-site", "same-origin")];
    assert_eq!(server.post(json!({ "query": "{ __typename }" }).to_string(), &own).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_other_addresses_answer() {
    let server = Server::start().await;
    assert_eq!(server.request(Method::GET, "/healthz").await.status, StatusCode::OK);
    assert_eq!(server.request(Method::GET, "/readyz").await.json(), json!({ "ready": true }));
    let schema = server.request(Method::GET, "/schema.graphql").await;
    assert!(String::from_utf8(schema.body).unwrap().contains("type Query"));
    assert_ne!(server.request(Method::GET, "/graphiql").await.status, StatusCode::NOT_FOUND);
    let posted = server.request(Method::POST, "/schema.graphql").await;
    assert_eq!((posted.status, posted.code()), (StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST".to_owned()));
    assert_eq!(posted.header("allow"), "GET,HEAD");
    let nothing = server.request(Method::GET, "/nothing").await;
    assert_eq!((nothing.status, nothing.code()), (StatusCode::NOT_FOUND, "BAD_REQUEST".to_owned()));
}

#[tokio::test]
async fn a_panic_ends_its_own_request_only() {
    async fn broken() -> &'static str {
        panic!("the secret is {}", 42)
    }
    let edge = Edge { own: Ipv4Addr::LOCALHOST.into() };
    let router = Router::new().route("/", get(broken)).layer(from_fn_with_state(edge, at_the_edge));
    let request = || Request::get("/").header("host", "localhost").body(Body::empty()).unwrap();
    for _ in 0..2 {
        let answer = answered(router.clone(), request()).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.code(), "INTERNAL_SERVER_ERROR");
        let id = answer.json()["errors"][0]["extensions"]["requestId"].as_str().unwrap().to_owned();
        assert_eq!(answer.header("x-request-id"), id);
        assert!(!answer.json().to_string().contains("secret"));
    }
}

mod documents {
    //! What the guard holds back, seen from outside.

    use super::*;

    #[tokio::test]
    async fn a_document_that_would_hold_a_core_for_an_hour_is_refused() {
        let server = Server::start().await;
        let mut bomb = "{ ...F0 }".to_owned();
        for number in 0..31 {
            write!(bomb, "fragment F{number} on Query {{ ...F{0} ...F{0} }}", number + 1).unwrap();
        }
        bomb.push_str("fragment F31 on Query { __typename }");
        let answer = server.ask(&bomb, GRAPHQL_RESPONSE).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "GRAPHQL_VALIDATION_FAILED"));
    }

    #[tokio::test]
    async fn a_document_that_would_end_the_process_is_refused() {
        let server = Server::start().await;
        let nested = format!("{{__type(name:{}{}){{name}}}}", "[".repeat(2_000), "]".repeat(2_000));
        let answer = server.ask(&nested, GRAPHQL_RESPONSE).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "DEPTH_LIMIT"));
    }
}

async fn got(server: &Server, query: &str, headers: &[(&str, &str)]) -> Answered {
    let mut request = Request::get(format!("/graphql?{query}")).header("host", "localhost:8000");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn queries_are_answered_by_get_and_nothing_else_is() {
    let server = Server::start().await;
    let answer = got(&server, "query=%7B__typename%7D", &[]).await;
    assert_eq!((answer.status, &answer.json()["data"]), (StatusCode::OK, &json!({ "__typename": "Query" })));
    assert_eq!(answer.header("cache-control"), "no-store");
    let named = "query=query%20A%7B__typename%7Dquery%20B%7B__typename%7D&operationName=B";
    assert_eq!(got(&server, named, &[("accept", GRAPHQL_RESPONSE)]).await.status, StatusCode::OK);
    let one_of_two = "query=query%20A%7B__typename%7Dmutation%20B%7Ba%7D&operationName=B";
    for query in ["query=mutation%7Ba%7D", "query=subscription%7Ba%7D", one_of_two] {
        for accept in [GRAPHQL_RESPONSE, "application/json"] {
            let answer = got(&server, query, &[("accept", accept)]).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST"));
            assert_eq!(answer.header("allow"), "POST");
        }
    }
    for query in ["", "query=", "query=%7B__typename%7D&variables=%7B"] {
        let answer = got(&server, query, &[("accept", GRAPHQL_RESPONSE)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let crossing = got(&server, "query=%7B__typename%7D", &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(crossing.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn only_sites_that_are_named_may_ask() {
    const REPORTS: &str = "https://reports.example.org";
    let server = Server::with(|config| config.http.allowed_origins = vec![REPORTS.parse().unwrap()]).await;
    let query = json!({ "query": "{ __typename }" }).to_string();
    let allowed = server.post(query.clone(), &[("origin", REPORTS), ("sec-fetch-site", "cross-site")]).await;
    assert_eq!(allowed.status, StatusCode::OK);
    assert_eq!(allowed.header("access-control-allow-origin"), REPORTS);
    assert!(allowed.header("vary").contains("origin"), "{}", allowed.header("vary"));
    let preflight = |origin: &'static str| {
        let request = Request::options("/graphql").header("host", "localhost:8000").header("origin", origin);
        let request = request.header("access-control-request-method", "POST");
        server.send(request.header("access-control-request-headers", "content-type").body(Body::empty()).unwrap())
    };
    let told = preflight(REPORTS).await;
    assert_eq!(told.status, StatusCode::OK);
    assert_eq!(told.header("access-control-allow-methods"), "GET,POST");
    assert!(told.header("access-control-allow-headers").contains("content-type"));
    for other in ["https://example.org", "null", "https://reports.example.org.evil.example"] {
        let told = preflight(other).await;
        assert_eq!((told.status, told.header("access-control-allow-origin")), (StatusCode::FORBIDDEN, ""), "{other}");
        let refused = server.post(query.clone(), &[("origin", other)]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{other}");
    }
}

#[tokio::test]
async fn long_answers_are_compressed_for_those_who_take_it() {
    let server = Server::start().await;
    let long = json!({ "query": "{ __schema { types { name description } } }" }).to_string();
    let plain = server.post(long.clone(), &[]).await;
    assert_eq!(plain.header("content-encoding"), "");
    let packed = server.post(long, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!((packed.status, packed.header("content-encoding")), (StatusCode::OK, "gzip"));
    assert!(packed.header("vary").contains("accept-encoding"));
    assert!(packed.body.len() * 2 < plain.body.len());
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed.body[..]), &mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
    let short = server.post(json!({ "query": "{ __typename }" }).to_string(), &[("accept-encoding", "gzip")]).await;
    assert_eq!(short.header("content-encoding"), "");
}
