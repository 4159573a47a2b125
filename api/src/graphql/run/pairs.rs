//! Rows that join two rows of one concept, seen from one of them.

use sea_orm::DbBackend;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _, JoinType, Query, SelectStatement, UnionType};

use super::statement::{PARENT, key_column};
use super::{OTHER, REACHED_FIRST, dialect};
use crate::graphql::catalog::Pair;

/// The rows of a pair's table seen from the parents, in either direction. A fact that is stored from both sides is
/// seen once: the row with the smaller key shows it. A row that joins a parent with itself leads to nobody.
pub(super) fn pairs(
    backend: DbBackend,
    pair: &Pair,
    mirrors: &[(Vec<String>, Vec<String>)],
    table: &'static str,
    parents: &[i64],
) -> SelectStatement {
    let mut from_first = one_side(backend, pair, mirrors, table, (parents, true));
    let from_second = one_side(backend, pair, mirrors, table, (parents, false));
    from_first.union(UnionType::All, from_second);
    from_first
}

fn one_side(
    backend: DbBackend,
    pair: &Pair,
    mirrors: &[(Vec<String>, Vec<String>)],
    table: &'static str,
    (parents, from_first): (&[i64], bool),
) -> SelectStatement {
    let row = Alias::new("r");
    let at = |name: &'static str| Expr::col((row.clone(), name));
    let (near, far) = if from_first { (pair.first, pair.second) } else { (pair.second, pair.first) };
    let mut select = Query::select();
    dialect::join_to_keys(backend, &mut select, parents, (table, row.clone()), at(near).eq(key_column()));
    select
        .expr_as(key_column(), PARENT)
        .expr_as(at(far), OTHER)
        .expr_as(Expr::cust(if from_first { "0" } else { "1" }), REACHED_FIRST)
        .column((row.clone(), sea_orm::sea_query::Asterisk))
        .and_where(at(far).ne(at(near)));
    // An edge leads to somebody: a key that is NULL, or that nobody has, is none.
    let (joined, key) = pair.joined;
    let reached = Alias::new("o");
    let on = Expr::col((reached.clone(), key)).eq(at(far));
    select.join_as(JoinType::InnerJoin, joined, reached, Condition::all().add(on));
    if !mirrors.is_empty() {
        let other = Alias::new("m");
        let of = |name: &'static str| Expr::col((other.clone(), name));
        let mut told_twice = Condition::any();
        for (texts, mirrored) in mirrors {
            told_twice = told_twice.add(
                Condition::all().add(at(pair.kind).is_in(texts.clone())).add(of(pair.kind).is_in(mirrored.clone())),
            );
        }
        let mut twin = Query::select();
        twin.expr(Expr::cust("1"))
            .from_as(table, other.clone())
            .and_where(of(pair.first).eq(at(pair.second)))
            .and_where(of(pair.second).eq(at(pair.first)))
            .and_where(of(pair.key).lt(at(pair.key)))
            .cond_where(told_twice);
        select.and_where(Expr::exists(twin).not());
    }
    select
}
