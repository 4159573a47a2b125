use tellergraph_segmentation::household_holdings::holdings;
use tellergraph_segmentation::{Rules, find_all};

use crate::bank::{Bank, day};

/// Household, size, total assets in cents and products of each household.
fn told(bank: &Bank) -> Vec<(i64, usize, Option<i64>, String)> {
    let found = find_all(&bank.dossier(), &Rules::default(), day("2026-06-30"));
    let line = |home: tellergraph_segmentation::household_holdings::HouseholdHoldings| {
        let products: Vec<_> = home.products.iter().map(|product| product.code()).collect();
        (home.household.household_id, home.household.size, home.total_assets, products.join(" "))
    };
    holdings(&found).into_iter().map(line).collect()
}

/// A couple: 10 is a current account of the one with 1,000.00 on it; 20 and 21 are the other's.
fn couple() -> Bank {
    let mut bank = Bank::with_customer("1990-01-01");
    bank.customer(2, "1991-01-01").relate(1, "spouse", 2).balance(10, "1000.00");
    bank.account(20, 2, "savings").balance(20, "2500.50").account(21, 2, "checking").balance(21, "-40.00");
    bank
}

#[test]
fn a_household_holds_what_its_members_hold() {
    let mut bank = couple();
    // 1,000.00 + 2,500.50; the overdrawn account is taken for empty, and the second current account is no other product.
    assert_eq!(told(&bank), [(1, 2, Some(350_050), "checking savings".to_owned())]);
    bank.customer(3, "1970-01-01").account(30, 3, "mortgage").balance(30, "-90000.00");
    let stranger = (3, 1, Some(0), "mortgage".to_owned());
    assert_eq!(told(&bank), [(1, 2, Some(350_050), "checking savings".to_owned()), stranger]);
}

#[test]
fn who_died_holds_nothing_any_more() {
    let mut bank = couple();
    bank.account_in_state(22, 2, "credit_card", "deceased");
    assert_eq!(told(&bank), [(1, 1, Some(100_000), "checking".to_owned())]);
    bank.account_in_state(11, 1, "credit_card", "deceased");
    assert_eq!(told(&bank), [(1, 0, None, String::new())]);
}
