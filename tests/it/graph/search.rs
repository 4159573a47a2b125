//! Search: customers are found by what their names and addresses are, whatever the form of the letters, on every engine.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, EntityTrait as _, QueryOrder as _};
use serde_json::{Value, json};
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::request::Request;
use tellergraph_api::store::search::{index, index_some};
use tellergraph_entity::customer_search;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require;

use super::bank::{Bank, limits, pages};
use super::sparse::Rows;

const CUSTOMERS: [(i64, Option<&str>, Option<&str>); 9] = [
    (1, Some("Ana Müller"), Some("Ana.Mueller@example.org")),
    (2, Some("anna MULLER-Sánchez"), Some("ams@example.org")),
    (3, Some("O'Brien, Séamus"), None),
    (4, None, Some("mueller+bank@example.com")),
    (5, None, None),
    (6, Some("STRAẞE ﬁnn"), Some("")),
    (7, Some("김철수"), Some("kim@example.org")),
    (8, Some("100% _under"), Some("odd name@example.org")),
    (9, Some("Mu\u{308}ller Ana Ana"), Some("ANA@EXAMPLE.ORG")),
];

async fn bank(engine: Engine) -> (Bank, DatabaseConnection) {
    let database = Database::create(engine).await.expect("a database");
    let connection = database.connect().await.expect("a connection");
    for (id, name, email) in CUSTOMERS {
        let text = |text: Option<&str>| text.map(str::to_owned).into();
        let row = vec![("customer_id", id.into()), ("name", text(name)), ("email", text(email))];
        Rows { connection: &connection }.insert("customer", row).await;
    }
    index(&connection).await.expect("the words");
    let graph = Graph::new(connection.clone(), limits(), pages(), chrono_tz::UTC);
    (Bank::over(graph, engine, database), connection)
}

async fn ask(bank: &Bank, query: &str, variables: Value) -> Value {
    let variables = variables.as_object().expect("an object").clone();
    let (answer, _) = bank.ask(Request { query: query.to_owned(), variables, ..Request::default() }).await;
    serde_json::from_slice(&answer.body).expect("JSON")
}

async fn found(bank: &Bank, search: &str) -> Vec<i64> {
    let query = "query ($search: String) { customers(search: $search) { totalCount nodes { customerId } } }";
    let answer = ask(bank, query, json!({ "search": search })).await;
    let nodes = answer["data"]["customers"]["nodes"].as_array().unwrap_or_else(|| panic!("{search:?} {answer}"));
    assert_eq!(answer["data"]["customers"]["totalCount"], nodes.len(), "{answer}");
    nodes.iter().map(|node| node["customerId"].as_str().and_then(|key| key.parse().ok()).expect("a key")).collect()
}

async fn words(connection: &DatabaseConnection) -> Vec<(i64, String)> {
    use customer_search::{Column, Entity};
    let kept = Entity::find().order_by_asc(Column::CustomerId).order_by_asc(Column::Word).all(connection).await;
    kept.expect("the words").into_iter().map(|row| (row.customer_id, row.word)).collect()
}

#[tokio::test]
async fn a_search_finds_by_beginnings_of_words_in_any_order() {
    for engine in require::engines() {
        let (bank, _) = bank(engine).await;
        for (search, expected) in [
            ("mul an", &[1, 2, 9][..]),
            ("ANA müller", &[1, 9]),
            ("an", &[1, 2, 9]),
            ("mueller", &[1, 4]),
            ("ana.mueller@example.org", &[1]),
            ("ana@", &[9]),
            ("ana.mue", &[1]),
            ("sanchez", &[2]),
            ("seamus o'brien", &[3]),
            ("BRIEN", &[3]),
            ("strasse", &[6]),
            ("fi", &[6]),
            ("김철", &[7]),
            ("100%", &[8]),
            ("_under", &[8]),
            ("oddname@", &[8]),
            ("example.org", &[]),
            ("nobody", &[]),
            ("zz\u{10FFFF}", &[]),
        ] {
            assert_eq!(found(&bank, search).await, expected, "{engine:?} {search:?}");
        }
    }
}

#[tokio::test]
async fn a_search_is_paged_and_ordered_as_any_list() {
    let query = "query ($after: String) {
      customers(search: \"an\", orderBy: [{ field: NAME, direction: DESC }], first: 1, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { customerId }
      }
    }";
    for engine in require::engines() {
        let (bank, _) = bank(engine).await;
        let mut keys = Vec::new();
        let mut after = Value::Null;
        loop {
            let answer = ask(&bank, query, json!({ "after": after })).await;
            let list = &answer["data"]["customers"];
            assert_eq!(list["totalCount"], 3, "{engine:?} {answer}");
            keys.push(list["nodes"][0]["customerId"].clone());
            after = list["pageInfo"]["endCursor"].clone();
            if list["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        // By code point: lower case after upper case.
        assert_eq!(keys, ["2", "9", "1"], "{engine:?}");
    }
}

#[tokio::test]
async fn the_words_follow_the_customers() {
    let changes = [
        "UPDATE customer SET name = 'Berta Klein', email = NULL WHERE customer_id = 1",
        "DELETE FROM customer WHERE customer_id = 2",
        "INSERT INTO customer (customer_id, name) VALUES (10, 'Anabel'), (-4, 'Anatol')",
    ];
    for engine in require::engines() {
        let (bank, connection) = bank(engine).await;
        let before = words(&connection).await;
        index(&connection).await.expect("the same words");
        assert_eq!(words(&connection).await, before, "{engine:?}");
        for change in changes {
            connection.execute_unprepared(change).await.expect("a change");
        }
        assert_eq!(found(&bank, "an").await, [1, 9], "{engine:?}: who is gone is not shown, who is new not found yet");
        index_some(&connection, &[]).await.expect("nothing");
        index_some(&connection, &[1, 2, 10, 404]).await.expect("the words of some");
        assert_eq!(found(&bank, "an").await, [9, 10], "{engine:?}");
        assert!(words(&connection).await.iter().all(|(customer, _)| *customer != 2), "{engine:?}");
        let some = words(&connection).await;
        index(&connection).await.expect("the words of all");
        assert_eq!(found(&bank, "an").await, [-4, 9, 10], "{engine:?}");
        let all: Vec<_> = words(&connection).await.into_iter().filter(|(customer, _)| *customer != -4).collect();
        assert_eq!(all, some, "{engine:?}: the two ways agree");
    }
}
