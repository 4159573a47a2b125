//! A made-up bank that goes into no database: into files, or nowhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tellergraph_seeder::Bank;
use tellergraph_seeder::csv::{self, Amounts};

use super::plan::Planned;
use crate::cli::{Failure, console, console::Progress};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Elsewhere {
    /// Write the rows into files of this folder instead, one a table, and leave the database alone. The folder must be
    /// empty, or not be there yet.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["resumable", "unsafe_fast"])]
    csv: Option<PathBuf>,
    /// With --csv: amounts and percentages in hundredths, as the columns of SQLite hold them.
    #[arg(long, requires = "csv")]
    csv_hundredths: bool,
    /// Only tell how many rows there would be, table by table, and about how many bytes.
    #[arg(long)]
    dry_run: bool,
}

impl Elsewhere {
    /// Whether the rows go elsewhere than into the database.
    pub(super) const fn are_given(&self) -> bool {
        self.dry_run || self.csv.is_some()
    }

    /// Whether no rows are made at all.
    pub(super) const fn only_tells(&self) -> bool {
        self.dry_run
    }
}

/// Does what the arguments say.
pub(super) async fn run(planned: &Planned, arguments: &Elsewhere) -> Result<(), Failure> {
    match &arguments.csv {
        Some(folder) if !arguments.dry_run => write_files(planned.bank(), folder, arguments.csv_hundredths).await,
        _ => tell(planned.bank()),
    }
}

/// Tells how large the bank would be.
fn tell(bank: &Bank) -> Result<(), Failure> {
    let mut table = String::new();
    for (name, rows) in bank.counts().by_table() {
        // Writing into a string does not fail.
        let _ = writeln!(table, "{name:<20} {rows:>14}");
    }
    let _ = writeln!(table, "{:<20} {:>14}", "rows", bank.counts().total());
    let _ = writeln!(table, "{:<20} {:>14}", "bytes, about", csv::estimated_bytes(bank));
    let _ = writeln!(table, "dataset {}", bank.dataset_id());
    console::print(&table)
}

/// Writes the bank into files, and tells how far it is.
async fn write_files(bank: &Arc<Bank>, folder: &Path, in_hundredths: bool) -> Result<(), Failure> {
    let started = std::time::Instant::now();
    let amounts = if in_hundredths { Amounts::Hundredths } else { Amounts::Decimal };
    let mut progress = Progress::new("customers");
    let written = csv::write_files(bank, folder, amounts, |step| progress.at(step.customers, step.of)).await;
    progress.end();
    let counts = written?;
    console::tell(&format!(
        "wrote {} customers and {} rows in all into {}, in {:.1} s",
        counts.customers,
        counts.total(),
        folder.display(),
        started.elapsed().as_secs_f32()
    ));
    Ok(())
}
