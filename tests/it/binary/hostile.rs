//! Documents that were made to hurt are refused at once, and everybody else is served as before.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use serde_json::json;
use tellergraph_tests::program::Program;

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
