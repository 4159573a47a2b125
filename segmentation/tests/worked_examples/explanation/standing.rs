//! Where a customer stands with the bank, and what the customer and the household own.

use tellergraph_segmentation::explain_all;
use tellergraph_segmentation::explanation::{Dimension, Flag, Limit};

use super::{assert_explained, explain, explain_customer, line};
use crate::bank::{Bank, day};

#[test]
fn who_has_left_is_shown_by_the_accounts() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").account_in_state(10, 1, "checking", "closed");
    bank.account_in_state(11, 1, "savings", "closed").book(11, "deposit", "5.00", "2020-01-01", "");
    assert_explained(
        &explain(&bank, Dimension::Lifecycle),
        "CLOSED by status, 100",
        &["closed_account accounts [10, 11] x2", "first_row transactions [1] x1 on 2020-01-01"],
    );
    for dimension in [Dimension::LifeStage, Dimension::ChurnRisk] {
        let explanation = explain(&bank, dimension);
        assert!(explanation.evidence.iter().map(line).any(|line| line == "closed_account accounts [10, 11] x2"));
        assert_eq!(explanation.value, "NOT_APPLICABLE");
    }
    bank.account_in_state(12, 1, "savings", "deceased");
    assert_explained(
        &explain(&bank, Dimension::LifeStage),
        "NOT_APPLICABLE by lifecycle, 100",
        &["date_of_birth customer [1] x1 on 1980-01-01", "deceased_account accounts [12] x1"],
    );
}

#[test]
fn a_value_tier_shows_the_balances_at_the_date() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.account(11, 1, "savings").account(12, 1, "credit_card").account(13, 1, "checking").account(14, 1, "pot");
    bank.balance(10, "6990.00").balance(11, "100.00").balance(12, "-50.00").balance(13, "-20.00");
    bank.book(10, "salary", "3000.00", "2026-07-03", "").book(10, "deposit", "1.00", "2026-01-01", "");
    let explanation = explain(&bank, Dimension::ValueTier);
    // 3,990.00 + 100.00, nothing for the overdraft, nothing known of 14.
    assert_explained(
        &explanation,
        "BASIC by balances, 75",
        &[
            "assets accounts [10, 11, 13] x3 = 4090.00",
            "assets_today accounts [10] x1 = 6990.00",
            "balance_unknown accounts [14] x1",
        ],
    );
    assert_eq!(explanation.flags, [Flag::FutureRows, Flag::UnmappedCode]);
    assert_eq!(explanation.limits, [Limit::StatusNotHistorised, Limit::OtherBanksNotSeen]);
}

#[test]
fn rows_ahead_are_those_after_the_date_of_the_data() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.contact(1, "letter", "2026-08-01", "");
    let flags = |data_until: &str| {
        let explained = explain_all(&bank.dossier(), &bank.rules, bank.as_of, day(data_until));
        explained[0].1.iter().filter(|explanation| explanation.flags.contains(&Flag::FutureRows)).count()
    };
    assert_eq!(flags("2026-07-31"), 11, "not of the age band and the credit history");
    assert_eq!(flags("2026-08-01"), 0);
}

#[test]
fn credit_names_the_row_that_counts() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.credit(1, 600, "10.00", "").credit(1, 745, "75.00", "CCC2");
    let of_score = explain(&bank, Dimension::CreditBand);
    assert_explained(&of_score, "VERY_GOOD by score, 100", &["credit_score credit_history [2] x1 (745)"]);
    assert_eq!(of_score.limits, [Limit::StatusNotHistorised, Limit::InformationOnly]);
    assert_explained(
        &explain(&bank, Dimension::CreditRisk),
        "MEDIUM by score_and_use, 100",
        &[
            "credit_score credit_history [2] x1 (745)",
            "heavy_use credit_history [2] x1",
            "late_payment credit_history [2] x1",
        ],
    );
}

#[test]
fn a_household_tier_adds_up_its_members() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.customer(2, "1981-01-01").customer(3, "2015-01-01").customer(4, "1950-01-01");
    bank.relate(1, "spouse", 2).relate(1, "parent", 3).relate(4, "partner", 1);
    bank.account(20, 2, "checking").account_in_state(40, 4, "checking", "deceased");
    bank.book_monthly(10, "salary", "2500.00", 1..=6, "").book_monthly(20, "salary", "1500.00", 1..=6, "");
    assert_explained(
        &explain_customer(&bank, 3, Dimension::HouseholdTier),
        "MIDDLE by adjusted_income, 100",
        &[
            "household_member customer [1, 2, 3] x3",
            "deceased_member customer [4] x1",
            "member_income customer [1, 2] x2 = 4000.00",
            "adjusted_income customer [] x0 = 4000.00",
        ],
    );
}
