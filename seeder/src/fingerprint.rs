//! What rows come to in one number a table, in whatever order they are looked at: equal fingerprints stand for equal
//! sets of rows.
//!
//! Of each row the first 128 bits of the BLAKE3 hash of its values are taken, and added up modulo 2^128. So the
//! fingerprints of parts add up to that of the whole, and a database's is computed by reading it once.

use std::fmt;
use std::str::FromStr;

use futures_util::TryStreamExt as _;
use sea_orm::sea_query::{Alias, Query};
use sea_orm::{DbErr, QueryResult, StreamTrait};

use chrono::{NaiveDate, NaiveDateTime};

use crate::bank::Bank;
use crate::counts::Counts;
use crate::read::hundredths;
use crate::record::{Cell, Column, Kind, Record, TABLES, Table, Visitor, visit};
use crate::row::Block;

/// What the rows of one table come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableFingerprint {
    /// How many there are.
    pub rows: u64,
    /// The sum of their hashes modulo 2^128.
    pub sum: u128,
}

/// What the rows of the nine tables come to, parents before children.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint([TableFingerprint; TABLES.len()]);

/// Text that is no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no fingerprint: nine of `rows:hash`, parted by blanks, are")]
pub struct FingerprintError;

impl Fingerprint {
    /// Of the rows of a block.
    pub fn of_block(block: &Block) -> Self {
        let mut hashing = Hashing::default();
        visit(block, &mut hashing);
        hashing.fingerprint
    }

    /// Of all rows of a bank, which are made for it.
    pub fn of_bank(bank: &Bank) -> Self {
        bank.blocks().fold(Self::default(), |mut sum, block| {
            sum.add(&Self::of_block(&block));
            sum
        })
    }

    /// Adds what other rows come to.
    pub fn add(&mut self, other: &Self) {
        for (table, more) in self.0.iter_mut().zip(&other.0) {
            table.rows += more.rows;
            table.sum = table.sum.wrapping_add(more.sum);
        }
    }

    /// Each table's, by the table's name.
    pub fn tables(&self) -> impl Iterator<Item = (&'static str, TableFingerprint)> {
        TABLES.iter().map(|table| table.name).zip(self.0)
    }

    /// How many rows each table has.
    pub fn rows(&self) -> Counts {
        let [customers, accounts, transactions, payments, histories, securities, relationships, logs, compliances] =
            self.0.map(|table| table.rows);
        Counts {
            customers,
            accounts,
            transactions,
            payments,
            credit_histories: histories,
            securities,
            relationships,
            communications: logs,
            compliances,
        }
    }

    /// The number of rows of each table, parted by commas.
    pub(crate) fn counts(&self) -> String {
        self.0.map(|table| table.rows.to_string()).join(",")
    }

    /// The sum of each table in hexadecimal digits, parted by commas.
    pub(crate) fn sums(&self) -> String {
        self.0.map(|table| format!("{:032x}", table.sum)).join(",")
    }

    /// What [`Self::counts`] and [`Self::sums`] say.
    pub(crate) fn of_texts(counts: &str, sums: &str) -> Result<Self, FingerprintError> {
        let mut fingerprint = Self::default();
        let (mut counts, mut sums) = (counts.split(','), sums.split(','));
        for table in &mut fingerprint.0 {
            let (rows, sum) = counts.next().zip(sums.next()).ok_or(FingerprintError)?;
            table.rows = rows.parse().map_err(|_| FingerprintError)?;
            table.sum = u128::from_str_radix(sum, 16).map_err(|_| FingerprintError)?;
        }
        if counts.next().or(sums.next()).is_some() {
            return Err(FingerprintError);
        }
        Ok(fingerprint)
    }
}

/// Nine of `rows:hash` with blanks between, as it is kept in `gen_run`.
impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables = self.0.map(|table| format!("{}:{:032x}", table.rows, table.sum));
        formatter.write_str(&tables.join(" "))
    }
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let tables: Vec<_> = text.split(' ').filter_map(|table| table.split_once(':')).collect();
        let (counts, sums): (Vec<&str>, Vec<&str>) = tables.into_iter().unzip();
        Self::of_texts(&counts.join(","), &sums.join(","))
    }
}

/// Hashes rows table by table.
#[derive(Default)]
struct Hashing {
    fingerprint: Fingerprint,
    table: usize,
    bytes: Vec<u8>,
}

impl Visitor for Hashing {
    fn rows<R: Record>(&mut self, rows: &[R]) {
        let Some(table) = self.fingerprint.0.get_mut(self.table) else { return };
        for row in rows {
            self.bytes.clear();
            row.cells(&mut |cell| write_cell(&mut self.bytes, cell));
            add_row(table, &self.bytes);
        }
        self.table += 1;
    }
}

fn add_row(table: &mut TableFingerprint, bytes: &[u8]) {
    let hash = blake3::hash(bytes);
    let (half, _) = hash.as_bytes().split_at(16);
    table.rows += 1;
    // Half of 32 bytes are 16.
    table.sum = table.sum.wrapping_add(u128::from_le_bytes(half.try_into().unwrap_or_default()));
}

/// A value with its length where it has one, so that no two rows of different values have the same bytes.
fn write_cell(bytes: &mut Vec<u8>, cell: Cell<'_>) {
    match cell {
        Cell::Null => bytes.push(0),
        Cell::Integer(number) | Cell::Hundredths(number) => {
            bytes.push(1);
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        Cell::Text(text) => {
            bytes.push(2);
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        Cell::Date(date) => {
            bytes.push(3);
            bytes.extend_from_slice(&date.to_epoch_days().to_le_bytes());
        }
        Cell::Moment(moment) => {
            bytes.push(4);
            bytes.extend_from_slice(&moment.and_utc().timestamp().to_le_bytes());
        }
        Cell::Flag(flag) => bytes.extend_from_slice(&[5, u8::from(flag)]),
    }
}

/// Of the nine tables of a database, read row by row.
///
/// For one state of the database it must be a transaction that sees one.
pub async fn read<C: StreamTrait>(db: &C) -> Result<Fingerprint, DbErr> {
    let mut fingerprint = Fingerprint::default();
    for (table, sum) in TABLES.into_iter().zip(&mut fingerprint.0) {
        *sum = read_table(db, table).await?;
    }
    Ok(fingerprint)
}

async fn read_table<C: StreamTrait>(db: &C, table: &Table) -> Result<TableFingerprint, DbErr> {
    let mut select = Query::select();
    select.columns(table.columns.iter().map(|column| column.name)).from(Alias::new(table.name));
    let mut rows = std::pin::pin!(db.stream(&select).await?);
    let mut sum = TableFingerprint::default();
    let mut bytes = Vec::new();
    while let Some(row) = rows.try_next().await? {
        bytes.clear();
        for (index, column) in table.columns.iter().enumerate() {
            read_cell(&row, index, column, &mut bytes)?;
        }
        add_row(&mut sum, &bytes);
    }
    Ok(sum)
}

fn read_cell(row: &QueryResult, index: usize, column: &Column, bytes: &mut Vec<u8>) -> Result<(), DbErr> {
    let text: Option<String>;
    let cell = match column.kind {
        Kind::Key => row.try_get_by_index::<Option<i64>>(index)?.map(Cell::Integer),
        Kind::Number => row.try_get_by_index::<Option<i32>>(index)?.map(|number| Cell::Integer(number.into())),
        Kind::Hundredths => hundredths(row, index)?.map(Cell::Hundredths),
        Kind::Text => {
            text = row.try_get_by_index(index)?;
            text.as_deref().map(Cell::Text)
        }
        Kind::Date => row.try_get_by_index::<Option<NaiveDate>>(index)?.map(Cell::Date),
        Kind::Moment => row.try_get_by_index::<Option<NaiveDateTime>>(index)?.map(Cell::Moment),
        Kind::Flag => row.try_get_by_index::<Option<bool>>(index)?.map(Cell::Flag),
    };
    write_cell(bytes, cell.unwrap_or(Cell::Null));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::record::merge;

    fn blocks() -> Vec<Block> {
        let plan = Plan::new(1_200, 7, "2026-06-30".parse().expect("a date")).expect("a plan");
        let bank = Bank::of(plan);
        (0..bank.block_count()).map(|index| bank.block(index)).collect()
    }

    #[test]
    fn parts_add_up_to_the_whole_in_any_order() {
        let blocks = blocks();
        let mut forwards = Block::default();
        let (mut sum, mut counts) = (Fingerprint::default(), Counts::default());
        for block in blocks.iter().rev() {
            sum.add(&Fingerprint::of_block(block));
            counts.add(block);
            merge(&mut forwards, block.clone());
        }
        assert!(blocks.len() > 1);
        assert_eq!(Fingerprint::of_block(&forwards), sum);
        assert_eq!(sum.tables().map(|(_, table)| table.rows).sum::<u64>(), counts.total());
        assert!(forwards.transactions.is_sorted_by_key(|row| row.transaction_id), "merged by key");
    }

    #[test]
    fn one_other_value_is_another_fingerprint() {
        let block = blocks().remove(0);
        let of = Fingerprint::of_block;
        let whole = of(&block);
        let mut other = block.clone();
        other.transactions[3].amount += 1;
        assert_ne!(of(&other), whole);
        other.transactions[3].amount -= 1;
        assert_eq!(of(&other), whole);
        other.customers[0].phone = other.customers[0].phone.take().xor(Some(String::new()));
        assert_ne!(of(&other), whole, "nothing and an empty text are two things");
    }

    #[test]
    fn a_text_is_read_back() {
        let fingerprint = Fingerprint::of_block(&blocks().remove(0));
        assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
        assert_eq!(Fingerprint::of_texts(&fingerprint.counts(), &fingerprint.sums()), Ok(fingerprint));
        for wrong in ["", "1:2", &format!("{fingerprint} 1:2"), &fingerprint.to_string().replace(':', ";")] {
            assert_eq!(wrong.parse::<Fingerprint>(), Err(FingerprintError), "{wrong}");
        }
    }
}
