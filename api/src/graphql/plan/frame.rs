//! The tables of a statement: one that its rows come from, and those joined to it.

use crate::graphql::catalog::{ColumnType, Concept, JoinOn, ToOne, Via};

/// A column of one of a statement's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ColumnAt {
    /// The table's alias, as a number.
    pub alias: u16,
    /// The column.
    pub name: &'static str,
    /// What it holds.
    pub ty: ColumnType,
}

impl ColumnAt {
    /// A key column.
    pub fn key(alias: u16, name: &'static str) -> Self {
        Self { alias, name, ty: ColumnType::BigInt }
    }

    /// A text column.
    pub fn text(alias: u16, name: &'static str) -> Self {
        Self { alias, name, ty: ColumnType::Text }
    }

    /// A column with the position of a class.
    pub fn small(alias: u16, name: &'static str) -> Self {
        Self { alias, name, ty: ColumnType::Small }
    }
}

/// Gives out the aliases of one statement.
#[derive(Clone, Debug, Default)]
pub struct Aliases(u16);

impl Aliases {
    /// An alias that the statement does not have yet.
    pub fn give(&mut self) -> u16 {
        let alias = self.0;
        self.0 += 1;
        alias
    }
}

/// The base table of a statement, and what is joined to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The alias of the base table.
    pub base: u16,
    /// The base table.
    pub table: &'static str,
    /// Joined tables, each after the one that it hangs on.
    pub joins: Vec<Join>,
}

/// A table joined by key, so that it never multiplies rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Its alias.
    pub alias: u16,
    /// The alias of the table that it hangs on.
    pub parent: u16,
    /// The table.
    pub table: &'static str,
    /// Its key column.
    pub key: &'static str,
    /// How its row is found.
    pub on: JoinOn,
    /// Whether the predicate or the order needs it.
    pub inside: bool,
    /// Whether the selected columns need it.
    pub outside: bool,
}

/// What a join is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// To find or order the rows, before the page is cut.
    Inside,
    /// To show something of them, after the page is cut.
    Outside,
}

impl Frame {
    /// A frame over one table.
    pub fn new(aliases: &mut Aliases, table: &'static str) -> Self {
        Self { base: aliases.give(), table, joins: Vec::new() }
    }

    /// The alias of the row that `to_one` leads to from `parent`; joined once, however often it is asked for.
    pub fn join(
        &mut self,
        aliases: &mut Aliases,
        parent: u16,
        to_one: &ToOne,
        target: &Concept,
        needed: Needed,
    ) -> u16 {
        let parent = match to_one.via {
            None => parent,
            Some(Via { local, table, key }) => {
                self.join_table(aliases, parent, (JoinOn::Key(local), table, key), needed)
            }
        };
        self.join_table(aliases, parent, (to_one.on, target.table, target.key), needed)
    }

    fn join_table(
        &mut self,
        aliases: &mut Aliases,
        parent: u16,
        (on, table, key): (JoinOn, &'static str, &'static str),
        needed: Needed,
    ) -> u16 {
        let known = self.joins.iter().position(|join| join.parent == parent && join.table == table && join.on == on);
        let index = known.unwrap_or_else(|| {
            self.joins.push(Join { alias: aliases.give(), parent, table, key, on, inside: false, outside: false });
            self.joins.len() - 1
        });
        self.mark(index, needed);
        self.joins[index].alias
    }

    /// What a join hangs on is needed for the same.
    fn mark(&mut self, index: usize, needed: Needed) {
        match needed {
            Needed::Inside => self.joins[index].inside = true,
            Needed::Outside => self.joins[index].outside = true,
        }
        let parent = self.joins[index].parent;
        if let Some(above) = self.joins.iter().position(|join| join.alias == parent) {
            self.mark(above, needed);
        }
    }
}
