//! Drift: the classes of each date, and who moved where.

use super::super::Cell;
use super::super::drift::{Drifted, Month, Moves};
use super::Writer;
use super::place::Place;
use crate::graphql::catalog::{ColumnType, DRIFT};
use crate::graphql::plan::{ClassSlot, Drift, DriftSlot, MonthSlot, TransitionSlot};

impl Writer<'_> {
    /// Writes a drift; `false` when it cannot be told.
    pub(super) fn drift(&mut self, drift: &Drift, drifted: &Drifted, place: &Place<'_>) -> bool {
        match drifted {
            Drifted::Found(moves) => self.moves(drift, moves),
            Drifted::Nothing => self.out.push_str("null"),
            Drifted::Failed(error) => {
                self.fail(error, place);
                return false;
            }
        }
        true
    }

    fn moves(&mut self, drift: &Drift, moves: &Moves) {
        let (Some(first), Some(last)) = (moves.months.first(), moves.months.last()) else {
            return self.out.push_str("null");
        };
        self.out.push('{');
        for (index, (key, slot)) in drift.fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                DriftSlot::Typename => self.text(DRIFT.whole.name.0),
                DriftSlot::Dimension => self.text(drift.dimension),
                DriftSlot::RulesHash => self.text(&first.rules_hash),
                DriftSlot::From => self.cell(&Cell::Date(first.as_of), ColumnType::Date),
                DriftSlot::To => self.cell(&Cell::Date(last.as_of), ColumnType::Date),
                DriftSlot::Months(fields) => {
                    self.each(&moves.months, |writer, month| writer.month(fields, drift, month));
                }
                DriftSlot::Transitions(fields) => {
                    self.each(&moves.transitions, |writer, transition| writer.transition(fields, drift, *transition));
                }
                DriftSlot::Entered => self.number(last.customers - moves.stayed()),
                DriftSlot::Left => self.number(first.customers - moves.stayed()),
                DriftSlot::Limits => {
                    let limit = drift.kept.limit.filter(|_| moves.months.iter().any(Month::is_late));
                    let limit = limit.and_then(|limit| DRIFT.limits.values.get(limit));
                    self.each(limit.as_slice(), |writer, limit| writer.text(limit.name));
                }
            }
        }
        self.out.push('}');
    }

    fn month(&mut self, fields: &[(String, MonthSlot)], drift: &Drift, month: &Month) {
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                MonthSlot::Typename => self.text(DRIFT.month.name.0),
                MonthSlot::AsOf => self.cell(&Cell::Date(month.as_of), ColumnType::Date),
                MonthSlot::ComputedAt => self.cell(&Cell::DateTime(month.computed_at), ColumnType::Instant),
                MonthSlot::Customers => self.number(month.customers),
                MonthSlot::Classes(fields) => {
                    let names = drift.kept.classes.values.iter().map(|value| value.name);
                    let classes: Vec<_> = names.zip(&month.classes).collect();
                    self.each(&classes, |writer, (name, count)| {
                        writer.class(fields, name, (**count, month.customers));
                    });
                }
            }
        }
        self.out.push('}');
    }

    fn class(&mut self, fields: &[(String, ClassSlot)], name: &str, (count, customers): (i64, i64)) {
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                ClassSlot::Typename => self.text(DRIFT.class.name.0),
                ClassSlot::Value => self.text(name),
                ClassSlot::Count => self.number(count),
                ClassSlot::Share => self.share(count, customers.max(1)),
            }
        }
        self.out.push('}');
    }

    fn transition(
        &mut self,
        fields: &[(String, TransitionSlot)],
        drift: &Drift,
        (from, to, count): (usize, usize, i64),
    ) {
        let name = |position: usize| drift.kept.classes.values.get(position).map_or("", |value| value.name);
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                TransitionSlot::Typename => self.text(DRIFT.transition.name.0),
                TransitionSlot::From => self.text(name(from)),
                TransitionSlot::To => self.text(name(to)),
                TransitionSlot::Count => self.number(count),
            }
        }
        self.out.push('}');
    }

    fn each<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            self.separate(index);
            write(self, item);
        }
        self.out.push(']');
    }
}
