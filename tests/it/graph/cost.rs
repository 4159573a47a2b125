//! What an answer may come to is known before anything is read, and bounded.

use serde_json::{Value, json};
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::limits::Limits;
use tellergraph_api::graphql::request::{Request, RequestId};
use tellergraph_api::graphql::run::Recorder;
use tellergraph_tests::engine::Engine;

use super::bank::{Bank, clock, limits, pages};

/// Asks within limits of one's own; gives the answer and how many statements it took.
async fn asked(bank: &Bank, limits: Limits, query: &str) -> (Value, usize) {
    let graph = Graph::new(bank.single_connection().await, limits, pages(), chrono_tz::UTC).with_clock(clock());
    let recorder = Recorder::default();
    let request = Request { query: query.to_owned(), ..Request::default() };
    let answer = graph.answer_recorded(request, &RequestId::from_text("test"), Some(recorder.clone())).await;
    (serde_json::from_slice(&answer.body).expect("JSON"), recorder.statements().len())
}

/// Every object with an `id`, wherever it is.
fn objects(value: &Value) -> u64 {
    match value {
        Value::Object(fields) => u64::from(fields.contains_key("id")) + fields.values().map(objects).sum::<u64>(),
        Value::Array(items) => items.iter().map(objects).sum(),
        _ => 0,
    }
}

#[tokio::test]
async fn pages_multiply_along_the_way() {
    let bank = Bank::seeded(Engine::Sqlite, 30).await;
    for (query, expected) in [
        ("{ __typename }", 0),
        ("{ serverInfo { asOf } }", 1),
        ("{ serverInfo { asOf limits { cost } } }", 2),
        ("{ customers { totalCount } }", 1),
        ("{ customers(first: 0) { totalCount nodes { id } } }", 1),
        ("{ customers { nodes { id } } }", 25),
        ("{ customers(first: 1000) { nodes { id } } }", 1_000),
        // Each object once, edges not at all.
        (
            "{ customers(last: 10) { totalCount nodes { id } edges { cursor node { id name } } pageInfo { hasNextPage } } }",
            11,
        ),
        ("{ customers(first: 10) { nodes { id segment { lifeStage } } edges { node { segment { ageGroup } } } } }", 20),
        ("{ customers(first: 10) { nodes { id accounts(first: 5) { nodes { id } } } } }", 10 + 10 * 5),
        ("{ customers(first: 10) { nodes { id accounts { totalCount nodes { id } } } } }", 10 + 10 * 26),
        (
            "{ customers(first: 10) { nodes { id a: accounts(first: 2) { nodes { id transactions(first: 3) { nodes { id \
             account { id customer { id } } } } } } b: accounts(first: 1) { nodes { id } } } } }",
            10 + 10 * 2 + 10 * 2 * 3 * 3 + 10,
        ),
        (
            "{ customers(first: 2) { nodes { id relationships(first: 4) { edges { node { id } relationship { id } } } } } }",
            2 + 8 * 2,
        ),
        ("{ customers(first: 2) { nodes { network(first: 3) { totalCount nodes { id } } } } }", 2 + 2 + 6),
        ("{ customers(first: 5) { nodes { segment { explain(dimensions: [LIFE_STAGE]) { value } } } } }", 5 * 3),
        ("{ customers { groupBy(keys: [{ field: LIFE_STAGE }], first: 7) { nodes { count } } } }", 8),
        ("{ nodes(ids: [\"Q3VzdG9tZXI6MQ\", \"Q3VzdG9tZXI6Mg\", \"QWNjb3VudDox\"]) { id } }", 3),
    ] {
        let (answer, _) = asked(&bank, limits(), query).await;
        assert_eq!(answer["errors"], Value::Null, "{query}");
        assert_eq!(answer["extensions"]["cost"], json!({ "requested": expected, "limit": 100_000 }), "{query}");
        if !query.contains("edges") {
            assert!(objects(&answer["data"]) <= expected, "{query} answers more than it costs: {answer}");
        }
    }
}

#[tokio::test]
async fn what_costs_too_much_is_refused_before_anything_is_read() {
    let bank = Bank::seeded(Engine::Sqlite, 5).await;
    let circular =
        (0..5).fold("{ id }".to_owned(), |inner, _| format!("{{ relationships(first: 100) {{ nodes {inner} }} }}"));
    let nested =
        |levels: usize| (0..levels).fold("{ name }".to_owned(), |inner, _| format!("{{ fields {{ type {inner} }} }}"));
    let (fields, deep) = (nested(5), nested(9));
    for query in [
        "{ customers(first: 1000) { nodes { transactions(first: 100) { nodes { id } } } } }".to_owned(),
        format!("{{ customers(first: 100) {{ nodes {circular} }} }}"),
        format!("{{ __schema {{ types {fields} }} }}"),
        format!("{{ __type(name: \"Customer\") {deep} }}"),
        format!("{{ __schema {{ types {{ {} }} }} }}", "fields { name } ".repeat(400)),
        "{ __schema { types { ...F } } } fragment F on __Type { fields { type { ...G } } } \
         fragment G on __Type { fields { type { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
            .to_owned(),
    ] {
        let (answer, statements) = asked(&bank, limits(), &query).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "COST_LIMIT", "{query}: {answer}");
        assert_eq!(answer.get("data"), None, "{query}");
        assert!(answer["extensions"]["cost"]["requested"].as_u64() > Some(100_000), "{answer}");
        assert_eq!(statements, 0, "{query}");
    }
    let (answer, _) = asked(&bank, Limits { cost: 24, ..limits() }, "{ customers { nodes { id } } }").await;
    assert_eq!(answer["extensions"]["cost"], json!({ "requested": 25, "limit": 24 }));
    let message = answer["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("25 objects; at most 24"), "{message}");
}

/// What tools ask first of any server.
#[tokio::test]
async fn the_introspection_of_tools_is_allowed() {
    let bank = Bank::seeded(Engine::Sqlite, 1).await;
    let kinds = (0..9).fold("{ kind name }".to_owned(), |inner, _| format!("{{ kind name ofType {inner} }}"));
    let query = format!(
        "query IntrospectionQuery {{ __schema {{ queryType {{ name }} mutationType {{ name }} subscriptionType {{ name }}
           types {{ ...FullType }} directives {{ name description locations args {{ ...InputValue }} }} }} }}
         fragment FullType on __Type {{ kind name description
           fields(includeDeprecated: true) {{ name description args {{ ...InputValue }} type {{ ...TypeRef }}
             isDeprecated deprecationReason }}
           inputFields {{ ...InputValue }} interfaces {{ ...TypeRef }}
           enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
           possibleTypes {{ ...TypeRef }} }}
         fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue }}
         fragment TypeRef on __Type {kinds}"
    );
    let (answer, statements) = asked(&bank, limits(), &query).await;
    assert_eq!(answer["errors"], Value::Null);
    assert_eq!(statements, 0);
    let types = answer["data"]["__schema"]["types"].as_array().expect("types");
    let cost = answer["extensions"]["cost"]["requested"].as_u64().expect("a cost");
    let fields: usize = types.iter().map(|ty| ty["fields"].as_array().map_or(0, Vec::len)).sum();
    assert!(cost < 50_000 && cost >= (types.len() + fields) as u64, "{cost} for {} types", types.len());
}

#[tokio::test]
async fn limits_can_be_asked_for() {
    let bank = Bank::seeded(Engine::Sqlite, 1).await;
    let (answer, statements) = asked(
        &bank,
        Limits { aliases: 7, ..limits() },
        "{ serverInfo { limits { cost aliases depth rootPageRows nestedPageRows listValues responseBytes } } }",
    )
    .await;
    let expected = json!({ "cost": 100_000, "aliases": 7, "depth": 16, "rootPageRows": 1_000, "nestedPageRows": 100,
                           "listValues": 250, "responseBytes": 16_777_216 });
    assert_eq!(answer["data"]["serverInfo"]["limits"], expected, "{answer}");
    assert_eq!(statements, 1);
}

#[tokio::test]
async fn an_answer_that_grows_too_long_is_none() {
    let bank = Bank::seeded(Engine::Sqlite, 40).await;
    let small = || Limits { response_bytes: 1_500, ..limits() };
    let long = "{ customers(first: 40) { nodes { id name address accounts { nodes { id } } } } }";
    let several = "{ a: customers(first: 20) { nodes { id name } } b: customers(last: 20) { edges { cursor } } }";
    for query in [long, several, "{ __schema { types { name description } } }"] {
        let (answer, _) = asked(&bank, small(), query).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "RESPONSE_TOO_LARGE", "{query}: {answer}");
        assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1));
        assert_eq!(answer.get("data"), None, "{query}");
        let (whole, _) = asked(&bank, limits(), query).await;
        assert!(whole["errors"].is_null() && whole.to_string().len() > 1_500, "{query}");
    }
    let (answer, _) = asked(&bank, small(), "{ customers(first: 3) { nodes { name } } }").await;
    assert_eq!(answer["data"]["customers"]["nodes"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn errors_are_few_and_short() {
    let bank = Bank::seeded(Engine::Sqlite, 1).await;
    let wrong = vec!["\"no id\""; 200].join(", ");
    let fields: Vec<String> = (0..9).map(|at| format!("a{at}: nodes(ids: [{wrong}]) {{ id }}")).collect();
    let query = format!("{{ {} }}", fields.join(" "));
    let (answer, _) = asked(&bank, Limits { document_tokens: 5_000, ..limits() }, &query).await;
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(10), "{answer}");
    // Paths have the keys that the client gave.
    let long = "k".repeat(6_000);
    let query = format!("{{ {long}: nodes(ids: [{wrong}]) {{ id }} }}");
    let (answer, _) = asked(&bank, limits(), &query).await;
    let told = answer["errors"].as_array().expect("errors");
    assert!((1..10).contains(&told.len()) && answer["errors"].to_string().len() < 40_000, "{}", told.len());
}

#[tokio::test]
async fn arguments_are_bounded() {
    let bank = Bank::seeded(Engine::Sqlite, 1).await;
    let text = |characters: usize| "é".repeat(characters);
    let list = |values: usize| vec!["\"Q3VzdG9tZXI6MQ\""; values].join(", ");
    for (query, reason) in [
        (format!("{{ node(id: \"{}\") {{ id }} }}", text(1_001)), "has more than 1000 characters"),
        (format!("{{ nodes(ids: [{}]) {{ id }} }}", list(251)), "has more than 250 values"),
        (format!("{{ customer(by: {{ id: \"{}\" }}) {{ id }} }}", text(1_001)), "has more than 1000 characters"),
        ("{ node(id: \"\\u0000\") { id } }".to_owned(), "NUL"),
        (
            format!("{{ customers(orderBy: [{}]) {{ nodes {{ id }} }} }}", "{ field: NAME }, ".repeat(251)),
            "has more than 250 values",
        ),
        (
            format!("{{ customers(filter: {{ name: {{ contains: \"{}\" }} }}) {{ totalCount }} }}", text(65)),
            "has more than 64 characters",
        ),
        (
            format!("{{ customers(filter: {{ name: {{ in: [{}] }} }}) {{ totalCount }} }}", list(251)),
            "has more than 250 values",
        ),
        (
            format!(
                "{{ customers(filter: {{ and: [{}] }}) {{ totalCount }} }}",
                "{ name: { eq: \"a\" } }, ".repeat(51)
            ),
            "at most 50 conditions",
        ),
    ] {
        let (answer, statements) = asked(&bank, limits(), &query).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        assert!(error["message"].as_str().is_some_and(|message| message.contains(reason)), "{error}");
        assert_eq!(statements, 0);
    }
}

#[tokio::test]
async fn variables_are_bounded_in_all() {
    let bank = Bank::seeded(Engine::Sqlite, 1).await;
    let variables = |bytes: usize| {
        let filler = "x".repeat(bytes - r#"{"unused":""}"#.len());
        serde_json::Map::from_iter([("unused".to_owned(), Value::from(filler))])
    };
    for (bytes, code) in [(131_072, None), (131_073, Some("PAYLOAD_TOO_LARGE"))] {
        let request = Request { query: "{ __typename }".to_owned(), variables: variables(bytes), ..Request::default() };
        let (answer, _) = bank.ask(request).await;
        let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(told["errors"][0]["extensions"]["code"].as_str(), code, "{bytes}");
    }
}
