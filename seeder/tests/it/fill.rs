//! Filling a database.

use std::num::NonZeroU64;
use std::sync::Arc;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, FromQueryResult, Statement};
use tellergraph_seeder::fingerprint::{self, Fingerprint};
use tellergraph_seeder::{Bank, FillError, FillOptions, Filled, Mode, Plan, Progress, fill, fill_with};

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

fn bank(customers: u64, seed: u64) -> Arc<Bank> {
    Arc::new(Bank::of(plan(customers, seed)))
}

/// A block of the generator is a chunk.
fn by_blocks(mode: Mode) -> FillOptions {
    FillOptions { mode, unsafe_fast: false, chunk_rows: NonZeroU64::MIN }
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
        "CREATE TRIGGER enough BEFORE INSERT ON compliance WHEN (SELECT COUNT(*) FROM compliance) > 600 \
         BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    )
    .await
    .expect("a trigger");
    let mut blocks = 0;
    let error = fill_with(&db, &bank(3_000, 7), by_blocks(Mode::Atomic), |_| blocks += 1).await.expect_err("refused");
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

fn expected(plan: &Plan) -> Fingerprint {
    Fingerprint::of_bank(&Bank::of(plan.clone()))
}

async fn text(db: &DatabaseConnection, sql: &str) -> String {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    row.expect("an answer").expect("a row").try_get_by_index(0).expect("a text")
}

#[tokio::test]
async fn the_ledger_says_what_is_there() {
    for mode in [Mode::Atomic, Mode::Resumable] {
        let db = empty().await;
        let bank = bank(1_300, 7);
        let filled = fill_with(&db, &bank, by_blocks(mode), |_| ()).await.expect("filled");
        let expected = expected(bank.plan());
        assert_eq!(filled, Filled { counts: bank.counts(), fingerprint: expected, found: 0 });
        assert_eq!(fingerprint::read(&db).await.expect("rows"), expected, "{mode:?}: as it is read");
        assert_eq!(text(&db, "SELECT fingerprint FROM gen_run").await.parse(), Ok(expected));
        assert_eq!(text(&db, "SELECT dataset_id FROM gen_run").await, bank.dataset_id().as_str());
        assert_eq!(text(&db, "SELECT as_of || ' ' || status FROM gen_run").await, "2026-06-30 complete");
        let chunks = number(&db, "SELECT COUNT(*) FROM gen_chunk").await;
        assert_eq!(chunks > 1, mode == Mode::Resumable, "{chunks}");
        assert!(number(&db, "SELECT COUNT(*) FROM customer_change WHERE everybody").await > 0);
    }
}

/// A filling that stops when so many chunks are there.
async fn stopped_after(db: &DatabaseConnection, bank: &Arc<Bank>, chunks: usize) {
    let (reached, waiting) = tokio::sync::oneshot::channel();
    let (mut reached, mut left) = (Some(reached), chunks);
    let filling = fill_with(db, bank, by_blocks(Mode::Resumable), |_| {
        left = left.saturating_sub(1);
        if left == 0 {
            reached.take().map(|reached| reached.send(()));
        }
    });
    tokio::select! {
        biased;
        _ = waiting => {}
        filled = filling => unreachable!("the signal comes first: {filled:?}"),
    }
}

#[tokio::test]
async fn a_filling_that_ended_early_is_resumed_in_either_mode() {
    for mode in [Mode::Atomic, Mode::Resumable] {
        let db = empty().await;
        let bank = bank(2_600, 7);
        stopped_after(&db, &bank, 2).await;
        let there = number(&db, "SELECT COUNT(*) FROM gen_chunk").await;
        assert!((2..6).contains(&there), "{there}");
        assert_eq!(text(&db, "SELECT status FROM gen_run").await, "running");
        let found = rows(&db).await;
        let mut reports = Vec::new();
        let filled = fill_with(&db, &bank, by_blocks(mode), |progress| reports.push(progress)).await.expect("filled");
        assert_eq!(i64::try_from(filled.found).expect("small"), found);
        assert_eq!((filled.counts, filled.fingerprint), (bank.counts(), expected(bank.plan())));
        assert_eq!(fingerprint::read(&db).await.expect("rows"), filled.fingerprint, "{mode:?}");
        assert!(reports.first().is_some_and(|first| first.rows > filled.found), "counted on");
        assert_eq!(number(&db, "SELECT COUNT(*) FROM gen_run WHERE status = 'complete'").await, 1);
    }
}

#[tokio::test]
async fn a_filling_that_ended_early_is_not_completed_with_another_plan() {
    let db = empty().await;
    stopped_after(&db, &bank(2_600, 7), 1).await;
    let before = fingerprint::read(&db).await.expect("rows");
    for other in [bank(2_600, 8), bank(2_601, 7)] {
        let error = fill_with(&db, &other, by_blocks(Mode::Resumable), |_| ()).await.expect_err("refused");
        assert!(matches!(error, FillError::OtherPlan { .. }), "{error}");
        assert!(error.to_string().contains("give the numbers of that one again"), "{error}");
    }
    assert_eq!(fingerprint::read(&db).await.expect("rows"), before);
}

#[tokio::test]
async fn a_complete_filling_is_not_repeated() {
    let db = empty().await;
    let bank = bank(30, 7);
    fill_with(&db, &bank, by_blocks(Mode::Resumable), |_| ()).await.expect("filled");
    let again = fill_with(&db, &bank, by_blocks(Mode::Resumable), |_| ()).await.expect("nothing to do");
    assert_eq!((again.found, again.fingerprint), (bank.counts().total(), expected(bank.plan())));
    let atomic = fill_with(&db, &bank, by_blocks(Mode::Atomic), |_| ()).await;
    assert!(matches!(atomic, Err(FillError::NotEmpty { table: "customer" })), "{atomic:?}");
}

#[tokio::test]
async fn a_second_seeder_is_told_so_between_two_chunks_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("bank.db").display());
    let connect = || async { Database::connect(url.clone()).await.expect("a database") };
    let (first, second) = (connect().await, connect().await);
    tellergraph_migration::migrate(&first).await.expect("tables");
    let bank = bank(2_600, 7);
    let (begun, mut waiting) = tokio::sync::mpsc::unbounded_channel();
    let filling = fill_with(&first, &bank, by_blocks(Mode::Resumable), |_| {
        // Between two transactions: the receiver lives until the end.
        let _ = begun.send(());
    });
    tokio::pin!(filling);
    let mut refused = 0;
    let filled = loop {
        tokio::select! {
            biased;
            _ = waiting.recv() => {
                let begun = std::time::Instant::now();
                let error = fill_with(&second, &bank, by_blocks(Mode::Resumable), |_| ()).await.expect_err("refused");
                assert!(matches!(error, FillError::Busy), "{error}");
                assert!(begun.elapsed().as_secs() < 4, "without waiting for it");
                refused += 1;
            }
            filled = &mut filling => break filled.expect("filled"),
        }
    };
    assert!(refused > 2, "{refused}");
    assert_eq!(fingerprint::read(&second).await.expect("rows"), filled.fingerprint);
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|file| file.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("seeding")), "{left:?}");
}

#[tokio::test]
async fn a_filling_without_protection_is_noted() {
    for (unsafe_fast, noted) in [(true, 1), (false, 0)] {
        let db = empty().await;
        let options = FillOptions { unsafe_fast, ..by_blocks(Mode::Atomic) };
        fill_with(&db, &bank(30, 7), options, |_| ()).await.expect("filled");
        assert_eq!(number(&db, "SELECT unsafe_fast FROM gen_run").await, noted);
    }
}

#[tokio::test]
async fn a_database_that_may_not_grow_is_told_full_and_left_as_it_was() {
    for mode in [Mode::Atomic, Mode::Resumable] {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("bank.db").display());
        let free = Database::connect(url.clone()).await.expect("a database");
        tellergraph_migration::migrate(&free).await.expect("tables");
        let pages = number(&free, "PRAGMA page_count").await + 9_000;
        let mut options = ConnectOptions::new(url);
        options.map_sqlx_sqlite_opts(move |sqlite| sqlite.pragma("max_page_count", pages.to_string()));
        let narrow = Database::connect(options).await.expect("a database");
        let bank = bank(3_000, 7);
        let error = fill_with(&narrow, &bank, by_blocks(mode), |_| ()).await.expect_err("no room");
        assert!(error.to_string().ends_with(": the disk is full"), "{error}");
        let there = rows(&free).await;
        assert_eq!(there == 0, mode == Mode::Atomic, "{there}");
        if mode == Mode::Resumable {
            let filled = fill_with(&free, &bank, by_blocks(mode), |_| ()).await.expect("there is room now");
            assert_eq!(i64::try_from(filled.found).expect("small"), there);
            assert_eq!(fingerprint::read(&free).await.expect("rows"), expected(bank.plan()));
        }
    }
}
