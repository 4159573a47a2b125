//! People: who they are, what they live on, how they bank. Customers are drawn from life; which segment the rules put
//! them in is no business of the generator.

pub(crate) mod consent;
pub(crate) mod contact;
pub(crate) mod credentials;
pub(crate) mod habit;
pub(crate) mod livelihood;
pub(crate) mod name;
pub(crate) mod turn;

use chrono::NaiveDate;

use crate::calendar::{age_on, days_between, shifted};
use crate::plan::Plan;
use crate::row::CustomerRow;
use crate::stream::{Aspect, Draw};
use habit::Habit;
use livelihood::Livelihood;
use name::Name;
use turn::{Parting, Turn};

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
    /// Completed years on the day that lives are told from.
    pub(crate) age: i64,
    /// First day with the bank.
    pub(crate) joined: NaiveDate,
    /// Last day on which anything of theirs is booked; beyond the as-of date for those who go on.
    pub(crate) last: NaiveDate,
    /// The same as it was on the day that lives are told from, which it never exceeds.
    pub(crate) told_last: NaiveDate,
    /// How they stand on the as-of date.
    pub(crate) standing: Standing,
    /// How they stood on the day that lives are told from.
    pub(crate) told_standing: Standing,
    /// What they lived on when lives were told.
    pub(crate) livelihood: Livelihood,
    /// When that ends, and what comes then.
    pub(crate) turn: Option<Turn>,
    pub(crate) habit: Habit,
}

impl Person {
    /// The person with these streams, born on that day. `keeps_house`: has small children to look after.
    pub(crate) fn draw(plan: &Plan, stream: i64, birth: NaiveDate, name: Name, keeps_house: bool) -> Self {
        let (key, anchor) = (plan.key(), plan.anchor());
        let age = age_on(birth, anchor);
        let mut draw = key.draw(Aspect::PersonStanding, stream);
        let joined = join_day(plan, &mut draw).max(shifted(birth, 14)).min(anchor);
        let (told_standing, told_last) = stand(age, joined, anchor, &mut draw);
        let mut draw = key.draw(Aspect::PersonLivelihood, stream);
        let livelihood = Livelihood::draw(plan, age, joined, keeps_house, &mut draw);
        let habit = Habit::draw(plan, age, &mut key.draw(Aspect::PersonHabit, stream));
        let mut draw = key.draw(Aspect::PersonTurn, stream);
        let parting = Parting::draw(plan, age, told_standing, &mut draw);
        let turn = Turn::draw(plan, age, &livelihood, &mut draw);
        let standing = turn::standing_on(plan.as_of(), told_standing, joined, parting);
        let last = match parting {
            Some(parting) if parting.last <= plan.as_of() => parting.last,
            _ if told_last == anchor => plan.horizon(),
            _ => told_last,
        };
        Self { stream, name, birth, age, joined, last, told_last, standing, told_standing, livelihood, turn, habit }
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

    /// What they live on at that day.
    pub(crate) fn livelihood_on(&self, day: NaiveDate) -> Livelihood {
        self.turn.filter(|turn| turn.on < day).map_or(self.livelihood, |turn| turn.then)
    }

    /// Usual money in the month of that day, in cents.
    pub(crate) fn means_on(&self, day: NaiveDate) -> i64 {
        self.livelihood_on(day).means_on(day)
    }

    /// Whether they were under age when lives were told. Who comes of age later goes on as before.
    pub(crate) const fn is_minor(&self) -> bool {
        self.age < 18
    }
}

/// When a customer came: most were there when the books begin, the others came evenly over the time since.
fn join_day(plan: &Plan, draw: &mut Draw) -> NaiveDate {
    let first = plan.opening_day();
    let known = days_between(first, plan.anchor());
    if draw.chance(800) {
        // Accounts were brought over from the old books within three weeks.
        return shifted(first, draw.between(0, known.min(20)));
    }
    shifted(first, draw.between(0, known))
}

/// How somebody stands on the day that lives are told from, and the last day until then on which anything is booked for
/// them.
fn stand(age: i64, joined: NaiveDate, anchor: NaiveDate, draw: &mut Draw) -> (Standing, NaiveDate) {
    let tenure = days_between(joined, anchor);
    let lot = draw.below(1_000);
    let back = |draw: &mut Draw, low, high: i64| shifted(anchor, -draw.between(low, high.min(tenure - 30)));
    if age < 18 {
        return (Standing::Active, anchor);
    }
    let mortal = if age >= 70 { 45 } else { 3 };
    match lot {
        0..14 => (Standing::Prospect, anchor),
        14..300 if tenure < 20 => (Standing::Pending, anchor),
        20..38 if tenure > 120 => (Standing::Left, back(draw, 20, 400)),
        40..75 if tenure > 330 => (Standing::Quiet, back(draw, 200, 520)),
        90..98 => (Standing::Frozen, anchor),
        _ if lot >= 1_000 - mortal && tenure > 120 => (Standing::Deceased, back(draw, 10, 300)),
        _ => (Standing::Active, anchor),
    }
}
