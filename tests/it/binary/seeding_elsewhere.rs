//! A made-up bank that goes into files, or nowhere.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sea_orm::ConnectionTrait as _;
use tellergraph_seeder::fingerprint::{self, Fingerprint};
use tellergraph_seeder::{Bank, Plan};
use tellergraph_tests::Failure;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::program::Program;
use tellergraph_tests::require::engines;

use super::Outcome;

const PLAN: [&str; 6] = ["--customers", "250", "--seed", "7", "--as-of", "2026-06-30"];

fn bank() -> Result<Bank, Failure> {
    Ok(Bank::of(Plan::new(250, 7, "2026-06-30".parse()?)?))
}

fn tables() -> Vec<&'static str> {
    Fingerprint::default().tables().map(|(table, _)| table).collect()
}

/// Loads the files as docs/seeding.md says.
async fn load(database: &Database, files: &Path) -> Outcome {
    let db = database.connect().await?;
    for table in tables() {
        let file = files.join(format!("{table}.csv"));
        match database.engine {
            Engine::Sqlite => {}
            Engine::Postgres => {
                let statement = format!("COPY {table} FROM STDIN WITH (FORMAT csv, HEADER, NULL 'NULL')");
                let mut connection = db.get_postgres_connection_pool().acquire().await?;
                let mut copy = connection.copy_in_raw(&statement).await?;
                copy.send(fs::read(file)?).await?;
                copy.finish().await?;
            }
            Engine::MariaDb => {
                // By the server, which the files are readable for: the client that sends them may not be installed.
                let statement = format!(
                    "LOAD DATA INFILE '{}' INTO TABLE {table} CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' \
                     OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' LINES TERMINATED BY '\\r\\n' IGNORE 1 LINES",
                    file.display()
                );
                db.execute_unprepared(&statement).await?;
            }
        }
    }
    db.close().await?;
    Ok(())
}

#[tokio::test]
async fn files_are_loaded_to_the_same_rows() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    let files = program.folder().join("files");
    let ended = program.succeed(&[&["seed", "--csv", "files"], &PLAN[..]].concat()).await?;
    assert!(ended.stderr.contains("wrote 250 customers"), "{ended:?}");
    assert!(!program.folder().join("tellergraph.db").exists(), "no database is touched");
    fs::set_permissions(program.folder(), PermissionsExt::from_mode(0o755))?;
    let bank = bank()?;
    let expected = (0..bank.block_count()).fold(Fingerprint::default(), |mut sum, block| {
        sum.add(&Fingerprint::of_block(&bank.block(block)));
        sum
    });
    for engine in engines().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let database = Database::create(engine).await?;
        load(&database, &files).await?;
        let db = database.connect().await?;
        assert_eq!(fingerprint::read(&db).await?, expected, "{engine:?}");
        db.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_folder_with_files_in_it_is_refused() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    fs::create_dir(program.folder().join("files"))?;
    fs::write(program.folder().join("files").join("mine.txt"), "mine")?;
    let ended = program.run(&[&["seed", "--csv", "files"], &PLAN[..]].concat()).await?;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("the folder files is not empty"), "{ended:?}");
    assert_eq!(fs::read_dir(program.folder().join("files"))?.count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told() -> Outcome {
    let program = Program::in_an_empty_folder()?.unprivileged().await?;
    let files = program.folder().join("files");
    fs::create_dir(&files)?;
    fs::set_permissions(&files, PermissionsExt::from_mode(0o555))?;
    for folder in ["files", "files/below"] {
        let ended = program.run(&[&["seed", "--csv", folder], &PLAN[..]].concat()).await?;
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.stderr.contains("cannot be written"), "{ended:?}");
    }
    // A disk that is full: no room for the transactions.
    let full = program.with_files_up_to(300);
    let ended = full.run(&[&["seed", "--csv", "others"], &PLAN[..]].concat()).await?;
    assert!(ended.code == Some(1) && ended.stderr.contains("cannot be written"), "{ended:?}");
    assert!(!full.folder().join("others").exists(), "nothing half-written is left");
    Ok(())
}

#[tokio::test]
async fn a_dry_run_tells_the_exact_numbers_and_touches_nothing() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    let ended = program.succeed(&[&["seed", "--dry-run"], &PLAN[..]].concat()).await?;
    let bank = bank()?;
    let told = |name: &str| {
        let line = ended.stdout.lines().find(|line| line.split_whitespace().next() == Some(name));
        line.and_then(|line| line.split_whitespace().last()?.parse::<u64>().ok())
    };
    for (table, rows) in bank.counts().by_table() {
        assert_eq!(told(table), Some(rows), "{table}");
    }
    assert_eq!(told("rows"), Some(bank.counts().total()));
    assert!(told("bytes,").is_some_and(|bytes| bytes > 50 * bank.counts().total()), "{ended:?}");
    assert!(ended.stdout.contains(bank.dataset_id().as_str()));
    assert_eq!(fs::read_dir(program.folder())?.count(), 0);
    Ok(())
}

#[tokio::test]
async fn an_impossible_size_is_refused_before_anything_is_made() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    for (arguments, code, told) in [
        (["--scale", "0"], 2, "no number of customers"),
        (["--scale", "0.00001"], 2, "smallest scale"),
        (["--scale", "200000"], 78, "at most 1000000000 customers"),
        (["--customers", "0"], 2, "0 is not in"),
        (["--customers", "1000000001"], 78, "at most 1000000000 customers"),
        (["--customers", "99999999999999999999"], 2, "too large"),
    ] {
        let ended = program.run(&[&["seed"], &arguments[..]].concat()).await?;
        assert!(ended.code == Some(code) && ended.stderr.contains(told), "{arguments:?}: {ended:?}");
    }
    let both = program.run(&["seed", "--scale", "1", "--customers", "10"]).await?;
    assert_eq!(both.code, Some(2), "{both:?}");
    assert_eq!(fs::read_dir(program.folder())?.count(), 0);
    Ok(())
}
