//! Why the rules say what they say, for a person to check by hand.

mod activity;
mod person;
mod standing;

use std::fmt::Write as _;

use tellergraph_segmentation::explanation::{Dimension, Evidence, Flag, Limit, Rule};
use tellergraph_segmentation::money::Amount;
use tellergraph_segmentation::{Explanation, explain_all};

use crate::bank::Bank;

fn explain(bank: &Bank, dimension: Dimension) -> Explanation {
    explain_customer(bank, 1, dimension)
}

fn explain_customer(bank: &Bank, customer_id: i64, dimension: Dimension) -> Explanation {
    let explained = explain_all(&bank.dossier(), &bank.rules, bank.as_of, bank.as_of);
    let (_, explanations) =
        explained.into_iter().find(|(found, _)| found.customer_id == customer_id).expect("a customer");
    explanations.into_iter().find(|explanation| explanation.dimension == dimension).expect("every dimension")
}

/// `rule table [first ids] x count`, then the amount, the points and the days, where there are any.
fn line(evidence: &Evidence) -> String {
    let mut line =
        format!("{} {} {:?} x{}", evidence.rule.code(), evidence.table.code(), evidence.row_ids, evidence.count);
    if let Some(cents) = evidence.amount {
        write!(line, " = {}", Amount(cents)).expect("a text");
    }
    if let Some(points) = evidence.points {
        write!(line, " ({points})").expect("a text");
    }
    match (evidence.from, evidence.to) {
        (Some(from), Some(to)) if from == to => write!(line, " on {from}").expect("a text"),
        (Some(from), Some(to)) => write!(line, " {from} to {to}").expect("a text"),
        (None, Some(to)) => write!(line, " to {to}").expect("a text"),
        _ => {}
    }
    line
}

#[track_caller]
fn assert_explained(explanation: &Explanation, verdict: &str, evidence: &[&str]) {
    let said = format!("{} by {}, {}", explanation.value, explanation.method, explanation.confidence.in_hundredths());
    assert_eq!(said, verdict);
    assert_eq!(explanation.evidence.iter().map(line).collect::<Vec<_>>(), evidence);
}

#[test]
fn the_book_names_every_dimension_rule_flag_and_limit() {
    let book = include_str!("../../../../docs/segmentation.md");
    let dimensions = Dimension::ALL.iter().map(|dimension| dimension.name());
    let odd = Flag::ALL.iter().map(|flag| flag.name()).chain(Limit::ALL.iter().map(|limit| limit.name()));
    for name in Rule::ALL.iter().map(|rule| rule.code()).chain(dimensions).chain(odd) {
        assert!(book.contains(&format!("`{name}`")), "{name}");
    }
}
