//! What the database says of itself.

use std::collections::BTreeSet;

use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

/// A table that is there.
#[derive(Clone, Debug)]
pub(crate) struct FoundTable {
    pub(crate) name: String,
    pub(crate) engine: String,
    pub(crate) row_format: String,
    pub(crate) collation: String,
    pub(crate) columns: Vec<FoundColumn>,
    pub(crate) indexes: BTreeSet<String>,
}

/// A column that is there.
#[derive(Clone, Debug)]
pub(crate) struct FoundColumn {
    pub(crate) name: String,
    /// Type without length or sign, in lower case: `int`.
    pub(crate) data_type: String,
    /// Type in full, in lower case: `int(11) unsigned`.
    pub(crate) full_type: String,
    /// Characters of a text; `None` for other types.
    pub(crate) length: Option<u64>,
    pub(crate) precision: Option<u64>,
    pub(crate) scale: Option<u64>,
    pub(crate) charset: Option<String>,
    pub(crate) collation: Option<String>,
    pub(crate) is_nullable: bool,
    pub(crate) default: Option<String>,
    /// `auto_increment` and the like, in lower case.
    pub(crate) extra: String,
    pub(crate) comment: String,
    pub(crate) is_primary: bool,
}

/// A column that refers to one of another table.
#[derive(Clone, Debug)]
pub(crate) struct FoundForeignKey {
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) column: String,
    pub(crate) parent: String,
    pub(crate) parent_column: String,
    pub(crate) on_update: String,
    pub(crate) on_delete: String,
}

/// All that adoption asks of a database.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) tables: Vec<FoundTable>,
    pub(crate) views: Vec<String>,
    pub(crate) foreign_keys: Vec<FoundForeignKey>,
    /// Whether the server takes `Customer` and `customer` for one table.
    pub(crate) ignores_case: bool,
}

impl FoundTable {
    pub(crate) fn column(&self, name: &str) -> Option<&FoundColumn> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn has_index(&self, name: &str) -> bool {
        self.indexes.iter().any(|index| index.eq_ignore_ascii_case(name))
    }
}

const TABLES: &str = "SELECT CAST(table_name AS CHAR) AS name, CAST(table_type AS CHAR) AS kind, \
    COALESCE(CAST(engine AS CHAR), '') AS engine, COALESCE(CAST(row_format AS CHAR), '') AS row_format, \
    COALESCE(CAST(table_collation AS CHAR), '') AS collation_name \
    FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name";

const COLUMNS: &str = "SELECT CAST(table_name AS CHAR) AS table_name_, CAST(column_name AS CHAR) AS name, \
    LOWER(CAST(data_type AS CHAR)) AS data_type_, LOWER(CAST(column_type AS CHAR)) AS full_type, \
    CAST(character_maximum_length AS SIGNED) AS length, CAST(numeric_precision AS SIGNED) AS precision_, \
    CAST(numeric_scale AS SIGNED) AS scale_, CAST(character_set_name AS CHAR) AS charset_, \
    CAST(collation_name AS CHAR) AS collation_, CAST(is_nullable AS CHAR) AS nullable, \
    CAST(column_default AS CHAR) AS default_, LOWER(CAST(extra AS CHAR)) AS extra_, \
    CAST(column_comment AS CHAR) AS comment_, CAST(column_key AS CHAR) AS key_ \
    FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position";

const INDEXES: &str = "SELECT DISTINCT CAST(table_name AS CHAR) AS table_name_, CAST(index_name AS CHAR) AS name \
    FROM information_schema.statistics WHERE table_schema = DATABASE()";

const FOREIGN_KEYS: &str = "SELECT CAST(k.constraint_name AS CHAR) AS name, CAST(k.table_name AS CHAR) AS table_name_, \
    CAST(k.column_name AS CHAR) AS column_name_, CAST(k.referenced_table_name AS CHAR) AS parent, \
    CAST(k.referenced_column_name AS CHAR) AS parent_column, CAST(r.update_rule AS CHAR) AS on_update, \
    CAST(r.delete_rule AS CHAR) AS on_delete \
    FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r \
    ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name \
    AND r.table_name = k.table_name \
    WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL \
    ORDER BY k.table_name, k.constraint_name, k.ordinal_position";

/// Asks the database what it has.
pub(crate) async fn inspect<C: ConnectionTrait>(db: &C) -> Result<Found, DbErr> {
    let mut tables = Vec::new();
    let mut views = Vec::new();
    for row in rows(db, TABLES).await? {
        let name: String = row.try_get("", "name")?;
        match row.try_get::<String>("", "kind")?.as_str() {
            "VIEW" => views.push(name),
            "BASE TABLE" => tables.push(FoundTable {
                name,
                engine: row.try_get("", "engine")?,
                row_format: row.try_get("", "row_format")?,
                collation: row.try_get("", "collation_name")?,
                columns: Vec::new(),
                indexes: BTreeSet::new(),
            }),
            _ => {}
        }
    }
    for row in rows(db, COLUMNS).await? {
        if let Some(table) = table_of(&mut tables, &row)? {
            table.columns.push(column(&row)?);
        }
    }
    for row in rows(db, INDEXES).await? {
        if let Some(table) = table_of(&mut tables, &row)? {
            table.indexes.insert(row.try_get("", "name")?);
        }
    }
    let foreign_keys = rows(db, FOREIGN_KEYS).await?.iter().map(foreign_key).collect::<Result<_, _>>()?;
    Ok(Found { tables, views, foreign_keys, ignores_case: ignores_case(db).await? })
}

/// How many rows of a table refer to no row of another.
pub(crate) async fn count_orphans<C: ConnectionTrait>(
    db: &C,
    (table, column): (&str, &str),
    (parent, parent_column): (&str, &str),
) -> Result<i64, DbErr> {
    let quote = |name: &str| crate::dialect::Dialect::MySql.quote(name);
    let sql = format!(
        "SELECT COUNT(*) AS orphans FROM {} c WHERE c.{column} IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM {} p WHERE p.{} = c.{column})",
        quote(table),
        quote(parent),
        quote(parent_column),
        column = quote(column),
    );
    rows(db, &sql).await?.first().map_or(Ok(0), |row| row.try_get("", "orphans"))
}

/// How many rows of a table have a day in the column that is in no calendar, such as `0000-00-00`: `MySQL` keeps them,
/// and drivers read them as NULL although the server orders and compares them as days.
pub(crate) async fn count_zero_dates<C: ConnectionTrait>(db: &C, table: &str, column: &str) -> Result<i64, DbErr> {
    let quote = |name: &str| crate::dialect::Dialect::MySql.quote(name);
    let sql = format!(
        "SELECT COUNT(*) AS zeros FROM {} WHERE MONTH({column}) = 0 OR DAYOFMONTH({column}) = 0",
        quote(table),
        column = quote(column),
    );
    rows(db, &sql).await?.first().map_or(Ok(0), |row| row.try_get("", "zeros"))
}

async fn rows<C: ConnectionTrait>(db: &C, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await
}

async fn ignores_case<C: ConnectionTrait>(db: &C) -> Result<bool, DbErr> {
    let setting: i64 = match rows(db, "SELECT CAST(@@lower_case_table_names AS SIGNED) AS setting").await?.first() {
        Some(row) => row.try_get("", "setting")?,
        None => 0,
    };
    Ok(setting != 0)
}

fn table_of<'a>(tables: &'a mut [FoundTable], row: &QueryResult) -> Result<Option<&'a mut FoundTable>, DbErr> {
    let name: String = row.try_get("", "table_name_")?;
    Ok(tables.iter_mut().find(|table| table.name == name))
}

fn column(row: &QueryResult) -> Result<FoundColumn, DbErr> {
    let number = |name: &str| -> Result<Option<u64>, DbErr> {
        let number: Option<i64> = row.try_get("", name)?;
        Ok(number.and_then(|number| u64::try_from(number).ok()))
    };
    Ok(FoundColumn {
        name: row.try_get("", "name")?,
        data_type: row.try_get("", "data_type_")?,
        full_type: row.try_get("", "full_type")?,
        length: number("length")?,
        precision: number("precision_")?,
        scale: number("scale_")?,
        charset: row.try_get("", "charset_")?,
        collation: row.try_get("", "collation_")?,
        is_nullable: row.try_get::<String>("", "nullable")? == "YES",
        default: row.try_get("", "default_")?,
        extra: row.try_get("", "extra_")?,
        comment: row.try_get("", "comment_")?,
        is_primary: row.try_get::<String>("", "key_")? == "PRI",
    })
}

fn foreign_key(row: &QueryResult) -> Result<FoundForeignKey, DbErr> {
    Ok(FoundForeignKey {
        name: row.try_get("", "name")?,
        table: row.try_get("", "table_name_")?,
        column: row.try_get("", "column_name_")?,
        parent: row.try_get("", "parent")?,
        parent_column: row.try_get("", "parent_column")?,
        on_update: row.try_get("", "on_update")?,
        on_delete: row.try_get("", "on_delete")?,
    })
}
