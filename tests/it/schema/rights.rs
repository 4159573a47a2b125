//! What an account with few rights can do, and what it is told about the rest.

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr};
use tellergraph_migration::{MigrateError, SchemaStatus, down, migrate, status};
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require::engines;

use super::Outcome;

/// Connects as somebody who may only read what is there now.
async fn as_reader(database: &Database) -> Result<DatabaseConnection, DbErr> {
    let db = database.connect().await?;
    let name = database.url.rsplit('/').next().unwrap_or_default();
    let (setup, url) = match database.engine {
        Engine::Sqlite => (Vec::new(), format!("{}?mode=ro", database.url)),
        Engine::Postgres => (
            vec![
                format!("CREATE ROLE reader_{name} LOGIN"),
                format!("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{name}"),
            ],
            database.url.replace("tellergraph@", &format!("reader_{name}@")),
        ),
        Engine::MariaDb => (
            vec![
                format!("CREATE USER reader_{name}@127.0.0.1"),
                format!("GRANT SELECT ON {name}.* TO reader_{name}@127.0.0.1"),
            ],
            database.url.replace("root@", &format!("reader_{name}@")),
        ),
    };
    for statement in setup {
        db.execute_unprepared(&statement).await?;
    }
    let mut options = ConnectOptions::new(url);
    options.max_connections(2).sqlx_logging(false);
    sea_orm::Database::connect(options).await
}

#[tokio::test]
async fn to_look_at_the_schema_reading_is_enough() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let reader = as_reader(&database).await?;
        assert_eq!(status(&reader).await?, SchemaStatus::Current, "{engine:?}");
        assert!(migrate(&reader).await?.names.is_empty(), "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn who_may_not_change_the_schema_is_told_what_to_do() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        down(&database.connect().await?, 1).await?;
        let reader = as_reader(&database).await?;
        assert!(matches!(status(&reader).await?, SchemaStatus::Behind { .. }), "{engine:?}");
        let error = migrate(&reader).await.expect_err("a refusal");
        let (is_expected, advice) = match engine {
            Engine::Sqlite => (matches!(error, MigrateError::ReadOnly(_)), "read-only"),
            _ => (matches!(error, MigrateError::Forbidden(_)), "--print-sql"),
        };
        assert!(is_expected, "{engine:?}: {error:?}");
        assert!(error.to_string().contains(advice) && !error.to_string().contains("CREATE"), "{error}");
        assert!(std::error::Error::source(&error).is_some());
    }
    Ok(())
}
