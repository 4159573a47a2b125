//! Equal plans, equal rows; and how many.

use tellergraph_seeder::row::Block;
use tellergraph_seeder::{Bank, Plan, PlanOptions};

use crate::{as_of, plan, sparse, whole};

fn fingerprint(block: &Block) -> String {
    blake3::hash(format!("{block:?}").as_bytes()).to_hex().to_string()
}

#[test]
fn the_rows_of_a_plan_are_the_published_ones() {
    // Written down once. Another value means another bank for everybody: then the generator's version has to change.
    assert_eq!(fingerprint(&whole(&plan(50, 7))), "9877ddb412e065af26c9a1140c447a6051292c85ce0a83449928ca6f930efc1d");
}

#[test]
fn the_same_plan_gives_the_same_rows() {
    assert_eq!(fingerprint(&whole(&plan(300, 7))), fingerprint(&whole(&plan(300, 7))));
}

#[test]
fn another_seed_gives_another_bank() {
    assert_ne!(fingerprint(&whole(&plan(300, 7))), fingerprint(&whole(&plan(300, 8))));
}

#[test]
fn blocks_are_the_same_in_any_order() {
    let bank = Bank::of(sparse(1_500, 7));
    let forwards: Vec<Block> = bank.blocks().collect();
    assert!(forwards.len() > 2);
    for index in (0..bank.block_count()).rev() {
        assert_eq!(bank.block(index), forwards[index], "{index}");
    }
}

#[test]
fn every_option_makes_another_dataset_and_only_its_own_changes() {
    let usual = PlanOptions { intensity: 100, ..PlanOptions::default() };
    let bank = |options: &PlanOptions| Bank::of(Plan::with(300, 7, as_of(), options.clone()).expect("a plan"));
    let base = bank(&usual);
    for other in [
        PlanOptions { months: 6, ..usual.clone() },
        PlanOptions { intensity: 0, ..usual.clone() },
        PlanOptions { locale: "de".to_owned(), ..usual.clone() },
        PlanOptions { consent: 1_000, ..usual.clone() },
        PlanOptions { noise: 0, ..usual.clone() },
        PlanOptions { tags: false, ..usual.clone() },
    ] {
        let changed = bank(&other);
        assert_ne!(changed.dataset_id(), base.dataset_id(), "{other:?}");
        assert_ne!(fingerprint(&changed.block(0)), fingerprint(&base.block(0)), "{other:?}");
    }
    let consent = bank(&PlanOptions { consent: 1_000, ..usual.clone() });
    assert_eq!(consent.block(0).transactions, base.block(0).transactions);
    let untagged = bank(&PlanOptions { tags: false, ..usual });
    assert!(
        untagged.block(0).transactions.iter().all(|row| row.notes.as_deref().is_none_or(|it| !it.contains("cat=")))
    );
    assert_eq!(untagged.block(0).accounts, base.block(0).accounts);
}

#[test]
fn there_are_exactly_as_many_customers_as_planned() {
    for seed in 0..20 {
        for customers in [1_u64, 2, 3, 7, 100] {
            let bank = whole(&plan(customers, seed));
            let ids: Vec<_> = bank.customers.iter().map(|row| row.customer_id).collect();
            assert_eq!(ids, (1..=i64::try_from(customers).expect("small")).collect::<Vec<_>>(), "seed {seed}");
        }
    }
    assert_eq!(whole(&plan(1_000, 7)).customers.len(), 1_000);
}

/// Rows of each table for a hundred customers, the reference table of the generator: 24 months, usual intensity.
#[test]
fn a_customer_has_as_many_rows_as_the_reference_table_says() {
    let counts = Bank::of(plan(2_000, 7)).counts();
    let per_hundred = |rows: u64| rows / 20;
    let close = |rows: u64, reference: u64| {
        assert!(per_hundred(rows).abs_diff(reference) * 20 <= reference, "{} against {reference}", per_hundred(rows));
    };
    close(counts.accounts, 225);
    close(counts.transactions, 24_450);
    close(counts.payments, 4_310);
    close(counts.credit_histories, 77);
    close(counts.securities, 77);
    close(counts.relationships, 76);
    close(counts.communications, 2_530);
    close(counts.compliances, 95);
}
