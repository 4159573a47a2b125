//! Documents that were made to hurt are refused at once, and everybody else is served as before.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use serde_json::json;
use tellergraph_tests::program::Program;
use tokio::net::TcpStream;

use super::Outcome;

/// Far more than a refusal takes, and far less than the work that was asked for; builds without optimisation included.
const AT_ONCE: Duration = Duration::from_secs(3);

/// Fragments that spread the next one twice: the last is reached 2^30 times.
fn fragment_bomb() -> String {
    let mut document = String::from("{ ...F0 }");
    for number in 0..30 {
        let next = number + 1;
        let _ = write!(document, " fragment F{number} on Query {{ ...F{next} ...F{next} }}");
    }
    document.push_str(" fragment F30 on Query { __typename }");
    document
}

#[tokio::test]
async fn documents_made_to_hurt_are_refused_at_once() -> Outcome {
    let server = Program::in_an_empty_folder()?.with("TELLERGRAPH_DEMO_CUSTOMERS", "20").serve(&[]).await?;
    let in_filter = |value: String| format!("{{ customers(filter: {{ name: {{ in: {value} }} }}) {{ totalCount }} }}");
    let nested = |open: &str, close: &str, levels: usize| format!("{}{}", open.repeat(levels), close.repeat(levels));
    let aliases: Vec<String> = (0..500).map(|number| format!("a{number}: __typename")).collect();
    let aliases = aliases.join(" ");
    let roots = "customers { totalCount } ".repeat(400);
    let circle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    let chain: Vec<String> = (0..60)
        .map(|n| format!(" fragment C{n} on Customer {{ accounts {{ nodes {{ customer {{ ...C{} }} }} }} }}", n + 1))
        .collect();
    let chain =
        format!("{{ customers {{ nodes {{ ...C0 }} }} }} {} fragment C60 on Customer {{ name }}", chain.join(" "));
    let cases = [
        ("2,000 lists in lists", in_filter(nested("[", "]", 2_000)), &["DEPTH_LIMIT", "TOKEN_LIMIT"][..]),
        ("2,000 objects in objects", in_filter(nested("{a:", "}", 900)), &["DEPTH_LIMIT", "TOKEN_LIMIT"]),
        ("900 lists in lists", in_filter(nested("[", "]", 900)), &["DEPTH_LIMIT"]),
        ("selections in selections", nested("{ a ", "}", 500), &["DEPTH_LIMIT"]),
        ("unclosed lists", format!("{{ a(b: {}", "[".repeat(1_900)), &["DEPTH_LIMIT", "GRAPHQL_PARSE_FAILED"]),
        ("a fragment bomb", fragment_bomb(), &["GRAPHQL_VALIDATION_FAILED", "DEPTH_LIMIT"]),
        ("fragments in a circle", circle.to_owned(), &["GRAPHQL_VALIDATION_FAILED"]),
        ("a long way through fragments", chain, &["DEPTH_LIMIT"]),
        ("30,000 fields", format!("{{ {} }}", "a ".repeat(30_000)), &["TOKEN_LIMIT"]),
        ("500 aliases", format!("{{ customers {{ nodes {{ {aliases} }} }} }}"), &["ALIAS_LIMIT"]),
        ("400 root fields", format!("{{ {roots} }}"), &["ROOT_FIELD_LIMIT", "TOKEN_LIMIT", "ALIAS_LIMIT"]),
        ("100 directives", format!("{{ __typename {} }}", "@skip(if: false) ".repeat(100)), &["DIRECTIVE_LIMIT"]),
        ("70 KB of comment", format!("{{ __typename }} #{}", "x".repeat(70_000)), &["TOKEN_LIMIT"]),
        ("300 KB of document", format!("{{ {} }}", "a ".repeat(150_000)), &["PAYLOAD_TOO_LARGE"]),
    ];
    for (name, document, codes) in cases {
        let begun = Instant::now();
        let answer = server.ask(&document, json!({})).await?;
        let took = begun.elapsed();
        assert!(codes.contains(&answer.code().as_str()), "{name}: {answer:?}");
        assert!(answer.json().get("data").is_none(), "{name}: {answer:?}");
        assert!(took < AT_ONCE, "{name} took {took:?}");
        assert!(answer.body.len() < 4_096, "{name} is answered at length");
    }
    let deep: serde_json::Value = serde_json::from_str(&nested("[", "]", 100))?;
    let answer = server
        .ask("query($v: [String!]) { customers(filter: { name: { in: $v } }) { totalCount } }", json!({ "v": deep }))
        .await?;
    assert_eq!((answer.status, answer.code().as_str()), (400, "BAD_REQUEST"));
    let data = server.data("{ customers(first: 0) { totalCount } }").await?;
    assert_eq!(data["customers"]["totalCount"], 20, "everybody else is served");
    let said = server.stop().await?;
    assert!(!said.contains("panicked"), "{said}");
    Ok(())
}

/// What attacks may make the program take in all, in kilobytes.
const MOST_MEMORY_KB: u64 = 256 * 1024;

#[tokio::test]
async fn requests_that_are_malformed_are_refused_and_the_server_lives() -> Outcome {
    let server = Program::in_an_empty_folder()?.serve(&["--no-demo"]).await?;
    let post = |headers: &str, body: &str| {
        format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{body}"
        )
    };
    let get = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let fine = r#"{"query":"{ __typename }"}"#;
    let closing = |body: &str| format!("Connection: close\r\nContent-Length: {}", body.len());
    let deep = format!(r#"{{"query":"{{a}}","variables":{{"x":{}}}}}"#, "[".repeat(50_000));
    let wide: Vec<String> = (0..9_000).map(|number| format!("\"k{number}\":1")).collect();
    let wide = format!(r#"{{"query":"{{a}}","variables":{{{}}}}}"#, wide.join(","));
    let surrogate = r#"{"query":"{ node(id: \"\ud800\") { id } }"}"#;
    let nul = r#"{"query":"{ node(id: \"\u0000\") { id } }"}"#;
    for (name, bytes, statuses) in [
        ("two lengths", post(&format!("Content-Length: 5\r\n{}", closing(fine)), fine), &[400][..]),
        ("a length and chunks", post(&format!("Transfer-Encoding: chunked\r\n{}", closing(fine)), "0\r\n\r\n"), &[400]),
        ("a chunk that is none", post("Connection: close\r\nTransfer-Encoding: chunked", "xyz\r\n\r\n"), &[400]),
        ("an enormous chunk", post("Connection: close\r\nTransfer-Encoding: chunked", "fffffffffffffffff\r\n"), &[400]),
        ("a length that is no number", post("Connection: close\r\nContent-Length: -1", fine), &[400]),
        ("an enormous length", post("Connection: close\r\nContent-Length: 99999999999", fine), &[413]),
        ("an unknown transfer coding", post("Connection: close\r\nTransfer-Encoding: gzip", fine), &[400, 415, 501]),
        ("a header that is folded", post(&format!("X-One: a\r\n b\r\n{}", closing(fine)), fine), &[400]),
        ("NUL in a header", post(&format!("X-One: a\0b\r\n{}", closing(fine)), fine), &[400]),
        ("a space before a colon", post(&format!("X-One : a\r\n{}", closing(fine)), fine), &[400]),
        ("deep JSON", post(&closing(&deep), &deep), &[400]),
        ("wide JSON", post(&closing(&wide), &wide), &[400]),
        ("half a surrogate", post(&closing(surrogate), surrogate), &[400]),
        // Well-formed: it fails its field.
        ("a NUL in a value", post(&closing(nul), nul), &[200]),
        ("a long address", get(&format!("/graphql?query={}", "a".repeat(100_000))), &[414, 431]),
        ("an address that is not UTF-8", get("/graphql?query=%ff%fe"), &[400]),
        ("a path that climbs", get("/graphiql/../../etc/passwd"), &[404]),
        ("a path that climbs in disguise", get("/graphiql/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), &[404]),
        ("another version", "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n".to_owned(), &[400, 505]),
    ] {
        // The server may close before it has read all; that is an end too.
        let Ok(answer) = server.send_raw(bytes.as_bytes()).await else { continue };
        let status = answer.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok());
        assert!(status.is_some_and(|status| statuses.contains(&status)), "{name}: {answer:?}");
        assert!(!answer.contains("root:"), "{name}: {answer}");
    }
    assert_eq!(server.get("/healthz").await?.status, 200);
    let said = server.stop().await?;
    assert!(!said.contains("panicked"), "{said}");
    Ok(())
}

#[tokio::test]
async fn idle_connections_and_floods_leave_the_server_small_and_healthy() -> Outcome {
    let program = Program::in_an_empty_folder()?
        .with("TELLERGRAPH_DEMO_CUSTOMERS", "20")
        .with("TELLERGRAPH_HTTP_MAX_REQUESTS", "2")
        .with("TELLERGRAPH_HTTP_MAX_WAITING", "2");
    let server = program.serve(&[]).await?;
    let mut idle = Vec::new();
    for _ in 0..900 {
        idle.push(TcpStream::connect(server.address()).await?);
    }
    let document = "{ customers(first: 20) { nodes { transactions(first: 100) { nodes { id amount notes } } } } }";
    let asked = futures_util::future::join_all((0..60).map(|_| server.ask(document, json!({})))).await;
    let mut fulfilled = 0;
    for answer in asked {
        let answer = answer?;
        match answer.status {
            200 => fulfilled += 1,
            503 => {
                assert_eq!(answer.code(), "OVERLOADED", "{answer:?}");
                assert_eq!(answer.header("retry-after"), "1");
            }
            _ => panic!("{answer:?}"),
        }
    }
    assert!(fulfilled >= 1, "somebody is served");
    let begun = Instant::now();
    assert_eq!(server.get("/healthz").await?.status, 200);
    assert!(begun.elapsed() < AT_ONCE);
    server.data(document).await?;
    if let Some(peak) = server.peak_memory_kb() {
        assert!(peak < MOST_MEMORY_KB, "{peak} KB");
    }
    drop(idle);
    server.stop().await?;
    Ok(())
}

#[tokio::test]
async fn bytes_that_are_not_http_end_their_own_connection_only() -> Outcome {
    let server = Program::in_an_empty_folder()?.serve(&["--no-demo"]).await?;
    let long = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: {}\r\n\r\n", "x".repeat(200_000));
    let many = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X-One: 1\r\n".repeat(500));
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"NONSENSE\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        long.as_bytes(),
        many.as_bytes(),
    ] {
        // The server may close before it has read all; that is an end too.
        if let Ok(answer) = server.send_raw(bytes).await {
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
        }
    }
    assert_eq!(server.get("/healthz").await?.status, 200);
    server.stop().await?;
    Ok(())
}
