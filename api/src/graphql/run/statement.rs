//! The statements of a plan.

use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait as _, Func, JoinType, Order, OrderedStatement, OverStatement as _, Query,
    SelectStatement, WindowStatement,
};
use sea_orm::{DbBackend, EntityName, IdenStatic};
use tellergraph_entity::segment_refresh;

use super::pairs::pairs;
use super::{dialect, predicate};
use crate::graphql::catalog::{JoinOn, Link};
use crate::graphql::error::GraphError;
use crate::graphql::filter::Predicate;
use crate::graphql::page::{OrderKey, beyond};
use crate::graphql::plan::{AsideAt, ColumnAt, Count, Fetch, Frame, Join, Projection, Source};

/// The alias of the table of keys.
pub(super) const KEYS: &str = "k";
/// Its column.
pub(super) const KEY: &str = "id";
/// The column with the parent's key.
pub(super) const PARENT: &str = "parent";
/// The column with the place among the parent's rows.
const PLACE: &str = "place";

pub(super) fn alias(number: u16) -> Alias {
    Alias::new(format!("t{number}"))
}

pub(super) fn column(column: &ColumnAt) -> Expr {
    Expr::col((alias(column.alias), column.name))
}

/// The key of the table of keys.
pub(crate) fn key_column() -> Expr {
    Expr::col((KEYS, KEY))
}

/// The statement of a fetch. With parents, its first column is the parent's key and its rows are grouped by it.
pub(super) fn fetch(backend: DbBackend, fetch: &Fetch, parents: &[i64]) -> Result<SelectStatement, GraphError> {
    match &fetch.source {
        Source::Table | Source::Newest => flat(backend, fetch, &[]),
        Source::Keys(keys) => flat(backend, fetch, keys),
        Source::Reached => flat(backend, fetch, parents),
        Source::Children(link) if dialect::has_lateral(backend) => lateral(backend, fetch, link, parents),
        Source::Children(_) | Source::Pairs(..) => numbered(backend, fetch, parents),
    }
}

fn flat(backend: DbBackend, fetch: &Fetch, keys: &[i64]) -> Result<SelectStatement, GraphError> {
    let mut select = Query::select();
    select.from_as(fetch.frame.table, alias(fetch.frame.base));
    join_all(&mut select, &fetch.frame, |_| true);
    project(&mut select, &fetch.cells);
    if let Some(condition) = predicate::condition(backend, &bounded(fetch))? {
        select.and_where(condition);
    }
    match &fetch.source {
        Source::Keys(_) | Source::Reached => {
            let Some(Projection::Column(key)) = fetch.cells.first() else {
                return Err(GraphError::bug("rows by key select their key first"));
            };
            select.and_where(dialect::in_keys(backend, column(key), keys));
        }
        Source::Newest => {
            let Some(Projection::Column(key)) = fetch.cells.first() else {
                return Err(GraphError::bug("the newest row selects its key first"));
            };
            select.order_by_expr(column(key), Order::Desc).limit(1);
        }
        _ => {
            sort(backend, &mut select, &directed(fetch));
            select.limit(u64::from(fetch.page.rows) + 1);
        }
    }
    Ok(select)
}

/// The rows of each parent's page, which the engine cuts parent by parent.
fn lateral(backend: DbBackend, fetch: &Fetch, link: &Link, parents: &[i64]) -> Result<SelectStatement, GraphError> {
    let mut inner = Query::select();
    from_children(&mut inner, &fetch.frame, link, &key_column())?;
    find(backend, &mut inner, fetch, WindowStatement::new())?;
    sort(backend, &mut inner, &directed(fetch));
    inner.limit(u64::from(fetch.page.rows) + 1);
    let mut outer = Query::select();
    outer.from_subquery(dialect::keys_table(backend, parents), KEYS);
    let on = Condition::all().add(Expr::cust("TRUE"));
    outer.join_lateral(JoinType::InnerJoin, inner, alias(fetch.frame.base), on);
    show(&mut outer, fetch, &key_column());
    Ok(outer)
}

/// The rows of each parent's page, by the numbers that all rows of a parent get.
fn numbered(backend: DbBackend, fetch: &Fetch, parents: &[i64]) -> Result<SelectStatement, GraphError> {
    let mut inner = Query::select();
    let parent = from_parents(backend, &mut inner, (&fetch.source, &fetch.frame), parents)?;
    inner.expr_as(parent.clone(), PARENT);
    let mut window = WindowStatement::new();
    window.add_partition_by(parent);
    find(backend, &mut inner, fetch, window)?;
    let base = alias(fetch.frame.base);
    let mut outer = Query::select();
    outer.from_subquery(inner, base.clone());
    outer.and_where(Expr::col((base.clone(), PLACE)).lte(u64::from(fetch.page.rows) + 1));
    show(&mut outer, fetch, &Expr::col((base, PARENT)));
    Ok(outer)
}

/// Inside: finds the rows and gives each its place among its parent's.
fn find(
    backend: DbBackend,
    inner: &mut SelectStatement,
    fetch: &Fetch,
    mut window: WindowStatement,
) -> Result<(), GraphError> {
    join_all(inner, &fetch.frame, |join| join.inside);
    for name in base_columns(fetch) {
        inner.column((alias(fetch.frame.base), name));
    }
    if let Some(condition) = predicate::condition(backend, &bounded(fetch))? {
        inner.and_where(condition);
    }
    sort(backend, &mut window, &directed(fetch));
    inner.expr_window_as(Func::cust("ROW_NUMBER"), window, PLACE);
    Ok(())
}

/// Outside: shows what is left after the page is cut, each parent's rows together.
fn show(outer: &mut SelectStatement, fetch: &Fetch, parent: &Expr) {
    outer.expr_as(parent.clone(), PARENT);
    join_all(outer, &fetch.frame, |join| join.outside);
    project(outer, &fetch.cells);
    let place = Expr::col((alias(fetch.frame.base), PLACE));
    outer.order_by_expr(parent.clone(), Order::Asc).order_by_expr(place, Order::Asc);
}

/// The columns of the base table that the outer statement needs: those it shows, and those it joins by.
fn base_columns(fetch: &Fetch) -> Vec<&'static str> {
    let shown = fetch.cells.iter().filter_map(|cell| match cell {
        Projection::Column(column) if column.alias == fetch.frame.base => Some(column.name),
        _ => None,
    });
    let joined = fetch.frame.joins.iter().filter(|join| join.outside && join.parent == fetch.frame.base);
    let mut columns: Vec<&'static str> = Vec::new();
    for name in shown.chain(joined.map(local)) {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    columns
}

fn local(join: &Join) -> &'static str {
    match join.on {
        JoinOn::Key(column) | JoinOn::Greatest { local: column, .. } => column,
    }
}

/// The statement of a count: one row, or one for each parent that has any.
pub(super) fn count(backend: DbBackend, count: &Count, parents: &[i64]) -> Result<SelectStatement, GraphError> {
    let mut select = Query::select();
    if let Some(parent) = counted(backend, &mut select, count, parents)? {
        select.expr_as(parent.clone(), PARENT).add_group_by([parent]);
    }
    select.expr(Expr::cust("COUNT(*)"));
    Ok(select)
}

/// Selects from the rows that are counted, and gives the column with the parent's key if there are parents.
pub(super) fn counted(
    backend: DbBackend,
    select: &mut SelectStatement,
    count: &Count,
    parents: &[i64],
) -> Result<Option<Expr>, GraphError> {
    let parent = match &count.source {
        Source::Children(_) | Source::Pairs(..) => {
            Some(from_parents(backend, select, (&count.source, &count.frame), parents)?)
        }
        Source::Table | Source::Keys(_) | Source::Reached | Source::Newest => {
            select.from_as(count.frame.table, alias(count.frame.base));
            None
        }
    };
    join_all(select, &count.frame, |join| join.inside);
    if let Some(condition) = predicate::condition(backend, &count.predicate)? {
        select.and_where(condition);
    }
    Ok(parent)
}

/// Selects from the rows that hang on the parents, and gives the column with the parent's key.
fn from_parents(
    backend: DbBackend,
    select: &mut SelectStatement,
    (source, frame): (&Source, &Frame),
    parents: &[i64],
) -> Result<Expr, GraphError> {
    let base = alias(frame.base);
    match source {
        Source::Children(Link::Direct(foreign)) => {
            let on = Expr::col((base.clone(), *foreign)).eq(key_column());
            dialect::join_to_keys(backend, select, parents, (frame.table, base), on);
            Ok(key_column())
        }
        Source::Children(Link::Through { column, table, key, foreign }) => {
            let between = Alias::new(BETWEEN);
            let on = Expr::col((between.clone(), *foreign)).eq(key_column());
            dialect::join_to_keys(backend, select, parents, (table, between.clone()), on);
            let on = Expr::col((base.clone(), *column)).eq(Expr::col((between, *key)));
            select.join_as(JoinType::InnerJoin, frame.table, base, Condition::all().add(on));
            Ok(key_column())
        }
        Source::Pairs(pair, mirrors) => {
            select.from_subquery(pairs(backend, pair, mirrors, frame.table, parents), base.clone());
            Ok(Expr::col((base, PARENT)))
        }
        Source::Children(Link::Pair(_)) | Source::Table | Source::Keys(_) | Source::Reached | Source::Newest => {
            Err(GraphError::bug("these rows hang on no parents"))
        }
    }
}

/// The alias of the table in between.
const BETWEEN: &str = "b";

/// Selects from the children of all rows, and gives the column with the key of the row that they hang on.
pub(super) fn from_related(select: &mut SelectStatement, frame: &Frame, link: &Link) -> Result<Expr, GraphError> {
    let base = alias(frame.base);
    select.from_as(frame.table, base.clone());
    match *link {
        Link::Direct(foreign) => Ok(Expr::col((base, foreign))),
        Link::Through { column, table, key, foreign } => {
            // Named after the base, since conditions may nest.
            let between = Alias::new(format!("{BETWEEN}{}", frame.base));
            let on = Expr::col((base, column)).eq(Expr::col((between.clone(), key)));
            select.join_as(JoinType::InnerJoin, table, between.clone(), Condition::all().add(on));
            Ok(Expr::col((between, foreign)))
        }
        Link::Pair(_) => Err(GraphError::bug("a pair hangs on either of two rows")),
    }
}

/// Selects from the children of the row whose key is `parent`.
pub(super) fn from_children(
    select: &mut SelectStatement,
    frame: &Frame,
    link: &Link,
    parent: &Expr,
) -> Result<(), GraphError> {
    match *link {
        Link::Direct(_) | Link::Through { .. } => {
            let foreign = from_related(select, frame, link)?;
            select.and_where(foreign.eq(parent.clone()));
        }
        Link::Pair(pair) => {
            let base = alias(frame.base);
            select.from_as(frame.table, base.clone());
            // As in the connection: a row that leads to nobody else is none.
            let leads = |near, far| {
                let at = |name: &'static str| Expr::col((base.clone(), name));
                at(near).eq(parent.clone()).and(at(far).ne(parent.clone()))
            };
            select.and_where(leads(pair.first, pair.second).or(leads(pair.second, pair.first)));
        }
    }
    Ok(())
}

/// Joins what `needed` says.
pub(super) fn join_all(select: &mut SelectStatement, frame: &Frame, needed: impl Fn(&Join) -> bool) {
    for join in frame.joins.iter().filter(|join| needed(join)) {
        let at = |name| Expr::col((alias(join.alias), name));
        let parent = |name| Expr::col((alias(join.parent), name));
        let on = match join.on {
            JoinOn::Key(column) => at(join.key).eq(parent(column)),
            JoinOn::Greatest { local, foreign } => {
                let newest = Alias::new(format!("g{}", join.alias));
                let mut greatest = Query::select();
                greatest
                    .expr(Func::max(Expr::col((newest.clone(), join.key))))
                    .from_as(join.table, newest.clone())
                    .and_where(Expr::col((newest, foreign)).eq(parent(local)));
                at(join.key).eq(Expr::SubQuery(None, Box::new(greatest.into())))
            }
        };
        select.join_as(JoinType::LeftJoin, join.table, alias(join.alias), Condition::all().add(on));
    }
}

fn project(select: &mut SelectStatement, cells: &[Projection]) {
    for cell in cells {
        match cell {
            Projection::Column(at) => select.expr(column(at)),
            Projection::AsOf => select.expr(Expr::SubQuery(None, Box::new(as_of().into()))),
            Projection::Aside(AsideAt(aside)) => select.expr(Expr::SubQuery(None, Box::new((aside.select)().into()))),
        };
    }
}

/// The as-of date: that of the newest complete refresh.
fn as_of() -> SelectStatement {
    use segment_refresh::{Column, Entity};
    let refresh = Alias::new("f");
    Query::select()
        .column((refresh.clone(), Column::AsOf.as_str()))
        .from_as(Entity.table_name(), refresh.clone())
        .order_by((refresh, Column::RefreshId.as_str()), Order::Desc)
        .limit(1)
        .take()
}

/// The order in which rows are read: reversed when the page is counted from the end.
fn directed(fetch: &Fetch) -> Vec<OrderKey> {
    let reversed = |key: &OrderKey| if fetch.page.from_end { key.reversed() } else { *key };
    fetch.order.iter().map(reversed).collect()
}

/// The predicate, and where the page starts and ends.
fn bounded(fetch: &Fetch) -> Predicate {
    let mut predicate = fetch.predicate.clone();
    if let Some(values) = &fetch.page.after {
        predicate = predicate.and(beyond(&fetch.order, values));
    }
    if let Some(values) = &fetch.page.before {
        let reversed: Vec<_> = fetch.order.iter().map(|key| key.reversed()).collect();
        predicate = predicate.and(beyond(&reversed, values));
    }
    predicate
}

fn sort(backend: DbBackend, sorted: &mut impl OrderedStatement, order: &[OrderKey]) {
    for key in order {
        let (direction, nulls) = dialect::order_by(backend, key);
        match nulls {
            None => sorted.order_by_expr(column(&key.column), direction),
            Some(nulls) => sorted.order_by_expr_with_nulls(column(&key.column), direction, nulls),
        };
    }
}
