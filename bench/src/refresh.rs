//! `bench refresh`

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate, NaiveDateTime};
use futures_util::TryStreamExt as _;
use sea_orm::sea_query::{Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, PaginatorTrait, StreamTrait};
use tellergraph_api::config::{Config, DatabaseUrl};
use tellergraph_api::database::connect;
use tellergraph_api::store::refresh::{Options, refresh_with};
use tellergraph_entity::{
    account, communication_log, credit_history, customer, payment, relationship, security, transaction,
};
use tellergraph_migration::migrate;
use tellergraph_seeder::{Plan, fill};
use tellergraph_segmentation::Rules;

use crate::Failure;
use crate::density::multiply;
use crate::tell;
use crate::usage::{forget_peak, peak_in_megabytes, processor_time, processor_time_of};

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
    /// The process of a database server on this machine, whose time of the processors is told besides.
    #[arg(long, value_name = "PID")]
    server: Option<u32>,
    /// How often all is measured, one after the other; the table has the median of each.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

/// What is measured in each round, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Reading,
    Everybody,
    NoChange,
    FewChanged,
    NextDay,
}

impl What {
    const ALL: [Self; 5] = [Self::Reading, Self::Everybody, Self::NoChange, Self::FewChanged, Self::NextDay];

    fn name(self) -> &'static str {
        match self {
            Self::Reading => "read and discard, one sorted SELECT a table",
            Self::Everybody => "refresh of everybody",
            Self::NoChange => "refresh after no change",
            Self::FewChanged => "refresh after 1 % changed",
            Self::NextDay => "refresh of the next day",
        }
    }
}

/// How one of these went in one round.
struct Measured {
    what: What,
    took: Duration,
    /// Time of the processors, of this process.
    worked: Option<Duration>,
    /// The same of the server.
    served: Option<Duration>,
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
    // Once for nothing: caches are warm for all that follow.
    answer(&db, arguments.as_of, true).await?;
    let mut rounds = Vec::new();
    for _ in 0..arguments.rounds {
        let mut round = Vec::new();
        for what in What::ALL {
            round.push(measured(&db, arguments, what).await?);
        }
        rounds.push(round);
    }
    Ok(table(&rounds))
}

/// Does what is to be measured, and tells how many rows or customers that were.
async fn done(db: &DatabaseConnection, what: What, as_of: NaiveDate) -> Result<u64, Failure> {
    match what {
        What::Reading => read_and_discard(db).await,
        What::Everybody => answer(db, as_of, true).await,
        What::NoChange | What::FewChanged => answer(db, as_of, false).await,
        What::NextDay => answer(db, as_of + Days::new(1), false).await,
    }
}

/// Refreshes, and tells how many customers were answered.
async fn answer(db: &DatabaseConnection, as_of: NaiveDate, full: bool) -> Result<u64, Failure> {
    let computed_at: NaiveDateTime = as_of.and_time(chrono::NaiveTime::MIN);
    let options = Options { full, ..Options::default() };
    Ok(refresh_with(db, &Rules::default(), as_of, computed_at, options, |_| {}).await?.answered)
}

async fn measured(db: &DatabaseConnection, arguments: &Arguments, what: What) -> Result<Measured, Failure> {
    if what == What::FewChanged {
        db.execute_unprepared("UPDATE accounts SET balance = balance + 1 WHERE customer_id % 100 = 7").await?;
    }
    forget_peak();
    let processors = || (processor_time(), arguments.server.and_then(processor_time_of));
    let (worked, served) = processors();
    let begun = Instant::now();
    let rows = done(db, what, arguments.as_of).await?;
    let took = begun.elapsed();
    let (worked_by_now, served_by_now) = processors();
    let since = |now: Option<Duration>, then: Option<Duration>| Some(now?.saturating_sub(then?));
    let (worked, served) = (since(worked_by_now, worked), since(served_by_now, served));
    tell(&format!("{}: {:.2} s", what.name(), took.as_secs_f32()));
    Ok(Measured { what, took, worked, served, rows, peak: peak_in_megabytes() })
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

/// The median of each over the rounds, with that of its parts of the reading and of the refresh of everybody in the same
/// round: by seconds, and by the time of the processors here and there.
fn table(rounds: &[Vec<Measured>]) -> String {
    let mut table = String::from(
        "| what | seconds | of reading | of everybody | processors here, s | and of the server, s | of reading | \
         of everybody | rows or customers | peak, MB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let seconds = |of: &Measured| Some(of.took.as_secs_f64());
    let here = |of: &Measured| Some(of.worked?.as_secs_f64());
    let there = |of: &Measured| Some(of.served?.as_secs_f64());
    let both = |of: &Measured| Some(here(of)? + there(of).unwrap_or_default());
    for what in What::ALL {
        let of = |what: What, round: &'_ [Measured], value: &dyn Fn(&Measured) -> Option<f64>| {
            round.iter().find(|measured| measured.what == what).and_then(value)
        };
        let each = |value: &dyn Fn(&Measured) -> Option<f64>| {
            median(rounds.iter().map(|round| of(what, round, value)).collect())
        };
        let part = |whole: What, value: &dyn Fn(&Measured) -> Option<f64>| {
            let parts = rounds
                .iter()
                .map(|round| Some(of(what, round, value)? / of(whole, round, value)?.max(f64::MIN_POSITIVE)));
            median(parts.collect())
        };
        let parts = |value: &dyn Fn(&Measured) -> Option<f64>| {
            format!("{} | {}", shown(part(What::Reading, value), 2), shown(part(What::Everybody, value), 3))
        };
        #[expect(clippy::cast_precision_loss, reason = "there are not that many rows or megabytes")]
        let (rows, peak) = (each(&|of| Some(of.rows as f64)), each(&|of| Some(of.peak? as f64)));
        // Writing into a string does not fail.
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            what.name(),
            shown(each(&seconds), 2),
            parts(&seconds),
            shown(each(&here), 2),
            shown(each(&there), 2),
            parts(&both),
            shown(rows, 0),
            shown(peak, 0),
        );
    }
    table
}

/// The middle one, or the lesser of the two in the middle; `None` when one is not known.
fn median(values: Vec<Option<f64>>) -> Option<f64> {
    let mut values = values.into_iter().collect::<Option<Vec<f64>>>()?;
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied()
}

fn shown(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "?".to_owned(), |value| format!("{value:.decimals$}"))
}
