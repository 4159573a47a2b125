use super::*;
use crate::config::{Config, DatabaseUrl};

fn at(url: &str) -> Database {
    let mut config = Config::documented().unwrap().database;
    config.url = DatabaseUrl::parse(url).unwrap();
    config.acquire_timeout_ms = 500;
    config
}

async fn refusal(url: &str) -> String {
    let error = connect(&at(url)).await.unwrap_err().to_string();
    assert!(!error.contains('\n') && !error.contains("hunter2"), "{error}");
    error
}

/// A file in a folder of its own, which goes away with the folder.
fn file() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/bank.db", folder.path().display());
    (folder, url)
}

#[tokio::test]
async fn a_missing_file_is_created_and_works_as_it_must() {
    let (folder, url) = file();
    let database = connect(&at(&url)).await.unwrap();
    for (pragma, expected) in [("journal_mode", "wal"), ("foreign_keys", "1"), ("busy_timeout", "5000")] {
        let statement = sea_orm::Statement::from_string(database.get_database_backend(), format!("PRAGMA {pragma}"));
        let row = database.query_one_raw(statement).await.unwrap().unwrap();
        let value =
            row.try_get_by_index::<String>(0).or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()));
        assert_eq!(value.unwrap(), expected, "{pragma}");
    }
    database.close().await.unwrap();
    assert!(folder.path().join("bank.db").exists());
}

#[tokio::test]
async fn a_database_is_ready_once_its_schema_is_current() {
    let (_folder, url) = file();
    let config = at(&url);
    let database = connect(&config).await.unwrap();
    assert_eq!(schema_status(&config, &database).await.unwrap(), SchemaStatus::Empty);
    assert!(readiness(&database).await.is_err());
    tellergraph_migration::migrate(&database).await.unwrap();
    assert_eq!(readiness(&database).await, Ok(()));
    database.clone().close().await.unwrap();
    assert_eq!(readiness(&database).await, Err("the database does not answer"));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_told() {
    let error = refusal("sqlite:///no/such/folder/bank.db").await;
    assert!(error.contains("the folder does not exist"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_told() {
    let (folder, url) = file();
    std::fs::write(folder.path().join("bank.db"), "This is a letter and not a database. ".repeat(100)).unwrap();
    let error = refusal(&url).await;
    assert!(error.contains("not a database"), "{error}");
}

#[tokio::test]
async fn an_option_that_the_driver_does_not_know_is_told() {
    let (_folder, url) = file();
    let error = refusal(&format!("{url}?flavour=vanilla")).await;
    assert!(error.contains("the address"), "{error}");
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_told_without_the_password() {
    // A port that was free a moment ago: nothing listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for scheme in ["postgres", "mysql"] {
        let error = refusal(&format!("{scheme}://teller:hunter2@127.0.0.1:{port}/bank")).await;
        assert!(error.contains("answers at") && error.contains("***"), "{error}");
    }
}
