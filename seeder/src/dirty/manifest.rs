//! The list of all that was spoiled, as a file: JSON, a line each.

use std::path::Path;

use crate::bank::Bank;
use crate::new_file::{NewFile, NewFileError};

/// A list that is written, and has no name yet: without one it goes when this is dropped.
#[derive(Debug)]
pub struct Manifest {
    file: NewFile,
    defects: u64,
}

impl Manifest {
    /// Writes what is spoiled in a bank beside the later name, block by block.
    ///
    /// # Errors
    /// When there is a file of the name already, or none can be written.
    pub fn write(bank: &Bank, path: &Path) -> Result<Self, NewFileError> {
        let mut file = NewFile::create(path, "dirty")?;
        let mut defects = 0;
        for index in 0..bank.block_count() {
            for defect in bank.block_with_defects(index).1 {
                file.line(&defect).map_err(|error| file.failed(error))?;
                defects += 1;
            }
        }
        Ok(Self { file, defects })
    }

    /// How many lines there are.
    pub const fn defects(&self) -> u64 {
        self.defects
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When it does not reach the disk, or when somebody else made one of the name in the meantime.
    pub fn keep(self) -> Result<(), NewFileError> {
        self.file.keep()
    }
}
