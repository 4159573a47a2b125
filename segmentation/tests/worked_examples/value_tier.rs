use tellergraph_segmentation::answer::ValueTier;

use crate::bank::{Bank, day};

fn outcome(bank: &Bank) -> (ValueTier, Option<i64>, u8) {
    let found = bank.find(1).value;
    (found.tier, found.total_assets, found.confidence.in_hundredths())
}

#[test]
fn assets_are_what_is_on_open_accounts_and_not_what_is_owed() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.account(11, 1, "savings").account(12, 1, "mortgage").account(13, 1, "checking");
    bank.account_in_state(14, 1, "savings", "closed").account_in_state(15, 1, "investment", "frozen");
    bank.balance(10, "4000.00").balance(11, "999.99").balance(12, "-150000.00").balance(13, "-300.00");
    bank.balance(14, "7000.00").balance(15, "0.00");
    assert_eq!(outcome(&bank), (ValueTier::Basic, Some(499_999), 100));
    bank.balance(15, "0.01");
    assert_eq!(outcome(&bank), (ValueTier::Core, Some(500_000), 100));
}

#[test]
fn a_balance_of_the_past_is_what_it_is_now_without_what_came_since() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book(10, "deposit", "6000.00", "2026-01-05", "").book(10, "withdrawal", "2000.00", "2026-06-30", "");
    bank.book(10, "salary", "3000.00", "2026-07-25", "").book(10, "adjustment", "-10.00", "2026-07-26", "");
    bank.balance(10, "6990.00");
    assert_eq!(outcome(&bank), (ValueTier::Basic, Some(400_000), 100), "6,990.00 + 10.00 - 3,000.00");
    bank.as_of = day("2026-06-29");
    assert_eq!(outcome(&bank), (ValueTier::Core, Some(600_000), 100));
    bank.as_of = day("2026-07-31");
    assert_eq!(outcome(&bank), (ValueTier::Core, Some(699_000), 100));
}

#[test]
fn a_balance_that_is_not_recorded_is_not_taken_for_zero() {
    let mut bank = Bank::with_customer("1980-01-01");
    assert_eq!(outcome(&bank), (ValueTier::Unknown, None, 0));
    bank.account(11, 1, "savings").balance(11, "30000.00");
    assert_eq!(outcome(&bank), (ValueTier::Preferred, Some(3_000_000), 50), "one of two is known");
}

#[test]
fn who_only_borrows_has_no_assets_and_who_has_left_no_tier() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").account(12, 1, "mortgage").balance(12, "-150000.00");
    assert_eq!(outcome(&bank), (ValueTier::Basic, Some(0), 100));
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").account_in_state(10, 1, "checking", "closed").balance(10, "80.00");
    assert_eq!(outcome(&bank), (ValueTier::Unknown, None, 0));
}

#[test]
fn an_account_of_an_unknown_kind_is_the_customers_own_and_a_business_is_not() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").account(10, 1, "gold plan").account(11, 1, "business");
    bank.balance(10, "100000.00").balance(11, "900000.00");
    assert_eq!(outcome(&bank), (ValueTier::Affluent, Some(10_000_000), 100));
}
