//! The same documents to both graphs: the answers are the same to the letter, the order of keys included.

use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use super::bank::Bank;
use super::documents::DOCUMENTS;
use super::{generator, reference};

#[tokio::test]
async fn documents_written_by_hand_have_the_answer_of_the_reference() {
    let bank = Bank::documented().await;
    let reference = reference::build();
    for (query, variables) in DOCUMENTS {
        let variables = serde_json::from_str(variables).expect("variables as JSON");
        let expected = reference::text(&reference, query, &variables).await;
        assert_eq!(bank.text(query, &variables).await, expected, "{query}");
    }
}

#[test]
fn generated_documents_have_the_answer_of_the_reference() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let bank = runtime.block_on(Bank::roomy());
    let reference = reference::build();
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let told = runner.run(&(generator::shape(), generator::choices()), |(shape, choices)| {
        let document = generator::write(&shape, &choices);
        let expected = runtime.block_on(reference::text(&reference, &document.query, &document.with_defaults));
        let given = runtime.block_on(bank.text(&document.query, &document.variables));
        proptest::prop_assert_eq!(given, expected, "{}\n{}", document.query, document.variables);
        Ok(())
    });
    if let Err(failure) = told {
        panic!("{failure}");
    }
}

/// The generator is worth little when its documents ask for little.
#[test]
fn generated_documents_hold_every_kind_of_selection() {
    let mut runner = TestRunner::deterministic();
    let mut text = String::new();
    for _ in 0..200 {
        let strategy = (generator::shape(), generator::choices());
        let tree = proptest::strategy::Strategy::new_tree(&strategy, &mut runner).expect("a shape");
        let (shape, choices) = proptest::strategy::ValueTree::current(&tree);
        text.push_str(&generator::write(&shape, &choices).query);
    }
    for kind in ["@skip(if: $", "@include(if: $", "... on Node", "... on Account", "...F1", "... @", "kind: __typename"]
    {
        assert!(text.contains(kind), "{kind}");
    }
    let empty = generator::write(&[], &[]);
    assert_eq!((empty.query.trim(), empty.variables), ("{ __typename }", json!({})));
}
