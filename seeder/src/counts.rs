//! Rows by table.

use crate::record::TABLES;
use crate::row::Block;

/// How many rows each table has or received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of `customer`.
    pub customers: u64,
    /// Rows of `accounts`.
    pub accounts: u64,
    /// Rows of `transactions`.
    pub transactions: u64,
    /// Rows of `payments`.
    pub payments: u64,
    /// Rows of `credit_history`.
    pub credit_histories: u64,
    /// Rows of `security`.
    pub securities: u64,
    /// Rows of `relationships`.
    pub relationships: u64,
    /// Rows of `communication_log`.
    pub communications: u64,
    /// Rows of `compliance`.
    pub compliances: u64,
}

impl Counts {
    /// Rows of all nine tables.
    pub const fn total(&self) -> u64 {
        self.customers
            + self.accounts
            + self.transactions
            + self.payments
            + self.credit_histories
            + self.securities
            + self.relationships
            + self.communications
            + self.compliances
    }

    /// Counts the rows of a block too.
    pub fn add(&mut self, block: &Block) {
        let length = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        self.customers += length(block.customers.len());
        self.accounts += length(block.accounts.len());
        self.transactions += length(block.transactions.len());
        self.payments += length(block.payments.len());
        self.credit_histories += length(block.credit_histories.len());
        self.securities += length(block.securities.len());
        self.relationships += length(block.relationships.len());
        self.communications += length(block.communications.len());
        self.compliances += length(block.compliances.len());
    }

    /// The rows of each table by its name, parents before children.
    pub fn by_table(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
        let rows = [
            self.customers,
            self.accounts,
            self.transactions,
            self.payments,
            self.credit_histories,
            self.securities,
            self.relationships,
            self.communications,
            self.compliances,
        ];
        TABLES.iter().map(|table| table.name).zip(rows)
    }

    /// Adds other counts.
    pub fn join(&mut self, other: &Self) {
        self.customers += other.customers;
        self.accounts += other.accounts;
        self.transactions += other.transactions;
        self.payments += other.payments;
        self.credit_histories += other.credit_histories;
        self.securities += other.securities;
        self.relationships += other.relationships;
        self.communications += other.communications;
        self.compliances += other.compliances;
    }
}
