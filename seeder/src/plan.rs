//! What is to be generated, and the generator as a stream of blocks.

use std::num::NonZeroU32;

use chrono::NaiveDate;

use crate::calendar::{months_before, shifted};
use crate::household;
use crate::row::Block;
use crate::stream::Key;

/// How many months of bookings lie before the as-of date.
pub const HISTORY_MONTHS: u32 = 24;

/// How many customers a block of [`Plan::blocks`] has, give or take the last household.
const BLOCK_CUSTOMERS: NonZeroU32 = NonZeroU32::new(500).expect("not zero");

/// Oldest as-of date: before it, half of the channels that people use here did not exist.
const EARLIEST_AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a date");

/// Latest as-of date: databases and GraphQL clients agree on dates up to the year 9999.
const LATEST_AS_OF: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

/// Most customers of one bank: keys and stream numbers of everything they own stay far below 2^48.
const MOST_CUSTOMERS: u64 = 1_000_000_000;

/// A bank to be generated. Equal plans give equal rows, byte for byte, on every machine.
#[derive(Clone, Debug)]
pub struct Plan {
    customers: u64,
    as_of: NaiveDate,
    seed: u64,
    key: Key,
}

/// Why a plan is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A bank without customers.
    #[error("a bank needs at least one customer")]
    NoCustomers,
    /// More customers than keys are reckoned for.
    #[error("at most {MOST_CUSTOMERS} customers can be generated")]
    TooManyCustomers,
    /// The as-of date lies outside the years that the generator knows how to fill.
    #[error("the as-of date must lie between {EARLIEST_AS_OF} and {LATEST_AS_OF}")]
    AsOfOutOfRange,
}

impl Plan {
    /// A bank of exactly so many customers, as it stands at the end of `as_of`.
    pub fn new(customers: u64, seed: u64, as_of: NaiveDate) -> Result<Self, PlanError> {
        if customers == 0 {
            return Err(PlanError::NoCustomers);
        }
        if customers > MOST_CUSTOMERS {
            return Err(PlanError::TooManyCustomers);
        }
        if !(EARLIEST_AS_OF..=LATEST_AS_OF).contains(&as_of) {
            return Err(PlanError::AsOfOutOfRange);
        }
        Ok(Self { customers, as_of, seed, key: Key::new(seed) })
    }

    /// How many customers there will be.
    pub const fn customers(&self) -> u64 {
        self.customers
    }

    /// The last day that has rows.
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The bank in blocks of a few hundred customers: memory stays the same at any size.
    pub fn blocks(&self) -> Blocks<'_> {
        self.blocks_of(BLOCK_CUSTOMERS)
    }

    /// The same rows in blocks of at least so many customers (fewer in the last).
    pub fn blocks_of(&self, customers: NonZeroU32) -> Blocks<'_> {
        Blocks { plan: self, size: customers, household: 1, ids: Ids::default() }
    }

    pub(crate) fn blocks_from(&self, household: i64, ids: Ids) -> Blocks<'_> {
        Blocks { plan: self, size: BLOCK_CUSTOMERS, household, ids }
    }

    /// The first day that has rows.
    pub(crate) fn opening_day(&self) -> NaiveDate {
        shifted(months_before(self.as_of, HISTORY_MONTHS), 1)
    }

    pub(crate) const fn seed(&self) -> u64 {
        self.seed
    }

    pub(crate) const fn key(&self) -> &Key {
        &self.key
    }
}

/// The greatest key given so far, table by table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ids {
    pub(crate) customer: i64,
    pub(crate) account: i64,
    pub(crate) transaction: i64,
    pub(crate) payment: i64,
    pub(crate) credit_history: i64,
    pub(crate) security: i64,
    pub(crate) relationship: i64,
    pub(crate) communication: i64,
    pub(crate) compliance: i64,
}

/// The key after the greatest one given so far.
pub(crate) const fn next(id: &mut i64) -> i64 {
    *id += 1;
    *id
}

/// Iterator over the blocks of a plan; see [`Plan::blocks`].
#[derive(Debug)]
pub struct Blocks<'plan> {
    plan: &'plan Plan,
    size: NonZeroU32,
    pub(crate) household: i64,
    pub(crate) ids: Ids,
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let total = i64::try_from(self.plan.customers).unwrap_or(i64::MAX);
        let until = total.min(self.ids.customer.saturating_add(i64::from(self.size.get())));
        if self.ids.customer >= total {
            return None;
        }
        let mut block = Block::default();
        while self.ids.customer < until {
            let room = total - self.ids.customer;
            household::generate(self.plan, self.household, room, &mut self.ids, &mut block);
            self.household += 1;
        }
        Some(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(customers: u64, as_of: &str) -> Result<Plan, PlanError> {
        Plan::new(customers, 7, as_of.parse().expect("a date"))
    }

    #[test]
    fn a_plan_that_cannot_be_filled_is_refused() {
        assert_eq!(plan(0, "2026-06-30").err(), Some(PlanError::NoCustomers));
        assert_eq!(plan(1_000_000_001, "2026-06-30").err(), Some(PlanError::TooManyCustomers));
        assert_eq!(plan(1, "1999-12-31").err(), Some(PlanError::AsOfOutOfRange));
        assert_eq!(plan(1, "-0044-03-15").err(), Some(PlanError::AsOfOutOfRange));
        assert_eq!(plan(1, "+10000-01-01").err(), Some(PlanError::AsOfOutOfRange));
    }

    #[test]
    fn the_first_and_the_last_day_can_be_planned() {
        for as_of in ["2000-01-01", "9999-12-31", "2028-02-29"] {
            let rows = plan(50, as_of).expect("in range").blocks().map(|block| block.customers.len()).sum::<usize>();
            assert_eq!(rows, 50, "{as_of}");
        }
    }
}
