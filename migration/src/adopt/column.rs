//! What becomes of one column.

use super::inspect::FoundColumn;
use crate::dialect::Dialect;
use crate::table::{Column, Kind};

/// What a column needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing: it is as it should be.
    None,
    /// A type that holds all that the old one holds.
    To(String),
    /// A type of the bank's own that no rule covers.
    Impossible,
}

/// Longest text that an index of ours takes, in characters.
const LONGEST_INDEXED: u64 = 700;

/// What a column needs to become ours without losing a value.
pub(crate) fn change(found: &FoundColumn, wanted: &Column, dialect: Dialect) -> Change {
    match wanted.kind {
        Kind::Key | Kind::Serial | Kind::Count => key(found),
        Kind::Text(length) => text(found, u64::from(length), dialect),
        Kind::Digest(_) | Kind::LongText => long_text(found, dialect),
        Kind::Money => decimal(found, 18),
        Kind::Hundredths => decimal(found, 5),
        Kind::Integer | Kind::Small => match found.data_type.as_str() {
            "int" if !found.full_type.contains("unsigned") => Change::None,
            "mediumint" | "smallint" | "tinyint" => Change::To("INT".to_owned()),
            _ => Change::Impossible,
        },
        Kind::Date => only(found, "date"),
        Kind::DateTime => only(found, "datetime"),
        Kind::Boolean => only(found, "tinyint"),
    }
}

/// The column as an ALTER TABLE writes it: what it was, but for its name and type.
pub(crate) fn definition(found: &FoundColumn, name: &str, sql_type: &str, dialect: Dialect) -> String {
    let mut definition = format!("{} {sql_type}", dialect.quote(name));
    definition.push_str(if found.is_nullable { " NULL" } else { " NOT NULL" });
    if found.extra.contains("auto_increment") {
        definition.push_str(" AUTO_INCREMENT");
    }
    if let Some(default) = &found.default {
        definition.push_str(" DEFAULT ");
        // MariaDB reports a default as it is written, MySQL reports the value alone.
        match dialect {
            Dialect::MySql if found.extra.contains("default_generated") => {
                definition.extend(["(", default, ")"]);
            }
            Dialect::MySql => definition.push_str(&literal(default)),
            _ => definition.push_str(default),
        }
    }
    if !found.comment.is_empty() {
        definition.extend([" COMMENT ", &literal(&found.comment)]);
    }
    definition
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

fn key(found: &FoundColumn) -> Change {
    match found.data_type.as_str() {
        "bigint" if !found.full_type.contains("unsigned") => Change::None,
        "bigint" | "int" | "mediumint" | "smallint" | "tinyint" => Change::To("BIGINT".to_owned()),
        _ => Change::Impossible,
    }
}

fn is_collated(found: &FoundColumn, dialect: Dialect) -> bool {
    found.collation.as_deref() == Some(dialect.collation())
}

fn collated(sql_type: &str, dialect: Dialect) -> Change {
    Change::To(format!("{sql_type} CHARACTER SET utf8mb4 COLLATE {}", dialect.collation()))
}

fn text(found: &FoundColumn, length: u64, dialect: Dialect) -> Change {
    let found_length = found.length.unwrap_or(0);
    match found.data_type.as_str() {
        "varchar" if found_length >= length && is_collated(found, dialect) => Change::None,
        "varchar" | "char" if found_length <= LONGEST_INDEXED => {
            collated(&format!("VARCHAR({})", found_length.max(length)), dialect)
        }
        _ => Change::Impossible,
    }
}

/// A long text is counted in bytes, and a character may take more of them in utf8mb4 than it took before.
fn long_text(found: &FoundColumn, dialect: Dialect) -> Change {
    let keeps_its_size = matches!(found.charset.as_deref(), Some("utf8mb4" | "utf8mb3" | "utf8" | "ascii"));
    let sql_type = match (found.data_type.as_str(), keeps_its_size) {
        ("text" | "mediumtext" | "longtext", true) if is_collated(found, dialect) => return Change::None,
        ("text", true) | ("tinytext", _) => "TEXT",
        ("mediumtext", true) | ("text" | "varchar" | "char", _) => "MEDIUMTEXT",
        ("mediumtext" | "longtext", _) => "LONGTEXT",
        _ => return Change::Impossible,
    };
    collated(sql_type, dialect)
}

fn decimal(found: &FoundColumn, precision: u64) -> Change {
    let (Some(found_precision), Some(found_scale)) = (found.precision, found.scale) else {
        return Change::Impossible;
    };
    match found.data_type.as_str() {
        "decimal" if found_precision == precision && found_scale == 2 => Change::None,
        "decimal" if found_scale <= 2 && found_precision - found_scale <= precision - 2 => {
            Change::To(format!("DECIMAL({precision},2)"))
        }
        _ => Change::Impossible,
    }
}

fn only(found: &FoundColumn, data_type: &str) -> Change {
    if found.data_type == data_type { Change::None } else { Change::Impossible }
}
