//! A plan made ready: how many rows it has, and each block of them on its own.

use std::fmt;

use crate::counts::Counts;
use crate::plan::{Ids, Plan};
use crate::row::Block;
use crate::stream::GENERATOR_VERSION;

/// What a bank is made from, in one word: equal ids stand for equal rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DatasetId(String);

impl DatasetId {
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
    counts: Counts,
    /// For each block its first household and the keys given before it.
    starts: Vec<(i64, Ids)>,
}

impl Bank {
    /// Counts the rows of the plan.
    pub fn of(plan: Plan) -> Self {
        let mut counts = Counts::default();
        let mut starts = Vec::new();
        let mut blocks = plan.blocks();
        loop {
            let start = (blocks.household, blocks.ids);
            let Some(block) = blocks.next() else { break };
            counts.add(&block);
            starts.push(start);
        }
        Self { plan, counts, starts }
    }

    /// What was planned.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The exact number of rows of each table.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The identity of the rows.
    pub fn dataset_id(&self) -> DatasetId {
        let mut hasher = blake3::Hasher::new();
        for part in [
            GENERATOR_VERSION,
            &self.plan.seed().to_string(),
            &self.plan.customers().to_string(),
            &self.plan.as_of().to_string(),
        ] {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        DatasetId(hasher.finalize().to_hex().to_string())
    }

    /// How many blocks there are.
    pub const fn block_count(&self) -> usize {
        self.starts.len()
    }

    /// The rows of the block at this place, from 0; no rows beyond the last block. A row points only at rows of its own
    /// block.
    pub fn block(&self, index: usize) -> Block {
        let start = self.starts.get(index);
        start.and_then(|(household, ids)| self.plan.blocks_from(*household, *ids).next()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_the_same_in_any_order() {
        let plan = Plan::new(1_700, 3, "2026-06-30".parse().expect("a date")).expect("a plan");
        let bank = Bank::of(plan.clone());
        let blocks: Vec<Block> = plan.blocks().collect();
        assert_eq!(bank.block_count(), blocks.len());
        for index in (0..bank.block_count()).rev() {
            assert_eq!(bank.block(index), blocks[index], "{index}");
        }
        assert_eq!(bank.block(bank.block_count()), Block::default());
        let mut counts = Counts::default();
        for block in &blocks {
            counts.add(block);
        }
        assert_eq!(bank.counts(), counts);
    }

    #[test]
    fn another_seed_is_another_dataset() {
        let id = |seed| {
            let plan = Plan::new(10, seed, "2026-06-30".parse().expect("a date")).expect("a plan");
            Bank::of(plan).dataset_id()
        };
        assert_eq!(id(1), id(1));
        assert_ne!(id(1), id(2));
        assert_eq!(id(1).as_str().len(), 64);
    }
}
