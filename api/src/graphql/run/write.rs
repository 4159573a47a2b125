//! The answer as JSON, written straight from the rows.

use std::fmt::Write as _;
use std::ops::Range;

use async_graphql::PathSegment;

use super::Cell;
use super::execute::Snapshot;
use super::rows::{ListRows, Rows};
use crate::graphql::catalog::ColumnType;
use crate::graphql::error::GraphError;
use crate::graphql::node::write_id;
use crate::graphql::page::write_cursor;
use crate::graphql::plan::{
    ConnectionSlot, EdgeSlot, Fetch, List, Object, PageInfoSlot, Plan, Projection, Root, RootAnswer, Scope, Slot,
    Wanted,
};
use crate::graphql::scalar;

/// Most errors in one answer; what failed beyond them is null without words.
const MOST_ERRORS: usize = 10;

/// The answers of a plan's root fields, by their key in the answer.
#[derive(Debug, Default)]
pub struct Answers {
    /// The key, the JSON text, and the errors in it; no text when the field failed as a whole.
    pub fields: Vec<(String, Option<String>, Vec<GraphError>)>,
}

/// Writes the answers of a plan from what its root fields read.
pub fn write_answers(plan: &Plan, snapshots: &[Snapshot], scope: &Scope) -> Answers {
    let mut answers = Answers::default();
    for (root, snapshot) in plan.roots.iter().zip(snapshots) {
        let mut writer = Writer { out: String::new(), errors: Vec::new(), scope };
        let written = writer.root(root, snapshot);
        answers.fields.push((root.key.clone(), written.then_some(writer.out), writer.errors));
    }
    answers
}

/// Where in the answer something is; kept on the stack, so that it costs nothing until an error needs it.
#[derive(Clone, Copy)]
struct Place<'a> {
    above: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    fn root(key: &'a str) -> Self {
        Self { above: None, step: Step::Key(key) }
    }

    fn key(&'a self, key: &'a str) -> Self {
        Self { above: Some(self), step: Step::Key(key) }
    }

    fn index(&'a self, index: usize) -> Self {
        Self { above: Some(self), step: Step::Index(index) }
    }

    fn path(&self) -> Vec<PathSegment> {
        let mut path = self.above.map(Place::path).unwrap_or_default();
        path.push(match self.step {
            Step::Key(key) => PathSegment::Field(key.to_owned()),
            Step::Index(index) => PathSegment::Index(index),
        });
        path
    }
}

/// A row of a statement, and the connections that hang on the rows of that statement.
#[derive(Clone, Copy)]
struct At<'a> {
    fetch: &'a Fetch,
    rows: &'a Rows,
    row: &'a [Cell],
}

struct Writer<'a> {
    out: String,
    errors: Vec<GraphError>,
    scope: &'a Scope,
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

    fn object(&mut self, object: &Object, at: At<'_>, place: &Place<'_>) {
        self.out.push('{');
        for (index, (key, slot)) in object.fields.iter().enumerate() {
            self.key(index, key);
            self.slot(slot, at, &place.key(key));
        }
        self.out.push('}');
    }

    fn slot(&mut self, slot: &Slot, at: At<'_>, place: &Place<'_>) {
        match slot {
            Slot::Typename(name) => self.text(name),
            Slot::Id(concept, cell) => match at.row[*cell] {
                Cell::Int(key) => {
                    self.out.push('"');
                    write_id(&mut self.out, concept, key);
                    self.out.push('"');
                }
                _ => self.out.push_str("null"),
            },
            Slot::Column(cell, _) if at.row[*cell] == Cell::Unreadable => self.unreadable(at.fetch, *cell, place),
            Slot::Column(cell, ty) => self.cell(&at.row[*cell], *ty),
            Slot::Code(cell, vocabulary) => {
                let position = match &at.row[*cell] {
                    Cell::Text(text) => self.scope.codes.position(vocabulary, text),
                    _ => vocabulary.unknown,
                };
                self.text(vocabulary.classes.values[position].name);
            }
            Slot::Class(cell, classes) => {
                let value = match &at.row[*cell] {
                    Cell::Int(position) => usize::try_from(*position).ok().and_then(|at| classes.values.get(at)),
                    _ => None,
                };
                // A class that a newer server stored is not known here; the last value is UNKNOWN.
                if let Some(value) = value.or(classes.values.last()) {
                    self.text(value.name);
                }
            }
            Slot::Computed(cells, compute, ty) => {
                if let Some(cell) = cells.iter().find(|cell| at.row[**cell] == Cell::Unreadable) {
                    return self.unreadable(at.fetch, *cell, place);
                }
                let inputs: Vec<&Cell> = cells.iter().map(|cell| &at.row[*cell]).collect();
                let value = compute(&inputs).unwrap_or(Cell::Null);
                self.cell(&value, *ty);
            }
            Slot::Row(present, object) => {
                if at.row[*present] == Cell::Null {
                    self.out.push_str("null");
                } else {
                    self.object(object, at, place);
                }
            }
            Slot::Role(kind, reached_first, pair) => {
                let kind = match &at.row[*kind] {
                    Cell::Text(text) => self.scope.codes.position(pair.vocabulary, text),
                    _ => pair.vocabulary.unknown,
                };
                let role = (pair.role)(kind, at.row[*reached_first] == Cell::Int(1));
                self.text(pair.roles.values[role].name);
            }
            Slot::List(index) => {
                let (parent, list) = &at.fetch.lists[*index];
                let rows = &at.rows.lists[*index];
                match at.row[*parent] {
                    Cell::Int(parent) => {
                        let of = rows.rows.as_ref().map_or(0..0, |rows| rows.of(parent));
                        self.connection(list, rows, (of, parent), place);
                    }
                    _ => self.out.push_str("null"),
                }
            }
            Slot::Failed(error) => {
                self.fail(error, place);
                self.out.push_str("null");
            }
        }
    }

    fn connection(&mut self, list: &List, read: &ListRows, (of, parent): (Range<usize>, i64), place: &Place<'_>) {
        let page = Shown::new(list, read, of);
        // A cursor on such a value would lose rows, or lead back to the same ones for ever.
        if let (Some(fetch), Some(rows)) = (page.fetch, page.rows)
            && let Some(cell) = rows.unreadable(page.of.clone(), &list.sort_key)
        {
            return self.unreadable(fetch, cell, place);
        }
        self.out.push('{');
        for (index, (key, slot)) in list.shape.fields.iter().enumerate() {
            self.key(index, key);
            let place = place.key(key);
            match slot {
                ConnectionSlot::Typename(name) => self.text(name),
                ConnectionSlot::TotalCount => {
                    let count = read.counts.get(&parent).copied().unwrap_or_default();
                    self.number(count);
                }
                ConnectionSlot::PageInfo(fields) => self.page_info(fields, &page),
                ConnectionSlot::Nodes(object) => {
                    self.out.push('[');
                    for (index, at) in page.rows().enumerate() {
                        self.separate(index);
                        self.object(object, at, &place.index(index));
                    }
                    self.out.push(']');
                }
                ConnectionSlot::Edges(fields) => {
                    self.out.push('[');
                    for (index, at) in page.rows().enumerate() {
                        self.separate(index);
                        self.edge(fields, at, &page, &place.index(index));
                    }
                    self.out.push(']');
                }
            }
        }
        self.out.push('}');
    }

    fn edge(&mut self, fields: &[(String, EdgeSlot)], at: At<'_>, page: &Shown<'_>, place: &Place<'_>) {
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            let place = place.key(key);
            match slot {
                EdgeSlot::Typename(name) => self.text(name),
                EdgeSlot::Cursor => self.cursor(Some(at), page),
                EdgeSlot::Node(object) => self.object(object, at, &place),
                EdgeSlot::Pair(slot) => self.slot(slot, at, &place),
            }
        }
        self.out.push('}');
    }

    fn page_info(&mut self, fields: &[(String, PageInfoSlot)], page: &Shown<'_>) {
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                PageInfoSlot::Typename => self.text("PageInfo"),
                PageInfoSlot::HasNextPage => self.boolean(page.fetch.is_some_and(|of| of.page.has_next(page.more))),
                PageInfoSlot::HasPreviousPage => {
                    self.boolean(page.fetch.is_some_and(|of| of.page.has_previous(page.more)));
                }
                PageInfoSlot::StartCursor => self.cursor(page.rows().next(), page),
                PageInfoSlot::EndCursor => self.cursor(page.rows().next_back(), page),
            }
        }
        self.out.push('}');
    }

    fn cursor(&mut self, at: Option<At<'_>>, page: &Shown<'_>) {
        match at {
            Some(at) => {
                self.out.push('"');
                let values = page.list.sort_key.iter().map(|cell| &at.row[*cell]);
                write_cursor(&mut self.out, page.list.cursors, values);
                self.out.push('"');
            }
            None => self.out.push_str("null"),
        }
    }

    fn cell(&mut self, cell: &Cell, ty: ColumnType) {
        match cell {
            Cell::Null | Cell::Unreadable => self.out.push_str("null"),
            Cell::Int(value) if ty == ColumnType::BigInt => {
                self.out.push('"');
                self.number(*value);
                self.out.push('"');
            }
            Cell::Int(value) => self.number(*value),
            Cell::Text(text) => self.text(text),
            Cell::Decimal(hundredths) => self.decimal(*hundredths),
            Cell::Boolean(value) => self.boolean(*value),
            Cell::Date(date) => {
                // Writing to a string cannot fail, here and below.
                let _ = write!(self.out, "\"{date}\"");
            }
            Cell::DateTime(time) => {
                self.out.push('"');
                if ty == ColumnType::Instant {
                    scalar::write_instant(&mut self.out, *time, self.scope.zone);
                } else {
                    scalar::write_wall_clock(&mut self.out, *time, self.scope.zone);
                }
                self.out.push('"');
            }
        }
    }

    fn decimal(&mut self, hundredths: i64) {
        let sign = if hundredths < 0 { "-" } else { "" };
        let value = hundredths.unsigned_abs();
        let _ = write!(self.out, "\"{sign}{}.{:02}\"", value / 100, value % 100);
    }

    fn number(&mut self, value: i64) {
        let _ = write!(self.out, "{value}");
    }

    fn boolean(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        let mut written = 0;
        for (at, byte) in text.bytes().enumerate() {
            let escape = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "\\r",
                b'\t' => "\\t",
                0..0x20 => "",
                _ => continue,
            };
            self.out.push_str(&text[written..at]);
            if escape.is_empty() {
                let _ = write!(self.out, "\\u{byte:04x}");
            } else {
                self.out.push_str(escape);
            }
            written = at + 1;
        }
        self.out.push_str(&text[written..]);
        self.out.push('"');
    }

    fn key(&mut self, index: usize, key: &str) {
        self.separate(index);
        self.out.push('"');
        // A response key is a name: nothing in it needs escaping.
        self.out.push_str(key);
        self.out.push_str("\":");
    }

    fn separate(&mut self, index: usize) {
        if index > 0 {
            self.out.push(',');
        }
    }

    /// Writes null for what rests on an unreadable cell.
    fn unreadable(&mut self, fetch: &Fetch, cell: usize, place: &Place<'_>) {
        let column = match &fetch.cells[cell] {
            Projection::Column(column) => column.name,
            Projection::AsOf => "as_of",
        };
        self.fail(&GraphError::internal(Unreadable { column }), place);
        self.out.push_str("null");
    }

    fn fail(&mut self, error: &GraphError, place: &Place<'_>) {
        if self.errors.len() < MOST_ERRORS {
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

/// The rows of a page, in the order of the answer.
struct Shown<'a> {
    list: &'a List,
    fetch: Option<&'a Fetch>,
    rows: Option<&'a Rows>,
    of: Range<usize>,
    from_end: bool,
    /// Whether the statement found a row beyond the page.
    more: bool,
}

impl<'a> Shown<'a> {
    fn new(list: &'a List, read: &'a ListRows, mut of: Range<usize>) -> Self {
        let fetch = list.rows.as_ref();
        let limit = fetch.map_or(0, |fetch| fetch.page.rows as usize);
        let more = of.len() > limit;
        of.end = of.end.min(of.start + limit);
        let from_end = fetch.is_some_and(|fetch| fetch.page.from_end);
        Self { list, fetch, rows: read.rows.as_ref(), of, from_end, more }
    }

    fn rows(&self) -> impl DoubleEndedIterator<Item = At<'a>> + use<'a> {
        let (fetch, rows, of, from_end) = (self.fetch, self.rows, self.of.clone(), self.from_end);
        let count = of.len();
        (0..count).filter_map(move |index| {
            // Counted from the end, rows were read backwards.
            let row = if from_end { of.start + count - 1 - index } else { of.start + index };
            let rows = rows?;
            Some(At { fetch: fetch?, rows, row: rows.row(row) })
        })
    }
}
