//! The steps of a migration, and how they are run.

use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr, Statement};

use super::trigger::{Event, Tracked, create_function, drop_function};
use super::{Column, Index, Table};
use crate::dialect::Dialect;
use crate::tracking::is_left_out;

/// One step of a migration.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    CreateTable(&'static Table),
    DropTable(&'static Table),
    AddColumn(&'static Table, &'static Column),
    DropColumn(&'static Table, &'static Column),
    CreateIndex(&'static Table, &'static Index),
    DropIndex(&'static Table, &'static Index),
    /// The function that the triggers share.
    CreateNoteFunction,
    DropNoteFunction,
    CreateTrigger(&'static Tracked, Event),
    DropTrigger(&'static Tracked, Event),
}

impl Step {
    /// The statement of the step; `None` when the engine has nothing to do for it.
    pub(crate) fn statement(&self, dialect: Dialect) -> Option<String> {
        match self {
            Self::CreateTable(table) => Some(table.create(dialect)),
            Self::DropTable(table) => Some(table.drop(dialect)),
            Self::AddColumn(table, column) => Some(column.add(table.name, dialect)),
            Self::DropColumn(table, column) => Some(column.drop(table.name, dialect)),
            Self::CreateIndex(table, index) | Self::DropIndex(table, index)
                if dialect.is_mysql() && table.needs_for_foreign_key(index) =>
            {
                None
            }
            Self::CreateIndex(table, index) => Some(index.create(table.name, dialect)),
            Self::DropIndex(table, index) => Some(index.drop(table.name, dialect)),
            Self::CreateNoteFunction => create_function(dialect),
            Self::DropNoteFunction => drop_function(dialect),
            Self::CreateTrigger(tracked, event) => tracked.create(*event, dialect),
            Self::DropTrigger(tracked, event) => tracked.drop(*event, dialect),
        }
    }

    /// Whether an earlier run, broken off, has done the step. `MySQL` ends a transaction at every such statement, so
    /// only there can that be.
    async fn is_done<C: ConnectionTrait>(&self, db: &C, dialect: Dialect) -> Result<bool, DbErr> {
        match self {
            Self::AddColumn(table, column) if dialect.is_mysql() => has_column(db, table, column).await,
            Self::DropColumn(table, column) if dialect.is_mysql() => Ok(!has_column(db, table, column).await?),
            Self::CreateIndex(table, index) if dialect.is_mysql() => has_index(db, table, index).await,
            Self::DropIndex(table, index) if dialect.is_mysql() => Ok(!has_index(db, table, index).await?),
            Self::CreateTrigger(tracked, event) if dialect.is_mysql() => {
                has_trigger(db, &tracked.trigger(*event)).await
            }
            _ => Ok(false),
        }
    }
}

async fn has_column<C: ConnectionTrait>(db: &C, table: &Table, column: &Column) -> Result<bool, DbErr> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT 1 FROM information_schema.columns \
         WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ? LIMIT 1",
        [table.name.into(), column.name.into()],
    );
    Ok(db.query_one_raw(statement).await?.is_some())
}

async fn has_index<C: ConnectionTrait>(db: &C, table: &Table, index: &Index) -> Result<bool, DbErr> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT 1 FROM information_schema.statistics \
         WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? LIMIT 1",
        [table.name.into(), index.name.into()],
    );
    Ok(db.query_one_raw(statement).await?.is_some())
}

async fn has_trigger<C: ConnectionTrait>(db: &C, name: &str) -> Result<bool, DbErr> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT 1 FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name = ? LIMIT 1",
        [name.into()],
    );
    Ok(db.query_one_raw(statement).await?.is_some())
}

/// Runs the steps in their order.
pub(crate) async fn run<C: ConnectionTrait>(db: &C, dialect: Dialect, steps: &[Step]) -> Result<(), DbErr> {
    for step in steps {
        if let Some(statement) = step.statement(dialect)
            && !step.is_done(db, dialect).await?
        {
            match (db.execute_unprepared(&statement).await, step) {
                (Err(error), Step::CreateTrigger(..)) if is_left_out(dialect, &error) => {}
                (outcome, _) => {
                    outcome?;
                }
            }
        }
    }
    Ok(())
}

/// The steps that make tables, parents first.
pub(crate) fn create_tables(tables: &'static [Table]) -> Vec<Step> {
    tables.iter().map(Step::CreateTable).collect()
}

/// The steps that drop tables, children first.
pub(crate) fn drop_tables(tables: &'static [Table]) -> Vec<Step> {
    tables.iter().rev().map(Step::DropTable).collect()
}

/// The steps that add columns to tables that are there.
pub(crate) fn add_columns(tables: &'static [Table]) -> Vec<Step> {
    let columns = tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    columns.map(|(table, column)| Step::AddColumn(table, column)).collect()
}

/// The steps that drop columns, which no index may have any more.
pub(crate) fn drop_columns(tables: &'static [Table]) -> Vec<Step> {
    let columns = tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    columns.map(|(table, column)| Step::DropColumn(table, column)).collect()
}

/// The steps that make the indexes of tables.
pub(crate) fn create_indexes(tables: &'static [Table]) -> Vec<Step> {
    let indexes = tables.iter().flat_map(|table| table.indexes.iter().map(move |index| (table, index)));
    indexes.map(|(table, index)| Step::CreateIndex(table, index)).collect()
}

/// The steps that drop the indexes of tables.
pub(crate) fn drop_indexes(tables: &'static [Table]) -> Vec<Step> {
    let indexes = tables.iter().flat_map(|table| table.indexes.iter().map(move |index| (table, index)));
    indexes.map(|(table, index)| Step::DropIndex(table, index)).collect()
}
