//! `tellergraph segment refresh`, `tellergraph segment rules`

use chrono::NaiveDate;
use clap::Subcommand;
use sea_orm::DatabaseConnection;
use tellergraph_migration::migrate;
use tellergraph_segmentation::{Rules, rules::DEFAULT_TOML};

use super::{Failure, console, console::Progress};
use crate::{clock::Clock, config::Config, database, store::refresh::refresh};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Give every customer the answers of the segmentation rules, in place of those so far.
    Refresh {
        /// The date the answers are about, as YYYY-MM-DD; today in the bank's time zone when it is left out.
        #[arg(long, value_name = "DATE")]
        as_of: Option<NaiveDate>,
    },
    /// Print the rules that are built in, as the file to begin rules of one's own with.
    Rules,
}

pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    match arguments.command {
        Command::Refresh { as_of } => refresh_of(config, as_of).await,
        Command::Rules => console::print(DEFAULT_TOML),
    }
}

/// Refreshes the segments of a database, whose tables are made first if they are not there.
async fn refresh_of(config: &Config, as_of: Option<NaiveDate>) -> Result<(), Failure> {
    let as_of = as_of.unwrap_or_else(|| Clock::System.today(config.bank.time_zone));
    let database = database::connect(&config.database).await?;
    for name in migrate(&database).await?.names {
        console::tell(&format!("ran {name}"));
    }
    refresh_at(&database, &config.segmentation.effective().rules, as_of).await?;
    database::close(database).await;
    Ok(())
}

/// Refreshes the segments and tells how far it is.
pub(super) async fn refresh_at(database: &DatabaseConnection, rules: &Rules, as_of: NaiveDate) -> Result<(), Failure> {
    let started = std::time::Instant::now();
    let mut progress = Progress::new("segments");
    let computed_at = Clock::System.now().naive_utc();
    let refreshed = refresh(database, rules, as_of, computed_at, |step| progress.at(step.done, step.total)).await;
    progress.end();
    let refreshed = refreshed?;
    console::tell(&format!(
        "gave {} customers their segments as of {}, in {:.1} s",
        refreshed.customers,
        refreshed.as_of,
        started.elapsed().as_secs_f32()
    ));
    Ok(())
}
