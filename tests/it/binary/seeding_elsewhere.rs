//! A made-up bank that goes into files, or nowhere.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tellergraph_seeder::fingerprint::{self, Fingerprint};
use tellergraph_seeder::{Bank, Plan};
use tellergraph_tests::Failure;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::program::Program;
use tellergraph_tests::require::{Tool, engines};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use url::Url;

use super::Outcome;

const PLAN: [&str; 6] = ["--customers", "250", "--seed", "7", "--as-of", "2026-06-30"];

fn bank() -> Result<Bank, Failure> {
    Ok(Bank::of(Plan::new(250, 7, "2026-06-30".parse()?)?))
}

fn tables() -> Vec<&'static str> {
    Fingerprint::default().tables().map(|(table, _)| table).collect()
}

/// The blocks of SQL in docs/seeding.md: how the files get into `PostgreSQL`, `MariaDB` and `SQLite`, and what is
/// corrected there.
fn documented() -> Result<[String; 4], Failure> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/seeding.md"))?;
    let blocks: Vec<_> =
        page.split("```sql\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect();
    blocks.try_into().map_err(|blocks| format!("four blocks of SQL: {blocks:?}").into())
}

/// Loads the files in `bank/` as docs/seeding.md says; false where the engine's shell is not installed.
async fn load(database: &Database, folder: &Path) -> Result<bool, Failure> {
    let [postgres, mariadb, sqlite, correction] = documented()?;
    let url = Url::parse(&database.url)?;
    let (tool, arguments, statements, after) = match database.engine {
        Engine::Sqlite => {
            let file = database.url.trim_start_matches("sqlite://").to_owned();
            (Tool::SqliteShell, vec!["-bail".to_owned(), file], sqlite, correction)
        }
        Engine::Postgres => {
            let arguments = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", database.url.as_str()];
            (Tool::PostgresShell, arguments.map(str::to_owned).to_vec(), postgres, String::new())
        }
        Engine::MariaDb => {
            let mut arguments = ["--no-defaults", "--local-infile=1", "--protocol=tcp"].map(str::to_owned).to_vec();
            arguments.push(format!("--host={}", url.host_str().ok_or("a host")?));
            arguments.push(format!("--port={}", url.port().ok_or("a port")?));
            arguments.push(format!("--user={}", url.username()));
            arguments.push(url.path().trim_start_matches('/').to_owned());
            (Tool::MariaDbShell, arguments, mariadb, String::new())
        }
    };
    let Some(program) = tool.program_or_note() else { return Ok(false) };
    let each: Vec<_> = tables().into_iter().map(|table| statements.replace("customer", table)).collect();
    let script = each.concat() + &after;
    let mut shell = Command::new(program);
    shell.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut shell = shell.spawn()?;
    shell.stdin.take().ok_or("an input")?.write_all(script.as_bytes()).await?;
    let ended = shell.wait_with_output().await?;
    let told = String::from_utf8_lossy(&ended.stderr);
    if ended.status.success() && told.is_empty() { Ok(true) } else { Err(format!("{tool:?}: {told}").into()) }
}

#[tokio::test]
async fn files_are_loaded_to_the_same_rows_as_the_page_says() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    let bank = bank()?;
    let expected = Fingerprint::of_bank(&bank);
    for engine in engines() {
        let folder = program.folder().join(engine.name());
        fs::create_dir(&folder)?;
        let files = format!("{}/bank", engine.name());
        let hundredths: &[&str] = if engine == Engine::Sqlite { &["--csv-hundredths"] } else { &[] };
        let ended = program.succeed(&[&["seed", "--csv", &files], &PLAN[..], hundredths].concat()).await?;
        assert!(ended.stderr.contains("wrote 250 customers"), "{ended:?}");
        let database = Database::create(engine).await?;
        if load(&database, &folder).await? {
            let db = database.connect().await?;
            assert_eq!(fingerprint::read(&db).await?, expected, "{engine:?}");
            db.close().await?;
        }
    }
    assert!(!program.folder().join("tellergraph.db").exists(), "no database is touched");
    Ok(())
}

/// Rows that point nowhere, in a database whose shell does not look.
#[tokio::test]
async fn rows_that_point_nowhere_go_into_files_and_are_found_and_survived() -> Outcome {
    let database = Database::create(Engine::Sqlite).await?;
    let program = Program::on(&database)?;
    let dirty = [&["seed", "--dirty", "0.2", "--dirty-fk", "--dirty-manifest", "faults.jsonl"], &PLAN[..]].concat();
    let refused = program.run(&dirty).await?;
    assert!(refused.code == Some(2) && refused.stderr.contains("--csv"), "{refused:?}");
    program.succeed(&[&dirty[..], &["--csv", "bank", "--csv-hundredths"]].concat()).await?;
    let faults = fs::read_to_string(program.folder().join("faults.jsonl"))?;
    let expected = faults.lines().filter(|line| line.contains("\"POINTS_NOWHERE\"")).count();
    assert!(expected > 100, "{expected}");
    if !load(&database, program.folder()).await? {
        return Ok(());
    }
    let verified =
        program.run(&["seed", "verify", "--as-of", "2026-06-30", "--json", "--password-seconds", "0"]).await?;
    let report: Value = serde_json::from_str(&verified.stdout)?;
    let findings = report["findings"].as_array().ok_or("findings")?;
    let finding = findings.iter().find(|finding| finding["check"] == "V2").ok_or("V2")?;
    // A row that is there twice points nowhere twice.
    assert!(finding["violations"].as_u64() >= Some(u64::try_from(expected)?), "{expected} {finding}");
    program.succeed(&["segment", "refresh", "--as-of", "2026-06-30"]).await?;
    let server = program.serve(&[]).await?;
    let asked = "{ customers(first: 100) { totalCount nodes { accounts { nodes { balance } } segment { lifeStage } } } \
                 accounts(first: 100) { nodes { customer { name } } } \
                 transactions(first: 100) { nodes { account { balance } } } }";
    assert_eq!(server.data(asked).await?["customers"]["totalCount"], 250);
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
