//! Whom a refresh answers: everybody, or those whose answers can have changed since the one in force.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::NaiveDate;
use sea_orm::DatabaseTransaction;
use sha2::{Digest as _, Sha256};
use tellergraph_migration::tracking;
use tellergraph_segmentation::Rules;
use tellergraph_segmentation::dossier::Member;
use tellergraph_segmentation::household::{Circles, Households, Register};

use super::changes::Changes;
use super::emptied::empty_now;
use super::segment::InForce;
use crate::store::dossier::{self, Neighbourhood};
use crate::store::error::StoreError;

/// When more than one in so many customers changed, answering everybody is quicker.
const FEW: u64 = 5;
/// Relationships from a customer whose rows changed to the farthest whose household that can change: to a child, and on
/// to another of its parents.
const HOPS: usize = 2;

/// Who is answered.
pub(super) enum Scope {
    /// All customers of the bank.
    Everybody {
        /// All of them.
        register: Register,
        /// Who is answered together.
        circles: Circles,
    },
    /// The whole circles of those whose rows changed.
    Few {
        /// The households of everybody near.
        households: Households,
        /// Everybody whose answers so far must go, ascending: who is answered anew, and who is no customer any more.
        replaced: Vec<i64>,
    },
}

/// What tells the triggers that fill the log, as they are now; `None` when some are missing.
///
/// The digest is another one after every migration and with every version of this program, so that answers by an
/// earlier one are not taken for complete.
pub(super) async fn tracking_digest(transaction: &DatabaseTransaction) -> Result<Option<String>, StoreError> {
    let found = tracking(transaction).await.map_err(|error| StoreError::read("seaql_migrations", error))?;
    if !found.missing.is_empty() {
        return Ok(None);
    }
    let mut digest = Sha256::new();
    digest.update(env!("CARGO_PKG_VERSION"));
    digest.update("\n");
    digest.update(found.identity);
    digest.update("\n");
    digest.update(empty_now(transaction).await?);
    let mut text = String::with_capacity(64);
    for byte in digest.finalize() {
        // Writing into a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(Some(text))
}

impl Scope {
    /// Decides who is answered: few, if answers are in force that a refresh would give now but for the changes in the
    /// log, which are few.
    pub(super) async fn decide(
        transaction: &DatabaseTransaction,
        rules: &Rules,
        as_of: NaiveDate,
        comparable: Option<&InForce>,
        changes: &Changes,
    ) -> Result<Self, StoreError> {
        if let Some(in_force) = comparable
            && !changes.is_everybody
            && changes.customers.len() as u64 * FEW <= in_force.customers
            && let Some(few) = Self::few(transaction, rules, as_of, &changes.customers).await?
        {
            return Ok(few);
        }
        let register = dossier::register(transaction, rules).await?;
        let circles = register.circles(&[as_of], rules);
        Ok(Self::Everybody { register, circles })
    }

    /// Those whose answers can have changed with rows of `changed`; `None` when they are too many to be looked for one
    /// by one.
    ///
    /// Whom somebody lives with follows from the relationships, ages and addresses of both, and for a child from those of
    /// all its parents: so nothing changed between two customers who are both farther than two relationships from
    /// everybody who changed. Everybody of a circle as it was is therefore in the present circle of one of those near:
    /// whatever parted them has an end that is near.
    async fn few(
        transaction: &DatabaseTransaction,
        rules: &Rules,
        as_of: NaiveDate,
        changed: &BTreeSet<i64>,
    ) -> Result<Option<Self>, StoreError> {
        let changed: Vec<i64> = changed.iter().copied().collect();
        let mut neighbourhood = Neighbourhood::new(usize::MAX);
        let found = async {
            let near = neighbourhood.relatives(transaction, &changed, HOPS, rules).await?;
            let united = neighbourhood.around(transaction, &near, &[as_of], rules).await?;
            Ok(united.into_iter().next().map(|households| (near, households)))
        };
        match found.await {
            Ok(Some((near, households))) => {
                let mut replaced: BTreeSet<i64> = changed.iter().copied().collect();
                replaced.extend(near.iter().flat_map(|customer| households.circle_of(*customer)));
                Ok(Some(Self::Few { households, replaced: replaced.into_iter().collect() }))
            }
            Ok(None) | Err(StoreError::TooMuch { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How many customers are answered.
    pub(super) fn customers(&self) -> u64 {
        match self {
            Self::Everybody { register, .. } => register.len() as u64,
            Self::Few { households, replaced } => {
                let present = replaced.iter().filter(|customer| households.household_of(**customer).is_some());
                present.count() as u64
            }
        }
    }

    /// The circles, in order.
    pub(super) fn circles(&self) -> Box<dyn Iterator<Item = Vec<i64>> + Send + '_> {
        match self {
            Self::Everybody { circles, .. } => Box::new(circles.iter().map(Iterator::collect)),
            Self::Few { households, replaced } => {
                let is_replaced = |customer: &i64| replaced.binary_search(customer).is_ok();
                let circles = households.circles().map(Iterator::collect::<Vec<i64>>);
                Box::new(circles.filter(move |circle| circle.first().is_some_and(is_replaced)))
            }
        }
    }

    /// What is known of the customers of whole circles.
    pub(super) fn members(&self, customers: &[i64], as_of: NaiveDate, rules: &Rules) -> Vec<Member> {
        match self {
            Self::Everybody { register, .. } => {
                let households = register.around(customers).unite(as_of, rules);
                customers.iter().filter_map(|customer| households.member(*customer)).collect()
            }
            Self::Few { households, .. } => {
                customers.iter().filter_map(|customer| households.member(*customer)).collect()
            }
        }
    }
}
