//! What a newcomer meets: the program, an empty folder, and nothing else.

use sea_orm::ConnectionTrait as _;
use serde_json::Value;
use tellergraph_tests::program::Program;

use super::{Outcome, document};

/// Every value of the five answers, which an answer of the schema lists too.
const ANSWERS: [(&str, &str, usize); 5] = [
    ("AgeGroup", "ageGroup", 7),
    ("IncomeLevel", "incomeLevel", 8),
    ("DigitalAdoption", "digitalAdoption", 5),
    ("ChannelPreference", "channelPreference", 5),
    ("LifeStage", "lifeStage", 13),
];

#[tokio::test]
async fn an_empty_folder_becomes_a_bank_that_answers() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    let server = program.serve(&[]).await?;
    let said = server.stderr();
    for told in ["made-up bank of 1000 customers", "--no-demo", "TELLERGRAPH_DEMO_ENABLED=false", "/graphiql"] {
        assert!(said.contains(told), "{told} is not in:\n{said}");
    }
    assert!(program.folder().join("tellergraph.db").is_file());

    let data = server.data(&document("customer/young_families_by_income.graphql")?).await?;
    let families = data["customers"]["nodes"].as_array().ok_or("no families")?;
    assert_eq!(families.len(), 5);
    for family in families {
        assert!(family["name"].is_string() && family["segment"]["lifeStage"] == "YOUNG_FAMILY", "{family}");
        assert!(family["accounts"]["nodes"][0]["transactions"]["nodes"][0]["amount"].is_string(), "{family}");
    }
    let spouses = families.iter().filter(|family| family["relationships"]["edges"][0]["node"]["name"].is_string());
    assert!(spouses.count() > 1);
    assert!(data["customers"]["totalCount"].as_u64() > Some(50), "{data}");
    let data = server.data("{ serverInfo { asOf } customers(first: 0) { totalCount } }").await?;
    assert_eq!((&data["serverInfo"]["asOf"], &data["customers"]["totalCount"]), (&"2026-06-30".into(), &1000.into()));
    server.stop().await?;
    Ok(())
}

#[tokio::test]
async fn the_demo_bank_has_every_value_of_the_five_answers() -> Outcome {
    let server = Program::in_an_empty_folder()?.serve(&[]).await?;
    for (name, field, expected) in ANSWERS {
        let data = server.data(&format!("{{ __type(name: \"{name}\") {{ enumValues {{ name }} }} }}")).await?;
        let values = data["__type"]["enumValues"].as_array().ok_or("no values")?;
        assert_eq!(values.len(), expected, "{name}");
        let mut people = 0;
        for value in values.iter().filter_map(|value| value["name"].as_str()) {
            let filter = format!("{{ segment: {{ {field}: {{ eq: {value} }} }} }}");
            let data = server.data(&format!("{{ customers(first: 0, filter: {filter}) {{ totalCount }} }}")).await?;
            let count = data["customers"]["totalCount"].as_u64().unwrap_or_default();
            assert!(count > 0, "nobody in the demo bank has {field} {value}");
            people += count;
        }
        assert_eq!(people, 1000, "{field} is one value for everybody");
    }
    Ok(())
}

#[tokio::test]
async fn a_second_start_keeps_the_bank() -> Outcome {
    let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_DEMO_CUSTOMERS", "40");
    let everything = document("customer/all_nested_lists.graphql")?;
    let first = program.serve(&[]).await?;
    let before = first.data(&everything).await?;
    first.stop().await?;

    let second = program.serve(&[]).await?;
    assert_eq!(second.data(&everything).await?, before);
    let data = second.data("{ customers(first: 0) { totalCount } }").await?;
    assert_eq!(data["customers"]["totalCount"], 40);
    let said = second.stop().await?;
    assert!(!said.contains("made-up") && !said.contains("filled"), "{said}");
    Ok(())
}

#[tokio::test]
async fn an_empty_bank_stays_empty_when_that_is_wished() -> Outcome {
    let nobody = "{ customers { totalCount nodes { name } } serverInfo { asOf } }";
    for (program, arguments) in [
        (Program::in_an_empty_folder()?, &["--no-demo"][..]),
        (Program::in_an_empty_folder()?.with("TELLERGRAPH_DEMO_ENABLED", "false"), &[]),
    ] {
        let server = program.serve(arguments).await?;
        let data = server.data(nobody).await?;
        assert_eq!(data["customers"]["totalCount"], 0);
        assert_eq!(data["serverInfo"]["asOf"], Value::Null);
        let said = server.stop().await?;
        assert!(!said.contains("made-up"), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn the_file_of_settings_in_the_folder_counts() -> Outcome {
    let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_PAGE_DEFAULT_ROWS", "3");
    let settings = "[database]\nurl = \"sqlite://other.db\"\n[demo]\ncustomers = 12\n[page]\ndefault_rows = 5\n";
    std::fs::write(program.folder().join("tellergraph.toml"), settings)?;
    let server = program.serve(&[]).await?;
    let data = server.data("{ customers { totalCount nodes { name } } }").await?;
    let names = data["customers"]["nodes"].as_array().map(Vec::len);
    assert_eq!((data["customers"]["totalCount"].as_u64(), names), (Some(12), Some(3)), "the environment wins");
    assert!(program.folder().join("other.db").is_file() && !program.folder().join("tellergraph.db").exists());
    server.stop().await?;
    Ok(())
}

#[tokio::test]
async fn a_bank_without_segments_is_served_with_a_word_on_how_to_get_them() -> Outcome {
    let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_DEMO_CUSTOMERS", "40");
    program.serve(&[]).await?.stop().await?;
    // As after a first start that was killed between the rows and the segments.
    let url = format!("sqlite://{}", program.folder().join("tellergraph.db").display());
    let connection = sea_orm::Database::connect(url).await?;
    connection.execute_unprepared("DELETE FROM segment_refresh; DELETE FROM customer_segment").await?;
    connection.close().await?;

    let server = program.serve(&[]).await?;
    let data = server.data("{ customers(first: 1) { totalCount nodes { segment { asOf } } } }").await?;
    assert_eq!(data["customers"], serde_json::json!({ "totalCount": 40, "nodes": [{ "segment": null }] }));
    let said = server.stop().await?;
    assert!(said.contains("no segments yet") && said.contains("tellergraph segment refresh"), "{said}");
    Ok(())
}
