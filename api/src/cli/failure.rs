//! How a command ends badly: one line that says what to do, and an exit code.

use std::{io, process::ExitCode};

use sea_orm::DbErr;
use tellergraph_migration::{AdoptError, MigrateError};
use tellergraph_seeder::csv::CsvError;
use tellergraph_seeder::truth::TruthError;
use tellergraph_seeder::{AdvanceError, FillError, NewFileError, PlanError, ReadError, verify::VerifyError};

use crate::{config::ConfigError, database::DatabaseError, graphql::error::describe, store::StoreError};

/// `EX_CONFIG` of sysexits: a supervisor need not try again before somebody changes the settings.
const WRONG_SETTINGS: u8 = 78;

/// Why a command did not do what it was told.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Failure {
    message: String,
    exit: u8,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: 1 }
    }

    /// Settings that cannot work.
    pub(super) fn settings(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: WRONG_SETTINGS }
    }

    /// With an exit code of its own.
    pub(super) fn with_exit(message: impl Into<String>, exit: u8) -> Self {
        Self { message: message.into(), exit }
    }

    /// The same, with a word on what to do.
    pub(super) fn with(self, advice: &str) -> Self {
        Self { message: format!("{}; {advice}", self.message), ..self }
    }

    pub(super) fn runtime(error: &io::Error) -> Self {
        Self::new(format!("cannot start: {error}"))
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::settings(error.to_string())
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<MigrateError> for Failure {
    fn from(error: MigrateError) -> Self {
        log_cause(&error);
        Self::new(error.to_string())
    }
}

impl From<AdoptError> for Failure {
    fn from(error: AdoptError) -> Self {
        log_cause(&error);
        Self::new(error.to_string())
    }
}

impl From<FillError> for Failure {
    fn from(error: FillError) -> Self {
        log_cause(&error);
        Self::new(format!("the database was not filled: {error}"))
    }
}

impl From<AdvanceError> for Failure {
    fn from(error: AdvanceError) -> Self {
        log_cause(&error);
        Self::new(format!("the bank was not advanced: {error}"))
    }
}

impl From<CsvError> for Failure {
    fn from(error: CsvError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<NewFileError> for Failure {
    fn from(error: NewFileError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        log_cause(&error);
        Self::new(error.to_string())
    }
}

impl From<VerifyError> for Failure {
    fn from(error: VerifyError) -> Self {
        log_cause(&error);
        Self::new(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        log_cause(&error);
        Self::new(error.to_string())
    }
}

impl From<TruthError> for Failure {
    fn from(error: TruthError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        Self::settings(error.to_string())
    }
}

/// What the database said, as far as it is fit for a log.
fn log_cause(error: &(dyn std::error::Error + 'static)) {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    for cause in causes.filter_map(|cause| cause.downcast_ref::<DbErr>()) {
        let cause = describe(cause);
        tracing::error!(cause, "the database refused: {cause}");
    }
}
