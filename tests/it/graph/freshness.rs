//! What `serverInfo` says of how far the segments are behind the rows.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::request::Request;
use tellergraph_tests::engine::Database;
use tellergraph_tests::require::engines;

use super::bank::{Bank, clock, limits, pages};

const QUESTION: &str = "{ serverInfo { asOf customers dataAsOf changedCustomers mayMissUpdates } }";

async fn told(bank: &Bank) -> Result<Value, serde_json::Error> {
    let (answer, statements) = bank.ask(Request { query: QUESTION.to_owned(), ..Request::default() }).await;
    assert_eq!(statements.len(), 1, "{statements:#?}");
    let answer: Value = serde_json::from_slice(&answer.body)?;
    Ok(answer["data"]["serverInfo"].clone())
}

#[tokio::test]
async fn changes_are_counted_until_the_next_refresh() -> Result<(), Box<dyn std::error::Error>> {
    for engine in engines() {
        let bank = Bank::seeded(engine, 40).await;
        let fresh = json!({
            "asOf": "2026-06-30", "customers": "40", "dataAsOf": "2026-06-30", "changedCustomers": "0",
            "mayMissUpdates": false
        });
        assert_eq!(told(&bank).await?, fresh, "{engine:?}");
        let program = bank.single_connection().await;
        let new = "INSERT INTO transactions (transaction_id, account_id, transaction_date) \
                   SELECT 900000 + MIN(account_id), MIN(account_id), '2026-07-04 00:00:00' FROM accounts \
                   GROUP BY customer_id HAVING customer_id IN (3, 4)";
        program.execute_unprepared(new).await?;
        program.execute_unprepared("UPDATE customer SET phone = '1' WHERE customer_id IN (4, 5)").await?;
        let stale = told(&bank).await?;
        assert_eq!((&stale["dataAsOf"], &stale["changedCustomers"]), (&json!("2026-07-04"), &json!("3")), "{engine:?}");
        program.execute_unprepared("INSERT INTO customer_change (everybody) VALUES (TRUE)").await?;
        assert_eq!(told(&bank).await?["changedCustomers"], Value::Null, "{engine:?}");
        program.execute_unprepared("UPDATE segment_refresh SET tracking = NULL").await?;
        let untracked = told(&bank).await?;
        assert_eq!((&untracked["changedCustomers"], &untracked["mayMissUpdates"]), (&Value::Null, &json!(true)));
    }
    Ok(())
}

#[tokio::test]
async fn before_the_first_refresh_nothing_is_known() -> Result<(), Box<dyn std::error::Error>> {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let graph = Graph::new(database.connect().await?, limits(), pages(), chrono_tz::UTC).with_clock(clock());
        let bank = Bank::over(graph, engine, database);
        let nothing = json!({
            "asOf": null, "customers": null, "dataAsOf": null, "changedCustomers": null, "mayMissUpdates": true
        });
        assert_eq!(told(&bank).await?, nothing, "{engine:?}");
    }
    Ok(())
}
