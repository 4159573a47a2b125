use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use super::{Defect, DefectKind};
use crate::bank::Bank;
use crate::counts::Counts;
use crate::plan::{Plan, PlanOptions};
use crate::row::Block;

fn bank(customers: u64, dirty: u32) -> Bank {
    let options = PlanOptions { dirty, ..PlanOptions::default() };
    Bank::of(Plan::with(customers, 5, "2026-06-30".parse().expect("a date"), options).expect("a plan"))
}

/// A bank for tables without foreign keys.
fn without_keys(customers: u64, dirty: u32) -> Bank {
    let options = PlanOptions { dirty, dirty_fk: true, ..PlanOptions::default() };
    Bank::of(Plan::with(customers, 5, "2026-06-30".parse().expect("a date"), options).expect("a plan"))
}

/// Every row by its table and key, as text.
fn rows(block: &Block) -> BTreeMap<(&'static str, i64), String> {
    fn add<R: Debug>(
        all: &mut BTreeMap<(&'static str, i64), String>,
        table: &'static str,
        rows: &[R],
        key: impl Fn(&R) -> i64,
    ) {
        for row in rows {
            assert_eq!(all.insert((table, key(row)), format!("{row:?}")), None, "{table} {}", key(row));
        }
    }
    let mut all = BTreeMap::new();
    add(&mut all, "customer", &block.customers, |row| row.customer_id);
    add(&mut all, "accounts", &block.accounts, |row| row.account_id);
    add(&mut all, "transactions", &block.transactions, |row| row.transaction_id);
    add(&mut all, "payments", &block.payments, |row| row.payment_id);
    add(&mut all, "credit_history", &block.credit_histories, |row| row.credit_id);
    add(&mut all, "security", &block.securities, |row| row.security_id);
    add(&mut all, "relationships", &block.relationships, |row| row.relationship_id);
    add(&mut all, "communication_log", &block.communications, |row| row.log_id);
    add(&mut all, "compliance", &block.compliances, |row| row.compliance_id);
    all
}

fn whole(bank: &Bank) -> BTreeMap<(&'static str, i64), String> {
    (0..bank.block_count()).flat_map(|index| rows(&bank.block(index))).collect()
}

fn defects(bank: &Bank) -> Vec<Defect> {
    (0..bank.block_count()).flat_map(|index| bank.block_with_defects(index).1).collect()
}

#[test]
fn the_list_has_every_row_that_differs_and_no_other() {
    let (clean, dirty) = (whole(&bank(700, 0)), bank(700, 100));
    let spoiled = whole(&dirty);
    assert!(clean.keys().all(|key| spoiled.contains_key(key)), "no row is lost");
    let differ: BTreeSet<_> =
        spoiled.iter().filter(|(key, row)| clean.get(*key) != Some(*row)).map(|it| *it.0).collect();
    let listed: Vec<_> = defects(&dirty).iter().map(|defect| (defect.table, defect.key)).collect();
    assert!(listed.len() > clean.len() / 20, "{} of {}", listed.len(), clean.len());
    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), differ);
    assert_eq!(listed.len(), differ.len(), "a row is spoiled once");
}

#[test]
fn there_are_as_many_rows_as_counted_and_their_keys_are_dense() {
    let dirty = bank(700, 200);
    let mut counts = Counts::default();
    for index in 0..dirty.block_count() {
        let block = dirty.block(index);
        counts.add(&block);
        assert!(block.transactions.is_sorted_by_key(|row| row.transaction_id));
    }
    assert_eq!(dirty.counts(), counts);
    assert!(counts.transactions > bank(700, 0).counts().transactions);
    let rows = whole(&dirty);
    let keys = |table| rows.keys().filter(move |key| key.0 == table).map(|key| key.1);
    for table in ["transactions", "relationships", "compliance"] {
        assert!(keys(table).zip(1..).all(|(key, place)| key == place), "{table}");
    }
}

#[test]
fn every_kind_of_defect_occurs() {
    let kinds: BTreeSet<_> = defects(&bank(3_000, 200)).into_iter().map(|defect| defect.kind).collect();
    let all = [
        DefectKind::BirthMissing,
        DefectKind::BirthInFuture,
        DefectKind::BirthIn1900,
        DefectKind::WrongCase,
        DefectKind::Blanks,
        DefectKind::ZeroWidth,
        DefectKind::BidiMark,
        DefectKind::Mojibake,
        DefectKind::FourBytes,
        DefectKind::LegacyWord,
        DefectKind::LongNote,
        DefectKind::NegativeDebit,
        DefectKind::TagsMissing,
        DefectKind::InFuture,
        DefectKind::Unmirrored,
        DefectKind::ClosedWithBalance,
        DefectKind::ScoreOutOfRange,
        DefectKind::UtilizationOverWhole,
        DefectKind::Reversed,
        DefectKind::Duplicate,
        DefectKind::WithOneself,
        DefectKind::ImpossibleParent,
        DefectKind::SecondSpouse,
        DefectKind::Contradiction,
    ];
    assert_eq!(kinds, all.into_iter().collect());
}

#[test]
fn blocks_are_spoiled_alike_in_any_order() {
    let dirty = bank(1_700, 50);
    assert!(dirty.block_count() > 1);
    let backwards: Vec<_> = (0..dirty.block_count()).rev().map(|index| dirty.block_with_defects(index)).collect();
    for (index, made) in backwards.into_iter().rev().enumerate() {
        assert_eq!(dirty.block_with_defects(index), made, "{index}");
    }
}

#[test]
fn another_share_is_another_dataset() {
    assert_ne!(bank(10, 0).dataset_id(), bank(10, 1).dataset_id());
    assert_ne!(bank(10, 1).dataset_id(), without_keys(10, 1).dataset_id());
}

#[test]
fn rows_point_nowhere_where_the_plan_says_so() {
    let bank = without_keys(1_500, 200);
    let listed: BTreeSet<_> = defects(&bank)
        .into_iter()
        .filter(|defect| defect.kind == DefectKind::PointsNowhere)
        .map(|defect| (defect.table, defect.key))
        .collect();
    let mut found = BTreeSet::new();
    for block in bank.blocks() {
        let customers: BTreeSet<_> = block.customers.iter().map(|row| row.customer_id).collect();
        let accounts: BTreeSet<_> = block.accounts.iter().map(|row| row.account_id).collect();
        let mut look = |table: &'static str, key: i64, is_there: bool| {
            if !is_there {
                found.insert((table, key));
            }
        };
        block.accounts.iter().for_each(|row| look("accounts", row.account_id, customers.contains(&row.customer_id)));
        for row in &block.transactions {
            // A row that was made from one that points nowhere does so too, and is listed for what it is.
            if row.transaction_id <= bank.clean_counts().transactions.cast_signed() {
                look("transactions", row.transaction_id, accounts.contains(&row.account_id));
            }
        }
        block.payments.iter().for_each(|row| look("payments", row.payment_id, accounts.contains(&row.account_id)));
        for row in &block.communications {
            look("communication_log", row.log_id, customers.contains(&row.customer_id));
        }
    }
    let of = |rows: &BTreeSet<(&'static str, i64)>, table| rows.iter().filter(|row| row.0 == table).count();
    for table in ["accounts", "transactions", "payments", "communication_log"] {
        assert!(of(&found, table) > 5 && of(&found, table) == of(&listed, table), "{table}");
    }
    assert!(found.is_subset(&listed));
    for table in ["credit_history", "relationships", "compliance"] {
        assert!(of(&listed, table) > 0, "{table}");
    }
}
