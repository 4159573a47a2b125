//! The migrations as a script, for database administrators who change schemas themselves.

use std::fmt::Write;

use crate::dialect::Dialect;
use crate::history::HISTORY;
use crate::status::RECORD;

/// The statements that bring an empty database of the engine to this program's schema, with the record that lets
/// the program see it. On an engine with transactional schema changes, they are one transaction.
pub fn print_sql(dialect: Dialect) -> String {
    let mut script = String::new();
    // Writing to a string cannot fail.
    let _ = write_script(&mut script, dialect);
    script
}

fn write_script(script: &mut String, dialect: Dialect) -> std::fmt::Result {
    let now = match dialect {
        Dialect::Sqlite => "unixepoch()",
        Dialect::Postgres => "EXTRACT(EPOCH FROM now())::bigint",
        Dialect::MySql | Dialect::MariaDb => "UNIX_TIMESTAMP()",
    };
    let version_type = if dialect == Dialect::Sqlite { "varchar" } else { "varchar(255)" };
    let record = dialect.quote(RECORD);
    writeln!(script, "-- The schema of tellergraph, for an empty database.")?;
    if !dialect.is_mysql() {
        writeln!(script, "BEGIN;")?;
    }
    writeln!(
        script,
        "\nCREATE TABLE IF NOT EXISTS {record} (\n  {} {version_type} NOT NULL PRIMARY KEY,\n  {} bigint NOT NULL\n);",
        dialect.quote("version"),
        dialect.quote("applied_at"),
    )?;
    for migration in &HISTORY {
        writeln!(script, "\n-- {}", migration.name)?;
        for statement in (migration.up)().iter().filter_map(|step| step.statement(dialect)) {
            if dialect.is_mysql() && statement.contains(';') {
                // The clients part statements wherever they see the delimiter.
                writeln!(script, "DELIMITER //\n{statement}//\nDELIMITER ;")?;
            } else {
                writeln!(script, "{statement};")?;
            }
        }
        writeln!(
            script,
            "INSERT INTO {record} ({}) VALUES ('{}', {now});",
            dialect.quote_all(&["version", "applied_at"]),
            migration.name,
        )?;
    }
    if !dialect.is_mysql() {
        writeln!(script, "\nCOMMIT;")?;
    }
    Ok(())
}
