//! `tellergraph seed advance --days N`: a made-up bank lives on.

use std::path::PathBuf;

use sea_orm::DatabaseConnection;
use tellergraph_seeder::truth::TruthWriter;
use tellergraph_seeder::{AdvanceError, verify};

use super::plan::{ChangeArguments, PlanArguments, Planned};
use super::truth;
use crate::cli::{Failure, console, console::Progress, segment};
use crate::config::Config;
use crate::database;
use crate::store::refresh;

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// By how many days.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    days: u32,
    #[command(flatten)]
    plan: PlanArguments,
    /// Write what is true of the people afterwards to a new file, for `segment accuracy`.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

/// Adds the rows of the days to come, and brings balances, standings and segments up to date.
pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    let planned = arguments.plan.plan(config, &ChangeArguments::default())?;
    let database = database::connect(&config.database).await?;
    let snapshot = super::snapshot(config, &database).await?;
    let recorded = verify::recorded(&snapshot).await?;
    drop(snapshot);
    let Some(recorded) = recorded else {
        return Err(AdvanceError::NoBank.into());
    };
    let lived = recorded.as_of.signed_duration_since(planned.anchor()).num_days();
    let lived = u32::try_from(lived).map_err(|_| {
        Failure::new(format!("the bank in the database ends on {}: give --as-of as when it was filled", recorded.as_of))
    })?;
    let before = planned.clone().advanced(lived)?;
    let after = planned.advanced(lived.saturating_add(arguments.days))?;
    let (before, after) = (Planned::from(before), Planned::from(after));
    let truth = arguments.truth.as_deref().map(|path| truth::tell(after.bank(), path)).transpose()?;
    advance(config, &database, &before, &after).await?;
    truth.map_or(Ok(()), TruthWriter::finish)?;
    database::close(database).await;
    Ok(())
}

async fn advance(
    config: &Config,
    database: &DatabaseConnection,
    before: &Planned,
    after: &Planned,
) -> Result<(), Failure> {
    let started = std::time::Instant::now();
    let as_of = after.plan().as_of();
    let mut progress = Progress::new("customers");
    let advanced =
        tellergraph_seeder::advance(database, before.bank(), after.bank(), |step| progress.at(step.customers, step.of))
            .await;
    progress.end();
    let advanced = advanced?;
    console::tell(&format!(
        "advanced the bank to {as_of}: {} rows were added and {} changed, in {:.1} s",
        advanced.added,
        advanced.changed,
        started.elapsed().as_secs_f32()
    ));
    segment::refresh_at(database, &config.segmentation.effective().rules, as_of, refresh::Options::default()).await
}
