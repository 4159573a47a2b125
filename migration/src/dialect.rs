//! The engine whose statements are written.

use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// An engine, as far as its statements differ from the others'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `SQLite` 3.38 or newer.
    Sqlite,
    /// `PostgreSQL` 12 or newer.
    Postgres,
    /// `MySQL` 8.0.17 or newer.
    MySql,
    /// `MariaDB` 10.5 or newer.
    MariaDb,
}

impl Dialect {
    /// The dialect of an open database; `MySQL` and `MariaDB` share a protocol, so they are asked.
    pub async fn of<C: ConnectionTrait>(db: &C) -> Result<Self, DbErr> {
        match db.get_database_backend() {
            DbBackend::Sqlite => Ok(Self::Sqlite),
            DbBackend::Postgres => Ok(Self::Postgres),
            DbBackend::MySql => {
                let statement = Statement::from_string(DbBackend::MySql, "SELECT VERSION() AS version");
                let version: Option<String> = match db.query_one_raw(statement).await? {
                    Some(row) => row.try_get("", "version")?,
                    None => None,
                };
                let is_mariadb = version.is_some_and(|version| version.to_ascii_lowercase().contains("mariadb"));
                Ok(if is_mariadb { Self::MariaDb } else { Self::MySql })
            }
            other => Err(DbErr::BackendNotSupported {
                db: other.as_str(),
                ctx: "tellergraph keeps its tables on SQLite, PostgreSQL, MySQL and MariaDB",
            }),
        }
    }

    /// Whether it is `MySQL` or `MariaDB`.
    pub fn is_mysql(self) -> bool {
        matches!(self, Self::MySql | Self::MariaDb)
    }

    /// The collation that compares texts by code point, with case and trailing spaces significant.
    pub(crate) fn collation(self) -> &'static str {
        match self {
            Self::Sqlite => "BINARY",
            Self::Postgres => "C",
            Self::MySql => "utf8mb4_0900_bin",
            Self::MariaDb => "utf8mb4_nopad_bin",
        }
    }

    /// A name in the engine's quotes.
    pub(crate) fn quote(self, name: &str) -> String {
        if self.is_mysql() {
            format!("`{}`", name.replace('`', "``"))
        } else {
            format!("\"{}\"", name.replace('"', "\"\""))
        }
    }

    /// Names in the engine's quotes, with commas between.
    pub(crate) fn quote_all(self, names: &[&str]) -> String {
        let quoted: Vec<_> = names.iter().map(|name| self.quote(name)).collect();
        quoted.join(", ")
    }
}
