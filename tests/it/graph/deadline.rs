//! A request that takes too long, or that nobody waits for any more, leaves nothing running in the database.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, Statement, TransactionTrait as _};
use serde_json::Value;
use tellergraph_api::graphql::limits::Limits;
use tellergraph_api::graphql::request::{Answer, Request};
use tellergraph_tests::engine::Engine;
use tellergraph_tests::require::engines;

use super::bank::{Bank, limits};

/// Far more than it takes to end a statement, on a machine that is busy with others.
const PATIENCE: Duration = Duration::from_secs(30);

fn request(query: &str) -> Request {
    Request { query: query.to_owned(), ..Request::default() }
}

/// Two statements, so that there is a transaction to take back.
const QUESTION: &str = "{ customers(first: 2) { totalCount nodes { name } } }";

fn is_timeout(answer: &Answer) -> bool {
    let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
    answer.is_request_error
        && told["errors"].as_array().is_some_and(|errors| errors.len() == 1)
        && told["errors"][0]["extensions"]["code"] == "TIMEOUT"
        && told.get("data").is_none()
}

/// The customers, locked so that nobody can read them.
enum Locked {
    Postgres(DatabaseTransaction),
    MariaDb(DatabaseConnection),
}

impl Locked {
    async fn customers(bank: &Bank) -> Self {
        let connection = bank.single_connection().await;
        if bank.engine == Engine::Postgres {
            let transaction = connection.begin().await.expect("a transaction");
            transaction.execute_unprepared("LOCK TABLE customer IN ACCESS EXCLUSIVE MODE").await.expect("a lock");
            return Self::Postgres(transaction);
        }
        connection.execute_unprepared("LOCK TABLES customer WRITE").await.expect("a lock");
        Self::MariaDb(connection)
    }

    async fn release(self) {
        match self {
            Self::Postgres(transaction) => transaction.rollback().await.expect("a released lock"),
            Self::MariaDb(connection) => {
                connection.execute_unprepared("UNLOCK TABLES").await.expect("a released lock");
            }
        }
    }
}

/// How many statements wait for a lock in the bank's database.
async fn waiting(bank: &Bank, eye: &DatabaseConnection) -> i64 {
    let query = if bank.engine == Engine::Postgres {
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    } else {
        "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE 'Waiting for table%'"
    };
    let found = eye.query_one_raw(Statement::from_string(eye.get_database_backend(), query)).await.expect("an answer");
    found.expect("a row").try_get_by_index(0).expect("a number")
}

async fn until_waiting(bank: &Bank, eye: &DatabaseConnection, wanted: i64) {
    let begun = Instant::now();
    while waiting(bank, eye).await != wanted {
        assert!(begun.elapsed() < PATIENCE, "{:?}: {} wait, not {wanted}", bank.engine, waiting(bank, eye).await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_request_that_takes_too_long_ends_with_its_statement() {
    for engine in engines().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let bank = Bank::seeded(engine, 5).await.behind_lanes(1, Limits { time_ms: 400, ..limits() }).await;
        let eye = bank.single_connection().await;
        let (whole, _) = bank.ask(request(QUESTION)).await;
        let locked = Locked::customers(&bank).await;
        for _ in 0..3 {
            let (answer, _) = bank.ask(request(QUESTION)).await;
            assert!(is_timeout(&answer), "{engine:?}: {}", String::from_utf8_lossy(&answer.body));
            // The lock is still held: only being ended keeps a statement from waiting for it.
            until_waiting(&bank, &eye, 0).await;
        }
        locked.release().await;
        let (answer, _) = bank.ask(request(QUESTION)).await;
        assert_eq!(answer.body, whole.body, "{engine:?}: the only connection works as before");
    }
}

#[tokio::test]
async fn a_request_that_nobody_waits_for_ends_with_its_statement() {
    for engine in engines().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let bank = Bank::seeded(engine, 5).await.behind_lanes(1, Limits { time_ms: 600_000, ..limits() }).await;
        let eye = bank.single_connection().await;
        let bank = Arc::new(bank);
        let (whole, _) = bank.ask(request(QUESTION)).await;
        let locked = Locked::customers(&bank).await;
        let asking = {
            let bank = Arc::clone(&bank);
            tokio::spawn(async move { bank.ask(request(QUESTION)).await })
        };
        until_waiting(&bank, &eye, 1).await;
        asking.abort();
        until_waiting(&bank, &eye, 0).await;
        locked.release().await;
        let (answer, _) = bank.ask(request(QUESTION)).await;
        assert_eq!(answer.body, whole.body, "{engine:?}: the only connection works as before");
    }
}

#[tokio::test]
async fn requests_that_find_no_connection_are_told_to_come_back() {
    for engine in engines().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let bank = Bank::seeded(engine, 5).await.behind_lanes(1, Limits { time_ms: 60_000, ..limits() }).await;
        let eye = bank.single_connection().await;
        let bank = Arc::new(bank);
        let locked = Locked::customers(&bank).await;
        let first = {
            let bank = Arc::clone(&bank);
            tokio::spawn(async move { bank.ask(request(QUESTION)).await })
        };
        until_waiting(&bank, &eye, 1).await;
        let (second, _) = bank.ask(request(QUESTION)).await;
        let told: Value = serde_json::from_slice(&second.body).expect("JSON");
        assert_eq!(told["errors"][0]["extensions"]["code"], "OVERLOADED", "{engine:?}: {told}");
        assert!(second.is_request_error && told.get("data").is_none());
        locked.release().await;
        let (answer, _) = first.await.expect("an answer");
        assert!(!answer.is_request_error, "{engine:?}: the first is answered when it can be");
    }
}

/// Nobody can keep readers of `SQLite` waiting, so here the work itself is too much.
#[tokio::test]
async fn a_statement_of_sqlite_is_interrupted() {
    let bank = Bank::seeded(Engine::Sqlite, 5).await;
    let many = "WITH RECURSIVE number(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM number WHERE n < 200000) \
                INSERT INTO customer (customer_id, name) SELECT n, printf('%0300d', n) FROM number";
    bank.single_connection().await.execute_unprepared(many).await.expect("many customers");
    let conditions: Vec<String> = (0..45).map(|at| format!("{{ name: {{ contains: \"x{at}\" }} }}")).collect();
    let question = format!("{{ customers(filter: {{ or: [{}] }}) {{ totalCount }} }}", conditions.join(" "));
    let bank = bank.behind_lanes(1, Limits { time_ms: 600_000, ..limits() }).await;
    let begun = Instant::now();
    let (answer, _) = bank.ask(request(&question)).await;
    let whole = begun.elapsed();
    assert_eq!(answer.body, br#"{"data":{"customers":{"totalCount":0}}}"#);
    assert!(whole > Duration::from_millis(500), "too little work to be interrupted: {whole:?}");

    let bank = bank.behind_lanes(1, Limits { time_ms: 50, ..limits() }).await;
    let begun = Instant::now();
    let (answer, _) = bank.ask(request(&question)).await;
    assert!(is_timeout(&answer), "{}", String::from_utf8_lossy(&answer.body));
    // It waits for the only connection, which is given back when nothing runs on it.
    let (next, _) = bank.ask(request("{ customer(by: { customerId: 1 }) { customerId } }")).await;
    assert!(!next.is_request_error, "{}", String::from_utf8_lossy(&next.body));
    assert!(begun.elapsed() < whole / 2, "{:?} of {whole:?}", begun.elapsed());
}
