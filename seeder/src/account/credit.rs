//! The bank's credit file of a customer.

use crate::account::settlement::Owned;
use crate::calendar::{Month, age_on};
use crate::person::livelihood::Livelihood;
use crate::person::{Person, Standing};
use crate::plan::Plan;
use crate::row::CreditHistoryRow;
use crate::stream::{Aspect, Draw};
use crate::vocabulary::AccountType;

/// Most months that a payment history tells of.
const LETTERS: i64 = 24;

/// Whether somebody has a file, as most adults do, and the draws that decide the rest.
fn file(plan: &Plan, person: &Person) -> (bool, Draw) {
    let mut draw = plan.key().draw(Aspect::PersonCredit, person.stream);
    let may_have = !person.is_minor() && person.told_standing != Standing::Prospect;
    (draw.chance(890) && may_have, draw)
}

/// True for most adults: the others have no file.
pub(crate) fn is_kept(plan: &Plan, person: &Person) -> bool {
    file(plan, person).0
}

/// The credit file of somebody who has one. `accounts` are the customer's, with what is owed on them.
pub(crate) fn row<'a>(
    plan: &Plan,
    person: &Person,
    (credit_id, customer_id): (i64, i64),
    accounts: impl Iterator<Item = &'a Owned>,
) -> CreditHistoryRow {
    let (_, mut draw) = file(plan, person);
    let cards = accounts.filter(|account| account.kind == AccountType::CreditCard);
    let (owed, limit) = cards.fold((0, 0), |(owed, limit), card| (owed - card.balance.min(0), limit + card.limit));
    // Without a card here, what a credit bureau would report about cards elsewhere.
    let (utilization, limit) = if limit > 0 {
        ((owed * 10_000 * 2 + limit) / (limit * 2), limit)
    } else {
        (draw.between(0, 9_500).min(draw.between(0, 9_500)), draw.between(2, 60) * 25_000)
    };
    // Nobody, now and then, or in earnest: how late somebody pays.
    let lateness = draw.weighted(&[(80, 0), (14, 1), (6, 2)]);
    let months = draw.between(12, LETTERS);
    let further = i64::from(Month::of(plan.as_of()).ordinal() - Month::of(plan.anchor()).ordinal());
    // Drawn month by month, told from the newest on: later months come in front.
    let mut month_by_month = draw.fork();
    let mut letters: Vec<char> = (0..months + further)
        .map(|_| match lateness {
            0 => month_by_month.weighted(&[(97, 'C'), (3, 'X')]),
            1 => month_by_month.weighted(&[(85, 'C'), (11, '1'), (2, '2'), (2, 'X')]),
            _ => month_by_month.weighted(&[(55, 'C'), (18, '1'), (12, '2'), (9, '3'), (4, 'D'), (2, 'X')]),
        })
        .collect();
    letters.reverse();
    letters.truncate(usize::try_from(LETTERS).unwrap_or(usize::MAX));
    let (age, livelihood) = (age_on(person.birth, plan.as_of()), person.livelihood_on(plan.as_of()));
    let earns = !matches!(livelihood, Livelihood::NoIncome | Livelihood::Benefit { .. } | Livelihood::LaidOff { .. });
    let score =
        640 + (age - 18).min(45) * 2 + if earns { 30 } else { -25 } - [0, 75, 190][lateness] - utilization / 100
            + draw.between(-55, 75);
    CreditHistoryRow {
        credit_id,
        customer_id,
        credit_score: i32::try_from(score.clamp(300, 850)).unwrap_or(300),
        credit_limit: limit,
        payment_history: letters.into_iter().collect(),
        credit_utilization: i32::try_from(utilization).unwrap_or(i32::MAX),
    }
}
