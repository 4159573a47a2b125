//! Measures how long Tellergraph takes, on a database that the caller names. What each measurement is, and how to read
//! it, is in this crate's README.

mod density;
mod load;
mod overview;
mod refresh;
mod usage;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How long Tellergraph takes.
#[derive(Debug, Parser)]
#[command(name = "bench", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A refresh of everybody and of few, against reading the same rows and discarding them.
    Refresh(refresh::Arguments),
    /// Filling a database, against the engine's own tool for files.
    Load(load::Arguments),
    /// Overviews of a small bank and of a large one.
    Overview(overview::Arguments),
}

/// Why a measurement came to nothing.
type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Refresh(arguments) => refresh::run(&arguments).await,
        Command::Load(arguments) => load::run(&arguments).await,
        Command::Overview(arguments) => overview::run(&arguments).await,
    };
    match outcome {
        Ok(table) => {
            // With nobody at the other end there is nobody to tell.
            let _ = writeln!(std::io::stdout(), "{table}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            tell(&format!("bench: {failure}"));
            ExitCode::FAILURE
        }
    }
}

/// Tells how far it is; the outcome is for the standard output.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
