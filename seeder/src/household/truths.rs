//! What is true of a household's members, told from their lives, not from their rows.

use chrono::{Months, NaiveDate};

use crate::account::ledger::{Entry, Ledger};
use crate::calendar::{age_on, days_between, months_before, shifted};
use crate::household::shape::{Bond, Shape};
use crate::person::habit::Leaning;
use crate::person::livelihood::{Job, Livelihood};
use crate::person::{Person, Standing};
use crate::plan::Plan;
use crate::truth::{AgeGroup, Level, LifeEvent, LifeEventKind, Preference, Propensity, Stage, TrueIncome, Truth};
use crate::vocabulary::{AccountType, TransactionType};

/// Age from which a working life nears its end: ten years before 67, the full retirement age of those born from 1960.
const NEARING_RETIREMENT: i64 = 57;

/// Youth ends here in the eyes of a marketing department.
const YOUNG_UNTIL: i64 = 34;

/// Old age begins here.
const OLD_FROM: i64 = 65;

/// What is true of each member, in their order. `ids` are their keys.
pub(crate) fn of(plan: &Plan, shape: &Shape, people: &[Person], ledger: &Ledger, ids: &[i64]) -> Vec<Truth> {
    let family = Family { plan, shape, people, ledger, ids };
    (0..people.len()).map(|member| family.truth(member)).collect()
}

struct Family<'a> {
    plan: &'a Plan,
    shape: &'a Shape,
    people: &'a [Person],
    ledger: &'a Ledger,
    ids: &'a [i64],
}

impl Family<'_> {
    fn truth(&self, member: usize) -> Truth {
        let person = &self.people[member];
        let stages = self.stages(member);
        let gone = matches!(person.standing, Standing::Left | Standing::Deceased);
        Truth {
            customer_id: self.ids[member],
            age: age_on(person.birth, self.plan.as_of()),
            age_group: self.age_group(person),
            income: self.income(member),
            digital: Propensity { per_mille: person.habit.digital(), level: level(person.habit.digital()) },
            preference: match person.habit.leaning {
                Leaning::Screen => Preference::Digital,
                Leaning::Mixed => Preference::Hybrid,
                Leaning::Branch => Preference::InPerson,
                Leaning::Phone => Preference::RemoteAssisted,
            },
            needs: if gone { Vec::new() } else { self.needs(member, &stages) },
            events: if gone { Vec::new() } else { self.events(member) },
            stages,
            household: self.household(member),
            settled: person.standing == Standing::Active
                && !person.is_minor()
                && self.ledger.main(member).is_some()
                && person.joined <= months_before(self.plan.as_of(), 6),
            churned: matches!(person.standing, Standing::Left | Standing::Quiet),
        }
    }

    fn age_group(&self, person: &Person) -> AgeGroup {
        let as_of = self.plan.as_of();
        match (age_on(person.birth, as_of), person.livelihood_on(as_of)) {
            (..18, _) => AgeGroup::Minor,
            (_, Livelihood::Retired(_)) => AgeGroup::Retiree,
            (..=YOUNG_UNTIL, Livelihood::Job(_)) => AgeGroup::YoungProfessional,
            (..=YOUNG_UNTIL, _) => AgeGroup::YoungAdult,
            (OLD_FROM.., _) => AgeGroup::Senior,
            _ => AgeGroup::MiddleAged,
        }
    }

    /// What arrives in a month, and whether this bank has seen it for long enough to know.
    fn income(&self, member: usize) -> TrueIncome {
        let person = &self.people[member];
        let as_of = self.plan.as_of();
        let seen = person.standing == Standing::Active
            && self.ledger.main(member).is_some()
            && days_between(person.joined, as_of) >= 100;
        let livelihood = person.livelihood_on(as_of);
        let monthly = match livelihood {
            Livelihood::Dependent | Livelihood::NoIncome => 0,
            Livelihood::Student { allowance, .. } => allowance.unwrap_or(0),
            Livelihood::LaidOff { benefit, .. } => benefit.unwrap_or(0),
            Livelihood::Benefit { monthly } | Livelihood::Gig { monthly, .. } => monthly,
            Livelihood::Job(job) => job.monthly_on(as_of, self.plan.anchor()),
            Livelihood::Retired(pension) => {
                pension.state + pension.company.unwrap_or(0) + pension.side_job.unwrap_or(0)
            }
        };
        let here = match livelihood {
            Livelihood::Job(job) => paid_here_since(&job).is_some_and(|since| since <= months_before(as_of, 3)),
            // Six months of rows show it when most of them lie behind it.
            Livelihood::LaidOff { job, .. } => {
                job.paid_here_from.is_some() && job.until.is_some_and(|until| until <= months_before(as_of, 4))
            }
            Livelihood::Retired(pension) => {
                !pension.elsewhere && person.turn.is_none_or(|turn| turn.on <= months_before(as_of, 4))
            }
            Livelihood::Dependent => false,
            _ => true,
        };
        TrueIncome { monthly: monthly + self.beside(member), observable: seen && here }
    }

    /// What comes in a month beside what they live on: child benefit, and dividends that are paid out.
    fn beside(&self, member: usize) -> i64 {
        let since = months_before(self.plan.as_of(), 12).max(self.people[member].joined);
        let months = (days_between(since, self.plan.as_of()) / 30).clamp(1, 12);
        let comes = |entry: &&Entry| {
            let beneficiary = entry.note.on_behalf_of.unwrap_or(self.ledger.accounts[entry.account].member);
            let is_paid_out = Some(entry.account) == self.ledger.main(member) || entry.note.on_behalf_of.is_some();
            let kind = match entry.kind {
                TransactionType::Dividend => is_paid_out,
                TransactionType::Benefit => entry.note.is_for("benefit_child"),
                _ => false,
            };
            kind && beneficiary == member && entry.at.date() > since
        };
        let sum: i64 = self.ledger.entries.iter().filter(comes).map(|entry| entry.amount.exact()).sum();
        sum / months
    }

    /// The members of one home who are a couple, or parent and child. Others who share a flat are households of their
    /// own, and so are kin who live elsewhere.
    fn household(&self, member: usize) -> i64 {
        let home = self.shape.members[member].home;
        let alone = home != 0 || (self.shape.bond == Some(Bond::Housemates) && member < 2);
        if alone {
            return self.ids[member];
        }
        let kin = (0..self.people.len()).filter(|other| self.shape.members[*other].home == 0);
        kin.map(|other| self.ids[other]).min().unwrap_or(self.ids[member])
    }

    /// Births of the member's children, as far as they are the household's.
    fn children(&self, member: usize) -> Vec<NaiveDate> {
        if self.shape.members[member].is_child || member >= self.shape.heads() {
            return Vec::new();
        }
        let known = self.shape.members.iter().filter(|other| other.is_child).map(|other| other.birth);
        match self.shape.bond {
            Some(Bond::Housemates) => Vec::new(),
            // The other children live with the first.
            Some(Bond::Divorced) if member == 1 => known.collect(),
            _ => {
                let later = self.shape.later_births.iter().filter(|birth| **birth <= self.plan.as_of());
                known.chain(self.shape.other_children.iter().chain(later).copied()).collect()
            }
        }
    }

    fn stages(&self, member: usize) -> Vec<Stage> {
        let person = &self.people[member];
        let as_of = self.plan.as_of();
        if matches!(person.standing, Standing::Left | Standing::Deceased) {
            return vec![Stage::NotApplicable];
        }
        let age = age_on(person.birth, as_of);
        if age < 18 {
            return vec![Stage::Minor];
        }
        let livelihood = person.livelihood_on(as_of);
        let retired = matches!(livelihood, Livelihood::Retired(_));
        let ages: Vec<i64> = self.children(member).iter().map(|birth| age_on(*birth, as_of)).collect();
        let lately = |day: Option<NaiveDate>, years: u32| {
            day.is_some_and(|day| day > months_before(as_of, 12 * years) && day <= as_of)
        };
        let wedding = self.shape.wedding.filter(|_| member < 2);
        let career = match livelihood {
            Livelihood::Job(job) => job.career,
            _ => None,
        };
        let couple = member < 2 && matches!(self.shape.bond, Some(Bond::Married | Bond::Partners));
        let found = [
            (Stage::Retired, retired),
            (Stage::NearingRetirement, !retired && age >= NEARING_RETIREMENT),
            (Stage::YoungFamily, ages.iter().any(|age| *age < 6)),
            (Stage::EstablishedFamily, ages.iter().any(|age| (6..18).contains(age))),
            (Stage::NewlyMarried, lately(wedding, 1)),
            (Stage::StartingCareer, lately(career, 2)),
            (Stage::Student, matches!(livelihood, Livelihood::Student { .. })),
            (Stage::EmptyNester, !ages.is_empty() && ages.iter().all(|age| *age >= 18)),
            (Stage::EstablishedCouple, couple),
            (Stage::EstablishedSingle, !couple),
        ];
        found.into_iter().filter_map(|(stage, holds)| holds.then_some(stage)).collect()
    }

    fn events(&self, member: usize) -> Vec<LifeEvent> {
        let person = &self.people[member];
        let as_of = self.plan.as_of();
        let mut events = Vec::new();
        // Only a coming of age is known beforehand.
        let mut add = |kind, date: NaiveDate| {
            let known_until = if kind == LifeEventKind::ChildTurns18 { shifted(as_of, 183) } else { as_of };
            if date > months_before(as_of, 12) && date <= known_until {
                events.push(LifeEvent { kind, date });
            }
        };
        let livelihood = person.livelihood_on(as_of);
        if let Livelihood::Job(job) = livelihood {
            let paydays = self.paydays(member, &job);
            let first = paydays.first().copied();
            match first {
                Some(first) if job.career.is_some() => add(LifeEventKind::FirstSalary, first),
                Some(first) if first > shifted(person.joined, 90) => add(LifeEventKind::PayrollStarted, first),
                _ => {}
            }
            // A rise is one when pay was the same for some months before.
            let was_paid_long = first.is_some_and(|first| first <= months_before(as_of, 7));
            let rise = job.promoted.filter(|_| was_paid_long);
            let higher = rise.and_then(|(since, _)| paydays.iter().find(|day| **day >= since));
            if let Some(day) = higher {
                add(LifeEventKind::SalaryRise, *day);
            }
        }
        if let Livelihood::LaidOff { job, .. } = livelihood {
            // Pay that hardly began does not stop.
            let paydays = self.paydays(member, &job);
            if let Some(last) = paydays.last().filter(|_| paydays.len() >= 3) {
                add(LifeEventKind::SalaryStopped, *last);
            }
        }
        if let Some(wedding) = self.shape.wedding.filter(|_| member < 2) {
            add(LifeEventKind::JustMarried, wedding);
        }
        for birth in self.children(member) {
            add(LifeEventKind::NewChild, birth);
            let grown = birth.checked_add_months(Months::new(18 * 12)).unwrap_or(birth);
            if grown > as_of {
                add(LifeEventKind::ChildTurns18, grown);
            }
        }
        events
    }

    /// The days on which pay came to an account here.
    fn paydays(&self, member: usize, job: &Job) -> Vec<NaiveDate> {
        let person = &self.people[member];
        if self.ledger.main(member).is_none() {
            Vec::new()
        } else {
            job.paydays(person.joined, person.last.min(self.plan.as_of()))
        }
    }

    /// What somebody in their place needs and does not hold.
    fn needs(&self, member: usize, stages: &[Stage]) -> Vec<String> {
        let person = &self.people[member];
        let (age, livelihood) = (age_on(person.birth, self.plan.as_of()), person.livelihood_on(self.plan.as_of()));
        if person.is_minor() || self.ledger.main(member).is_none() {
            return Vec::new();
        }
        let family = stages.iter().any(|stage| matches!(stage, Stage::YoungFamily | Stage::EstablishedFamily));
        let works = matches!(livelihood, Livelihood::Job(_) | Livelihood::Gig { .. });
        let youth = (0..self.people.len()).any(|other| self.ledger.held(other, AccountType::Youth).is_some());
        let wants = [
            (AccountType::Savings, true),
            (AccountType::Youth, family && !youth),
            (AccountType::Retirement, works && age >= 25),
            (AccountType::TermDeposit, stages.contains(&Stage::Retired)),
        ];
        let lacks = wants.into_iter().filter(|(kind, wanted)| *wanted && self.ledger.held(member, *kind).is_none());
        lacks.map(|(kind, _)| kind.code().to_owned()).collect()
    }
}

/// The first day on which pay of a job that still goes on can have arrived here.
fn paid_here_since(job: &Job) -> Option<NaiveDate> {
    job.paid_here_from.filter(|_| job.until.is_none())
}

/// Two of three choices, one of three, hardly any.
const fn level(per_mille: u32) -> Level {
    match per_mille {
        650.. => Level::High,
        350.. => Level::Medium,
        50.. => Level::Low,
        _ => Level::NonUser,
    }
}
