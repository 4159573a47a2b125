//! The schema on every engine: its history, its texts, its money, and the adoption of the original one.

mod adoption;
mod history;
mod rights;
mod rows;
mod script;
mod tracking;
mod values;

use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseConnection, DbErr};
use tellergraph_tests::engine::{Database, Engine};

pub(crate) use history::catalogue;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Connects as somebody with these rights on the database.
async fn as_somebody(database: &Database, rights: &str) -> Result<DatabaseConnection, DbErr> {
    let db = database.connect().await?;
    let name = database.url.rsplit('/').next().unwrap_or_default();
    let (setup, url) = match database.engine {
        Engine::Sqlite => (Vec::new(), database.url.clone()),
        Engine::Postgres => (
            vec![format!("CREATE ROLE somebody_{name} LOGIN"), format!("GRANT {rights} TO somebody_{name}")],
            database.url.replace("tellergraph@", &format!("somebody_{name}@")),
        ),
        Engine::MariaDb => (
            vec![
                format!("CREATE USER somebody_{name}@127.0.0.1"),
                format!("GRANT {} TO somebody_{name}@127.0.0.1", rights.replace("DATABASE", &format!("{name}.*"))),
            ],
            database.url.replace("root@", &format!("somebody_{name}@")),
        ),
    };
    for statement in setup {
        db.execute_unprepared(&statement).await?;
    }
    let mut options = ConnectOptions::new(url);
    options.max_connections(2).sqlx_logging(false);
    sea_orm::Database::connect(options).await
}
