//! Running a plan: every statement on one connection and, when there are several, in one read-only snapshot.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::AtomicUsize;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult};
use tokio::sync::Mutex;

use super::dated;
use super::drift::Drifted;
use super::recorder::{Recorded, Recorder};
use super::rows::{ListRows, Rows};
use super::statement;
use super::totals::{self, GroupPage, Totalled};
use super::walk::Found;
use crate::database::{Connections, begin_snapshot};
use crate::graphql::error::{Code, GraphError};
use crate::graphql::plan::{Along, Fetch, Groups, List, Plan, RootAnswer, Scope, Totals};
use crate::store::answers::Answers;

/// What the root fields of a plan read.
#[derive(Debug)]
pub enum Snapshot {
    /// The rows of a connection.
    List(Box<ListRows>),
    /// The rows of each fetch.
    Fetches(Vec<Rows>),
    /// What the search for a chain found.
    Path(Found),
    /// What the history says of a dimension.
    Drift(Drifted),
    /// Nothing was to be read.
    Nothing,
}

/// Runs a plan. What its root fields read is in the order of the plan.
///
/// # Errors
/// [`Code::Overloaded`] when no connection became free in time. When the future is dropped, its statement is ended.
pub async fn execute(
    connections: &Connections,
    plan: &Plan,
    scope: &Scope,
    recorder: Option<&Recorder>,
) -> Result<Vec<Snapshot>, GraphError> {
    let statements: usize = plan.roots.iter().map(|root| statements_of_root(&root.answer)).sum();
    if statements == 0 {
        return Reader::new(connections.database(), scope, recorder).roots(plan).await;
    }
    let taken = connections.take().await.ok_or_else(|| {
        GraphError::new(Code::Overloaded, "All connections to the database are in use. Try again shortly.")
    })?;
    let snapshots = read(taken.connection(), (plan, statements), scope, recorder).await;
    taken.give_back();
    snapshots
}

async fn read(
    database: &DatabaseConnection,
    (plan, statements): (&Plan, usize),
    scope: &Scope,
    recorder: Option<&Recorder>,
) -> Result<Vec<Snapshot>, GraphError> {
    let seeding = scope.seeding.as_deref().filter(|seeding| !seeding.is_settled());
    if statements > 1 || seeding.is_some() {
        let snapshot = begin_snapshot(database).await?;
        if let Some(seeding) = seeding {
            seeding.check(&snapshot).await?;
        }
        let answers = Reader::new(&snapshot, scope, recorder).roots(plan).await?;
        snapshot.commit().await?;
        Ok(answers)
    } else {
        Reader::new(database, scope, recorder).roots(plan).await
    }
}

fn statements_of_root(answer: &RootAnswer) -> usize {
    match answer {
        RootAnswer::List(list) => statements_of_list(list),
        RootAnswer::One(fetch, _) | RootAnswer::Newest(fetch, _) => statements_of_fetch(fetch),
        RootAnswer::Many(_, fetches) => fetches.iter().map(|(fetch, _)| statements_of_fetch(fetch)).sum(),
        RootAnswer::Drift(drift) => 1 + usize::from(drift.compares),
        RootAnswer::Path(path) => statements_of_walk(&path.along, path.hops),
        RootAnswer::Failed(_) => 0,
    }
}

fn statements_of_list(list: &List) -> usize {
    usize::from(list.count.is_some())
        + list.aggregate.as_ref().map_or(0, statements_of_totals)
        + list.groups.iter().map(|groups| statements_of_totals(&groups.totals)).sum::<usize>()
        + list.rows.as_ref().map_or(0, statements_of_fetch)
}

/// The rows are asked where the cells do not say the same.
fn statements_of_totals(totals: &Totals) -> usize {
    1 + usize::from(totals.kept.is_some())
}

fn statements_of_fetch(fetch: &Fetch) -> usize {
    let lists = fetch.lists.iter().map(|(_, list)| statements_of_list(list)).sum::<usize>();
    let walks = fetch.networks.iter().map(|(_, network)| statements_of_walk(&network.along, network.hops));
    // What is computed takes several, if any.
    let computed = if fetch.dated.is_empty() && fetch.explained.is_empty() { 0 } else { 2 };
    1 + lists + walks.sum::<usize>() + computed
}

/// A walk takes a statement a hop at most: it ends early when it leads nowhere new.
fn statements_of_walk(along: &Along, hops: u32) -> usize {
    let reached = [&along.nodes, &along.rows].into_iter().flatten().map(statements_of_fetch).sum::<usize>();
    hops as usize + reached
}

/// Reads what a plan asks for, on one connection.
pub(super) struct Reader<'a, C> {
    connection: Recorded<'a, C>,
    pub(super) backend: DbBackend,
    /// How many rows the networks of the request may still reach.
    pub(super) left_to_reach: AtomicUsize,
    scope: &'a Scope,
    /// What was computed as of dates: several levels and fields may ask for the same.
    answers: Mutex<Answers>,
}

pub(super) type Reading<'f, T> = Pin<Box<dyn Future<Output = Result<T, GraphError>> + Send + 'f>>;

impl<'a, C: ConnectionTrait + Sync> Reader<'a, C> {
    fn new(connection: &'a C, scope: &'a Scope, recorder: Option<&'a Recorder>) -> Self {
        Self {
            connection: Recorded::new(connection, recorder),
            backend: connection.get_database_backend(),
            left_to_reach: AtomicUsize::new(scope.limits.networks_customers),
            scope,
            answers: Mutex::new(Answers::new(scope.rules.clone(), scope.now, &scope.limits)),
        }
    }

    async fn roots(&self, plan: &Plan) -> Result<Vec<Snapshot>, GraphError> {
        let mut answers = Vec::with_capacity(plan.roots.len());
        for root in &plan.roots {
            answers.push(match &root.answer {
                RootAnswer::List(list) => Snapshot::List(Box::new(self.list(list, None).await?)),
                RootAnswer::One(fetch, _) | RootAnswer::Newest(fetch, _) => {
                    Snapshot::Fetches(vec![self.fetch(fetch, None).await?])
                }
                RootAnswer::Many(_, fetches) => {
                    let mut rows = Vec::with_capacity(fetches.len());
                    for (fetch, _) in fetches {
                        rows.push(self.fetch(fetch, None).await?);
                    }
                    Snapshot::Fetches(rows)
                }
                RootAnswer::Drift(drift) => Snapshot::Drift(self.drift(drift).await?),
                RootAnswer::Path(path) => Snapshot::Path(self.path(path).await?),
                RootAnswer::Failed(_) => Snapshot::Nothing,
            });
        }
        Ok(answers)
    }

    fn list<'f>(&'f self, list: &'f List, parents: Option<&'f [i64]>) -> Reading<'f, ListRows> {
        Box::pin(async move {
            let mut answer = ListRows::default();
            if parents.is_some_and(<[i64]>::is_empty) {
                answer.rows = list.rows.as_ref().map(|_| Rows::default());
                answer.groups = list.groups.iter().map(|_| Ok(HashMap::new())).collect();
                return Ok(answer);
            }
            if let Some(count) = &list.count {
                let select = statement::count(self.backend, count, parents.unwrap_or_default())?;
                answer.counts = self.counts(&select, parents.is_some()).await?;
            }
            if let Some(totals) = &list.aggregate {
                answer.aggregate = self.totals(totals, parents).await?;
            }
            for groups in &list.groups {
                answer.groups.push(self.groups(groups, parents).await?);
            }
            if let Some(fetch) = &list.rows {
                answer.rows = Some(self.fetch(fetch, parents).await?);
            }
            Ok(answer)
        })
    }

    pub(super) async fn fetch(&self, fetch: &Fetch, parents: Option<&[i64]>) -> Result<Rows, GraphError> {
        let select = statement::fetch(self.backend, fetch, parents.unwrap_or_default())?;
        let results = self.query(&select).await?;
        let mut rows = Rows::read(&results, &fetch.cells, fetch.source.hangs_on_parents())?;
        for (parent, list) in &fetch.lists {
            let keys = rows.keys(*parent);
            rows.lists.push(self.list(list, Some(&keys)).await?);
        }
        for (parent, network) in &fetch.networks {
            let keys = rows.keys(*parent);
            rows.networks.push(self.networks(network, &keys).await?);
        }
        if !fetch.dated.is_empty() || !fetch.explained.is_empty() {
            let mut answers = self.answers.lock().await;
            dated::compute(&self.connection, fetch, &mut rows, &mut answers, self.scope).await?;
        }
        Ok(rows)
    }

    async fn totals(&self, totals: &Totals, parents: Option<&[i64]>) -> Result<Totalled, GraphError> {
        if let Some(kept) = &totals.kept {
            let cells = self.query(&totals::kept_statement(kept)).await?;
            if let Some(totalled) = totals::kept_totalled(&cells, kept, totals)? {
                return Ok(totalled);
            }
        }
        let select = totals::statement(self.backend, totals, parents.unwrap_or_default())?;
        let rows = self.query(&select).await?;
        Ok(totals::totalled(&rows, totals, parents.is_some())?)
    }

    /// The groups of each parent's rows; an error inside is the request's, and fails one field only.
    async fn groups(
        &self,
        groups: &Groups,
        parents: Option<&[i64]>,
    ) -> Result<Result<HashMap<i64, GroupPage>, GraphError>, GraphError> {
        let totalled = self.totals(&groups.totals, parents).await?;
        if let Err(error) = totals::check_number(&totalled) {
            return Ok(Err(error));
        }
        Ok(Ok(totalled.into_iter().map(|(parent, all)| (parent, totals::page(groups, all))).collect()))
    }

    async fn counts(&self, select: &SelectStatement, parents: bool) -> Result<HashMap<i64, i64>, GraphError> {
        let mut counts = HashMap::new();
        for result in self.query(select).await? {
            let parent = if parents { result.try_get_by_index::<i64>(0)? } else { 0 };
            counts.insert(parent, result.try_get_by_index::<i64>(usize::from(parents))?);
        }
        Ok(counts)
    }

    pub(super) async fn query(&self, select: &SelectStatement) -> Result<Vec<QueryResult>, GraphError> {
        Ok(self.connection.query_all(select).await?)
    }
}
