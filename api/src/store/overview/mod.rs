//! What the segments of all customers come to by one or two dimensions, kept by each refresh: an overview then reads a
//! few cells, however many customers there are.

mod tally;

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityName as _, IdenStatic as _, Value};
use tellergraph_entity::money::Money;
use tellergraph_entity::{customer_segment, segment_cell};

use super::error::StoreError;
use super::rows;
use crate::graphql::catalog::{ColumnType, Dimension, Overview};
use crate::graphql::run::small_number;
use tally::{Segments, Tally, tallies};

/// Takes the cells over into a refresh that has changed no segment.
pub(super) async fn keep_on(transaction: &DatabaseTransaction, refresh_id: i64) -> Result<(), StoreError> {
    let table = segment_cell::Entity.table_name();
    let column = segment_cell::Column::RefreshId.as_str();
    let update = Query::update().table(table).value(column, Expr::val(refresh_id)).to_owned();
    transaction.execute(&update).await.map_err(|error| StoreError::write(table, error))?;
    Ok(())
}

/// Makes the cells anew from the segments that the transaction leaves. A median cannot be kept up by what changed, so
/// everybody is read: some fifty bytes of memory a customer.
pub(super) async fn keep(transaction: &DatabaseTransaction, refresh_id: i64) -> Result<(), StoreError> {
    use segment_cell::Column;
    let overview = Overview::of_segments();
    let dimensions = overview.dimensions();
    let segments = read(transaction, overview, &dimensions).await?;
    let table = segment_cell::Entity.table_name();
    rows::clear(transaction, table).await?;
    let cells = tallies(&segments).iter().map(|tally| row(tally, &dimensions, refresh_id)).collect();
    let columns = [
        Column::FirstDimension,
        Column::SecondDimension,
        Column::FirstClass,
        Column::SecondClass,
        Column::RefreshId,
        Column::Customers,
    ];
    let columns: Vec<&'static str> = columns
        .map(|column| column.as_str())
        .into_iter()
        .chain(overview.measures.iter().map(|(name, _)| *name))
        .collect();
    rows::insert(transaction, table, &columns, cells).await
}

/// The classes and numbers of all segments, column by column.
async fn read(
    connection: &impl ConnectionTrait,
    overview: &Overview,
    dimensions: &[Dimension],
) -> Result<Segments, StoreError> {
    let mut columns = vec![customer_segment::Column::CustomerId.as_str()];
    columns.extend(dimensions.iter().map(|dimension| dimension.column));
    columns.extend(overview.measures.iter().map(|(name, _)| *name));
    let mut segments = Segments::new(dimensions.iter().map(Dimension::classes).collect(), overview.measures.len());
    let table = customer_segment::Entity.table_name();
    rows::read_all(connection, table, &columns, |row| {
        for (at, dimension) in dimensions.iter().enumerate() {
            segments.class(at, dimension.shown(small_number(row, at + 1)?));
        }
        for (at, (_, ty)) in overview.measures.iter().enumerate() {
            let index = at + 1 + dimensions.len();
            let number = match ty {
                ColumnType::Decimal => row.try_get_by_index::<Option<Money>>(index)?.map(Money::minor_units),
                _ => row.try_get_by_index::<Option<i16>>(index)?.map(i64::from),
            };
            segments.number(at, number);
        }
        Ok(())
    })
    .await?;
    Ok(segments)
}

fn row(tally: &Tally, dimensions: &[Dimension], refresh_id: i64) -> Vec<Value> {
    let named = |at: Option<usize>| at.and_then(|at| dimensions.get(at)).map_or("", |dimension| dimension.column);
    let class = |class: Option<usize>| class.and_then(|class| i16::try_from(class).ok()).unwrap_or(-1);
    let mut row: Vec<Value> = vec![
        named(tally.dimensions[0]).into(),
        named(tally.dimensions[1]).into(),
        class(tally.classes[0]).into(),
        class(tally.classes[1]).into(),
        refresh_id.into(),
        i64::try_from(tally.customers).unwrap_or(i64::MAX).into(),
    ];
    row.extend(tally.numbers.iter().map(|number| Value::from(number.to_string())));
    row
}
