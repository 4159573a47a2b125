//! Every document under `tests/graphql/` is asked on every engine: one answer for all, the statements for each.
//!
//! A first line `# variables: {…}` gives the variables, `# operation: Name` the operation.

use std::path::{Path, PathBuf};

use tellergraph_api::graphql::request::Request;
use tellergraph_tests::require;

use super::bank::Bank;
use super::indent::indented;

#[tokio::test]
async fn every_document_has_one_answer_and_few_statements() {
    let documents = documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("graphql"));
    assert!(documents.len() > 10, "the documents are found");
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 120).await.with_history().await;
        for path in &documents {
            let (answer, statements) = bank.ask(request(path)).await;
            let answer = String::from_utf8(answer.body).expect("UTF-8");
            serde_json::from_str::<serde_json::Value>(&answer).expect("JSON");
            let mut settings = insta::Settings::new();
            settings.set_snapshot_path(path.parent().expect("a folder"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.set_input_file(path);
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
            settings.bind(|| {
                insta::assert_snapshot!(stem, indented(&answer));
                insta::assert_snapshot!(format!("{stem}@{}", bank.engine.name()), statements.join(";\n\n"));
            });
        }
    }
}

fn request(path: &Path) -> Request {
    let query = std::fs::read_to_string(path).expect("a document");
    let told = |name: &str| query.lines().find_map(|line| line.strip_prefix(&format!("# {name}: ")));
    let variables = told("variables").map(|json| serde_json::from_str(json).expect("variables as a JSON object"));
    let operation_name = told("operation").map(str::to_owned);
    Request { variables: variables.unwrap_or_default(), operation_name, query: query.clone(), ..Request::default() }
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "graphql") {
            found.push(path);
        }
    }
    found.sort();
    found
}
