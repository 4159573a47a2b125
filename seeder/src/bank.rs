//! A plan made ready: how many rows it has, and each block of them on its own.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::calendar::days_between;
use crate::counts::Counts;
use crate::demo_login::{self, DemoLogin};
use crate::dirty::{self, Defect};
use crate::household::{self, Household};
use crate::keys::{Numbering, Table, Tally};
use crate::plan::Plan;
use crate::row::Block;
use crate::stream::GENERATOR_VERSION;
use crate::truth::Truth;

/// How many households a block has; fewer in the last.
const BLOCK_HOUSEHOLDS: i64 = 256;

/// What a bank is made from, in one word: equal ids stand for equal rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DatasetId(String);

impl DatasetId {
    fn of(plan: &Plan) -> Self {
        let mut hasher = blake3::Hasher::new();
        let options = plan.options();
        for part in [
            GENERATOR_VERSION,
            &plan.seed().to_string(),
            &plan.customers().to_string(),
            &plan.anchor().to_string(),
            &options.months.to_string(),
            &options.intensity.to_string(),
            &options.locale,
            &options.consent.to_string(),
            &options.noise.to_string(),
            &options.tags.to_string(),
            &format!("{}{}", options.dirty, if options.dirty_fk { " without keys" } else { "" }),
            &options.demo_logins.to_string(),
            &days_between(plan.anchor(), plan.as_of()).to_string(),
        ] {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        Self(hasher.finalize().to_hex().to_string())
    }

    /// 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatasetId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A plan of which the size of every block is known, so that any block can be made at any time, on any thread.
#[derive(Clone, Debug)]
pub struct Bank {
    plan: Plan,
    households: Households,
    numbering: Numbering,
}

/// The households of a bank, numbered from 1.
#[derive(Clone, Copy, Debug)]
struct Households {
    count: i64,
    /// For how many customers the last one has room.
    room_in_last: usize,
}

impl Households {
    /// As many as it takes to have exactly the customers of the plan.
    fn of(plan: &Plan) -> Self {
        let mut left = plan.customers();
        for number in 1.. {
            let size = u64::try_from(household::size(plan, number)).unwrap_or(1);
            if size >= left {
                return Self { count: number, room_in_last: usize::try_from(left).unwrap_or(usize::MAX) };
            }
            left -= size;
        }
        Self { count: 0, room_in_last: 0 }
    }

    fn blocks(self) -> usize {
        usize::try_from((self.count + BLOCK_HOUSEHOLDS - 1) / BLOCK_HOUSEHOLDS).unwrap_or(0)
    }

    /// The households of a block, each with its room.
    fn of_block(self, block: usize) -> impl Iterator<Item = (i64, usize)> {
        let first = i64::try_from(block).unwrap_or(i64::MAX).saturating_mul(BLOCK_HOUSEHOLDS) + 1;
        let last = self.count.min(first + BLOCK_HOUSEHOLDS - 1);
        (first..=last).map(move |number| (number, if number == self.count { self.room_in_last } else { usize::MAX }))
    }
}

impl Bank {
    /// Counts the rows of the plan, on all cores. It takes about a third of the time of making them.
    pub fn of(plan: Plan) -> Self {
        let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self::on(plan, threads)
    }

    /// The same, counted on so many threads.
    pub fn on(plan: Plan, threads: NonZeroUsize) -> Self {
        let households = Households::of(&plan);
        let days = plan.days();
        let tallies: Vec<_> = (0..households.blocks()).map(|_| Mutex::new(Tally::new(days))).collect();
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..threads.get().min(tallies.len()) {
                scope.spawn(|| {
                    loop {
                        let block = next.fetch_add(1, Ordering::Relaxed);
                        let Some(tally) = tallies.get(block) else { break };
                        let mut counted = Tally::new(days);
                        for (number, room) in households.of_block(block) {
                            Household::live(&plan, number, room).count(&plan, &mut counted);
                        }
                        if let Ok(mut tally) = tally.lock() {
                            *tally = counted;
                        }
                    }
                });
            }
        });
        let tallies = tallies.into_iter().map(|tally| tally.into_inner().unwrap_or_else(PoisonError::into_inner));
        let numbering = Numbering::of(days, tallies.collect());
        Self { plan, households, numbering }
    }

    /// What was planned.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The exact number of rows of each table.
    pub fn counts(&self) -> Counts {
        dirty::counts(&self.plan, self.clean_counts())
    }

    /// The same without the rows that are added to spoil the bank.
    pub(crate) fn clean_counts(&self) -> Counts {
        let total = |table| self.numbering.total(table);
        Counts {
            customers: total(Table::Customer),
            accounts: total(Table::Account),
            transactions: total(Table::Transaction),
            payments: total(Table::Payment),
            credit_histories: total(Table::CreditHistory),
            securities: total(Table::Security),
            relationships: total(Table::Relationship),
            communications: total(Table::Communication),
            compliances: total(Table::Compliance),
        }
    }

    /// The identity of the rows.
    pub fn dataset_id(&self) -> DatasetId {
        DatasetId::of(&self.plan)
    }

    /// How many blocks there are.
    pub fn block_count(&self) -> usize {
        self.households.blocks()
    }

    /// The rows of the block at this place, from 0; no rows beyond the last block. A row points only at rows of its own
    /// block.
    pub fn block(&self, index: usize) -> Block {
        self.block_with_defects(index).0
    }

    /// The same, with all that is wrong with its rows on purpose, table by table.
    pub fn block_with_defects(&self, index: usize) -> (Block, Vec<Defect>) {
        let mut block = self.make(index, None);
        let defects = dirty::spoil(&self.plan, &self.clean_counts(), &mut block);
        (block, defects)
    }

    /// The same, with what is true of its customers, in the order of their ids.
    pub fn block_with_truths(&self, index: usize) -> (Block, Vec<Truth>) {
        let mut truths = Vec::new();
        let mut block = self.make(index, Some(&mut truths));
        dirty::spoil(&self.plan, &self.clean_counts(), &mut block);
        truths.sort_by_key(|truth| truth.customer_id);
        (block, truths)
    }

    /// What is true of the customers of the block at this place, in the order of their ids, without making its rows.
    pub fn truths(&self, index: usize) -> Vec<Truth> {
        let mut truths = Vec::new();
        let Some(mut keys) = self.numbering.keys(index) else { return truths };
        for (number, room) in self.households.of_block(index) {
            truths.extend(Household::live(&self.plan, number, room).truths(&self.plan, &mut keys));
        }
        truths.sort_by_key(|truth| truth.customer_id);
        truths
    }

    /// The log-ins with passwords that somebody knows, the one that may do least first; none unless the plan wants them.
    pub fn demo_logins(&self) -> Vec<DemoLogin> {
        if self.plan.options().demo_logins {
            demo_login::give(&self.plan, &mut self.lived(0, None))
        } else {
            Vec::new()
        }
    }

    /// All blocks, one after the other.
    pub fn blocks(&self) -> impl Iterator<Item = Block> + '_ {
        (0..self.block_count()).map(|index| self.block(index))
    }

    /// The rows before any of them is spoiled.
    fn make(&self, index: usize, truths: Option<&mut Vec<Truth>>) -> Block {
        let mut block = self.lived(index, truths);
        if index == 0 {
            demo_login::give(&self.plan, &mut block);
        }
        block
    }

    /// The rows as the people's lives leave them.
    fn lived(&self, index: usize, mut truths: Option<&mut Vec<Truth>>) -> Block {
        let mut block = Block::default();
        let Some(mut keys) = self.numbering.keys(index) else { return block };
        for (number, room) in self.households.of_block(index) {
            let household = Household::live(&self.plan, number, room);
            household.write(&self.plan, &mut keys, &mut block, truths.as_deref_mut());
        }
        block.sort();
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(seed: u64) -> Plan {
        Plan::new(700, seed, "2026-06-30".parse().expect("a date")).expect("a plan")
    }

    #[test]
    fn a_bank_counted_on_other_threads_is_the_same() {
        let (one, many) = (NonZeroUsize::MIN, NonZeroUsize::new(5).expect("not zero"));
        let (one, many) = (Bank::on(plan(3), one), Bank::on(plan(3), many));
        assert_eq!(one.counts(), many.counts());
        assert_eq!(one.block(1), many.block(1));
    }

    #[test]
    fn the_counts_are_those_of_the_rows() {
        let bank = Bank::of(plan(3));
        let mut counts = Counts::default();
        for block in bank.blocks() {
            counts.add(&block);
        }
        assert_eq!(bank.counts(), counts);
        assert_eq!(counts.customers, 700);
        assert_eq!(bank.block(bank.block_count()), Block::default());
    }

    #[test]
    fn another_seed_is_another_dataset() {
        let id = |seed| Bank::of(plan(seed)).dataset_id();
        assert_eq!(id(1), id(1));
        assert_ne!(id(1), id(2));
        assert_eq!(id(1).as_str().len(), 64);
    }
}
