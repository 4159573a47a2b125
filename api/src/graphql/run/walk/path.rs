//! The shortest chain between two rows, searched from both ends: whichever end has led to fewer goes on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::ConnectionTrait;

use super::super::execute::{Reader, Reading};
use super::{Hop, Reached, Step};
use crate::graphql::error::GraphError;
use crate::graphql::plan::Path;

/// What the search for a chain found.
#[derive(Debug)]
pub enum Found {
    /// A chain.
    Chain(Box<Chain>),
    /// None within the hops, or an end that does not exist.
    Nothing,
    /// More than the search may visit.
    TooMuch,
}

/// A chain between two rows.
#[derive(Debug)]
pub struct Chain {
    /// Its steps, in its direction.
    pub steps: Vec<Step>,
    /// What is asked for of the rows on it.
    pub reached: Reached,
}

impl<C: ConnectionTrait + Sync> Reader<'_, C> {
    /// The chain of a path.
    pub(in crate::graphql::run) fn path<'f>(&'f self, path: &'f Path) -> Reading<'f, Found> {
        Box::pin(async move {
            let steps = match self.search(path).await? {
                Search::Met(steps) => steps,
                Search::Apart => return Ok(Found::Nothing),
                Search::TooMuch => return Ok(Found::TooMuch),
            };
            let nodes: Vec<i64> = std::iter::once(path.from).chain(steps.iter().map(|step| step.to)).collect();
            let rows = steps.iter().map(|step| step.row).collect();
            let reached = self.reached(&path.along, nodes.clone(), rows).await?;
            let exist = nodes.iter().all(|key| reached.nodes.row(*key).is_some());
            Ok(if exist { Found::Chain(Box::new(Chain { steps, reached })) } else { Found::Nothing })
        })
    }

    async fn search(&self, path: &Path) -> Result<Search, GraphError> {
        if path.from == path.to {
            return Ok(Search::Met(Vec::new()));
        }
        let (mut start, mut end) = (Side::new(path.from), Side::new(path.to));
        for _ in 0..path.hops {
            if start.distances.len() + end.distances.len() > path.most_visited {
                return Ok(Search::TooMuch);
            }
            let from_start = start.frontier.len() <= end.frontier.len();
            let (side, other) = if from_start { (&mut start, &end) } else { (&mut end, &start) };
            if side.frontier.is_empty() {
                return Ok(Search::Apart);
            }
            let keys: Vec<i64> = side.frontier.iter().copied().collect();
            let hop = self.hop(&path.along, &keys).await?;
            if hop.cut_at.is_some() {
                return Ok(Search::TooMuch);
            }
            side.go_on(hop, from_start);
            if side.frontier.iter().any(|key| other.distances.contains_key(key)) {
                return Ok(Search::Met(chain(path.from, &start, &end)));
            }
        }
        Ok(Search::Apart)
    }
}

/// How a search ended.
enum Search {
    /// The sides met in this chain.
    Met(Vec<Step>),
    /// They did not meet.
    Apart,
    /// They may not visit more.
    TooMuch,
}

/// What was visited from one end.
struct Side {
    distances: HashMap<i64, u32>,
    /// The furthest that were visited, from where it goes on.
    frontier: BTreeSet<i64>,
    hops: u32,
    /// The steps between one distance and the next, in the direction of the chain, by where they start and lead to.
    steps: BTreeMap<(i64, i64), Step>,
}

impl Side {
    fn new(end: i64) -> Self {
        let (distances, frontier) = (HashMap::from([(end, 0)]), BTreeSet::from([end]));
        Self { distances, frontier, hops: 0, steps: BTreeMap::new() }
    }

    fn go_on(&mut self, hop: Hop, with_the_chain: bool) {
        self.hops += 1;
        self.frontier.clear();
        for step in hop.steps {
            if *self.distances.entry(step.to).or_insert(self.hops) != self.hops {
                continue;
            }
            self.frontier.insert(step.to);
            let step = if with_the_chain { step } else { step.reversed() };
            self.steps.insert((step.from, step.to), step);
        }
    }

    /// The steps that start from a row, by where they lead.
    fn from(&self, key: i64) -> impl Iterator<Item = &Step> {
        self.steps.range((key, i64::MIN)..=(key, i64::MAX)).map(|(_, step)| step)
    }
}

/// The chain over the smallest keys, now that the sides have met. Every shortest chain leads from the start over rows
/// that were visited from there, each a hop further, to one of those where the sides met, and on over rows that were
/// visited from the end, each a hop nearer to it.
fn chain(from: i64, start: &Side, end: &Side) -> Vec<Step> {
    let is_met = |key: &i64| end.distances.get(key) == Some(&end.hops) && start.distances.get(key) == Some(&start.hops);
    let mut leading: BTreeSet<i64> = start.distances.keys().copied().filter(is_met).collect();
    let mut level = leading.clone();
    for _ in 0..start.hops {
        let before = start.steps.values().filter(|step| level.contains(&step.to));
        level = before.map(|step| step.from).collect();
        leading.extend(&level);
    }
    let mut steps = Vec::new();
    let mut key = from;
    for _ in 0..start.hops {
        let Some(step) = start.from(key).find(|step| leading.contains(&step.to)) else { break };
        key = step.to;
        steps.push(step.clone());
    }
    for _ in 0..end.hops {
        let Some(step) = end.from(key).next() else { break };
        key = step.to;
        steps.push(step.clone());
    }
    steps
}
