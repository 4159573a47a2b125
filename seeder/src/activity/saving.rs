//! Money put aside, and what it bears.

use crate::account::ledger::{Amount, Ledger, Transfer};
use crate::account::note::Note;
use crate::calendar::{Month, moment, shifted};
use crate::person::Person;
use crate::person::habit::Leaning;
use crate::plan::Plan;
use crate::stream::Aspect;
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// Books transfers to savings and retirement accounts, interest, fees and corrections.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member).filter(|_| !person.is_minor()) else { return };
    let mut draw = plan.key().draw(Aspect::PersonSaving, person.stream);
    let channel = match person.habit.leaning {
        Leaning::Screen => draw.pick(&[Channel::Mobile, Channel::System, Channel::System, Channel::System]),
        _ => Channel::System,
    };
    for (kind, text, category, odds) in [
        (AccountType::Savings, "To savings", "savings", 450),
        (AccountType::Retirement, "Retirement contribution", "retirement_contrib", 700),
        (AccountType::Investment, "Into funds", "investment", 400),
    ] {
        let Some(goal) = ledger.held(member, kind).filter(|goal| *goal != main && draw.chance(odds)) else { continue };
        let means = person.livelihood.means();
        let cents = means * draw.between(20, 90) / 1_000 / 1_000 * 1_000 + 1_000;
        let mut draw = draw.fork();
        for month in Month::span(person.joined, person.last) {
            let transfer = Transfer {
                from: (main, TransactionType::TransferOut, Note::new(text).category(category).by(channel)),
                to: (goal, TransactionType::TransferIn, Note::new(text).category(category).by(Channel::System)),
            };
            ledger.transfer(Amount::Wanted(cents), moment(month.day(27), 8..20, &mut draw), transfer);
        }
    }
    for (kind, rate) in [(AccountType::Savings, 350), (AccountType::TermDeposit, 900), (AccountType::Youth, 200)] {
        let Some(account) = ledger.held(member, kind) else { continue };
        let mut draw = draw.fork();
        for month in Month::span(person.joined, person.last).filter(|month| month.number() % 3 == 0) {
            let note = Note::new("Interest").by(Channel::System);
            let at = moment(month.last_day(), 22..24, &mut draw);
            ledger.book(account, TransactionType::Interest, Amount::Share(rate), at, note);
        }
    }
    if let Some(business) = ledger.held(member, AccountType::Business) {
        let mut draw = draw.fork();
        for month in Month::span(person.joined, person.last) {
            let day = month.day(u32::try_from(draw.between(5, 25)).unwrap_or(5));
            let note = Note::new("Invoice settled").by(Channel::Ach).with("Greenlock Foods");
            let at = moment(day, 8..12, &mut draw);
            let cents = draw.between(20_000, 900_000);
            ledger.book(business, TransactionType::Deposit, Amount::Exact(cents), at, note);
        }
    }
    if draw.chance(120) {
        let mut draw = draw.fork();
        for month in Month::span(person.joined, person.last) {
            let at = moment(month.day(2), 4..6, &mut draw);
            let note = Note::new("Account fee").category("fee").by(Channel::System);
            ledger.book(main, TransactionType::Fee, Amount::Due(500), at, note);
        }
    }
    if draw.chance(6) {
        let at = moment(shifted(person.told_last, -draw.between(3, 300)), 10..16, &mut draw);
        let cents = draw.between(1, 1_400);
        let note = Note::new("Rounding put right").by(Channel::System);
        ledger.book(main, TransactionType::Adjustment, Amount::Exact(cents), at, note);
    }
}

/// Who has no pay on an account of their own gets household money from the partner who has, every month.
pub(crate) fn household_money(plan: &Plan, (from, to): (usize, usize), people: &[Person], ledger: &mut Ledger) {
    let (Some(giver), Some(taker)) = (ledger.main(from), ledger.main(to)) else { return };
    let mut draw = plan.key().draw(Aspect::HouseholdMoney, people[to].stream);
    // A partner whose pay goes to the same account gets most of it, one without pay a part of the other's.
    let (own, part) =
        (people[to].livelihood.means() * 6 / 10, people[from].livelihood.means() * draw.between(200, 350) / 1_000);
    let cents = own.max(part);
    for month in Month::span(people[to].joined, people[to].last.min(people[from].last)) {
        let note = Note::new("Household money").by(Channel::System);
        let transfer = Transfer {
            from: (giver, TransactionType::TransferOut, note),
            to: (taker, TransactionType::TransferIn, note),
        };
        ledger.transfer(Amount::Wanted(cents), moment(month.day(28), 6..9, &mut draw), transfer);
    }
}

/// Parents put something on their children's accounts every month.
pub(crate) fn pocket_money(plan: &Plan, people: &[Person], ledger: &mut Ledger) {
    let Some(main) = ledger.main(0) else { return };
    for (member, child) in people.iter().enumerate().filter(|(_, person)| person.is_minor()) {
        let mut draw = plan.key().draw(Aspect::PersonSaving, child.stream);
        let Some(youth) = ledger.held(member, AccountType::Youth).filter(|_| draw.chance(600)) else { continue };
        let cents = draw.between(10, 60) * 100;
        for month in Month::span(child.joined, child.last) {
            let note = Note::new("Pocket money").category("p2p").by(Channel::System);
            let transfer = Transfer {
                from: (main, TransactionType::TransferOut, note),
                to: (youth, TransactionType::TransferIn, note),
            };
            ledger.transfer(Amount::Wanted(cents), moment(month.day(6), 8..20, &mut draw), transfer);
        }
    }
}
