//! Rows that other programs wrote and that no calendar or type of ours holds: they spoil themselves, and nothing else.

use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tellergraph_api::graphql::request::Request;
use tellergraph_api::store::refresh::refresh;
use tellergraph_segmentation::Rules;
use tellergraph_tests::engine::Engine;
use tellergraph_tests::require;

use super::bank::{AS_OF, Bank};
use super::sparse;

/// Statements that put values into customer 2 that cannot be read as what they ought to be.
fn spoil(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Sqlite => &[
            "UPDATE customer SET date_of_birth = '1961-3-1' WHERE customer_id = 2",
            "INSERT INTO compliance (compliance_id, consent_given) VALUES (1, 2), (2, 1), (3, 0), (4, NULL)",
            "INSERT INTO communication_log (log_id, customer_id, timestamp) VALUES (1, 2, '2026-01-31T12:00:00')",
        ],
        Engine::Postgres => &[
            "UPDATE customer SET date_of_birth = 'infinity' WHERE customer_id = 2",
            "INSERT INTO compliance (compliance_id, consent_given) VALUES (1, true), (2, true), (3, false), (4, NULL)",
            "INSERT INTO communication_log (log_id, customer_id, timestamp) VALUES (1, 2, '-infinity')",
        ],
        Engine::MariaDb => &[
            "SET SESSION sql_mode = ''",
            "UPDATE customer SET date_of_birth = '0000-00-00' WHERE customer_id = 2",
            "INSERT INTO compliance (compliance_id, consent_given) VALUES (1, 2), (2, 1), (3, 0), (4, NULL)",
            "INSERT INTO communication_log (log_id, customer_id, timestamp) VALUES (1, 2, '2026-00-00')",
        ],
    }
}

pub(super) async fn bank(engine: Engine) -> Bank {
    let bank = sparse::bank(engine).await;
    let connection = bank.single_connection().await;
    for statement in spoil(engine) {
        connection.execute_unprepared(statement).await.expect("an odd row");
    }
    bank
}

async fn ask(bank: &Bank, query: &str) -> Value {
    let (answer, _) = bank.ask(Request { query: query.to_owned(), ..Request::default() }).await;
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[tokio::test]
async fn a_value_that_cannot_be_read_is_null_with_an_error_and_the_rest_survives() {
    for engine in require::engines() {
        let bank = bank(engine).await;
        let answer = ask(
            &bank,
            "{ customers(first: 3) { nodes { customerId dateOfBirth age
               communicationLog { nodes { timestamp logId } } } } }",
        )
        .await;
        assert_eq!(answer["data"]["customers"]["nodes"][0]["dateOfBirth"], "1961-03-01", "{engine:?} {answer}");
        assert_eq!(
            answer["data"]["customers"]["nodes"][1],
            json!({ "customerId": "2", "dateOfBirth": null, "age": null,
                    "communicationLog": { "nodes": [{ "timestamp": null, "logId": "1" }] } }),
            "{engine:?} {answer}"
        );
        let mut paths = Vec::new();
        for error in answer["errors"].as_array().expect("errors") {
            assert_eq!(error["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{engine:?} {answer}");
            assert_eq!(error["extensions"]["requestId"], "test", "{engine:?} {answer}");
            paths.push(error["path"].clone());
        }
        assert_eq!(
            Value::Array(paths),
            json!([
                ["customers", "nodes", 1, "dateOfBirth"],
                ["customers", "nodes", 1, "age"],
                ["customers", "nodes", 1, "communicationLog", "nodes", 0, "timestamp"],
            ]),
            "{engine:?}"
        );
    }
}

/// A cursor on such a value would lose rows or come back to the same one for ever.
#[tokio::test]
async fn an_order_by_a_value_that_cannot_be_read_gives_no_cursor() {
    for engine in require::engines() {
        let bank = bank(engine).await;
        let answer = ask(
            &bank,
            "{ customers(orderBy: { field: DATE_OF_BIRTH }, first: 1000) { pageInfo { endCursor } }
               serverInfo { asOf } }",
        )
        .await;
        assert_eq!(answer["data"]["customers"], Value::Null, "{engine:?} {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{engine:?} {answer}");
    }
}

#[tokio::test]
async fn a_refresh_takes_a_date_that_cannot_be_read_for_a_missing_one() {
    for engine in require::engines() {
        let bank = bank(engine).await;
        let connection = bank.single_connection().await;
        let noon = AS_OF.and_hms_opt(12, 0, 0).expect("a time");
        refresh(&connection, &Rules::default(), AS_OF, noon, |_| {}).await.expect("a refreshed bank");
        let answer = ask(&bank, "{ customer(by: { customerId: 2 }) { segment { ageBand } } }").await;
        assert_eq!(answer["data"]["customer"]["segment"]["ageBand"], "UNKNOWN", "{engine:?} {answer}");
    }
}

#[tokio::test]
async fn an_answer_that_a_refresh_did_not_give_yet_is_unknown_or_null() {
    let query = "{
      customer(by: { customerId: 5 }) { segment { valueTier totalAssets lifecycle tenureDays creditBand rfmCode } }
    }";
    let expected = json!({
        "valueTier": "UNKNOWN", "totalAssets": null, "lifecycle": null, "tenureDays": null, "creditBand": "UNKNOWN",
        "rfmCode": null,
    });
    for engine in require::engines() {
        let answer = ask(&sparse::bank(engine).await, query).await;
        assert_eq!(answer["data"]["customer"]["segment"], expected, "{engine:?} {answer}");
    }
}

#[tokio::test]
async fn a_class_that_is_not_known_here_is_unknown_or_null() {
    let query = "{ customer(by: { customerId: 5 }) { segment { ageGroup valueTier lifecycle } } }";
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let newer = "UPDATE customer_segment SET age_group = 99, value_tier = 99, lifecycle = 99";
        bank.single_connection().await.execute_unprepared(newer).await.expect("other classes");
        let answer = ask(&bank, query).await;
        let expected = json!({ "ageGroup": "UNKNOWN", "valueTier": "UNKNOWN", "lifecycle": null });
        assert_eq!(answer["data"]["customer"]["segment"], expected, "{engine:?} {answer}");
    }
}

#[tokio::test]
async fn a_row_is_found_by_the_boolean_that_it_shows() {
    let query = "{
      yes: compliance(filter: { consentGiven: { eq: true } }) { nodes { complianceId consentGiven } }
      no: compliance(filter: { consentGiven: { ne: true } }) { nodes { complianceId consentGiven } }
      alsoNo: compliance(filter: { consentGiven: { eq: false } }) { totalCount }
      alsoYes: compliance(filter: { consentGiven: { ne: false } }) { totalCount }
      other: compliance(filter: { not: { consentGiven: { eq: true } } }) { totalCount }
    }";
    for engine in require::engines() {
        let answer = ask(&bank(engine).await, query).await;
        assert_eq!(
            answer["data"],
            json!({
                "yes": { "nodes": [{ "complianceId": "1", "consentGiven": true },
                                   { "complianceId": "2", "consentGiven": true }] },
                "no": { "nodes": [{ "complianceId": "3", "consentGiven": false }] },
                "alsoNo": { "totalCount": 1 },
                "alsoYes": { "totalCount": 2 },
                "other": { "totalCount": 2 },
            }),
            "{engine:?} {answer}"
        );
    }
}
