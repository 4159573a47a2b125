//! A search: rows that have a word for each of those that are asked for.

use super::leaf::starts_with;
use super::{Predicate, Related};
use crate::graphql::catalog::{Link, Search};
use crate::graphql::error::GraphError;
use crate::graphql::plan::{Aliases, ColumnAt, Frame};

/// The condition of a search text on the row whose key is `row`.
pub fn search_conditions(
    search: &Search,
    text: &str,
    row: ColumnAt,
    aliases: &mut Aliases,
) -> Result<Predicate, GraphError> {
    let words =
        (search.words)(text).map_err(|reason| GraphError::bad_input(format!("The value of `search` {reason}.")))?;
    let has = |word: String| {
        let frame = Frame::new(aliases, search.table);
        let predicate = starts_with(ColumnAt::text(frame.base, search.word), word);
        let link = Link::Direct(search.foreign);
        Predicate::Exists(Box::new(Related { link, frame, parent: row, predicate, gathered: true }))
    };
    Ok(Predicate::All(words.into_iter().map(has).collect()))
}
