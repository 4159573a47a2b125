//! `tellergraph seed --dirty`: the list of what is spoiled.

use std::path::PathBuf;

use tellergraph_seeder::dirty::Manifest;

use super::plan::Planned;
use crate::cli::{Failure, console};

/// Where the list goes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ManifestArguments {
    /// File for the list of all that --dirty spoils, a line each with the clean value; it must not be there yet.
    #[arg(long, value_name = "FILE", default_value = "dirty_manifest.jsonl", requires = "dirty")]
    dirty_manifest: PathBuf,
}

impl ManifestArguments {
    /// Writes the list, which has no name before the rows are where they belong; `None` of a clean bank.
    pub(super) fn write(&self, planned: &Planned) -> Result<Option<Manifest>, Failure> {
        if planned.plan().options().dirty == 0 {
            return Ok(None);
        }
        Ok(Some(Manifest::write(planned.bank(), &self.dirty_manifest)?))
    }

    /// Gives the list its name.
    pub(super) fn keep(&self, manifest: Option<Manifest>) -> Result<(), Failure> {
        let Some(manifest) = manifest else { return Ok(()) };
        console::tell(&format!("spoiled {} rows: {}", manifest.defects(), self.dirty_manifest.display()));
        Ok(manifest.keep()?)
    }
}
