//! Each kind of fault by itself in a bank that has no other.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database as Orm, TransactionTrait as _};
use tellergraph_seeder::dirty::{Defect, DefectKind as Kind};
use tellergraph_seeder::verify::{Check, Expectation, Outcome, verify};
use tellergraph_seeder::{Bank, Plan, PlanOptions, fill};
use tellergraph_tests::Failure;
use tellergraph_tests::engine::{Database, Engine};

const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

fn plan(dirty: u32) -> Result<Plan, Failure> {
    // Enough relationships for each kind, and few bookings.
    let options = PlanOptions { months: 3, intensity: 100, dirty, ..PlanOptions::default() };
    Ok(Plan::with(1_500, 7, AS_OF, options)?)
}

/// The check that is made for such a fault; `None` where only the fingerprint tells.
fn check(defect: &Defect) -> Option<Check> {
    Some(match (defect.table, defect.kind) {
        (_, Kind::LegacyWord) => Check::Codes,
        (_, Kind::InFuture | Kind::BirthInFuture) => Check::EndDate,
        ("accounts", Kind::ClosedWithBalance) => Check::EventOrder,
        // A booking that is there twice, or has another sign.
        ("transactions", Kind::Duplicate) => Check::Balances,
        ("payments", Kind::Unmirrored) => Check::MirroredPayments,
        (_, Kind::ScoreOutOfRange) => Check::ScoreRange,
        (_, Kind::UtilizationOverWhole) => Check::Utilization,
        (_, Kind::SecondSpouse) => Check::Spouses,
        _ => return None,
    })
}

fn key_of(table: &str) -> &'static str {
    match table {
        "customer" => "customer_id",
        "accounts" => "account_id",
        "transactions" => "transaction_id",
        "payments" => "payment_id",
        "credit_history" => "credit_id",
        "relationships" => "relationship_id",
        "communication_log" => "log_id",
        _ => "compliance_id",
    }
}

/// What makes a row of the clean bank that of the spoiled one.
fn spoil(defect: &Defect) -> String {
    let (table, key, column) = (defect.table, defect.key, key_of(defect.table));
    let columns = match (defect.column, defect.kind) {
        (None, _) => return format!("INSERT INTO main.{table} SELECT * FROM spoiled.{table} WHERE {column} = {key}"),
        (Some(_), Kind::Reversed) => vec!["customer1_id", "customer2_id"],
        (Some(column), _) => vec![column],
    };
    let sets: Vec<_> = columns
        .iter()
        .map(|set| format!("{set} = (SELECT {set} FROM spoiled.{table} WHERE {column} = {key})"))
        .collect();
    format!("UPDATE main.{table} SET {} WHERE {column} = {key}", sets.join(", "))
}

#[tokio::test]
async fn every_kind_of_fault_is_flagged_when_it_is_the_only_one() -> Result<(), Failure> {
    let (clean, spoiled) = (Database::create(Engine::Sqlite).await?, Database::create(Engine::Sqlite).await?);
    for (database, plan) in [(&clean, plan(0)?), (&spoiled, plan(200)?)] {
        let db = database.connect().await?;
        fill(&db, &plan, |_| {}).await?;
        db.close().await?;
    }
    let mut defects = BTreeMap::new();
    let bank = Bank::of(plan(200)?);
    for index in 0..bank.block_count() {
        for defect in bank.block_with_defects(index).1 {
            defects.entry((defect.table, defect.kind)).or_insert(defect);
        }
    }
    let mut options = ConnectOptions::new(clean.url.clone());
    options.max_connections(1).sqlx_logging(false);
    let db = Orm::connect(options).await?;
    let file = spoiled.url.trim_start_matches("sqlite://");
    db.execute_unprepared(&format!("ATTACH DATABASE '{file}' AS spoiled")).await?;

    let mut kinds: Vec<_> = defects.keys().map(|(_, kind)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 24, "{kinds:?}");
    for defect in defects.values() {
        let transaction = db.begin().await?;
        let changed = transaction.execute_unprepared(&spoil(defect)).await?;
        assert_eq!(changed.rows_affected(), 1, "{defect:?}");
        let expectation =
            Expectation { as_of: AS_OF, truth: None, password_time: Duration::ZERO, leave_out: Vec::new() };
        let report = verify(&transaction, expectation).await?;
        transaction.rollback().await?;
        let violated: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.outcome == Outcome::Violated)
            .map(|finding| finding.check)
            .collect();
        assert!(violated.contains(&Check::Fingerprint), "{defect:?}: {violated:?}");
        let added = defect.column.is_none();
        assert_eq!(violated.contains(&Check::PlannedCounts), added, "{defect:?}: {violated:?}");
        if let Some(check) = check(defect) {
            assert!(violated.contains(&check), "{defect:?}: {violated:?}");
        }
    }
    // Nothing is left of them.
    let expectation = Expectation { as_of: AS_OF, truth: None, password_time: Duration::ZERO, leave_out: Vec::new() };
    assert_eq!(verify(&db, expectation).await?.count(Outcome::Violated), 0);
    Ok(())
}
