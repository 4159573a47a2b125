use tellergraph_segmentation::answer::LifeStage;
use tellergraph_segmentation::vocabulary::AccountType;

use crate::bank::{Bank, day};

fn next(bank: &Bank) -> Option<AccountType> {
    bank.find(1).products.next_deposit
}

fn credit(bank: &Bank) -> Vec<AccountType> {
    bank.find(1).products.next_credit
}

#[test]
fn holdings_are_the_kinds_of_the_open_accounts() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.account(11, 1, "mortgage").account(12, 1, "chk").account(13, 1, "gold plan");
    bank.account_in_state(14, 1, "savings", "closed").account_in_state(15, 1, "investment", "frozen");
    bank.account(16, 1, "retirement").book(16, "deposit", "20.00", "2026-07-01", "");
    let expected = [AccountType::Checking, AccountType::Mortgage, AccountType::Investment, AccountType::Unknown];
    assert_eq!(bank.find(1).products.holdings, expected, "closed or not opened yet are not held");
}

#[test]
fn the_first_product_of_the_stage_that_is_not_held_is_next() {
    let mut bank = Bank::with_customer("1980-01-01");
    assert_eq!(bank.find(1).life_stage.primary.stage, LifeStage::EstablishedSingle);
    assert_eq!(next(&bank), Some(AccountType::Savings));
    bank.account(11, 1, "savings");
    assert_eq!(next(&bank), Some(AccountType::Retirement));
    bank.account(12, 1, "retirement").balance(11, "4999.99").balance(10, "0").balance(12, "0");
    assert_eq!(next(&bank), None, "too little to invest");
    bank.balance(11, "5000.00");
    assert_eq!(next(&bank), Some(AccountType::Investment));
    bank.account(13, 1, "investment");
    assert_eq!(next(&bank), None, "everything is held");
}

#[test]
fn a_youth_account_of_anybody_at_home_is_held() {
    let mut bank = Bank::with_customer("1985-01-01");
    bank.customer(2, "1986-01-01").customer(3, "2022-01-01").relate(1, "spouse", 2).relate(2, "mother", 3);
    bank.account(11, 1, "savings").balance(11, "9000.00");
    assert_eq!(next(&bank), Some(AccountType::Youth));
    bank.account(30, 3, "youth");
    assert_eq!(next(&bank), Some(AccountType::Investment));
    assert_eq!(bank.find(3).products.next_deposit, None, "nothing is sold to a minor");
}

#[test]
fn nothing_is_offered_to_prospects_and_to_those_who_have_left() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01");
    assert_eq!(next(&bank), None);
    bank.account_in_state(10, 1, "checking", "closed");
    assert_eq!(next(&bank), None);
}

/// A tenant of ten years with a salary, a rent and a score, born on a day.
fn tenant(born: &str) -> Bank {
    let mut bank = Bank::with_customer(born);
    bank.book(10, "deposit", "20.00", "2016-01-01", "cat=opening");
    bank.book_monthly(10, "salary", "2500.00", 1..=6, "cp=acme");
    bank.book_monthly(10, "direct_debit", "900.00", 1..=6, "cat=rent");
    bank.credit(1, 745, "20", "CCCCCCCCCCCC");
    bank
}

#[test]
fn a_mortgage_takes_six_months_of_rent_and_a_low_risk() {
    assert_eq!(credit(&tenant("1985-01-01")), [AccountType::Mortgage, AccountType::CreditCard]);
    let mut bank = tenant("1985-01-01");
    bank.credit(1, 739, "20", "CCCCCCCCCCCC");
    assert_eq!(credit(&bank), [AccountType::CreditCard], "medium risk");
    let mut bank = tenant("1985-01-01");
    bank.book(10, "reversal", "900.00", "2026-06-26", "ref=rev:13");
    assert_eq!(credit(&bank), [AccountType::CreditCard], "the rent of June was taken back");
    let mut bank = tenant("1985-01-01");
    bank.account(11, 1, "mortgage").account(12, 1, "credit_card");
    assert_eq!(credit(&bank), [], "held");
}

#[test]
fn credit_is_not_spoken_of_when_pay_has_stopped_or_the_customer_is_silent() {
    let mut bank = tenant("1985-01-01");
    bank.as_of = day("2026-08-08");
    assert_eq!(credit(&bank), [AccountType::CreditCard], "44 days after the last salary; no rent in July");
    bank.as_of = day("2026-08-09");
    assert_eq!(credit(&bank), []);
}

#[test]
fn credit_depends_neither_on_age_nor_on_marriage_and_children() {
    let expected = credit(&tenant("1985-01-01"));
    for born in ["", "2007-01-01", "1999-01-01", "1966-01-01", "1958-01-01", "1940-01-01"] {
        let alone = tenant(born);
        assert_eq!(credit(&alone), expected, "{born}");
        for kind in ["spouse", "partner", "sibling"] {
            let mut bank = tenant(born);
            bank.customer(2, "1990-01-01").customer(3, "2025-12-01").customer(4, "2012-01-01");
            bank.relate(1, kind, 2).relate(3, "child", 2).relate(4, "son", 2);
            bank.contact(1, "web_chat", "2026-05-01", "event=marriage");
            assert_eq!(credit(&bank), expected, "{born} {kind}");
        }
    }
    let stage = |born| tenant(born).find(1).life_stage.primary.stage;
    assert_ne!(stage("1999-01-01"), stage("1966-01-01"), "the stages do differ");
}

#[test]
fn minors_are_offered_no_credit() {
    assert_eq!(credit(&tenant("2009-01-01")), []);
}
