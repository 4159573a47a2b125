//! A bank that is spoiled on purpose: what is wrong is listed, found, and survived.

mod alone;

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use tellergraph_tests::Failure;
use tellergraph_tests::engine::Database;
use tellergraph_tests::program::Program;
use tellergraph_tests::require::engines;

/// Kinds of faults, and the check that must find them.
const FOUND: [(&str, &str); 13] = [
    ("NEGATIVE_DEBIT", "V17"),
    ("LEGACY_WORD", "V12"),
    ("BLANKS", "V17"),
    ("UNMIRRORED", "V4"),
    ("CLOSED_WITH_BALANCE", "V6"),
    ("SCORE_OUT_OF_RANGE", "V11"),
    ("UTILIZATION_OVER_WHOLE", "V10"),
    ("BIRTH_IN_FUTURE", "V18"),
    ("IN_FUTURE", "V18"),
    ("DUPLICATE", "V3"),
    ("REVERSED", "V8"),
    ("CONTRADICTION", "V17"),
    ("TAGS_MISSING", "V4"),
];

/// The seed refreshes the segments itself: that it ends is that the rules survive what they read.
#[tokio::test]
async fn what_is_spoiled_is_listed_and_found_and_the_bank_is_served_all_the_same() -> Result<(), Failure> {
    let mut first: Option<String> = None;
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        program.succeed(&["seed", "--customers", "150", "--dirty", "0.2"]).await?;
        let list = std::fs::read_to_string(program.folder().join("dirty_manifest.jsonl"))?;
        let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
        let connection = database.connect().await?;
        for line in list.lines() {
            let defect: Value = serde_json::from_str(line)?;
            *kinds.entry(defect["kind"].as_str().ok_or("a kind")?.to_owned()).or_default() += 1;
        }
        let scores = Statement::from_string(
            connection.get_database_backend(),
            "SELECT COUNT(*) FROM credit_history WHERE credit_score NOT BETWEEN 300 AND 850",
        );
        let scores: i64 = connection.query_one_raw(scores).await?.ok_or("a row")?.try_get_by_index(0)?;
        assert_eq!(kinds.get("SCORE_OUT_OF_RANGE").copied(), Some(scores.unsigned_abs()), "{engine:?}");
        connection.close().await?;

        let verified = program.run(&["seed", "verify", "--json", "--password-seconds", "0"]).await?;
        assert_eq!(verified.code, Some(1), "{engine:?} {verified:?}");
        let report: Value = serde_json::from_str(&verified.stdout)?;
        let findings = report["findings"].as_array().ok_or("findings")?;
        for (kind, check) in FOUND {
            assert!(kinds.contains_key(kind), "{engine:?} {kind}");
            let finding = findings.iter().find(|finding| finding["check"] == check).ok_or("a finding")?;
            let outcome = if check == "V17" { "held" } else { "violated" };
            assert_eq!(finding["outcome"], outcome, "{engine:?} {kind}");
        }

        let server = program.serve(&[]).await?;
        let question = "{ customers(first: 100) { totalCount nodes { name dateOfBirth segment { ageGroup lifeStage } } } \
                        transactions(first: 100) { nodes { transactionType amount transactionDate } } }";
        assert_eq!(server.data(question).await?["customers"]["totalCount"], 150, "{engine:?}");

        assert_eq!(*first.get_or_insert_with(|| list.clone()), list, "{engine:?}");
        let again = program.run(&["seed", "--customers", "150", "--dirty", "0.2"]).await?;
        assert!(again.stderr.contains("dirty_manifest.jsonl is there already"), "{}", again.stderr);
    }
    Ok(())
}

#[tokio::test]
async fn shares_that_make_no_sense_are_refused() -> Result<(), Failure> {
    let program = Program::in_an_empty_folder()?;
    for (arguments, told) in [
        (&["seed", "--dirty", "0.21"][..], "between 0 and 0.2"),
        (&["seed", "--dirty=-0.1"], "--dirty"),
        (&["seed", "--dirty-manifest", "x.jsonl"], "--dirty"),
        (&["seed", "--dirty", "0.1", "--dirty-manifest", "nowhere/x.jsonl"], "nowhere/x.jsonl cannot be written"),
    ] {
        let ended = program.run(arguments).await?;
        assert!(ended.code != Some(0) && ended.stderr.contains(told), "{ended:?}");
    }
    Ok(())
}

/// The figures of a bank of this many dirty rows, measured on its own truth.
async fn measured(dirty: &[&str]) -> Result<Value, Failure> {
    let program = Program::in_an_empty_folder()?;
    let bank = ["seed", "--customers", "900", "--seed", "1", "--as-of", "2026-06-30", "--truth", "truth.jsonl"];
    program.succeed(&[&bank[..], dirty].concat()).await?;
    let report = program.succeed(&["segment", "accuracy", "--truth", "truth.jsonl", "--json"]).await?;
    Ok(serde_json::from_str(&report.stdout)?)
}

#[tokio::test]
async fn one_dirty_row_in_twenty_costs_at_most_five_points_of_accuracy() -> Result<(), Failure> {
    let (clean, dirty) = (measured(&[]).await?, measured(&["--dirty", "0.05"]).await?);
    let mut differ = 0;
    for dimension in ["ageGroup", "incomeLevel", "digitalAdoption", "channelPreference", "lifeStage"] {
        let of = |report: &Value| report[dimension]["accuracy"].as_f64().ok_or("an accuracy");
        let (clean, dirty) = (of(&clean)?, of(&dirty)?);
        assert!(dirty >= clean - 0.05, "{dimension}: {clean} {dirty}");
        differ += u32::from(dirty.to_bits() != clean.to_bits());
    }
    assert!(differ > 2, "faults that change no answer are none");
    Ok(())
}
