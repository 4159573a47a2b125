//! The statements that make and drop tables, columns and indexes.

use super::{Column, Index, Kind, Table};
use crate::dialect::Dialect;

/// The comment on every table that a migration made on `MySQL`, where a broken migration leaves tables behind: it
/// tells them from the bank's own.
pub(crate) const MADE_BY_MIGRATION: &str = "made by tellergraph migrate";

impl Kind {
    /// The type of a column; with the collation where the column must name it.
    pub(crate) fn sql_type(self, dialect: Dialect) -> String {
        let exact = |precision: u8| match dialect {
            Dialect::Sqlite => "INTEGER".to_owned(),
            Dialect::Postgres => format!("NUMERIC({precision},2)"),
            Dialect::MySql | Dialect::MariaDb => format!("DECIMAL({precision},2)"),
        };
        let collated = |text: String| match dialect {
            Dialect::Postgres => format!("{text} COLLATE \"{}\"", dialect.collation()),
            _ => text,
        };
        let integer = |name: &str| match dialect {
            Dialect::Sqlite => "INTEGER".to_owned(),
            _ => name.to_owned(),
        };
        match self {
            Self::Key | Self::Count => integer("BIGINT"),
            // SQLite counts by itself when an INTEGER alone is the primary key.
            Self::Serial => match dialect {
                Dialect::Sqlite => "INTEGER",
                Dialect::Postgres => "BIGINT GENERATED ALWAYS AS IDENTITY",
                Dialect::MySql | Dialect::MariaDb => "BIGINT AUTO_INCREMENT",
            }
            .to_owned(),
            Self::Integer => integer("INT"),
            Self::Small => integer("SMALLINT"),
            Self::Text(length) => collated(format!("VARCHAR({length})")),
            Self::Digest(length) => collated(format!("CHAR({length})")),
            Self::LongText => collated("TEXT".to_owned()),
            Self::Money => exact(18),
            Self::Hundredths => exact(5),
            Self::Date if dialect == Dialect::Sqlite => "TEXT".to_owned(),
            Self::Date => "DATE".to_owned(),
            Self::DateTime => match dialect {
                Dialect::Sqlite => "TEXT",
                Dialect::Postgres => "TIMESTAMP(0) WITHOUT TIME ZONE",
                Dialect::MySql | Dialect::MariaDb => "DATETIME",
            }
            .to_owned(),
            Self::Boolean if dialect.is_mysql() => "TINYINT(1)".to_owned(),
            Self::Boolean => "BOOLEAN".to_owned(),
        }
    }

    /// `SQLite` would keep a fraction in an INTEGER column as a float; the check refuses it.
    fn check(self, quoted: &str, dialect: Dialect) -> Option<String> {
        (dialect == Dialect::Sqlite && matches!(self, Self::Money | Self::Hundredths))
            .then(|| format!(" CHECK (typeof({quoted}) IN ('integer', 'null'))"))
    }
}

impl Column {
    fn definition(&self, dialect: Dialect) -> String {
        let name = dialect.quote(self.name);
        let null = if self.required { " NOT NULL" } else { "" };
        let check = self.kind.check(&name, dialect).unwrap_or_default();
        format!("{name} {}{null}{check}", self.kind.sql_type(dialect))
    }

    pub(crate) fn add(&self, table: &str, dialect: Dialect) -> String {
        format!("ALTER TABLE {} ADD COLUMN {}", dialect.quote(table), self.definition(dialect))
    }

    pub(crate) fn drop(&self, table: &str, dialect: Dialect) -> String {
        format!("ALTER TABLE {} DROP COLUMN {}", dialect.quote(table), dialect.quote(self.name))
    }
}

impl Table {
    /// Makes the table with its keys; on `MySQL` it may be there already from a migration that was broken off.
    pub(crate) fn create(&self, dialect: Dialect) -> String {
        let mut parts: Vec<String> = self.columns.iter().map(|column| column.definition(dialect)).collect();
        parts.push(format!("PRIMARY KEY ({})", dialect.quote_all(self.primary_key)));
        if dialect.is_mysql() {
            let needed = self.indexes.iter().filter(|index| self.needs_for_foreign_key(index));
            parts.extend(
                needed.map(|index| format!("KEY {} ({})", dialect.quote(index.name), dialect.quote_all(index.columns))),
            );
        }
        parts.extend(self.foreign_keys.iter().map(|key| key.definition(dialect)));
        let (guard, options) = if dialect.is_mysql() {
            let options = format!(
                " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={} COMMENT='{MADE_BY_MIGRATION}'",
                dialect.collation()
            );
            ("IF NOT EXISTS ", options)
        } else {
            ("", String::new())
        };
        format!("CREATE TABLE {guard}{} (\n  {}\n){options}", dialect.quote(self.name), parts.join(",\n  "))
    }

    pub(crate) fn drop(&self, dialect: Dialect) -> String {
        let guard = if dialect.is_mysql() { "IF EXISTS " } else { "" };
        format!("DROP TABLE {guard}{}", dialect.quote(self.name))
    }
}

impl super::ForeignKey {
    pub(crate) fn definition(&self, dialect: Dialect) -> String {
        format!(
            "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
            dialect.quote(self.name),
            dialect.quote(self.column),
            dialect.quote(self.parent),
            dialect.quote(self.parent_key)
        )
    }
}

impl Index {
    pub(crate) fn create(&self, table: &str, dialect: Dialect) -> String {
        format!(
            "CREATE INDEX {} ON {} ({})",
            dialect.quote(self.name),
            dialect.quote(table),
            dialect.quote_all(self.columns)
        )
    }

    pub(crate) fn drop(&self, table: &str, dialect: Dialect) -> String {
        let name = dialect.quote(self.name);
        if dialect.is_mysql() {
            format!("DROP INDEX {name} ON {}", dialect.quote(table))
        } else {
            format!("DROP INDEX {name}")
        }
    }
}
