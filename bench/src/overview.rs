//! `bench overview`

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait, PaginatorTrait};
use tellergraph_api::config::Config;
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::request::{Request, RequestId};
use tellergraph_api::store::refresh::{Options, refresh_with};
use tellergraph_entity::customer;
use tellergraph_migration::migrate;
use tellergraph_seeder::{Plan, fill};
use tellergraph_segmentation::Rules;

use crate::{Failure, tell};

/// How often each question is asked; the least time counts, since the machine does other things, too.
const TIMES: usize = 21;

/// What is asked: by one dimension, by two, and over all; and the two again of the rows, for comparison.
const QUESTIONS: [(&str, &str); 5] = [
    (
        "overview by age group",
        "{ customers { groupBy(keys: { field: AGE_GROUP }, first: 100) {
             nodes { ageGroup count share aggregate { totalAssets { sum } monthlyIncome { median } } } } } }",
    ),
    (
        "age group by income level",
        "{ customers { groupBy(keys: [{ field: AGE_GROUP }, { field: INCOME_LEVEL }], first: 100) {
             nodes { ageGroup incomeLevel count share aggregate { digitalScore { median } } } } } }",
    ),
    ("all customers", "{ customers { aggregate { count totalAssets { sum median } } } }"),
    (
        "overview by age group, of the rows",
        "{ customers(filter: { customerId: { gte: 0 } }) { groupBy(keys: { field: AGE_GROUP }, first: 100) {
             nodes { ageGroup count share aggregate { totalAssets { sum } monthlyIncome { median } } } } } }",
    ),
    (
        "age group by income level, of the rows",
        "{ customers(filter: { customerId: { gte: 0 } }) {
             groupBy(keys: [{ field: AGE_GROUP }, { field: INCOME_LEVEL }], first: 100) {
               nodes { ageGroup incomeLevel count share aggregate { digitalScore { median } } } } } }",
    ),
];

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// An empty database to measure on.
    #[arg(long, value_name = "URL")]
    database_url: String,
    /// How many customers the small bank has.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    customers: u64,
    /// How many times as many the large bank has.
    #[arg(long, value_name = "N", default_value_t = 100)]
    times: u64,
    /// The date of the refreshes.
    #[arg(long, value_name = "DATE", default_value = "2026-06-29")]
    as_of: NaiveDate,
}

/// Measures, and gives the outcome as a table.
pub(crate) async fn run(arguments: &Arguments) -> Result<String, Failure> {
    let mut options = ConnectOptions::new(&arguments.database_url);
    options.max_connections(4).sqlx_logging(false);
    let db = Database::connect(options).await?;
    migrate(&db).await?;
    if customer::Entity::find().count(&db).await? > 0 {
        return Err("the database has customers: name an empty one".into());
    }
    fill(&db, &Plan::new(arguments.customers, 7, arguments.as_of)?, |_| {}).await?;
    // A few rows of each customer are enough: what is measured does not look at the others.
    for table in ["payments", "transactions", "communication_log", "credit_history", "relationships", "compliance"] {
        db.execute_unprepared(&format!("DELETE FROM {table}")).await?;
    }
    let small = measured(&db, arguments.as_of).await?;
    multiply(&db, arguments).await?;
    let large = measured(&db, arguments.as_of).await?;
    let mut table = format!(
        "| question | {} customers, ms | {} customers, ms | ratio |\n|---|---:|---:|---:|\n",
        arguments.customers,
        arguments.customers * arguments.times
    );
    for ((what, _), (small, large)) in QUESTIONS.iter().zip(small.into_iter().zip(large)) {
        let (small, large) = (small.as_secs_f64() * 1_000.0, large.as_secs_f64() * 1_000.0);
        // Writing into a string does not fail.
        let _ = writeln!(table, "| {what} | {small:.2} | {large:.2} | {:.2} |", large / small);
    }
    Ok(table)
}

/// Copies of all customers with their accounts and credentials, under keys of their own.
async fn multiply(db: &DatabaseConnection, arguments: &Arguments) -> Result<(), Failure> {
    let begun = Instant::now();
    for copy in 1..arguments.times {
        // Keys of the made-up bank are far below.
        let offset = copy * 10_000_000;
        for statement in [
            format!(
                "INSERT INTO customer (customer_id, name, email, address, date_of_birth) \
                 SELECT customer_id + {offset}, name, email, NULL, date_of_birth FROM customer WHERE customer_id < 10000000"
            ),
            format!(
                "INSERT INTO accounts (account_id, customer_id, account_type, balance, status) \
                 SELECT account_id + {offset}, customer_id + {offset}, account_type, balance, status FROM accounts \
                 WHERE account_id < 10000000"
            ),
            format!(
                "INSERT INTO security (security_id, customer_id, username, access_level) \
                 SELECT security_id + {offset}, customer_id + {offset}, username, access_level FROM security \
                 WHERE security_id < 10000000"
            ),
        ] {
            db.execute_unprepared(&statement).await?;
        }
    }
    tell(&format!("multiplied the bank in {:.1} s", begun.elapsed().as_secs_f32()));
    Ok(())
}

/// Refreshes everybody, and then the least time of each question.
async fn measured(db: &DatabaseConnection, as_of: NaiveDate) -> Result<Vec<Duration>, Failure> {
    let begun = Instant::now();
    let options = Options { full: true, ..Options::default() };
    let noon = as_of.and_time(chrono::NaiveTime::MIN);
    let refreshed = refresh_with(db, &Rules::default(), as_of, noon, options, |_| {}).await?;
    tell(&format!("refreshed {} customers in {:.1} s", refreshed.customers, begun.elapsed().as_secs_f32()));
    if db.get_database_backend() != sea_orm::DbBackend::MySql {
        db.execute_unprepared("ANALYZE").await?;
    }
    let config = Config::documented()?;
    let graph = Graph::new(db.clone(), config.limits, config.page, chrono_tz::UTC);
    let mut least = Vec::new();
    for (what, query) in QUESTIONS {
        let mut took = Duration::MAX;
        for _ in 0..TIMES {
            let request = Request { query: query.to_owned(), ..Request::default() };
            let begun = Instant::now();
            let answer = graph.answer(request, &RequestId::from_text("bench")).await;
            took = took.min(begun.elapsed());
            if String::from_utf8_lossy(&answer.body).contains("\"errors\"") {
                return Err(format!("{what} is answered with an error").into());
            }
        }
        least.push(took);
    }
    Ok(least)
}
