//! Repaying a credit card.

use crate::account::ledger::{Ledger, Transfer};
use crate::account::note::Note;
use crate::calendar::{Month, moment, shifted};
use crate::person::Person;
use crate::plan::Plan;
use crate::stream::Aspect;
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// Books a large purchase for some and the repayments of the latest months. Never more than is owed is repaid, and never
/// more than the limit is spent: the limit grows where the purchases want it.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let (Some(main), Some(card)) = (ledger.main(member), ledger.held(member, AccountType::CreditCard)) else { return };
    let mut draw = plan.key().draw(Aspect::PersonCard, person.id);
    if draw.chance(220) {
        let day = shifted(person.last, -draw.between(20, 150));
        let cents = ledger.accounts[card].limit * draw.between(250, 960) / 1_000;
        let note = Note::new("Purchase").category("retail").by(Channel::CardPos).with("Northgate Stores");
        ledger.book(card, TransactionType::Purchase, cents, moment(day, 10..19, &mut draw), note);
    }
    let revolves = draw.chance(350);
    let mut moves: Vec<_> = ledger.entries_of(card).map(|entry| (entry.at.date(), -entry.effect())).collect();
    moves.sort_unstable();
    let mut repaid = 0;
    let mut highest = 0;
    for month in Month::span(shifted(plan.as_of(), -185), person.last) {
        let day = month.day(22);
        let owed = moves.iter().filter(|(date, _)| *date < day).map(|(_, cents)| cents).sum::<i64>() - repaid;
        highest = highest.max(owed);
        let cents = if revolves { owed * draw.between(50, 250) / 1_000 } else { owed };
        if cents < 2_000 || !ledger.takes(card, day) || !ledger.takes(main, day) || day > plan.as_of() {
            continue;
        }
        let transfer = Transfer {
            from: (main, TransactionType::TransferOut, Note::new("Card repayment").by(Channel::Ach)),
            to: (card, TransactionType::RepaymentReceived, Note::new("Repayment").by(Channel::System)),
        };
        ledger.transfer(cents, moment(day, 3..6, &mut draw), transfer);
        repaid += cents;
    }
    let owed = moves.iter().map(|(_, cents)| cents).sum::<i64>() - repaid;
    let account = &mut ledger.accounts[card];
    account.limit = account.limit.max((highest.max(owed) + 49_999) / 50_000 * 50_000);
}
