//! `bench load`

use std::fmt::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};
use tellergraph_migration::{down, migrate};
use tellergraph_seeder::csv::{Amounts, write_files};
use tellergraph_seeder::fingerprint::{self, Fingerprint};
use tellergraph_seeder::{Bank, FillOptions, Mode, Plan, fill_with};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use url::Url;

use crate::Failure;
use crate::tell;
use crate::usage::{forget_peak, peak_in_megabytes, processor_time};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The database to measure on. **Everything in it is taken away.**
    #[arg(long, value_name = "URL")]
    database_url: String,
    /// How many customers the made-up bank has.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    customers: u64,
    /// How often everything is measured; the least time counts.
    #[arg(long, value_name = "N", default_value_t = 3)]
    rounds: u32,
}

/// One line of the outcome.
struct Line {
    what: &'static str,
    took: Duration,
    /// What this process took of the processors, which other work on the machine does not lengthen.
    worked: Option<Duration>,
    peak: Option<u64>,
}

/// Measures, and gives the outcome as a table.
pub(crate) async fn run(arguments: &Arguments) -> Result<String, Failure> {
    let as_of: NaiveDate = "2026-06-30".parse()?;
    let begun = Instant::now();
    let bank = Arc::new(Bank::of(Plan::new(arguments.customers, 7, as_of)?));
    tell(&format!("counted the rows in {:.2} s", begun.elapsed().as_secs_f64()));
    let rows = bank.counts().total();
    let db = connect(&arguments.database_url).await?;
    let backend = db.get_database_backend();
    let amounts = if backend == DbBackend::Sqlite { Amounts::Hundredths } else { Amounts::Decimal };
    let folder = tempfile::tempdir()?;

    let mut lines: Vec<Line> = Vec::new();
    let cores = std::thread::available_parallelism()?.get();
    for round in 0..arguments.rounds {
        for (what, threads) in [("rows to nowhere, one thread", 1), ("rows to nowhere, all cores", cores)] {
            let making = async || {
                to_nowhere(&bank, threads);
                Ok(())
            };
            keep(&mut lines, timed(what, making).await?);
        }
        let files = folder.path().join(format!("round {round}"));
        let written = async || Ok(write_files(&bank, &files, amounts, |_| ()).await.map(|_| ())?);
        keep(&mut lines, timed("files, all cores", written).await?);

        emptied(&db).await?;
        without_triggers(&db).await?;
        keep(&mut lines, timed("the engine's own tool", async || by_tool(backend, arguments, &files).await).await?);
        corrected(&db).await?;
        let by_tool = fingerprint::read(&db).await?;
        for (what, mode) in [("seed, one transaction", Mode::Atomic), ("seed, resumable", Mode::Resumable)] {
            emptied(&db).await?;
            let options = FillOptions { mode, ..FillOptions::for_customers(arguments.customers) };
            let mut filled = Fingerprint::default();
            let filling = async || {
                filled = fill_with(&db, &bank, options, |_| ()).await?.fingerprint;
                Ok(())
            };
            keep(&mut lines, timed(what, filling).await?);
            if fingerprint::read(&db).await? != filled || by_tool != filled || filled.rows().total() != rows {
                return Err("the tool and the seed have not written the same rows".into());
            }
        }
        std::fs::remove_dir_all(&files)?;
    }
    Ok(table(&lines, rows, cores))
}

async fn connect(url: &str) -> Result<DatabaseConnection, Failure> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(4).sqlx_logging(false).map_sqlx_sqlite_opts(|sqlite| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        // As the product opens it.
        sqlite.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
    });
    Ok(Database::connect(options).await?)
}

/// Tables without a row.
async fn emptied(db: &DatabaseConnection) -> Result<(), Failure> {
    migrate(db).await?;
    down(db, u32::MAX).await?;
    migrate(db).await?;
    Ok(())
}

/// On `SQLite` takes away the triggers that log changes, as a seed does; the servers' tools are told in their scripts to
/// leave the log alone.
async fn without_triggers(db: &DatabaseConnection) -> Result<(), Failure> {
    let backend = db.get_database_backend();
    if backend != DbBackend::Sqlite {
        return Ok(());
    }
    let found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'tellergraph_*'";
    for row in db.query_all_raw(Statement::from_string(backend, found)).await? {
        let name: String = row.try_get_by_index(0)?;
        db.execute_unprepared(&format!("DROP TRIGGER \"{name}\"")).await?;
    }
    Ok(())
}

/// The tool of `SQLite` knows no word for what is missing: afterwards it is put right as docs/seeding.md says, which does
/// not count as its time.
async fn corrected(db: &DatabaseConnection) -> Result<(), Failure> {
    if db.get_database_backend() == DbBackend::Sqlite {
        let corrections = [
            "UPDATE customer SET email = NULLIF(email, 'NULL'), phone = NULLIF(phone, 'NULL'), \
             address = NULLIF(address, 'NULL'), date_of_birth = NULLIF(date_of_birth, 'NULL')",
            "UPDATE transactions SET notes = NULL WHERE notes = 'NULL'",
            "UPDATE compliance SET regulatory_requirements_met = NULL WHERE regulatory_requirements_met = 'NULL'",
        ];
        for correction in corrections {
            db.execute_unprepared(correction).await?;
        }
    }
    Ok(())
}

async fn timed(what: &'static str, work: impl AsyncFnOnce() -> Result<(), Failure>) -> Result<Line, Failure> {
    forget_peak();
    let (begun, before) = (Instant::now(), processor_time());
    work().await?;
    let took = begun.elapsed();
    let worked = processor_time().zip(before).map(|(after, before)| after.saturating_sub(before));
    let line = Line { what, took, worked, peak: peak_in_megabytes() };
    tell(&format!("{what}: {:.2} s", line.took.as_secs_f64()));
    Ok(line)
}

/// The least of what was measured so far.
fn keep(lines: &mut Vec<Line>, line: Line) {
    match lines.iter_mut().find(|kept| kept.what == line.what) {
        Some(kept) => {
            kept.took = kept.took.min(line.took);
            kept.worked = kept.worked.min(line.worked);
        }
        None => lines.push(line),
    }
}

/// Makes all rows and drops them.
fn to_nowhere(bank: &Bank, threads: usize) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let block = next.fetch_add(1, Ordering::Relaxed);
                    if block >= bank.block_count() {
                        break;
                    }
                    std::hint::black_box(bank.block(block));
                }
            });
        }
    });
}

/// The files' tables, parents before children.
fn tables() -> impl Iterator<Item = &'static str> {
    Fingerprint::default().tables().map(|(table, _)| table).collect::<Vec<_>>().into_iter()
}

/// Loads the files with what the engine's makers give for it, in one transaction.
async fn by_tool(backend: DbBackend, arguments: &Arguments, files: &Path) -> Result<(), Failure> {
    let file = |table: &str| files.join(format!("{table}.csv")).display().to_string();
    let mut script = String::new();
    let mut command = match backend {
        DbBackend::Sqlite => {
            // As much memory for pages as a seed takes.
            script.push_str("PRAGMA foreign_keys = ON;\nPRAGMA cache_size = -262144;\nBEGIN IMMEDIATE;\n.mode csv\n");
            for table in tables() {
                let _ = writeln!(script, ".import --skip 1 '{}' {table}", file(table));
            }
            script.push_str("COMMIT;\n");
            let path = arguments.database_url.trim_start_matches("sqlite://");
            let mut command = Command::new("sqlite3");
            command.args(["-bail", path.split('?').next().unwrap_or(path)]);
            command
        }
        DbBackend::Postgres => {
            script.push_str("BEGIN;\nSET LOCAL tellergraph.untracked = 'on';\n");
            for table in tables() {
                let _ =
                    writeln!(script, "\\copy {table} from '{}' with (format csv, header, null 'NULL')", file(table));
            }
            script.push_str("COMMIT;\n");
            let mut command = Command::new("psql");
            command.args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", &arguments.database_url]);
            command
        }
        _ => {
            script.push_str("SET @tellergraph_untracked = 1;\nSTART TRANSACTION;\n");
            for table in tables() {
                let _ = writeln!(
                    script,
                    "LOAD DATA LOCAL INFILE '{}' INTO TABLE {table} CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' \
                     OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' LINES TERMINATED BY '\\r\\n' IGNORE 1 LINES;",
                    file(table)
                );
            }
            script.push_str("COMMIT;\n");
            let url = Url::parse(&arguments.database_url)?;
            let mut command = Command::new("mariadb");
            command.args(["--no-defaults", "--local-infile=1", "--protocol=tcp"]);
            command.arg(format!("--host={}", url.host_str().unwrap_or("127.0.0.1")));
            command.arg(format!("--port={}", url.port().unwrap_or(3306)));
            command.arg(format!("--user={}", url.username()));
            command.args(url.password().map(|password| format!("--password={password}")));
            command.arg(url.path().trim_start_matches('/'));
            command
        }
    };
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
    let mut input = child.stdin.take().ok_or("the tool takes no script")?;
    input.write_all(script.as_bytes()).await?;
    drop(input);
    if child.wait().await?.success() { Ok(()) } else { Err("the engine's own tool failed".into()) }
}

/// Each line with its rows a second, and its speed in parts of the tool's.
fn table(lines: &[Line], rows: u64, cores: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a quotient for people")]
    let speed = |line: &Line| rows as f64 / line.took.as_secs_f64().max(f64::MIN_POSITIVE);
    let tool = lines.iter().find(|line| line.what == "the engine's own tool").map_or(f64::NAN, speed);
    let mut table = format!("{rows} rows on {cores} cores\n\n");
    table.push_str("| what | seconds | of processors | rows a second | of the tool's speed | peak, MB |\n|---|---:|---:|---:|---:|---:|\n");
    for line in lines {
        let peak = line.peak.map_or_else(|| "?".to_owned(), |peak| peak.to_string());
        let worked = line.worked.map_or_else(|| "?".to_owned(), |worked| format!("{:.2}", worked.as_secs_f64()));
        // Writing into a string does not fail.
        let _ = writeln!(
            table,
            "| {} | {:.2} | {worked} | {:.0} | {:.2} | {peak} |",
            line.what,
            line.took.as_secs_f64(),
            speed(line),
            speed(line) / tool
        );
    }
    table
}
