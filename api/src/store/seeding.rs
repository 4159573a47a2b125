//! Whether the bank is being filled chunk by chunk, so that part of its rows are missing.

use std::sync::Weak;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityName as _};
use tellergraph_entity::{customer, gen_run};

use crate::graphql::Graph;
use crate::graphql::error::{Code, GraphError, describe};

/// Whether a filling was begun that is not complete.
pub async fn is_running(connection: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let select = Query::select()
        .column(gen_run::Column::RunId)
        .from(gen_run::Entity.table_ref())
        .and_where(Expr::col(gen_run::Column::Status).eq(gen_run::RUNNING))
        .limit(1)
        .to_owned();
    Ok(connection.query_one(&select).await?.is_some())
}

/// Whether requests must ask first. Only an empty database can be filled, so they need not where there are customers
/// and no filling is running.
#[derive(Debug)]
pub(crate) struct Seeding {
    is_settled: AtomicBool,
}

impl Seeding {
    /// Nothing is known yet.
    pub(crate) const fn unknown() -> Self {
        Self { is_settled: AtomicBool::new(false) }
    }

    /// Whether [`Self::check`] has something to say.
    pub(crate) fn is_settled(&self) -> bool {
        self.is_settled.load(Ordering::Relaxed)
    }

    /// Refuses while the bank is being filled, as `snapshot` sees it: what else is read must be read in the same one.
    pub(crate) async fn check(&self, snapshot: &impl ConnectionTrait) -> Result<(), GraphError> {
        if is_running(snapshot).await? {
            return Err(GraphError::new(
                Code::Seeding,
                "The database is still being filled: part of its rows are missing. Try again when `/readyz` says that the \
                 server is ready.",
            ));
        }
        let anybody =
            Query::select().column(customer::Column::CustomerId).from(customer::Entity.table_ref()).limit(1).to_owned();
        if snapshot.query_one(&anybody).await?.is_some() {
            self.is_settled.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Has requests ask again: a database that was emptied can be filled anew.
    fn unsettle(&self) {
        self.is_settled.store(false, Ordering::Relaxed);
    }
}

/// Notices when a database that was emptied is filled anew, asking it every so often. Ends when the graph is gone.
pub async fn follow(graph: Weak<Graph>, database: DatabaseConnection, every: Duration) {
    loop {
        let Some(told) = graph.upgrade() else { return };
        match (told.seeding(), is_running(&database).await) {
            (Some(seeding), Ok(true)) => seeding.unsettle(),
            (None, _) => return,
            (_, Ok(false)) => {}
            // Requests fail for the same reason and say so.
            (_, Err(error)) => tracing::debug!(cause = describe(&error), "whether the bank is filled is not known"),
        }
        drop(told);
        tokio::time::sleep(every).await;
    }
}
