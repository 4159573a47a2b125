//! Where requests get their connections.

use sea_orm::DatabaseConnection;

use super::lanes::{Held, Lanes};

/// Where requests get their connections.
#[derive(Clone)]
pub enum Connections {
    /// A pool that is shared with others. A statement on it that is given up runs to its end.
    Pool(DatabaseConnection),
    /// Connections whose statements end when they are given up.
    Lanes(Lanes),
}

impl From<DatabaseConnection> for Connections {
    fn from(pool: DatabaseConnection) -> Self {
        Self::Pool(pool)
    }
}

impl From<Lanes> for Connections {
    fn from(lanes: Lanes) -> Self {
        Self::Lanes(lanes)
    }
}

impl Connections {
    /// A connection for one request; `None` when none became free in time.
    pub(crate) async fn take(&self) -> Option<Taken> {
        match self {
            Self::Pool(pool) => Some(Taken::Pool(pool.clone())),
            Self::Lanes(lanes) => lanes.take().await.map(Taken::Lane),
        }
    }

    /// The database, for whoever only has to know which engine it is.
    pub(crate) fn database(&self) -> &DatabaseConnection {
        match self {
            Self::Pool(pool) => pool,
            Self::Lanes(lanes) => lanes.aside(),
        }
    }
}

/// The connection of one request.
pub(crate) enum Taken {
    /// Out of a shared pool.
    Pool(DatabaseConnection),
    /// Of its own.
    Lane(Held),
}

impl Taken {
    /// The connection.
    pub(crate) fn connection(&self) -> &DatabaseConnection {
        match self {
            Self::Pool(pool) => pool,
            Self::Lane(held) => held.connection(),
        }
    }

    /// Gives it back: nothing runs on it any more. What is dropped without that has its statement ended.
    pub(crate) fn give_back(self) {
        if let Self::Lane(held) = self {
            held.give_back();
        }
    }
}
