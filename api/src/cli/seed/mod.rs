//! `tellergraph seed`, `tellergraph seed verify`, `tellergraph seed profile`, and the made-up bank of an empty start.

mod profile;
mod verify;

use chrono::NaiveDate;
use clap::Subcommand;
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use tellergraph_migration::{SchemaStatus, migrate};
use tellergraph_seeder::{Plan, fill};

use super::{Failure, console, console::Progress, segment};
use crate::{
    config::Config,
    database,
    store::{StoreError, refresh::Options},
};

#[derive(Clone, Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// How many customers the bank has.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    customers: Option<u64>,
    /// The number all chance is drawn from: the same number gives the same bank.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The last day that has bookings, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Measure how far a made-up bank is from what it is meant to look like.
    Profile(profile::Arguments),
    /// Hold a made-up bank against everything that is promised of it.
    Verify(verify::Arguments),
}

/// A snapshot of a database that is looked at: nothing is written to it.
async fn snapshot(config: &Config, database: &DatabaseConnection) -> Result<DatabaseTransaction, Failure> {
    if database::schema_status(&config.database, database).await? != SchemaStatus::Current {
        let url = &config.database.url;
        return Err(Failure::new(format!("the schema of {url} is not current: run `tellergraph migrate`")));
    }
    Ok(database::begin_snapshot(database).await.map_err(StoreError::Transaction)?)
}

/// Fills an empty database, whose tables are made first if they are not there.
pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Some(Command::Profile(arguments)) => return profile::run(config, arguments).await,
        Some(Command::Verify(arguments)) => return verify::run(config, arguments).await,
        None => {}
    }
    let plan = Plan::new(
        arguments.customers.unwrap_or(u64::from(config.demo.customers)),
        arguments.seed.unwrap_or(config.demo.seed),
        arguments.as_of.unwrap_or(config.demo.as_of),
    )?;
    let database = database::connect(&config.database).await?;
    for name in migrate(&database).await?.names {
        console::tell(&format!("ran {name}"));
    }
    fill_with(config, &database, &plan).await?;
    database::close(database).await;
    Ok(())
}

/// Writes the bank of `plan` and its segments, and tells how far it is.
pub(super) async fn fill_with(config: &Config, database: &DatabaseConnection, plan: &Plan) -> Result<(), Failure> {
    let started = std::time::Instant::now();
    let mut progress = Progress::new("customers");
    let filled = fill(database, plan, |step| progress.at(step.customers, step.of)).await;
    progress.end();
    let counts = filled?;
    console::tell(&format!(
        "filled the database with {} customers and {} rows in all, in {:.1} s",
        counts.customers,
        counts.total(),
        started.elapsed().as_secs_f32()
    ));
    segment::refresh_at(database, &config.segmentation.effective().rules, plan.as_of(), Options::default()).await
}
