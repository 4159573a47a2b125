//! Odd banks that no other example has.

use tellergraph_segmentation::answer::{ChannelPreference, IncomeLevel};
use tellergraph_segmentation::explanation::Dimension;
use tellergraph_segmentation::income::IncomeMethod;
use tellergraph_segmentation::{Rules, explain_all};

use crate::bank::Bank;

const BORN: &str = "1985-01-01";

/// The value of every dimension for customer 1, in order.
fn values(bank: &Bank) -> Vec<String> {
    let explained = explain_all(&bank.dossier(), &bank.rules, bank.as_of, bank.as_of);
    let (_, explanations) = explained.first().expect("a customer");
    let value = |explanation: &tellergraph_segmentation::Explanation| {
        format!("{} {}", explanation.dimension.name(), explanation.value)
    };
    explanations.iter().map(value).collect()
}

#[test]
fn before_the_first_row_only_the_age_is_known() {
    let mut bank = Bank::with_customer("");
    bank.balance(10, "9000.00").book(10, "salary", "9000.00", "2026-07-25", "cp=acme;ch=mobile");
    bank.pay(10, "5.00", "2026-07-01", "mobile").contact(1, "branch_visit", "2026-07-01", "pref=branch");
    let unknown = [
        "AGE_GROUP UNKNOWN",
        "AGE_BAND UNKNOWN",
        "INCOME_LEVEL UNKNOWN",
        "DIGITAL_ADOPTION UNKNOWN",
        "CHANNEL_PREFERENCE UNKNOWN",
        "LIFE_STAGE UNKNOWN",
        "RFM NO_ACTIVITY",
        "VALUE_TIER UNKNOWN",
        "CREDIT_BAND UNKNOWN",
        "CREDIT_RISK UNKNOWN",
        "LIFECYCLE PROSPECT",
        "DORMANCY NO_ACTIVITY",
        "CHURN_RISK NOT_APPLICABLE",
        "HOUSEHOLD_TIER UNKNOWN",
    ];
    assert_eq!(values(&bank), unknown);

    let mut without_accounts = Bank::new();
    without_accounts.customer(1, "");
    assert_eq!(values(&without_accounts), unknown, "nor without accounts");
}

#[test]
fn refunds_larger_than_the_pay_are_no_income() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "1000.00", 1..=6, "cp=acme").book_monthly(10, "refund", "9000.00", 1..=6, "");
    let found = bank.find(1).income;
    assert_eq!((found.method, found.monthly, found.level), (IncomeMethod::Median, Some(100_000), IncomeLevel::Low));
}

#[test]
fn of_rows_at_the_same_moment_the_one_with_the_greater_key_is_later() {
    let mut bank = Bank::with_customer(BORN);
    bank.contact(1, "letter", "2026-06-01T09:00:00", "pref=digital");
    bank.contact(1, "letter", "2026-06-01T09:00:00", "pref=branch");
    assert_eq!(bank.find(1).channel.preference, ChannelPreference::InPerson);
    // Two outgoing legs at one moment, and room for one: the one with the smaller key is taken.
    let mut bank = Bank::with_customer(BORN);
    bank.account(11, 1, "savings");
    for notes in ["ch=mobile", "ch=branch"] {
        bank.book(11, "transfer_out", "50.00", "2026-06-01T09:00:00", notes);
    }
    bank.book(10, "transfer_in", "50.00", "2026-06-01T09:00:00", "");
    let spending: i64 = bank.find(1).rfm.monetary;
    assert_eq!(spending, 5_000, "the second left the household");
}

#[test]
fn text_beyond_the_basic_plane_groups_like_any_other() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "deposit", "2000.00", 1..=6, "cp=🏦 Bäckerei Öz 𝒜");
    let found = bank.find(1).income;
    assert_eq!((found.method, found.monthly), (IncomeMethod::Median, Some(200_000)), "inferred");
}

#[test]
fn a_row_without_notes_is_read_by_its_type() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "4600.00", 1..=6, "");
    let mut dossier = bank.dossier();
    for row in &mut dossier.transactions {
        row.notes = None;
    }
    let explained = explain_all(&dossier, &bank.rules, bank.as_of, bank.as_of);
    assert_eq!(explained[0].0.income.monthly, Some(460_000));
}

#[test]
fn a_minor_lives_with_an_adult_parent_elsewhere_and_has_no_income_of_its_own() {
    let mut bank = Bank::new();
    bank.customer_at(1, "2012-01-01", "1 Elm St").customer_at(2, "1980-01-01", "2 Oak St").relate(2, "parent", 1);
    bank.account(10, 1, "youth").account(20, 2, "checking");
    bank.book_monthly(20, "salary", "4600.00", 1..=6, "").book_monthly(10, "deposit", "20.00", 1..=6, "cp=granny");
    let found = bank.find(1);
    assert_eq!(found.income.level, IncomeLevel::NotApplicable);
    assert_eq!((found.household.household_id, found.household.size), (1, 2));
    assert_eq!(found.household.monthly_income, Some(460_000));
}

#[test]
fn a_bank_may_spell_its_codes_its_own_way() {
    let mut bank = Bank::new();
    let rules = Rules::from_toml(
        "[aliases.transaction_type]\nGehalt = \"salary\"\nUeberweisung = \"transfer\"\n\
         [aliases.account_type]\nGirokonto = \"checking\"\n[aliases.account_status]\nGekuendigt = \"closed\"\n\
         [aliases.relationship_type]\nEhefrau = \"spouse\"\n[aliases.access_level]\ngesperrt = \"disabled\"",
    );
    bank.rules = rules.expect("rules");
    bank.customer(1, BORN).customer(2, BORN).relate(2, "Ehefrau", 1).account(10, 1, "Girokonto");
    bank.account_in_state(20, 2, "savings", "GEKUENDIGT").account(21, 2, "Sparbuch");
    bank.book_monthly(10, "Gehalt", "4600.00", 1..=6, "").book(10, "Ueberweisung", "-50.00", "2026-06-01", "");
    bank.book(21, "ueberweisung", "50.00", "2026-06-02", "");
    let found = bank.find(1);
    assert_eq!(found.income.monthly, Some(460_000));
    assert_eq!((found.household.size, found.rfm.monetary), (2, 0), "the transfer stayed at home");
    let level_of = |dimension: Dimension, bank: &Bank| {
        let explained = explain_all(&bank.dossier(), &bank.rules, bank.as_of, bank.as_of);
        explained[0].1.iter().find(|e| e.dimension == dimension).expect("every dimension").value
    };
    assert_eq!(level_of(Dimension::IncomeLevel, &bank), "MIDDLE");
}
