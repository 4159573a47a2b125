//! Each promise broken by itself in a bank that keeps the others, and a bank that keeps all.

use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sea_orm::{ConnectionTrait, DbBackend, TransactionTrait};
use tellergraph_seeder::verify::{Check, Outcome};
use tellergraph_tests::Failure;
use tellergraph_tests::require::engines;

use super::{CUSTOMERS, Done, Told, bank, codes, number, truth, verified};

/// A promise, and how to break it.
struct Break {
    check: Check,
    /// Finds the key of a row that will do.
    find: &'static str,
    /// Breaks it; `{id}` stands for the key.
    statement: &'static str,
    /// The table whose row of that key is named, where it is that row.
    named: Option<&'static str>,
}

const BREAKS: [Break; 19] = [
    Break {
        check: Check::UniqueKeys,
        find: "SELECT MIN(security_id) FROM security",
        statement: "INSERT INTO security (security_id, customer_id, username, password, access_level) \
                    SELECT 1000000, customer_id, username, password, access_level FROM security WHERE security_id = {id}",
        named: Some("security"),
    },
    Break {
        check: Check::References,
        find: "SELECT MIN(log_id) FROM communication_log",
        statement: "UPDATE communication_log SET customer_id = 1000000 WHERE log_id = {id}",
        named: Some("communication_log"),
    },
    Break {
        check: Check::References,
        find: "SELECT MIN(compliance_id) FROM compliance",
        statement: "UPDATE compliance SET customer_id = NULL WHERE compliance_id = {id}",
        named: Some("compliance"),
    },
    Break {
        check: Check::Balances,
        find: "SELECT MIN(account_id) FROM accounts WHERE account_type = 'checking' AND status = 'active'",
        statement: "UPDATE accounts SET balance = balance + 1 WHERE account_id = {id}",
        named: Some("accounts"),
    },
    Break {
        check: Check::MirroredPayments,
        find: "SELECT MAX(payment_id) FROM payments",
        statement: "UPDATE payments SET amount = amount + 1 WHERE payment_id = {id}",
        named: None,
    },
    Break {
        check: Check::MirroredPayments,
        find: "SELECT MIN(payment_id) FROM payments",
        statement: "DELETE FROM payments WHERE payment_id = {id}",
        named: None,
    },
    Break {
        check: Check::PairedTransfers,
        find: "SELECT MIN(transaction_id) FROM transactions WHERE notes LIKE '%ref=xfer:%'",
        statement: "UPDATE transactions SET notes = REPLACE(notes, 'ref=xfer:', 'was=xfer:') WHERE transaction_id = {id}",
        named: None,
    },
    Break {
        check: Check::EventOrder,
        find: "SELECT MIN(transaction_id) FROM transactions WHERE transaction_type = 'purchase'",
        statement: "UPDATE transactions SET transaction_date = '1890-01-01 08:00:00' WHERE transaction_id = {id}",
        named: None,
    },
    Break {
        check: Check::Spouses,
        find: "SELECT MIN(relationship_id) FROM relationships WHERE relationship_type = 'spouse'",
        statement: "INSERT INTO relationships (relationship_id, customer1_id, customer2_id, relationship_type) \
                    SELECT 1000000, customer2_id, customer1_id, 'spouse' FROM relationships WHERE relationship_id = {id}",
        named: None,
    },
    Break {
        check: Check::ParentAges,
        find: "SELECT MIN(relationship_id) FROM relationships JOIN customer ON customer_id = customer1_id \
               WHERE relationship_type = 'parent' AND date_of_birth IS NOT NULL",
        statement: "UPDATE relationships SET relationship_type = 'child' WHERE relationship_id = {id}",
        named: Some("relationships"),
    },
    Break {
        check: Check::MinorsAccounts,
        find: "SELECT MIN(account_id) FROM accounts JOIN customer ON customer.customer_id = accounts.customer_id \
               WHERE account_type = 'youth' AND date_of_birth > '2010-01-01'",
        statement: "UPDATE accounts SET account_type = 'savings' WHERE account_id = {id}",
        named: Some("accounts"),
    },
    Break {
        check: Check::Utilization,
        find: "SELECT MIN(credit_id) FROM credit_history JOIN accounts \
               ON credit_history.customer_id = accounts.customer_id WHERE account_type = 'credit_card'",
        statement: "UPDATE credit_history SET credit_utilization = credit_utilization + 1 WHERE credit_id = {id}",
        named: Some("credit_history"),
    },
    Break {
        check: Check::ScoreRange,
        find: "SELECT MAX(credit_id) FROM credit_history",
        statement: "UPDATE credit_history SET credit_score = 851 WHERE credit_id = {id}",
        named: Some("credit_history"),
    },
    Break {
        check: Check::Codes,
        find: "SELECT MAX(payment_id) FROM payments",
        statement: "UPDATE payments SET payment_method = 'Mobile App' WHERE payment_id = {id}",
        named: Some("payments"),
    },
    Break {
        check: Check::Codes,
        find: "SELECT MIN(transaction_id) FROM transactions WHERE notes LIKE '%cat=groceries%'",
        statement: "UPDATE transactions SET notes = REPLACE(notes, 'cat=groceries', 'cat=greens') \
                    WHERE transaction_id = {id}",
        named: Some("transactions"),
    },
    Break {
        check: Check::Fiction,
        find: "SELECT MIN(customer_id) FROM customer",
        statement: "UPDATE customer SET phone = '+1 202-555-0200' WHERE customer_id = {id}",
        named: Some("customer"),
    },
    Break {
        check: Check::PasswordFormat,
        find: "SELECT MIN(security_id) FROM security",
        statement: "UPDATE security SET password = REPLACE(password, 't=2', 't=1') WHERE security_id = {id}",
        named: Some("security"),
    },
    Break {
        check: Check::EndDate,
        find: "SELECT MIN(log_id) FROM communication_log",
        statement: "UPDATE communication_log SET timestamp = '2026-07-01 00:00:00' WHERE log_id = {id}",
        named: Some("communication_log"),
    },
    Break {
        check: Check::Texts,
        find: "SELECT MIN(customer_id) FROM customer",
        // A letter and its accent apart.
        statement: "UPDATE customer SET name = 'Zoe\u{308}' WHERE customer_id = {id}",
        named: Some("customer"),
    },
];

/// What a connection must be told before it takes rows that point nowhere.
fn unconstrained(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Sqlite => "PRAGMA defer_foreign_keys = ON",
        DbBackend::Postgres => "SET LOCAL session_replication_role = replica",
        _ => "SET foreign_key_checks = 0",
    }
}

#[tokio::test]
async fn each_broken_promise_is_named_and_no_other() -> Done {
    for engine in engines() {
        let bank = bank(engine).await?;
        for Break { check, find, statement, named } in BREAKS {
            let id = number(&bank.db, find).await?;
            let snapshot = bank.db.begin().await?;
            snapshot.execute_unprepared(unconstrained(snapshot.get_database_backend())).await?;
            snapshot.execute_unprepared(&statement.replace("{id}", &id.to_string())).await?;
            let report = verified(&snapshot, &Told::default()).await?;
            snapshot.rollback().await?;
            assert_eq!(codes(&report, Outcome::Violated), [check.code()], "{engine:?} {statement}");
            let finding = report.finding(check).ok_or("a finding")?;
            assert!(finding.violations > 0 && !finding.first.is_empty(), "{finding:?}");
            if let Some(table) = named {
                let first: Vec<_> = finding.first.iter().map(|place| (place.table, place.key)).collect();
                assert_eq!(first, [(table, id)], "{engine:?} {statement}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_key_that_occurs_twice_is_named() -> Done {
    for engine in engines() {
        let bank = bank(engine).await?;
        // On one connection: the others may still know the table that was.
        let snapshot = bank.db.begin().await?;
        for statement in [
            "CREATE TABLE kept AS SELECT * FROM relationships",
            "DROP TABLE relationships",
            "ALTER TABLE kept RENAME TO relationships",
            "INSERT INTO relationships SELECT * FROM relationships WHERE relationship_id = 3",
        ] {
            snapshot.execute_unprepared(statement).await?;
        }
        let report = verified(&snapshot, &Told::default()).await?;
        snapshot.rollback().await?;
        let finding = report.finding(Check::UniqueKeys).ok_or("a finding")?;
        assert_eq!(finding.outcome, Outcome::Violated, "{engine:?}");
        assert_eq!(finding.violations, 1);
        assert_eq!((finding.first[0].table, finding.first[0].key), ("relationships", 3));
    }
    Ok(())
}

#[tokio::test]
async fn a_password_that_verifies_is_named() -> Done {
    for engine in engines() {
        let bank = bank(engine).await?;
        let id = number(&bank.db, "SELECT MAX(security_id) FROM security").await?;
        // Few rows, so that the commonest password is tried on each.
        let rest = format!("DELETE FROM security WHERE security_id < {}", id - 3);
        bank.db.execute_unprepared(&rest).await?;
        let planted = format!("UPDATE security SET password = '{}' WHERE security_id = {id}", phc("password")?);
        bank.db.execute_unprepared(&planted).await?;
        let told = Told { password_time: Duration::from_secs(8), ..Told::default() };
        let report = verified(&bank.db, &told).await?;
        assert_eq!(codes(&report, Outcome::Violated), ["V15"], "{engine:?}");
        let finding = report.finding(Check::PasswordStrength).ok_or("a finding")?;
        assert_eq!((finding.violations, finding.first[0].key), (1, id), "{engine:?}");
    }
    Ok(())
}

/// The password string of a password, as a bank that does it right would keep it.
fn phc(password: &str) -> Result<String, Failure> {
    let params = Params::new(19_456, 2, 1, Some(32)).map_err(|error| error.to_string())?;
    let (salt, mut digest) = ([5; 16], [0; 32]);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(password.as_bytes(), &salt, &mut digest).map_err(|error| error.to_string())?;
    let (salt, digest) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(digest));
    Ok(format!("$argon2id$v=19$m=19456,t=2,p=1${salt}${digest}"))
}

#[tokio::test]
async fn a_truth_that_leaves_somebody_out_or_tells_of_nobody_is_named() -> Done {
    for engine in engines() {
        let bank = bank(engine).await?;
        let whole = truth(1..=CUSTOMERS);
        let (first, rest) = whole.split_once('\n').ok_or("lines")?;
        for (told, table, key) in [
            (rest.to_owned(), "customer", 1),
            (whole.clone() + &truth(CUSTOMERS + 1..=CUSTOMERS + 1), "line", 122),
            (format!("{whole}{first}\n"), "line", 122),
            (format!("{whole}no truth\n"), "line", 122),
        ] {
            let report = verified(&bank.db, &Told { truth: told, ..Told::default() }).await?;
            assert_eq!(codes(&report, Outcome::Violated), ["V19"], "{engine:?}");
            let finding = report.finding(Check::Truth).ok_or("a finding")?;
            assert_eq!((finding.violations, finding.first[0].table, finding.first[0].key), (1, table, key));
        }
    }
    Ok(())
}

#[tokio::test]
async fn rows_that_the_run_did_not_make_are_found_by_its_record() -> Done {
    for engine in engines() {
        let bank = bank(engine).await?;
        let told = Told { leave_out: vec![Check::PasswordStrength], ..Told::default() };
        for (statement, violated, table) in [
            // Nothing but the record tells of these.
            ("UPDATE customer SET address = '1 Elm Road' WHERE customer_id = 3", &["V17"][..], "customer"),
            ("DELETE FROM compliance WHERE compliance_id = 7", &["V16", "V17"], "compliance"),
        ] {
            let changed = bank.db.begin().await?;
            changed.execute_unprepared(statement).await?;
            let report = verified(&changed, &told).await?;
            changed.rollback().await?;
            assert_eq!(codes(&report, Outcome::Violated), violated, "{engine:?} {statement}");
            let finding = report.finding(Check::Fingerprint).ok_or("a finding")?;
            assert_eq!((finding.violations, finding.first[0].table), (1, table), "{engine:?}");
        }
        bank.db.execute_unprepared("DELETE FROM gen_run").await?;
        let report = verified(&bank.db, &told).await?;
        assert_eq!(codes(&report, Outcome::Skipped), ["V16", "V17"], "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_bank_as_generated_keeps_every_promise() -> Done {
    let mut first = None;
    for engine in engines() {
        let bank = bank(engine).await?;
        let told = Told { password_time: Duration::from_secs(1), leave_out: Vec::new(), ..Told::default() };
        let mut report = verified(&bank.db, &told).await?;
        assert_eq!(codes(&report, Outcome::Held).len(), Check::ALL.len(), "{engine:?} {report:?}");
        let looked_at_nothing: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.outcome == Outcome::Held && finding.rows == 0)
            .map(|finding| finding.check.code())
            .collect();
        assert!(looked_at_nothing.is_empty(), "{engine:?} {looked_at_nothing:?}");
        // How many passwords were tried depends on the machine.
        report.findings.iter_mut().for_each(|finding| finding.note = None);
        assert_eq!(*first.get_or_insert_with(|| report.clone()), report, "{engine:?}");
    }
    Ok(())
}
