//! Codes are the published ones, and all of them occur.

use std::collections::BTreeSet;

use crate::{noted, sparse, tag, whole};

/// Every code used is a known one, and every known one is used.
fn same<'code>(used: impl Iterator<Item = &'code str>, known: &[&'code str]) {
    let used: BTreeSet<_> = used.collect();
    assert_eq!(used, known.iter().copied().collect());
}

#[test]
fn all_codes_of_the_columns_occur_and_no_others() {
    let bank = whole(&sparse(6_000, 7));
    same(
        bank.transactions.iter().map(|row| row.transaction_type),
        &[
            "salary",
            "pension",
            "benefit",
            "dividend",
            "deposit",
            "transfer_in",
            "interest",
            "refund",
            "loan_disbursement",
            "repayment_received",
            "purchase",
            "withdrawal",
            "transfer_out",
            "bill_payment",
            "direct_debit",
            "loan_payment",
            "mortgage_payment",
            "cheque",
            "fee",
            "tax",
            "loan_drawdown",
            "reversal",
            "adjustment",
        ],
    );
    same(
        bank.payments.iter().map(|row| row.payment_method),
        &[
            "mobile_app",
            "online_banking",
            "mobile_wallet",
            "card_online",
            "standing_order",
            "bank_transfer",
            "cheque",
            "cash",
            "branch",
            "phone",
        ],
    );
    same(
        bank.communications.iter().map(|row| row.communication_type),
        &[
            "app_message",
            "web_chat",
            "email",
            "sms",
            "app_session",
            "web_session",
            "branch_visit",
            "phone_call",
            "letter",
            "video_call",
        ],
    );
    same(
        bank.relationships.iter().map(|row| row.relationship_type),
        &[
            "spouse",
            "partner",
            "parent",
            "child",
            "guardian",
            "sibling",
            "joint_holder",
            "power_of_attorney",
            "ex_spouse",
            "other",
        ],
    );
    same(
        bank.accounts.iter().map(|row| row.account_type),
        &[
            "checking",
            "savings",
            "credit_card",
            "personal_loan",
            "auto_loan",
            "student_loan",
            "mortgage",
            "term_deposit",
            "investment",
            "retirement",
            "youth",
            "business",
        ],
    );
    same(
        bank.accounts.iter().map(|row| row.status),
        &["active", "inactive", "dormant", "frozen", "closed", "deceased", "pending"],
    );
    same(
        bank.securities.iter().map(|row| row.access_level),
        &["none", "disabled", "basic", "standard", "premium", "staff", "admin"],
    );
}

#[test]
fn tags_are_the_published_ones() {
    let bank = whole(&sparse(4_000, 7));
    same(
        bank.transactions.iter().filter_map(|row| noted(row, "ch")),
        &["mobile", "online", "wallet", "card_online", "branch", "phone", "atm", "card_pos", "ach", "system"],
    );
    let categories = [
        "salary",
        "pension",
        "benefit_child",
        "benefit_other",
        "opening",
        "cash",
        "groceries",
        "rent",
        "mortgage",
        "utilities",
        "telecom",
        "school_fees",
        "childcare",
        "baby",
        "tuition",
        "wedding",
        "jewelry",
        "travel",
        "health",
        "insurance",
        "transport",
        "dining",
        "retail",
        "investment",
        "retirement_contrib",
        "savings",
        "tax",
        "charity",
        "p2p",
        "fee",
        "other",
    ];
    same(bank.transactions.iter().filter_map(|row| noted(row, "cat")), &categories);
    same(bank.communications.iter().filter_map(|row| tag(&row.summary, "dir")), &["in", "out"]);
    same(bank.communications.iter().filter_map(|row| tag(&row.summary, "topic")), &["complaint", "hardship"]);
    same(bank.communications.iter().filter_map(|row| tag(&row.summary, "pref")), &["digital", "branch", "phone"]);
    same(bank.communications.iter().filter_map(|row| tag(&row.summary, "event")), &["marriage"]);
    assert!(bank.transactions.iter().any(|row| noted(row, "for").is_some()));
}
