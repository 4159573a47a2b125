//! Rules of one's own: a file that changes answers without another program.

use serde_json::Value;
use tellergraph_tests::{
    engine::Database,
    program::{Program, Server},
    require::engines,
};

use super::Outcome;
use super::refusal::told_alone;

const RULES: &str = "[age]\nmax_age = 80\n[income]\nreference_net = \"1000.00\"\n";

async fn told_by(server: &Server) -> Result<Value, tellergraph_tests::Failure> {
    server
        .data(
            "{ serverInfo { rulesHash configuredRulesHash }
               rich: customers(first: 0, filter: { segment: { incomeLevel: { eq: HIGH } } }) { totalCount }
               old: customers(first: 1, orderBy: [{ field: DATE_OF_BIRTH }]) { nodes { age segment { rulesHash } } } }",
        )
        .await
}

#[tokio::test]
async fn a_rules_file_changes_the_answers_and_never_unseen() -> Outcome {
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        program.succeed(&["seed", "--customers", "150"]).await?;
        let server = program.serve(&[]).await?;
        let built_in = told_by(&server).await?;
        assert_eq!(built_in["serverInfo"]["rulesHash"], built_in["serverInfo"]["configuredRulesHash"]);
        assert!(!server.stderr().contains("other rules"), "{}", server.stderr());
        server.stop().await?;

        std::fs::write(program.folder().join("mine.toml"), RULES)?;
        let program = program.with("TELLERGRAPH_SEGMENTATION_RULES", "mine.toml");
        let config = program.succeed(&["config"]).await?.stdout;
        let server = program.serve(&[]).await?;
        let between = told_by(&server).await?;
        let info = &between["serverInfo"];
        assert_eq!(info["rulesHash"], built_in["serverInfo"]["rulesHash"], "{engine:?}: stored segments stay");
        assert_eq!(between["rich"], built_in["rich"], "{engine:?}");
        let configured = info["configuredRulesHash"].as_str().ok_or("a hash")?;
        assert_ne!(info["rulesHash"], configured, "{engine:?}");
        assert!(config.contains("rules = \"mine.toml\"") && config.contains(configured), "{config}");
        let warning = server.stderr();
        assert!(warning.contains("other rules") && warning.contains(configured), "{engine:?}: {warning}");
        let age = |data: &Value| data["old"]["nodes"][0]["age"].clone();
        assert!(age(&built_in).as_i64() > Some(80), "{engine:?} {built_in}");
        assert_eq!(age(&between), Value::Null, "{engine:?}: an age above age.max_age is not believed");

        // While the server runs.
        program.succeed(&["segment", "refresh", "--as-of", "2026-06-30"]).await?;
        let after = told_by(&server).await?;
        assert_eq!(after["serverInfo"]["rulesHash"], configured, "{engine:?}");
        assert_eq!(after["old"]["nodes"][0]["segment"]["rulesHash"], configured, "{engine:?}");
        let rich = |data: &Value| data["rich"]["totalCount"].as_u64().unwrap_or_default();
        assert!(rich(&after) > rich(&built_in), "{engine:?}: {after} {built_in}");
        server.stop().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_printed_rules_are_those_that_are_built_in() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    let printed = program.succeed(&["segment", "rules"]).await?.stdout;
    std::fs::write(program.folder().join("printed.toml"), &printed)?;
    let hash_of = |config: &str| config.lines().find(|line| line.contains("have the hash")).map(str::to_owned);
    let built_in = hash_of(&program.succeed(&["config"]).await?.stdout).ok_or("a hash")?;
    let same = program.succeed(&["config", "--rules", "printed.toml"]).await?.stdout;
    assert_eq!(hash_of(&same), Some(built_in));
    Ok(())
}

#[tokio::test]
async fn rules_that_cannot_work_are_refused_at_the_start() -> Outcome {
    for (rules, words) in [
        (None, &["segmentation.rules", "mine.toml"][..]),
        (Some("[age]\nyoung = 30\n"), &["mine.toml, line 2, `age.young`: unknown field `young`"]),
        (Some("[incomes]\nmonths = 3\n"), &["mine.toml, line 1, `incomes`: unknown field `incomes`"]),
        (
            Some("[income]\ncuts = [\"2/3\", \"1\", \"1\", \"2\"]\n"),
            &["mine.toml: `income.cuts`: the shares must ascend"],
        ),
        (Some("[age]\nbands = [18, 25, 35, 30, 55, 65]\n"), &["mine.toml: `age.bands`: the ages must ascend"]),
        (Some("[digital]\ndays = \"ninety\"\n"), &["mine.toml, line 2, `digital.days`: invalid type"]),
        (Some("algorithm = \"tellergraph-seg/0\"\n"), &["mine.toml: `algorithm`: "]),
        (
            Some("[aliases.account_type]\nGirokonto = \"chequing\"\n"),
            &["mine.toml: `aliases.account_type.Girokonto`: \"chequing\" is no code of it"],
        ),
        (Some("[aliases.colour]\nrot = \"red\"\n"), &["mine.toml: `aliases.colour`: no such vocabulary"]),
        (Some("[keywords]\ngehalt = \"salary\"\n"), &["mine.toml: `keywords.gehalt`: \"salary\" is no tag"]),
        (Some("[age\n"), &["mine.toml, line 1"]),
    ] {
        let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_SEGMENTATION_RULES", "mine.toml");
        if let Some(rules) = rules {
            std::fs::write(program.folder().join("mine.toml"), rules)?;
        }
        for command in [&["serve"][..], &["segment", "refresh"], &["config"]] {
            told_alone(&program.run(command).await?, 78, words);
        }
        assert!(!program.folder().join("tellergraph.db").exists(), "nothing was begun");
    }
    Ok(())
}
