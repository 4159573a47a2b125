//! When the bank learnt that a couple married: it was told, or it saw the wedding paid for.

use chrono::NaiveDate;

use crate::preparation::{Facts, find};
use crate::rules::Rules;
use crate::vocabulary::Category;
use crate::window::in_days;

const WEDDING: [Category; 2] = [Category::Wedding, Category::Jewelry];

/// The first of the `days` days up to `as_of` on which one of a married couple told of the marriage, or on which both
/// together had spent enough on a wedding within those days; `None` when neither happened. `everybody` are the facts
/// of the whole dossier, by customer.
pub(crate) fn learnt(
    facts: &Facts<'_>,
    everybody: &[Facts<'_>],
    days: u16,
    rules: &Rules,
    as_of: NaiveDate,
) -> Option<NaiveDate> {
    let spouses = facts.member.family.partners.iter().filter(|partner| partner.is_married);
    let learnt = spouses.filter_map(|spouse| {
        let couple = [Some(facts), find(everybody, spouse.customer_id)];
        let told = couple.iter().flatten().flat_map(|one| &one.marriages).copied();
        let paid = paid(couple.into_iter().flatten(), days, rules, as_of);
        told.filter(|date| in_days(*date, as_of, days)).chain(paid).min()
    });
    learnt.min()
}

/// The day on which spending on the wedding reached what shows that it was the couple's own.
fn paid<'f, 'a: 'f>(
    couple: impl Iterator<Item = &'f Facts<'a>>,
    days: u16,
    rules: &Rules,
    as_of: NaiveDate,
) -> Option<NaiveDate> {
    let rows = couple
        .flat_map(|one| &one.movements)
        .filter(|row| row.is_spent_on(&WEDDING) && !row.is_foreign && in_days(row.date(), as_of, days));
    let mut spent: Vec<(NaiveDate, i128)> = rows.filter_map(|row| Some((row.date(), -row.signed?))).collect();
    spent.sort_unstable();
    let mut sum = 0;
    spent.into_iter().find_map(|(date, cents)| {
        sum += cents;
        (sum >= i128::from(rules.stage.wedding_min.0)).then_some(date)
    })
}
