//! A file of JSON lines beside a bank, which has its name only once it is complete.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum NewFileError {
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

/// A file that is written beside its later name; nobody but its owner may read it. Dropped before it is kept, it goes.
#[derive(Debug)]
pub(crate) struct NewFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl NewFile {
    /// Begins one, of which `kind` says in the folder what it will be.
    pub(crate) fn create(path: &Path, kind: &str) -> Result<Self, NewFileError> {
        if path.symlink_metadata().is_ok() {
            return Err(NewFileError::Exists(path.to_owned()));
        }
        let mut builder = tempfile::Builder::new();
        let file = builder.prefix(&format!(".{kind}-")).suffix(".jsonl").tempfile_in(folder_of(path));
        let file = file.map_err(|source| NewFileError::Write { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), file: BufWriter::new(file) })
    }

    /// The folder that it lies in.
    pub(crate) fn folder(&self) -> &Path {
        folder_of(&self.path)
    }

    /// What it will be called.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line.
    pub(crate) fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, value)?;
        self.file.write_all(b"\n")
    }

    /// An error that came up while it was written.
    pub(crate) fn failed(&self, source: io::Error) -> NewFileError {
        NewFileError::Write { path: self.path.clone(), source }
    }

    /// Brings it to the disk and gives it its name.
    pub(crate) fn keep(self) -> Result<(), NewFileError> {
        let Self { path, file } = self;
        let failed = |source| NewFileError::Write { path: path.clone(), source };
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        match file.persist_noclobber(&path) {
            Ok(_) => Ok(()),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Err(NewFileError::Exists(path)),
            Err(refused) => Err(failed(refused.error)),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
