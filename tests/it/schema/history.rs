//! Up, down, up; two migrators; a schema of somebody else.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};
use tellergraph_migration::{MigrateError, SchemaStatus, down, migrate, status};
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require::engines;

use super::Outcome;

const MIGRATIONS: u32 = 13;
const NEWEST: &str = "m20261120_000013_note_demo_logins";

/// The names of tables and indexes, as the engine's own catalogue has them.
pub(crate) async fn catalogue(db: &DatabaseConnection, engine: Engine) -> Result<Vec<String>, DbErr> {
    let sql = match engine {
        Engine::Sqlite => "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') AS entry FROM sqlite_master",
        Engine::Postgres => {
            "SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' \
             || COALESCE(collation_name, '') AS entry FROM information_schema.columns WHERE table_schema = 'public' \
             UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' \
             UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
             WHERE connamespace = 'public'::regnamespace \
             UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
             UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        }
        Engine::MariaDb => {
            "SELECT CONCAT_WS(' ', 'column', table_name, column_name, column_type, is_nullable, collation_name) AS entry \
             FROM information_schema.columns WHERE table_schema = DATABASE() UNION ALL \
             SELECT CONCAT_WS(' ', 'index', table_name, index_name, seq_in_index, column_name) \
             FROM information_schema.statistics WHERE table_schema = DATABASE() UNION ALL \
             SELECT CONCAT_WS(' ', 'key', table_name, constraint_name, referenced_table_name) \
             FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE() UNION ALL \
             SELECT CONCAT_WS(' ', 'trigger', trigger_name, event_manipulation, event_object_table, action_statement) \
             FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let mut entries: Vec<String> = rows.iter().map(|row| row.try_get("", "entry")).collect::<Result<_, _>>()?;
    entries.sort();
    Ok(entries)
}

#[tokio::test]
async fn up_down_up_gives_the_same_schema() -> Outcome {
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let db = database.connect().await?;
        assert_eq!(status(&db).await?, SchemaStatus::Empty);
        assert_eq!(migrate(&db).await?.names.len(), MIGRATIONS as usize);
        assert_eq!(status(&db).await?, SchemaStatus::Current);
        let first = catalogue(&db, engine).await?;

        assert_eq!(down(&db, 1).await?.names, [NEWEST]);
        assert_eq!(status(&db).await?, SchemaStatus::Behind { pending: vec![NEWEST.to_owned()] });
        assert_eq!(down(&db, MIGRATIONS).await?.names.len(), MIGRATIONS as usize - 1);
        assert_eq!(status(&db).await?, SchemaStatus::Empty);
        let nothing = catalogue(&db, engine).await?;
        assert!(nothing.iter().all(|entry| entry.contains("seaql_migrations")), "{nothing:#?}");

        migrate(&db).await?;
        assert_eq!(catalogue(&db, engine).await?, first);
    }
    Ok(())
}

#[tokio::test]
async fn of_two_migrators_one_works_and_the_other_waits() -> Outcome {
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let (one, other) = (database.connect().await?, database.connect().await?);
        let (first, second) = tokio::join!(migrate(&one), migrate(&other));
        let mut counts = [first?.names.len(), second?.names.len()];
        counts.sort_unstable();
        assert_eq!(counts, [0, MIGRATIONS as usize], "{engine:?}");
        assert_eq!(status(&one).await?, SchemaStatus::Current);
    }
    Ok(())
}

/// `MySQL` keeps what a broken run has taken back.
#[tokio::test]
async fn a_broken_way_down_on_mariadb_is_completed_by_the_next() -> Outcome {
    if !engines().contains(&Engine::MariaDb) {
        return Ok(());
    }
    let database = Database::create(Engine::MariaDb).await?;
    let db = database.connect().await?;
    let whole = catalogue(&db, Engine::MariaDb).await?;
    db.execute_unprepared("DROP TABLE household").await?;
    db.execute_unprepared("DROP INDEX ix_customer_segment_household_id ON customer_segment").await?;
    db.execute_unprepared("ALTER TABLE customer_segment DROP COLUMN household_id").await?;
    // To before the households came.
    assert_eq!(down(&db, MIGRATIONS - 4).await?.names.first().map(String::as_str), Some(NEWEST));
    let entries = catalogue(&db, Engine::MariaDb).await?;
    assert!(entries.iter().all(|entry| !entry.contains("segment_trigger")), "{entries:#?}");
    migrate(&db).await?;
    assert_eq!(catalogue(&db, Engine::MariaDb).await?, whole);
    Ok(())
}

#[tokio::test]
async fn a_schema_ahead_is_refused_by_name() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let db = database.connect().await?;
        db.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_x', 0)")
            .await?;
        let unknown = vec!["m20990101_000001_x".to_owned()];
        assert_eq!(status(&db).await?, SchemaStatus::Ahead { unknown });
        let message = migrate(&db).await.expect_err("a refusal").to_string();
        assert!(message.contains("newer tellergraph") && message.contains("m20990101_000001_x"), "{message}");
        assert!(matches!(down(&db, 1).await, Err(MigrateError::Ahead { .. })));
    }
    Ok(())
}

#[tokio::test]
async fn tables_of_others_are_left_alone() -> Outcome {
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let db = database.connect().await?;
        db.execute_unprepared("CREATE TABLE Accounts (account_id INTEGER PRIMARY KEY)").await?;
        let error = migrate(&db).await.expect_err("a refusal");
        assert!(matches!(&error, MigrateError::Occupied { tables } if tables.len() == 1), "{error:?}");
        assert!(error.to_string().contains("--adopt"));
        assert_eq!(status(&db).await?, SchemaStatus::Empty);
    }
    Ok(())
}

/// `MySQL` cannot take schema changes back, so what a broken run left must not be in the way of the next.
#[tokio::test]
async fn a_broken_run_on_mariadb_is_completed_by_the_next() -> Outcome {
    if !engines().contains(&Engine::MariaDb) {
        return Ok(());
    }
    let whole = Database::create(Engine::MariaDb).await?;
    let expected = catalogue(&whole.connect().await?, Engine::MariaDb).await?;
    for record in 0..MIGRATIONS {
        let database = Database::create(Engine::MariaDb).await?;
        let db = database.connect().await?;
        db.execute_unprepared(&format!("DELETE FROM seaql_migrations ORDER BY version DESC LIMIT {}", record + 1))
            .await?;
        let is_pending = |migration: u32| migration + record >= MIGRATIONS;
        if is_pending(1) {
            db.execute_unprepared("DROP TABLE compliance").await?;
        }
        if is_pending(2) {
            db.execute_unprepared("DROP INDEX ix_customer_email ON customer").await?;
        }
        if is_pending(4) {
            db.execute_unprepared("DROP INDEX ix_customer_segment_dormancy ON customer_segment").await?;
            db.execute_unprepared("ALTER TABLE customer_segment DROP COLUMN dormancy").await?;
        }
        if is_pending(5) {
            db.execute_unprepared("DROP TABLE household").await?;
            db.execute_unprepared("DROP INDEX ix_customer_segment_household_id ON customer_segment").await?;
            db.execute_unprepared("ALTER TABLE customer_segment DROP COLUMN household_id").await?;
        }
        if is_pending(7) {
            db.execute_unprepared("DROP TABLE segment_snapshot").await?;
        }
        if is_pending(8) {
            db.execute_unprepared("DROP TABLE customer_search").await?;
        }
        if is_pending(9) {
            db.execute_unprepared("DROP TABLE segment_cell").await?;
        }
        if is_pending(10) {
            db.execute_unprepared("DROP TABLE segment_snapshot_class").await?;
        }
        if is_pending(11) {
            db.execute_unprepared("DROP TABLE unmapped_code").await?;
        }
        if is_pending(12) {
            db.execute_unprepared("DROP TABLE gen_chunk").await?;
        }
        db.execute_unprepared("ALTER TABLE gen_run DROP COLUMN demo_logins").await?;
        assert_eq!(migrate(&db).await?.names.len(), record as usize + 1);
        assert_eq!(catalogue(&db, Engine::MariaDb).await?, expected);
    }
    Ok(())
}
