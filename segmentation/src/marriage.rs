//! When the bank learnt that a couple married: it was told, or it saw the wedding paid for.

use chrono::NaiveDate;

use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Flag, Rule, Table};
use crate::preparation::{Facts, find};
use crate::rules::Rules;
use crate::vocabulary::Category;
use crate::window::in_days;

const WEDDING: [Category; 2] = [Category::Wedding, Category::Jewelry];

/// The first of the `days` days up to `as_of` on which one of a married couple told of the marriage; when nobody did,
/// that on which both together had spent enough on a wedding within those days; `None` when neither happened.
/// `everybody` are the facts of the whole dossier, by customer.
pub(crate) fn learnt<W: Witness>(
    facts: &Facts<'_>,
    everybody: &[Facts<'_>],
    days: u16,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> Option<NaiveDate> {
    let spouses = facts.member.family.partners.iter().filter(|partner| partner.is_married);
    let learnt = spouses.filter_map(|spouse| {
        tell.when_found(|tell| {
            tell.row(Rule::SpouseRelationship, Seen::new(Table::Relationships, spouse.relationship_id, None));
            tell.relations(facts.member);
            let couple = [Some(facts), find(everybody, spouse.customer_id)];
            let told = couple.iter().flatten().flat_map(|one| &one.marriages);
            let told = told.filter(|row| in_days(row.date, as_of, days)).map(|row| {
                tell.row(Rule::MarriageTold, *row);
                row.date
            });
            let told = told.min();
            // A wedding is paid for months before: the day that somebody told goes before it.
            let paid = tell.when_found(|tell| paid(couple.into_iter().flatten(), days, rules, as_of, tell));
            told.or(paid)
        })
    });
    learnt.min()
}

/// The day on which spending on the wedding reached what shows that it was the couple's own.
fn paid<'f, 'a: 'f, W: Witness>(
    couple: impl Iterator<Item = &'f Facts<'a>>,
    days: u16,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> Option<NaiveDate> {
    let rows = couple
        .flat_map(|one| &one.movements)
        .filter(|row| row.is_spent_on(&WEDDING) && in_days(row.date(), as_of, days));
    let spent = rows.filter_map(|row| {
        if row.is_foreign {
            tell.flag(Flag::ForeignCcy);
            return None;
        }
        let cents = -row.signed()?;
        tell.row(Rule::WeddingSpending, Seen::from(row.seen()).worth(cents));
        Some((row.date(), cents))
    });
    let mut spent: Vec<(NaiveDate, i128)> = spent.collect();
    spent.sort_unstable();
    let mut sum = 0;
    spent.into_iter().find_map(|(date, cents)| {
        sum += cents;
        (sum >= i128::from(rules.stage.wedding_min.0)).then_some(date)
    })
}
