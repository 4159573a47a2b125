use tellergraph_segmentation::answer::HouseholdTier;

use crate::bank::Bank;

/// Size, income and adjusted income in cents, tier, confidence of the household of a customer.
fn outcome(bank: &Bank, customer_id: i64) -> (usize, Option<i64>, Option<i64>, HouseholdTier, u8) {
    let found = bank.find(customer_id).household;
    let confidence = found.confidence.in_hundredths();
    (found.size, found.monthly_income, found.adjusted_income, found.tier, confidence)
}

/// A couple with a child of four; each of the two earns so much a month.
fn family(one: &str, other: &str) -> Bank {
    let mut bank = Bank::with_customer("1990-01-01");
    bank.customer(2, "1991-01-01").account(20, 2, "checking").relate(1, "spouse", 2);
    bank.customer(3, "2022-01-01").relate(1, "parent", 3);
    bank.book_monthly(10, "salary", one, 1..=6, "cp=acme").book_monthly(20, "salary", other, 1..=6, "cp=emca");
    bank
}

#[test]
fn a_household_lives_on_the_incomes_of_its_members() {
    let bank = family("2500.00", "1500.00");
    let expected = (3, Some(400_000), Some(400_000), HouseholdTier::Middle, 100);
    assert_eq!(outcome(&bank, 1), expected, "4,000.00 is two thirds of 6,000.00");
    assert_eq!(outcome(&bank, 2), expected);
    assert_eq!(outcome(&bank, 3), expected, "the same for all");
    assert_eq!(outcome(&family("2500.00", "1499.99"), 1).3, HouseholdTier::Lower);
    assert_eq!(outcome(&family("6000.00", "6000.00"), 1).3, HouseholdTier::Middle, "twice the reference");
    assert_eq!(outcome(&family("6000.00", "6000.01"), 1).3, HouseholdTier::Upper);
}

#[test]
fn an_income_goes_further_for_one_than_for_three() {
    let mut bank = Bank::with_customer("1990-01-01");
    bank.book_monthly(10, "salary", "4500.00", 1..=6, "cp=acme");
    // 4,500.00 x the root of 3
    assert_eq!(outcome(&bank, 1), (1, Some(450_000), Some(779_423), HouseholdTier::Middle, 100));
}

#[test]
fn a_transfer_to_the_spouse_is_not_counted_twice() {
    let mut bank = family("4000.00", "0.00");
    bank.book_monthly(10, "transfer_out", "1500.00", 1..=6, "").book_monthly(20, "transfer_in", "1500.00", 1..=6, "");
    assert_eq!(outcome(&bank, 1).1, Some(400_000));
}

#[test]
fn who_died_no_longer_counts() {
    let mut bank = family("4000.00", "3000.00");
    bank.account_in_state(21, 2, "savings", "deceased");
    // 4,000.00 x the root of 3/2
    assert_eq!(outcome(&bank, 1), (2, Some(400_000), Some(489_898), HouseholdTier::Middle, 100));
}

#[test]
fn what_is_not_known_is_not_poor() {
    let mut bank = Bank::with_customer("1990-01-01");
    assert_eq!(outcome(&bank, 1), (1, None, None, HouseholdTier::Unknown, 0));
    bank.book(10, "purchase", "20.00", "2025-12-01", "");
    assert_eq!(outcome(&bank, 1), (1, Some(0), Some(0), HouseholdTier::Unknown, 100), "none observed");
    bank.customer(2, "1991-01-01").relate(1, "partner", 2);
    assert_eq!(outcome(&bank, 1).4, 50, "one of two is known");
}

#[test]
fn money_that_only_changes_pockets_is_no_income_of_the_household() {
    let mut bank = Bank::with_customer("1990-01-01");
    bank.account(11, 1, "savings").book(10, "deposit", "20.00", "2025-06-01", "cat=opening");
    bank.book_monthly(11, "transfer_out", "1500.00", 1..=6, "").book_monthly(10, "transfer_in", "1500.00", 1..=6, "");
    assert_eq!(outcome(&bank, 1), (1, Some(0), Some(0), HouseholdTier::Unknown, 100));
}

#[test]
fn three_who_are_married_to_one_another_are_one_household() {
    let mut bank = family("2500.00", "1500.00");
    bank.customer(4, "1992-01-01").relate(4, "spouse", 2).relate(4, "spouse", 4);
    // 4,000.00 x the root of 3/4; the income of one of the three adults is not known.
    assert_eq!(outcome(&bank, 4), (4, Some(400_000), Some(346_410), HouseholdTier::Lower, 67));
}
