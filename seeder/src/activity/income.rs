//! Money that comes in: salaries, pensions, benefits, dividends.

use chrono::{Datelike, NaiveDate};

use crate::account::ledger::{Amount, Ledger};
use crate::account::note::Note;
use crate::calendar::{Month, business_day_until, moment};
use crate::person::Person;
use crate::person::livelihood::{Job, Livelihood, Payday, Pension};
use crate::person::turn::Turn;
use crate::plan::Plan;
use crate::stream::{Aspect, Draw};
use crate::vocabulary::{AccountType, Channel, TransactionType};

const PLATFORMS: [&str; 4] = ["Errandly", "Ridewise", "Handfolk", "Tutorlane"];
const FUNDS: [&str; 3] = ["Osprey Index Fund", "Meridian Income Fund", "Larch Street Trust"];
const OTHER_BANKS: [&str; 3] = ["Tidewater Savings Bank", "Northgate Trust", "Larkline Direct"];
const COMPANY_PENSIONS: [&str; 3] = ["Stonebridge Pension Fund", "Teachers Annuity Union", "Copperline Pension Plan"];

/// Books the income of a person on the account it is paid into. Where that is somebody else's account, the rows say
/// whom the money is for.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, account: Option<usize>, ledger: &mut Ledger) {
    let Some(account) = account else { return };
    let mut root = plan.key().draw(Aspect::PersonIncome, person.stream);
    let draw = root.fork();
    let owner = (ledger.accounts[account].member != member).then_some(member);
    let mut inflow = Inflow { plan, person, account, owner, ledger, root, draw };
    match (person.livelihood, person.turn) {
        (Livelihood::Job(job), Some(turn)) => {
            inflow.salary(Job { until: Some(turn.on), ..job });
            inflow.after(turn);
        }
        (Livelihood::Job(job), None) => inflow.salary(job),
        (Livelihood::LaidOff { job, benefit }, _) => {
            inflow.salary(job);
            if let (Some(monthly), Some(until)) = (benefit, job.until) {
                inflow.benefit(monthly, until);
            }
        }
        (Livelihood::Benefit { monthly }, _) => inflow.benefit(monthly, person.joined),
        (Livelihood::Gig { monthly, swing }, _) => inflow.gigs(monthly, swing),
        (Livelihood::Retired(pension), _) => inflow.pension(pension, person.joined),
        (Livelihood::Student { allowance, .. }, _) => inflow.allowance(allowance),
        (Livelihood::Dependent | Livelihood::NoIncome, _) => {}
    }
    if let Some(fund) = inflow.ledger.held(member, AccountType::Investment) {
        // Dividends that are paid out blur what somebody lives on; others stay where the fund is.
        if plan.is_plain() {
            (inflow.account, inflow.owner) = (fund, None);
        }
        inflow.dividends();
    }
}

struct Inflow<'a> {
    plan: &'a Plan,
    person: &'a Person,
    account: usize,
    /// The member whose income it is, when the account is another's.
    owner: Option<usize>,
    ledger: &'a mut Ledger,
    /// What the draws of each kind of income come from.
    root: Draw,
    draw: Draw,
}

impl Inflow<'_> {
    /// Begins a kind of income: however long it goes on, the next kind is the same.
    fn begin(&mut self) {
        self.draw = self.root.fork();
    }

    fn add(&mut self, kind: TransactionType, cents: i64, day: NaiveDate, note: Note) {
        let at = moment(day, 5..8, &mut self.draw);
        self.ledger.book(self.account, kind, Amount::Exact(cents), at, note.on_behalf_of(self.owner));
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
        self.begin();
        let until = match job.paid_here_from {
            None => self.person.last,
            Some(_) if job.career.is_some() => self.person.joined,
            Some(moved) => moved.min(self.person.last),
        };
        self.sent_over(job.monthly, until);
        if let (Some(career), true) = (job.career, until <= self.person.joined) {
            self.before_the_first_job(career);
        }
        self.begin();
        let note = Note::new("Payroll").category("salary").by(Channel::Ach).with(job.employer);
        for payday in job.paydays(self.person.joined, self.person.last) {
            let monthly = job.monthly_on(payday, self.plan.anchor());
            let cents = match job.payday {
                Payday::AlternateFridays { .. } => monthly * 12 / 26,
                _ if job.thirteenth && payday.month() == 12 => monthly * 2,
                _ => monthly,
            };
            self.add(TransactionType::Salary, cents, payday, note);
        }
    }

    /// Whose money goes to another bank sends over what they need here, now more, now less.
    fn sent_over(&mut self, monthly: i64, until: NaiveDate) {
        if until <= self.person.joined {
            return;
        }
        let bank = self.draw.pick(&OTHER_BANKS);
        for month in Month::span(self.person.joined, until) {
            let cents = monthly * self.draw.between(400, 1_000) / 1_000;
            let day = month.day(u32::try_from(self.draw.between(2, 26)).unwrap_or(2));
            if day < until {
                let note = Note::new("From my other account").by(Channel::Ach).with(bank);
                self.add(TransactionType::TransferIn, cents, business_day_until(day), note);
            }
        }
    }

    /// Until the first pay, parents help out, now more, now less.
    fn before_the_first_job(&mut self, career: NaiveDate) {
        let note = Note::new("From home").category("p2p").by(Channel::Ach).with("My parents");
        for month in Month::span(self.person.joined, career) {
            let (day, cents) = (month.day(2), self.draw.between(30_000, 120_000));
            if day < career {
                self.add(TransactionType::TransferIn, cents, business_day_until(day), note);
            }
        }
    }

    /// Money from home while somebody studies.
    fn allowance(&mut self, monthly: Option<i64>) {
        let Some(cents) = monthly else { return };
        let note = Note::new("Allowance").category("p2p").by(Channel::Ach).with("My parents");
        self.monthly(self.person.joined, (2, cents), TransactionType::TransferIn, note);
    }

    /// What comes when a job has ended.
    fn after(&mut self, turn: Turn) {
        match turn.then {
            Livelihood::Retired(pension) => self.pension(pension, turn.on),
            Livelihood::LaidOff { benefit: Some(monthly), .. } => self.benefit(monthly, turn.on),
            _ => {}
        }
    }

    fn pension(&mut self, pension: Pension, from: NaiveDate) {
        self.begin();
        if pension.state > 0 {
            let note = Note::new("Pension").category("pension").by(Channel::Ach).with("Public Pension Office");
            self.monthly(from, (3, pension.state), TransactionType::Pension, note);
        }
        if pension.elsewhere {
            self.begin();
            self.sent_over(150_000, self.person.last);
        }
        self.begin();
        if let Some(cents) = pension.company {
            let payer = self.draw.pick(&COMPANY_PENSIONS);
            let note = Note::new("Company pension").category("pension").by(Channel::Ach).with(payer);
            self.monthly(from, (28, cents), TransactionType::Pension, note);
        }
        self.begin();
        if let Some(cents) = pension.side_job {
            let note = Note::new("Payroll").category("salary").by(Channel::Ach).with("Pennywick Bakery");
            self.monthly(from, (25, cents), TransactionType::Salary, note);
        }
    }

    fn benefit(&mut self, cents: i64, from: NaiveDate) {
        self.begin();
        let note = Note::new("Benefit").category("benefit_other").by(Channel::Ach).with("Public Benefits Office");
        self.monthly(from, (10, cents), TransactionType::Benefit, note);
    }

    /// Platform work: steady for some, up and down for others.
    fn gigs(&mut self, monthly: i64, swing: i64) {
        let platform = self.draw.pick(&PLATFORMS);
        let note = Note::new("Payout").by(Channel::Ach).with(platform);
        for month in Month::span(self.person.joined, self.person.last) {
            let cents = monthly * self.draw.between(1_000 - swing, 1_000 + swing) / 1_000;
            let day = u32::try_from(self.draw.between(4, 26)).unwrap_or(4);
            self.add(TransactionType::TransferIn, cents, business_day_until(month.day(day)), note);
        }
        self.begin();
        if self.draw.chance(300) {
            for month in Month::span(self.person.joined, self.person.last).filter(|month| month.number() == 4) {
                // The office collects it: some of those who owe it never touch a screen.
                let note = Note::new("Income tax").category("tax").by(Channel::Ach).with("Revenue Office");
                let at = moment(business_day_until(month.day(15)), 9..17, &mut self.draw);
                self.ledger.book(self.account, TransactionType::Tax, Amount::Due(monthly * 7 / 10), at, note);
            }
        }
    }

    fn dividends(&mut self) {
        self.begin();
        let cents = self.draw.between(1_500, 42_000);
        let fund = self.draw.pick(&FUNDS);
        let note = Note::new("Dividend").category("investment").by(Channel::Ach).with(fund);
        for month in Month::span(self.person.joined, self.person.last).filter(|month| month.number() % 3 == 0) {
            self.add(TransactionType::Dividend, cents, business_day_until(month.day(15)), note);
        }
    }
}

/// The benefit that parents draw for children.
pub(crate) fn child_benefit(plan: &Plan, person: &Person, account: usize, cents: i64, ledger: &mut Ledger) {
    let mut draw = plan.key().draw(Aspect::PersonChildBenefit, person.stream);
    let note = Note::new("Child benefit").category("benefit_child").by(Channel::Ach).with("Family Benefits Office");
    for month in Month::span(person.joined, person.last) {
        let at = moment(business_day_until(month.day(12)), 5..8, &mut draw);
        ledger.book(account, TransactionType::Benefit, Amount::Exact(cents), at, note);
    }
}
