//! What lies within some hops of each parent: all parents go on together, hop by hop.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::atomic::Ordering;

use sea_orm::ConnectionTrait;

use super::super::execute::{Reader, Reading};
use super::{Hop, Reached, Step};
use crate::graphql::plan;

/// What lies around the parents.
#[derive(Debug, Default)]
pub struct Networks {
    /// By the parent's key.
    pub by_parent: HashMap<i64, Network>,
    /// What is asked for of the rows in them.
    pub reached: Reached,
}

/// What lies around one parent.
#[derive(Debug, Default)]
pub struct Network {
    /// The last step to each row that is shown and the row's distance: the nearest first, then by key.
    pub shown: Vec<(u32, Step)>,
    /// How many rows were reached.
    pub total: usize,
    /// Whether there are more within the hops.
    pub truncated: bool,
}

impl<C: ConnectionTrait + Sync> Reader<'_, C> {
    /// The networks around the parents, whose keys are in order.
    pub(in crate::graphql::run) fn networks<'f>(
        &'f self,
        network: &'f plan::Network,
        parents: &'f [i64],
    ) -> Reading<'f, Networks> {
        Box::pin(async move {
            let mut walkers: Vec<Walker> = parents.iter().copied().map(Walker::new).collect();
            let mut known = Known::default();
            for distance in 1..=network.hops {
                let keys = known.lacking(&walkers);
                if !keys.is_empty() {
                    let hop = self.hop(&network.along, &keys).await?;
                    known.learn(keys, hop);
                }
                let mut left = self.left_to_reach.load(Ordering::Relaxed);
                for walker in &mut walkers {
                    let most = network.most_reached.saturating_sub(walker.found.len()).min(left);
                    left -= walker.go_on(distance, &known, most);
                }
                self.left_to_reach.store(left, Ordering::Relaxed);
                if walkers.iter().all(|walker| walker.frontier.is_empty()) {
                    break;
                }
            }
            let mut answer = Networks::default();
            let (mut nodes, mut rows) = (Vec::new(), Vec::new());
            for walker in walkers {
                let Walker { start, mut found, truncated, .. } = walker;
                let total = found.len();
                found.truncate(network.first);
                if !found.is_empty() {
                    nodes.push(start);
                }
                nodes.extend(found.iter().map(|(_, step)| step.to));
                rows.extend(found.iter().map(|(_, step)| step.row));
                answer.by_parent.insert(start, Network { shown: found, total, truncated });
            }
            answer.reached = self.reached(&network.along, nodes, rows).await?;
            Ok(answer)
        })
    }
}

/// The steps that were read, by where they start.
#[derive(Default)]
struct Known {
    steps: HashMap<i64, Vec<Step>>,
    /// Where more steps start than were read.
    cut: HashSet<i64>,
}

impl Known {
    /// The keys from which walkers go on and whose steps were not read yet, in order.
    fn lacking(&self, walkers: &[Walker]) -> Vec<i64> {
        let all = walkers.iter().flat_map(|walker| &walker.frontier);
        let lacking: BTreeSet<i64> = all.copied().filter(|key| !self.steps.contains_key(key)).collect();
        lacking.into_iter().collect()
    }

    fn learn(&mut self, keys: Vec<i64>, hop: Hop) {
        for key in keys {
            self.steps.insert(key, Vec::new());
            if hop.cut_at.is_some_and(|cut_at| key >= cut_at) {
                self.cut.insert(key);
            }
        }
        for step in hop.steps {
            self.steps.entry(step.from).or_default().push(step);
        }
    }
}

/// The walk around one parent.
struct Walker {
    start: i64,
    visited: HashSet<i64>,
    /// From where it goes on, in order.
    frontier: Vec<i64>,
    found: Vec<(u32, Step)>,
    truncated: bool,
}

impl Walker {
    fn new(start: i64) -> Self {
        Self { start, visited: HashSet::from([start]), frontier: vec![start], found: Vec::new(), truncated: false }
    }

    /// Takes one hop more and reaches at most so many rows. Gives how many it reached.
    fn go_on(&mut self, distance: u32, known: &Known, most: usize) -> usize {
        let mut next: BTreeMap<i64, &Step> = BTreeMap::new();
        for key in &self.frontier {
            self.truncated |= known.cut.contains(key);
            for step in known.steps.get(key).into_iter().flatten() {
                if !self.visited.contains(&step.to) {
                    next.entry(step.to).or_insert(step);
                }
            }
        }
        self.truncated |= next.len() > most;
        self.frontier.clear();
        let before = self.found.len();
        for (key, step) in next.into_iter().take(most) {
            self.visited.insert(key);
            self.found.push((distance, step.clone()));
            // Beyond what is missing, distances would be guesses.
            if !self.truncated {
                self.frontier.push(key);
            }
        }
        self.found.len() - before
    }
}
