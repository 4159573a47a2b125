//! The batch step of a level: rows as of dates, computed for all rows of the level at once.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::Cell;
use super::rows::Rows;
use crate::graphql::error::{Code, GraphError};
use crate::graphql::plan::{Dated, Fetch, Projection, Scope};
use crate::store::StoreError;
use crate::store::answers::Answers;

/// Whether the stored row beside a row holds for the date, by the rules of the server.
pub(super) fn is_stored(dated: &Dated, row: &[Cell], scope: &Scope) -> bool {
    let (as_of, rules_hash) = dated.stored;
    row[as_of] == Cell::Date(dated.as_of) && matches!(&row[rules_hash], Cell::Text(hash) if *hash == scope.rules.hash)
}

/// Computes what the rows of a fetch ask for as of dates: one walk and one reading of rows, however many rows and dates
/// there are. Too much of it only fails the fields.
pub(super) async fn compute(
    connection: &impl ConnectionTrait,
    fetch: &Fetch,
    rows: &Rows,
    answers: &mut Answers,
    scope: &Scope,
) -> Result<Vec<Result<Rows, GraphError>>, GraphError> {
    let keys: Vec<Vec<i64>> = fetch.dated.iter().map(|dated| keys(dated, rows, scope)).collect();
    let wanted: Vec<(NaiveDate, i64)> =
        fetch.dated.iter().zip(&keys).flat_map(|(dated, keys)| keys.iter().map(|key| (dated.as_of, *key))).collect();
    match answers.find(connection, &wanted).await {
        Ok(()) => {}
        Err(StoreError::TooMuch { what, most }) => {
            let error = GraphError::new(
                Code::CostLimit,
                format!("To compute this, more than {most} {what} would be read: ask for fewer customers at a time."),
            );
            return Ok(fetch.dated.iter().map(|_| Err(error.clone())).collect());
        }
        Err(error) => return Err(error.into()),
    }
    let mut computed = Vec::with_capacity(fetch.dated.len());
    for (dated, keys) in fetch.dated.iter().zip(keys) {
        let mut found = Vec::new();
        for key in keys {
            if let Some(row) = answers.row(dated.as_of, key)? {
                let cells = dated.computed.cells.iter().map(|cell| match cell {
                    Projection::Column(column) => row
                        .cell(column.name, column.ty)
                        .ok_or_else(|| GraphError::bug(format!("a computed row has no {}", column.name))),
                    Projection::AsOf => Ok(Cell::Date(dated.as_of)),
                });
                found.push((key, cells.collect::<Result<Vec<Cell>, GraphError>>()?));
            }
        }
        computed.push(Ok(Rows::computed(dated.computed.cells.len(), found)));
    }
    Ok(computed)
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
