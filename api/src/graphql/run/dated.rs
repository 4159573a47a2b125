//! The batch step of a level: rows as of dates and explanations, computed for all rows of the level at once.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::Cell;
use super::rows::{Explanations, Rows};
use crate::graphql::error::{Code, GraphError};
use crate::graphql::plan::{Computed, Dated, Explained, Fetch, Projection, Scope};
use crate::store::StoreError;
use crate::store::answers::Answers;

/// Whether the stored row beside a row holds for the date, by the rules of the server.
pub(super) fn is_stored(dated: &Dated, row: &[Cell], scope: &Scope) -> bool {
    let (as_of, rules_hash) = dated.stored;
    row[as_of] == Cell::Date(dated.as_of) && matches!(&row[rules_hash], Cell::Text(hash) if *hash == scope.rules.hash)
}

/// Computes what the rows of a fetch ask for as of dates, and explains them: one walk and one reading of rows, however
/// many rows and dates there are. Too much of it only fails the fields.
pub(super) async fn compute(
    connection: &impl ConnectionTrait,
    fetch: &Fetch,
    rows: &mut Rows,
    answers: &mut Answers,
    scope: &Scope,
) -> Result<(), GraphError> {
    let keys: Vec<Vec<i64>> = fetch.dated.iter().map(|dated| keys(dated, rows, scope)).collect();
    let mut to_answer = Vec::new();
    let mut to_explain: Vec<(NaiveDate, i64)> =
        fetch.explained.iter().flat_map(|explained| explained_of(explained, fetch, rows, scope)).collect();
    for (dated, keys) in fetch.dated.iter().zip(&keys) {
        let explains = !dated.computed.fetch.explained.is_empty();
        let wanted = if explains { &mut to_explain } else { &mut to_answer };
        wanted.extend(keys.iter().map(|key| (dated.as_of, *key)));
    }
    let data_until = data_until(fetch, rows);
    let found = match answers.find(connection, &to_explain, Some(data_until)).await {
        Ok(()) => answers.find(connection, &to_answer, None).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(()) => {}
        Err(StoreError::TooMuch { what, most }) => {
            let error = GraphError::new(
                Code::CostLimit,
                format!("To compute this, more than {most} {what} would be read: ask for fewer customers at a time."),
            );
            rows.dated = fetch.dated.iter().map(|_| Err(error.clone())).collect();
            rows.explained = fetch.explained.iter().map(|_| Err(error.clone())).collect();
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    for (dated, keys) in fetch.dated.iter().zip(keys) {
        let mut computed = answered(dated, keys, data_until, answers)?;
        let inner = &dated.computed.fetch;
        for explained in &inner.explained {
            let wanted = explained_of(explained, inner, &computed, scope);
            computed.explained.push(Ok(explanations(explained, wanted, answers)));
        }
        rows.dated.push(Ok(computed));
    }
    for explained in &fetch.explained {
        let wanted = explained_of(explained, fetch, rows, scope);
        rows.explained.push(Ok(explanations(explained, wanted, answers)));
    }
    Ok(())
}

/// The as-of date of the request. Before the first refresh, rows of all dates are taken for known.
fn data_until(fetch: &Fetch, rows: &Rows) -> NaiveDate {
    let told = fetch.explained.iter().map(|explained| explained.data_until);
    let cell = told.chain(fetch.dated.iter().filter_map(|dated| dated.data_until)).next();
    match cell.filter(|_| !rows.is_empty()).map(|cell| &rows.row(0)[cell]) {
        Some(Cell::Date(date)) => *date,
        _ => NaiveDate::MAX,
    }
}

/// The keys of the rows beside which the stored row does not do, each once, in order.
fn keys(dated: &Dated, rows: &Rows, scope: &Scope) -> Vec<i64> {
    let computed = (0..rows.len()).map(|index| rows.row(index)).filter(|row| !is_stored(dated, row, scope));
    let mut keys: Vec<i64> =
        computed.filter_map(|row| if let Cell::Int(key) = row[dated.key] { Some(key) } else { None }).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The dates and keys of the answers of some rows that are to be explained.
fn explained_of(explained: &Explained, fetch: &Fetch, rows: &Rows, scope: &Scope) -> Vec<(NaiveDate, i64)> {
    let counts = |row: &&[Cell]| match explained.only_where_stored {
        Some(index) => is_stored(&fetch.dated[index], row, scope),
        None => true,
    };
    let wanted = (0..rows.len()).map(|index| rows.row(index)).filter(counts);
    wanted
        .filter_map(|row| match (&row[explained.as_of], &row[explained.key]) {
            (Cell::Date(as_of), Cell::Int(key)) => Some((*as_of, *key)),
            _ => None,
        })
        .collect()
}

/// The computed rows of some keys.
fn answered(dated: &Dated, keys: Vec<i64>, data_until: NaiveDate, answers: &Answers) -> Result<Rows, GraphError> {
    let cells = &dated.computed.fetch.cells;
    let mut found = Vec::new();
    for key in keys {
        if let Some(row) = answers.row(dated.as_of, key)? {
            let cells = cells.iter().map(|cell| match cell {
                Projection::Column(column) => row
                    .cell(column.name, column.ty)
                    .ok_or_else(|| GraphError::bug(format!("a computed row has no {}", column.name))),
                Projection::AsOf => Ok(Cell::Date(data_until)),
                Projection::Aside(aside) => Err(GraphError::bug(format!("a computed row has no {aside:?}"))),
            });
            found.push((key, cells.collect::<Result<Vec<Cell>, GraphError>>()?));
        }
    }
    Ok(Rows::computed(cells.len(), found))
}

/// The explanations of some answers, those of the dimensions that are asked for.
fn explanations(explained: &Explained, wanted: Vec<(NaiveDate, i64)>, answers: &Answers) -> Explanations {
    let Computed { fetch, .. } = &explained.explanations;
    let mut found = Explanations::new();
    for (as_of, key) in wanted {
        let of_customer = answers.explanations(as_of, key).iter().filter(|explanation| {
            let position = usize::try_from(explanation.dimension.position()).ok();
            explained.dimensions.as_ref().is_none_or(|asked| position.is_some_and(|at| asked.contains(&at)))
        });
        let rows = of_customer.map(|explanation| {
            let cell = |column: &str| match column {
                "as_of" => Some(Cell::Date(as_of)),
                "computed_at" => Some(Cell::DateTime(answers.computed_at())),
                "rules_hash" => Some(Cell::Text(answers.rules_hash().to_owned())),
                other => (explained.catalog.cell)(explanation, other),
            };
            let mut row = Rows::list(fetch.cells.len(), [cells(fetch, cell)]);
            row.nested = fetch
                .nested
                .iter()
                .map(|nested| {
                    let of =
                        |evidence| cells(&nested.fetch, |column| (explained.catalog.evidence_cell)(evidence, column));
                    Rows::list(nested.fetch.cells.len(), explanation.evidence.iter().map(of))
                })
                .collect();
            row
        });
        found.insert((key, as_of), rows.collect());
    }
    found
}

/// The cells of a computed row; one that it says nothing of is NULL.
fn cells(fetch: &Fetch, cell: impl Fn(&str) -> Option<Cell>) -> Vec<Cell> {
    let cells = fetch.cells.iter().map(|projection| match projection {
        Projection::Column(column) => cell(column.name).unwrap_or(Cell::Null),
        Projection::AsOf | Projection::Aside(_) => Cell::Null,
    });
    cells.collect()
}
