//! The tables that a database has.

use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::table::MADE_BY_MIGRATION;

/// A table that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) name: String,
    /// Whether a migration left it there that was broken off; only `MySQL` can be left so.
    pub(crate) is_remnant: bool,
}

/// The tables (views aside) of the schema that the connection works in.
pub(crate) async fn tables<C: ConnectionTrait>(db: &C) -> Result<Vec<Present>, DbErr> {
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "SELECT name, '' AS remark FROM sqlite_master WHERE type = 'table'",
        DbBackend::Postgres => {
            "SELECT relname::text AS name, '' AS remark FROM pg_catalog.pg_class \
             WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
        }
        _ => {
            "SELECT CAST(table_name AS CHAR) AS name, CAST(table_comment AS CHAR) AS remark \
             FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
        }
    };
    db.query_all_raw(Statement::from_string(backend, sql))
        .await?
        .iter()
        .map(|row| {
            let remark: String = row.try_get("", "remark")?;
            Ok(Present { name: row.try_get("", "name")?, is_remnant: remark == MADE_BY_MIGRATION })
        })
        .collect()
}
