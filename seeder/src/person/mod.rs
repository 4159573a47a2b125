//! People: who they are, what they live on, how they bank. Customers are drawn from life; which segment the rules put
//! them in is no business of the generator.

pub(crate) mod consent;
pub(crate) mod contact;
pub(crate) mod credentials;
pub(crate) mod habit;
pub(crate) mod livelihood;
pub(crate) mod name;

use chrono::NaiveDate;

use crate::calendar::{age_on, days_between, shifted};
use crate::plan::Plan;
use crate::row::CustomerRow;
use crate::stream::{Aspect, Draw};
use habit::Habit;
use livelihood::Livelihood;
use name::Name;

/// How a customer stands with the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Active,
    /// Signed up, has no account yet.
    Prospect,
    /// Accounts opened days ago, papers still missing.
    Pending,
    /// Nothing happens any more.
    Quiet,
    /// Blocked, for the time being.
    Frozen,
    /// Took the money and closed the accounts.
    Left,
    Deceased,
}

/// A customer with everything that decides about their rows.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// The number of the person's streams of chance; not the key, which is given later.
    pub(crate) stream: i64,
    pub(crate) name: Name,
    pub(crate) birth: NaiveDate,
    /// Completed years on the as-of date.
    pub(crate) age: i64,
    /// First day with the bank.
    pub(crate) joined: NaiveDate,
    /// Last day on which anything of theirs is booked.
    pub(crate) last: NaiveDate,
    pub(crate) standing: Standing,
    pub(crate) livelihood: Livelihood,
    pub(crate) habit: Habit,
}

impl Person {
    /// The person with these streams, born on that day. `keeps_house`: has small children to look after.
    pub(crate) fn draw(plan: &Plan, stream: i64, birth: NaiveDate, name: Name, keeps_house: bool) -> Self {
        let (key, as_of) = (plan.key(), plan.as_of());
        let age = age_on(birth, as_of);
        let mut draw = key.draw(Aspect::PersonStanding, stream);
        let joined = join_day(plan, &mut draw).max(shifted(birth, 14)).min(as_of);
        let (standing, last) = stand(age, joined, as_of, &mut draw);
        let mut draw = key.draw(Aspect::PersonLivelihood, stream);
        let livelihood = Livelihood::draw(plan, age, joined, keeps_house, &mut draw);
        let habit = Habit::draw(plan, age, &mut key.draw(Aspect::PersonHabit, stream));
        Self { stream, name, birth, age, joined, last, standing, livelihood, habit }
    }

    /// The row of the person with this id who lives at that address.
    pub(crate) fn row(&self, plan: &Plan, customer_id: i64, address: &str) -> CustomerRow {
        let mut draw = plan.key().draw(Aspect::PersonContact, self.stream);
        let child = self.age < 14;
        let missing = if child { 900 } else { 60 };
        CustomerRow {
            customer_id,
            name: self.name.full(),
            email: (!draw.chance(missing)).then(|| contact::email(&self.name, customer_id, &mut draw)),
            phone: (!draw.chance(missing)).then(|| contact::phone(&mut draw)),
            address: (!draw.chance(plan.noise(10))).then(|| address.to_owned()),
            // Old paper files do not always have it.
            date_of_birth: (self.age < 18 || !draw.chance(plan.noise(20))).then_some(self.birth),
            identification_number: contact::identification(customer_id, &mut draw),
        }
    }

    pub(crate) const fn is_minor(&self) -> bool {
        self.age < 18
    }
}

/// When a customer came: most were there when the books begin, the others came evenly over the time since.
fn join_day(plan: &Plan, draw: &mut Draw) -> NaiveDate {
    let (first, as_of) = (plan.opening_day(), plan.as_of());
    let known = days_between(first, as_of);
    if draw.chance(800) {
        // Accounts were brought over from the old books within three weeks.
        return shifted(first, draw.between(0, known.min(20)));
    }
    shifted(first, draw.between(0, known))
}

/// How somebody stands, and the last day on which anything is booked for them.
fn stand(age: i64, joined: NaiveDate, as_of: NaiveDate, draw: &mut Draw) -> (Standing, NaiveDate) {
    let tenure = days_between(joined, as_of);
    let lot = draw.below(1_000);
    let back = |draw: &mut Draw, low, high: i64| shifted(as_of, -draw.between(low, high.min(tenure - 30)));
    if age < 18 {
        return (Standing::Active, as_of);
    }
    let mortal = if age >= 70 { 45 } else { 3 };
    match lot {
        0..14 => (Standing::Prospect, as_of),
        14..300 if tenure < 20 => (Standing::Pending, as_of),
        20..38 if tenure > 120 => (Standing::Left, back(draw, 20, 400)),
        40..75 if tenure > 330 => (Standing::Quiet, back(draw, 200, 520)),
        90..98 => (Standing::Frozen, as_of),
        _ if lot >= 1_000 - mortal && tenure > 120 => (Standing::Deceased, back(draw, 10, 300)),
        _ => (Standing::Active, as_of),
    }
}
