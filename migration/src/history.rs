//! The migrations in their order, for `sea-orm-migration` to keep the record of.

use sea_orm_migration::prelude::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::DbErr;

use crate::dialect::Dialect;
use crate::table::step::{Step, run};
use crate::{
    m20260630_000001_create_bank_tables, m20260630_000002_index_bank_tables, m20260630_000003_create_segment_tables,
    m20261120_000004_add_further_answers_to_customer_segment, m20261120_000005_add_households_triggers_and_products,
    m20261120_000006_log_changed_customers, m20261120_000007_create_segment_history,
    m20261120_000008_create_customer_search, m20261120_000009_create_segment_cell, m20261120_000010_count_snapshots,
    m20261120_000011_create_unmapped_code, m20261120_000012_create_gen_run, m20261120_000013_note_demo_logins,
};

/// Every migration, oldest first. A released one is never changed, moved or removed.
pub(crate) const HISTORY: [Migration; 13] = [
    m20260630_000001_create_bank_tables::MIGRATION,
    m20260630_000002_index_bank_tables::MIGRATION,
    m20260630_000003_create_segment_tables::MIGRATION,
    m20261120_000004_add_further_answers_to_customer_segment::MIGRATION,
    m20261120_000005_add_households_triggers_and_products::MIGRATION,
    m20261120_000006_log_changed_customers::MIGRATION,
    m20261120_000007_create_segment_history::MIGRATION,
    m20261120_000008_create_customer_search::MIGRATION,
    m20261120_000009_create_segment_cell::MIGRATION,
    m20261120_000010_count_snapshots::MIGRATION,
    m20261120_000011_create_unmapped_code::MIGRATION,
    m20261120_000012_create_gen_run::MIGRATION,
    m20261120_000013_note_demo_logins::MIGRATION,
];

/// The migrations whose outcome an adopted database has without having run them.
pub(crate) const BANK_TABLES: [&str; 2] =
    [m20260630_000001_create_bank_tables::MIGRATION.name, m20260630_000002_index_bank_tables::MIGRATION.name];

/// One migration: its steps, which the engine's statements are made from, so that they can be printed as well as run.
#[derive(Clone, Copy)]
pub(crate) struct Migration {
    /// The name it is recorded under, which is the file's.
    pub(crate) name: &'static str,
    pub(crate) up: fn() -> Vec<Step>,
    pub(crate) down: fn() -> Vec<Step>,
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        run(db, Dialect::of(db).await?, &(self.up)()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        run(db, Dialect::of(db).await?, &(self.down)()).await
    }
}

/// The history as `sea-orm-migration` wants it.
pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        HISTORY.iter().map(|migration| Box::new(*migration) as Box<dyn MigrationTrait>).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::HISTORY;

    #[test]
    fn names_are_unique_and_in_order() {
        assert!(HISTORY.is_sorted_by(|earlier, later| earlier.name < later.name));
    }
}
