//! Literals and variables.

use serde_json::json;

use super::{BAD_INPUT, INVALID, all_answered, all_refused, with_errors};
use crate::selection::bank::Bank;

// §6.1.2: variables that cannot be coerced refuse the request.
#[tokio::test]
async fn variables_are_coerced_or_refuse_the_request() {
    let first = "query ($n: Int) { customers(first: $n) { totalCount } }";
    let required = "query ($id: ID!) { node(id: $id) { id } }";
    let ordered = "query ($o: [CustomerOrder!]) { customers(orderBy: $o) { totalCount } }";
    all_refused(&[
        (required, "{}", BAD_INPUT),
        (required, r#"{ "id": null }"#, BAD_INPUT),
        (required, r#"{ "id": true }"#, BAD_INPUT),
        (required, r#"{ "id": ["a"] }"#, BAD_INPUT),
        ("query ($t: Boolean!) { __typename @include(if: $t) }", "{}", BAD_INPUT),
        ("query ($t: Boolean!) { __typename @include(if: $t) }", r#"{ "t": "true" }"#, BAD_INPUT),
        // Wrong even where it is not used in the end.
        (
            "query ($n: Int) { customers(first: $n) @skip(if: true) { totalCount } }",
            r#"{ "n": 2147483648 }"#,
            BAD_INPUT,
        ),
        (first, r#"{ "n": 99999999999 }"#, BAD_INPUT),
        (first, r#"{ "n": -2147483649 }"#, BAD_INPUT),
        (first, r#"{ "n": 1.5 }"#, BAD_INPUT),
        (first, r#"{ "n": "1" }"#, BAD_INPUT),
        (first, r#"{ "n": [1] }"#, BAD_INPUT),
        (ordered, r#"{ "o": { "field": "SHOE_SIZE" } }"#, BAD_INPUT),
        (ordered, r#"{ "o": { "direction": "ASC" } }"#, BAD_INPUT),
        (ordered, r#"{ "o": { "field": "NAME", "speed": 1 } }"#, BAD_INPUT),
        (ordered, r#"{ "o": { "field": "NAME", "direction": null } }"#, BAD_INPUT),
        (ordered, r#"{ "o": [null] }"#, BAD_INPUT),
        (ordered, r#"{ "o": "NAME" }"#, BAD_INPUT),
        ("query ($by: CustomerBy!) { customer(by: $by) { id } }", r#"{ "by": {} }"#, BAD_INPUT),
        (
            "query ($by: CustomerBy!) { customer(by: $by) { id } }",
            r#"{ "by": { "id": "x", "customerId": 1 } }"#,
            BAD_INPUT,
        ),
        ("query ($by: CustomerBy!) { customer(by: $by) { id } }", r#"{ "by": { "id": null } }"#, BAD_INPUT),
        (
            "query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }",
            r#"{ "f": { "dateOfBirth": { "eq": "2026-02-30" } } }"#,
            BAD_INPUT,
        ),
    ])
    .await;
    all_answered(&[
        (first, r#"{ "n": 1.0 }"#, r#"{"customers":{"totalCount":3}}"#),
        // What is not declared is passed over.
        (first, r#"{ "n": 1, "other": { "a": [1] } }"#, r#"{"customers":{"totalCount":3}}"#),
        (
            "query ($by: CustomerBy!) { customer(by: $by) { name } }",
            r#"{ "by": { "customerId": "1" } }"#,
            r#"{"customer":{"name":"Ada"}}"#,
        ),
    ])
    .await;
}

// §3.5.1 and §5.6.1: an Int has 32 bits, also where nobody looks, and a fraction makes a Float.
#[tokio::test]
async fn literals_must_fit_their_types() {
    all_refused(&[
        ("{ customers(first: 99999999999) { totalCount } }", "{}", INVALID),
        ("{ customers(first: 2147483648) @skip(if: true) { totalCount } }", "{}", INVALID),
        ("{ customers(first: 1.0) { totalCount } }", "{}", INVALID),
        ("{ customers(first: \"1\") { totalCount } }", "{}", INVALID),
        ("{ customers(first: [1]) { totalCount } }", "{}", INVALID),
        ("query ($n: Int = 99999999999) { customers(first: $n) { totalCount } }", r#"{ "n": 1 }"#, INVALID),
        ("query ($n: Int! = null) { customers(first: $n) { totalCount } }", r#"{ "n": 1 }"#, INVALID),
        ("query ($d: OrderDirection = \"DESC\") { customers(orderBy: { field: NAME, direction: $d }) { totalCount } }", "{}", INVALID),
        ("{ customers(orderBy: { field: \"NAME\" }) { totalCount } }", "{}", INVALID),
        ("{ customers(orderBy: { field: SHOE_SIZE }) { totalCount } }", "{}", INVALID),
        ("{ customers(orderBy: { direction: ASC }) { totalCount } }", "{}", INVALID),
        ("{ customers(orderBy: { field: NAME, direction: null }) { totalCount } }", "{}", INVALID),
        ("{ customers(orderBy: { field: NAME, speed: 1 }) { totalCount } }", "{}", INVALID),
        ("{ customers(orderBy: [null]) { totalCount } }", "{}", INVALID),
        ("{ customers(orderBy: NAME) { totalCount } }", "{}", INVALID),
        ("{ customers(filter: 1) { totalCount } }", "{}", INVALID),
        ("{ customers(filter: { customerId: { eq: 1.5 } }) { totalCount } }", "{}", INVALID),
        ("{ customers(filter: { customerId: { eq: { a: 1 } } }) { totalCount } }", "{}", INVALID),
        ("{ customers(filter: { name: { eq: 1 } }) { totalCount } }", "{}", INVALID),
        ("{ customers(filter: { name: { eq: NAME } }) { totalCount } }", "{}", INVALID),
        ("{ customer(by: { }) { id } }", "{}", INVALID),
        ("{ customer(by: { id: \"x\", customerId: 1 }) { id } }", "{}", INVALID),
        ("{ customer(by: { id: null }) { id } }", "{}", INVALID),
        ("{ customer(by: null) { id } }", "{}", INVALID),
        ("{ customer { id } }", "{}", INVALID),
        ("{ node(id: null) { id } }", "{}", INVALID),
        ("{ node(id: 1.0) { id } }", "{}", INVALID),
        ("{ nodes(ids: [\"a\", null]) { id } }", "{}", INVALID),
        ("{ __type(name: Date) { name } }", "{}", INVALID),
        // A variable beside a wrong literal makes it no better, given or not.
        ("query ($x: NullsOrder) { customers(orderBy: { field: 3, nulls: $x }) { totalCount } }", "{}", INVALID),
        ("query ($x: NullsOrder) { customers(orderBy: { field: 3, nulls: $x }) { totalCount } }", r#"{ "x": "LAST" }"#, INVALID),
        // In a fragment, and in an operation that is not asked for.
        ("{ ...F } fragment F on Query { customers { nodes { accounts(first: 3000000000) { totalCount } } } }", "{}", INVALID),
    ])
    .await;
    let bank = Bank::documented().await;
    let answer =
        bank.named("query A { __typename } query B { customers(first: 3000000000) { totalCount } }", "A").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], INVALID, "{answer}");
    assert_eq!(answer["errors"][0]["locations"], json!([{ "line": 1, "column": 51 }]));
}

// §3.9, §3.12: an enum value is a name in a document and a string in JSON; one value stands for a list of it.
#[tokio::test]
async fn enums_and_lists_come_from_variables_in_the_forms_of_json() {
    let ordered = "query ($o: [CustomerOrder!]) { customers(orderBy: $o) { nodes { customerId } } }";
    let up = r#"{"customers":{"nodes":[{"customerId":"1"},{"customerId":"2"},{"customerId":"3"}]}}"#;
    let down = r#"{"customers":{"nodes":[{"customerId":"3"},{"customerId":"2"},{"customerId":"1"}]}}"#;
    all_answered(&[
        (ordered, r#"{ "o": { "field": "CUSTOMER_ID", "direction": "DESC" } }"#, down),
        (ordered, r#"{ "o": [{ "field": "CUSTOMER_ID", "direction": "DESC" }] }"#, down),
        (ordered, r#"{ "o": [] }"#, up),
        (ordered, r#"{ "o": null }"#, up),
        (
            "query ($f: CustomerOrderField! = CUSTOMER_ID, $d: OrderDirection! = DESC) \
             { customers(orderBy: { field: $f, direction: $d }) { nodes { customerId } } }",
            "{}",
            down,
        ),
        (
            "query ($k: [BigInt!] = 2) { customers(filter: { customerId: { in: $k } }) { nodes { customerId } } }",
            "{}",
            r#"{"customers":{"nodes":[{"customerId":"2"}]}}"#,
        ),
        (
            "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            r#"{ "ids": "Q3VzdG9tZXI6MQ" }"#,
            r#"{"nodes":[{"id":"Q3VzdG9tZXI6MQ"}]}"#,
        ),
    ])
    .await;
}

// §5.8.5: where a variable may stand depends on its default and on that of the place.
#[tokio::test]
async fn variables_stand_where_their_types_allow() {
    let up = r#"{"customers":{"nodes":[{"customerId":"1"}]}}"#;
    let directed = "query ($d: OrderDirection) { customers(first: 1, orderBy: { field: CUSTOMER_ID, direction: $d }) \
                    { nodes { customerId } } }";
    all_answered(&[
        // The place has a default: a nullable variable may stand there, and the default counts when it is left out.
        (directed, "{}", up),
        (directed, r#"{ "d": "DESC" }"#, r#"{"customers":{"nodes":[{"customerId":"3"}]}}"#),
        (
            "query ($id: ID = \"Q3VzdG9tZXI6MQ\") { node(id: $id) { __typename } }",
            "{}",
            r#"{"node":{"__typename":"Customer"}}"#,
        ),
        (
            "query ($id: ID!) { nodes(ids: [$id]) { __typename } }",
            r#"{ "id": "Q3VzdG9tZXI6MQ" }"#,
            r#"{"nodes":[{"__typename":"Customer"}]}"#,
        ),
        (
            "query ($id: ID!) { customer(by: { id: $id }) { name } }",
            r#"{ "id": "Q3VzdG9tZXI6MQ" }"#,
            r#"{"customer":{"name":"Ada"}}"#,
        ),
    ])
    .await;
    all_refused(&[
        ("query ($id: ID) { node(id: $id) { id } }", r#"{ "id": "a" }"#, INVALID),
        ("query ($id: ID = null) { node(id: $id) { id } }", r#"{ "id": "a" }"#, INVALID),
        ("query ($id: String!) { node(id: $id) { id } }", r#"{ "id": "a" }"#, INVALID),
        ("query ($id: ID!) { nodes(ids: $id) { id } }", r#"{ "id": "a" }"#, INVALID),
        ("query ($ids: [ID]!) { nodes(ids: $ids) { id } }", r#"{ "ids": [] }"#, INVALID),
        ("query ($id: ID) { nodes(ids: [$id]) { id } }", r#"{ "id": "a" }"#, INVALID),
        ("query ($n: String) { customers(filter: { customerId: { eq: $n } }) { totalCount } }", "{}", INVALID),
        ("query ($t: Boolean) { serverInfo @skip(if: $t) { asOf } }", r#"{ "t": true }"#, INVALID),
        // The one field of a `@oneOf` object is never null.
        ("query ($id: ID) { customer(by: { id: $id }) { id } }", r#"{ "id": "a" }"#, INVALID),
        ("{ node(id: $id) { id } }", r#"{ "id": "a" }"#, INVALID),
        ("query ($id: ID!, $id: ID!) { node(id: $id) { id } }", r#"{ "id": "a" }"#, INVALID),
        ("query ($c: Customer) { node(id: $c) { id } }", "{}", INVALID),
        ("query ($c: Nothing) { node(id: $c) { id } }", "{}", INVALID),
        ("query ($c: [Nothing] = [1]) { node(id: $c) { id } }", "{}", INVALID),
        ("query ($c: [[Nothing!]!]! = [[{ a: 1 }]]) { __typename }", "{}", INVALID),
        ("query ($c: Int @skip(if: true)) { customers(first: $c) { totalCount } }", "{}", INVALID),
    ])
    .await;
}

// §6.4.1: what is left out falls back to a default; null does not, and fails the field where null must not be.
#[tokio::test]
async fn null_in_a_place_that_takes_none_fails_the_field() {
    let query = "query ($ids: [ID!] = []) { nodes(ids: $ids) { id } }";
    assert_eq!(with_errors(query, json!({})).await, json!({ "data": { "nodes": [] }, "errors": [] }));
    assert_eq!(
        with_errors(query, json!({ "ids": null })).await,
        json!({ "data": null, "errors": [["BAD_USER_INPUT", ["nodes"]]] }),
    );
    assert_eq!(
        with_errors("query ($id: ID = \"a\") { x: node(id: $id) { id } serverInfo { asOf } }", json!({ "id": null }))
            .await,
        json!({ "data": { "x": null, "serverInfo": { "asOf": null } }, "errors": [["BAD_USER_INPUT", ["x"]]] }),
    );
    assert_eq!(
        with_errors(
            "query ($d: OrderDirection) { customers(orderBy: { field: NAME, direction: $d }) { totalCount } __typename }",
            json!({ "d": null })
        )
        .await,
        json!({ "data": { "customers": null, "__typename": "Query" }, "errors": [["BAD_USER_INPUT", ["customers"]]] }),
    );
    assert_eq!(
        with_errors(
            "query ($d: OrderDirection) { customer(by: { customerId: 1 }) { name \
             a: accounts(orderBy: { field: BALANCE, direction: $d }) { totalCount } } }",
            json!({ "d": null })
        )
        .await,
        json!({ "data": { "customer": { "name": "Ada", "a": null } }, "errors": [["BAD_USER_INPUT", ["customer", "a"]]] }),
    );
    // The library has no way to fail this field alone.
    all_refused(&[("query ($n: String = \"Date\") { __type(name: $n) { name } }", r#"{ "n": null }"#, BAD_INPUT)])
        .await;
    all_answered(&[(
        "query ($n: String = \"Date\") { __type(name: $n) { name } }",
        "{}",
        r#"{"__type":{"name":"Date"}}"#,
    )])
    .await;
}
