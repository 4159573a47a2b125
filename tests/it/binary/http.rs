//! GraphQL over HTTP, as clients of any make meet it.

use reqwest::{
    Method,
    header::{ACCEPT, ALLOW, CONTENT_ENCODING, CONTENT_TYPE, HOST, ORIGIN},
};
use serde_json::{Value, json};
use tellergraph_tests::{
    Failure,
    program::{Answer, Program, Server, answer},
};

use super::Outcome;

const RESPONSE: &str = "application/graphql-response+json";
const JSON: &str = "application/json";
const FINE: &str = r#"{"query":"{ serverInfo { asOf } }"}"#;

/// A server over tables without rows.
async fn served() -> Result<Server, Failure> {
    Program::in_an_empty_folder()?.serve(&["--no-demo"]).await
}

async fn sent(server: &Server, accept: &str, body: impl Into<String>) -> Result<Answer, Failure> {
    answer(server.post().header(ACCEPT, accept).header(CONTENT_TYPE, JSON).body(body.into())).await
}

/// Every refusal is read in the same way.
fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{answer:?}");
    assert!(answer.header("content-type").contains("json"), "{answer:?}");
    let body = answer.json();
    assert!(body["errors"][0]["message"].as_str().is_some_and(|message| !message.is_empty()), "{answer:?}");
    assert!(body.get("data").is_none(), "{answer:?}");
}

#[tokio::test]
async fn the_newer_media_type_is_for_clients_that_name_it() -> Outcome {
    let server = served().await?;
    let urql = format!("{RESPONSE}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed");
    for (accept, expected) in [
        (RESPONSE, RESPONSE),
        (urql.as_str(), RESPONSE),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
    ] {
        let answer = sent(&server, accept, FINE).await?;
        assert_eq!(answer.status, 200, "{accept}");
        assert_eq!(answer.header("content-type"), format!("{expected}; charset=utf-8"), "{accept}");
        assert_eq!(answer.json()["data"], json!({ "serverInfo": { "asOf": null } }));
    }
    // No Accept at all, which the client library would add.
    let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n";
    let raw = server.send_raw(format!("{head}Content-Length: {}\r\n\r\n{FINE}", FINE.len()).as_bytes()).await?;
    assert!(raw.starts_with("HTTP/1.1 200 OK\r\n"), "{raw}");
    assert!(raw.to_lowercase().contains("content-type: application/json; charset=utf-8\r\n"), "{raw}");
    refused(&sent(&server, "text/html", FINE).await?, 406, "BAD_REQUEST");
    refused(&sent(&server, "text/event-stream", FINE).await?, 406, "BAD_REQUEST");
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_with_a_document_is_400_where_the_client_understands_it() -> Outcome {
    let server = served().await?;
    for (query, variables, code) in [
        ("{ customers {", json!({}), "GRAPHQL_PARSE_FAILED"),
        ("{ nobody }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { customers(first: $n) { totalCount } }", json!({}), "BAD_USER_INPUT"),
        ("query($n: Int) { customers(first: $n) { totalCount } }", json!({ "n": "x" }), "BAD_USER_INPUT"),
    ] {
        let body = json!({ "query": query, "variables": variables }).to_string();
        refused(&sent(&server, RESPONSE, body.clone()).await?, 400, code);
        refused(&sent(&server, JSON, body).await?, 200, code);
    }
    let body = json!({ "query": "{ customers(first: -1) { totalCount } serverInfo { asOf } }" }).to_string();
    for accept in [RESPONSE, JSON] {
        let answer = sent(&server, accept, body.clone()).await?;
        assert_eq!((answer.status, answer.code().as_str()), (200, "BAD_USER_INPUT"), "{answer:?}");
        assert_eq!(answer.json()["data"], json!({ "customers": null, "serverInfo": { "asOf": null } }));
    }
    Ok(())
}

#[tokio::test]
async fn only_a_json_object_with_a_query_is_a_request() -> Outcome {
    let server = served().await?;
    for accept in [RESPONSE, JSON] {
        for body in [
            "",
            "{",
            "null",
            "7",
            "\"query\"",
            "{}",
            r#"{"query":7}"#,
            r#"{"query":null}"#,
            r#"{"query":"{ __typename }","variables":[]}"#,
            r#"{"query":"{ __typename }","operationName":1}"#,
            r#"{"query":"{ __typename }","query":"{ __typename }"}"#,
            r#"{"query":"{ __typename }"} x"#,
        ] {
            refused(&sent(&server, accept, body).await?, 400, "BAD_REQUEST");
        }
        refused(&sent(&server, accept, format!("[{FINE},{FINE}]")).await?, 400, "BATCH_DISABLED");
        refused(&sent(&server, accept, " \n[]").await?, 400, "BATCH_DISABLED");
    }
    let unknown = json!({
        "query": "query A { serverInfo { asOf } } query B { __typename }", "operationName": "B", "variables": null,
        "extensions": { "clientLibrary": { "name": "x" } }, "params": {},
    });
    assert_eq!(sent(&server, JSON, unknown.to_string()).await?.json()["data"], json!({ "__typename": "Query" }));
    Ok(())
}

#[tokio::test]
async fn only_json_in_utf8_is_read() -> Outcome {
    let server = served().await?;
    for media_type in [
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/graphql"),
        Some("application/json; charset=utf-16"),
        None,
    ] {
        let mut request = server.post().body(FINE);
        if let Some(media_type) = media_type {
            request = request.header(CONTENT_TYPE, media_type);
        }
        refused(&answer(request).await?, 415, "BAD_REQUEST");
    }
    let packed = server.post().header(CONTENT_TYPE, JSON).header(CONTENT_ENCODING, "gzip").body(FINE);
    refused(&answer(packed).await?, 415, "BAD_REQUEST");
    let fine = server.post().header(CONTENT_TYPE, "Application/JSON; charset=\"UTF-8\"").body(FINE);
    assert_eq!(answer(fine).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_body_has_room_for_256_kib_and_no_more() -> Outcome {
    let server = served().await?;
    let of_bytes = |bytes: usize| {
        let body = json!({ "query": "{ __typename }", "extensions": { "fill": "" } }).to_string();
        body.replace("\"fill\":\"\"", &format!("\"fill\":\"{}\"", "x".repeat(bytes - body.len())))
    };
    assert_eq!(of_bytes(262_144).len(), 262_144);
    assert_eq!(sent(&server, JSON, of_bytes(262_144)).await?.json()["data"], json!({ "__typename": "Query" }));
    refused(&sent(&server, JSON, of_bytes(262_145)).await?, 413, "PAYLOAD_TOO_LARGE");

    // In pieces, so that no length is told before.
    let mut pieces = String::from(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: \
         chunked\r\n\r\n",
    );
    pieces.push_str(&format!("4000\r\n{}\r\n", " ".repeat(0x4000)).repeat(17));
    pieces.push_str("0\r\n\r\n");
    let raw = server.send_raw(pieces.as_bytes()).await?;
    assert!(raw.starts_with("HTTP/1.1 413 "), "{raw}");
    Ok(())
}

#[tokio::test]
async fn other_methods_are_told_which_one_works() -> Outcome {
    let server = served().await?;
    for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let answer = answer(server.request(method.clone(), "/graphql?query={__typename}")).await?;
        refused(&answer, 405, "BAD_REQUEST");
        assert_eq!(answer.header(ALLOW.as_str()), "GET, HEAD, POST", "{method}");
    }
    let answer = answer(server.request(Method::POST, "/schema.graphql")).await?;
    refused(&answer, 405, "BAD_REQUEST");
    assert!(answer.header("allow").contains("GET"), "{answer:?}");
    refused(&server.get("/nothing").await?, 404, "BAD_REQUEST");
    Ok(())
}

#[tokio::test]
async fn a_server_of_this_machine_answers_to_no_other_name() -> Outcome {
    let server = served().await?;
    let (_, port) = server.address().rsplit_once(':').ok_or("no port")?;
    for path in ["/graphql", "/graphiql", "/schema.graphql", "/healthz", "/readyz"] {
        for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "0.0.0.0", "169.254.169.254"] {
            let asked = server.request(Method::GET, path).header(HOST, host);
            refused(&answer(asked).await?, 421, "BAD_REQUEST");
        }
    }
    for host in ["localhost".to_owned(), format!("LOCALHOST:{port}"), format!("127.0.0.1:{port}"), "[::1]".to_owned()] {
        let asked = server.post().header(HOST, &host).header(CONTENT_TYPE, JSON).body(FINE);
        assert_eq!(answer(asked).await?.status, 200, "{host}");
    }
    for head in [
        "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    ] {
        let raw = server.send_raw(head.as_bytes()).await?;
        assert!(raw.starts_with("HTTP/1.1 400 "), "{raw}");
    }
    let raw =
        server.send_raw(b"GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(raw.await?.starts_with("HTTP/1.1 421 "));
    Ok(())
}

#[tokio::test]
async fn pages_of_other_sites_get_nothing() -> Outcome {
    let server = served().await?;
    let own = server.url("");
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        let asked = server.post().header(ORIGIN, origin).header(CONTENT_TYPE, JSON).body(FINE);
        let answer = answer(asked).await?;
        refused(&answer, 403, "FORBIDDEN");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
    let crossing = server.post().header("Sec-Fetch-Site", "cross-site").header(CONTENT_TYPE, JSON).body(FINE);
    refused(&answer(crossing).await?, 403, "FORBIDDEN");
    let ours = server.post().header(ORIGIN, own).header(CONTENT_TYPE, JSON).body(FINE);
    assert_eq!(answer(ours).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn every_answer_has_an_id_and_is_kept_by_nobody() -> Outcome {
    let server = served().await?;
    let mut ids = Vec::new();
    for answer in [
        sent(&server, JSON, FINE).await?,
        sent(&server, JSON, "{").await?,
        server.get("/graphql").await?,
        server.get("/nothing").await?,
        server.get("/healthz").await?,
        server.get("/readyz").await?,
        server.get("/schema.graphql").await?,
        answer(server.post().header(HOST, "evil.example")).await?,
    ] {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store", "{answer:?}");
        ids.push(answer.header("x-request-id").to_owned());
    }
    assert!(ids.iter().all(|id| id.len() >= 16), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 8, "each its own");
    Ok(())
}

#[tokio::test]
async fn the_schema_that_is_handed_out_is_the_committed_one() -> Outcome {
    let committed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql"))?;
    let server = served().await?;
    let answer = server.get("/schema.graphql").await?;
    assert_eq!(answer.status, 200);
    assert!(answer.body == committed, "/schema.graphql is another");
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let printed = Program::in_an_empty_folder()?.succeed(&["schema"]).await?;
    assert!(printed.stdout == committed, "`tellergraph schema` prints another");
    Ok(())
}

#[tokio::test]
async fn settings_are_printed_as_they_are_in_force() -> Outcome {
    let program = Program::in_an_empty_folder()?
        .with("DATABASE_URL", "postgres://teller:hunter2@localhost/bank")
        .with("TELLERGRAPH_PAGE_DEFAULT_ROWS", "7");
    let printed = program.succeed(&["config"]).await?;
    assert!(printed.stdout.contains("default_rows = 7") && printed.stdout.contains("teller:***@"), "{printed:?}");
    assert!(!format!("{printed:?}").contains("hunter2"));
    let again = Program::in_an_empty_folder()?;
    std::fs::write(again.folder().join("tellergraph.toml"), &printed.stdout)?;
    assert_eq!(again.succeed(&["config"]).await?.stdout, printed.stdout, "what is printed can be read");
    Ok(())
}

#[tokio::test]
async fn a_session_of_many_requests_uses_one_connection() -> Outcome {
    let server = served().await?;
    let body = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    let one = format!("{body}Content-Length: {}\r\n\r\n{FINE}", FINE.len());
    let last = format!("{body}Connection: close\r\nContent-Length: {}\r\n\r\n{FINE}", FINE.len());
    let raw = server.send_raw(format!("{one}{one}{last}").as_bytes()).await?;
    assert_eq!(raw.matches("HTTP/1.1 200 OK\r\n").count(), 3, "{raw}");
    assert_eq!(raw.matches(&Value::Null.to_string()).count(), 3, "{raw}");
    Ok(())
}
