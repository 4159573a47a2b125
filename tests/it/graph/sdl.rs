//! The committed schema is the one that is served.

use std::path::Path;

use tellergraph_api::graphql::schema;

#[test]
fn the_committed_schema_is_fresh() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    let served = schema::sdl(&schema::build());
    assert!(committed == served, "schema.graphql is stale: `cargo run -- schema > schema.graphql`");
}

#[test]
fn everything_in_the_schema_is_described() {
    let served = schema::sdl(&schema::build());
    let mut described = true;
    let mut missing = Vec::new();
    let mut in_text = false;
    for line in served.lines() {
        let line = line.trim();
        if line == "\"\"\"" {
            in_text = !in_text;
            described = true;
        } else if !in_text && !line.is_empty() && !line.starts_with(['}', ')']) {
            let declares = !line.starts_with("schema") && !line.starts_with("query:") && !line.starts_with("directive");
            if declares && !described {
                missing.push(line.to_owned());
            }
            described = false;
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(!served.to_lowercase().contains("password"), "secrets are in no type");
}

#[test]
fn no_type_of_the_schema_is_empty() {
    let served = schema::sdl(&schema::build());
    let lines: Vec<&str> = served.lines().collect();
    let is_empty = |pair: &&[&str]| matches!(pair, [begin, "}"] if begin.ends_with('{'));
    let empty: Vec<&[&str]> = lines.windows(2).filter(is_empty).collect();
    assert!(empty.is_empty(), "clients refuse such a schema: {empty:#?}");
}
