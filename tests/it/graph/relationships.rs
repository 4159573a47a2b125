//! Relationships as a customer sees them, whatever way round and however often the bank stores them.

use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::request::Request;
use tellergraph_api::store::codes;
use tellergraph_segmentation::Rules;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require;

use super::bank::{Bank, limits, pages};
use super::sparse::Rows;

async fn bank(engine: Engine) -> Bank {
    let database = Database::create(engine).await.expect("a database");
    let connection = database.connect().await.expect("a connection");
    let rows = Rows { connection: &connection };
    for id in 1..=5 {
        rows.customer(id, None, None).await;
    }
    // Told from both sides: the same marriage twice, the same parenthood in both words.
    rows.relationship(10, Some(1), Some(2), Some("spouse")).await;
    rows.relationship(11, Some(2), Some(1), Some("Wife")).await;
    rows.relationship(12, Some(3), Some(1), Some("child")).await;
    rows.relationship(13, Some(1), Some(3), Some("mother")).await;
    // Not the same fact: each is the guardian of the other.
    rows.relationship(14, Some(1), Some(4), Some("guardian")).await;
    rows.relationship(15, Some(4), Some(1), Some("guardian")).await;
    // Leads to nobody else, or to nobody at all.
    rows.relationship(16, Some(1), Some(1), Some("sibling")).await;
    rows.relationship(17, Some(1), None, Some("sibling")).await;
    rows.relationship(20, Some(5), Some(5), Some("sibling")).await;
    rows.relationship(21, None, Some(5), Some("sibling")).await;
    // A word that nobody knows, and none.
    rows.relationship(18, Some(2), Some(3), Some("godparent")).await;
    rows.relationship(19, Some(4), Some(2), None).await;
    if engine == Engine::Sqlite {
        // Only here can a program leave a relationship with a customer who is gone.
        let dangling = "PRAGMA foreign_keys = OFF; \
                        INSERT INTO relationships VALUES (90, 1, 99, 'sibling'); \
                        PRAGMA foreign_keys = ON";
        connection.execute_unprepared(dangling).await.expect("a dangling row");
    }
    codes::learn(&connection, &Rules::default()).await.expect("the codes");
    let known = codes::load(&connection).await.expect("the codes");
    let graph = Graph::new(connection, limits(), pages(), chrono_tz::UTC);
    graph.know_codes(known);
    Bank::over(graph, engine, database)
}

#[tokio::test]
async fn a_relationship_told_from_both_sides_shows_once_with_the_role_of_the_other() {
    let query = "{ customers { nodes { key: customerId relationships {
        totalCount edges { type role relationship { relationshipId } node { customerId } }
      } } } }";
    for engine in require::engines() {
        let bank = bank(engine).await;
        let (answer, statements) = bank.ask(Request { query: query.to_owned(), ..Request::default() }).await;
        assert_eq!(statements.len(), 3, "{engine:?}");
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(answer["errors"], Value::Null, "{engine:?} {answer}");
        let mut seen = Vec::new();
        for customer in answer["data"]["customers"]["nodes"].as_array().expect("nodes") {
            let edges = customer["relationships"]["edges"].as_array().expect("edges");
            assert_eq!(customer["relationships"]["totalCount"], edges.len(), "{engine:?} {customer}");
            for edge in edges {
                seen.push(json!([
                    customer["key"],
                    edge["relationship"]["relationshipId"],
                    edge["type"],
                    edge["role"],
                    edge["node"]["customerId"]
                ]));
            }
        }
        let expected = json!([
            ["1", "10", "SPOUSE", "SPOUSE", "2"],
            ["1", "12", "CHILD", "CHILD", "3"],
            ["1", "14", "GUARDIAN", "WARD", "4"],
            ["1", "15", "GUARDIAN", "GUARDIAN", "4"],
            ["2", "10", "SPOUSE", "SPOUSE", "1"],
            ["2", "18", "UNKNOWN", "UNKNOWN", "3"],
            ["2", "19", "UNKNOWN", "UNKNOWN", "4"],
            ["3", "12", "CHILD", "PARENT", "1"],
            ["3", "18", "UNKNOWN", "UNKNOWN", "2"],
            ["4", "14", "GUARDIAN", "GUARDIAN", "1"],
            ["4", "15", "GUARDIAN", "WARD", "1"],
            ["4", "19", "UNKNOWN", "UNKNOWN", "2"],
        ]);
        assert_eq!(Value::Array(seen), expected, "{engine:?}");
    }
}

#[tokio::test]
async fn a_filter_by_relationships_sees_those_that_the_connection_shows() {
    let query = "{
      some: customers(filter: { relationships: { some: {} } }) { nodes { customerId } }
      none: customers(filter: { relationships: { none: {} } }) { nodes { customerId } }
      every: customers(filter: { relationships: { every: { relationshipType: { eq: SPOUSE } } } }) {
        nodes { customerId }
      }
    }";
    for engine in require::engines() {
        let bank = bank(engine).await;
        let (answer, _) = bank.ask(Request { query: query.to_owned(), ..Request::default() }).await;
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let keys = |list: &str| -> Vec<&str> {
            let nodes = answer["data"][list]["nodes"].as_array().expect("nodes").iter();
            nodes.map(|node| node["customerId"].as_str().expect("a key")).collect()
        };
        assert_eq!(keys("some"), ["1", "2", "3", "4"], "{engine:?}");
        assert_eq!(keys("none"), ["5"], "{engine:?}");
        assert_eq!(keys("every"), ["5"], "{engine:?}");
    }
}
