//! The answers of the rules about a few customers at any date, computed when they are asked for.
//!
//! A refresh answers about everybody at one date, and stores it. Here the circles of a few customers are found by a walk
//! ([`Neighbourhood`]), the rows of all of them are read, one statement a table, and answered by the same rules: at the
//! date of a refresh the answers are the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use sea_orm::sea_query::{Order, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, EntityName as _, IdenStatic as _, Value};
use tellergraph_entity::segment_refresh;
use tellergraph_segmentation::dossier::{Dossier, Member};
use tellergraph_segmentation::{Explanation, Findings, Rules, explain_all, find_all};

use super::dossier::{self, Neighbourhood, Reader};
use super::error::StoreError;
use super::refresh::Stamp;
use super::refresh::segment::{COLUMNS, row};
use super::rows::{self, Gathered};
use crate::config::EffectiveRules;
use crate::database::begin_snapshot;
use crate::graphql::catalog::ColumnType;
use crate::graphql::limits::Limits;
use crate::graphql::run::Cell;

/// Answers that were computed for one request, in one snapshot of the bank. Nothing is read or computed twice.
pub(crate) struct Answers {
    rules: Arc<EffectiveRules>,
    /// When the answers are computed, to the second.
    computed_at: NaiveDateTime,
    neighbourhood: Neighbourhood,
    most_rows: usize,
    /// How many rows were read.
    rows_read: usize,
    read: Vec<Rows>,
    found: HashMap<NaiveDate, BTreeMap<i64, Found>>,
}

/// What the rules find of a customer at a date.
struct Found {
    findings: Findings,
    /// Why; `None` when nobody asked.
    explanations: Option<Vec<Explanation>>,
}

/// All rows of some customers.
struct Rows {
    customers: BTreeSet<i64>,
    /// Its members are those of the date that was answered last.
    dossier: Dossier,
}

impl Answers {
    /// Nothing is computed yet.
    pub(crate) fn new(rules: Arc<EffectiveRules>, computed_at: NaiveDateTime, limits: &Limits) -> Self {
        Self {
            rules,
            computed_at,
            neighbourhood: Neighbourhood::new(limits.segment_customers),
            most_rows: limits.segment_rows,
            rows_read: 0,
            read: Vec::new(),
            found: HashMap::new(),
        }
    }

    /// Computes the answers about customers at dates, as far as they are not there yet: in the bank as `connection` sees
    /// it, the same at every call. With `data_until`, the date that the bank's data are taken to be complete to, they are
    /// explained, too.
    pub(crate) async fn find(
        &mut self,
        connection: &impl ConnectionTrait,
        wanted: &[(NaiveDate, i64)],
        data_until: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        let mut missing: BTreeMap<NaiveDate, BTreeSet<i64>> = BTreeMap::new();
        for (date, customer) in wanted {
            let found = self.found.get(date).and_then(|found| found.get(customer));
            if !found.is_some_and(|found| data_until.is_none() || found.explanations.is_some()) {
                missing.entry(*date).or_default().insert(*customer);
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let dates: Vec<NaiveDate> = missing.keys().copied().collect();
        let customers: Vec<i64> = missing.values().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let around = self.neighbourhood.around(connection, &customers, &dates, &self.rules.rules).await?;
        let members: Vec<(NaiveDate, Vec<Member>)> = missing
            .into_iter()
            .zip(&around)
            .map(|((date, customers), households)| {
                let circle: BTreeSet<i64> = customers.iter().flat_map(|id| households.circle_of(*id)).collect();
                (date, circle.into_iter().filter_map(|customer| households.member(customer)).collect())
            })
            .collect();
        let customers = members.iter().flat_map(|(_, members)| members).map(|member| member.customer_id).collect();
        let mut rows = self.rows_of(connection, customers).await?;
        let rules = Arc::clone(&self.rules);
        // Answering takes the processor for long: not on a thread that carries other requests.
        let answered = tokio::task::spawn_blocking(move || {
            let mut found = Vec::new();
            for (date, members) in members {
                rows.dossier.members = members;
                found.push((date, answer(&rows.dossier, &rules.rules, date, data_until)));
            }
            (rows, found)
        });
        let (rows, found) = answered.await.map_err(|ended| StoreError::Ended(ended.to_string()))?;
        self.read.push(rows);
        for (date, findings) in found {
            let of_date = self.found.entry(date).or_default();
            of_date.extend(findings.into_iter().map(|found| (found.findings.customer_id, found)));
        }
        Ok(())
    }

    /// The rows of customers: those read before, or new ones. They are the caller's until they are given back.
    async fn rows_of(
        &mut self,
        connection: &impl ConnectionTrait,
        customers: BTreeSet<i64>,
    ) -> Result<Rows, StoreError> {
        if let Some(at) = self.read.iter().position(|rows| rows.customers.is_superset(&customers)) {
            return Ok(self.read.swap_remove(at));
        }
        let keys: Vec<i64> = customers.iter().copied().collect();
        let rules = Arc::clone(&self.rules);
        let dossier = Reader::new(&Gathered(connection), &rules.rules)
            .with_room_for(self.most_rows, self.rows_read)
            .read(Vec::new(), &keys)
            .await?;
        self.rows_read += dossier::rows(&dossier);
        Ok(Rows { customers, dossier })
    }

    /// Why the answers about a customer at a date are what they are; none when nobody asked for the reasons yet, and of a
    /// customer who does not exist.
    pub(crate) fn explanations(&self, date: NaiveDate, customer: i64) -> &[Explanation] {
        let found = self.found.get(&date).and_then(|found| found.get(&customer));
        found.and_then(|found| found.explanations.as_deref()).unwrap_or_default()
    }

    /// The hash of the rules that answers rest on.
    pub(crate) fn rules_hash(&self) -> &str {
        &self.rules.hash
    }

    /// When answers are computed.
    pub(crate) fn computed_at(&self) -> NaiveDateTime {
        self.computed_at
    }

    /// The row that a refresh at the date would store about a customer, column by column; `None` when there is no such
    /// customer, or when nobody asked for the answers yet.
    pub(crate) fn row(&self, date: NaiveDate, customer: i64) -> Result<Option<AnswerRow>, StoreError> {
        let Some(found) = self.found.get(&date).and_then(|found| found.get(&customer)) else { return Ok(None) };
        let stamp = Stamp { as_of: date, computed_at: self.computed_at, rules_hash: self.rules.hash.clone() };
        let values = row(VALUES_OF, &stamp, &found.findings).map_err(|error| StoreError::read(TABLE, error))?;
        Ok(Some(AnswerRow(values)))
    }
}

/// Why the rules say what they say of one customer at a date.
pub(crate) struct Explained {
    /// The date.
    pub(crate) as_of: NaiveDate,
    /// The reasons, dimension by dimension.
    pub(crate) explanations: Vec<Explanation>,
}

/// Explains the answers about a customer: at `as_of`, else at the date of the refresh in force, else `today`. `None` when
/// there is no such customer.
pub(crate) async fn explain(
    db: &DatabaseConnection,
    rules: &Arc<EffectiveRules>,
    limits: &Limits,
    customer: i64,
    as_of: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Option<Explained>, StoreError> {
    let snapshot = begin_snapshot(db).await.map_err(StoreError::transaction)?;
    let refreshed = last_refresh(&snapshot).await?;
    let as_of = as_of.or(refreshed).unwrap_or(today);
    // Nothing of the time is told here: the rows are those of this moment.
    let mut answers = Answers::new(rules.clone(), NaiveDateTime::default(), limits);
    answers.find(&snapshot, &[(as_of, customer)], Some(refreshed.unwrap_or(NaiveDate::MAX))).await?;
    snapshot.commit().await.map_err(StoreError::transaction)?;
    let found = answers.found.remove(&as_of).and_then(|mut found| found.remove(&customer));
    Ok(found.and_then(|found| found.explanations).map(|explanations| Explained { as_of, explanations }))
}

/// The date of the refresh in force; `None` before the first.
async fn last_refresh(connection: &impl ConnectionTrait) -> Result<Option<NaiveDate>, StoreError> {
    use segment_refresh::Column;
    let table = segment_refresh::Entity.table_name();
    let mut select = Query::select();
    select.column(Column::AsOf).from(table).order_by(Column::RefreshId, Order::Desc).limit(1);
    let newest = rows::read(connection, table, &select, |row| row.try_get_by_index(0)).await?;
    Ok(newest.into_iter().next())
}

/// What the rules find, with the reasons if they are asked for.
fn answer(dossier: &Dossier, rules: &Rules, date: NaiveDate, data_until: Option<NaiveDate>) -> Vec<Found> {
    match data_until {
        Some(until) => explain_all(dossier, rules, date, until)
            .into_iter()
            .map(|(findings, explanations)| Found { findings, explanations: Some(explanations) })
            .collect(),
        None => {
            find_all(dossier, rules, date).into_iter().map(|findings| Found { findings, explanations: None }).collect()
        }
    }
}

/// The engine in whose form the values of a row are made here: it keeps amounts in whole cents.
const VALUES_OF: DbBackend = DbBackend::Sqlite;
const TABLE: &str = "customer_segment";

/// A row of answers that is in no table.
pub(crate) struct AnswerRow(Vec<Value>);

impl AnswerRow {
    /// The cell of a column that holds values of a type; `None` when answers have no such column.
    pub(crate) fn cell(&self, column: &str, ty: ColumnType) -> Option<Cell> {
        let at = COLUMNS.iter().position(|known| known.as_str() == column)?;
        Some(match (self.0.get(at)?, ty) {
            (Value::BigInt(Some(cents)), ColumnType::Decimal) => Cell::Decimal(*cents),
            (Value::SmallInt(Some(value)), _) => Cell::Int((*value).into()),
            (Value::Int(Some(value)), _) => Cell::Int((*value).into()),
            (Value::BigInt(Some(value)), _) => Cell::Int(*value),
            (Value::String(Some(text)), _) => Cell::Text(text.clone()),
            (Value::ChronoDate(Some(date)), _) => Cell::Date(*date),
            (Value::ChronoDateTime(Some(time)), _) => Cell::DateTime(*time),
            _ => Cell::Null,
        })
    }
}
