//! What has to be paid: rent, instalments, tuition, what children and weddings cost.

use chrono::NaiveDate;

use crate::account::ledger::{Bill, Ledger, Transfer};
use crate::account::note::Note;
use crate::activity::income;
use crate::calendar::{Month, age_on, moment, months_before, shifted};
use crate::household::shape::Shape;
use crate::person::Person;
use crate::person::habit::Leaning;
use crate::person::livelihood::Livelihood;
use crate::plan::Plan;
use crate::stream::{Aspect, Draw};
use crate::vocabulary::{AccountType, Channel, TransactionType};

const LANDLORDS: [&str; 5] =
    ["Rowan Lettings", "Millrace Homes", "Quarry Hill Estates", "Linden Court Rentals", "Northgate Housing"];
const COLLEGES: [&str; 4] =
    ["Eastmarrow College", "University of Hollowmere", "Dunmere Technical College", "Kestrelby Arts"];
const NURSERIES: [&str; 3] = ["Little Alder Nursery", "Clover Childcare", "Ducklings Daycare"];
const SCHOOLS: [&str; 3] = ["St Hazel School", "Inglefield Academy", "Larkspur Day School"];
const BABY_SHOPS: [&str; 3] = ["Cradle & Co", "Tiny Heron", "First Steps"];
const VENUES: [&str; 3] = ["Hawthorn Hall", "Bridal House Oxenbridge", "Orchard Garden Weddings"];
const JEWELLERS: [&str; 3] = ["Sablecroft Jewellers", "Gold & Fern", "Ember Rings"];

/// Books rent, loan instalments and tuition.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member) else { return };
    let mut draw = plan.key().draw(Aspect::PersonObligations, person.id);
    let debts = [
        (AccountType::Mortgage, TransactionType::MortgagePayment, "Mortgage payment", 280, 6),
        (AccountType::StudentLoan, TransactionType::LoanPayment, "Student loan payment", 60, 4),
        (AccountType::AutoLoan, TransactionType::LoanPayment, "Car loan payment", 90, 4),
        (AccountType::PersonalLoan, TransactionType::LoanPayment, "Loan payment", 70, 4),
    ];
    let mut owns_home = false;
    for (kind, payment, text, share, months) in debts {
        let Some(loan) = ledger.held(member, kind) else { continue };
        owns_home |= kind == AccountType::Mortgage;
        if kind == AccountType::StudentLoan && matches!(person.livelihood, Livelihood::Student { .. }) {
            continue;
        }
        let category = if kind == AccountType::Mortgage { "mortgage" } else { "other" };
        let cents = person.livelihood.means().min(1_200_000) * (share + draw.between(-15, 15)) / 1_000;
        let out = Note::new(text).category(category).by(Channel::Ach);
        for day in recent_days(plan, person, months, 4) {
            let transfer = Transfer {
                from: (main, payment, out),
                to: (loan, TransactionType::RepaymentReceived, Note::new("Instalment").by(Channel::System)),
            };
            ledger.transfer(cents, moment(day, 3..6, &mut draw), transfer);
        }
    }
    if !person.is_minor() && person.age < 68 && !owns_home && draw.chance(270) {
        rent(plan, person, main, &mut draw, ledger);
    }
    if matches!(person.livelihood, Livelihood::Student { .. }) {
        let note = Note::new("Tuition").category("tuition").by(Channel::Ach).with(draw.pick(&COLLEGES));
        let cents = draw.between(90_000, 480_000);
        for month in Month::span(person.joined, person.last).filter(|month| matches!(month.number(), 1 | 8)) {
            let at = moment(month.day(20), 3..6, &mut draw);
            ledger.book(main, TransactionType::DirectDebit, cents, at, note);
        }
    }
}

/// The same day of the latest months, oldest first.
fn recent_days(plan: &Plan, person: &Person, months: u32, day: u32) -> Vec<NaiveDate> {
    let from = shifted(months_before(plan.as_of(), months), 1);
    Month::span(from.max(person.joined), person.last)
        .map(|month| month.day(day))
        .filter(|day| *day >= from && *day <= person.last)
        .collect()
}

fn rent(plan: &Plan, person: &Person, main: usize, draw: &mut Draw, ledger: &mut Ledger) {
    let bill = Bill { recipient: draw.pick(&LANDLORDS), category: "rent" };
    let cents =
        (person.livelihood.means().clamp(160_000, 1_100_000) * draw.between(250, 340) / 1_000 + 500) / 1_000 * 1_000;
    let method = match person.habit.leaning {
        _ if draw.chance(600) => "standing_order",
        Leaning::Screen => draw.pick(&["mobile_app", "online_banking"]),
        Leaning::Mixed => draw.pick(&["online_banking", "bank_transfer", "cheque"]),
        Leaning::Branch => draw.pick(&["branch", "cheque"]),
        Leaning::Phone => draw.pick(&["phone", "cheque"]),
    };
    for day in recent_days(plan, person, 6, 1) {
        ledger.pay(main, method, cents, moment(day, 6..10, draw), bill);
    }
}

/// Books what a family's children cost who are not customers themselves, and what a parent gets for them.
pub(crate) fn children(plan: &Plan, member: usize, person: &Person, shape: &Shape, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member) else { return };
    let mut draw = plan.key().draw(Aspect::PersonChildren, person.id);
    for birth in &shape.other_children {
        let age = age_on(*birth, plan.as_of());
        let nursery = draw.pick(&NURSERIES);
        let school = draw.pick(&SCHOOLS);
        let care = draw.between(22_000, 95_000);
        let fees = draw.between(35_000, 260_000);
        if age < 2 {
            let note = Note::new("Baby goods").category("baby").by(Channel::CardPos).with(draw.pick(&BABY_SHOPS));
            for day in recent_days(plan, person, 6, 16).into_iter().filter(|day| day > birth) {
                let at = moment(shifted(day, -draw.between(0, 9)), 9..20, &mut draw);
                ledger.book(main, TransactionType::Purchase, draw.between(1_800, 16_000), at, note);
            }
        } else if age < 6 && draw.chance(700) {
            let note = Note::new("Childcare").category("childcare").by(Channel::Ach).with(nursery);
            for day in recent_days(plan, person, 5, 5) {
                ledger.book(main, TransactionType::DirectDebit, care, moment(day, 3..6, &mut draw), note);
            }
        } else if age >= 6 && draw.chance(600) {
            let note = Note::new("School fees").category("school_fees").by(Channel::Ach).with(school);
            let terms = recent_days(plan, person, 12, 7).into_iter();
            for day in terms.filter(|day| matches!(Month::of(*day).number(), 1 | 4 | 9)) {
                ledger.book(main, TransactionType::DirectDebit, fees, moment(day, 3..6, &mut draw), note);
            }
        }
    }
    let minors =
        shape.other_children.len() + shape.members.iter().filter(|it| age_on(it.birth, plan.as_of()) < 18).count();
    if minors > 0 && draw.chance(220) {
        let cents = i64::try_from(minors).unwrap_or(1) * draw.between(9_000, 21_000);
        income::child_benefit(plan, person, main, cents, ledger);
    }
}

/// Books what a wedding cost one of the couple: the feast and the rings, some months before.
pub(crate) fn wedding(plan: &Plan, member: usize, person: &Person, wedding: NaiveDate, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member) else { return };
    let mut draw = plan.key().draw(Aspect::PersonWedding, person.id);
    let before =
        |draw: &mut Draw| shifted(wedding, -draw.between(40, 170)).max(shifted(person.joined, 3)).min(person.last);
    if draw.chance(800) {
        let day = before(&mut draw);
        let note = Note::new("Wedding reception").category("wedding").by(Channel::Ach).with(draw.pick(&VENUES));
        let at = moment(day, 9..18, &mut draw);
        ledger.book(main, TransactionType::DirectDebit, draw.between(90_000, 900_000), at, note);
    }
    if draw.chance(600) {
        let day = before(&mut draw);
        let note = Note::new("Rings").category("jewelry").by(Channel::CardPos).with(draw.pick(&JEWELLERS));
        let at = moment(day, 10..18, &mut draw);
        ledger.book(main, TransactionType::Purchase, draw.between(40_000, 320_000), at, note);
    }
}
