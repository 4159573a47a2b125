//! GraphQL over HTTP as its specification has it, judged by the audit suite of the reference implementation.

use std::{path::Path, process::Stdio};

use tellergraph_tests::{
    Failure,
    program::Program,
    require::{Tool, web_package_or_note},
};
use tokio::process::Command;

#[tokio::test]
async fn the_whole_audit_of_graphql_over_http_is_passed() -> Result<(), Failure> {
    let Some(node) = Tool::Node.program_or_note() else { return Ok(()) };
    if !web_package_or_note("graphql-http")? {
        return Ok(());
    }
    let server = Program::in_an_empty_folder()?.serve(&["--no-demo"]).await?;
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web");
    let mut audit = Command::new(node);
    audit.arg("audit.mjs").arg(server.url("/graphql")).current_dir(web).stdin(Stdio::null()).kill_on_drop(true);
    let output = audit.output().await?;
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(told.trim(), "MUST 13/13 SHOULD 23/23 MAY 25/25");
    server.stop().await?;
    Ok(())
}
