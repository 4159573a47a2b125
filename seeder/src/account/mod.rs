//! Which accounts somebody holds.

pub(crate) mod credit;
pub(crate) mod ledger;
pub(crate) mod merchant;
pub(crate) mod note;
pub(crate) mod opening;
pub(crate) mod settlement;

use chrono::NaiveDate;

use crate::calendar::{days_between, shifted};
use crate::person::livelihood::Livelihood;
use crate::person::{Person, Standing};
use crate::plan::Plan;
use crate::stream::{Aspect, Draw};
use crate::vocabulary::AccountType;
use ledger::Ledger;

/// An account of a member of the household.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// Index of the owner among the household's members.
    pub(crate) member: usize,
    pub(crate) kind: AccountType,
    /// The day of the opening row; everything else comes later.
    pub(crate) opened: NaiveDate,
    /// Last day of ordinary rows.
    pub(crate) last: NaiveDate,
    /// The day on which everything was taken out, after `last`.
    pub(crate) closed: Option<NaiveDate>,
    pub(crate) status: &'static str,
    /// Credit limit of a card, in cents.
    pub(crate) limit: i64,
    /// What is paid back of a loan each month, in cents.
    pub(crate) instalment: i64,
}

/// Opens the accounts that such a person holds.
pub(crate) fn open(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let mut draw = plan.key().draw(Aspect::PersonAccounts, person.stream);
    let status = match person.standing {
        Standing::Prospect => return,
        Standing::Active => "active",
        Standing::Pending => "pending",
        Standing::Quiet if days_between(person.last, plan.as_of()) > 365 => "dormant",
        Standing::Quiet => "inactive",
        Standing::Frozen => "frozen",
        Standing::Left => "closed",
        Standing::Deceased => "deceased",
    };
    let leaving = person.standing == Standing::Left;
    let (last, closed) = if leaving { (shifted(person.last, -1), Some(person.last)) } else { (person.last, None) };
    for (rank, kind) in holdings(person, &mut draw).into_iter().enumerate() {
        // The first account comes with the customer, further ones by and by.
        let known = days_between(person.joined, last.min(person.told_last)).max(0);
        let delay =
            if rank == 0 || draw.chance(700) { draw.between(0, known.min(20)) } else { draw.between(0, known / 2) };
        let delay = if rank == 0 { 0 } else { delay };
        let limit = if kind == AccountType::CreditCard { card_limit(person, &mut draw) } else { 0 };
        ledger.accounts.push(Account {
            member,
            kind,
            opened: shifted(person.joined, delay),
            last,
            closed,
            status,
            limit,
            instalment: 0,
        });
    }
}

fn card_limit(person: &Person, draw: &mut Draw) -> i64 {
    (person.livelihood.means() * draw.between(300, 2_500) / 1_000 / 50_000 + 1) * 50_000
}

fn holdings(person: &Person, draw: &mut Draw) -> Vec<AccountType> {
    use AccountType as Kind;
    let mut kinds = Vec::new();
    if person.is_minor() {
        kinds.extend(draw.chance(450).then_some(Kind::Youth));
        return kinds;
    }
    let has_checking = draw.chance(960);
    kinds.extend(has_checking.then_some(Kind::Checking));
    let savings = if has_checking { 550 } else { 1_000 };
    kinds.extend(draw.chance(savings).then_some(Kind::Savings));
    if matches!(person.told_standing, Standing::Left | Standing::Deceased | Standing::Pending) || !has_checking {
        return kinds;
    }
    let earns = matches!(person.livelihood, Livelihood::Job(_) | Livelihood::Gig { .. });
    let retired = matches!(person.livelihood, Livelihood::Retired(_));
    let odds = [
        (Kind::CreditCard, if earns || retired { 520 } else { 180 }),
        (Kind::Mortgage, if earns && (28..62).contains(&person.age) { 280 } else { 0 }),
        (Kind::AutoLoan, if earns { 130 } else { 20 }),
        (Kind::PersonalLoan, if earns { 70 } else { 20 }),
        (Kind::TermDeposit, if retired { 170 } else { 50 }),
        (Kind::Investment, if earns || retired { 110 } else { 30 }),
        (Kind::Retirement, if earns && person.age >= 25 { 160 } else { 0 }),
        (Kind::Business, if matches!(person.livelihood, Livelihood::Gig { .. }) { 250 } else { 8 }),
        (Kind::StudentLoan, student_loan(person)),
    ];
    kinds.extend(odds.into_iter().filter_map(|(kind, odds)| draw.chance(odds).then_some(kind)));
    kinds
}

/// Students borrow or do not; some still pay back at thirty.
const fn student_loan(person: &Person) -> u32 {
    match person.livelihood {
        Livelihood::Student { borrows: true, .. } => 1_000,
        Livelihood::Job(_) if person.age < 35 => 80,
        _ => 0,
    }
}
