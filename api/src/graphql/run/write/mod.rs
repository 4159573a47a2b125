//! The answer as JSON, written straight from the rows.

mod connection;
mod dated;
mod drift;
mod leaf;
mod list;
mod page;
mod place;
mod row;
mod totals;
mod walk;

use super::Cell;
use super::execute::Snapshot;
use super::rows::Rows;
use crate::graphql::error::{Code, GraphError};
use crate::graphql::plan::{AsideAt, Fetch, Object, Plan, Projection, Root, RootAnswer, Scope, Wanted};
use page::At;
use place::Place;

/// The answers of a plan's root fields, by their key in the answer.
#[derive(Debug, Default)]
pub struct Answers {
    /// The key, the JSON text, and the errors in it; no text when the field failed as a whole.
    pub fields: Vec<(String, Option<String>, Vec<GraphError>)>,
}

/// Writes the answers of a plan from what its root fields read.
///
/// # Errors
/// [`Code::ResponseTooLarge`], as soon as the answers are longer than they may be together.
pub fn write_answers(plan: &Plan, snapshots: &[Snapshot], scope: &Scope) -> Result<Answers, GraphError> {
    let most = scope.limits.response_bytes;
    let mut answers = Answers::default();
    let mut left = most;
    for (root, snapshot) in plan.roots.iter().zip(snapshots) {
        let mut writer = Writer { out: String::new(), errors: Vec::new(), scope, left };
        let written = writer.root(root, snapshot);
        left = left.checked_sub(writer.out.len()).ok_or_else(|| too_large(most))?;
        answers.fields.push((root.key.clone(), written.then_some(writer.out), writer.errors));
    }
    Ok(answers)
}

/// An answer that is longer than `most` bytes.
pub(in crate::graphql) fn too_large(most: usize) -> GraphError {
    GraphError::new(
        Code::ResponseTooLarge,
        format!("The answer has more than {most} bytes. Ask for smaller pages (`first`), or for fewer fields."),
    )
}

struct Writer<'a> {
    out: String,
    errors: Vec<GraphError>,
    scope: &'a Scope,
    /// How many bytes may be written. Beyond them no object is begun, and what was written is thrown away.
    left: usize,
}

impl Writer<'_> {
    /// Writes a root field; `false` when it failed as a whole.
    fn root(&mut self, root: &Root, snapshot: &Snapshot) -> bool {
        let place = Place::root(&root.key);
        match (&root.answer, snapshot) {
            (RootAnswer::Failed(error), _) => {
                self.fail(error, &place);
                return false;
            }
            (RootAnswer::List(list), Snapshot::List(rows)) => {
                let all = 0..rows.rows.as_ref().map_or(0, Rows::len);
                self.connection(list, rows, (all, 0), &place);
            }
            (RootAnswer::Drift(drift), Snapshot::Drift(drifted)) => return self.drift(drift, drifted, &place),
            (RootAnswer::Path(path), Snapshot::Path(found)) => return self.path(path, found, &place),
            (RootAnswer::One(fetch, object), Snapshot::Fetches(read)) => match read.first() {
                Some(rows) if !rows.is_empty() => self.object(object, At { fetch, rows, row: rows.row(0) }, &place),
                _ => self.out.push_str("null"),
            },
            (RootAnswer::Newest(fetch, object), Snapshot::Fetches(read)) => {
                let nothing = vec![Cell::Null; fetch.cells.len()];
                let none = Rows::default();
                let rows = read.first().unwrap_or(&none);
                let row = if rows.is_empty() { &nothing[..] } else { rows.row(0) };
                self.object(object, At { fetch, rows, row }, &place);
            }
            (RootAnswer::Many(wanted, fetches), Snapshot::Fetches(read)) => {
                self.many(wanted, fetches, read, &place);
            }
            _ => {
                self.fail(&GraphError::bug("a plan and what it read do not fit"), &place);
                return false;
            }
        }
        true
    }

    fn many(&mut self, wanted: &[Wanted], fetches: &[(Fetch, Object)], read: &[Rows], place: &Place<'_>) {
        self.out.push('[');
        for (index, wanted) in wanted.iter().enumerate() {
            self.separate(index);
            match wanted {
                Wanted::Failed(error) => {
                    self.fail(error, &place.index(index));
                    self.out.push_str("null");
                }
                Wanted::Row(at, key) => {
                    let (fetch, object) = &fetches[*at];
                    let rows = &read[*at];
                    let found = (0..rows.len()).find(|row| rows.row(*row).first() == Some(&Cell::Int(*key)));
                    match found {
                        Some(row) => {
                            self.object(object, At { fetch, rows, row: rows.row(row) }, &place.index(index));
                        }
                        None => self.out.push_str("null"),
                    }
                }
            }
        }
        self.out.push(']');
    }

    /// Writes null for what rests on an unreadable cell.
    fn unreadable(&mut self, fetch: &Fetch, cell: usize, place: &Place<'_>) {
        let column = match &fetch.cells[cell] {
            Projection::Column(column) => column.name,
            Projection::AsOf => "as_of",
            Projection::Aside(AsideAt(aside)) => aside.name,
        };
        self.fail(&GraphError::internal(Unreadable { column }), place);
        self.out.push_str("null");
    }

    /// Writes null for what has failed.
    fn failed(&mut self, error: &GraphError, place: &Place<'_>) {
        self.fail(error, place);
        self.out.push_str("null");
    }

    fn fail(&mut self, error: &GraphError, place: &Place<'_>) {
        if self.errors.len() < self.scope.limits.errors {
            self.errors.push(error.clone().with_path(place.path()));
        }
    }
}

/// A value that another program stored and that is not what its column ought to hold. The value itself stays unsaid.
#[derive(Debug, thiserror::Error)]
#[error("a stored value of the column {column} cannot be read")]
struct Unreadable {
    column: &'static str,
}
