//! The README's question has the README's answer.

use std::path::Path;

use serde_json::Value;
use tellergraph_api::graphql::request::Request;

use super::bank::Bank;

#[tokio::test]
async fn the_readmes_question_has_the_readmes_answer() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(file).expect("a README");
    let block = |language: &str| {
        let (_, rest) = readme.split_once(&format!("```{language}\n")).expect("a block");
        rest.split_once("\n```").expect("its end").0.to_owned()
    };
    // As many customers as the bank of the first start has.
    let bank = Bank::of_a_first_start().await;
    let (answer, statements) = bank.ask(Request { query: block("graphql"), ..Request::default() }).await;
    let told: Value = serde_json::from_str(&block("json")).expect("JSON");
    let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(answer, told);
    assert_eq!(statements.len(), 5, "as the README says");
}
