//! What the rules told of one customer, put in order.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::witness::{Seen, Told, Witness};
use super::{Dimension, Evidence, Flag, Limit, MAX_ROW_IDS, Rule, Table};
use crate::money::to_cents;

/// Writes down what the rules tell, for each dimension.
#[derive(Debug, Default)]
pub(crate) struct Record(RefCell<BTreeMap<Dimension, Heard>>);

/// What was told of one dimension.
#[derive(Clone, Debug, Default)]
struct Heard {
    entries: BTreeMap<Place, Entry>,
    points: BTreeMap<Rule, u32>,
    flags: BTreeSet<Flag>,
    limits: BTreeSet<Limit>,
}

/// What is counted together: a rule, the slot of it, and the table.
type Place = (Rule, i64, Table);

#[derive(Clone, Debug, Default)]
struct Entry {
    /// By day and key: a row is one row of evidence however often a rule looks at it.
    rows: BTreeMap<(Option<NaiveDate>, i64), Worth>,
    looked: Option<(Option<NaiveDate>, Option<NaiveDate>)>,
    amount: Option<i128>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Worth {
    cents: Option<i128>,
    points: Option<u32>,
}

impl Witness for Record {
    const LISTENS: bool = true;

    fn hear(&self, of: &'static [Dimension], told: Told) {
        let mut record = self.0.borrow_mut();
        for dimension in of {
            record.entry(*dimension).or_default().hear(told);
        }
    }

    fn take_over(&self, other: &Self) {
        let mut record = self.0.borrow_mut();
        for (dimension, heard) in other.0.borrow().iter() {
            record.entry(*dimension).or_default().take_over(heard);
        }
    }
}

impl Record {
    /// The evidence for a dimension, in the order of the rules.
    pub(super) fn evidence(&self, dimension: Dimension) -> Vec<Evidence> {
        let record = self.0.borrow();
        let heard = record.get(&dimension).into_iter();
        heard
            .flat_map(|heard| {
                heard
                    .entries
                    .iter()
                    .map(|((rule, _, table), entry)| entry.evidence(*rule, *table, heard.points.get(rule).copied()))
            })
            .collect()
    }

    /// What is odd about the rows of a dimension.
    pub(super) fn flags(&self, dimension: Dimension) -> Vec<Flag> {
        let record = self.0.borrow();
        record.get(&dimension).map(|heard| heard.flags.iter().copied().collect()).unwrap_or_default()
    }

    /// What a dimension cannot know.
    pub(super) fn limits(&self, dimension: Dimension) -> Vec<Limit> {
        let record = self.0.borrow();
        record.get(&dimension).map(|heard| heard.limits.iter().copied().collect()).unwrap_or_default()
    }
}

impl Heard {
    fn hear(&mut self, told: Told) {
        match told {
            Told::Row { rule, slot, row } => self.take_row(rule, slot, row, None),
            Told::Worth { rule, row, points } => self.take_row(rule, 0, row, Some(points)),
            Told::Looked { rule, slot, table, from, to } => {
                self.entries.entry((rule, slot, table)).or_default().looked = Some((from, to));
            }
            Told::Amount { rule, slot, table, cents } => {
                self.entries.entry((rule, slot, table)).or_default().amount = Some(cents);
            }
            Told::Points { rule, points } => {
                self.points.insert(rule, points);
            }
            Told::Flag(flag) => {
                self.flags.insert(flag);
            }
            Told::Limit(limit) => {
                self.limits.insert(limit);
            }
        }
    }

    fn take_row(&mut self, rule: Rule, slot: i64, row: Seen, points: Option<u32>) {
        let entry = self.entries.entry((rule, slot, row.table)).or_default();
        entry.rows.insert((row.date, row.id), Worth { cents: row.cents, points });
    }

    fn take_over(&mut self, other: &Self) {
        for (place, entry) in &other.entries {
            let mine = self.entries.entry(*place).or_default();
            mine.rows.extend(&entry.rows);
            mine.looked = entry.looked.or(mine.looked);
            mine.amount = entry.amount.or(mine.amount);
        }
        self.points.extend(&other.points);
        self.flags.extend(&other.flags);
        self.limits.extend(&other.limits);
    }
}

impl Entry {
    fn evidence(&self, rule: Rule, table: Table, points: Option<u32>) -> Evidence {
        let days = || self.rows.keys().filter_map(|(day, _)| *day);
        let (from, to) = match self.looked {
            Some(looked) if self.rows.is_empty() => looked,
            _ => (days().next(), days().next_back()),
        };
        let amounts = self.rows.values().filter_map(|worth| worth.cents);
        let by_rows = amounts.clone().next().map(|_| amounts.sum());
        let row_points = self.rows.values().filter_map(|worth| worth.points).reduce(u32::saturating_add);
        Evidence {
            rule,
            table,
            row_ids: self.rows.keys().take(MAX_ROW_IDS).map(|(_, id)| *id).collect(),
            count: u64::try_from(self.rows.len()).unwrap_or(u64::MAX),
            amount: self.amount.or(by_rows).map(to_cents),
            points: points.or(row_points),
            from,
            to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explanation::witness::Tell;

    const OF: &[Dimension] = &[Dimension::Rfm, Dimension::Dormancy];

    fn day(text: &str) -> NaiveDate {
        text.parse().expect(text)
    }

    fn purchase(id: i64, date: &str, cents: i128) -> Seen {
        Seen::new(Table::Transactions, id, Some(day(date))).worth(cents)
    }

    #[test]
    fn rows_are_counted_once_and_named_by_date() {
        let record = Record::default();
        let tell = Tell::new(&record, OF);
        for (id, date) in [(9, "2026-01-03"), (7, "2026-01-02"), (8, "2026-01-02"), (9, "2026-01-03")] {
            tell.row(Rule::YearSpending, purchase(id, date, 100));
        }
        for id in 10..14 {
            tell.row(Rule::YearSpending, purchase(id, "2026-01-04", 100));
        }
        let evidence = record.evidence(Dimension::Rfm);
        assert_eq!(evidence, record.evidence(Dimension::Dormancy));
        let [only] = evidence.as_slice() else { panic!("{evidence:?}") };
        assert_eq!((only.row_ids.as_slice(), only.count, only.amount), (&[7, 8, 9, 10, 11][..], 7, Some(700)));
        assert_eq!((only.from, only.to), (Some(day("2026-01-02")), Some(day("2026-01-04"))));
        assert_eq!(record.evidence(Dimension::AgeBand), []);
    }

    #[test]
    fn a_look_that_found_nothing_is_evidence_of_its_days() {
        let record = Record::default();
        let tell = Tell::new(&record, OF);
        tell.looked(Rule::RecentSalary, Table::Transactions, Some(day("2026-04-01")), Some(day("2026-06-30")));
        let evidence = record.evidence(Dimension::Rfm);
        assert_eq!((evidence[0].count, evidence[0].from), (0, Some(day("2026-04-01"))));
        tell.row(Rule::RecentSalary, purchase(1, "2026-05-05", 1));
        assert_eq!(record.evidence(Dimension::Rfm)[0].from, Some(day("2026-05-05")), "the row's own day");
    }

    #[test]
    fn a_rule_that_does_not_apply_leaves_nothing() {
        let record = Record::default();
        let tell = Tell::new(&record, OF);
        let tried = |found: Option<()>| {
            tell.when_found(|tell| {
                tell.row(Rule::Tuition, purchase(1, "2026-05-05", 1));
                tell.flag(Flag::ForeignCcy);
                found
            })
        };
        assert_eq!(tried(None), None);
        assert_eq!((record.evidence(Dimension::Rfm), record.flags(Dimension::Rfm)), (vec![], vec![]));
        assert_eq!(tried(Some(())), Some(()));
        assert_eq!(record.evidence(Dimension::Rfm).len(), 1);
        assert_eq!(record.flags(Dimension::Rfm), [Flag::ForeignCcy]);
    }
}
