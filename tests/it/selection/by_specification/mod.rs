//! Answers written from the specification, for what the reference gets wrong or cannot say.
//!
//! Section numbers are those of the September 2025 edition.

mod selections;
mod values;

use serde_json::{Value, json};

use super::bank::Bank;

/// A document, its variables as JSON, and the data of its answer.
type Answered = (&'static str, &'static str, &'static str);

/// A document, its variables as JSON, and the code it is refused with.
type Refused = (&'static str, &'static str, &'static str);

const INVALID: &str = "GRAPHQL_VALIDATION_FAILED";
const BAD_INPUT: &str = "BAD_USER_INPUT";

async fn all_answered(cases: &[Answered]) {
    let bank = Bank::documented().await;
    for (query, variables, data) in cases {
        let variables = serde_json::from_str(variables).expect("variables as JSON");
        assert_eq!(bank.text(query, &variables).await, format!("{{\"data\":{data}}}"), "{query} {variables}");
    }
}

async fn all_refused(cases: &[Refused]) {
    let bank = Bank::documented().await;
    for (query, variables, code) in cases {
        let variables = serde_json::from_str(variables).expect("variables as JSON");
        let answer = json_of(&bank.text(query, &variables).await);
        assert_eq!(answer["errors"][0]["extensions"]["code"], *code, "{query} {variables} {answer}");
        assert_eq!(answer.get("data"), None, "{query} {variables} {answer}");
        assert_ne!(answer["errors"][0]["message"], "", "{query}");
    }
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The answer with its errors shortened to code and path.
async fn with_errors(query: &str, variables: Value) -> Value {
    let bank = Bank::documented().await;
    let answer = json_of(&bank.text(query, &variables).await);
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    let errors: Vec<_> = errors.iter().map(|error| json!([error["extensions"]["code"], error["path"]])).collect();
    json!({ "data": answer["data"], "errors": errors })
}
