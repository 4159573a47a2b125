//! The rows of totals.

use std::collections::HashMap;

use sea_orm::{DbErr, QueryResult};

use super::super::Cell;
use super::super::cell::read;
use super::super::dialect::sums;
use crate::graphql::catalog::{ColumnType, Statistic};
use crate::graphql::plan::{GroupsOf, MeasureAt, Quantity, Totals};

/// What the rows of each parent come to, group by group; without parents, under 0.
pub(in crate::graphql::run) type Totalled = HashMap<i64, Vec<Group>>;

/// A group, or all rows.
#[derive(Clone, Debug, Default)]
pub(in crate::graphql::run) struct Group {
    /// The keys: the position of a class, 1 or 0, or a day counted from the year 1; `None` is the group of null.
    pub keys: Vec<Option<i128>>,
    /// How many rows it has.
    pub count: i64,
    /// What is told of each measure.
    pub measured: Vec<Measured>,
}

/// What is told of a measure. Amounts are in hundredths, days counted from the year 1, times in nanoseconds.
#[derive(Clone, Debug, Default)]
pub(in crate::graphql::run) struct Measured {
    /// How many rows have a value.
    pub count: i64,
    /// All values added.
    pub sum: Option<i128>,
    /// The least and the greatest value.
    pub ends: Option<(Cell, Cell)>,
    /// The two values in the middle, which are mostly the same.
    pub middle: Option<(Cell, Cell)>,
}

/// Reads the rows of a statement.
pub(in crate::graphql::run) fn totalled(
    results: &[QueryResult],
    totals: &Totals,
    parents: bool,
) -> Result<Totalled, DbErr> {
    let mut totalled = Totalled::new();
    for row in results {
        let mut at = usize::from(parents);
        let parent = if parents { row.try_get_by_index::<i64>(0)? } else { 0 };
        let mut group = Group::default();
        for key in &totals.keys {
            group.keys.push(match key.groups {
                GroupsOf::Dates(..) => ordinal(&read(row, at, ColumnType::Date)?),
                _ => small_number(row, at)?,
            });
            at += 1;
        }
        group.count = row.try_get_by_index(at)?;
        at += 1;
        for measure in &totals.measures {
            let (measured, columns) = measured(row, at, measure)?;
            group.measured.push(measured);
            at += columns;
        }
        totalled.entry(parent).or_default().push(group);
    }
    Ok(totalled)
}

fn measured(row: &QueryResult, begin: usize, measure: &MeasureAt) -> Result<(Measured, usize), DbErr> {
    let mut at = begin;
    let mut measured = Measured { count: row.try_get_by_index(at)?, ..Measured::default() };
    at += 1;
    if measure.sum {
        let (sum, columns) = sums::read(row, at, measure.column.ty)?;
        measured.sum = sum;
        at += columns;
    }
    let two = |at| Ok::<_, DbErr>((read(row, at, measure.column.ty)?, read(row, at + 1, measure.column.ty)?));
    if measure.ends {
        measured.ends = Some(two(at)?);
        at += 2;
    }
    if measure.median {
        measured.middle = Some(two(at)?);
        at += 2;
    }
    Ok((measured, at - begin))
}

/// A small number that the statement makes itself; engines give it different widths.
pub(crate) fn small_number(row: &QueryResult, at: usize) -> Result<Option<i128>, DbErr> {
    if let Ok(number) = row.try_get_by_index::<Option<i32>>(at) {
        return Ok(number.map(i128::from));
    }
    if let Ok(number) = row.try_get_by_index::<Option<i16>>(at) {
        return Ok(number.map(i128::from));
    }
    Ok(row.try_get_by_index::<Option<i64>>(at)?.map(i128::from))
}

/// A value as a number that compares as the value does.
pub(super) fn ordinal(cell: &Cell) -> Option<i128> {
    use chrono::{Datelike as _, Timelike as _};
    match cell {
        Cell::Int(value) | Cell::Decimal(value) => Some((*value).into()),
        Cell::Boolean(value) => Some((*value).into()),
        Cell::Date(date) => Some(date.num_days_from_ce().into()),
        Cell::DateTime(time) => {
            let seconds = i128::from(time.and_utc().timestamp());
            Some(seconds * 1_000_000_000 + i128::from(time.nanosecond()))
        }
        Cell::Null | Cell::Unreadable | Cell::Text(_) => None,
    }
}

impl Group {
    /// A number of the group; `None` is null.
    pub(in crate::graphql::run) fn quantity(&self, quantity: Quantity, totals: &Totals) -> Option<i128> {
        match quantity {
            Quantity::Count => Some(self.count.into()),
            Quantity::Key(index) => *self.keys.get(index)?,
            Quantity::Measure(index, statistic) => {
                let measured = self.measured.get(index)?;
                measured.statistic(statistic, totals.measures.get(index)?.column.ty)
            }
        }
    }
}

impl Measured {
    /// A statistic of a measure of the type `ty`; averages and medians are in hundredths, rounded half away from zero.
    pub(in crate::graphql::run) fn statistic(&self, statistic: Statistic, ty: ColumnType) -> Option<i128> {
        let hundredths = if ty == ColumnType::Decimal { 1 } else { 100 };
        match statistic {
            Statistic::Count => Some(self.count.into()),
            Statistic::Sum => self.sum,
            Statistic::Avg => divide(self.sum? * hundredths, self.count.into()),
            Statistic::Min => ordinal(&self.ends.as_ref()?.0),
            Statistic::Max => ordinal(&self.ends.as_ref()?.1),
            Statistic::Median => {
                let (low, high) = self.middle.as_ref()?;
                divide((ordinal(low)? + ordinal(high)?) * hundredths, 2)
            }
        }
    }
}

/// The quotient, rounded half away from zero; `None` when divided by nothing.
fn divide(dividend: i128, divisor: i128) -> Option<i128> {
    let half = (2 * dividend.abs() + divisor).checked_div(2 * divisor)?;
    Some(half * dividend.signum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_rounded_half_away_from_zero() {
        for (dividend, divisor, quotient) in
            [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (-4, 3, -1), (-5, 3, -2), (0, 7, 0), (7, 1, 7), (1, 3, 0)]
        {
            assert_eq!(divide(dividend, divisor), Some(quotient), "{dividend}/{divisor}");
        }
        assert_eq!(divide(1, 0), None);
    }
}
