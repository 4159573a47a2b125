//! Answers for customers, by the rules, at a date: for everybody, or for those whose answers can have changed.
//!
//! The rows of whole circles of households are read, a few thousand customers at a time, and answered.

mod answering;
mod back_fill;
mod batch;
mod changes;
mod emptied;
mod history;
mod household;
mod scope;
pub(super) mod segment;
mod trigger;

use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use tellergraph_segmentation::{Findings, Rules};

use super::codes::learn_in;
use super::dossier::{self, Reader};
use super::error::StoreError;
use super::overview;
use super::search::{index_in, index_some};
use super::session;
use answering::Answering;
use batch::Batches;
use scope::Scope;

pub use back_fill::{BackFilled, back_fill};

/// How far a refresh has come. What is counted here is not committed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Customers that have their answers.
    pub done: u64,
    /// All customers that are to be answered.
    pub total: u64,
}

/// Whoever is told how far it has come.
type Tell<'t> = &'t mut (dyn FnMut(Progress) + Send);

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
    /// How many of them were answered by this refresh; the others' answers could not have changed.
    pub answered: u64,
    /// Whether later changes are logged, so that none is missed by a refresh that answers few.
    pub is_tracked: bool,
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
    /// Answer everybody, whatever the log of changes says.
    pub full: bool,
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
    progress: impl FnMut(Progress) + Send,
) -> Result<Refreshed, StoreError> {
    refresh_with(db, rules, as_of, computed_at, Options::default(), progress).await
}

/// Gives every customer the answers of the rules at `as_of`, and learns the codes.
///
/// When the answers in force are about the same date by the same rules, and every change since was logged, only those
/// are answered whose answers can have changed; the outcome is the same as if everybody had been. Answers that stay
/// keep the time at which they were computed. In all other cases everybody is answered anew.
///
/// The answers of a month's last day are also kept in the history, and so are those of a date that it has already.
///
/// It is one transaction: the bank is seen as it was at one moment, and nobody sees half of the new answers. What
/// changes in the bank meanwhile stays in the log for the next refresh. Of two at once the second waits, at most about a
/// minute, and then does what the first one left. `computed_at` is the time of the call (UTC), kept to the second.
/// `progress` is called when the customers are counted and after every batch of them.
///
/// Memory holds a few words for each customer and relationship, and all rows of a few batches. When this future is dropped
/// before it ends, the database takes everything back, or keeps everything if it was just about to.
pub async fn refresh_with(
    db: &DatabaseConnection,
    rules: &Rules,
    as_of: NaiveDate,
    computed_at: NaiveDateTime,
    options: Options,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Refreshed, StoreError> {
    let transaction = session::begin(db).await?;
    let stamp = Stamp::new(rules, as_of, computed_at);
    let outcome = refresh_in(&transaction, rules, stamp, options, &mut progress).await;
    session::end(transaction, outcome).await
}

async fn refresh_in(
    transaction: &DatabaseTransaction,
    rules: &Rules,
    stamp: Stamp,
    options: Options,
    progress: Tell<'_>,
) -> Result<Refreshed, StoreError> {
    let as_of = stamp.as_of;
    let mut snapshots = history::snapshots(transaction).await?;
    let is_kept = options.snapshot || history::ends_a_month(as_of) || snapshots.contains_key(&as_of);
    // A date that is not in the history yet, or by other rules, takes everybody.
    let full = options.full || (is_kept && snapshots.remove(&as_of).as_ref() != Some(&stamp.rules_hash));
    snapshots.retain(|date, hash| *date != as_of && *hash != stamp.rules_hash);

    let in_force = segment::in_force(transaction).await?;
    let tracking = scope::tracking_digest(transaction).await?;
    let changes = changes::read(transaction).await?;
    let comparable = in_force.as_ref().filter(|in_force| !full && in_force.is_comparable(&stamp, tracking.as_deref()));
    let scope = Scope::decide(transaction, rules, as_of, comparable, &changes).await?;
    let left = clear(transaction, as_of, is_kept, &scope, in_force.as_ref().map(|newest| newest.customers)).await?;
    let answered = answer(transaction, rules, &stamp, is_kept, &scope, progress).await?;
    learn_in(transaction, rules).await?;
    match &scope {
        Scope::Everybody { .. } => index_in(transaction).await?,
        Scope::Few { replaced, .. } => index_some(transaction, replaced).await?,
    }
    let customers = left + answered;
    if is_kept {
        history::complete(transaction, &stamp, as_of, customers).await?;
    }
    let is_tracked = tracking.is_some();
    let refresh_id = segment::complete(transaction, &stamp, tracking, in_force.as_ref(), customers).await?;
    match &scope {
        Scope::Few { replaced, .. } if replaced.is_empty() => overview::keep_on(transaction, refresh_id).await?,
        _ => overview::keep(transaction, refresh_id).await?,
    }
    changes.take_away(transaction).await?;
    Ok(Refreshed {
        refresh_id,
        as_of,
        rules_hash: stamp.rules_hash,
        customers,
        answered,
        is_tracked,
        is_kept,
        other_rules_at: snapshots.keys().next().copied(),
    })
}

/// Takes the answers away that will be given anew, and tells how many customers keep theirs.
async fn clear(
    transaction: &DatabaseTransaction,
    as_of: NaiveDate,
    is_kept: bool,
    scope: &Scope,
    in_force: Option<u64>,
) -> Result<u64, StoreError> {
    match scope {
        Scope::Everybody { register, .. } => {
            segment::clear(transaction, &register.customers()).await?;
            trigger::clear(transaction).await?;
            household::clear(transaction).await?;
            if is_kept {
                history::clear(transaction, as_of).await?;
            }
            Ok(0)
        }
        Scope::Few { replaced, .. } => {
            household::remove(transaction, replaced).await?;
            trigger::remove(transaction, replaced).await?;
            if is_kept {
                history::remove(transaction, as_of, replaced).await?;
            }
            let removed = segment::remove(transaction, replaced).await?;
            Ok(in_force.unwrap_or_default().saturating_sub(removed))
        }
    }
}

/// Answers everybody in the scope, and tells how many these are. While some are answered, the rows of the next are read.
async fn answer(
    transaction: &DatabaseTransaction,
    rules: &Rules,
    stamp: &Stamp,
    is_kept: bool,
    scope: &Scope,
    progress: Tell<'_>,
) -> Result<u64, StoreError> {
    let mut progressed = Progress { done: 0, total: scope.customers() };
    progress(progressed);
    let mut reader = Reader::new(transaction, rules);
    let mut answering = Answering::new(rules, stamp.as_of);
    let mut batches = Batches::new(scope.circles(), answering.at_once());
    loop {
        let customers = batches.next();
        let is_last = customers.is_none();
        let found = match customers {
            Some(customers) => {
                let members = scope.members(&customers, stamp.as_of, rules);
                let dossier = reader.read(members, &customers).await?;
                batches.weigh(customers.len(), dossier::rows(&dossier));
                answering.begin(dossier).await?
            }
            None => answering.end().await?,
        };
        if let Some(findings) = found {
            insert(transaction, stamp, is_kept, &findings).await?;
            progressed.done += findings.len() as u64;
            progress(progressed);
        } else if is_last {
            return Ok(progressed.done);
        }
    }
}

/// Keeps the answers that were found.
async fn insert(
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    is_kept: bool,
    findings: &[Findings],
) -> Result<(), StoreError> {
    segment::insert(transaction, stamp, findings).await?;
    trigger::insert(transaction, findings).await?;
    household::insert(transaction, stamp, findings).await?;
    if is_kept {
        history::insert(transaction, stamp.as_of, findings).await?;
    }
    Ok(())
}
