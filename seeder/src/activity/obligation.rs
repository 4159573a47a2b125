//! What has to be paid: rent, instalments, tuition, what children and weddings cost.

use chrono::NaiveDate;

use crate::account::ledger::{Amount, Bill, Ledger, Transfer};
use crate::account::note::Note;
use crate::activity::income;
use crate::calendar::{Month, age_on, moment, shifted};
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

/// Bills that come every month: odds per mille, who sends them, least and most in cents, day.
#[rustfmt::skip]
const MONTHLY_BILLS: [(u32, Bill, i64, i64, u32); 5] = [
    (520, Bill { recipient: "Ember Energy", category: "utilities" }, 4_000, 17_000, 11),
    (240, Bill { recipient: "Dunmere Water", category: "utilities" }, 2_500, 7_000, 14),
    (480, Bill { recipient: "Larkline Telecom", category: "telecom" }, 2_500, 9_000, 18),
    (300, Bill { recipient: "Wexley Insurance", category: "insurance" }, 5_000, 21_000, 3),
    (80, Bill { recipient: "Brackenford Clinic", category: "health" }, 3_000, 16_000, 21),
];

/// Books rent, the bills of every month, loan instalments and tuition.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member).filter(|_| !person.is_minor()) else { return };
    let mut draw = plan.key().draw(Aspect::PersonObligations, person.stream);
    let debts = [
        (AccountType::Mortgage, TransactionType::MortgagePayment, "Mortgage payment", 260),
        (AccountType::StudentLoan, TransactionType::LoanPayment, "Student loan payment", 60),
        (AccountType::AutoLoan, TransactionType::LoanPayment, "Car loan payment", 80),
        (AccountType::PersonalLoan, TransactionType::LoanPayment, "Loan payment", 60),
    ];
    let mut owns_home = false;
    for (kind, payment, text, share) in debts {
        let Some(loan) = ledger.held(member, kind) else { continue };
        owns_home |= kind == AccountType::Mortgage;
        if kind == AccountType::StudentLoan && matches!(person.livelihood, Livelihood::Student { .. }) {
            continue;
        }
        let category = if kind == AccountType::Mortgage { "mortgage" } else { "other" };
        let cents = person.livelihood.means().min(1_200_000) * (share + draw.between(-15, 15)) / 1_000;
        ledger.accounts[loan].instalment = cents;
        let out = Note::new(text).category(category).by(Channel::Ach);
        let mut draw = draw.fork();
        for day in days(person, 4) {
            let transfer = Transfer {
                from: (main, payment, out),
                to: (loan, TransactionType::RepaymentReceived, Note::new("Instalment").by(Channel::System)),
            };
            ledger.transfer(Amount::Due(cents), moment(day, 3..6, &mut draw), transfer);
        }
    }
    if person.age < 68 && !owns_home && draw.chance(330) {
        rent(plan, person, main, &mut draw.fork(), ledger);
    }
    monthly_bills(person, main, &mut draw.fork(), ledger);
    if matches!(person.livelihood, Livelihood::Student { .. }) {
        let note = Note::new("Tuition").category("tuition").by(Channel::Ach).with(draw.pick(&COLLEGES));
        let cents = draw.between(60_000, 240_000);
        for day in days(person, 20).filter(|day| matches!(Month::of(*day).number(), 1 | 8)) {
            let at = moment(day, 3..6, &mut draw);
            ledger.book(main, TransactionType::DirectDebit, Amount::Due(cents), at, note);
        }
    }
}

/// The same day of every month that somebody is a customer, oldest first.
fn days(person: &Person, day: u32) -> impl Iterator<Item = NaiveDate> + use<> {
    let (joined, last) = (person.joined, person.last);
    Month::span(joined, last).map(move |month| month.day(day)).filter(move |day| *day > joined && *day <= last)
}

fn rent(plan: &Plan, person: &Person, main: usize, draw: &mut Draw, ledger: &mut Ledger) {
    let bill = Bill { recipient: draw.pick(&LANDLORDS), category: "rent" };
    let cents =
        (person.livelihood.means().clamp(60_000, 1_100_000) * draw.between(250, 340) / 1_000 + 500) / 1_000 * 1_000;
    let method = match person.habit.leaning {
        // Without noise it is paid by itself: one habit, taken up every month, would outweigh the others.
        _ if draw.chance(700) || plan.is_plain() => "standing_order",
        Leaning::Screen => draw.pick(&["mobile_app", "online_banking"]),
        Leaning::Mixed => draw.pick(&["online_banking", "bank_transfer", "cheque"]),
        Leaning::Branch => draw.pick(&["branch", "cheque"]),
        Leaning::Phone => draw.pick(&["phone", "cheque"]),
    };
    for day in days(person, 1) {
        ledger.pay(main, method, cents, moment(day, 6..10, draw), bill);
    }
}

/// Bills that are collected by themselves, so nobody chooses how to pay them.
fn monthly_bills(person: &Person, main: usize, draw: &mut Draw, ledger: &mut Ledger) {
    let means = person.livelihood.means();
    for (odds, bill, low, high, on) in MONTHLY_BILLS {
        let usual = draw.between(low, high).min(means * 35 / 1_000);
        let method = draw.pick(&["standing_order", "bank_transfer", "bank_transfer"]);
        if !draw.chance(odds) {
            continue;
        }
        let mut draw = draw.fork();
        for day in days(person, on) {
            // Heating costs more in winter.
            let winter = bill.recipient == "Ember Energy" && matches!(Month::of(day).number(), 11 | 12 | 1 | 2 | 3);
            let usual = usual.min(person.means_on(day) * 35 / 1_000);
            let cents = usual * if winter { 145 } else { 90 } / 100 * draw.between(900, 1_100) / 1_000;
            ledger.pay(main, method, cents.max(100), moment(day, 9..17, &mut draw), bill);
        }
    }
}

/// Books what a family's children cost, and what a parent gets for them.
pub(crate) fn children(plan: &Plan, member: usize, person: &Person, shape: &Shape, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member) else { return };
    let mut children = plan.key().draw(Aspect::PersonChildren, person.stream);
    let mut draw = children.fork();
    let minors: Vec<_> = shape.minors(plan.anchor()).collect();
    let means = person.livelihood.means();
    for birth in minors.iter().chain(&shape.later_births) {
        let mut draw = children.fork();
        let nursery = draw.pick(&NURSERIES);
        let shop = draw.pick(&BABY_SHOPS);
        let school = draw.pick(&SCHOOLS);
        let care = draw.between(22_000, 95_000).min(means / 5);
        let fees = draw.between(35_000, 260_000).min(means / 2);
        let (pays_care, pays_fees) = (!draw.chance(plan.noise(300)), !draw.chance(plan.noise(400)));
        for day in days(person, 5).filter(|day| day > birth) {
            let (age, month) = (age_on(*birth, day), Month::of(day).number());
            let (text, category, channel, party, cents) = match age {
                0..2 => ("Baby goods", "baby", Channel::CardPos, shop, draw.between(1_800, 16_000)),
                2..6 if pays_care => ("Childcare", "childcare", Channel::Ach, nursery, care),
                6..18 if pays_fees && matches!(month, 1 | 4 | 9) => {
                    ("School fees", "school_fees", Channel::Ach, school, fees)
                }
                _ => continue,
            };
            let kind = if age < 2 { TransactionType::Purchase } else { TransactionType::DirectDebit };
            let at = moment(day, if age < 2 { 9..20 } else { 3..6 }, &mut draw);
            let note = Note::new(text).category(category).by(channel).with(party);
            ledger.book(main, kind, Amount::Due(cents), at, note);
        }
    }
    if !minors.is_empty() && draw.chance(220) {
        let cents = i64::try_from(minors.len()).unwrap_or(1) * draw.between(9_000, 21_000);
        income::child_benefit(plan, person, main, cents, ledger);
    }
}

/// Books what a wedding cost one of the couple: the feast and the rings, some months before.
pub(crate) fn wedding(plan: &Plan, member: usize, person: &Person, wedding: NaiveDate, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member) else { return };
    let begun = shifted(person.joined, 3);
    // Who came later had paid from another bank; with noise, some bills come late, but none after a month.
    if begun >= shifted(wedding, i64::from(plan.noise(30))) {
        return;
    }
    let mut draw = plan.key().draw(Aspect::PersonWedding, person.stream);
    let before = |draw: &mut Draw| shifted(wedding, -draw.between(40, 170)).max(begun);
    let means = person.livelihood.means();
    if !draw.chance(plan.noise(200)) {
        let day = before(&mut draw);
        let note = Note::new("Wedding reception").category("wedding").by(Channel::Ach).with(draw.pick(&VENUES));
        let at = moment(day, 9..18, &mut draw);
        let cents = draw.between(120_000, 900_000).min(means * 2).max(110_000);
        ledger.book(main, TransactionType::DirectDebit, Amount::Due(cents), at, note);
    }
    if draw.chance(600) {
        let day = before(&mut draw);
        let note = Note::new("Rings").category("jewelry").by(Channel::CardPos).with(draw.pick(&JEWELLERS));
        let at = moment(day, 10..18, &mut draw);
        let cents = draw.between(40_000, 320_000).min(means);
        ledger.book(main, TransactionType::Purchase, Amount::Due(cents), at, note);
    }
}
