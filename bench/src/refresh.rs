//! `bench refresh`

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate, NaiveDateTime};
use futures_util::TryStreamExt as _;
use sea_orm::sea_query::{Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, PaginatorTrait, StreamTrait};
use tellergraph_api::config::{Config, DatabaseUrl};
use tellergraph_api::database::connect;
use tellergraph_api::store::refresh::{Options, Refreshed, refresh_with};
use tellergraph_entity::{
    account, communication_log, credit_history, customer, payment, relationship, security, transaction,
};
use tellergraph_migration::migrate;
use tellergraph_seeder::{Plan, fill};
use tellergraph_segmentation::Rules;

use crate::Failure;
use crate::density::multiply;
use crate::tell;
use crate::usage::{forget_peak, peak_in_megabytes, processor_time};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The database to measure on; an empty one is filled with a made-up bank first. Its rows are changed.
    #[arg(long, value_name = "URL")]
    database_url: String,
    /// How many customers the made-up bank has.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    customers: u64,
    /// How many copies of each transaction, payment and communication the made-up bank has besides.
    #[arg(long, value_name = "N", default_value_t = 0)]
    copies: u32,
    /// The last day that has bookings in the made-up bank, and the date of the refreshes.
    #[arg(long, value_name = "DATE", default_value = "2026-06-29")]
    as_of: NaiveDate,
}

/// One line of the outcome.
struct Line {
    what: &'static str,
    took: Duration,
    /// Time of the processors, of this process alone.
    worked: Option<Duration>,
    rows: u64,
    peak: Option<u64>,
}

/// Measures, and gives the outcome as a table.
pub(crate) async fn run(arguments: &Arguments) -> Result<String, Failure> {
    let mut config = Config::documented()?;
    config.database.url = DatabaseUrl::parse(&arguments.database_url)?;
    let db = connect(&config.database).await?;
    migrate(&db).await?;
    if customer::Entity::find().count(&db).await? == 0 {
        let begun = Instant::now();
        fill(&db, &Plan::new(arguments.customers, 7, arguments.as_of)?, |_| {}).await?;
        multiply(&db, arguments.copies).await?;
        tell(&format!("filled the database in {:.1} s", begun.elapsed().as_secs_f32()));
        analyze(&db).await?;
    }
    let as_of = arguments.as_of;
    // Once for nothing: caches are warm for all that follow.
    refreshed(&db, as_of, true).await?;
    let mut lines = Vec::new();
    for what in ["read and discard, one sorted SELECT a table", "the same again"] {
        lines.push(measured(what, async || read_and_discard(&db).await).await?);
    }
    let answered = |refreshed: Refreshed| refreshed.answered;
    lines.push(measured("refresh of everybody", async || Ok(answered(refreshed(&db, as_of, true).await?))).await?);
    lines.push(measured("the same again", async || Ok(answered(refreshed(&db, as_of, true).await?))).await?);
    lines.push(measured("refresh after no change", async || Ok(answered(refreshed(&db, as_of, false).await?))).await?);
    db.execute_unprepared("UPDATE accounts SET balance = balance + 1 WHERE customer_id % 100 = 7").await?;
    lines
        .push(measured("refresh after 1 % changed", async || Ok(answered(refreshed(&db, as_of, false).await?))).await?);
    let next = as_of + Days::new(1);
    lines.push(measured("refresh of the next day", async || Ok(answered(refreshed(&db, next, false).await?))).await?);
    Ok(table(&lines))
}

async fn refreshed(db: &DatabaseConnection, as_of: NaiveDate, full: bool) -> Result<Refreshed, Failure> {
    let computed_at: NaiveDateTime = as_of.and_time(chrono::NaiveTime::MIN);
    let options = Options { full, ..Options::default() };
    Ok(refresh_with(db, &Rules::default(), as_of, computed_at, options, |_| {}).await?)
}

async fn measured(what: &'static str, work: impl AsyncFnOnce() -> Result<u64, Failure>) -> Result<Line, Failure> {
    forget_peak();
    let worked_before = processor_time();
    let begun = Instant::now();
    let rows = work().await?;
    let took = begun.elapsed();
    let worked = processor_time().zip(worked_before).map(|(after, before)| after.saturating_sub(before));
    let line = Line { what, took, worked, rows, peak: peak_in_megabytes() };
    tell(&format!("{what}: {:.2} s", line.took.as_secs_f32()));
    Ok(line)
}

/// A bank that was filled a moment ago is unknown to the planner.
async fn analyze(db: &DatabaseConnection) -> Result<(), Failure> {
    if db.get_database_backend() != sea_orm::DbBackend::MySql {
        db.execute_unprepared("ANALYZE").await?;
    }
    Ok(())
}

/// Reads what the rules look at, each table in the order of whose rows they are, and tells how many rows there were.
async fn read_and_discard(db: &DatabaseConnection) -> Result<u64, Failure> {
    use {
        account::Column as A, communication_log::Column as L, credit_history::Column as H, customer::Column as C,
        payment::Column as P, relationship::Column as R, security::Column as S, transaction::Column as T,
    };
    let statements = [
        sorted(customer::Entity, &[C::CustomerId, C::DateOfBirth, C::Address], &[C::CustomerId]),
        sorted(
            relationship::Entity,
            &[R::RelationshipId, R::Customer1Id, R::Customer2Id, R::RelationshipType],
            &[R::Customer1Id, R::RelationshipId],
        ),
        sorted(
            account::Entity,
            &[A::AccountId, A::CustomerId, A::AccountType, A::Status, A::Balance],
            &[A::CustomerId, A::AccountId],
        ),
        sorted(
            transaction::Entity,
            &[T::TransactionId, T::AccountId, T::TransactionType, T::Amount, T::TransactionDate, T::Notes],
            &[T::AccountId, T::TransactionDate, T::TransactionId],
        ),
        sorted(
            payment::Entity,
            &[P::PaymentId, P::AccountId, P::Amount, P::PaymentDate, P::PaymentMethod],
            &[P::AccountId, P::PaymentDate, P::PaymentId],
        ),
        sorted(
            communication_log::Entity,
            &[L::LogId, L::CustomerId, L::CommunicationType, L::Timestamp, L::Summary],
            &[L::CustomerId, L::Timestamp, L::LogId],
        ),
        sorted(
            security::Entity,
            &[S::SecurityId, S::CustomerId, S::Username, S::AccessLevel],
            &[S::CustomerId, S::SecurityId],
        ),
        sorted(
            credit_history::Entity,
            &[H::CreditId, H::CustomerId, H::CreditScore, H::CreditUtilization, H::PaymentHistory],
            &[H::CustomerId, H::CreditId],
        ),
    ];
    let mut rows = 0;
    for statement in &statements {
        let mut stream = db.stream(statement).await?;
        while stream.try_next().await?.is_some() {
            rows += 1;
        }
    }
    Ok(rows)
}

fn sorted<E: EntityTrait>(entity: E, columns: &[E::Column], order: &[E::Column]) -> SelectStatement {
    let mut select = Query::select();
    select.columns(columns.iter().copied()).from(entity);
    for column in order {
        select.order_by(*column, Order::Asc);
    }
    select
}

/// Each line with its part of the second reading and of the second refresh of everybody.
fn table(lines: &[Line]) -> String {
    let took = |at: usize| lines.get(at).map_or(Duration::ZERO, |line| line.took).as_secs_f64().max(f64::MIN_POSITIVE);
    let (reading, everybody) = (took(1), took(3));
    let mut table =
        String::from("| what | seconds | of reading | of everybody | processor, s | rows or customers | peak, MB |\n");
    table.push_str("|---|---:|---:|---:|---:|---:|---:|\n");
    for Line { what, took, worked, rows, peak } in lines {
        let seconds = took.as_secs_f64();
        let worked = worked.map_or_else(|| "?".to_owned(), |worked| format!("{:.2}", worked.as_secs_f64()));
        let peak = peak.map_or_else(|| "?".to_owned(), |peak| peak.to_string());
        // Writing into a string does not fail.
        let _ = writeln!(
            table,
            "| {what} | {seconds:.2} | {:.2} | {:.3} | {worked} | {rows} | {peak} |",
            seconds / reading,
            seconds / everybody
        );
    }
    table
}
