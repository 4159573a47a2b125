//! Which texts of the code columns stand for nothing known, with how many rows hold each: what a bank would name as
//! aliases first.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait, EntityName as _, IdenStatic as _};
use tellergraph_entity::unmapped_code::{Column, Entity};
use tellergraph_segmentation::vocabulary::normalise;

use super::{CodeColumn, Texts, code_columns};
use crate::store::error::StoreError;
use crate::store::rows;

/// Texts of one column that are counted, by alphabet. A column with more of them holds no codes.
const MOST_TEXTS: usize = 500;
/// The code of what is not known.
const UNKNOWN: &str = "unknown";

/// A text that stands for nothing known.
#[derive(Debug, PartialEq, Eq)]
struct Unmapped {
    vocabulary: String,
    text: String,
    occurrences: i64,
}

/// Keeps exactly the texts without a code, the most frequent first. `found` are the texts of all columns.
pub(super) async fn keep(connection: &impl ConnectionTrait, found: &Texts) -> Result<(), StoreError> {
    let mut unmapped = Vec::new();
    for column in code_columns() {
        unmapped.extend(count(connection, &column, &texts_of(found, column.vocabulary.key)).await?);
    }
    unmapped.sort_by(|one, other| {
        let by_name = || (&one.vocabulary, &one.text).cmp(&(&other.vocabulary, &other.text));
        other.occurrences.cmp(&one.occurrences).then_with(by_name)
    });
    if unmapped == stored(connection).await? {
        return Ok(());
    }
    let table = Entity.table_name();
    rows::clear(connection, table).await?;
    let columns = [Column::FrequencyRank, Column::Vocabulary, Column::Text, Column::Occurrences];
    let ranked = (1_i64..).zip(unmapped).map(|(rank, unmapped)| {
        vec![rank.into(), unmapped.vocabulary.into(), unmapped.text.into(), unmapped.occurrences.into()]
    });
    rows::insert(connection, table, &columns.map(|column| column.as_str()), ranked.collect()).await
}

/// The texts of a vocabulary that stand for nothing known; blank ones say nothing, and `unknown` is known to be.
fn texts_of<'t>(found: &'t Texts, vocabulary: &str) -> Vec<&'t str> {
    let texts = found.iter().filter(|((of, text), code)| {
        let says_something = || !matches!(&*normalise(text), "" | UNKNOWN);
        of == vocabulary && *code == UNKNOWN && says_something()
    });
    texts.map(|((_, text), _)| text.as_str()).take(MOST_TEXTS).collect()
}

/// How many rows hold each of the texts: by the index of the column.
async fn count(
    connection: &impl ConnectionTrait,
    code: &CodeColumn,
    texts: &[&str],
) -> Result<Vec<Unmapped>, StoreError> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let mut select = Query::select();
    select
        .column(code.column)
        .expr(Expr::col(code.column).count())
        .from(code.table)
        .and_where(Expr::col(code.column).is_in(texts.iter().copied()))
        .group_by_col(code.column);
    let counted = rows::read(connection, code.table, &select, |row| {
        let vocabulary = code.vocabulary.key.to_owned();
        Ok(Unmapped { vocabulary, text: row.try_get_by_index(0)?, occurrences: row.try_get_by_index(1)? })
    });
    counted.await
}

/// What is kept now, by rank.
async fn stored(connection: &impl ConnectionTrait) -> Result<Vec<Unmapped>, StoreError> {
    let table = Entity.table_name();
    let columns = [Column::FrequencyRank, Column::Vocabulary, Column::Text, Column::Occurrences];
    rows::read_all(connection, table, &columns.map(|column| column.as_str()), |row| {
        Ok(Unmapped {
            vocabulary: row.try_get_by_index(1)?,
            text: row.try_get_by_index(2)?,
            occurrences: row.try_get_by_index(3)?,
        })
    })
    .await
}
