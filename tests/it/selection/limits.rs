//! Limits judge what a document asks for, not how it is written.

use proptest::test_runner::{Config, TestRunner};
use tellergraph_api::graphql::limits::Limits;

use super::bank::Bank;
use super::generator;
use crate::graph::bank::limits;

/// Wide enough that only the limits under test are met.
fn wide() -> Limits {
    Limits {
        document_bytes: 1 << 20,
        document_tokens: 50_000,
        expanded_selections_per_token: 10_000,
        aliases: 50_000,
        root_fields: 1_000,
        directives: 10_000,
        cost: 1_000_000_000,
        ..limits()
    }
}

#[test]
fn fragments_neither_hide_nor_add_anything() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let tight = [
        Limits { cost: 5, ..wide() },
        Limits { depth_levels: 2, ..wide() },
        Limits { aliases: 0, ..wide() },
        Limits { root_fields: 1, ..wide() },
        Limits { directives: 1, ..wide() },
    ];
    let banks: Vec<Bank> = tight.into_iter().map(|limits| runtime.block_on(Bank::within(limits))).collect();
    let config = Config { cases: 150, failure_persistence: None, ..Config::default() };
    let mut refused = vec![std::collections::BTreeSet::new(); banks.len()];
    let told = TestRunner::new(config).run(&(generator::shape(), generator::choices()), |(shape, choices)| {
        let (spread, inlined) = generator::spread_and_inlined(&shape);
        let (spread, inlined) = (generator::write(&spread, &choices), generator::write(&inlined, &choices));
        for bank in &banks {
            let one = runtime.block_on(bank.judged(&spread.query, &spread.variables));
            let other = runtime.block_on(bank.judged(&inlined.query, &inlined.variables));
            proptest::prop_assert_eq!(one, other, "{}\n{}", spread.query, inlined.query);
        }
        Ok(())
    });
    if let Err(failure) = told {
        panic!("{failure}");
    }
    // The property would say nothing of limits that no document meets.
    let mut runner = TestRunner::deterministic();
    for _ in 0..300 {
        let strategy = (generator::shape(), generator::choices());
        let tree = proptest::strategy::Strategy::new_tree(&strategy, &mut runner).expect("a shape");
        let (shape, choices) = proptest::strategy::ValueTree::current(&tree);
        let document = generator::write(&shape, &choices);
        for (bank, refused) in banks.iter().zip(&mut refused) {
            let (_, code) = runtime.block_on(bank.judged(&document.query, &document.variables));
            refused.insert(code.as_str().unwrap_or("answered").to_owned());
        }
    }
    let codes = ["COST_LIMIT", "DEPTH_LIMIT", "ALIAS_LIMIT", "ROOT_FIELD_LIMIT", "DIRECTIVE_LIMIT"];
    for (refused, code) in refused.iter().zip(codes) {
        assert!(refused.contains(code) && refused.contains("answered"), "{code}: {refused:?}");
    }
}
