//! Totals of many rows, of odd ones, and of the lists inside objects.

use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tellergraph_api::graphql::request::Request;
use tellergraph_entity::money::Money;
use tellergraph_tests::engine::Engine;
use tellergraph_tests::require;

use super::bank::Bank;
use super::sparse;

async fn ask(bank: &Bank, query: &str) -> Value {
    let (answer, _) = bank.ask(Request { query: query.to_owned(), ..Request::default() }).await;
    serde_json::from_slice(&answer.body).expect("JSON")
}

/// No engine's floats, and no 64 bits of SQLite, come into it.
#[tokio::test]
async fn many_small_and_some_huge_amounts_are_added_exactly() {
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let connection = bank.single_connection().await;
        let backend = connection.get_database_backend();
        let dime = Money::try_from_minor_units(10).expect("an amount");
        let row = vec![("payment_id", 1_i64.into()), ("amount", dime.to_value(backend))];
        sparse::Rows { connection: &connection }.insert("payments", row).await;
        for power in 0..17 {
            let rows = 1 << power;
            let double =
                format!("INSERT INTO payments (payment_id, amount) SELECT payment_id + {rows}, amount FROM payments");
            connection.execute_unprepared(&double).await.expect("twice the rows");
        }
        connection.execute_unprepared("DELETE FROM payments WHERE payment_id > 100000").await.expect("fewer rows");
        let query = "{ payments { aggregate { count amount { sum avg } } } }";
        let answer = ask(&bank, query).await;
        let expected = json!({ "count": 100_000, "amount": { "sum": "10000.00", "avg": "0.10" } });
        assert_eq!(answer["data"]["payments"]["aggregate"], expected, "{engine:?} {answer}");
        let most = if engine == Engine::Sqlite { "999999999999999999" } else { "9999999999999999.99" };
        let update = format!("UPDATE payments SET amount = {most} WHERE payment_id <= 1000");
        connection.execute_unprepared(&update).await.expect("huge amounts");
        let answer = ask(&bank, query).await;
        let expected =
            json!({ "count": 100_000, "amount": { "sum": "10000000000000009890.00", "avg": "100000000000000.10" } });
        assert_eq!(answer["data"]["payments"]["aggregate"], expected, "{engine:?} {answer}");
    }
}

/// The totals of a list inside an object are those of the same rows found from the root.
#[tokio::test]
async fn nested_lists_have_the_totals_of_their_rows() {
    const TOTALS: &str = "{ aggregate { count balance { count sum avg min max median } }
        groupBy(keys: { field: STATUS }, orderBy: { field: BALANCE_SUM }) {
          totalCount nodes { status count share aggregate { balance { median } } } } }";
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let nested = ask(&bank, &format!("{{ customers {{ nodes {{ customerId accounts {TOTALS} }} }} }}")).await;
        assert_eq!(nested["errors"], Value::Null, "{engine:?} {nested}");
        let nodes = nested["data"]["customers"]["nodes"].as_array().expect("nodes");
        assert_eq!(nodes.len(), 23);
        for node in nodes {
            let key = node["customerId"].as_str().expect("a key");
            let query = format!("{{ accounts(filter: {{ customer: {{ customerId: {{ eq: {key} }} }} }}) {TOTALS} }}");
            let root = ask(&bank, &query).await;
            assert_eq!(node["accounts"], root["data"]["accounts"], "{engine:?} {key} {nested}");
        }
    }
}

/// What is no value of its column is neither summed up nor lost: it is in the group of null.
#[tokio::test]
async fn values_that_cannot_be_read_are_in_the_group_of_null() {
    for engine in require::engines() {
        let bank = super::odd_rows::bank(engine).await;
        let answer = ask(
            &bank,
            "{ customers(filter: { customerId: { lte: 3 } }) {
                 aggregate { count dateOfBirth { count min max } }
                 groupBy(keys: { field: DATE_OF_BIRTH, unit: YEAR }) { nodes { dateOfBirth count } } }
               communicationLog {
                 aggregate { count timestamp { count min } }
                 groupBy(keys: { field: TIMESTAMP, unit: DAY, zone: \"Asia/Tokyo\" }) { nodes { timestamp count } } }
               compliance { groupBy(keys: { field: CONSENT_GIVEN }) { nodes { consentGiven count } } } }",
        )
        .await;
        assert_eq!(
            answer,
            json!({ "data": {
                "customers": {
                    "aggregate": { "count": 3, "dateOfBirth": { "count": 2, "min": "1961-03-01", "max": "1963-03-01" } },
                    "groupBy": { "nodes": [
                        { "dateOfBirth": "1961-01-01", "count": 1 },
                        { "dateOfBirth": "1963-01-01", "count": 1 },
                        { "dateOfBirth": null, "count": 1 },
                    ] },
                },
                "communicationLog": {
                    "aggregate": { "count": 1, "timestamp": { "count": 0, "min": null } },
                    "groupBy": { "nodes": [{ "timestamp": null, "count": 1 }] },
                },
                "compliance": { "groupBy": { "nodes": [
                    { "consentGiven": false, "count": 1 },
                    { "consentGiven": true, "count": 2 },
                    { "consentGiven": null, "count": 1 },
                ] } },
            } }),
            "{engine:?}"
        );
    }
}

/// A numeric column of PostgreSQL may hold what is no number, and a column of SQLite what is no amount.
#[tokio::test]
async fn numbers_that_are_none_are_left_out() {
    for engine in require::engines() {
        let odd = match engine {
            Engine::Postgres => "INSERT INTO credit_history (credit_id, credit_limit) VALUES (1, 'NaN'), (2, 10.00)",
            Engine::Sqlite => {
                "INSERT INTO credit_history (credit_id, credit_limit, credit_score) VALUES (1, NULL, 'high'), (2, 1000, NULL)"
            }
            Engine::MariaDb => "INSERT INTO credit_history (credit_id, credit_limit) VALUES (1, NULL), (2, 10.00)",
        };
        let bank = sparse::bank(engine).await;
        bank.single_connection().await.execute_unprepared(odd).await.expect("odd rows");
        let query = "{ creditHistory { aggregate {
            count creditLimit { count sum avg min max median } creditScore { count sum median } } } }";
        let answer = ask(&bank, query).await;
        assert_eq!(
            answer["data"]["creditHistory"]["aggregate"],
            json!({
                "count": 2,
                "creditLimit": { "count": 1, "sum": "10.00", "avg": "10.00", "min": "10.00", "max": "10.00", "median": "10.00" },
                "creditScore": { "count": 0, "sum": null, "median": null },
            }),
            "{engine:?} {answer}"
        );
    }
}

#[tokio::test]
async fn too_many_groups_are_an_error_of_their_field() {
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let connection = bank.single_connection().await;
        let days = match engine {
            Engine::Sqlite => {
                "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 20001)
                 INSERT INTO payments (payment_id, payment_date) SELECT n, date('1900-01-01', n || ' days') FROM series"
            }
            Engine::Postgres => {
                "INSERT INTO payments (payment_id, payment_date)
                 SELECT n, DATE '1900-01-01' + n FROM generate_series(1, 20001) AS n"
            }
            Engine::MariaDb => {
                "INSERT INTO payments (payment_id, payment_date)
                 SELECT seq, DATE_ADD('1900-01-01', INTERVAL seq DAY) FROM seq_1_to_20001"
            }
        };
        connection.execute_unprepared(days).await.expect("many days");
        let answer = ask(
            &bank,
            "{ payments { count: totalCount
                 days: groupBy(keys: { field: PAYMENT_DATE, unit: DAY }) { totalCount }
                 weeks: groupBy(keys: { field: PAYMENT_DATE, unit: WEEK }) { totalCount } } }",
        )
        .await;
        let expected = json!({ "count": 20_001, "days": null, "weeks": { "totalCount": 2858 } });
        assert_eq!(answer["data"]["payments"], expected, "{engine:?} {answer}");
        assert_eq!(answer["errors"][0]["path"], json!(["payments", "days"]), "{engine:?} {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{engine:?} {answer}");
    }
}
