//! The log of whose rows changed: what fills it, and what is known of when nothing does.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, TransactionTrait};
use tellergraph_entity::customer_change::{Column, Entity};
use tellergraph_migration::{SchemaStatus, migrate, status, tracking};
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require::engines;

use super::{Outcome, as_somebody};

/// A refresh has taken place, and everybody has something.
const BANK: [&str; 9] = [
    "INSERT INTO segment_refresh (refresh_id, as_of, rules_hash, computed_at, customers) \
     VALUES (1, '2026-06-30', 'x', '2026-07-01 00:00:00', 0)",
    "INSERT INTO customer (customer_id) VALUES (1), (2), (3)",
    "INSERT INTO accounts (account_id, customer_id) VALUES (11, 1), (12, 2), (13, NULL)",
    "INSERT INTO transactions (transaction_id, account_id) VALUES (101, 11), (102, 12), (103, NULL)",
    "INSERT INTO payments (payment_id, account_id) VALUES (201, 11), (202, 12)",
    "INSERT INTO credit_history (credit_id, customer_id) VALUES (301, 1)",
    "INSERT INTO security (security_id, customer_id) VALUES (401, 1)",
    "INSERT INTO relationships (relationship_id, customer1_id, customer2_id) VALUES (501, 1, 2)",
    "INSERT INTO communication_log (log_id, customer_id) VALUES (601, 1)",
];

/// What is done, the customers and the accounts that are logged then.
type Case = (&'static str, &'static [i64], &'static [i64]);

const EVERYWHERE: [Case; 27] = [
    ("INSERT INTO customer (customer_id) VALUES (4), (5)", &[4, 5], &[]),
    ("UPDATE customer SET address = 'Road 1' WHERE customer_id >= 4", &[4, 5], &[]),
    ("UPDATE customer SET customer_id = 6 WHERE customer_id = 5", &[5, 6], &[]),
    ("DELETE FROM customer WHERE customer_id IN (4, 6)", &[4, 6], &[]),
    ("INSERT INTO accounts (account_id, customer_id) VALUES (14, 3)", &[3], &[]),
    ("UPDATE accounts SET customer_id = 2 WHERE account_id = 14", &[2, 3], &[]),
    ("UPDATE accounts SET customer_id = NULL WHERE account_id = 14", &[2], &[]),
    ("UPDATE accounts SET customer_id = 3 WHERE account_id = 14", &[3], &[]),
    ("DELETE FROM accounts WHERE account_id = 14", &[3], &[]),
    ("UPDATE accounts SET status = 'active' WHERE account_id = 13", &[], &[]),
    ("INSERT INTO transactions (transaction_id, account_id) VALUES (104, 11), (105, 12), (106, 11)", &[], &[11, 12]),
    ("UPDATE transactions SET account_id = 12 WHERE transaction_id = 104", &[], &[11, 12]),
    ("UPDATE transactions SET amount = 1 WHERE account_id = 12", &[], &[12]),
    ("UPDATE transactions SET notes = 'x' WHERE account_id IS NULL", &[], &[]),
    ("DELETE FROM transactions WHERE transaction_id > 103", &[], &[11, 12]),
    ("DELETE FROM transactions WHERE transaction_id = 404", &[], &[]),
    ("UPDATE payments SET account_id = 12 WHERE payment_id = 201", &[], &[11, 12]),
    ("INSERT INTO payments (payment_id, account_id) SELECT payment_id + 10, account_id FROM payments", &[], &[12]),
    ("DELETE FROM payments WHERE payment_id > 202", &[], &[12]),
    ("UPDATE credit_history SET customer_id = 2", &[1, 2], &[]),
    ("DELETE FROM credit_history", &[2], &[]),
    ("UPDATE security SET customer_id = 2", &[1, 2], &[]),
    ("DELETE FROM security", &[2], &[]),
    ("UPDATE relationships SET customer1_id = 3", &[1, 2, 3], &[]),
    ("DELETE FROM relationships", &[2, 3], &[]),
    ("UPDATE communication_log SET customer_id = 2", &[1, 2], &[]),
    ("DELETE FROM communication_log", &[2], &[]),
];

/// A row that takes another's place: whoever had that one lost it.
const IN_PLACE_OF_ANOTHER: [Case; 4] = [
    ("REPLACE INTO transactions (transaction_id, account_id) VALUES (102, 11)", &[], &[11, 12]),
    ("REPLACE INTO accounts (account_id, customer_id) VALUES (13, 3)", &[3], &[]),
    ("REPLACE INTO accounts (account_id, customer_id) VALUES (13, 2)", &[2, 3], &[]),
    ("REPLACE INTO customer (customer_id) VALUES (3)", &[3], &[]),
];

const REKEYED_ON_SQLITE: [Case; 2] = [
    ("UPDATE OR REPLACE transactions SET transaction_id = 101 WHERE transaction_id = 103", &[], &[11]),
    ("UPDATE OR REPLACE transactions SET transaction_id = 102 WHERE transaction_id = 102", &[], &[11]),
];

async fn bank(engine: Engine) -> Result<(Database, DatabaseConnection), Box<dyn std::error::Error>> {
    let database = Database::create(engine).await?;
    let db = database.connect().await?;
    for sql in BANK {
        db.execute_unprepared(sql).await?;
    }
    Ok((database, db))
}

/// The customers and the accounts in the log, each once, and whether anything may have changed. The log is empty then.
async fn logged(db: &DatabaseConnection) -> Result<(Vec<i64>, Vec<i64>, bool), DbErr> {
    let rows = Entity::find().order_by_asc(Column::ChangeId).all(db).await?;
    db.execute_unprepared("DELETE FROM customer_change").await?;
    let sorted = |mut keys: Vec<i64>| {
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let customers = sorted(rows.iter().filter_map(|row| row.customer_id).collect());
    let accounts = sorted(rows.iter().filter_map(|row| row.account_id).collect());
    Ok((customers, accounts, rows.iter().any(|row| row.everybody == Some(true))))
}

#[tokio::test]
async fn every_change_is_logged_with_whose_rows_they_were_and_are() -> Outcome {
    for engine in engines() {
        let (_database, db) = bank(engine).await?;
        assert_eq!(logged(&db).await?, (vec![1, 2, 3], vec![11, 12], false), "{engine:?}");
        let own: &[Case] = if engine == Engine::Postgres { &[] } else { &IN_PLACE_OF_ANOTHER };
        let rekeyed: &[Case] = if engine == Engine::Sqlite { &REKEYED_ON_SQLITE } else { &[] };
        for (sql, customers, accounts) in EVERYWHERE.iter().chain(own).chain(rekeyed) {
            db.execute_unprepared(sql).await?;
            assert_eq!(logged(&db).await?, (customers.to_vec(), accounts.to_vec(), false), "{engine:?}: {sql}");
        }
        assert!(tracking(&db).await?.missing.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn what_is_taken_back_was_never_logged() -> Outcome {
    for engine in engines() {
        let (_database, db) = bank(engine).await?;
        logged(&db).await?;
        let transaction = db.begin().await?;
        transaction.execute_unprepared("UPDATE accounts SET customer_id = 3").await?;
        transaction.rollback().await?;
        assert_eq!(logged(&db).await?, (vec![], vec![], false), "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_table_that_is_emptied_at_once_is_logged_where_a_trigger_fires() -> Outcome {
    for engine in engines() {
        let (_database, db) = bank(engine).await?;
        logged(&db).await?;
        match engine {
            Engine::Postgres => {
                db.execute_unprepared("TRUNCATE payments").await?;
                assert_eq!(logged(&db).await?, (vec![], vec![], true));
            }
            // SQLite has no TRUNCATE, and deleting all rows fires for each.
            Engine::Sqlite => {
                db.execute_unprepared("DELETE FROM payments").await?;
                assert_eq!(logged(&db).await?, (vec![], vec![11, 12], false));
            }
            // There no trigger fires; the refresh sees that no row of before is left.
            Engine::MariaDb => {
                db.execute_unprepared("TRUNCATE payments").await?;
                assert_eq!(logged(&db).await?, (vec![], vec![], false));
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn before_the_first_refresh_sqlite_logs_nothing() -> Outcome {
    let database = Database::create(Engine::Sqlite).await?;
    let db = database.connect().await?;
    db.execute_unprepared("INSERT INTO customer (customer_id) VALUES (1), (2), (3)").await?;
    assert_eq!(logged(&db).await?, (vec![], vec![], false));
    Ok(())
}

#[tokio::test]
async fn triggers_that_are_missing_are_named_and_made_again() -> Outcome {
    for engine in engines() {
        let (_database, db) = bank(engine).await?;
        let before = tracking(&db).await?;
        let drop = match engine {
            Engine::Postgres => "DROP TRIGGER tellergraph_payments_update ON payments",
            _ => "DROP TRIGGER tellergraph_payments_update",
        };
        db.execute_unprepared(drop).await?;
        assert_eq!(tracking(&db).await?.missing, ["tellergraph_payments_update"], "{engine:?}");
        logged(&db).await?;
        assert!(migrate(&db).await?.names.is_empty());
        let after = tracking(&db).await?;
        assert!(after.missing.is_empty(), "{engine:?}");
        // Nobody knows what changed in the meantime.
        assert_eq!(logged(&db).await?, (vec![], vec![], true), "{engine:?}");
        if engine == Engine::Postgres {
            assert_ne!(after.identity, before.identity);
            db.execute_unprepared("ALTER TABLE payments DISABLE TRIGGER ALL").await?;
            assert_eq!(tracking(&db).await?.missing.len(), 4);
            migrate(&db).await?;
            assert!(tracking(&db).await?.missing.is_empty());
        }
    }
    Ok(())
}

/// The bank's own programs need no right on our tables.
#[tokio::test]
async fn who_may_only_write_to_the_bank_is_logged_too() -> Outcome {
    for engine in engines().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let (database, db) = bank(engine).await?;
        logged(&db).await?;
        let name = database.url.rsplit('/').next().unwrap_or_default();
        let rights = match engine {
            Engine::Postgres => "INSERT, SELECT, UPDATE, DELETE ON payments".to_owned(),
            _ => format!("INSERT, SELECT, UPDATE, DELETE ON {name}.payments"),
        };
        let program = as_somebody(&database, &rights).await?;
        program.execute_unprepared("INSERT INTO payments (payment_id, account_id) VALUES (301, 11)").await?;
        assert_eq!(logged(&db).await?, (vec![], vec![11], false), "{engine:?}");
        assert!(program.execute_unprepared("INSERT INTO customer_change (customer_id) VALUES (1)").await.is_err());
    }
    Ok(())
}

/// A schema of its own, and a table of the log's name that is in the way, do not lead the log astray.
#[tokio::test]
async fn on_postgres_the_log_is_found_beside_the_table() -> Outcome {
    if !engines().contains(&Engine::Postgres) {
        return Ok(());
    }
    let (_database, db) = bank(Engine::Postgres).await?;
    logged(&db).await?;
    let transaction = db.begin().await?;
    transaction.execute_unprepared("CREATE TEMP TABLE customer_change (LIKE public.customer_change)").await?;
    transaction.execute_unprepared("SET LOCAL search_path = pg_temp").await?;
    transaction.execute_unprepared("DELETE FROM public.payments WHERE payment_id = 201").await?;
    transaction.commit().await?;
    assert_eq!(logged(&db).await?, (vec![], vec![11], false));
    Ok(())
}

/// Without the right to make triggers all else is made, and it is known that changes may be missed.
#[tokio::test]
async fn on_mariadb_a_migration_goes_on_without_triggers() -> Outcome {
    if !engines().contains(&Engine::MariaDb) {
        return Ok(());
    }
    let database = Database::empty(Engine::MariaDb).await?;
    let rights = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER, REFERENCES ON DATABASE";
    let migrator = as_somebody(&database, rights).await?;
    migrate(&migrator).await?;
    assert_eq!(status(&migrator).await?, SchemaStatus::Current);
    assert_eq!(tracking(&migrator).await?.missing.len(), 24);
    // Asked again, it is refused again and goes on.
    assert!(migrate(&migrator).await?.names.is_empty());
    // Somebody with more rights does what is left.
    let root = database.connect().await?;
    migrate(&root).await?;
    assert!(tracking(&root).await?.missing.is_empty());
    assert_eq!(logged(&root).await?, (vec![], vec![], true));
    Ok(())
}

/// Whoever fills a bank in bulk may do without the log, and then says so.
#[tokio::test]
async fn the_log_can_be_switched_off_for_a_connection() -> Outcome {
    for engine in engines() {
        let off = match engine {
            Engine::Sqlite => continue,
            Engine::Postgres => "SET LOCAL tellergraph.untracked = 'on'",
            Engine::MariaDb => "SET @tellergraph_untracked = 1",
        };
        let (_database, db) = bank(engine).await?;
        logged(&db).await?;
        let transaction = db.begin().await?;
        transaction.execute_unprepared(off).await?;
        transaction.execute_unprepared("DELETE FROM payments").await?;
        if engine == Engine::MariaDb {
            transaction.execute_unprepared("SET @tellergraph_untracked = NULL").await?;
        }
        transaction.execute_unprepared("DELETE FROM security").await?;
        transaction.commit().await?;
        db.execute_unprepared("DELETE FROM credit_history").await?;
        assert_eq!(logged(&db).await?, (vec![1], vec![], false), "{engine:?}");
    }
    Ok(())
}
