//! What a generated bank promises, checked on its rows and in a database.

mod advance;
mod fill;
mod identities;
mod people;
mod sameness;
mod vocabulary;

use chrono::NaiveDate;
use tellergraph_seeder::row::Block;
use tellergraph_seeder::{Bank, Plan, PlanOptions};

/// The as-of date of every bank here.
fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date")
}

fn plan(customers: u64, seed: u64) -> Plan {
    Plan::new(customers, seed, as_of()).expect("a plan")
}

/// A tenth of the usual dealings: enough of everything, and quickly made.
fn sparse(customers: u64, seed: u64) -> Plan {
    let options = PlanOptions { intensity: 100, ..PlanOptions::default() };
    Plan::with(customers, seed, as_of(), options).expect("a plan")
}

/// All blocks of a plan as one, each table in the order of its key.
fn whole(plan: &Plan) -> Block {
    let mut all = Bank::of(plan.clone()).blocks().fold(Block::default(), joined);
    all.sort();
    all
}

fn joined(mut all: Block, block: Block) -> Block {
    all.customers.extend(block.customers);
    all.accounts.extend(block.accounts);
    all.transactions.extend(block.transactions);
    all.payments.extend(block.payments);
    all.credit_histories.extend(block.credit_histories);
    all.securities.extend(block.securities);
    all.relationships.extend(block.relationships);
    all.communications.extend(block.communications);
    all.compliances.extend(block.compliances);
    all
}

/// The value of a tag in notes, a summary or disclosures.
fn tag<'text>(text: &'text str, key: &str) -> Option<&'text str> {
    text.split(';').filter_map(|part| part.trim().split_once('=')).find(|(found, _)| *found == key).map(|(_, it)| it)
}

/// The tag of a row's notes.
fn noted<'row>(row: &'row tellergraph_seeder::row::TransactionRow, key: &str) -> Option<&'row str> {
    tag(row.notes.as_deref()?, key)
}
