//! The statements as they are printed for database administrators. The snapshots also keep released migrations as they
//! are: a change of an old one is a change of what other people's databases are made of.

use sea_orm::ConnectionTrait;
use tellergraph_migration::{Dialect, SchemaStatus, print_sql, status};
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require::engines;

use super::Outcome;

#[test]
fn the_printed_statements_are_the_released_ones() {
    let dialects = [
        ("sqlite", Dialect::Sqlite),
        ("postgres", Dialect::Postgres),
        ("mysql", Dialect::MySql),
        ("mariadb", Dialect::MariaDb),
    ];
    for (name, dialect) in dialects {
        insta::assert_snapshot!(name, print_sql(dialect));
    }
}

#[tokio::test]
async fn a_database_made_by_the_printed_statements_is_current() -> Outcome {
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let db = database.connect().await?;
        let script = print_sql(Dialect::of(&db).await?);
        // One connection for all, or the transaction would be spread over the pool.
        let statements = script.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
        if engine == Engine::MariaDb {
            for statement in as_the_client_parts_them(&statements) {
                db.execute_unprepared(&statement).await?;
            }
        } else {
            db.execute_unprepared(&statements).await?;
        }
        assert_eq!(status(&db).await?, SchemaStatus::Current, "{engine:?}");
    }
    Ok(())
}

/// The statements of a script, parted where the `mariadb` and `mysql` clients part them.
fn as_the_client_parts_them(script: &str) -> Vec<String> {
    let (mut statements, mut statement, mut delimiter) = (Vec::new(), String::new(), ";");
    for line in script.lines() {
        if let Some(other) = line.strip_prefix("DELIMITER ") {
            delimiter = other;
            continue;
        }
        statement.push_str(line);
        statement.push('\n');
        if let Some(whole) = statement.trim_end().strip_suffix(delimiter) {
            statements.push(whole.trim().to_owned());
            statement.clear();
        }
    }
    statements.retain(|statement| !statement.is_empty());
    statements
}
