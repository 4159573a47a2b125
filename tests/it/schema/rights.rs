//! What an account with few rights can do, and what it is told about the rest.

use sea_orm::{ConnectOptions, DatabaseConnection, DbErr};
use tellergraph_migration::{MigrateError, SchemaStatus, down, migrate, status};
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require::engines;

use super::{Outcome, as_somebody};

/// Connects as somebody who may only read what is there now.
async fn as_reader(database: &Database) -> Result<DatabaseConnection, DbErr> {
    match database.engine {
        Engine::Sqlite => {
            let mut options = ConnectOptions::new(format!("{}?mode=ro", database.url));
            options.max_connections(2).sqlx_logging(false);
            sea_orm::Database::connect(options).await
        }
        Engine::Postgres => as_somebody(database, "SELECT ON ALL TABLES IN SCHEMA public").await,
        Engine::MariaDb => as_somebody(database, "SELECT ON DATABASE").await,
    }
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
