//! Answers for every customer, by the rules, at a date.
//!
//! All customers and relationships are read first, a few words each: they say who lives together. Then the rows of
//! whole circles of households are read, a few thousand customers at a time, and answered.

mod batch;
mod household;
pub(super) mod segment;
mod trigger;

use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use tellergraph_segmentation::household::unite;
use tellergraph_segmentation::{Rules, find_all};

use super::codes::learn_in;
use super::dossier::{self, Reader};
use super::error::StoreError;
use super::session;
use batch::Batches;

/// How far a refresh has come. What is counted here is not committed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Customers that have their answers.
    pub done: u64,
    /// All customers.
    pub total: u64,
}

/// A complete refresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refreshed {
    /// Its key; the greatest is in force.
    pub refresh_id: i64,
    /// The date that the answers are about.
    pub as_of: NaiveDate,
    /// Hash of the rules, in 64 hexadecimal digits.
    pub rules_hash: String,
    /// How many customers have answers.
    pub customers: u64,
}

/// What is the same for all answers of a refresh.
pub(super) struct Stamp {
    pub(super) as_of: NaiveDate,
    pub(super) computed_at: NaiveDateTime,
    pub(super) rules_hash: String,
}

/// Gives every customer the answers of the rules at `as_of`, in place of all answers so far, and learns the codes.
///
/// It is one transaction: the bank is seen as it was at one moment, and nobody sees half of the new answers. Of two at
/// once the second waits, at most about a minute, and then sees what the first one left. `computed_at` is the time of
/// the call (UTC), kept to the second. `progress` is called when the customers are counted and after every batch of them.
///
/// Memory holds a few words for each customer and relationship, and all rows of one batch. When this future is dropped
/// before it ends, the database takes everything back, or keeps everything if it was just about to.
pub async fn refresh(
    db: &DatabaseConnection,
    rules: &Rules,
    as_of: NaiveDate,
    computed_at: NaiveDateTime,
    progress: impl FnMut(Progress),
) -> Result<Refreshed, StoreError> {
    let computed_at = computed_at.with_nanosecond(0).unwrap_or(computed_at);
    let stamp = Stamp { as_of, computed_at, rules_hash: rules.hash() };
    let transaction = session::begin(db).await?;
    let outcome = refresh_in(&transaction, rules, stamp, progress).await;
    session::end(transaction, outcome).await
}

async fn refresh_in(
    transaction: &DatabaseTransaction,
    rules: &Rules,
    stamp: Stamp,
    mut progress: impl FnMut(Progress),
) -> Result<Refreshed, StoreError> {
    let (households, total) = {
        let persons = dossier::persons(transaction).await?;
        let kin = dossier::kin(transaction).await?;
        (unite(&persons, &kin, stamp.as_of, rules), persons.len() as u64)
    };
    let mut progressed = Progress { done: 0, total };
    progress(progressed);
    segment::clear(transaction).await?;
    trigger::clear(transaction).await?;
    household::clear(transaction).await?;
    let mut reader = Reader::new(transaction);
    let mut batches = Batches::new(households.circles());
    while let Some(customers) = batches.next() {
        let members = customers.iter().filter_map(|customer| households.member(*customer)).collect();
        let dossier = reader.read(members, &customers).await?;
        batches.weigh(customers.len(), dossier::rows(&dossier));
        let findings = find_all(&dossier, rules, stamp.as_of);
        segment::insert(transaction, &stamp, &findings).await?;
        trigger::insert(transaction, &findings).await?;
        household::insert(transaction, &stamp, &findings).await?;
        progressed.done += findings.len() as u64;
        progress(progressed);
    }
    learn_in(transaction).await?;
    segment::complete(transaction, stamp, progressed.done).await
}
