//! Equal plans, equal rows; and how many.

use std::num::NonZeroU32;

use tellergraph_seeder::row::Block;

use crate::{joined, plan, whole};

fn rows(block: &Block) -> usize {
    block.customers.len()
        + block.accounts.len()
        + block.transactions.len()
        + block.payments.len()
        + block.credit_histories.len()
        + block.securities.len()
        + block.relationships.len()
        + block.communications.len()
        + block.compliances.len()
}

fn fingerprint(block: &Block) -> String {
    blake3::hash(format!("{block:?}").as_bytes()).to_hex().to_string()
}

#[test]
fn the_rows_of_a_plan_are_the_published_ones() {
    // Written down once. Another value means another bank for everybody: then the generator's version has to change.
    assert_eq!(fingerprint(&whole(&plan(50, 7))), "2fadaa66b4b13da911707a639ce53c52bb1782d7c1e4008fc5134fbcc1d7731d");
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
fn the_size_of_blocks_does_not_matter() {
    let plan = plan(700, 7);
    for size in [1, 13, 10_000] {
        let size = NonZeroU32::new(size).expect("not zero");
        let other = plan.blocks_of(size).fold(Block::default(), joined);
        assert_eq!(fingerprint(&other), fingerprint(&whole(&plan)), "{size}");
    }
}

#[test]
fn a_larger_bank_begins_with_the_households_of_the_smaller_one() {
    let (small, large) = (whole(&plan(100, 7)), whole(&plan(200, 7)));
    // The last household of the smaller bank may be cut short, and that changes who its members are.
    assert_eq!(small.customers[..90], large.customers[..90]);
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

#[test]
fn a_customer_has_about_thirty_rows() {
    let bank = whole(&plan(2_000, 7));
    let average = rows(&bank) / bank.customers.len();
    assert!((25..=40).contains(&average), "{average}");
}
