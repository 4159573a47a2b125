//! The questions of the marketing page: each is a document of the tests, and has the answer of the page.

use std::path::Path;

use serde_json::Value;
use tellergraph_api::graphql::request::Request;

use super::bank::Bank;

#[tokio::test]
async fn the_questions_of_the_page_have_the_answers_of_the_page() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(here.join("../docs/marketing.md")).expect("the page");
    let mut documents: Vec<_> = std::fs::read_dir(here.join("graphql/marketing"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "graphql"))
        .collect();
    documents.sort();
    let questions = blocks(&page, "graphql");
    let answers = blocks(&page, "json");
    assert_eq!((questions.len(), answers.len()), (documents.len(), documents.len()));
    // As many customers as the bank of the first start has.
    let bank = Bank::of_a_first_start().await.with_history().await;
    for (document, (question, told)) in documents.iter().zip(questions.into_iter().zip(answers)) {
        let asked = std::fs::read_to_string(document).expect("a document");
        assert_eq!(question.trim(), asked.trim(), "{}", document.display());
        let (answer, _) = bank.ask(Request { query: asked, ..Request::default() }).await;
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let told: Value = serde_json::from_str(told).expect("JSON");
        assert_eq!(answer, told, "{}", document.display());
    }
}

/// The blocks of a language, in the order of the page.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let opening = format!("```{language}\n");
    page.split(&opening).skip(1).map(|rest| rest.split_once("\n```").expect("its end").0).collect()
}
