//! A made-up bank of which a few log-ins have real passwords.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::Value;
use tellergraph_entity::security;
use tellergraph_tests::Failure;
use tellergraph_tests::engine::Database;
use tellergraph_tests::program::Program;
use tellergraph_tests::require::engines;

use super::Outcome;

const SEED: [&str; 8] = ["seed", "--customers", "60", "--seed", "7", "--as-of", "2026-06-30", "--intensity=0.1"];

/// Customer, name, password and level of each line but the heading.
fn logins(printed: &str) -> Vec<[&str; 4]> {
    let words = printed.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    words.filter_map(|words| words.try_into().ok()).collect()
}

fn verifies(password: &str, stored: &str) -> Result<bool, Failure> {
    let rest = stored.strip_prefix("$argon2id$v=19$m=19456,t=2,p=1$").ok_or("the parameters")?;
    let (salt, digest) = rest.split_once('$').ok_or("a salt")?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19_456, 2, 1, Some(32))?);
    let mut made = [0; 32];
    argon2.hash_password_into(password.as_bytes(), &STANDARD_NO_PAD.decode(salt)?, &mut made)?;
    Ok(STANDARD_NO_PAD.decode(digest)? == made)
}

#[tokio::test]
async fn five_log_ins_have_the_passwords_that_are_printed() -> Outcome {
    let mut first: Option<String> = None;
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        let ended = program.succeed(&[&SEED[..], &["--demo-logins"]].concat()).await?;
        assert!(ended.stderr.contains("never let the bank's customers"), "{ended:?}");
        let logins = logins(&ended.stdout);
        let levels: Vec<_> = logins.iter().map(|login| login[3]).collect();
        assert_eq!(levels, ["basic", "standard", "premium", "staff", "admin"], "{ended:?}");
        let db = database.connect().await?;
        for [customer, username, password, level] in &logins {
            let row = security::Entity::find().filter(security::Column::Username.eq(*username)).one(&db).await?;
            let row = row.ok_or("a row")?;
            assert_eq!(row.customer_id, Some(customer.parse()?), "{engine:?}");
            assert_eq!(row.access_level.as_deref(), Some(*level), "{engine:?}");
            let stored = row.password.ok_or("a password")?.0;
            assert!(verifies(password, &stored)?, "{engine:?} {username}");
            assert!(!verifies("password", &stored)?, "{engine:?} {username}");
        }
        db.close().await?;

        let leave_out = ["--leave-out", "V19", "--password-seconds", "2", "--json"];
        let verified = program.succeed(&[&["seed", "verify"], &leave_out[..]].concat()).await?;
        let report: Value = serde_json::from_str(&verified.stdout)?;
        let findings = report["findings"].as_array().ok_or("findings")?;
        let finding = findings.iter().find(|finding| finding["check"] == "V15").ok_or("V15")?;
        let names: Vec<_> = logins.iter().map(|login| login[1]).collect();
        let told = format!("whose passwords somebody knows: {}", names.join(", "));
        assert_eq!(finding["outcome"], "held", "{finding}");
        assert!(finding["note"].as_str().is_some_and(|note| note.ends_with(&told)), "{finding}");

        let printed = first.get_or_insert_with(|| ended.stdout.clone());
        assert_eq!(*printed, ended.stdout, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn without_being_asked_no_password_is_made_or_printed() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    let plain = program.succeed(&SEED).await?;
    assert_eq!(plain.stdout, "");
    let asked = program.run(&[&SEED[..], &["--demo-logins", "--resumable"]].concat()).await?;
    assert!(asked.code == Some(1) && asked.stdout.is_empty(), "another bank, and none is filled: {asked:?}");
    let verified = program.run(&["seed", "verify", "--password-seconds", "1"]).await?;
    assert!(!verified.stdout.contains("demo log-ins"), "{verified:?}");
    Ok(())
}
