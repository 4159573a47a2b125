//! The list of all that was spoiled, as a file: JSON, a line each.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::bank::Bank;

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// What is there is not overwritten.
    #[error("{} is there already, and is not overwritten", .0.display())]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{} cannot be written: {source}", .path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// A list that is written, and has no name yet: without one it goes when this is dropped.
#[derive(Debug)]
pub struct Manifest {
    path: PathBuf,
    file: NamedTempFile,
    defects: u64,
}

impl Manifest {
    /// Writes what is spoiled in a bank beside the later name, block by block.
    ///
    /// # Errors
    /// When there is a file of the name already, or none can be written.
    pub fn write(bank: &Bank, path: &Path) -> Result<Self, ManifestError> {
        if path.symlink_metadata().is_ok() {
            return Err(ManifestError::Exists(path.to_owned()));
        }
        let failed = |source| ManifestError::Write { path: path.to_owned(), source };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".dirty-").suffix(".jsonl").tempfile_in(folder).map_err(failed)?;
        let mut file = BufWriter::new(file);
        let mut defects = 0;
        for index in 0..bank.block_count() {
            for defect in bank.block_with_defects(index).1 {
                serde_json::to_writer(&mut file, &defect).map_err(|error| failed(error.into()))?;
                file.write_all(b"\n").map_err(failed)?;
                defects += 1;
            }
        }
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        Ok(Self { path: path.to_owned(), file, defects })
    }

    /// How many lines there are.
    pub const fn defects(&self) -> u64 {
        self.defects
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When somebody else made one of the name in the meantime.
    pub fn keep(self) -> Result<(), ManifestError> {
        let Self { path, file, .. } = self;
        match file.persist_noclobber(&path) {
            Ok(_) => Ok(()),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Err(ManifestError::Exists(path)),
            Err(refused) => Err(ManifestError::Write { path, source: refused.error }),
        }
    }
}
