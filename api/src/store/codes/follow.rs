//! A running server learns of codes that another program has put down.

use std::sync::Weak;
use std::time::Duration;

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{DatabaseConnection, EntityName as _};
use tellergraph_entity::{code_text, segment_refresh};

use super::load;
use crate::graphql::Graph;
use crate::graphql::plan::Codes;
use crate::store::error::StoreError;
use crate::store::rows;

/// Tells when the known texts have changed.
#[derive(Debug)]
pub struct Follower {
    database: DatabaseConnection,
    seen: Option<Mark>,
}

/// The newest refresh and the number of texts. Texts come with a refresh, or into a bank that had none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    newest_refresh: Option<i64>,
    texts: i64,
}

impl Follower {
    /// A follower that has seen nothing yet.
    pub fn new(database: DatabaseConnection) -> Self {
        Self { database, seen: None }
    }

    /// The codes, when they may have changed since the last call that gave some; the first call gives them.
    pub async fn changed(&mut self) -> Result<Option<Codes>, StoreError> {
        let mark = self.mark().await?;
        if mark.is_some() && mark == self.seen {
            return Ok(None);
        }
        // Marked before it is read: what comes in between is read once more, never missed.
        let codes = load(&self.database).await?;
        self.seen = mark;
        Ok(Some(codes))
    }

    async fn mark(&self) -> Result<Option<Mark>, StoreError> {
        let newest = Query::select()
            .expr(Expr::col(segment_refresh::Column::RefreshId).max())
            .from(segment_refresh::Entity)
            .to_owned();
        let texts = Query::select().expr(Expr::col(code_text::Column::Text).count()).from(code_text::Entity).to_owned();
        let select = Query::select().expr(newest).expr(texts).to_owned();
        let marks = rows::read(&self.database, segment_refresh::Entity.table_name(), &select, |row| {
            Ok(Mark { newest_refresh: row.try_get_by_index(0)?, texts: row.try_get_by_index(1)? })
        });
        Ok(marks.await?.first().copied())
    }
}

/// Tells a graph its codes whenever they change, asking the database every so often. Ends when the graph is gone or
/// the pool of connections is closed.
///
/// A failure is logged once, and so is its end; the graph keeps the codes it has.
pub async fn follow(graph: Weak<Graph>, database: DatabaseConnection, every: Duration) {
    let mut follower = Follower::new(database);
    let mut is_failing = false;
    loop {
        let Some(told) = graph.upgrade() else { return };
        match follower.changed().await {
            Ok(codes) => {
                if let Some(codes) = codes {
                    told.know_codes(codes);
                }
                if is_failing {
                    tracing::info!("the codes can be read again");
                }
                is_failing = false;
            }
            Err(error) if error.is_closed() => return,
            Err(error) => {
                if !is_failing {
                    tracing::warn!(cause = error.cause(), "codes that change are not noticed for now: {error}");
                }
                is_failing = true;
            }
        }
        drop(told);
        tokio::time::sleep(every).await;
    }
}
