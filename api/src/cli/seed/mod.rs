//! `tellergraph seed`, `tellergraph seed verify`, `tellergraph seed profile`, and the made-up bank of an empty start.

mod advance;
mod demo_login;
mod dirty;
mod elsewhere;
mod plan;
mod profile;
mod scale;
mod truth;
mod verify;

use std::{num::NonZeroU64, path::PathBuf};

use clap::Subcommand;
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use tellergraph_migration::{SchemaStatus, migrate};
use tellergraph_seeder::truth::TruthWriter;
use tellergraph_seeder::{FillError, FillOptions, Mode, Plan, fill_with};

pub(super) use self::plan::demo_plan;
use self::{
    elsewhere::Elsewhere,
    plan::{ChangeArguments, PlanArguments, Planned},
};
use super::{Failure, console, console::Progress, segment};
use crate::{
    config::Config,
    database,
    store::{StoreError, refresh},
};

#[derive(Clone, Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    plan: PlanArguments,
    #[command(flatten)]
    changes: ChangeArguments,
    #[command(flatten)]
    manifest: dirty::ManifestArguments,
    #[command(flatten)]
    elsewhere: Elsewhere,
    /// Write what is true of the people to a new file: JSON, a line each, for `segment accuracy`. Keep it where
    /// the server does not read.
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    truth: Option<PathBuf>,
    /// The bank as `seed advance` leaves it after so many days: lives are told from --as-of, and go on from there.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    advanced: u32,
    /// Commit the rows part by part, as is done above 10,000 customers anyway: when this ends early, the same command
    /// goes on where it was.
    #[arg(long)]
    resumable: bool,
    /// With --resumable: about how many rows are committed together.
    #[arg(long, value_name = "N", requires = "resumable")]
    chunk_rows: Option<NonZeroU64>,
    /// Leave out what protects the rows while they are written from a machine that goes down. The database may be
    /// damaged then; never do it beside rows that matter.
    #[arg(long)]
    unsafe_fast: bool,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Let a made-up bank live on for some days: add their rows. Give the numbers that it was filled with.
    Advance(advance::Arguments),
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

impl Arguments {
    fn options(&self, plan: &Plan) -> FillOptions {
        let options = FillOptions::for_customers(plan.customers());
        let mode = if self.resumable { Mode::Resumable } else { options.mode };
        let chunk_rows = self.chunk_rows.unwrap_or(options.chunk_rows);
        FillOptions { mode, unsafe_fast: self.unsafe_fast, chunk_rows }
    }
}

/// Fills an empty database, whose tables are made first if they are not there, or completes one.
pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Some(Command::Advance(arguments)) => return advance::run(config, arguments).await,
        Some(Command::Profile(arguments)) => return profile::run(config, arguments).await,
        Some(Command::Verify(arguments)) => return verify::run(config, arguments).await,
        None => {}
    }
    let planned = Planned::from(arguments.plan.plan(config, &arguments.changes)?.advanced(arguments.advanced)?);
    let is_made = !arguments.elsewhere.only_tells();
    let manifest = if is_made { arguments.manifest.write(&planned)? } else { None };
    let truth = arguments.truth.as_deref().map(|path| truth::tell(planned.bank(), path)).transpose()?;
    fill_or_write(config, arguments, &planned).await?;
    // The rows are there: now the lists about them may be.
    arguments.manifest.keep(manifest)?;
    truth.map_or(Ok(()), TruthWriter::finish)?;
    if is_made { demo_login::tell(&planned) } else { Ok(()) }
}

async fn fill_or_write(config: &Config, arguments: &Arguments, planned: &Planned) -> Result<(), Failure> {
    if arguments.elsewhere.are_given() {
        return elsewhere::run(planned, &arguments.elsewhere).await;
    }
    let options = arguments.options(planned.plan());
    if arguments.unsafe_fast {
        console::tell("--unsafe-fast: if this machine goes down before the end, the database may be damaged");
    }
    let database = database::connect(&config.database).await?;
    for name in migrate(&database).await?.names {
        console::tell(&format!("ran {name}"));
    }
    fill_with_segments(config, &database, planned, options).await?;
    database::close(database).await;
    Ok(())
}

/// Writes the bank of `plan` and its segments in one go, and tells how far it is.
pub(super) async fn fill_demo(config: &Config, database: &DatabaseConnection, plan: Plan) -> Result<(), Failure> {
    let options = FillOptions { mode: Mode::Atomic, ..FillOptions::for_customers(plan.customers()) };
    fill_with_segments(config, database, &plan.into(), options).await
}

async fn fill_with_segments(
    config: &Config,
    database: &DatabaseConnection,
    planned: &Planned,
    options: FillOptions,
) -> Result<(), Failure> {
    let started = std::time::Instant::now();
    let as_of = planned.plan().as_of();
    let mut progress = Progress::new("customers");
    let filled = fill_with(database, planned.bank(), options, |step| progress.at(step.customers, step.of)).await;
    progress.end();
    let filled = filled.map_err(|error| {
        let stays = !matches!(error, FillError::NotEmpty { .. } | FillError::OtherPlan { .. } | FillError::Busy);
        let failure = Failure::from(error);
        if stays && options.mode == Mode::Resumable {
            return failure.with("what was committed stays: the same command goes on from there");
        }
        failure
    })?;
    let found = match filled.found {
        0 => String::new(),
        found => format!(", of which {found} were there already"),
    };
    console::tell(&format!(
        "filled the database with {} customers and {} rows in all{found}, in {:.1} s",
        filled.counts.customers,
        filled.counts.total(),
        started.elapsed().as_secs_f32()
    ));
    let rules = &config.segmentation.effective().rules;
    segment::refresh_at(database, rules, as_of, refresh::Options::default()).await
}
