//! Filling a database.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, FromQueryResult, Statement};
use tellergraph_seeder::{FillError, Progress, fill};

use crate::{plan, whole};

const TABLES: [&str; 9] = [
    "customer",
    "accounts",
    "transactions",
    "payments",
    "credit_history",
    "security",
    "relationships",
    "communication_log",
    "compliance",
];

/// An empty bank in memory: one connection, or each would have a database of its own.
async fn empty() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.expect("a database");
    tellergraph_migration::migrate(&db).await.expect("tables");
    db
}

async fn number(db: &DatabaseConnection, sql: &str) -> i64 {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    row.expect("an answer").expect("a row").try_get_by_index(0).expect("a number")
}

async fn rows(db: &DatabaseConnection) -> i64 {
    let mut sum = 0;
    for table in TABLES {
        sum += number(db, &format!("SELECT COUNT(*) FROM {table}")).await;
    }
    sum
}

#[tokio::test]
async fn a_filled_database_holds_the_plan() {
    let db = empty().await;
    let plan = plan(700, 7);
    let mut reports: Vec<Progress> = Vec::new();
    let counts = fill(&db, &plan, |progress| reports.push(progress)).await.expect("filled");
    let bank = whole(&plan);
    assert_eq!(counts.customers, 700);
    assert_eq!(counts.transactions, u64::try_from(bank.transactions.len()).expect("small"));
    assert_eq!(i64::try_from(counts.total()).expect("small"), rows(&db).await);
    assert_eq!(number(&db, "SELECT COUNT(*) FROM pragma_foreign_key_check").await, 0);
    assert_eq!(
        number(&db, "SELECT SUM(balance) FROM accounts").await,
        bank.accounts.iter().map(|row| row.balance).sum::<i64>()
    );
    assert!(reports.is_sorted_by_key(|progress| progress.customers));
    let last = reports.last().expect("a report");
    assert_eq!((last.customers, last.of, last.rows), (700, 700, counts.total()));
}

#[derive(Debug, PartialEq, FromQueryResult)]
struct Stored {
    amount: i64,
    transaction_date: String,
    notes: Option<String>,
}

#[tokio::test]
async fn amounts_are_whole_cents_and_moments_have_seconds() {
    let db = empty().await;
    let plan = plan(20, 7);
    fill(&db, &plan, |_| ()).await.expect("filled");
    let sql = "SELECT amount, transaction_date, notes FROM transactions ORDER BY transaction_id";
    let stored =
        Stored::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(&db).await.expect("rows");
    let expected = whole(&plan).transactions.into_iter().map(|row| Stored {
        amount: row.amount,
        transaction_date: row.transaction_date.format("%Y-%m-%d %H:%M:%S").to_string(),
        notes: row.notes,
    });
    assert_eq!(stored, expected.collect::<Vec<_>>());
    let kinds = "SELECT COUNT(*) FROM customer WHERE typeof(customer_id) <> 'integer' OR length(date_of_birth) <> 10";
    assert_eq!(number(&db, kinds).await, 0);
}

#[tokio::test]
async fn a_database_with_a_row_in_any_table_is_refused() {
    for table in TABLES {
        let db = empty().await;
        let key = number_column(&db, table).await;
        db.execute_unprepared(&format!("INSERT INTO {table} ({key}) VALUES (1)")).await.expect("a row");
        let error = fill(&db, &plan(3, 7), |_| ()).await.expect_err("refused");
        assert!(matches!(error, FillError::NotEmpty { table: named } if named == table), "{error}");
        assert_eq!(rows(&db).await, 1);
    }
}

/// The name of a table's key.
async fn number_column(db: &DatabaseConnection, table: &str) -> String {
    let sql = format!("SELECT name FROM pragma_table_info('{table}') WHERE pk = 1");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    row.expect("an answer").expect("a row").try_get_by_index(0).expect("a name")
}

#[tokio::test]
async fn filling_twice_is_refused() {
    let db = empty().await;
    fill(&db, &plan(5, 7), |_| ()).await.expect("filled");
    let before = rows(&db).await;
    let error = fill(&db, &plan(5, 8), |_| ()).await.expect_err("refused");
    assert_eq!(error.to_string(), "the table customer is not empty: only an empty database can be filled");
    assert_eq!(rows(&db).await, before);
}

#[tokio::test]
async fn a_failure_halfway_leaves_nothing() {
    let db = empty().await;
    db.execute_unprepared(
        "CREATE TRIGGER enough BEFORE INSERT ON compliance WHEN NEW.compliance_id > 800 \
         BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    )
    .await
    .expect("a trigger");
    let mut blocks = 0;
    let error = fill(&db, &plan(3_000, 7), |_| blocks += 1).await.expect_err("cannot be written");
    assert!(matches!(error, FillError::Write { table: "compliance", .. }), "{error}");
    assert_eq!(error.to_string(), "the rows of the table compliance cannot be written");
    assert!(std::error::Error::source(&error).expect("a cause").to_string().contains("the disk is full"));
    assert_eq!(blocks, 1, "the first block was written before");
    assert_eq!(rows(&db).await, 0);
}

#[tokio::test]
async fn a_filling_that_is_given_up_leaves_nothing() {
    let db = empty().await;
    {
        let plan = plan(5_000, 7);
        let (reached, waiting) = tokio::sync::oneshot::channel();
        let mut reached = Some(reached);
        let filling = fill(&db, &plan, |progress| {
            if progress.customers > 1_000 {
                reached.take().map(|reached| reached.send(()));
            }
        });
        tokio::select! {
            biased;
            _ = waiting => {}
            _ = filling => unreachable!("the signal comes first"),
        }
    }
    assert_eq!(rows(&db).await, 0);
}

#[tokio::test]
async fn tables_that_are_not_there_are_named() {
    let db = Database::connect("sqlite::memory:").await.expect("a database");
    let error = fill(&db, &plan(3, 7), |_| ()).await.expect_err("no tables");
    assert_eq!(error.to_string(), "the table customer cannot be read: are the tables made?");
}

#[tokio::test]
async fn of_two_fillings_at_once_one_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("bank.db").display());
    let connect = || async {
        let mut options = ConnectOptions::new(url.clone());
        // Nobody waits for a lock here.
        options.max_connections(1).map_sqlx_sqlite_opts(|sqlite| sqlite.busy_timeout(std::time::Duration::ZERO));
        Database::connect(options).await.expect("a database")
    };
    let (first, second) = (connect().await, connect().await);
    tellergraph_migration::migrate(&first).await.expect("tables");
    let mut writer = None;
    let plan = plan(1_200, 7);
    let counts = {
        // Tried while the first one is between two blocks.
        let (begun, waiting) = tokio::sync::oneshot::channel();
        let mut begun = Some(begun);
        let filling = fill(&first, &plan, |_| {
            begun.take().map(|begun| begun.send(()));
        });
        tokio::pin!(filling);
        tokio::select! {
            biased;
            _ = waiting => {}
            _ = &mut filling => unreachable!("the signal comes first"),
        }
        writer.replace(fill(&second, &plan, |_| ()).await);
        filling.await.expect("filled")
    };
    assert!(matches!(writer, Some(Err(FillError::Busy))), "{writer:?}");
    assert_eq!(counts.customers, 1_200);
    let late = fill(&second, &plan, |_| ()).await;
    assert!(matches!(late, Err(FillError::NotEmpty { table: "customer" })), "{late:?}");
}

#[tokio::test]
async fn a_filling_can_run_in_a_task_of_its_own() {
    let db = empty().await;
    let task = tokio::spawn(async move { fill(&db, &plan(3, 7), |_| ()).await.map(|counts| counts.customers) });
    assert_eq!(task.await.expect("no panic").expect("filled"), 3);
}
