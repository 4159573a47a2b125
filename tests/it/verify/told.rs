//! `tellergraph seed verify` at a terminal.

use sea_orm::ConnectionTrait;
use serde_json::Value;
use tellergraph_seeder::verify::Check;
use tellergraph_tests::engine::Database;
use tellergraph_tests::program::Program;
use tellergraph_tests::require::engines;

use super::Done;

#[tokio::test]
async fn the_command_says_by_its_exit_code_what_its_table_says() -> Done {
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        program.succeed(&["seed", "--customers", "40"]).await?;

        let wanted = ["seed", "verify", "--leave-out", "v19", "--password-seconds", "1"];
        let held = program.succeed(&wanted).await?.stdout;
        for check in Check::ALL {
            let start = format!("{} ", check.code());
            let line = held.lines().find(|line| line.starts_with(&start)).ok_or("a line")?;
            let outcome = if check == Check::Truth { "left out" } else { "held" };
            assert!(line.contains(outcome) && line.contains(check.asserts()), "{engine:?} {line}");
        }

        let skipped = program.run(&["seed", "verify", "--password-seconds", "0"]).await?;
        assert_eq!(skipped.code, Some(3), "{engine:?} {skipped:?}");
        assert!(skipped.stderr.contains("V15, V19"), "{}", skipped.stderr);
        assert!(skipped.stdout.contains("no truth file was given"), "{}", skipped.stdout);

        let connection = database.connect().await?;
        connection.execute_unprepared("UPDATE credit_history SET credit_score = 0 WHERE credit_id = 2").await?;
        connection.close().await?;
        let violated = program.run(&[&wanted[..], &["--json"]].concat()).await?;
        assert_eq!(violated.code, Some(1), "{engine:?} {violated:?}");
        assert!(violated.stderr.contains("V11, V17"), "{}", violated.stderr);
        let report: Value = serde_json::from_str(&violated.stdout)?;
        let finding = &report["findings"][10];
        assert_eq!((&finding["check"], &finding["outcome"]), (&"V11".into(), &"violated".into()));
        assert_eq!(finding["first"], serde_json::json!([{ "table": "credit_history", "key": 2 }]));
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_verified_is_told() -> Done {
    let program = Program::in_an_empty_folder()?;
    for (arguments, code, told) in [
        (&["seed", "verify"][..], 1, "tellergraph migrate"),
        (&["seed", "verify", "--truth", "nowhere.jsonl"], 1, "nowhere.jsonl"),
        (&["seed", "verify", "--leave-out", "V21"], 2, "V1 to V20"),
        (&["seed", "--customers", "5", "verify"], 2, "cannot be used"),
    ] {
        let ended = program.run(arguments).await?;
        assert_eq!(ended.code, Some(code), "{ended:?}");
        assert!(ended.stderr.contains(told), "{}", ended.stderr);
    }
    Ok(())
}
