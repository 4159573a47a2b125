use tellergraph_segmentation::answer::{ChurnRisk, ChurnSign};

use crate::bank::Bank;

fn outcome(bank: &Bank) -> (ChurnRisk, Option<u32>, Vec<ChurnSign>) {
    let found = bank.find(1).churn;
    (found.risk, found.points, found.signs.iter().map(|signal| signal.sign).collect())
}

/// A customer who bought something on each of these days.
fn seen_on(days: &[&str]) -> Bank {
    let mut bank = Bank::with_customer("1980-01-01");
    for date in days {
        bank.book(10, "purchase", "20.00", date, "");
    }
    bank
}

#[test]
fn who_was_here_lately_shows_no_sign() {
    assert_eq!(outcome(&seen_on(&["2026-05-01"])), (ChurnRisk::Low, Some(0), vec![]), "60 days ago");
}

#[test]
fn silence_counts_more_than_quiet() {
    assert_eq!(outcome(&seen_on(&["2026-04-30"])), (ChurnRisk::Low, Some(20), vec![ChurnSign::Quiet]), "61 days ago");
    assert_eq!(outcome(&seen_on(&["2026-01-01"])), (ChurnRisk::Low, Some(20), vec![ChurnSign::Quiet]), "180 days ago");
    let silent = (ChurnRisk::Medium, Some(35), vec![ChurnSign::Silent]);
    assert_eq!(outcome(&seen_on(&["2025-12-31"])), silent, "181 days ago");
    assert_eq!(outcome(&seen_on(&[])), silent, "never");
}

#[test]
fn activity_has_dropped_when_half_is_left() {
    // 2026-04-01 is 90 days ago and 2026-04-02 is 89 days ago.
    let mut days = vec!["2026-04-01"; 6];
    days.extend(["2026-06-01"; 3]);
    assert_eq!(outcome(&seen_on(&days)), (ChurnRisk::Low, Some(25), vec![ChurnSign::ActivityDrop]), "3 of 6");
    days.push("2026-04-02");
    assert_eq!(outcome(&seen_on(&days)), (ChurnRisk::Low, Some(0), vec![]), "4 of 6");
    let mut few = vec!["2026-04-01"; 5];
    few.push("2026-06-01");
    assert_eq!(outcome(&seen_on(&few)), (ChurnRisk::Low, Some(0), vec![]), "1 of 5 says nothing");
}

#[test]
fn assets_have_left_when_half_is_gone() {
    let withdrawn = |before: &str, amount: &str, now: &str| {
        let mut bank = seen_on(&["2026-06-30"]);
        bank.account(11, 1, "savings").balance(10, "-20.00").balance(11, now);
        bank.book(11, "deposit", before, "2026-04-01", "").book(11, "transfer_out", amount, "2026-04-02", "");
        outcome(&bank)
    };
    let outflow = (ChurnRisk::Low, Some(15), vec![ChurnSign::Outflow]);
    assert_eq!(withdrawn("500.00", "250.00", "250.00"), outflow);
    assert_eq!(withdrawn("500.00", "249.99", "250.01").2, []);
    assert_eq!(withdrawn("499.99", "499.99", "0.00").2, [], "too little to mean something");
}

#[test]
fn signs_add_up() {
    let mut bank = Bank::with_customer("1980-01-01");
    for date in ["2026-01-25", "2026-02-25", "2026-03-25"] {
        bank.book(10, "salary", "2500.00", date, "cp=acme");
    }
    let signs = vec![ChurnSign::Quiet, ChurnSign::SalaryStopped];
    assert_eq!(outcome(&bank), (ChurnRisk::Medium, Some(50), signs), "97 days ago");
    bank.contact(1, "phone_call", "2026-01-02", "Card swallowed; topic=complaint");
    let signs = vec![ChurnSign::Quiet, ChurnSign::SalaryStopped, ChurnSign::Complaint];
    assert_eq!(outcome(&bank), (ChurnRisk::High, Some(60), signs), "179 days ago");
}

#[test]
fn a_complaint_counts_for_a_hundred_and_eighty_days() {
    for (date, points) in [("2026-01-02", 10), ("2026-01-01", 0), ("2026-07-01", 0)] {
        let mut bank = seen_on(&["2026-06-30"]);
        bank.contact(1, "letter", date, "topic=complaint");
        assert_eq!(outcome(&bank).1, Some(points), "{date}");
    }
}

#[test]
fn it_does_not_apply_to_minors_and_to_those_who_have_left() {
    let not_applicable = (ChurnRisk::NotApplicable, None, vec![]);
    assert_eq!(outcome(&Bank::with_customer("2010-01-01")), not_applicable);
    for status in ["closed", "deceased"] {
        let mut bank = Bank::new();
        bank.customer(1, "1980-01-01").account_in_state(10, 1, "checking", status);
        assert_eq!(outcome(&bank), not_applicable, "{status}");
    }
    assert_ne!(outcome(&Bank::with_customer("")), not_applicable, "of unknown age");
}
