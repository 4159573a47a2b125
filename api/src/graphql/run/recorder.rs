//! What statements a request takes, for whoever asks.

use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

/// Keeps the statements of a request, without their values.
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    fn record(&self, sql: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(sql.to_owned());
    }

    /// The statements so far, in the order in which they ran.
    pub fn statements(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A connection whose statements are kept, if there is somebody to keep them.
pub(super) struct Recorded<'a, C> {
    connection: &'a C,
    recorder: Option<&'a Recorder>,
}

impl<'a, C> Recorded<'a, C> {
    pub(super) fn new(connection: &'a C, recorder: Option<&'a Recorder>) -> Self {
        Self { connection, recorder }
    }

    fn record(&self, sql: &str) {
        if let Some(recorder) = self.recorder {
            recorder.record(sql);
        }
    }
}

#[async_trait::async_trait]
impl<C: ConnectionTrait> ConnectionTrait for Recorded<'_, C> {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.record(&statement.sql);
        self.connection.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.record(sql);
        self.connection.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.record(&statement.sql);
        self.connection.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.record(&statement.sql);
        self.connection.query_all_raw(statement).await
    }
}
