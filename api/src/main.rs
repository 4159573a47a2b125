//! The `tellergraph` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    tellergraph_api::cli::run()
}
