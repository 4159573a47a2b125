//! Dossiers that are answered on the machine's other cores while the next ones are read.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;

use chrono::NaiveDate;
use tellergraph_segmentation::{Dossier, Findings, Rules, find_all};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::store::error::StoreError;

/// More would wait for the one connection that reads and writes.
const MOST_UNDER_WAY: usize = 7;

/// The dossiers under way, in the order in which they came.
pub(super) struct Answering {
    rules: Arc<Rules>,
    as_of: NaiveDate,
    under_way: VecDeque<JoinHandle<Vec<Findings>>>,
    most: usize,
}

impl Answering {
    pub(super) fn new(rules: &Rules, as_of: NaiveDate) -> Self {
        let others = available_parallelism().map_or(1, NonZeroUsize::get).saturating_sub(1);
        let most = others.clamp(1, MOST_UNDER_WAY);
        Self { rules: Arc::new(rules.clone()), as_of, under_way: VecDeque::with_capacity(most), most }
    }

    /// How many dossiers are in memory at once: those under way, and the one that is read.
    pub(super) fn at_once(&self) -> usize {
        self.most + 1
    }

    /// Begins to answer a dossier. When others are under way on every core already, it waits for the oldest, and gives
    /// what was found of that one.
    pub(super) async fn begin(&mut self, dossier: Dossier) -> Result<Option<Vec<Findings>>, StoreError> {
        let oldest = if self.under_way.len() >= self.most { self.end().await? } else { None };
        let (rules, as_of) = (Arc::clone(&self.rules), self.as_of);
        self.under_way.push_back(spawn_blocking(move || find_all(&dossier, &rules, as_of)));
        Ok(oldest)
    }

    /// What was found of the oldest dossier that is under way; `None` when none is.
    pub(super) async fn end(&mut self) -> Result<Option<Vec<Findings>>, StoreError> {
        let Some(oldest) = self.under_way.pop_front() else { return Ok(None) };
        oldest.await.map(Some).map_err(|error| StoreError::Ended(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use tellergraph_segmentation::dossier::Member;

    use super::*;

    fn dossier(customer_id: i64) -> Dossier {
        let member = Member {
            customer_id,
            household_id: customer_id,
            date_of_birth: None,
            family: tellergraph_segmentation::household::Family::default(),
            joint_holders: Vec::new(),
            doubts: Vec::new(),
        };
        Dossier { members: vec![member], ..Dossier::default() }
    }

    #[tokio::test]
    async fn every_dossier_is_answered_once_and_in_order() {
        let as_of = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date");
        let mut answering = Answering::new(&Rules::default(), as_of);
        let mut found = Vec::new();
        for customer in 1..=50 {
            found.extend(answering.begin(dossier(customer)).await.expect("findings"));
            assert!(answering.under_way.len() < answering.at_once());
        }
        while let Some(findings) = answering.end().await.expect("findings") {
            found.push(findings);
        }
        let customers: Vec<i64> = found.concat().iter().map(|found| found.customer_id).collect();
        assert_eq!(customers, (1..=50).collect::<Vec<i64>>());
    }
}
