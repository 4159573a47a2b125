//! What a run must have.

use tellergraph_tests::require::{Tool, VARIABLE, required};

#[test]
fn every_required_tool_is_installed() {
    let required = required().unwrap_or_else(|name| panic!("{VARIABLE} names {name:?}, which is no tool"));
    let missing: Vec<_> =
        required.into_iter().filter(|tool| tool.program_or_note().is_none()).map(Tool::name).collect();
    assert!(missing.is_empty(), "{VARIABLE} lists tools that are not installed: {}", missing.join(", "));
}
