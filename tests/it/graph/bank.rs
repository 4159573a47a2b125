//! A seeded bank on an engine, and a graph over it in this process.

use chrono::NaiveDate;
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::limits::{Limits, Pages};
use tellergraph_api::graphql::request::{Answer, Request, RequestId};
use tellergraph_api::graphql::run::Recorder;
use tellergraph_seeder::{Plan, fill};
use tellergraph_tests::engine::{Database, Engine};

/// The day that every bank of these tests stands at.
pub(crate) const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

/// A bank with its own database.
pub(crate) struct Bank {
    pub(crate) graph: Graph,
    pub(crate) engine: Engine,
    _database: Database,
}

impl Bank {
    /// A bank of so many customers.
    pub(crate) async fn seeded(engine: Engine, customers: u64) -> Self {
        let database = Database::create(engine).await.expect("a database");
        let connection = database.connect().await.expect("a connection");
        let plan = Plan::new(customers, 7, AS_OF).expect("a plan");
        fill(&connection, &plan, |_| {}).await.expect("a filled bank");
        let graph = Graph::new(connection, limits(), pages(), chrono_tz::UTC);
        Self::over(graph, engine, database)
    }

    /// A bank over a database that is filled already.
    pub(crate) fn over(graph: Graph, engine: Engine, database: Database) -> Self {
        Self { graph, engine, _database: database }
    }

    /// Asks, and gives the statements that it took.
    pub(crate) async fn ask(&self, request: Request) -> (Answer, Vec<String>) {
        let recorder = Recorder::default();
        let id = RequestId::from_text("test");
        let answer = self.graph.answer_recorded(request, &id, Some(recorder.clone())).await;
        (answer, recorder.statements())
    }
}

pub(crate) fn limits() -> Limits {
    tellergraph_api::config::Config::documented().expect("the documented defaults").limits
}

pub(crate) fn pages() -> Pages {
    tellergraph_api::config::Config::documented().expect("the documented defaults").page
}
