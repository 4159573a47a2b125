//! Repaying a credit card.

use crate::account::ledger::{Amount, Ledger, Transfer};
use crate::account::note::Note;
use crate::calendar::{Month, moment, shifted};
use crate::person::Person;
use crate::plan::Plan;
use crate::stream::Aspect;
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// Books a large purchase for some, and a repayment in each month after one with a purchase. Never more than is owed is
/// repaid.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let (Some(main), Some(card)) = (ledger.main(member), ledger.held(member, AccountType::CreditCard)) else { return };
    let mut draw = plan.key().draw(Aspect::PersonCard, person.stream);
    if draw.chance(220) {
        let day = shifted(person.told_last, -draw.between(20, 150));
        let cents = ledger.accounts[card].limit * draw.between(250, 960) / 1_000;
        let note = Note::new("Purchase").category("retail").by(Channel::CardPos).with("Northgate Stores");
        let at = moment(day, 10..19, &mut draw);
        ledger.book(card, TransactionType::Purchase, Amount::Wanted(cents), at, note);
    }
    let revolves = draw.chance(350);
    let mut bought: Vec<_> = ledger
        .entries
        .iter()
        .filter(|entry| entry.account == card && entry.kind == TransactionType::Purchase)
        .map(|entry| entry.at.date())
        .collect();
    bought.sort_unstable();
    let mut bought = bought.into_iter().peekable();
    for month in Month::span(person.joined, person.last) {
        let day = month.day(22);
        let mut owes = false;
        while bought.next_if(|date| *date < day).is_some() {
            owes = true;
        }
        if !(owes || revolves) {
            continue;
        }
        let transfer = Transfer {
            from: (main, TransactionType::TransferOut, Note::new("Card repayment").by(Channel::Ach)),
            to: (card, TransactionType::RepaymentReceived, Note::new("Repayment").by(Channel::System)),
        };
        let per_mille = if revolves { draw.between(80, 300) } else { 1_000 };
        let at = moment(day, 3..6, &mut draw);
        ledger.transfer(Amount::Owed { account: card, per_mille }, at, transfer);
    }
}
