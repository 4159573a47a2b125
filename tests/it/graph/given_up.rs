//! Requests whose client goes away: what they leave behind must not reach the next one.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use serde_json::Value;
use tellergraph_api::graphql::request::Request;
use tellergraph_tests::require;

use super::bank::{Bank, limits};

#[tokio::test]
async fn a_request_given_up_at_any_moment_leaves_the_connections_usable() {
    let query = "{ customers(first: 20) { totalCount nodes { name accounts { nodes { accountId } } } } }";
    let request = || Request { query: query.to_owned(), ..Request::default() };
    for engine in require::engines() {
        let mut bank = Bank::seeded(engine, 40).await.behind_one_connection().await;
        let (whole, _) = bank.ask(request()).await;
        for ends_statements in [false, true] {
            if ends_statements {
                bank = bank.behind_lanes(1, limits()).await;
            }
            // From before the first statement to after the last.
            for steps in 0..60 {
                give_up_after(steps, bank.ask(request())).await;
                let (answer, _) = bank.ask(request()).await;
                let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
                assert_eq!(told["errors"], Value::Null, "{engine:?} after {steps} steps");
                assert_eq!(answer.body, whole.body, "{engine:?} after {steps} steps");
            }
        }
    }
}

/// Drives a future so many steps, each to where it waits, and drops it.
async fn give_up_after<T>(steps: usize, future: impl Future<Output = T>) {
    let mut future = pin!(future);
    let mut left = steps;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        future.as_mut().poll(context).map(drop)
    })
    .await;
}
