//! Money put aside, and what it bears.

use crate::account::ledger::{Ledger, Transfer};
use crate::account::note::Note;
use crate::calendar::{Month, moment, months_before, shifted};
use crate::person::Person;
use crate::person::habit::Leaning;
use crate::plan::Plan;
use crate::stream::Aspect;
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// Books transfers to savings and retirement accounts, and interest.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member) else { return };
    let mut draw = plan.key().draw(Aspect::PersonSaving, person.id);
    let channel = match person.habit.leaning {
        Leaning::Screen => draw.pick(&[Channel::Mobile, Channel::Mobile, Channel::Online, Channel::System]),
        Leaning::Branch => draw.pick(&[Channel::Branch, Channel::System]),
        Leaning::Mixed | Leaning::Phone => Channel::System,
    };
    for (kind, text, category, odds, months) in [
        (AccountType::Savings, "To savings", "savings", 300, 3),
        (AccountType::Retirement, "Retirement contribution", "retirement_contrib", 600, 2),
    ] {
        let Some(goal) = ledger.held(member, kind).filter(|goal| *goal != main && draw.chance(odds)) else { continue };
        let cents = person.livelihood.means() * draw.between(40, 140) / 1_000 / 1_000 * 1_000 + 2_000;
        let from = shifted(months_before(plan.as_of(), months), 1);
        for month in Month::span(from, person.last) {
            let transfer = Transfer {
                from: (main, TransactionType::TransferOut, Note::new(text).category(category).by(channel)),
                to: (goal, TransactionType::TransferIn, Note::new(text).category(category).by(Channel::System)),
            };
            ledger.transfer(cents, moment(month.day(27), 8..20, &mut draw), transfer);
        }
    }
    for kind in [AccountType::Savings, AccountType::TermDeposit] {
        let Some(account) = ledger.held(member, kind).filter(|_| draw.chance(450)) else { continue };
        let from = months_before(plan.as_of(), 8);
        for month in Month::span(from, person.last).filter(|month| month.number() % 6 == 0) {
            let note = Note::new("Interest").by(Channel::System);
            let at = moment(month.last_day(), 22..24, &mut draw);
            ledger.book(account, TransactionType::Interest, draw.between(80, 14_000), at, note);
        }
    }
    if let Some(business) = ledger.held(member, AccountType::Business) {
        let day = shifted(person.last, -draw.between(5, 80));
        let note = Note::new("Invoice settled").by(Channel::Ach).with("Greenlock Foods");
        let at = moment(day, 8..12, &mut draw);
        ledger.book(business, TransactionType::Deposit, draw.between(20_000, 900_000), at, note);
    }
    if draw.chance(40) {
        let at = moment(shifted(person.last, -draw.between(3, 300)), 4..6, &mut draw);
        ledger.book(main, TransactionType::Fee, 500, at, Note::new("Account fee").category("fee").by(Channel::System));
    }
    if draw.chance(6) {
        let at = moment(shifted(person.last, -draw.between(3, 300)), 10..16, &mut draw);
        let cents = draw.between(-900, 1_400);
        ledger.book(main, TransactionType::Adjustment, cents, at, Note::new("Rounding put right").by(Channel::System));
    }
}

/// Parents put something on their children's accounts.
pub(crate) fn pocket_money(plan: &Plan, people: &[Person], ledger: &mut Ledger) {
    let Some(main) = ledger.main(0) else { return };
    for (member, child) in people.iter().enumerate().filter(|(_, person)| person.is_minor()) {
        let mut draw = plan.key().draw(Aspect::PersonSaving, child.id);
        let Some(youth) = ledger.held(member, AccountType::Youth).filter(|_| draw.chance(500)) else { continue };
        for back in 0..2 {
            let day = shifted(plan.as_of(), -draw.between(2, 28) - 31 * back);
            let transfer = Transfer {
                from: (
                    main,
                    TransactionType::TransferOut,
                    Note::new("Pocket money").category("p2p").by(Channel::System),
                ),
                to: (youth, TransactionType::TransferIn, Note::new("Pocket money").category("p2p").by(Channel::System)),
            };
            ledger.transfer(draw.between(10, 60) * 100, moment(day, 8..20, &mut draw), transfer);
        }
    }
}
