//! The command line: what `tellergraph` can be told to do. A file each.

mod config;
mod console;
mod failure;
mod migrate;
mod schema;
mod seed;
mod segment;
mod serve;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use self::failure::Failure;
use crate::{
    config::{Config, Flags},
    telemetry,
};

/// A bank as one GraphQL graph.
///
/// Without a command it serves: an empty SQLite database is filled with a made-up bank at the first start.
#[derive(Debug, Parser)]
#[command(name = "tellergraph", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Arguments,
    #[command(flatten)]
    settings: Settings,
}

/// What every command can be told.
#[derive(Clone, Debug, clap::Args)]
struct Settings {
    /// File of settings to read instead of tellergraph.toml in the working directory.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Database to use; one with a password belongs in the environment variable `DATABASE_URL`.
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// File of segmentation rules to use instead of those built in.
    #[arg(long, global = true, value_name = "FILE")]
    rules: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer GraphQL requests over HTTP (what happens without a command).
    Serve(serve::Arguments),
    /// Bring the tables of the database up to this program.
    Migrate(migrate::Arguments),
    /// Fill an empty database with a made-up bank.
    Seed(Box<seed::Arguments>),
    /// Work on the segments of the customers.
    Segment(segment::Arguments),
    /// Print the GraphQL schema.
    Schema,
    /// Print the settings in force, with passwords hidden.
    Config,
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match start(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            console::complain(&failure.to_string());
            failure.exit_code()
        }
    }
}

fn start(cli: Cli) -> Result<(), Failure> {
    let Settings { config: file, database_url, rules } = cli.settings;
    let mut flags = Flags { file, database_url, rules, ..Flags::default() };
    let command = cli.command.unwrap_or(Command::Serve(cli.serve));
    if let Command::Serve(arguments) = &command {
        arguments.add_to(&mut flags);
    }
    let config = Config::load(&flags)?;
    telemetry::start(&config.log);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| Failure::runtime(&error))?;
    runtime.block_on(async {
        match command {
            Command::Serve(_) => serve::run(&config).await,
            Command::Migrate(arguments) => migrate::run(&config, &arguments).await,
            Command::Seed(arguments) => seed::run(&config, &arguments).await,
            Command::Segment(arguments) => segment::run(&config, &arguments).await,
            Command::Schema => schema::run(),
            Command::Config => config::run(&config),
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serving_needs_no_command() {
        let bare = Cli::try_parse_from(["tellergraph", "--listen", "127.0.0.1:0", "--no-demo"]).unwrap();
        assert!(bare.command.is_none());
        let mut flags = Flags::default();
        bare.serve.add_to(&mut flags);
        assert_eq!((flags.listen.as_deref(), flags.demo), (Some("127.0.0.1:0"), Some(false)));
    }

    #[test]
    fn settings_may_follow_the_command() {
        let cli =
            Cli::try_parse_from(["tellergraph", "seed", "--seed", "9", "--database-url", "sqlite://x.db"]).unwrap();
        assert_eq!(cli.settings.database_url.as_deref(), Some("sqlite://x.db"));
    }

    #[test]
    fn adoption_goes_with_its_own_options_only() {
        for refused in [
            &["tellergraph", "migrate", "--dry-run"][..],
            &["tellergraph", "migrate", "--views"],
            &["tellergraph", "migrate", "--adopt", "--down", "1"],
            &["tellergraph", "migrate", "--adopt", "--print-sql"],
            &["tellergraph", "seed", "--as-of", "2026-02-30"],
            &["tellergraph", "segment"],
        ] {
            assert!(Cli::try_parse_from(refused).is_err(), "{refused:?}");
        }
        assert!(Cli::try_parse_from(["tellergraph", "migrate", "--adopt", "--dry-run", "--views"]).is_ok());
        assert!(Cli::try_parse_from(["tellergraph", "migrate", "--print-sql", "mariadb"]).is_ok());
    }
}
