//! `SQLite`: a file in a folder of the test's own.

use std::path::Path;

use tellergraph_migration::migrate;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::{Database, DatabaseError, Engine, Left};

fn in_folder(folder: TempDir) -> Database {
    let url = url(&folder.path().join("bank.db"));
    Database { engine: Engine::Sqlite, url, left: Left::Folder(folder) }
}

fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

pub(super) fn empty() -> Result<Database, DatabaseError> {
    Ok(in_folder(tempfile::Builder::new().prefix("tellergraph-").tempdir()?))
}

/// The schema is made once; each test gets a copy of its bytes.
pub(super) async fn migrated() -> Result<Database, DatabaseError> {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let template = TEMPLATE
        .get_or_try_init(|| async {
            let database = empty()?;
            let connection = database.connect().await?;
            migrate(&connection).await?;
            connection.close().await?;
            let file = database.url.trim_start_matches("sqlite://");
            Ok::<_, DatabaseError>(std::fs::read(file)?)
        })
        .await?;
    let database = empty()?;
    std::fs::write(database.url.trim_start_matches("sqlite://"), template)?;
    Ok(database)
}
