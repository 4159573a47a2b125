//! Measures how long Tellergraph takes, on a database that the caller names. What each measurement is, and how to read
//! it, is in this crate's README.

mod memory;
mod refresh;

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
}

/// Why a measurement came to nothing.
type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> ExitCode {
    let Command::Refresh(arguments) = Arguments::parse().command;
    match refresh::run(&arguments).await {
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
