//! Whether a made-up bank is what was promised of it, on every engine.

mod broken;
mod told;

use std::time::Duration;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, StreamTrait};
use tellergraph_seeder::truth::{
    AgeGroup, Level, Preference, Propensity, Stage, TrueIncome, Truth, TruthHeader, TruthReader,
};
use tellergraph_seeder::verify::{Check, Expectation, Outcome, Report, verify};
use tellergraph_seeder::{Plan, fill};
use tellergraph_tests::Failure;
use tellergraph_tests::engine::{Database, Engine};

type Done = Result<(), Failure>;

/// The last day that has rows.
const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
/// Enough for every kind of row that is broken here.
const CUSTOMERS: i64 = 120;
/// Checks that any change of a row breaks.
const OF_A_RUN: [Check; 2] = [Check::PlannedCounts, Check::Fingerprint];

struct Bank {
    db: DatabaseConnection,
    #[expect(dead_code, reason = "held for its end")]
    database: Database,
}

async fn bank(engine: Engine) -> Result<Bank, Failure> {
    let database = Database::create(engine).await?;
    let db = database.connect().await?;
    fill(&db, &Plan::new(CUSTOMERS.unsigned_abs(), 7, AS_OF)?, |_| {}).await?;
    Ok(Bank { db, database })
}

/// What a verification is told beside the rows.
struct Told {
    truth: String,
    password_time: Duration,
    leave_out: Vec<Check>,
}

impl Default for Told {
    fn default() -> Self {
        Self { truth: truth(1..=CUSTOMERS), password_time: Duration::ZERO, leave_out: OF_A_RUN.to_vec() }
    }
}

async fn verified(connection: &(impl ConnectionTrait + StreamTrait), told: &Told) -> Result<Report, Failure> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("truth.jsonl");
    std::fs::write(&file, heading(&told.truth) + &told.truth)?;
    let expectation = Expectation {
        as_of: AS_OF,
        truth: Some(TruthReader::open(&file)?),
        password_time: told.password_time,
        leave_out: told.leave_out.clone(),
    };
    Ok(verify(connection, expectation).await?)
}

/// Codes of the checks that came out so.
fn codes(report: &Report, outcome: Outcome) -> Vec<&'static str> {
    let findings = report.findings.iter().filter(|finding| finding.outcome == outcome);
    findings.map(|finding| finding.check.code()).collect()
}

/// What a truth file of so many lines begins with.
fn heading(lines: &str) -> String {
    let header = TruthHeader {
        dataset_id: String::new(),
        generator_version: String::new(),
        as_of: AS_OF,
        customers: lines.lines().count() as u64,
    };
    serde_json::to_string(&header).expect("JSON") + "\n"
}

/// The lines of these customers in a truth file.
fn truth(customers: impl Iterator<Item = i64>) -> String {
    let line = |customer: i64| {
        let truth = Truth {
            customer_id: customer,
            age: 40,
            age_group: AgeGroup::MiddleAged,
            income: TrueIncome { monthly: 250_000, observable: true },
            digital: Propensity { per_mille: 500, level: Level::Medium },
            preference: Preference::Hybrid,
            stages: vec![Stage::EstablishedSingle],
            events: Vec::new(),
            household: customer,
            settled: true,
            churned: false,
            needs: Vec::new(),
        };
        serde_json::to_string(&truth).expect("JSON") + "\n"
    };
    customers.map(line).collect()
}

async fn number(connection: &impl ConnectionTrait, sql: &str) -> Result<i64, Failure> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await?.ok_or("a row")?;
    let number: Option<i64> = row.try_get_by_index(0)?;
    number.ok_or_else(|| format!("the bank has none of: {sql}").into())
}
