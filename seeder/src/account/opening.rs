//! The first and the last row of an account.

use crate::account::Account;
use crate::account::ledger::{Amount, Entry, Ledger, Link};
use crate::account::note::Note;
use crate::calendar::moment;
use crate::person::Person;
use crate::person::livelihood::Livelihood;
use crate::plan::Plan;
use crate::stream::Aspect;
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// Every loan runs for longer than anybody's history: what is owed at first is at least so many instalments.
const INSTALMENTS: i64 = 130;

/// Books what every account but a card opens with, and what leaves those that are closed. `people` are the members.
pub(crate) fn book(plan: &Plan, people: &[Person], ledger: &mut Ledger) {
    for index in 0..ledger.accounts.len() {
        let account = ledger.accounts[index].clone();
        let person = &people[account.member];
        let mut draw = plan.key().draw(Aspect::AccountOpening, person.stream * 16 + account.kind as i64);
        let at = moment(account.opened, 8..10, &mut draw);
        if account.kind == AccountType::CreditCard {
            continue;
        }
        let (low, high) = span(&account, person);
        // Small sums are common, large ones rare.
        let base = draw.between(low, high).min(draw.between(low, high)).min(draw.between(low, high));
        let note = Note::new("Account opened").category("opening");
        let mut entry = Entry {
            account: index,
            kind: TransactionType::Deposit,
            amount: Amount::Exact(base),
            at,
            note,
            link: Link::None,
        };
        if account.kind.is_loan() {
            entry.kind = TransactionType::LoanDrawdown;
            entry.amount = Amount::Exact(base.max(account.instalment * INSTALMENTS));
        }
        let payer = ledger.push(entry);
        if account.kind == AccountType::PersonalLoan {
            disburse(&account, payer, entry, ledger);
        }
        if let Some(closed) = account.closed {
            let at = moment(closed, 10..17, &mut draw);
            let note = Note::new("Account closed").category("cash").by(Channel::Branch);
            let (kind, amount) = (TransactionType::Withdrawal, Amount::Rest);
            ledger.push(Entry { account: index, kind, amount, at, note, link: Link::None });
        }
    }
}

/// Least and most that an account opens with, in cents.
fn span(account: &Account, person: &Person) -> (i64, i64) {
    let means = person.livelihood.means();
    match account.kind {
        AccountType::CreditCard => (0, 0),
        // Who earns nothing lives on what is there.
        AccountType::Checking if lives_on_savings(&person.livelihood) => (means * 25, means * 90),
        AccountType::Checking => (means, means * 5),
        AccountType::Savings => (50_000, 2_400_000),
        AccountType::Business => (100_000, 2_500_000),
        AccountType::TermDeposit => (300_000, 8_000_000),
        AccountType::Investment | AccountType::Retirement => (200_000, 30_000_000),
        AccountType::Youth => (2_000, 60_000),
        AccountType::StudentLoan => (400_000, 3_500_000),
        AccountType::AutoLoan => (900_000, 3_800_000),
        AccountType::PersonalLoan => (300_000, 1_500_000),
        AccountType::Mortgage => (12_000_000, 52_000_000),
    }
}

const fn lives_on_savings(livelihood: &Livelihood) -> bool {
    matches!(livelihood, Livelihood::NoIncome | Livelihood::Student { allowance: None, .. })
}

/// A personal loan is paid out to the borrower; other loans go to the seller, the college, the car dealer.
fn disburse(loan: &Account, payer: usize, drawdown: Entry, ledger: &mut Ledger) {
    let Some(main) = ledger.main(loan.member).filter(|main| ledger.takes(*main, drawdown.at.date())) else { return };
    let link = Link::Transfer { payer };
    ledger.entries[payer].link = link;
    let note = Note::new("Loan paid out").by(Channel::System);
    ledger.push(Entry { account: main, kind: TransactionType::LoanDisbursement, note, link, ..drawdown });
}
