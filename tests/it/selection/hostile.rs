//! Documents made to hurt: each is refused with a code, soon, and without a great stack.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::bank::Bank;

/// Longer than any of these takes in an unoptimised build on a busy machine, and far shorter than what they are made for.
const SOON: Duration = Duration::from_secs(3);

async fn refused(bank: &Bank, what: &str, query: &str, variables: &Value) -> String {
    let started = Instant::now();
    let (answer, statements) = bank.recorded(query, variables).await;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(statements, 0, "{what}: nothing is read");
    assert!(started.elapsed() < SOON, "{what}: {:?}", started.elapsed());
    assert_eq!(answer.get("data"), None, "{what}");
    answer["errors"][0]["extensions"]["code"].as_str().expect("a code").to_owned()
}

fn each(count: usize, write: impl FnMut(usize) -> String) -> String {
    (0..count).map(write).collect()
}

#[tokio::test]
async fn documents_made_to_hurt_are_refused_soon() {
    let bank = Bank::documented().await;
    let nested = |open: &str, inner: &str, close: &str, levels: usize| {
        format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
    };
    let bomb = |steps: usize| {
        let steps: String = each(steps, |step| format!("fragment F{step} on Query {{ ...F{0} ...F{0} }} ", step + 1));
        format!("{{ ...F0 }} {steps}")
    };
    let lists = nested("[", "1", "]", 2_000);
    let objects = nested("{ not: ", "{}", "}", 2_000);
    let cases = [
        ("a list in a list", format!("{{ customers(first: {lists}) {{ totalCount }} }}"), "DEPTH_LIMIT"),
        (
            "a list in a list as a default",
            format!("query ($n: Int = {lists}) {{ customers(first: $n) {{ totalCount }} }}"),
            "DEPTH_LIMIT",
        ),
        ("an object in an object", format!("{{ customers(filter: {objects}) {{ totalCount }} }}"), "DEPTH_LIMIT"),
        (
            "a list of a list as a type",
            format!("query ($n: {}) {{ customers(first: $n) {{ totalCount }} }}", nested("[", "Int", "]", 2_000)),
            "DEPTH_LIMIT",
        ),
        ("a selection in a selection", nested("{ a ", "{ a }", "}", 2_000), "DEPTH_LIMIT"),
        ("inline fragments", format!("{{ {} }}", nested("... { ", "__typename", "}", 2_000)), "DEPTH_LIMIT"),
        ("lists that do not end", format!("{{ a(b: {}", "[".repeat(60_000)), "DEPTH_LIMIT"),
        (
            "a bomb of fragments",
            format!("{}fragment F40 on Query {{ __typename }}", bomb(40)),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("a small bomb", format!("{}fragment F16 on Query {{ __typename }}", bomb(16)), "GRAPHQL_VALIDATION_FAILED"),
        (
            "a bomb that nobody spreads",
            bomb(40).replace("{ ...F0 }", "{ __typename }") + "fragment F40 on Query { __typename }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "a chain of fragments",
            {
                let chain: String = each(200, |step| format!("fragment F{step} on Query {{ ...F{} }} ", step + 1));
                format!("{{ ...F0 }} {chain}fragment F200 on Query {{ __typename }}")
            },
            "DEPTH_LIMIT",
        ),
        ("a circle", "{ ...F } fragment F on Query { ...F ...F }".to_owned(), "GRAPHQL_VALIDATION_FAILED"),
        ("30,000 fields", format!("{{ {} }}", "a ".repeat(30_000)), "TOKEN_LIMIT"),
        ("30,000 names that are no field", format!("{{ customers {{ {} }} }}", "b ".repeat(30_000)), "TOKEN_LIMIT"),
        ("many root fields", format!("{{ {} }}", "serverInfo { asOf } ".repeat(300)), "ROOT_FIELD_LIMIT"),
        (
            "many aliases",
            format!("{{ customers {{ {} }} }}", each(300, |at| format!("a{at}: totalCount "))),
            "ALIAS_LIMIT",
        ),
        (
            "many directives",
            format!("{{ serverInfo {} {{ asOf }} }}", "@skip(if: false)".repeat(200)),
            "DIRECTIVE_LIMIT",
        ),
        ("a long document", format!("{{ {} }}", "#".repeat(100_000)), "TOKEN_LIMIT"),
        ("a string that does not end", format!("{{ node(id: \"{}", "a".repeat(50_000)), "GRAPHQL_PARSE_FAILED"),
        ("a NUL character", "{ node(id: \"\0\") { id } }".to_owned(), "GRAPHQL_PARSE_FAILED"),
    ];
    for (what, query, code) in cases {
        assert_eq!(refused(&bank, what, &query, &json!({})).await, code, "{what}");
    }
}

/// The body's own limit lets 64 levels of JSON through; a filter is cut off long before.
#[tokio::test]
async fn values_of_variables_that_nest_as_deep_as_a_body_may_are_refused_soon() {
    let bank = Bank::documented().await;
    let nested = |step: fn(Value) -> Value, inner: Value| (0..60).fold(inner, |inner, _| step(inner));
    let list = nested(|inner| json!([inner]), json!(1));
    let query = "query ($n: Int) { customers(first: $n) { totalCount } }";
    assert_eq!(refused(&bank, "a list in a list", query, &json!({ "n": list })).await, "BAD_USER_INPUT");
    let filter = nested(|inner| json!({ "and": [{ "not": inner }] }), json!({}));
    let query = "query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }";
    let answer: Value = serde_json::from_str(&bank.text(query, &json!({ "f": filter })).await).expect("JSON");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(answer["data"], json!({ "customers": null }));
}

/// A document at the limits that is valid: every way to spend tokens stays affordable.
#[tokio::test]
async fn the_largest_documents_that_are_allowed_take_no_time() {
    let bank = Bank::documented().await;
    let repeated = format!("{{ customers {{ nodes {{ {} }} }} }}", "id name email ".repeat(600));
    let merged = format!("{{ {} }}", "customers { nodes { accounts { nodes { id } } } } ".repeat(9));
    let spread = format!(
        "{{ customers {{ nodes {{ {} }} }} }} fragment F on Customer {{ {} }}",
        "...F ".repeat(8),
        "id name ".repeat(60)
    );
    for query in [repeated, merged, spread] {
        let started = Instant::now();
        let answer = bank.text(&query, &json!({})).await;
        assert!(answer.starts_with("{\"data\""), "{answer}");
        assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    }
}
