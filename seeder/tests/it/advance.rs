//! A bank that is advanced: the same rows, and further ones.

use tellergraph_seeder::row::Block;
use tellergraph_seeder::{Plan, PlanError, PlanOptions};

use crate::{as_of, whole};

/// A tenth of the usual dealings, and lives long enough to see turns.
fn plan(customers: u64, seed: u64, days: u32) -> Plan {
    let options = PlanOptions { intensity: 300, months: 9, ..PlanOptions::default() };
    Plan::with(customers, seed, as_of(), options).and_then(|plan| plan.advanced(days)).expect("a plan")
}

/// What may change of rows that are there: balances, standings, credit files, consent, what people are to one another.
fn without_what_may_change(mut block: Block) -> Block {
    for account in &mut block.accounts {
        (account.balance, account.status) = (0, "");
    }
    for file in &mut block.credit_histories {
        (file.credit_score, file.credit_utilization) = (0, 0);
        file.payment_history.clear();
    }
    for security in &mut block.securities {
        security.access_level = "";
    }
    for tie in &mut block.relationships {
        tie.relationship_type = "";
    }
    for answer in &mut block.compliances {
        answer.regulatory_requirements_met = None;
    }
    block
}

/// The first rows of each table, as many as the other bank has.
fn beginning(mut block: Block, other: &Block) -> Block {
    block.customers.truncate(other.customers.len());
    block.accounts.truncate(other.accounts.len());
    block.transactions.truncate(other.transactions.len());
    block.payments.truncate(other.payments.len());
    block.credit_histories.truncate(other.credit_histories.len());
    block.securities.truncate(other.securities.len());
    block.relationships.truncate(other.relationships.len());
    block.communications.truncate(other.communications.len());
    block.compliances.truncate(other.compliances.len());
    block
}

#[test]
fn the_rows_of_a_shorter_history_begin_those_of_a_longer_one() {
    for seed in [7, 8] {
        let days = [0, 1, 9, 20, 31, 45, 92, 100, 110, 400, 410, 1_000];
        let banks = days.map(|days| whole(&plan(900, seed, days)));
        for (pair, days) in banks.windows(2).zip(days.windows(2)) {
            let [shorter, longer] = pair else { unreachable!("pairs") };
            let until = as_of() + chrono::Days::new(days[0].into());
            let further = &longer.transactions[shorter.transactions.len()..];
            assert!(!further.is_empty() && further.iter().all(|row| row.transaction_date.date() > until), "{days:?}");
            let (begun, shorter) = (beginning(longer.clone(), shorter), shorter.clone());
            let (begun, shorter) = (without_what_may_change(begun), without_what_may_change(shorter));
            let differs = begun.transactions.iter().zip(&shorter.transactions).find(|(one, other)| one != other);
            assert!(differs.is_none(), "{days:?}: {differs:#?}");
            let differs = begun.communications.iter().zip(&shorter.communications).find(|(one, other)| one != other);
            assert!(differs.is_none(), "{days:?}: {differs:#?}");
            assert!(begun == shorter, "{days:?}");
        }
    }
}

#[test]
fn a_history_cannot_be_advanced_for_ever() {
    let usual = || Plan::new(10, 7, as_of()).expect("a plan");
    assert!(usual().advanced(2_900).is_ok());
    assert_eq!(usual().advanced(3_000).err(), Some(PlanError::AdvancedTooFar));
    assert_eq!(usual().advanced(u32::MAX).err(), Some(PlanError::AdvancedTooFar));
    for options in [
        PlanOptions { dirty: 50, ..PlanOptions::default() },
        PlanOptions { demo_logins: true, ..PlanOptions::default() },
    ] {
        let plan = Plan::with(10, 7, as_of(), options).expect("a plan");
        assert!(plan.clone().advanced(0).is_ok());
        assert_eq!(plan.advanced(1).err(), Some(PlanError::AdvancedWithChanges));
    }
}
