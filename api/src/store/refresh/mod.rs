//! Answers for every customer, by the rules, at a date.
//!
//! All customers and relationships are read first, a few words each: they say who lives together. Then the rows of
//! whole circles of households are read, a few thousand customers at a time, and answered.

mod back_fill;
mod batch;
mod history;
mod household;
pub(super) mod segment;
mod trigger;

use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use tellergraph_segmentation::{Rules, find_all};

use super::codes::learn_in;
use super::dossier::{self, Reader};
use super::error::StoreError;
use super::search::index_in;
use super::session;
use batch::Batches;

pub use back_fill::{BackFilled, back_fill};

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
    /// Whether the answers were also kept in the history.
    pub is_kept: bool,
    /// The first date of the history that was written by other rules; `None` when the history is all of one kind. What
    /// is of two kinds cannot be compared.
    pub other_rules_at: Option<NaiveDate>,
}

/// How a refresh differs from the usual one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Keep the answers in the history although the date is no month's last day.
    pub snapshot: bool,
}

/// What is the same for all answers of a refresh.
pub(super) struct Stamp {
    pub(super) as_of: NaiveDate,
    pub(super) computed_at: NaiveDateTime,
    pub(super) rules_hash: String,
}

impl Stamp {
    fn new(rules: &Rules, as_of: NaiveDate, computed_at: NaiveDateTime) -> Self {
        let computed_at = computed_at.with_nanosecond(0).unwrap_or(computed_at);
        Self { as_of, computed_at, rules_hash: rules.hash() }
    }
}

/// [`refresh_with`] the usual options.
pub async fn refresh(
    db: &DatabaseConnection,
    rules: &Rules,
    as_of: NaiveDate,
    computed_at: NaiveDateTime,
    progress: impl FnMut(Progress),
) -> Result<Refreshed, StoreError> {
    refresh_with(db, rules, as_of, computed_at, Options::default(), progress).await
}

/// Gives every customer the answers of the rules at `as_of`, in place of all answers so far, and learns the codes.
///
/// The answers of a month's last day are also kept in the history, and so are those of a date that it has already.
///
/// It is one transaction: the bank is seen as it was at one moment, and nobody sees half of the new answers. Of two at
/// once the second waits, at most about a minute, and then sees what the first one left. `computed_at` is the time of
/// the call (UTC), kept to the second. `progress` is called when the customers are counted and after every batch of them.
///
/// Memory holds a few words for each customer and relationship, and all rows of one batch. When this future is dropped
/// before it ends, the database takes everything back, or keeps everything if it was just about to.
pub async fn refresh_with(
    db: &DatabaseConnection,
    rules: &Rules,
    as_of: NaiveDate,
    computed_at: NaiveDateTime,
    options: Options,
    progress: impl FnMut(Progress),
) -> Result<Refreshed, StoreError> {
    let stamp = Stamp::new(rules, as_of, computed_at);
    let transaction = session::begin(db).await?;
    let outcome = refresh_in(&transaction, rules, stamp, options, progress).await;
    session::end(transaction, outcome).await
}

async fn refresh_in(
    transaction: &DatabaseTransaction,
    rules: &Rules,
    stamp: Stamp,
    options: Options,
    mut progress: impl FnMut(Progress),
) -> Result<Refreshed, StoreError> {
    let as_of = stamp.as_of;
    let mut snapshots = history::snapshots(transaction).await?;
    let is_kept = options.snapshot || history::ends_a_month(as_of) || snapshots.contains_key(&as_of);
    snapshots.retain(|date, hash| *date != as_of && *hash != stamp.rules_hash);
    let other_rules_at = snapshots.keys().next().copied();
    let register = dossier::register(transaction, rules).await?;
    let circles = register.circles(&[as_of], rules);
    let mut progressed = Progress { done: 0, total: register.len() as u64 };
    progress(progressed);
    segment::clear(transaction).await?;
    trigger::clear(transaction).await?;
    household::clear(transaction).await?;
    if is_kept {
        history::clear(transaction, as_of).await?;
    }
    let mut reader = Reader::new(transaction, rules);
    let mut batches = Batches::new(circles.iter());
    while let Some(customers) = batches.next() {
        let households = register.around(&customers).unite(as_of, rules);
        let members = customers.iter().filter_map(|customer| households.member(*customer)).collect();
        let dossier = reader.read(members, &customers).await?;
        batches.weigh(customers.len(), dossier::rows(&dossier));
        let findings = find_all(&dossier, rules, as_of);
        segment::insert(transaction, &stamp, &findings).await?;
        trigger::insert(transaction, &findings).await?;
        household::insert(transaction, &stamp, &findings).await?;
        if is_kept {
            history::insert(transaction, as_of, &findings).await?;
        }
        progressed.done += findings.len() as u64;
        progress(progressed);
    }
    learn_in(transaction, rules).await?;
    index_in(transaction).await?;
    if is_kept {
        history::complete(transaction, &stamp, as_of, progressed.done).await?;
    }
    let refresh_id = segment::complete(transaction, &stamp, progressed.done).await?;
    Ok(Refreshed {
        refresh_id,
        as_of,
        rules_hash: stamp.rules_hash,
        customers: progressed.done,
        is_kept,
        other_rules_at,
    })
}
