//! `tellergraph segment refresh`, `tellergraph segment explain`, `tellergraph segment accuracy`, `tellergraph segment
//! rules`

mod accuracy;
mod explain;
mod month;
mod refresh;

use clap::Subcommand;
use sea_orm::DatabaseConnection;
use tellergraph_segmentation::rules::DEFAULT_TOML;

pub(super) use self::refresh::refresh_at;
use super::{Failure, console};
use crate::config::Config;
use crate::database;
use crate::store::seeding;

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Give every customer the answers of the segmentation rules, in place of those so far.
    Refresh(refresh::Arguments),
    /// Print why the rules say what they say of one customer, down to the rows.
    Explain(explain::Arguments),
    /// Compare the segments of a made-up bank with what is true of its people.
    Accuracy(accuracy::Arguments),
    /// Print the rules that are built in, as the file to begin rules of one's own with.
    Rules,
}

pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Refresh(arguments) => refresh::run(config, arguments).await,
        Command::Explain(arguments) => explain::run(config, arguments).await,
        Command::Accuracy(arguments) => accuracy::run(config, arguments).await,
        Command::Rules => console::print(DEFAULT_TOML),
    }
}

/// Refuses a database whose rows are only partly there: what is said of them would be wrong.
async fn expect_filled(config: &Config, database: &DatabaseConnection) -> Result<(), Failure> {
    if seeding::is_running(database).await.map_err(|error| database::sort(&config.database, &error))? {
        return Err(Failure::new(format!(
            "{} is still being filled: part of its rows are missing (if nobody fills it any more, give the same \
             `tellergraph seed` again)",
            config.database.url
        )));
    }
    Ok(())
}
