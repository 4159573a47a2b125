//! Where the program is: cargo builds it, once in a test process, and says so.
#![expect(clippy::disallowed_methods, reason = "what cargo told the tests must not reach the cargo that they run")]

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::Value;
use tokio::{process::Command, sync::OnceCell};

use crate::Failure;

/// The program, built like the tests are: by the same cargo, with the same profile.
///
/// # Errors
/// What the compiler said, when it does not build.
pub async fn program() -> Result<&'static Path, Failure> {
    static PROGRAM: OnceCell<PathBuf> = OnceCell::const_new();
    PROGRAM.get_or_try_init(built).await.map(PathBuf::as_path)
}

async fn built() -> Result<PathBuf, Failure> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--locked", "-p", "tellergraph-api", "--bin", "tellergraph", "--message-format=json"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    // What this cargo says of the tests; build scripts that look at it would run again, and half of the crates with them.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"]
            .iter()
            .any(|of_tests| text.starts_with(of_tests))
        {
            cargo.env_remove(name);
        }
    }
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null()).output().await?;
    if !output.status.success() {
        return Err(format!("tellergraph does not build:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    for line in output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let message: Value = serde_json::from_slice(line)?;
        if message["target"]["name"] == "tellergraph"
            && let Some(executable) = message["executable"].as_str()
        {
            return Ok(PathBuf::from(executable));
        }
    }
    Err("cargo names no executable tellergraph".into())
}
