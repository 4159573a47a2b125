//! Conditions, merging, whole documents, errors.

use serde_json::json;

use super::{BAD_INPUT, INVALID, all_answered, all_refused, with_errors};
use crate::selection::bank::Bank;

// §3.13 and §6.3.2: a condition is decided by the variable's value, which is its default when none is given.
#[tokio::test]
async fn conditions_see_the_defaults_of_variables() {
    all_answered(&[
        (
            "query ($t: Boolean = true) { customer(by: { customerId: 1 }) { name @include(if: $t) email @skip(if: $t) } }",
            "{}",
            r#"{"customer":{"name":"Ada"}}"#,
        ),
        (
            "query ($t: Boolean! = false) { a: serverInfo @include(if: $t) { asOf } b: serverInfo @skip(if: $t) { asOf } }",
            "{}",
            r#"{"b":{"asOf":null}}"#,
        ),
        (
            "query ($t: Boolean = true) { ...R @skip(if: $t) ... @include(if: $t) { __typename } } \
             fragment R on Query { serverInfo { asOf } }",
            "{}",
            r#"{"__typename":"Query"}"#,
        ),
        ("query ($t: Boolean = true) { __typename serverInfo @include(if: $t) { asOf } }", r#"{ "t": false }"#, r#"{"__typename":"Query"}"#),
        ("query ($t: Boolean = true) { __type(name: \"Date\") { name kind @skip(if: $t) } }", "{}", r#"{"__type":{"name":"Date"}}"#),
        // Null is not true: what is included only then is left out, what is skipped only then stays.
        (
            "query ($t: Boolean = true) { __typename a: serverInfo @include(if: $t) { asOf } b: serverInfo @skip(if: $t) { asOf } }",
            r#"{ "t": null }"#,
            r#"{"__typename":"Query","b":{"asOf":null}}"#,
        ),
    ])
    .await;
}

// §5.8.4: a variable that decides on `__typename` alone is used.
#[tokio::test]
async fn typename_has_conditions_like_any_other_field() {
    all_answered(&[
        ("query ($t: Boolean!) { __typename @include(if: $t) }", r#"{ "t": true }"#, r#"{"__typename":"Query"}"#),
        ("query ($t: Boolean!) { __typename @include(if: $t) }", r#"{ "t": false }"#, "{}"),
        (
            "query ($t: Boolean!) { customer(by: { customerId: 1 }) { kind: __typename @skip(if: $t) name } }",
            r#"{ "t": false }"#,
            r#"{"customer":{"kind":"Customer","name":"Ada"}}"#,
        ),
        (
            "query ($t: Boolean!) { node(id: \"Q3VzdG9tZXI6MQ\") { ...F } } fragment F on Node { __typename @include(if: $t) id }",
            r#"{ "t": false }"#,
            r#"{"node":{"id":"Q3VzdG9tZXI6MQ"}}"#,
        ),
    ])
    .await;
    all_refused(&[
        ("{ __typename @include(if: 3) }", "{}", INVALID),
        ("{ __typename @include }", "{}", INVALID),
        ("{ __typename @include(if: $t) }", "{}", INVALID),
        ("{ __typename @nonsense }", "{}", INVALID),
        ("{ __typename @skip(if: true) @skip(if: true) }", "{}", INVALID),
        ("{ __typename(name: 1) }", "{}", INVALID),
        ("{ customers { __typename { length } } }", "{}", INVALID),
    ])
    .await;
}

// §5.3.2: fields of one key merge, whatever lies between them, or the request is refused.
#[tokio::test]
async fn fields_that_cannot_merge_are_refused_wherever_they_meet() {
    all_refused(&[
        ("{ customers { nodes { x: id x: name } } }", "{}", INVALID),
        ("{ customers { nodes { x: id } } customers { nodes { x: name } } }", "{}", INVALID),
        ("{ customers { nodes { x: id } ...F } } fragment F on CustomerConnection { nodes { x: customerId } }", "{}", INVALID),
        ("{ customers(first: 1) { totalCount } customers(first: 2) { totalCount } }", "{}", INVALID),
        ("{ customers(first: 1) { totalCount } customers { totalCount } }", "{}", INVALID),
        ("query ($n: Int) { customers(first: $n) { totalCount } customers(first: 1) { totalCount } }", r#"{ "n": 1 }"#, INVALID),
        ("{ customers { nodes { accounts(first: 1) { totalCount } ... on Customer { accounts { totalCount } } } } }", "{}", INVALID),
        ("{ customers { nodes { x: name ... on Node { x: id } } } }", "{}", INVALID),
        ("{ node(id: \"a\") { x: id ... on Customer { x: name } } }", "{}", INVALID),
        ("{ ...A ...B } fragment A on Query { x: customers { totalCount } } fragment B on Query { x: accounts { totalCount } }", "{}", INVALID),
        ("{ x: __typename x: serverInfo { asOf } }", "{}", INVALID),
        // Types that no object has both of: names may differ, shapes may not.
        ("{ node(id: \"a\") { ... on Customer { x: name } ... on Account { x: balance } } }", "{}", INVALID),
        ("{ node(id: \"a\") { ... on Customer { x: name } ... on Account { x: customer { id } } } }", "{}", INVALID),
        ("{ node(id: \"a\") { ... on Customer { x: customerId } ... on Relationship { x: relationshipTypeText } } }", "{}", INVALID),
        ("{ node(id: \"a\") { ... on Customer { x: accounts { n: totalCount } } ... on Account { x: customer { n: name } } } }", "{}", INVALID),
        // Conditions are no excuse.
        ("{ customers { nodes { x: id @skip(if: true) x: name } } }", "{}", INVALID),
    ])
    .await;
    all_answered(&[
        (
            "query ($t: Boolean!) { node(id: \"QWNjb3VudDoxMQ\") { ... on Customer { ... @include(if: $t) { x: name } } \
             ... on Account { ... @include(if: $t) { x: statusText } } } }",
            r#"{ "t": true }"#,
            r#"{"node":{"x":"Active"}}"#,
        ),
        (
            "{ node(id: \"QWNjb3VudDoxMQ\") { ... on Customer { x: accounts(first: 1) { t: __typename } } \
             ... on Account { x: customer { t: __typename } } } }",
            "{}",
            r#"{"node":{"x":{"t":"Customer"}}}"#,
        ),
        (
            "{ customers(filter: { customerId: { eq: 1 }, name: { eq: \"Ada\" } }) { totalCount } \
             customers(filter: { name: { eq: \"Ada\" }, customerId: { eq: 1 } }) { nodes { name } } }",
            "{}",
            r#"{"customers":{"totalCount":1,"nodes":[{"name":"Ada"}]}}"#,
        ),
    ])
    .await;
    let bank = Bank::documented().await;
    let answer = bank.named("query A { __typename } query B { customers { nodes { x: id x: name } } }", "A").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], INVALID, "{answer}");
}

// §5.2 and §5.5: operations and fragments as such.
#[tokio::test]
async fn documents_that_do_not_fit_are_refused() {
    all_refused(&[
        ("{ nothing }", "{}", INVALID),
        ("{ customers }", "{}", INVALID),
        ("{ customers { totalCount { a } } }", "{}", INVALID),
        ("{ node(id: \"a\") { name } }", "{}", INVALID),
        ("{ customers(nothing: 1) { totalCount } }", "{}", INVALID),
        ("{ customers(first: 1, first: 1) { totalCount } }", "{}", INVALID),
        ("mutation { customers { totalCount } }", "{}", INVALID),
        ("subscription { customers { totalCount } }", "{}", INVALID),
        ("query @skip(if: true) { __typename }", "{}", INVALID),
        ("{ __typename @deprecated }", "{}", INVALID),
        ("{ serverInfo @skip { asOf } }", "{}", INVALID),
        ("{ serverInfo @skip(if: true) @skip(if: true) { asOf } }", "{}", INVALID),
        ("query ($n: Int) { __typename }", "{}", INVALID),
        ("{ __typename } fragment F on Query { __typename }", "{}", INVALID),
        ("{ ...F }", "{}", INVALID),
        ("{ ...F } fragment F on Nothing { __typename }", "{}", INVALID),
        ("{ ...F } fragment F on Date { __typename }", "{}", INVALID),
        ("{ ...F } fragment F on Customer { name }", "{}", INVALID),
        ("{ customers { nodes { ... on Account { id } } } }", "{}", INVALID),
        ("{ customers { nodes { ... on Int { id } } } }", "{}", INVALID),
        ("{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }", "{}", INVALID),
        (
            "{ customers { nodes { ...F } } } fragment F on Customer { accounts { nodes { customer { ...F } } } }",
            "{}",
            INVALID,
        ),
        ("query A { __typename } query B { __typename }", "{}", "BAD_REQUEST"),
        ("{ customers { } }", "{}", "GRAPHQL_PARSE_FAILED"),
        ("", "{}", "GRAPHQL_PARSE_FAILED"),
        ("fragment F on Query { __typename }", "{}", "GRAPHQL_PARSE_FAILED"),
    ])
    .await;
    let bank = Bank::documented().await;
    let several = "query A { a: __typename } query B($n: Int!) { customers(first: $n) { totalCount } }";
    let unknown = bank.named(several, "C").await;
    assert_eq!((&unknown["errors"][0]["extensions"]["code"], unknown.get("data")), (&json!("BAD_REQUEST"), None));
    // The variables of the others are none of its business.
    assert_eq!(bank.named(several, "A").await, json!({ "data": { "a": "Query" } }));
    assert_eq!(bank.named(several, "B").await["errors"][0]["extensions"]["code"], BAD_INPUT);
}

// §4.2: introspection stands beside planned fields, in the order of the document.
#[tokio::test]
async fn introspection_and_rows_share_an_answer() {
    all_answered(&[
        (
            "{ q: __typename __schema { queryType { name } } customer(by: { customerId: 1 }) { name } \
             d: __type(name: \"Date\") { kind } __schema { mutationType { name } } n: __type(name: \"Nothing\") { name } }",
            "{}",
            r#"{"q":"Query","__schema":{"queryType":{"name":"Query"},"mutationType":null},"customer":{"name":"Ada"},"d":{"kind":"SCALAR"},"n":null}"#,
        ),
        (
            "query ($name: String!) { __type(name: $name) { name } serverInfo { __typename } }",
            r#"{ "name": "PageInfo" }"#,
            r#"{"__type":{"name":"PageInfo"},"serverInfo":{"__typename":"ServerInfo"}}"#,
        ),
    ])
    .await;
}

// §6.4.4: null climbs to the first place that may be null; errors keep their paths, each is told once.
#[tokio::test]
async fn errors_have_paths_and_leave_the_rest() {
    assert_eq!(
        with_errors("{ a: nodes(ids: [\"x\", \"Q3VzdG9tZXI6MQ\", \"y\"]) { id } }", json!({})).await,
        json!({
            "data": { "a": [null, { "id": "Q3VzdG9tZXI6MQ" }, null] },
            "errors": [["BAD_USER_INPUT", ["a", 0]], ["BAD_USER_INPUT", ["a", 2]]],
        }),
    );
    // Said twice in the document, answered and told once.
    assert_eq!(
        with_errors("{ a: nodes(ids: [\"x\", \"y\"]) { id } a: nodes(ids: [\"x\", \"y\"]) { __typename } }", json!({}))
            .await,
        json!({
            "data": { "a": [null, null] },
            "errors": [["BAD_USER_INPUT", ["a", 0]], ["BAD_USER_INPUT", ["a", 1]]],
        }),
    );
    assert_eq!(
        with_errors(
            "{ n: node(id: \"x\") { id } ...F } fragment F on Query { n: node(id: \"x\") { __typename } }",
            json!({})
        )
        .await,
        json!({ "data": { "n": null }, "errors": [["BAD_USER_INPUT", ["n"]]] }),
    );
    let ids = vec!["Q3VzdG9tZXI6MQ"; 251];
    assert_eq!(
        with_errors("query ($ids: [ID!]!) { serverInfo { asOf } all: nodes(ids: $ids) { id } }", json!({ "ids": ids }))
            .await,
        json!({ "data": null, "errors": [["BAD_USER_INPUT", ["all"]]] }),
    );
    assert_eq!(
        with_errors(
            "{ customers(first: -1) { totalCount } accounts(first: 1, last: 1) { totalCount } serverInfo { asOf } }",
            json!({})
        )
        .await,
        json!({
            "data": { "customers": null, "accounts": null, "serverInfo": { "asOf": null } },
            "errors": [["BAD_USER_INPUT", ["customers"]], ["BAD_USER_INPUT", ["accounts"]]],
        }),
    );
    // In every row in which it stands.
    assert_eq!(
        with_errors("{ customers(first: 2) { nodes { name a: accounts(first: -1) { totalCount } } } }", json!({}))
            .await,
        json!({
            "data": { "customers": { "nodes": [{ "name": "Ada", "a": null }, { "name": "Zoë \"Z\"\n", "a": null }] } },
            "errors": [
                ["BAD_USER_INPUT", ["customers", "nodes", 0, "a"]],
                ["BAD_USER_INPUT", ["customers", "nodes", 1, "a"]],
            ],
        }),
    );
}
