//! Connections that one request has to itself, and whose statement can be ended from outside.
//!
//! A statement does not end when whoever waits for it goes away: a server goes on computing until it wants to send rows,
//! and the driver waits for it before the connection is used again. So each lane knows how its statement is ended, and a
//! lane whose request was given up is handed to the next one only when it is quiet.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr,
    sqlx::{self, MySqlConnection, PgConnection},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::options;
use crate::{config::Database, graphql::error::describe};

/// How long a lane may take to become quiet after its statement was ended. One that takes longer is given up, and
/// opened anew.
const QUIET_PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait before a statement is ended again: the order may have come before the statement did.
const QUIET_ATTEMPT: Duration = Duration::from_millis(100);

/// How many steps of its program an `SQLite` statement takes between two looks at whether it is still wanted: some tenths
/// of a millisecond.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

/// How much later than a request's own deadline a server ends its statement by itself, if this program cannot any more.
const SERVERS_DELAY: Duration = Duration::from_secs(1);

/// Connections for requests, each for one at a time.
#[derive(Clone)]
pub struct Lanes(Arc<Shared>);

struct Shared {
    config: Database,
    deadline: Duration,
    /// Tells servers which statements to end.
    aside: DatabaseConnection,
    room: Arc<Semaphore>,
    /// In the order in which they became free: a connection that has just been given back is still being tidied up.
    free: Mutex<VecDeque<Lane>>,
}

/// A pool of one connection, so that it is known which one a statement runs on.
struct Lane {
    connection: DatabaseConnection,
    session: Arc<Session>,
}

/// What is known of the connection of a lane, from its own side.
#[derive(Default)]
struct Session {
    /// The number that the server gave it; 0 before it was opened.
    number: AtomicU64,
    /// Whether the running statement is to end; only `SQLite` looks at it.
    unwanted: AtomicBool,
}

impl Lanes {
    /// Lanes to the configured database, opened when they are needed. No statement of theirs takes longer than
    /// `deadline` for long. `aside` is another way to the same database.
    pub(crate) async fn new(config: &Database, deadline: Duration, aside: DatabaseConnection) -> Result<Self, DbErr> {
        let most = usize::try_from(config.max_connections).unwrap_or(usize::MAX);
        let mut free = VecDeque::with_capacity(most);
        for _ in 0..most {
            free.push_back(Lane::new(config, deadline).await?);
        }
        let room = Arc::new(Semaphore::new(most));
        Ok(Self(Arc::new(Shared { config: config.clone(), deadline, aside, room, free: Mutex::new(free) })))
    }

    /// A lane of one's own; `None` when none became free in the time that a request may wait for a connection.
    pub(crate) async fn take(&self) -> Option<Held> {
        let patience = Duration::from_millis(self.0.config.acquire_timeout_ms);
        let permit = tokio::time::timeout(patience, Arc::clone(&self.0.room).acquire_owned()).await.ok()?.ok()?;
        let lane = self.0.free().pop_front()?;
        Some(Held { lanes: self.clone(), taken: Some((lane, permit)), is_quiet: false })
    }

    /// Another way to the same database.
    pub(crate) fn aside(&self) -> &DatabaseConnection {
        &self.0.aside
    }

    /// Closes those that are free.
    pub(crate) async fn close(&self) {
        let lanes = std::mem::take(&mut *self.0.free());
        for lane in lanes {
            super::close(lane.connection).await;
        }
    }
}

impl Shared {
    fn free(&self) -> std::sync::MutexGuard<'_, VecDeque<Lane>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends whatever still runs on the lane, and waits until it has ended. Gives the lane, or another in its place.
    async fn quieted(&self, lane: Lane) -> Lane {
        let begun = Instant::now();
        lane.session.unwanted.store(true, Ordering::Relaxed);
        while begun.elapsed() < QUIET_PATIENCE {
            self.end_statement(&lane.session).await;
            // The connection comes back to its pool when its statement has ended.
            if let Ok(Ok(())) = tokio::time::timeout(QUIET_ATTEMPT, lane.connection.ping()).await {
                lane.session.unwanted.store(false, Ordering::Relaxed);
                return lane;
            }
        }
        tracing::warn!("a statement did not end when it was told to: its connection is given up");
        match Lane::new(&self.config, self.deadline).await {
            Ok(other) => {
                tokio::spawn(super::close(lane.connection));
                other
            }
            Err(_) => lane,
        }
    }

    async fn end_statement(&self, session: &Session) {
        let number = session.number.load(Ordering::Relaxed);
        let order = match self.aside.get_database_backend() {
            // It looks at the session by itself.
            DbBackend::Sqlite => return,
            _ if number == 0 => return,
            DbBackend::Postgres => format!("SELECT pg_cancel_backend({number})"),
            _ => format!("KILL QUERY {number}"),
        };
        // A server that does not answer cannot be told either, and is noticed by whoever asks next.
        match tokio::time::timeout(QUIET_PATIENCE, self.aside.execute_unprepared(&order)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::debug!(cause = describe(&error), "a statement could not be ended"),
            Err(_) => tracing::debug!("a statement could not be ended in time"),
        }
    }
}

impl Lane {
    async fn new(config: &Database, deadline: Duration) -> Result<Self, DbErr> {
        let session = Arc::new(Session::default());
        let mut options = options(config);
        options.min_connections(0).max_connections(1).connect_lazy(true);
        let of_sqlite = Arc::clone(&session);
        options.map_sqlx_sqlite_pool_opts(move |pool| {
            let session = Arc::clone(&of_sqlite);
            pool.after_connect(move |connection, _| {
                let session = Arc::clone(&session);
                Box::pin(async move {
                    let mut handle = connection.lock_handle().await?;
                    handle.set_progress_handler(STEPS_BETWEEN_LOOKS, move || !session.unwanted.load(Ordering::Relaxed));
                    Ok(())
                })
            })
        });
        let longest = deadline.saturating_add(SERVERS_DELAY);
        let of_postgres = Arc::clone(&session);
        options.map_sqlx_postgres_pool_opts(move |pool| {
            let session = Arc::clone(&of_postgres);
            pool.after_connect(move |connection, _| {
                let session = Arc::clone(&session);
                Box::pin(async move { postgres_session(connection, &session, longest).await })
            })
        });
        let of_mysql = Arc::clone(&session);
        options.map_sqlx_mysql_pool_opts(move |pool| {
            let session = Arc::clone(&of_mysql);
            pool.after_connect(move |connection, _| {
                let session = Arc::clone(&session);
                Box::pin(async move { mysql_session(connection, &session, longest).await })
            })
        });
        Ok(Self { connection: sea_orm::Database::connect(options).await?, session })
    }
}

async fn postgres_session(
    connection: &mut PgConnection,
    session: &Session,
    longest: Duration,
) -> Result<(), sqlx::Error> {
    let asked = sqlx::query_as("SELECT pg_backend_pid(), set_config('statement_timeout', $1, false)");
    let (number, _): (i32, String) = asked.bind(longest.as_millis().to_string()).fetch_one(connection).await?;
    session.number.store(number.unsigned_abs().into(), Ordering::Relaxed);
    Ok(())
}

async fn mysql_session(
    connection: &mut MySqlConnection,
    session: &Session,
    longest: Duration,
) -> Result<(), sqlx::Error> {
    let asked = sqlx::query_as("SELECT CONNECTION_ID(), VERSION()");
    let (number, version): (u64, String) = asked.fetch_one(&mut *connection).await?;
    session.number.store(number, Ordering::Relaxed);
    // MariaDB counts seconds, of every statement; MySQL milliseconds, of reading ones.
    let limit = if version.contains("MariaDB") {
        format!("SET SESSION max_statement_time = {}", longest.as_secs_f64())
    } else {
        format!("SET SESSION max_execution_time = {}", longest.as_millis())
    };
    sqlx::Executor::execute(connection, sqlx::AssertSqlSafe(limit)).await?;
    Ok(())
}

/// A lane while somebody has it. Dropped instead of given back, it has its statement ended.
pub(crate) struct Held {
    lanes: Lanes,
    taken: Option<(Lane, OwnedSemaphorePermit)>,
    is_quiet: bool,
}

impl Held {
    /// The connection.
    pub(crate) fn connection(&self) -> &DatabaseConnection {
        // It is taken in `drop` only.
        self.taken.as_ref().map_or(&self.lanes.0.aside, |(lane, _)| &lane.connection)
    }

    /// Gives it back: nothing runs on it any more.
    pub(crate) fn give_back(mut self) {
        self.is_quiet = true;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some((lane, permit)) = self.taken.take() else { return };
        let shared = Arc::clone(&self.lanes.0);
        if self.is_quiet {
            shared.free().push_back(lane);
            return;
        }
        // Without a runtime the program ends, and its connections with it.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            let lane = shared.quieted(lane).await;
            shared.free().push_back(lane);
            drop(permit);
        });
    }
}
