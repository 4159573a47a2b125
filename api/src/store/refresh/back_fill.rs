//! Answers at past dates, for the history: the bank's rows are read once, and answered at each date.

use chrono::{NaiveDate, NaiveDateTime};
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use tellergraph_segmentation::{Rules, find_all};

use super::batch::Batches;
use super::{Progress, Stamp, Tell, history};
use crate::store::dossier::{self, Reader};
use crate::store::error::StoreError;
use crate::store::session;

/// What a back-filling did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackFilled {
    /// The dates that were written, ascending.
    pub written: Vec<NaiveDate>,
    /// The dates that were there already by the same rules, ascending: they were left as they are.
    pub kept: Vec<NaiveDate>,
    /// How many customers have answers at each of the written dates.
    pub customers: u64,
}

/// Writes the history of some dates, in one transaction.
///
/// A date that is there already by the same rules is left as it is, unless `replace`. One that is there by other rules
/// is refused ([`StoreError::OtherRules`]), so that a series never mixes two without somebody having said so; with
/// `replace` all the dates are written anew. The answers in force are not touched.
///
/// `computed_at` is the time of the call (UTC), kept to the second. Nothing is kept of a call that fails.
pub async fn back_fill(
    db: &DatabaseConnection,
    rules: &Rules,
    dates: &[NaiveDate],
    replace: bool,
    computed_at: NaiveDateTime,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<BackFilled, StoreError> {
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    dates.dedup();
    let Some(last) = dates.last().copied() else { return Ok(BackFilled::default()) };
    let stamp = Stamp::new(rules, last, computed_at);
    let transaction = session::begin(db).await?;
    let outcome = back_fill_in(&transaction, rules, &stamp, dates, replace, &mut progress).await;
    session::end(transaction, outcome).await
}

async fn back_fill_in(
    transaction: &DatabaseTransaction,
    rules: &Rules,
    stamp: &Stamp,
    dates: Vec<NaiveDate>,
    replace: bool,
    progress: Tell<'_>,
) -> Result<BackFilled, StoreError> {
    let present = history::snapshots(transaction).await?;
    let by_other_rules: Vec<NaiveDate> =
        present.iter().filter(|(_, hash)| **hash != stamp.rules_hash).map(|(as_of, _)| *as_of).collect();
    if let Some(first) = by_other_rules.iter().find(|as_of| !(replace && dates.contains(as_of))) {
        return Err(StoreError::OtherRules { as_of: *first });
    }
    let (kept, written): (Vec<_>, Vec<_>) =
        dates.into_iter().partition(|as_of| !replace && present.contains_key(as_of));
    if written.is_empty() {
        return Ok(BackFilled { kept, ..BackFilled::default() });
    }
    for as_of in &written {
        history::clear(transaction, *as_of).await?;
    }
    let register = dossier::register(transaction, rules).await?;
    let mut progressed = Progress { done: 0, total: register.len() as u64 };
    progress(progressed);
    let mut reader = Reader::new(transaction, rules);
    let circles = register.circles(&written, rules);
    let mut batches = Batches::new(circles.iter(), 1);
    while let Some(customers) = batches.next() {
        let near = register.around(&customers);
        let mut dossier = reader.read(Vec::new(), &customers).await?;
        batches.weigh(customers.len(), dossier::rows(&dossier));
        for as_of in &written {
            let households = near.unite(*as_of, rules);
            dossier.members = customers.iter().filter_map(|customer| households.member(*customer)).collect();
            history::insert(transaction, *as_of, &find_all(&dossier, rules, *as_of)).await?;
        }
        progressed.done += customers.len() as u64;
        progress(progressed);
    }
    for as_of in &written {
        history::complete(transaction, stamp, *as_of, progressed.done).await?;
    }
    Ok(BackFilled { written, kept, customers: progressed.done })
}
