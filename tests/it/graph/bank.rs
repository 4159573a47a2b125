//! A seeded bank on an engine, and a graph over it in this process.

use std::time::Duration;

use chrono::NaiveDate;
use tellergraph_api::clock::Clock;
use tellergraph_api::config::{Config, DatabaseUrl};
use tellergraph_api::database;
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::limits::{Limits, Pages};
use tellergraph_api::graphql::request::{Answer, Request, RequestId};
use tellergraph_api::graphql::run::Recorder;
use tellergraph_api::store::codes;
use tellergraph_api::store::refresh::{back_fill, refresh};
use tellergraph_seeder::{Plan, PlanError, PlanOptions, fill};
use tellergraph_segmentation::Rules;
use tellergraph_tests::engine::{Database, Engine};

/// The day that every bank of these tests stands at.
pub(crate) const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

/// A bank of so many customers with a tenth of the usual dealings: quickly filled, and enough of everything.
pub(crate) fn sparse(customers: u64) -> Result<Plan, PlanError> {
    Plan::with(customers, 7, AS_OF, PlanOptions { intensity: 100, ..PlanOptions::default() })
}

/// A bank with its own database.
pub(crate) struct Bank {
    pub(crate) graph: Graph,
    pub(crate) engine: Engine,
    database: Database,
}

impl Bank {
    /// A bank of so many customers.
    pub(crate) async fn seeded(engine: Engine, customers: u64) -> Self {
        Self::planned(engine, &sparse(customers).expect("a plan")).await
    }

    /// A bank whose books began four months ago: all rows of a customer fit on a page.
    pub(crate) async fn young(engine: Engine, customers: u64) -> Self {
        let options = PlanOptions { months: 4, intensity: 100, ..PlanOptions::default() };
        Self::planned(engine, &Plan::with(customers, 7, AS_OF, options).expect("a plan")).await
    }

    /// The bank that a first start makes up.
    pub(crate) async fn of_a_first_start() -> Self {
        Self::planned(Engine::Sqlite, &Plan::new(1_000, 7, AS_OF).expect("a plan")).await
    }

    async fn planned(engine: Engine, plan: &Plan) -> Self {
        let database = Database::create(engine).await.expect("a database");
        let connection = database.connect().await.expect("a connection");
        fill(&connection, plan, |_| {}).await.expect("a filled bank");
        let noon = AS_OF.and_hms_opt(12, 0, 0).expect("a time");
        refresh(&connection, &Rules::default(), AS_OF, noon, |_| {}).await.expect("a refreshed bank");
        let codes = codes::load(&connection).await.expect("the codes");
        let graph = Graph::new(connection, limits(), pages(), chrono_tz::UTC).with_clock(clock());
        graph.know_codes(codes);
        Self::over(graph, engine, database)
    }

    /// The same bank with a history: the ends of the three months before [`AS_OF`], written on that day.
    pub(crate) async fn with_history(self) -> Self {
        let dates = ["2026-03-31", "2026-04-30", "2026-05-31"].map(|date| date.parse().expect("a date"));
        let noon = AS_OF.and_hms_opt(12, 0, 0).expect("a time");
        let connection = self.single_connection().await;
        back_fill(&connection, &Rules::default(), &dates, false, noon, |_| {}).await.expect("a history");
        self
    }

    /// The same bank behind a single connection, which every request then has after every other.
    pub(crate) async fn behind_one_connection(self) -> Self {
        self.in_zone(chrono_tz::UTC).await
    }

    /// The same bank with clocks of a time zone, and the codes known now, behind a single connection.
    pub(crate) async fn in_zone(self, zone: chrono_tz::Tz) -> Self {
        let connection = self.single_connection().await;
        let codes = codes::load(&connection).await.expect("the codes");
        let graph = Graph::new(connection, limits(), pages(), zone).with_clock(clock());
        graph.know_codes(codes);
        Self { graph, ..self }
    }

    /// The same bank within other limits, behind so many connections whose statements end with their requests.
    pub(crate) async fn behind_lanes(self, lanes: u32, limits: Limits) -> Self {
        let documented = Config::documented().expect("the documented defaults").database;
        let url = DatabaseUrl::parse(&self.database.url).expect("an address");
        let config = tellergraph_api::config::Database { url, max_connections: lanes, ..documented };
        let aside = database::connect(&config).await.expect("a connection");
        let codes = codes::load(&aside).await.expect("the codes");
        let deadline = Duration::from_millis(limits.time_ms);
        let lanes = database::lanes(&config, deadline, aside).await.expect("lanes");
        let graph = Graph::new(lanes, limits, pages(), chrono_tz::UTC).with_clock(clock());
        graph.know_codes(codes);
        Self { graph, ..self }
    }

    /// A connection of its own to the bank's database.
    pub(crate) async fn single_connection(&self) -> sea_orm::DatabaseConnection {
        let mut options = sea_orm::ConnectOptions::new(&self.database.url);
        options.max_connections(1).sqlx_logging(false);
        sea_orm::Database::connect(options).await.expect("a connection")
    }

    /// A bank over a database that is filled already.
    pub(crate) fn over(graph: Graph, engine: Engine, database: Database) -> Self {
        Self { graph, engine, database }
    }

    /// Asks, and gives the statements that it took. What the answer tells of its cost is left out.
    pub(crate) async fn ask(&self, request: Request) -> (Answer, Vec<String>) {
        let recorder = Recorder::default();
        let id = RequestId::from_text("test");
        let mut answer = self.graph.answer_recorded(request, &id, Some(recorder.clone())).await;
        without_cost(&mut answer.body);
        (answer, recorder.statements())
    }
}

/// Takes the extensions from an answer. They are its last member, and tell nothing of the rows.
pub(crate) fn without_cost(body: &mut Vec<u8>) {
    let told = b",\"extensions\":{\"cost\":{\"requested\":";
    if let Some(at) = body.windows(told.len()).rposition(|window| window == told) {
        body.truncate(at);
        body.push(b'}');
    }
}

/// The clock of every graph: it stands still in the morning after.
pub(crate) fn clock() -> Clock {
    let morning = AS_OF.succ_opt().and_then(|day| day.and_hms_opt(9, 30, 0)).expect("a time");
    Clock::Fixed(morning.and_utc())
}

pub(crate) fn limits() -> Limits {
    tellergraph_api::config::Config::documented().expect("the documented defaults").limits
}

pub(crate) fn pages() -> Pages {
    tellergraph_api::config::Config::documented().expect("the documented defaults").page
}
