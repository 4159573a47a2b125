//! Requests whose client goes away: what they leave behind must not reach the next one.

use std::time::Duration;

use serde_json::Value;
use tellergraph_api::graphql::request::Request;
use tellergraph_tests::require;

use super::bank::Bank;

#[tokio::test]
async fn a_request_given_up_at_any_moment_leaves_the_connections_usable() {
    let query = "{ customers(first: 20) { totalCount nodes { name accounts { nodes { accountId } } } } }";
    let request = || Request { query: query.to_owned(), ..Request::default() };
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 40).await;
        let (whole, _) = bank.ask(request()).await;
        for moment in 0..60 {
            // From before the first statement to after the last: wherever the moments fall, none may do harm.
            let _ = tokio::time::timeout(Duration::from_micros(moment * 100), bank.ask(request())).await;
            let (answer, _) = bank.ask(request()).await;
            let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
            assert_eq!(told["errors"], Value::Null, "{engine:?} after {moment}");
            assert_eq!(answer.body, whole.body, "{engine:?} after {moment}");
        }
    }
}
