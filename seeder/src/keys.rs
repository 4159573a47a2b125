//! Keys: dense from 1, in the order of the days on which rows came about, and known before any row is made.
//!
//! A first pass counts the rows of each block by table and day ([`Tally`]); sums over blocks and days then say where the
//! keys of each block begin on each day ([`Numbering`]), so blocks can be made in any order.

/// The nine tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Customer,
    Account,
    Transaction,
    Payment,
    CreditHistory,
    Security,
    Relationship,
    Communication,
    Compliance,
}

/// How many there are.
const TABLES: usize = 9;

const fn place(days: usize, table: Table, day: usize) -> usize {
    table as usize * days + day
}

/// How many rows a block has, by table and day.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    days: usize,
    rows: Vec<u32>,
}

impl Tally {
    pub(crate) fn new(days: usize) -> Self {
        Self { days, rows: vec![0; TABLES * days] }
    }

    /// Counts a row.
    pub(crate) fn add(&mut self, table: Table, day: usize) {
        self.rows[place(self.days, table, day)] += 1;
    }
}

/// Where the keys of every block begin.
#[derive(Clone, Debug)]
pub(crate) struct Numbering {
    days: usize,
    /// Keys of all blocks together that come before each day, by table and day.
    before: Vec<i64>,
    /// For each block how many rows the blocks before it have, by table and day.
    blocks: Vec<Tally>,
    /// Rows of each table.
    totals: [i64; TABLES],
}

impl Numbering {
    pub(crate) fn of(days: usize, mut blocks: Vec<Tally>) -> Self {
        let mut before = vec![0; TABLES * days];
        let mut totals = [0; TABLES];
        for (table, total) in totals.iter_mut().enumerate() {
            for (place, before) in before.iter_mut().enumerate().skip(table * days).take(days) {
                *before = *total;
                let mut sum = 0_u32;
                for block in &mut blocks {
                    let rows = block.rows[place];
                    block.rows[place] = sum;
                    sum += rows;
                }
                *total += i64::from(sum);
            }
        }
        Self { days, before, blocks, totals }
    }

    /// How many rows a table has.
    pub(crate) fn total(&self, table: Table) -> u64 {
        self.totals[table as usize].unsigned_abs()
    }

    /// The keys of a block, about to be given; `None` beyond the last block.
    pub(crate) fn keys(&self, block: usize) -> Option<Keys> {
        let tally = self.blocks.get(block)?;
        let last = self.before.iter().zip(&tally.rows).map(|(before, offset)| before + i64::from(*offset)).collect();
        Some(Keys { days: self.days, last })
    }
}

/// The keys of a block while they are given.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    days: usize,
    /// The key given last (or before the first), by table and day.
    last: Vec<i64>,
}

impl Keys {
    /// The next key of the table on that day.
    pub(crate) fn next(&mut self, table: Table, day: usize) -> i64 {
        let last = &mut self.last[place(self.days, table, day)];
        *last += 1;
        *last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_dense_and_follow_the_days() {
        let mut blocks = vec![Tally::new(3), Tally::new(3)];
        for (block, day) in [(0, 0), (0, 2), (0, 2), (1, 0), (1, 1), (1, 2)] {
            blocks[block].add(Table::Payment, day);
        }
        let numbering = Numbering::of(3, blocks);
        assert_eq!((numbering.total(Table::Payment), numbering.total(Table::Account)), (6, 0));
        let mut first = numbering.keys(0).expect("a block");
        let mut second = numbering.keys(1).expect("a block");
        let given = [2, 1].map(|day| second.next(Table::Payment, day));
        assert_eq!(given, [6, 3]);
        assert_eq!([0, 2, 2].map(|day| first.next(Table::Payment, day)), [1, 4, 5]);
        assert_eq!(second.next(Table::Payment, 0), 2);
        assert!(numbering.keys(2).is_none());
    }
}
