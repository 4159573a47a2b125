//! Drift: one statement for the dates and their classes, one more for who moved where between two of them.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _, JoinType, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, EntityName as _, IdenStatic as _, QueryResult};
use tellergraph_entity::{segment_history, segment_snapshot, segment_snapshot_class};

use super::execute::Reader;
use super::read_date;
use crate::graphql::error::GraphError;
use crate::graphql::plan::Drift;

/// Most dates that one drift tells. A month a date, that is more than thirty years.
const MOST_DATES: usize = 400;

/// After how many days the rows without a date may have changed since.
const LATE_DAYS: i64 = 7;

/// How the classes of a dimension changed.
#[derive(Debug)]
pub enum Drifted {
    /// The dates and who moved.
    Found(Moves),
    /// The history has no date in the range.
    Nothing,
    /// The range cannot be told.
    Failed(GraphError),
}

/// The dates of a drift, and who moved between the first and the last.
#[derive(Debug)]
pub struct Moves {
    /// The dates, ascending; never none.
    pub months: Vec<Month>,
    /// The position of the class on the first date, that on the last, and how many customers: in order.
    pub transitions: Vec<(usize, usize, i64)>,
}

/// A date of the history.
#[derive(Debug)]
pub struct Month {
    /// The date.
    pub as_of: NaiveDate,
    /// The hash of the rules that gave its answers.
    pub rules_hash: String,
    /// When they were computed (UTC).
    pub computed_at: NaiveDateTime,
    /// How many customers there were.
    pub customers: i64,
    /// How many customers had each class, by its position.
    pub classes: Vec<i64>,
}

impl Month {
    /// Whether its answers were computed so late that rows without a date may have changed since.
    pub fn is_late(&self) -> bool {
        self.computed_at.date().signed_duration_since(self.as_of) > TimeDelta::days(LATE_DAYS)
    }
}

impl Moves {
    /// How many customers were there on both the first and the last date.
    pub fn stayed(&self) -> i64 {
        self.transitions.iter().map(|(.., count)| count).sum()
    }
}

impl<C: ConnectionTrait + Sync> Reader<'_, C> {
    /// Reads a drift.
    pub(super) async fn drift(&self, drift: &Drift) -> Result<Drifted, GraphError> {
        let known = drift.kept.classes.values.len();
        let most = MOST_DATES * known;
        let rows = self.query(&dates(drift, most)).await?;
        let mut months: Vec<Month> = Vec::new();
        for row in &rows {
            let (month, class) = month(row, known)?;
            if months.last().is_none_or(|last| last.as_of != month.as_of) {
                months.push(month);
            }
            if let (Some(month), Some((class, customers))) = (months.last_mut(), class) {
                let counted = month.classes.get_mut(class).ok_or_else(|| unknown_class(drift))?;
                *counted = customers;
            }
        }
        let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(Drifted::Nothing) };
        if rows.len() > most || months.len() > MOST_DATES {
            let message = format!("The history has more than {MOST_DATES} dates from `from` to `to`: ask for fewer.");
            return Ok(Drifted::Failed(GraphError::bad_input(message)));
        }
        if let Some(other) = months.iter().find(|month| month.rules_hash != first.rules_hash) {
            return Ok(Drifted::Failed(GraphError::bad_input(format!(
                "The answers of {} and of {} were given by different rules, so they are not compared. Ask for a range \
                 without one of them, or have the history written by one set of rules.",
                first.as_of, other.as_of,
            ))));
        }
        let mut transitions = Vec::new();
        if drift.compares {
            for row in self.query(&moves(drift, first.as_of, last.as_of)).await? {
                let class = |at| position(&row, at, known)?.ok_or_else(|| unknown_class(drift));
                transitions.push((class(0)?, class(1)?, row.try_get_by_index(2)?));
            }
            transitions.sort_unstable();
        }
        Ok(Drifted::Found(Moves { months, transitions }))
    }
}

fn unknown_class(drift: &Drift) -> GraphError {
    GraphError::bug(format!("the history holds a class of {} that is not known here", drift.kept.column))
}

/// The position of a class; `None` when it is not known here.
fn position(row: &QueryResult, at: usize, known: usize) -> Result<Option<usize>, DbErr> {
    let position = row.try_get_by_index::<i16>(at)?;
    Ok(usize::try_from(position).ok().filter(|position| *position < known))
}

/// A date, and one of its classes with the number of customers.
fn month(row: &QueryResult, known: usize) -> Result<(Month, Option<(usize, i64)>), GraphError> {
    let as_of = read_date(row, 0)?.ok_or_else(|| GraphError::bug("the history has a date that is none"))?;
    let class = match row.try_get_by_index::<Option<i16>>(4)? {
        Some(class) => Some((usize::try_from(class).unwrap_or(usize::MAX), row.try_get_by_index(5)?)),
        None => None,
    };
    let month = Month {
        as_of,
        rules_hash: row.try_get_by_index(1)?,
        computed_at: row.try_get_by_index(2)?,
        customers: row.try_get_by_index(3)?,
        classes: vec![0; known],
    };
    Ok((month, class))
}

/// The dates of the range, each with the classes that somebody had.
fn dates(drift: &Drift, most: usize) -> SelectStatement {
    use segment_snapshot::{Column, Entity};
    use segment_snapshot_class as class;
    let (dates, counts) = (Alias::new("s"), Alias::new("c"));
    let of_date = |column: Column| Expr::col((dates.clone(), column.as_str()));
    let of_class = |column: class::Column| Expr::col((counts.clone(), column.as_str()));
    let on = Condition::all()
        .add(of_class(class::Column::Dimension).eq(drift.kept.column))
        .add(of_class(class::Column::AsOf).eq(of_date(Column::AsOf)));
    let mut select = Query::select();
    select.from_as(Entity.table_name(), dates.clone());
    select.join_as(JoinType::LeftJoin, class::Entity.table_name(), counts.clone(), on);
    for column in [Column::AsOf, Column::RulesHash, Column::ComputedAt, Column::Customers] {
        select.expr(of_date(column));
    }
    for column in [class::Column::Class, class::Column::Customers] {
        select.expr(of_class(column));
    }
    select
        .and_where(of_date(Column::AsOf).gte(drift.from))
        .and_where(of_date(Column::AsOf).lte(drift.to))
        .order_by_expr(of_date(Column::AsOf), Order::Asc)
        .order_by_expr(of_class(class::Column::Class), Order::Asc)
        .limit(most as u64 + 1);
    select
}

/// How many customers went from each class of one date to each of another.
fn moves(drift: &Drift, first: NaiveDate, last: NaiveDate) -> SelectStatement {
    use segment_history::{Column, Entity};
    let (before, after) = (Alias::new("a"), Alias::new("b"));
    let of = |table: &Alias, column: &'static str| Expr::col((table.clone(), column));
    let (as_of, customer) = (Column::AsOf.as_str(), Column::CustomerId.as_str());
    let on = Condition::all().add(of(&after, as_of).eq(last)).add(of(&after, customer).eq(of(&before, customer)));
    let classes = [of(&before, drift.kept.column), of(&after, drift.kept.column)];
    let mut select = Query::select();
    select
        .exprs(classes.clone())
        .expr(Expr::cust("COUNT(*)"))
        .from_as(Entity.table_name(), before.clone())
        .join_as(JoinType::InnerJoin, Entity.table_name(), after.clone(), on)
        .and_where(of(&before, as_of).eq(first))
        .add_group_by(classes);
    select
}
