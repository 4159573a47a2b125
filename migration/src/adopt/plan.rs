//! The statements that lead from what is there to our schema. They follow from what is there alone: a run that was
//! broken off anywhere leaves a state from which the next plan goes on.

use super::AdoptOptions;
use super::column::{Change, change, definition};
use super::inspect::{Found, FoundForeignKey, FoundTable};
use super::original::{ORIGINAL, Original};
use crate::dialect::Dialect;
use crate::history::BANK_TABLES;
use crate::status::RECORD;
use crate::table::{ForeignKey, Kind};

/// The nine tables as they were found, each beside what it becomes.
pub(crate) struct Plan<'a> {
    found: &'a Found,
    nine: Vec<(&'static Original, &'a FoundTable)>,
    dialect: Dialect,
}

impl<'a> Plan<'a> {
    /// Finds the nine; what is missing or there twice is told in the error.
    pub(crate) fn new(found: &'a Found, dialect: Dialect) -> Result<Self, Vec<String>> {
        let mut nine = Vec::new();
        let mut obstacles = Vec::new();
        for original in &ORIGINAL {
            let candidates: Vec<_> = found.tables.iter().filter(|table| original.is_named(&table.name)).collect();
            match candidates.as_slice() {
                [table] => nine.push((original, *table)),
                [] => obstacles.push(format!("table {} is missing", original.name)),
                several => {
                    let mut names: Vec<_> = several.iter().map(|table| table.name.as_str()).collect();
                    names.sort_unstable();
                    obstacles.push(format!("of the tables {} only one can be adopted", names.join(" and ")));
                }
            }
        }
        if obstacles.is_empty() { Ok(Self { found, nine, dialect }) } else { Err(obstacles) }
    }

    /// What stands in the way of the change, as far as the schema tells.
    pub(crate) fn obstacles(&self) -> Vec<String> {
        let mut obstacles = Vec::new();
        for (original, table) in &self.nine {
            for wanted in original.table.columns {
                match table.column(wanted.name) {
                    None => obstacles.push(format!("column {}.{} is missing", table.name, wanted.name)),
                    Some(found) if change(found, wanted, self.dialect) == Change::Impossible => {
                        obstacles.push(format!(
                            "column {}.{} is {}, which cannot become {} without a loss",
                            table.name,
                            found.name,
                            found.full_type,
                            wanted.kind.sql_type(self.dialect)
                        ));
                    }
                    Some(_) => {}
                }
            }
            let primary = table.columns.iter().filter(|column| column.is_primary);
            let primary: Vec<_> = primary.map(|column| column.name.to_ascii_lowercase()).collect();
            if primary != original.table.primary_key {
                obstacles.push(format!(
                    "the primary key of {} is not {} alone",
                    table.name,
                    original.table.primary_key.join(", ")
                ));
            }
        }
        obstacles.extend(self.foreign_keys_in_the_way());
        obstacles
    }

    /// The foreign keys that are not there, each with the names its table and its parent have now.
    pub(crate) fn missing_foreign_keys(&self) -> Vec<(&'a str, &'static ForeignKey, &'a str)> {
        let mut missing = Vec::new();
        for (original, table) in &self.nine {
            for key in original.table.foreign_keys {
                let parent = self.current_name(key.parent);
                if !self.found.foreign_keys.iter().any(|found| self.is_same(found, &table.name, key)) {
                    missing.push((table.name.as_str(), key, parent));
                }
            }
        }
        missing
    }

    /// The columns with days and times, each with the name its table has now.
    pub(crate) fn dates(&self) -> Vec<(&'a str, &'static str)> {
        let mut dates = Vec::new();
        for (original, table) in &self.nine {
            let columns = original.table.columns.iter();
            let of_dates = columns.filter(|column| matches!(column.kind, Kind::Date | Kind::DateTime));
            dates.extend(of_dates.map(|column| (table.name.as_str(), column.name)));
        }
        dates
    }

    /// The statements, in their order; none when the nine are ours already.
    pub(crate) fn statements(&self, options: AdoptOptions, recorded: &[String]) -> Vec<String> {
        let mut statements = Vec::new();
        statements.extend(self.dropped_foreign_keys());
        statements.extend(self.changes());
        statements.extend(self.renames());
        statements.extend(self.indexes());
        statements.extend(self.added_foreign_keys());
        if options.views {
            statements.extend(self.views());
        }
        statements.extend(self.records(recorded));
        statements
    }

    fn quote(&self, name: &str) -> String {
        self.dialect.quote(name)
    }

    fn current_name(&self, ours: &str) -> &'a str {
        let table = self.nine.iter().find(|(original, _)| original.table.name == ours);
        table.map_or("", |(_, table)| table.name.as_str())
    }

    fn is_one_table(&self, one: &str, other: &str) -> bool {
        one == other || (self.found.ignores_case && one.eq_ignore_ascii_case(other))
    }

    fn is_same(&self, found: &FoundForeignKey, table: &str, key: &ForeignKey) -> bool {
        self.is_one_table(&found.table, table)
            && found.column.eq_ignore_ascii_case(key.column)
            && self.is_one_table(&found.parent, self.current_name(key.parent))
            && found.parent_column.eq_ignore_ascii_case(key.parent_key)
    }

    /// Whether the foreign key is one of the original model's.
    fn wanted(&self, found: &FoundForeignKey) -> Option<&'static ForeignKey> {
        self.nine
            .iter()
            .flat_map(|(original, table)| original.table.foreign_keys.iter().map(move |key| (table, key)))
            .find(|(table, key)| self.is_same(found, &table.name, key))
            .map(|(_, key)| key)
    }

    fn changes_type(&self, table: &str, column: &str) -> bool {
        let Some((original, table)) = self.nine.iter().find(|(_, found)| self.is_one_table(&found.name, table)) else {
            return false;
        };
        let wanted = original.table.columns.iter().find(|wanted| wanted.name.eq_ignore_ascii_case(column));
        match (wanted, table.column(column)) {
            (Some(wanted), Some(found)) => change(found, wanted, self.dialect) != Change::None,
            _ => false,
        }
    }

    /// A key cannot change its type while a foreign key holds it.
    fn must_go(&self, found: &FoundForeignKey) -> bool {
        self.changes_type(&found.table, &found.column) || self.changes_type(&found.parent, &found.parent_column)
    }

    fn foreign_keys_in_the_way(&self) -> impl Iterator<Item = String> {
        let is_plain = |rule: &str| matches!(rule, "RESTRICT" | "NO ACTION");
        self.found.foreign_keys.iter().filter(|found| self.must_go(found)).filter_map(move |found| {
            if self.wanted(found).is_none() {
                Some(format!(
                    "foreign key {} ({}.{} to {}.{}) is not of the original model and holds a key that must change; \
                     drop it and add it again afterwards",
                    found.name, found.table, found.column, found.parent, found.parent_column
                ))
            } else if !(is_plain(&found.on_update) && is_plain(&found.on_delete)) {
                Some(format!(
                    "foreign key {} of {} has a rule of its own (ON UPDATE {}, ON DELETE {}), which the new one \
                     would not have; drop the rule first",
                    found.name, found.table, found.on_update, found.on_delete
                ))
            } else {
                None
            }
        })
    }

    /// One statement a table: killed between two, each table is as it was or as it shall be.
    fn dropped_foreign_keys(&self) -> Vec<String> {
        let mut statements = Vec::new();
        for (_, table) in &self.nine {
            let gone = self.found.foreign_keys.iter().filter(|found| found.table == table.name && self.must_go(found));
            let gone: Vec<_> = gone.map(|found| format!("DROP FOREIGN KEY {}", self.quote(&found.name))).collect();
            statements.extend(self.alter(&table.name, &gone));
        }
        statements
    }

    fn changes(&self) -> Vec<String> {
        let mut statements = Vec::new();
        for (original, table) in &self.nine {
            let mut parts = Vec::new();
            for wanted in original.table.columns {
                let Some(found) = table.column(wanted.name) else { continue };
                let sql_type = match change(found, wanted, self.dialect) {
                    Change::To(sql_type) => sql_type,
                    _ if found.name != wanted.name => found.full_type.clone(),
                    _ => continue,
                };
                parts.push(format!(
                    "CHANGE COLUMN {} {}",
                    self.quote(&found.name),
                    definition(found, wanted.name, &sql_type, self.dialect)
                ));
            }
            if !table.engine.eq_ignore_ascii_case("InnoDB") {
                parts.push("ENGINE=InnoDB".to_owned());
            }
            if !table.row_format.eq_ignore_ascii_case("Dynamic") {
                parts.push("ROW_FORMAT=DYNAMIC".to_owned());
            }
            if table.collation != self.dialect.collation() {
                parts.push(format!("DEFAULT CHARACTER SET utf8mb4 COLLATE {}", self.dialect.collation()));
            }
            statements.extend(self.alter(&table.name, &parts));
        }
        statements
    }

    fn renames(&self) -> Option<String> {
        let old = self.nine.iter().filter(|(original, table)| !self.is_one_table(&table.name, original.table.name));
        let pairs: Vec<_> = old
            .map(|(original, table)| format!("{} TO {}", self.quote(&table.name), self.quote(original.table.name)))
            .collect();
        (!pairs.is_empty()).then(|| format!("RENAME TABLE {}", pairs.join(", ")))
    }

    fn indexes(&self) -> Vec<String> {
        let mut statements = Vec::new();
        for (original, table) in &self.nine {
            let missing = original.table.indexes.iter().filter(|index| !table.has_index(index.name));
            let parts: Vec<_> = missing
                .map(|index| format!("ADD KEY {} ({})", self.quote(index.name), self.dialect.quote_all(index.columns)))
                .collect();
            statements.extend(self.alter(original.table.name, &parts));
        }
        statements
    }

    fn added_foreign_keys(&self) -> Vec<String> {
        let mut statements = Vec::new();
        for (original, table) in &self.nine {
            let stays = |key: &ForeignKey| {
                let mut found = self.found.foreign_keys.iter();
                found.any(|found| self.is_same(found, &table.name, key) && !self.must_go(found))
            };
            let parts: Vec<_> = original
                .table
                .foreign_keys
                .iter()
                .filter(|key| !stays(key))
                .map(|key| format!("ADD {}", key.definition(self.dialect)))
                .collect();
            statements.extend(self.alter(original.table.name, &parts));
        }
        statements
    }

    fn views(&self) -> Vec<String> {
        ORIGINAL
            .iter()
            .filter(|original| original.has_another_name())
            .filter(|original| !self.found.views.iter().any(|view| self.is_one_table(view, original.name)))
            .map(|original| {
                format!(
                    "CREATE SQL SECURITY INVOKER VIEW {} AS SELECT * FROM {}",
                    self.quote(original.name),
                    self.quote(original.table.name)
                )
            })
            .collect()
    }

    fn records(&self, recorded: &[String]) -> Vec<String> {
        let missing: Vec<_> = BANK_TABLES
            .iter()
            .filter(|name| !recorded.iter().any(|done| done == *name))
            .map(|name| format!("('{name}', UNIX_TIMESTAMP())"))
            .collect();
        if missing.is_empty() {
            return Vec::new();
        }
        let record = self.quote(RECORD);
        vec![
            format!(
                "CREATE TABLE IF NOT EXISTS {record} (`version` varchar(255) NOT NULL PRIMARY KEY, \
                 `applied_at` bigint NOT NULL)"
            ),
            format!("INSERT INTO {record} (`version`, `applied_at`) VALUES {}", missing.join(", ")),
        ]
    }

    fn alter(&self, table: &str, parts: &[String]) -> Option<String> {
        (!parts.is_empty()).then(|| format!("ALTER TABLE {} {}", self.quote(table), parts.join(", ")))
    }
}
