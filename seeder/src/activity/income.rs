//! Money that comes in: salaries, pensions, benefits, dividends.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::account::ledger::Ledger;
use crate::account::note::Note;
use crate::calendar::{Month, business_day_until, moment, months_before, shifted};
use crate::person::Person;
use crate::person::livelihood::{Job, Livelihood, Payday, Pension};
use crate::plan::Plan;
use crate::stream::{Aspect, Draw};
use crate::vocabulary::{AccountType, Channel, TransactionType};

const PLATFORMS: [&str; 4] = ["Errandly", "Ridewise", "Handfolk", "Tutorlane"];
const FUNDS: [&str; 3] = ["Osprey Index Fund", "Meridian Income Fund", "Larch Street Trust"];
const COMPANY_PENSIONS: [&str; 3] = ["Stonebridge Pension Fund", "Teachers Annuity Union", "Copperline Pension Plan"];

/// Books the income of a person on the account it is paid into. Where that is somebody else's account, the rows say
/// whom the money is for.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, account: Option<usize>, ledger: &mut Ledger) {
    let Some(account) = account else { return };
    let draw = plan.key().draw(Aspect::PersonIncome, person.id);
    let owner = (ledger.accounts[account].owner != person.id).then_some(person.id);
    let mut inflow = Inflow { plan, person, account, owner, ledger, draw };
    match person.livelihood {
        Livelihood::Job(job) => inflow.salary(job),
        Livelihood::LaidOff { job, benefit } => {
            inflow.salary(job);
            if let (Some(monthly), Some(until)) = (benefit, job.until) {
                inflow.benefit(monthly, until);
            }
        }
        Livelihood::Benefit { monthly } => inflow.benefit(monthly, person.joined),
        Livelihood::Gig { monthly } => inflow.gigs(monthly),
        Livelihood::Retired(pension) => inflow.pension(pension),
        Livelihood::Dependent | Livelihood::Student { .. } | Livelihood::NoIncome => {}
    }
    if inflow.ledger.held(member, AccountType::Investment).is_some() {
        inflow.dividends();
    }
}

struct Inflow<'a> {
    plan: &'a Plan,
    person: &'a Person,
    account: usize,
    /// The person, when the account is another's.
    owner: Option<i64>,
    ledger: &'a mut Ledger,
    draw: Draw,
}

impl Inflow<'_> {
    fn add(&mut self, kind: TransactionType, cents: i64, day: NaiveDate, note: Note) {
        let at = moment(day, 5..8, &mut self.draw);
        self.ledger.book(self.account, kind, cents, at, note.on_behalf_of(self.owner));
    }

    /// A credit on the same day of every month since `from`, or on the business day before.
    fn monthly(&mut self, from: NaiveDate, (day, cents): (u32, i64), kind: TransactionType, note: Note) {
        for month in Month::span(from.max(self.person.joined), self.person.last) {
            let payday = business_day_until(month.day(day));
            if payday > from {
                self.add(kind, cents, payday, note);
            }
        }
    }

    fn salary(&mut self, job: Job) {
        let Some(from) = job.paid_here_from.map(|from| from.max(self.person.joined)) else { return };
        let last = job.until.map_or(self.person.last, |until| until.min(self.person.last));
        let note = Note::new("Payroll").category("salary").by(Channel::Ach).with(job.employer);
        for payday in paydays(job.payday, from, last) {
            if payday > from && payday <= last {
                let cents = pay_on(&job, payday, self.plan.as_of());
                self.add(TransactionType::Salary, cents, payday, note);
            }
        }
    }

    fn pension(&mut self, pension: Pension) {
        let from = self.person.joined;
        if pension.state > 0 {
            let note = Note::new("Pension").category("pension").by(Channel::Ach).with("Public Pension Office");
            self.monthly(from, (3, pension.state), TransactionType::Pension, note);
        }
        if let Some(cents) = pension.company {
            // The older half of the history would add rows and tell nothing new.
            let from = from.max(months_before(self.plan.as_of(), 9));
            let payer = self.draw.pick(&COMPANY_PENSIONS);
            let note = Note::new("Company pension").category("pension").by(Channel::Ach).with(payer);
            self.monthly(from, (28, cents), TransactionType::Pension, note);
        }
        if let Some(cents) = pension.side_job {
            let note = Note::new("Payroll").category("salary").by(Channel::Ach).with("Pennywick Bakery");
            self.monthly(from, (25, cents), TransactionType::Salary, note);
        }
    }

    fn benefit(&mut self, cents: i64, from: NaiveDate) {
        let note = Note::new("Benefit").category("benefit_other").by(Channel::Ach).with("Public Benefits Office");
        self.monthly(from, (10, cents), TransactionType::Benefit, note);
    }

    /// Platform work: steady for some, up and down for others.
    fn gigs(&mut self, monthly: i64) {
        let platform = self.draw.pick(&PLATFORMS);
        let swing = self.draw.pick(&[120, 650]);
        let note = Note::new("Payout").by(Channel::Ach).with(platform);
        for month in Month::span(self.person.joined, self.person.last) {
            let cents = monthly * self.draw.between(1_000 - swing, 1_000 + swing) / 1_000;
            let day = u32::try_from(self.draw.between(4, 26)).unwrap_or(4);
            self.add(TransactionType::TransferIn, cents, business_day_until(month.day(day)), note);
        }
        if self.draw.chance(300) {
            for month in Month::span(self.person.joined, self.person.last).filter(|month| month.number() == 4) {
                let note = Note::new("Income tax").category("tax").by(Channel::Online).with("Revenue Office");
                self.add(TransactionType::Tax, monthly * 7 / 10, business_day_until(month.day(15)), note);
            }
        }
    }

    fn dividends(&mut self) {
        let cents = self.draw.between(1_500, 42_000);
        let fund = self.draw.pick(&FUNDS);
        let note = Note::new("Dividend").category("investment").by(Channel::Ach).with(fund);
        let from = months_before(self.plan.as_of(), 8);
        for month in Month::span(from, self.person.last).filter(|month| month.number() % 3 == 0) {
            self.add(TransactionType::Dividend, cents, business_day_until(month.day(15)), note);
        }
    }
}

/// The days on which pay arrives, from the month of `from` to that of `last`.
fn paydays(payday: Payday, from: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    match payday {
        Payday::LastBusinessDay => Month::span(from, last).map(|month| business_day_until(month.last_day())).collect(),
        Payday::TwentyFifth => Month::span(from, last).map(|month| business_day_until(month.day(25))).collect(),
        Payday::AlternateFridays { odd } => from
            .iter_days()
            .take_while(|day| *day <= last)
            .filter(|day| day.weekday() == Weekday::Fri)
            .filter(|day| (day.num_days_from_ce() / 7 % 2 == 1) == odd)
            .map(business_day_until)
            .collect(),
    }
}

/// The pay on that day: raised by three per cent every April, lower before a promotion, double in December for some.
fn pay_on(job: &Job, day: NaiveDate, as_of: NaiveDate) -> i64 {
    let aprils = |date: NaiveDate| (Month::of(date).ordinal() - 3).div_euclid(12);
    let raises = (aprils(as_of) - aprils(day)).max(0);
    let mut monthly = (0..raises).fold(job.monthly, |pay, _| pay * 97 / 100);
    if let Some((_, before)) = job.promoted.filter(|(since, _)| day < *since) {
        monthly = monthly * before / 1_000;
    }
    match job.payday {
        Payday::AlternateFridays { .. } => monthly * 12 / 26,
        _ if job.thirteenth && day.month() == 12 => monthly * 2,
        _ => monthly,
    }
}

/// The benefit that parents draw for children, in the latest months.
pub(crate) fn child_benefit(plan: &Plan, person: &Person, account: usize, cents: i64, ledger: &mut Ledger) {
    let mut draw = plan.key().draw(Aspect::PersonChildBenefit, person.id);
    let note = Note::new("Child benefit").category("benefit_child").by(Channel::Ach).with("Family Benefits Office");
    let from = months_before(plan.as_of(), 6).max(person.joined);
    for month in Month::span(shifted(from, 1), person.last) {
        let at = moment(business_day_until(month.day(12)), 5..8, &mut draw);
        ledger.book(account, TransactionType::Benefit, cents, at, note);
    }
}
