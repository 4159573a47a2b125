//! A database that is being filled: killed in the middle, asked in the middle, and by two at once.

use std::num::NonZeroU64;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, EntityTrait as _, QueryOrder as _, Statement};
use serde_json::json;
use tellergraph_entity::{gen_chunk, gen_run};
use tellergraph_seeder::fingerprint::{self, Fingerprint};
use tellergraph_seeder::truth::{TruthHeader, TruthWriter};
use tellergraph_seeder::{Bank, FillError, FillOptions, Mode, Plan, PlanOptions, fill_with};
use tellergraph_tests::Failure;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::program::Program;
use tellergraph_tests::require::{engines, kills};

use super::{NOTICED_WITHIN, Outcome, moments, succeed_soon};
use crate::schema::catalogue;

/// Several blocks of the generator.
const CUSTOMERS: u64 = 1_600;
#[rustfmt::skip]
const SEED: [&str; 11] = [
    "seed", "--customers", "1600", "--seed", "7", "--as-of", "2026-06-30", "--months", "3", "--intensity", "0.1",
];
/// Kills on each engine and in each mode, unless the environment asks for another number.
const KILLS: u32 = 3;

fn bank() -> Result<Arc<Bank>, Failure> {
    let options = PlanOptions { months: 3, intensity: 100, ..PlanOptions::default() };
    Ok(Arc::new(Bank::of(Plan::with(CUSTOMERS, 7, "2026-06-30".parse()?, options)?)))
}

fn by_blocks(mode: Mode) -> FillOptions {
    FillOptions { mode, unsafe_fast: false, chunk_rows: NonZeroU64::MIN }
}

async fn migrated(engine: Engine) -> Result<(Database, Program), Failure> {
    let database = Database::create(engine).await?;
    let program = Program::on(&database)?;
    // The program is built when it is first run: that is not to be measured.
    program.succeed(&["config"]).await?;
    Ok((database, program))
}

/// What the ledger says of the chunks that are there.
async fn noted(db: &DatabaseConnection) -> Result<Fingerprint, Failure> {
    let mut sum = Fingerprint::default();
    for chunk in gen_chunk::Entity::find().order_by_asc(gen_chunk::Column::Chunk).all(db).await? {
        let tables = chunk.counts.split(',').zip(chunk.hash.split(','));
        let tables: Vec<_> = tables.map(|(rows, hash)| format!("{rows}:{hash}")).collect();
        sum.add(&tables.join(" ").parse()?);
    }
    Ok(sum)
}

#[tokio::test]
async fn a_seed_that_is_killed_leaves_nothing_or_everything() -> Outcome {
    let expected = Fingerprint::of_bank(&*bank()?);
    for engine in engines() {
        let (_twin, untouched) = migrated(engine).await?;
        let begun = Instant::now();
        untouched.succeed(&SEED).await?;
        let whole = begun.elapsed();

        let (mut database, mut program) = migrated(engine).await?;
        let mut nothing = 0;
        for moment in moments(whole, kills().unwrap_or(KILLS)) {
            program.killed_after(&SEED, moment).await?;
            let db = database.connect().await?;
            let there = fingerprint::read(&db).await?;
            let runs = gen_run::Entity::find().all(&db).await?;
            if there == Fingerprint::default() {
                assert!(runs.is_empty(), "{engine:?}: {runs:?} after {moment:?} of {whole:?}");
                nothing += 1;
            } else {
                assert_eq!(there, expected, "{engine:?}: after {moment:?} of {whole:?}");
                assert_eq!(runs.len(), 1);
                (database, program) = migrated(engine).await?;
            }
            db.close().await?;
        }
        assert!(nothing > 0, "{engine:?}: no kill came before the end of the filling in {whole:?}");
        let db = database.connect().await?;
        if fingerprint::read(&db).await? == Fingerprint::default() {
            succeed_soon(&program, &SEED).await?;
            assert_eq!(fingerprint::read(&db).await?, expected, "{engine:?}: after {nothing} kills");
        }
        db.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_resumable_seed_that_is_killed_is_completed_to_the_same_rows() -> Outcome {
    let expected = Fingerprint::of_bank(&*bank()?);
    let seed = [&SEED[..], &["--resumable", "--chunk-rows", "1"]].concat();
    for engine in engines() {
        let (_twin, untouched) = migrated(engine).await?;
        let begun = Instant::now();
        untouched.succeed(&seed).await?;
        let of_a_chunk = begun.elapsed() / u32::try_from(bank()?.block_count())?;

        let (mut database, mut program) = migrated(engine).await?;
        let mut halfway = 0;
        for moment in moments(of_a_chunk, kills().unwrap_or(KILLS)) {
            // Somewhere after a chunk was committed.
            program.killed_after_saying("customers:", moment, &seed).await?;
            let db = database.connect().await?;
            let there = fingerprint::read(&db).await?;
            match gen_run::Entity::find().one(&db).await?.map(|run| run.status).as_deref() {
                None => assert_eq!(there, Fingerprint::default(), "{engine:?}: after {moment:?}"),
                Some(gen_run::RUNNING) => {
                    assert_eq!(there, noted(&db).await?, "{engine:?}: after {moment:?}");
                    halfway += 1;
                }
                Some(_) => {
                    assert_eq!(there, expected, "{engine:?}: after {moment:?}");
                    (database, program) = migrated(engine).await?;
                }
            }
            db.close().await?;
        }
        assert!(halfway > 0, "{engine:?}: no kill came in the middle");
        succeed_soon(&program, &seed).await?;
        let db = database.connect().await?;
        assert_eq!(fingerprint::read(&db).await?, expected, "{engine:?}: after {halfway} kills");
        let run = gen_run::Entity::find().one(&db).await?.ok_or("no run")?;
        assert_eq!((run.status.as_str(), run.fingerprint), (gen_run::COMPLETE, Some(expected.to_string())));
        db.close().await?;
    }
    Ok(())
}

/// Fills the database with all but the last chunks.
async fn begun(db: &DatabaseConnection, bank: &Arc<Bank>) -> Outcome {
    let (reached, waiting) = tokio::sync::oneshot::channel();
    let mut reached = Some(reached);
    let filling = fill_with(db, bank, by_blocks(Mode::Resumable), |_| {
        reached.take().map(|reached| reached.send(()));
    });
    tokio::select! {
        biased;
        _ = waiting => Ok(()),
        filled = filling => Err(format!("the signal comes first: {filled:?}").into()),
    }
}

fn write_truth(bank: &Bank, path: &Path) -> Outcome {
    let mut writer = TruthWriter::create(path, &TruthHeader::of(bank))?;
    for index in 0..bank.block_count() {
        for truth in bank.truths(index) {
            writer.add(truth)?;
        }
    }
    Ok(writer.finish()?)
}

#[tokio::test]
async fn a_server_says_that_its_database_is_being_filled() -> Outcome {
    let bank = bank()?;
    let seed = [&SEED[..], &["--resumable"]].concat();
    let asked = "{ customers(first: 0) { totalCount } }";
    for engine in engines() {
        let (database, program) = migrated(engine).await?;
        let db = database.connect().await?;
        begun(&db, &bank).await?;
        // The connection may still be ending.
        db.close().await?;
        let server = program.serve(&[]).await?;
        assert!(server.stderr().contains("still being filled"), "{}", server.stderr());
        let ready = server.get("/readyz").await?;
        let reason = json!({ "ready": false, "reason": "the database is still being filled" });
        assert_eq!((ready.status, ready.json()), (503, reason), "{engine:?}");
        let answer = server.ask(asked, json!({})).await?.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "SEEDING", "{engine:?}: {answer}");
        assert_eq!(answer["data"]["customers"], json!(null), "{answer}");
        let schema = server.data("{ __schema { queryType { name } } }").await?;
        assert_eq!(schema["__schema"]["queryType"]["name"], "Query", "the schema can be read all the same");
        write_truth(&bank, &program.folder().join("truth.jsonl"))?;
        for command in [&["refresh"][..], &["explain", "--customer", "1"], &["accuracy", "--truth", "truth.jsonl"]] {
            let refused = program.run(&[&["segment"], command].concat()).await?;
            assert!(refused.code == Some(1) && refused.stderr.contains("still being filled"), "{refused:?}");
        }

        succeed_soon(&program, &seed).await?;
        assert_eq!(server.get("/readyz").await?.status, 200, "{engine:?}");
        assert_eq!(server.data(asked).await?["customers"]["totalCount"], CUSTOMERS, "{engine:?}");
        server.stop().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_server_notices_that_its_empty_database_is_being_filled() -> Outcome {
    let bank = bank()?;
    let asked = "{ customers(first: 0) { totalCount } }";
    for engine in engines() {
        let (database, program) = migrated(engine).await?;
        let server = program.serve(&["--no-demo"]).await?;
        assert_eq!(server.data(asked).await?["customers"]["totalCount"], 0);
        let db = database.connect().await?;
        begun(&db, &bank).await?;
        let answer = server.ask(asked, json!({})).await?.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "SEEDING", "{engine:?}: {answer}");
        server.stop().await?;
        db.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn of_two_seeders_one_is_told_so_between_two_chunks() -> Outcome {
    let bank = bank()?;
    for engine in engines() {
        let (database, _) = migrated(engine).await?;
        let (first, second) = (database.connect().await?, database.connect().await?);
        let (between, mut waiting) = tokio::sync::mpsc::unbounded_channel();
        let filling = fill_with(&first, &bank, by_blocks(Mode::Resumable), |_| {
            // The receiver lives until the end.
            let _ = between.send(());
        });
        tokio::pin!(filling);
        let mut refused = 0;
        let filled = loop {
            tokio::select! {
                biased;
                _ = waiting.recv() => {
                    let other = fill_with(&second, &bank, by_blocks(Mode::Resumable), |_| ()).await;
                    assert!(matches!(other, Err(FillError::Busy)), "{engine:?}: {other:?}");
                    refused += 1;
                }
                filled = &mut filling => break filled?,
            }
        };
        assert!(refused > 1, "{engine:?}");
        assert_eq!(fingerprint::read(&second).await?, filled.fingerprint, "{engine:?}");
    }
    Ok(())
}

/// Ends the other connections to the database, as an administrator does.
async fn end_others(db: &DatabaseConnection, engine: Engine) -> Outcome {
    match engine {
        Engine::Sqlite => {}
        Engine::Postgres => {
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            db.execute_unprepared(end).await?;
        }
        Engine::MariaDb => {
            let others =
                "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()";
            let others = db.query_all_raw(Statement::from_string(db.get_database_backend(), others)).await?;
            for other in others {
                let id: i64 =
                    other.try_get_by_index::<u64>(0).map(u64::cast_signed).or_else(|_| other.try_get_by_index(0))?;
                db.execute_unprepared(&format!("KILL {id}")).await?;
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_connection_that_is_lost_leaves_what_was_committed() -> Outcome {
    let bank = bank()?;
    let servers = engines().into_iter().filter(|engine| *engine != Engine::Sqlite);
    for (engine, mode) in servers.flat_map(|engine| [(engine, Mode::Atomic), (engine, Mode::Resumable)]) {
        let (database, _) = migrated(engine).await?;
        let (filled, administrator) = (database.connect().await?, database.connect().await?);
        let (between, mut waiting) = tokio::sync::mpsc::unbounded_channel();
        let filling = fill_with(&filled, &bank, by_blocks(mode), |_| {
            // The receiver lives until the end.
            let _ = between.send(());
        });
        tokio::pin!(filling);
        let error = loop {
            tokio::select! {
                biased;
                _ = waiting.recv() => end_others(&administrator, engine).await?,
                filled = &mut filling => break filled.expect_err("the connection is lost"),
            }
        };
        assert!(error.to_string().contains("the connection was lost"), "{engine:?}: {error} ({error:?})");
        let there = fingerprint::read(&administrator).await?;
        assert_eq!(there, noted(&administrator).await?, "{engine:?} {mode:?}");
        assert_eq!(there == Fingerprint::default(), mode == Mode::Atomic, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_full_disk_is_told_and_leaves_nothing() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    program.succeed(&["migrate"]).await?;
    let file = program.folder().join("tellergraph.db");
    // Room for a tenth of the rows.
    let ended = program.clone().with_files_up_to(3_000).run(&SEED).await?;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("the database was not filled") && ended.stderr.contains("the disk"), "{ended:?}");
    let db = sea_orm::Database::connect(format!("sqlite://{}", file.display())).await?;
    assert_eq!(fingerprint::read(&db).await?, Fingerprint::default());
    db.close().await?;
    Ok(())
}

#[tokio::test]
async fn the_schema_is_whole_after_a_filling() -> Outcome {
    let bank = bank()?;
    for (engine, mode) in engines().into_iter().flat_map(|engine| [(engine, Mode::Atomic), (engine, Mode::Resumable)]) {
        let (database, program) = migrated(engine).await?;
        let db = database.connect().await?;
        let before = catalogue(&db, engine).await?;
        if mode == Mode::Resumable {
            begun(&db, &bank).await?;
            let missing = before.len() - catalogue(&db, engine).await?.len();
            assert_eq!(missing > 20, engine != Engine::MariaDb, "{engine:?}: {missing}");
            // It makes triggers that are missing, which must not be in the way at the end.
            program.succeed(&["migrate"]).await?;
        }
        let options = by_blocks(mode);
        let begun = Instant::now();
        let filled = loop {
            match fill_with(&db, &bank, options, |_| ()).await {
                Err(FillError::Busy) if begun.elapsed() < NOTICED_WITHIN => {}
                filled => break filled?,
            }
        };
        assert_eq!(filled.counts, bank.counts());
        assert_eq!(catalogue(&db, engine).await?, before, "{engine:?} {mode:?}");
        db.close().await?;
    }
    Ok(())
}
