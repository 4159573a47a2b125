use tellergraph_segmentation::answer::{Dormancy, Lifecycle};

use crate::bank::{Bank, day};

fn lifecycle(bank: &Bank) -> Lifecycle {
    bank.find(1).lifecycle.lifecycle
}

#[test]
fn a_customer_is_a_prospect_until_an_account_opens() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01");
    assert_eq!(lifecycle(&bank), Lifecycle::Prospect);
    bank.account(10, 1, "checking");
    assert_eq!(lifecycle(&bank), Lifecycle::Open, "an account without rows is open");
    bank.book(10, "deposit", "20.00", "2026-07-01", "");
    assert_eq!(lifecycle(&bank), Lifecycle::Prospect, "its first row is tomorrow's");
    bank.as_of = day("2026-07-01");
    assert_eq!(lifecycle(&bank), Lifecycle::Open);
}

#[test]
fn a_customer_stays_until_the_last_account_closes() {
    for (states, expected) in [
        (["closed", "closed"], Lifecycle::Closed),
        (["closed", "active"], Lifecycle::Open),
        (["frozen", "closed"], Lifecycle::Open),
        (["dormant", "dormant"], Lifecycle::Open),
        (["active", "deceased"], Lifecycle::Deceased),
        (["closed", "deceased"], Lifecycle::Deceased),
    ] {
        let mut bank = Bank::new();
        bank.customer(1, "1980-01-01");
        bank.account_in_state(10, 1, "checking", states[0]).account_in_state(11, 1, "savings", states[1]);
        assert_eq!(lifecycle(&bank), expected, "{states:?}");
    }
}

#[test]
fn tenure_counts_from_the_first_row() {
    let mut bank = Bank::with_customer("1980-01-01");
    assert_eq!(bank.find(1).lifecycle.tenure_days, None);
    bank.book(10, "purchase", "20.00", "2026-05-01", "").pay(10, "9.00", "2026-04-30", "online");
    assert_eq!(bank.find(1).lifecycle.tenure_days, Some(61));
    bank.as_of = day("2026-04-30");
    assert_eq!(bank.find(1).lifecycle.tenure_days, Some(0));
}

#[test]
fn dormancy_counts_from_the_last_thing_the_customer_did() {
    let mut bank = Bank::with_customer("1980-01-01");
    let of = |bank: &Bank| (bank.find(1).dormancy.dormancy, bank.find(1).dormancy.inactive_days);
    assert_eq!(of(&bank), (Dormancy::NoActivity, None));
    bank.book(10, "purchase", "20.00", "2025-06-30", "");
    assert_eq!(of(&bank), (Dormancy::Inactive, Some(365)));
    for kind in ["interest", "fee", "refund", "adjustment", "reversal"] {
        bank.book(10, kind, "1.00", "2026-06-29", "");
    }
    assert_eq!(of(&bank), (Dormancy::Inactive, Some(365)), "the bank's own doing");
    bank.book(10, "purchase", "5.00", "2026-06-01", "").book(10, "reversal", "5.00", "2026-06-02", "ref=rev:7");
    assert_eq!(of(&bank), (Dormancy::Inactive, Some(365)), "taken back");
    bank.book(10, "purchase", "5.00", "2025-12-31", "");
    assert_eq!(of(&bank), (Dormancy::Slowing, Some(181)));
    bank.book(10, "direct_debit", "5.00", "2026-01-01", "");
    assert_eq!(of(&bank), (Dormancy::Active, Some(180)));
}

#[test]
fn money_received_from_the_own_household_is_not_activity() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.customer(2, "1981-01-01").account(20, 2, "checking").relate(1, "spouse", 2);
    bank.book(20, "transfer_out", "50.00", "2026-06-01", "").book(10, "transfer_in", "50.00", "2026-06-02", "");
    assert_eq!(bank.find(1).dormancy.dormancy, Dormancy::NoActivity);
    assert_eq!(bank.find(2).dormancy.inactive_days, Some(29), "sending it is");
}

#[test]
fn before_the_first_row_there_is_only_a_prospect() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.balance(10, "9000.00").book(10, "salary", "9000.00", "2026-07-25", "cp=acme");
    let found = bank.find(1);
    assert_eq!(found.lifecycle.lifecycle, Lifecycle::Prospect);
    assert_eq!(found.lifecycle.tenure_days, None);
    assert_eq!(found.dormancy.dormancy, Dormancy::NoActivity);
    assert_eq!(found.rfm.scores.code(), 0);
    assert_eq!(found.value.tier.code(), "unknown");
    assert_eq!(found.credit.risk.code(), "unknown");
    assert_eq!(found.churn.risk.code(), "not_applicable");
    assert_eq!(found.household.tier.code(), "unknown");
    assert_eq!(found.triggers, []);
    assert_eq!(found.products.holdings, []);
    assert_eq!(found.products.next_deposit, None);
    assert_eq!(found.products.next_credit, []);
}
