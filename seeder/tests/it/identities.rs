//! What the rows of a bank owe one another.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use tellergraph_seeder::row::{Block, TransactionRow};

use tellergraph_seeder::Bank;

use crate::{as_of, noted, plan, sparse, whole};

const DEBITS: [&str; 11] = [
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
];

fn signed(row: &TransactionRow) -> i64 {
    if DEBITS.contains(&row.transaction_type) { -row.amount.abs() } else { row.amount }
}

fn bank() -> Block {
    whole(&plan(600, 7))
}

fn by_id(bank: &Block) -> BTreeMap<i64, &TransactionRow> {
    bank.transactions.iter().map(|row| (row.transaction_id, row)).collect()
}

#[test]
fn every_balance_is_the_sum_of_its_signed_rows() {
    let bank = bank();
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for row in &bank.transactions {
        *sums.entry(row.account_id).or_default() += signed(row);
    }
    for account in &bank.accounts {
        assert_eq!(account.balance, sums.get(&account.account_id).copied().unwrap_or(0), "{account:?}");
    }
}

#[test]
fn overdrafts_limits_and_debts_are_kept() {
    let bank = bank();
    let kinds: BTreeMap<i64, &str> = bank.accounts.iter().map(|row| (row.account_id, row.account_type)).collect();
    let mut rows: Vec<_> = bank.transactions.iter().collect();
    rows.sort_by_key(|row| (row.transaction_date, row.transaction_id));
    let mut running: BTreeMap<i64, i64> = BTreeMap::new();
    for row in rows {
        let balance = running.entry(row.account_id).or_default();
        *balance += signed(row);
        match kinds[&row.account_id] {
            "personal_loan" | "auto_loan" | "student_loan" | "mortgage" => assert!(*balance < 0, "{row:?}"),
            "credit_card" => {}
            // A thousand dollars, the arranged overdraft.
            "checking" => assert!(*balance >= -100_000, "{row:?}"),
            // A row that finds nothing there moves a cent.
            _ => assert!(*balance >= -100, "{row:?}"),
        }
    }
    for account in bank.accounts.iter().filter(|account| account.status == "closed") {
        assert_eq!(account.balance, 0, "{account:?}");
    }
}

#[test]
fn hardly_a_row_finds_nothing_to_take() {
    let bank = bank();
    let taken = bank.transactions.iter().filter(|row| signed(row) < 0);
    let scraped = taken.clone().filter(|row| row.amount <= 1).count();
    assert!(scraped * 25 < taken.count(), "{scraped}");
}

#[test]
fn a_few_shops_have_most_of_the_custom_and_many_the_rest() {
    let bank = bank();
    let mut custom: BTreeMap<&str, usize> = BTreeMap::new();
    for row in bank.transactions.iter().filter(|row| noted(row, "cat") == Some("groceries")) {
        *custom.entry(noted(row, "cp").expect("a shop")).or_default() += 1;
    }
    let (all, most) = (custom.values().sum::<usize>(), custom.values().max().copied().unwrap_or(0));
    assert!(all > 1_000 && (150..260).contains(&(most * 1_000 / all)), "{most} of {all}");
    assert!(custom.len() > 100, "{}", custom.len());
}

#[test]
fn every_account_but_a_card_opens_with_an_opening_row() {
    let bank = bank();
    let mut first: BTreeMap<i64, &TransactionRow> = BTreeMap::new();
    for row in &bank.transactions {
        let earliest = first.entry(row.account_id).or_insert(row);
        if row.transaction_date < earliest.transaction_date {
            *earliest = row;
        }
    }
    for account in bank.accounts.iter().filter(|account| account.account_type != "credit_card") {
        assert_eq!(noted(first[&account.account_id], "cat"), Some("opening"), "{account:?}");
    }
    let openings = bank.transactions.iter().filter(|row| noted(row, "cat") == Some("opening")).count();
    assert_eq!(openings, bank.accounts.iter().filter(|account| account.account_type != "credit_card").count());
}

#[test]
fn every_payment_is_mirrored_by_one_debit() {
    let bank = bank();
    let mut mirrors: BTreeMap<i64, &TransactionRow> = BTreeMap::new();
    for row in bank.transactions.iter().filter(|row| row.transaction_type == "bill_payment") {
        let id =
            noted(row, "ref").and_then(|it| it.strip_prefix("pay:")).expect("a payment").parse().expect("a number");
        assert!(mirrors.insert(id, row).is_none(), "payment {id} mirrored twice");
    }
    assert!(bank.payments.len() > 500);
    assert_eq!(mirrors.len(), bank.payments.len());
    for payment in &bank.payments {
        let mirror = mirrors[&payment.payment_id];
        assert_eq!(
            (payment.account_id, payment.amount, payment.payment_date),
            (mirror.account_id, mirror.amount, mirror.transaction_date.date())
        );
    }
}

#[test]
fn transfers_come_in_pairs_that_sum_to_nothing() {
    let bank = bank();
    let mut pairs: BTreeMap<&str, Vec<&TransactionRow>> = BTreeMap::new();
    for row in &bank.transactions {
        if let Some(reference) = noted(row, "ref").filter(|it| it.starts_with("xfer:")) {
            pairs.entry(reference).or_default().push(row);
        }
    }
    assert!(pairs.len() > 200);
    for (reference, pair) in pairs {
        assert_eq!(pair.len(), 2, "{reference}");
        assert_eq!(signed(pair[0]) + signed(pair[1]), 0, "{reference}");
        assert_eq!(pair[0].transaction_date, pair[1].transaction_date, "{reference}");
        assert_ne!(pair[0].account_id, pair[1].account_id, "{reference}");
        assert!(pair.iter().any(|row| reference == format!("xfer:{}", row.transaction_id)), "{reference}");
    }
}

#[test]
fn reversals_undo_an_earlier_row_of_the_same_account() {
    let bank = bank();
    let rows = by_id(&bank);
    let reversals: Vec<_> = bank.transactions.iter().filter(|row| row.transaction_type == "reversal").collect();
    assert!(!reversals.is_empty());
    for reversal in reversals {
        let of =
            noted(reversal, "ref").and_then(|it| it.strip_prefix("rev:")).expect("a row").parse().expect("a number");
        let undone = rows[&of];
        assert_eq!(undone.account_id, reversal.account_id);
        assert_eq!(signed(undone) + signed(reversal), 0);
        assert!(undone.transaction_date < reversal.transaction_date);
    }
}

#[test]
fn amounts_are_positive_but_for_corrections() {
    for row in bank().transactions {
        assert!(row.amount > 0 || matches!(row.transaction_type, "reversal" | "adjustment"), "{row:?}");
    }
}

#[test]
fn keys_follow_the_days() {
    let bank = bank();
    assert!(bank.transactions.is_sorted_by_key(|row| row.transaction_date.date()));
    assert!(bank.payments.is_sorted_by_key(|row| row.payment_date));
    assert!(bank.communications.is_sorted_by_key(|row| row.timestamp.date()));
}

#[test]
fn keys_are_dense_and_in_order() {
    let bank = bank();
    let dense = |keys: Vec<i64>| keys.iter().zip(1..).all(|(key, place)| *key == place);
    assert!(dense(bank.customers.iter().map(|row| row.customer_id).collect()));
    assert!(dense(bank.accounts.iter().map(|row| row.account_id).collect()));
    assert!(dense(bank.transactions.iter().map(|row| row.transaction_id).collect()));
    assert!(dense(bank.payments.iter().map(|row| row.payment_id).collect()));
    assert!(dense(bank.credit_histories.iter().map(|row| row.credit_id).collect()));
    assert!(dense(bank.securities.iter().map(|row| row.security_id).collect()));
    assert!(dense(bank.relationships.iter().map(|row| row.relationship_id).collect()));
    assert!(dense(bank.communications.iter().map(|row| row.log_id).collect()));
    assert!(dense(bank.compliances.iter().map(|row| row.compliance_id).collect()));
}

#[test]
fn rows_point_only_at_rows_of_their_own_block() {
    let bank = Bank::of(sparse(2_000, 9));
    assert!(bank.block_count() > 2);
    for block in bank.blocks() {
        let customers: BTreeSet<i64> = block.customers.iter().map(|row| row.customer_id).collect();
        let accounts: BTreeSet<i64> = block.accounts.iter().map(|row| row.account_id).collect();
        assert!(block.accounts.iter().all(|row| customers.contains(&row.customer_id)));
        assert!(block.transactions.iter().all(|row| accounts.contains(&row.account_id)));
        assert!(block.payments.iter().all(|row| accounts.contains(&row.account_id)));
        assert!(block.credit_histories.iter().all(|row| customers.contains(&row.customer_id)));
        assert!(block.securities.iter().all(|row| customers.contains(&row.customer_id)));
        assert!(block.communications.iter().all(|row| customers.contains(&row.customer_id)));
        assert!(block.compliances.iter().all(|row| customers.contains(&row.customer_id)));
        assert!(block.relationships.iter().all(|row| customers.contains(&row.customer1_id)));
        assert!(block.relationships.iter().all(|row| customers.contains(&row.customer2_id)));
    }
}

#[test]
fn nothing_happens_before_the_books_begin_before_birth_or_after_the_end() {
    let bank = bank();
    let begin = NaiveDate::from_ymd_opt(2024, 7, 1).expect("a date");
    let births: BTreeMap<i64, Option<NaiveDate>> =
        bank.customers.iter().map(|row| (row.customer_id, row.date_of_birth)).collect();
    let owners: BTreeMap<i64, i64> = bank.accounts.iter().map(|row| (row.account_id, row.customer_id)).collect();
    let check = |customer: i64, at: NaiveDateTime| {
        assert!((begin..=as_of()).contains(&at.date()), "{at}");
        assert!(births[&customer].is_none_or(|birth| birth < at.date()), "{customer} {at}");
        assert_eq!(at.nanosecond(), 0);
    };
    bank.transactions.iter().for_each(|row| check(owners[&row.account_id], row.transaction_date));
    bank.communications.iter().for_each(|row| check(row.customer_id, row.timestamp));
    assert!(bank.payments.iter().all(|row| (begin..=as_of()).contains(&row.payment_date)));
    assert!(bank.customers.iter().filter_map(|row| row.date_of_birth).all(|birth| birth <= as_of()));
}

#[test]
fn utilization_is_what_is_owed_on_cards_against_the_limit() {
    let bank = bank();
    let mut owed: BTreeMap<i64, i64> = BTreeMap::new();
    for account in bank.accounts.iter().filter(|account| account.account_type == "credit_card") {
        *owed.entry(account.customer_id).or_default() += -account.balance.min(0);
    }
    for row in &bank.credit_histories {
        assert!((300..=850).contains(&row.credit_score), "{row:?}");
        assert!((0..=10_000).contains(&row.credit_utilization), "{row:?}");
        assert!(row.payment_history.chars().all(|letter| "C123DX".contains(letter)), "{row:?}");
        if let Some(owed) = owed.get(&row.customer_id) {
            let exact = i64::from(row.credit_utilization) * row.credit_limit;
            assert!((exact - owed * 10_000).abs() * 2 <= row.credit_limit, "{row:?} owes {owed}");
        }
    }
}
