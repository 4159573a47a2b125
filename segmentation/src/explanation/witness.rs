//! Who listens while the rules are at work.
//!
//! A rule tells of each row at the very place where it counts the row, so an explanation cannot differ from the answer.
//! [`Nobody`] hears nothing: the compiler leaves the telling out of a refresh.

use chrono::NaiveDate;

use super::{Dimension, Flag, Limit, Rule, Table};
use crate::dossier::Member;
use crate::household::DoubtKind;

/// A row of the bank, as far as evidence shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    /// The day of the row; `None` when it carries none.
    pub(crate) date: Option<NaiveDate>,
    pub(crate) table: Table,
    pub(crate) id: i64,
    /// What the rule reads from the row's amount, in cents; `None` when it reads none.
    pub(crate) cents: Option<i128>,
}

impl Seen {
    pub(crate) const fn new(table: Table, id: i64, date: Option<NaiveDate>) -> Self {
        Self { date, table, id, cents: None }
    }

    pub(crate) const fn worth(self, cents: i128) -> Self {
        Self { cents: Some(cents), ..self }
    }
}

/// A dated row of the bank, in as few words as facts keep of it. The order is that of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DatedRow {
    pub(crate) date: NaiveDate,
    pub(crate) table: Table,
    pub(crate) id: i64,
}

impl From<DatedRow> for Seen {
    fn from(row: DatedRow) -> Self {
        Self::new(row.table, row.id, Some(row.date))
    }
}

/// Something that a rule tells.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Told {
    /// A row was counted. Rows of one rule that are counted apart, such as those of different months, stand in
    /// different slots.
    Row { rule: Rule, slot: i64, row: Seen },
    /// A row counts for so much, in the measure of the dimension; the rows of a rule and table add up.
    Worth { rule: Rule, row: Seen, points: u32 },
    /// These days of the table were looked at, whether or not a row is found.
    Looked { rule: Rule, slot: i64, table: Table, from: Option<NaiveDate>, to: Option<NaiveDate> },
    /// What was made of the rows of a slot, in cents.
    Amount { rule: Rule, slot: i64, table: Table, cents: i128 },
    /// What the rule as a whole counts for, in the measure of the dimension.
    Points { rule: Rule, points: u32 },
    /// Something is odd.
    Flag(Flag),
    /// Something cannot be known.
    Limit(Limit),
}

/// Somebody who may listen.
pub(crate) trait Witness: Default {
    /// Whether anybody hears it. Where nobody does, nothing is put together to be told.
    const LISTENS: bool;

    /// Hears what a rule tells while it works out these dimensions.
    fn hear(&self, of: &'static [Dimension], told: Told);

    /// Takes over what another one heard.
    fn take_over(&self, other: &Self);
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Nobody;

impl Witness for Nobody {
    const LISTENS: bool = false;

    #[inline]
    fn hear(&self, _: &'static [Dimension], _: Told) {}

    #[inline]
    fn take_over(&self, _: &Self) {}
}

/// What a rule tells with: a witness, and the dimensions that the rule is at work on.
#[derive(Debug)]
pub(crate) struct Tell<'w, W> {
    witness: &'w W,
    of: &'static [Dimension],
}

impl<W> Clone for Tell<'_, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for Tell<'_, W> {}

impl<'w, W: Witness> Tell<'w, W> {
    pub(crate) fn new(witness: &'w W, of: &'static [Dimension]) -> Self {
        Self { witness, of }
    }

    /// A row was counted.
    pub(crate) fn row(self, rule: Rule, row: impl Into<Seen>) {
        self.row_in(rule, 0, row);
    }

    /// A row was counted in a slot of its rule.
    pub(crate) fn row_in(self, rule: Rule, slot: i64, row: impl Into<Seen>) {
        self.witness.hear(self.of, Told::Row { rule, slot, row: row.into() });
    }

    /// A row was counted for so much.
    pub(crate) fn worth(self, rule: Rule, row: impl Into<Seen>, points: u32) {
        self.witness.hear(self.of, Told::Worth { rule, row: row.into(), points });
    }

    /// These days were looked at; `None` is from the beginning.
    pub(crate) fn looked(self, rule: Rule, table: Table, from: Option<NaiveDate>, to: Option<NaiveDate>) {
        self.looked_in(rule, 0, table, from, to);
    }

    /// These days were looked at for a slot.
    pub(crate) fn looked_in(self, rule: Rule, slot: i64, table: Table, from: Option<NaiveDate>, to: Option<NaiveDate>) {
        self.witness.hear(self.of, Told::Looked { rule, slot, table, from, to });
    }

    /// What was made of the rows.
    pub(crate) fn amount(self, rule: Rule, table: Table, cents: i128) {
        self.amount_in(rule, 0, table, cents);
    }

    /// What was made of the rows of a slot.
    pub(crate) fn amount_in(self, rule: Rule, slot: i64, table: Table, cents: i128) {
        self.witness.hear(self.of, Told::Amount { rule, slot, table, cents });
    }

    /// What the rule as a whole counts for.
    pub(crate) fn points(self, rule: Rule, points: impl Into<u32>) {
        self.witness.hear(self.of, Told::Points { rule, points: points.into() });
    }

    pub(crate) fn flag(self, flag: Flag) {
        self.witness.hear(self.of, Told::Flag(flag));
    }

    pub(crate) fn limit(self, limit: Limit) {
        self.witness.hear(self.of, Told::Limit(limit));
    }

    /// The relationships of a customer were used as they stand, less those that cannot be right.
    pub(crate) fn relations(self, member: &Member) {
        self.limit(Limit::StatusNotHistorised);
        for doubt in &member.doubts {
            self.flag(match doubt.kind {
                DoubtKind::SelfRelation => Flag::SelfRelation,
                DoubtKind::Swapped => Flag::RelationSwapped,
                DoubtKind::ImplausibleParent => Flag::ImplausibleParent,
                DoubtKind::UnmappedType => Flag::UnmappedCode,
            });
        }
    }

    /// Tells what takes some work to put together, if anybody listens.
    pub(crate) fn if_heard(self, telling: impl FnOnce(Self)) {
        if W::LISTENS {
            telling(self);
        }
    }

    /// Tries a rule whose rows are evidence only when it applies.
    pub(crate) fn when_found<T>(self, rule: impl FnOnce(Tell<'_, W>) -> Option<T>) -> Option<T> {
        let draft = W::default();
        let found = rule(Tell::new(&draft, self.of));
        if found.is_some() {
            self.witness.take_over(&draft);
        }
        found
    }
}
