//! Root fields, and what all statements share: a compiler for one operation.

use async_graphql::registry::{MetaField, MetaType};
use async_graphql::{Name, Value};
use async_graphql_parser::types::SelectionSet;

use super::{Aliases, Fetch, Frame, List, Plan, Root, RootAnswer, Scope, Source, Wanted, introspected};
use crate::graphql::catalog::{CATALOG, Concept, DRIFT, RootKind};
use crate::graphql::error::{Code, GraphError};
use crate::graphql::filter::Predicate;
use crate::graphql::node;
use crate::graphql::page::Page;
use crate::graphql::select::{Arguments, Selected, Selection, check_sizes};

/// Plans the root fields of a query. An error refuses the request; what is wrong in one field only fails that field.
pub fn compile(selection: Selection<'_>, set: &SelectionSet, scope: &Scope) -> Result<Plan, GraphError> {
    let compiler = Compiler { selection, scope };
    let mut roots = Vec::new();
    for selected in selection.collect("Query", &[set]) {
        if let Some(answer) = compiler.root(&selected)? {
            roots.push(Root { key: selected.key.to_owned(), answer });
        }
    }
    Ok(Plan { roots, introspected: introspected::cost(selection, set) })
}

/// Compiles the selections of one operation.
#[derive(Clone, Copy)]
pub(super) struct Compiler<'a> {
    pub(super) selection: Selection<'a>,
    pub(super) scope: &'a Scope,
}

/// A fetch while it is put together.
pub(super) struct Draft {
    pub(super) aliases: Aliases,
    pub(super) fetch: Fetch,
}

impl Draft {
    pub(super) fn new(concept: &Concept, source: Source) -> Self {
        let mut aliases = Aliases::default();
        let frame = Frame::new(&mut aliases, concept.table);
        let fetch = Fetch {
            source,
            frame,
            predicate: Predicate::TRUE,
            order: Vec::new(),
            page: Page::default(),
            cells: Vec::new(),
            lists: Vec::new(),
            networks: Vec::new(),
            dated: Vec::new(),
            explained: Vec::new(),
            nested: Vec::new(),
        };
        Self { aliases, fetch }
    }
}

/// An error in a field: the document's fault refuses the request, the user's only fails the field.
pub(super) fn own_fault(error: GraphError) -> Result<GraphError, GraphError> {
    if error.code() == Code::GraphqlValidationFailed { Err(error) } else { Ok(error) }
}

impl<'a> Compiler<'a> {
    /// A root field; `None` for those that the library answers.
    fn root(&self, selected: &Selected<'a>) -> Result<Option<RootAnswer>, GraphError> {
        let name = selected.name();
        let answer = match (name, CATALOG.root(name)) {
            (_, Some((concept, RootKind::List))) => {
                self.root_list(concept, name, selected).map(|list| RootAnswer::List(Box::new(list)))
            }
            (_, Some((concept, RootKind::By))) => self.by(concept, selected),
            (_, Some((concept, RootKind::Newest))) => {
                self.one(concept, Source::Newest, selected).map(|(fetch, object)| RootAnswer::Newest(fetch, object))
            }
            (_, Some((concept, RootKind::Path(walk)))) => {
                self.path(concept, walk, selected).map(|path| RootAnswer::Path(Box::new(path)))
            }
            ("node", None) => self.node(selected),
            ("nodes", None) => self.nodes(selected),
            (name, None) if name == DRIFT.field.0 => self.drift(selected).map(RootAnswer::Drift),
            ("__type", None) => {
                // The library takes the default of a variable that is null; it has no way to fail this field only.
                self.arguments("Query", selected).map_err(|error| error.at(selected.field.pos))?;
                return Ok(None);
            }
            _ => return Ok(None),
        };
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(error) => Ok(Some(RootAnswer::Failed(own_fault(error.at(selected.field.pos))?))),
        }
    }

    fn root_list(&self, concept: &'static Concept, name: &str, selected: &Selected<'a>) -> Result<List, GraphError> {
        let size = self.scope.pages.root();
        let declared = self.declared("Query", name)?;
        self.list(concept, Source::Table, &format!("Query.{name}"), size, (declared, selected))
    }

    fn by(&self, concept: &'static Concept, selected: &Selected<'a>) -> Result<RootAnswer, GraphError> {
        let arguments = self.arguments("Query", selected)?;
        let Some(Value::Object(by)) = arguments.get("by") else {
            return Err(GraphError::bad_input("`by` must not be null."));
        };
        let key = match by.first() {
            Some((name, Value::String(id))) if name == "id" => node::read_id_of(concept, id)?,
            Some((_, value)) => crate::graphql::scalar::big_int(value)
                .ok_or_else(|| GraphError::bad_input("The key is no whole number."))?,
            None => return Err(GraphError::bad_input("`by` takes exactly one field.")),
        };
        let (fetch, object) = self.one(concept, Source::Keys(vec![key]), selected)?;
        Ok(RootAnswer::One(fetch, object))
    }

    fn node(&self, selected: &Selected<'a>) -> Result<RootAnswer, GraphError> {
        let arguments = self.arguments("Query", selected)?;
        let (concept, key) = node::read_id(text(&arguments, "id")?)?;
        let (fetch, object) = self.one(concept, Source::Keys(vec![key]), selected)?;
        Ok(RootAnswer::One(fetch, object))
    }

    fn nodes(&self, selected: &Selected<'a>) -> Result<RootAnswer, GraphError> {
        let arguments = self.arguments("Query", selected)?;
        let Some(Value::List(ids)) = arguments.get("ids") else {
            return Err(GraphError::bad_input("`ids` must not be null."));
        };
        let mut concepts: Vec<(&'static Concept, Vec<i64>)> = Vec::new();
        let mut wanted = Vec::new();
        for id in ids {
            let Value::String(id) = id else { return Err(GraphError::bad_input("An id must not be null.")) };
            wanted.push(match node::read_id(id) {
                Ok((concept, key)) => {
                    let at = concepts.iter().position(|(other, _)| other.name == concept.name).unwrap_or_else(|| {
                        concepts.push((concept, Vec::new()));
                        concepts.len() - 1
                    });
                    if !concepts[at].1.contains(&key) {
                        concepts[at].1.push(key);
                    }
                    Wanted::Row(at, key)
                }
                Err(error) => Wanted::Failed(error.at(selected.field.pos)),
            });
        }
        let fetches = concepts
            .into_iter()
            .map(|(concept, keys)| self.one(concept, Source::Keys(keys), selected))
            .collect::<Result<_, _>>()?;
        Ok(RootAnswer::Many(wanted, fetches))
    }

    fn one(
        &self,
        concept: &'static Concept,
        source: Source,
        selected: &Selected<'a>,
    ) -> Result<(Fetch, super::Object), GraphError> {
        let mut draft = Draft::new(concept, source);
        // Rows by key are found again by their key, whatever is selected.
        draft.cell_of_key(concept);
        let base = draft.fetch.frame.base;
        let object = self.object(concept, base, &selected.sets, &mut draft)?;
        Ok((draft.fetch, object))
    }

    /// The arguments of a field of the type `parent`.
    pub(super) fn arguments(&self, parent: &str, selected: &Selected<'a>) -> Result<Arguments, GraphError> {
        self.arguments_of(self.declared(parent, selected.name())?, selected)
    }

    /// The arguments of a declared field, within what arguments may hold.
    pub(super) fn arguments_of(&self, declared: &MetaField, selected: &Selected<'a>) -> Result<Arguments, GraphError> {
        let arguments = self.selection.arguments(&declared.args, selected)?;
        check_sizes(&arguments, &self.scope.limits)?;
        Ok(arguments)
    }

    pub(super) fn declared(&self, parent: &str, field: &str) -> Result<&'a MetaField, GraphError> {
        let registry = self.selection.registry;
        registry
            .types
            .get(parent)
            .and_then(MetaType::fields)
            .and_then(|fields| fields.get(field))
            .ok_or_else(|| GraphError::bug(format!("no field {parent}.{field}")))
    }
}

pub(super) fn text<'v>(arguments: &'v Arguments, name: &str) -> Result<&'v str, GraphError> {
    match arguments.get(&Name::new(name)) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(GraphError::bad_input(format!("`{name}` must not be null."))),
    }
}

impl Draft {
    /// The cell with the key of the base table, always the first.
    pub(super) fn cell_of_key(&mut self, concept: &Concept) -> usize {
        let base = self.fetch.frame.base;
        self.cell(super::Projection::Column(super::ColumnAt::key(base, concept.key)))
    }

    /// The cell with this value; selected once, however often it is asked for.
    pub(super) fn cell(&mut self, projection: super::Projection) -> usize {
        let cells = &mut self.fetch.cells;
        cells.iter().position(|other| *other == projection).unwrap_or_else(|| {
            cells.push(projection);
            cells.len() - 1
        })
    }
}
