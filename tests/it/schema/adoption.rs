//! A database made from the original DDL becomes ours, with every row.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, Statement};
use tellergraph_entity::{account, customer, transaction};
use tellergraph_migration::{AdoptError, AdoptOptions, Adopted, SchemaStatus, adopt, status};
use tellergraph_tests::engine::mariadb::Server;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require::engines;

use super::Outcome;
use super::history::catalogue;

/// The original model as it is written down: whole numbers for keys, nothing said of nulls or collations.
const ORIGINAL: &str = include_str!("original.sql");

/// All that adoption must keep, as one text a row.
const ROWS: [&str; 4] = [
    "SELECT CONCAT_WS('|', customer_id, name, email, phone, address, date_of_birth, identification_number) AS entry \
     FROM customer ORDER BY customer_id",
    "SELECT CONCAT_WS('|', account_id, IFNULL(customer_id, '-'), account_type, balance, status) AS entry \
     FROM accounts ORDER BY account_id",
    "SELECT CONCAT_WS('|', transaction_id, account_id, transaction_type, amount, transaction_date, SHA1(notes)) AS entry \
     FROM transactions ORDER BY transaction_id",
    "SELECT CONCAT_WS('|', log_id, customer_id, communication_type, timestamp, summary) AS entry \
     FROM communication_log ORDER BY log_id",
];

async fn rows(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let mut entries = Vec::new();
    for sql in ROWS {
        for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await? {
            entries.push(row.try_get("", "entry")?);
        }
    }
    Ok(entries)
}

async fn run(db: &DatabaseConnection, script: &str) -> Result<(), DbErr> {
    for statement in script.split(";\n").filter(|statement| !statement.trim().is_empty()) {
        db.execute_unprepared(statement).await?;
    }
    Ok(())
}

/// A database of the original model with some rows; `None` where there is no `MariaDB`.
async fn original() -> Result<Option<Database>, Box<dyn std::error::Error>> {
    if !engines().contains(&Engine::MariaDb) {
        return Ok(None);
    }
    let database = Database::empty(Engine::MariaDb).await?;
    run(&database.connect().await?, ORIGINAL).await?;
    Ok(Some(database))
}

async fn adopt_plainly(db: &DatabaseConnection) -> Result<Adopted, AdoptError> {
    Box::pin(adopt(db, AdoptOptions::default())).await
}

/// What the database of somebody who never had the original model has.
async fn our_catalogue() -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let ours = Database::create(Engine::MariaDb).await?;
    Ok(catalogue(&ours.connect().await?, Engine::MariaDb).await?)
}

#[tokio::test]
async fn an_adopted_database_has_our_schema_and_its_own_rows() -> Outcome {
    let Some(database) = original().await? else { return Ok(()) };
    let db = database.connect().await?;
    assert_eq!(status(&db).await?, SchemaStatus::Empty);
    let adopted = adopt_plainly(&db).await?;
    let ours = [
        "m20260630_000003_create_segment_tables",
        "m20261120_000004_add_further_answers_to_customer_segment",
        "m20261120_000005_add_households_triggers_and_products",
        "m20261120_000006_log_changed_customers",
        "m20261120_000007_create_segment_history",
        "m20261120_000008_create_customer_search",
        "m20261120_000009_create_segment_cell",
        "m20261120_000010_count_snapshots",
        "m20261120_000011_create_unmapped_code",
        "m20261120_000012_create_gen_run",
        "m20261120_000013_note_demo_logins",
    ];
    assert_eq!(adopted.applied.names, ours);
    assert_eq!(status(&db).await?, SchemaStatus::Current);

    let found = catalogue(&db, Engine::MariaDb).await?;
    for entry in our_catalogue().await? {
        // Texts of one byte a letter got room for more, and the bank's own rule for a column stays.
        let wider = entry.replace(" text ", " mediumtext ");
        let kept = entry.replace("accounts status varchar(20) YES", "accounts status varchar(20) NO");
        assert!(found.contains(&wider) || found.contains(&kept), "missing: {entry}");
    }
    let kept = "SELECT column_comment AS comment FROM information_schema.columns WHERE table_schema = DATABASE() \
                AND table_name = 'accounts' AND column_name = 'status' AND column_default = '\\'it\\'\\'s open\\''";
    assert!(db.query_one_raw(Statement::from_string(db.get_database_backend(), kept)).await?.is_some());

    let customers = customer::Entity::find().order_by_asc(customer::Column::CustomerId).all(&db).await?;
    let names: Vec<_> = customers.iter().map(|row| row.name.as_deref()).collect();
    assert_eq!(names, [Some("Zoë Müller"), Some("zoë müller"), None]);
    assert_eq!(customers[0].date_of_birth.map(|day| day.to_string()).as_deref(), Some("1990-02-28"));

    let accounts = account::Entity::find().order_by_asc(account::Column::AccountId).all(&db).await?;
    let balances: Vec<_> = accounts.iter().map(|row| row.balance.map(|balance| balance.to_string())).collect();
    assert_eq!(balances, [Some("9999999999999999.99".to_owned()), Some("-0.10".to_owned()), None]);
    assert_eq!(accounts[2].customer_id, None);

    // 60,000 letters of one byte in latin1, of two in utf8mb4: more than a TEXT holds.
    let booking = transaction::Entity::find_by_id(1).one(&db).await?;
    let notes = booking.and_then(|row| row.notes).unwrap_or_default();
    assert_eq!((notes.chars().count(), notes.chars().all(|letter| letter == 'é')), (60_000, true));

    let next = "INSERT INTO customer (name) VALUES ('the key still counts up')";
    db.execute_unprepared(next).await?;
    assert!(customer::Entity::find_by_id(5_000_001).one(&db).await?.is_some());
    let extra = "SELECT loyalty_points AS points FROM customer WHERE customer_id = 1";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), extra)).await?;
    assert_eq!(row.map(|row| row.try_get::<i32>("", "points")).transpose()?, Some(42));
    Ok(())
}

#[tokio::test]
async fn a_second_adoption_changes_nothing() -> Outcome {
    let Some(database) = original().await? else { return Ok(()) };
    let db = database.connect().await?;
    adopt_plainly(&db).await?;
    let (schema, data) = (catalogue(&db, Engine::MariaDb).await?, rows(&db).await?);
    assert_eq!(adopt_plainly(&db).await?, Adopted::default());
    assert_eq!((catalogue(&db, Engine::MariaDb).await?, rows(&db).await?), (schema, data));
    Ok(())
}

/// Whatever statement was the last of a run that was killed, the next run has the rest before it.
#[tokio::test]
async fn a_killed_adoption_is_completed_by_the_next() -> Outcome {
    let (Some(whole), Some(killed)) = (original().await?, original().await?) else { return Ok(()) };
    let db = whole.connect().await?;
    let statements = adopt_plainly(&db).await?.statements;
    let (schema, data) = (catalogue(&db, Engine::MariaDb).await?, rows(&db).await?);
    assert!(statements.len() > 20, "{statements:#?}");

    let db = killed.connect().await?;
    let (last, others) = statements.split_last().ok_or("no statement")?;
    for (done, statement) in (1..).zip(others) {
        db.execute_unprepared(statement).await?;
        let rest = Box::pin(adopt(&db, AdoptOptions { dry_run: true, views: false })).await?.statements;
        if done == others.len() {
            // The table of the record is made if it is not there, so it is asked for again.
            assert_eq!((&rest[0], &rest[1]), (statement, last));
        } else {
            assert_eq!(rest[..statements.len() - done], statements[done..], "after {done}");
        }
    }
    adopt_plainly(&db).await?;
    assert_eq!((catalogue(&db, Engine::MariaDb).await?, rows(&db).await?), (schema, data));
    Ok(())
}

#[tokio::test]
async fn a_dry_run_tells_the_statements_and_changes_nothing() -> Outcome {
    let Some(database) = original().await? else { return Ok(()) };
    let db = database.connect().await?;
    let before = catalogue(&db, Engine::MariaDb).await?;
    let told = Box::pin(adopt(&db, AdoptOptions { dry_run: true, views: true })).await?;
    assert_eq!(catalogue(&db, Engine::MariaDb).await?, before);
    assert!(told.applied.names.is_empty());
    insta::assert_snapshot!("adoption", told.statements.join(";\n") + ";");

    let done = Box::pin(adopt(&db, AdoptOptions { dry_run: false, views: true })).await?;
    assert_eq!(told.statements[..done.statements.len()], done.statements);
    Ok(())
}

#[tokio::test]
async fn views_stand_under_the_old_names_that_differ() -> Outcome {
    let Some(database) = original().await? else { return Ok(()) };
    let db = database.connect().await?;
    Box::pin(adopt(&db, AdoptOptions { dry_run: false, views: true })).await?;
    let views = "SELECT CAST(table_name AS CHAR) AS entry FROM information_schema.views \
                 WHERE table_schema = DATABASE() ORDER BY table_name";
    let views = db.query_all_raw(Statement::from_string(db.get_database_backend(), views)).await?;
    let views: Vec<String> = views.iter().map(|row| row.try_get("", "entry")).collect::<Result<_, _>>()?;
    assert_eq!(views, ["CommunicationLog", "CreditHistory"]);
    db.execute_unprepared(
        "INSERT INTO CommunicationLog (log_id, customer_id, summary) VALUES (77, 1, 'by the old name')",
    )
    .await?;
    assert!(tellergraph_entity::communication_log::Entity::find_by_id(77).one(&db).await?.is_some());
    assert!(adopt_plainly(&db).await?.statements.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_server_that_ignores_case_is_adopted_too() -> Outcome {
    if !engines().contains(&Engine::MariaDb) {
        return Ok(());
    }
    let server = Server::start(true).await?;
    let database = server.empty().await?;
    let db = database.connect().await?;
    run(&db, ORIGINAL).await?;
    let adopted = Box::pin(adopt(&db, AdoptOptions { dry_run: false, views: true })).await?;
    let renames: Vec<_> = adopted.statements.iter().filter(|statement| statement.starts_with("RENAME")).collect();
    assert_eq!(
        renames,
        ["RENAME TABLE `credithistory` TO `credit_history`, `communicationlog` TO `communication_log`"]
    );
    assert_eq!(status(&db).await?, SchemaStatus::Current);
    assert_eq!(customer::Entity::find().all(&db).await?.len(), 3);
    assert!(Box::pin(adopt(&db, AdoptOptions { dry_run: false, views: true })).await?.statements.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_stands_in_the_way_is_named_before_the_first_change() -> Outcome {
    let cases = [
        ("DROP TABLE Payments", "table Payments is missing"),
        ("ALTER TABLE Security DROP COLUMN access_level", "column Security.access_level is missing"),
        ("ALTER TABLE Accounts MODIFY balance DECIMAL(20,4)", "column Accounts.balance is decimal(20,4)"),
        ("ALTER TABLE Compliance MODIFY disclosures BLOB", "column Compliance.disclosures is blob"),
        (
            "CREATE TABLE Cards (customer_id INT, CONSTRAINT cards_of FOREIGN KEY (customer_id) \
          REFERENCES Customer (customer_id))",
            "foreign key cards_of",
        ),
        (
            "ALTER TABLE Compliance DROP FOREIGN KEY compliance_ibfk_1;\n\
          INSERT INTO Compliance (compliance_id, customer_id) VALUES (9, 404)",
            "1 rows of Compliance have a customer_id that is in no row of Customer",
        ),
        (
            "SET SESSION sql_mode = ''; UPDATE Customer SET date_of_birth = '0000-00-00' WHERE customer_id = 1",
            "1 rows of Customer have a date_of_birth that is no day of the calendar",
        ),
        ("CREATE TABLE customer (customer_id BIGINT PRIMARY KEY)", "of the tables Customer and customer only one"),
    ];
    for (change, named) in cases {
        let Some(database) = original().await? else { return Ok(()) };
        let db = database.connect().await?;
        run(&db, change).await?;
        let before = catalogue(&db, Engine::MariaDb).await?;
        let error = adopt_plainly(&db).await.expect_err("a refusal");
        assert!(matches!(error, AdoptError::Obstacles { .. }), "{error:?}");
        assert!(error.to_string().contains(named), "{named}: {error}");
        assert_eq!(catalogue(&db, Engine::MariaDb).await?, before);
    }
    Ok(())
}

#[tokio::test]
async fn only_mysql_is_adopted() -> Outcome {
    let database = Database::empty(Engine::Sqlite).await?;
    let error = adopt_plainly(&database.connect().await?).await.expect_err("a refusal");
    assert!(matches!(error, AdoptError::NotMySql));
    Ok(())
}
