//! V7 and V8: marriages and parents.

use chrono::{Months, NaiveDate};
use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, JoinType, Query, UnionType};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::check::Check;
use super::report::{Findings, Place};
use crate::calendar::age_on;
use crate::read::{ReadError, each};

/// Completed years from which people marry.
const ADULT_AGE: i64 = 18;

/// Months between the births of a parent and of a child, at least.
const PARENT_MONTHS: Months = Months::new(14 * 12);

struct Tie {
    kind: String,
    one: Option<i64>,
    other: Option<i64>,
    birth_of_one: Option<NaiveDate>,
    birth_of_other: Option<NaiveDate>,
}

/// Looks at all relationships, with the births of both.
pub(super) async fn check(
    connection: &impl ConnectionTrait,
    as_of: NaiveDate,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    let mut select = Query::select();
    for column in ["relationship_id", "relationship_type", "customer1_id", "customer2_id"] {
        select.column(("relationships", column));
    }
    select.from("relationships");
    for (name, column) in [("one", "customer1_id"), ("other", "customer2_id")] {
        select.column((name, "date_of_birth"));
        let is_them = Expr::col((name, "customer_id")).equals(("relationships", column));
        select.join_as(JoinType::LeftJoin, "customer", Alias::new(name), is_them);
    }
    each(connection, ("relationships", "relationship_id"), &select, |key, row| {
        look(&read(row)?, as_of, Place { table: "relationships", key }, findings);
        Ok(())
    })
    .await?;
    married_twice(connection, findings).await
}

fn read(row: &QueryResult) -> Result<Tie, DbErr> {
    Ok(Tie {
        kind: row.try_get_by_index::<Option<String>>(1)?.unwrap_or_default(),
        one: row.try_get_by_index(2)?,
        other: row.try_get_by_index(3)?,
        birth_of_one: row.try_get_by_index(4)?,
        birth_of_other: row.try_get_by_index(5)?,
    })
}

fn look(tie: &Tie, as_of: NaiveDate, place: Place, findings: &mut Findings) {
    let (parent, child) = match tie.kind.as_str() {
        "spouse" => {
            // A marriage is told once, by the one with the smaller key.
            let is_told_once = tie.one < tie.other;
            let is_adult = |birth: Option<NaiveDate>| birth.is_none_or(|birth| age_on(birth, as_of) >= ADULT_AGE);
            let is_sound = is_told_once && is_adult(tie.birth_of_one) && is_adult(tie.birth_of_other);
            findings.expect(Check::Spouses, is_sound, place);
            return;
        }
        "parent" => (tie.birth_of_one, tie.birth_of_other),
        "child" => (tie.birth_of_other, tie.birth_of_one),
        _ => return,
    };
    // Who is their own parent is wrong even where no birth is known.
    let is_old_enough = |(parent, child): (NaiveDate, NaiveDate)| {
        parent.checked_add_months(PARENT_MONTHS).is_some_and(|earliest| earliest <= child)
    };
    let is_sound = tie.one != tie.other && parent.zip(child).is_none_or(is_old_enough);
    findings.expect(Check::ParentAges, is_sound, place);
}

/// Who is named in two marriages.
async fn married_twice(connection: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), ReadError> {
    let side = |column: &'static str| {
        let mut select = Query::select();
        select.expr_as(Expr::col(column), "customer_id").from("relationships");
        select.and_where(Expr::col("relationship_type").eq("spouse")).and_where(Expr::col(column).is_not_null());
        select
    };
    let mut sides = side("customer1_id");
    sides.union(UnionType::All, side("customer2_id"));
    let key = ("customer", "customer_id");
    let mut select = Query::select();
    select.column(key).from_subquery(sides, "customer").group_by_col(key);
    select.and_having(Expr::expr(Func::count(Expr::col(Asterisk))).gt(1));
    each(connection, key, &select, |key, _| {
        findings.violated(Check::Spouses, Place { table: "customer", key });
        Ok(())
    })
    .await
}
