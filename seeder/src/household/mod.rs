//! A household at a time: its people, what ties them, what they own and what they do.

pub(crate) mod shape;
pub(crate) mod tie;
mod truths;
mod turn;

use chrono::NaiveDate;

use crate::account::ledger::{Ledger, Link};
use crate::account::{credit, open, opening};
use crate::activity::outreach::Contact;
use crate::activity::{card, income, obligation, outreach, saving, spending};
use crate::keys::{Keys, Table, Tally};
use crate::person::consent::Answer;
use crate::person::livelihood::Livelihood;
use crate::person::name::{Locale, Name};
use crate::person::{Person, consent, contact, credentials};
use crate::plan::Plan;
use crate::row::{Block, ComplianceRow, RelationshipRow};
use crate::stream::Aspect;
use crate::truth::Truth;
use shape::{Bond, Shape};
use tie::Tie;

/// Streams of chance that belong to one household: its members' numbers.
const MEMBERS: i64 = 16;

/// A household and all that its members did, before anything has a key or, where it depends on what is there, an amount.
#[derive(Debug)]
pub(crate) struct Household {
    number: i64,
    shape: Shape,
    people: Vec<Person>,
    ties: Vec<Tie>,
    ledger: Ledger,
    contacts: Vec<Contact>,
    /// Of each member.
    answers: Vec<Vec<Answer>>,
}

/// How many customers the household of this number has, were there room for all.
pub(crate) fn size(plan: &Plan, number: i64) -> usize {
    shape(plan, number, usize::MAX).members.len()
}

fn shape(plan: &Plan, number: i64, room: usize) -> Shape {
    let mut draw = plan.key().draw(Aspect::HouseholdShape, number);
    let mut shape = Shape::draw(plan, room, &mut draw);
    turn::go_on(plan, &mut shape, &mut draw);
    shape
}

impl Household {
    /// The household of this number with at most `room` customers.
    pub(crate) fn live(plan: &Plan, number: i64, room: usize) -> Self {
        let shape = shape(plan, number, room);
        let people = people(plan, number, &shape);
        let mut draw = plan.key().draw(Aspect::HouseholdTies, number);
        let joint = matches!(shape.bond, Some(Bond::Married | Bond::Partners)) && draw.chance(400);
        let ties = tie::ties(plan, &shape, &people, joint, &mut draw);
        let mut ledger = Ledger::default();
        for (member, person) in people.iter().enumerate() {
            open(plan, member, person, &mut ledger);
        }
        // Some couples have both salaries paid into one account.
        let shared = if joint && draw.chance(180) { common_account(&people, &ledger) } else { None };
        // Who has more pays for the children.
        let means = |member: usize| people.get(member).map_or(0, |person| person.livelihood.means());
        let carer = usize::from(shape.heads() > 1 && means(1) > means(0));
        let teller = shape.wedding.and_then(|day| teller(plan, number, &people, day));
        let mut contacts = Vec::new();
        let mut answers = Vec::with_capacity(people.len());
        for (member, person) in people.iter().enumerate() {
            let own = ledger.main(member);
            income::book(plan, member, person, if member == 1 { shared.or(own) } else { own }, &mut ledger);
            if member == carer {
                obligation::children(plan, member, person, &shape, &mut ledger);
            }
            let wedding = shape.wedding.filter(|_| member < 2);
            if let Some(wedding) = wedding {
                obligation::wedding(plan, member, person, wedding, &mut ledger);
            }
            obligation::book(plan, member, person, &mut ledger);
            saving::book(plan, member, person, &mut ledger);
            spending::book(plan, member, person, &mut ledger, &mut contacts);
            card::book(plan, member, person, &mut ledger);
            spending::statements(plan, member, person, &mut ledger);
            let (consent, rows) = consent::ask(plan, person);
            answers.push(rows);
            outreach::log(plan, member, person, consent, &mut contacts);
            if let Some(wedding) = wedding.filter(|_| teller == Some(member)) {
                outreach::tell_of_wedding(plan, member, person, wedding, &mut contacts);
            }
        }
        if let Some(pair) = supported(&shape, &people, shared.is_some()) {
            saving::household_money(plan, pair, &people, &mut ledger);
        }
        saving::pocket_money(plan, &people, &mut ledger);
        opening::book(plan, &people, &mut ledger);
        // Lives go on to the end of a month; their rows do not.
        ledger.cut(plan.as_of());
        contacts.retain(|contact| contact.at.date() <= people[contact.member].last.min(plan.as_of()));
        contacts.sort_by_key(|contact| (contact.at, contact.member));
        Self { number, shape, people, ties, ledger, contacts, answers }
    }

    /// Counts the rows.
    pub(crate) fn count(&self, plan: &Plan, tally: &mut Tally) {
        for (member, person) in self.people.iter().enumerate() {
            let joined = plan.day_index(person.joined);
            tally.add(Table::Customer, joined);
            if credentials::are_issued(plan, person) {
                tally.add(Table::Security, joined);
            }
            if credit::is_kept(plan, person) {
                tally.add(Table::CreditHistory, joined);
            }
            for answer in &self.answers[member] {
                tally.add(Table::Compliance, plan.day_index(answer.at));
            }
        }
        for tie in &self.ties {
            tally.add(Table::Relationship, self.known(plan, tie));
        }
        for account in &self.ledger.accounts {
            tally.add(Table::Account, plan.day_index(account.opened));
        }
        for entry in &self.ledger.entries {
            let day = plan.day_index(entry.at.date());
            tally.add(Table::Transaction, day);
            if matches!(entry.link, Link::Payment { .. }) {
                tally.add(Table::Payment, day);
            }
        }
        for contact in &self.contacts {
            tally.add(Table::Communication, plan.day_index(contact.at.date()));
        }
    }

    /// The day from which the bank knows of a tie: when both are customers.
    fn known(&self, plan: &Plan, tie: &Tie) -> usize {
        plan.day_index(self.people[tie.one].joined.max(self.people[tie.other].joined))
    }

    /// What is true of the people. It takes the keys of customers, as writing does.
    pub(crate) fn truths(&self, plan: &Plan, keys: &mut Keys) -> Vec<Truth> {
        truths::of(plan, &self.shape, &self.people, &self.ledger, &self.customers(plan, keys))
    }

    fn customers(&self, plan: &Plan, keys: &mut Keys) -> Vec<i64> {
        self.people.iter().map(|person| keys.next(Table::Customer, plan.day_index(person.joined))).collect()
    }

    /// Writes the rows, and what is true of the people where somebody wants to know.
    pub(crate) fn write(self, plan: &Plan, keys: &mut Keys, block: &mut Block, truths: Option<&mut Vec<Truth>>) {
        let ids = self.customers(plan, keys);
        if let Some(truths) = truths {
            truths.extend(truths::of(plan, &self.shape, &self.people, &self.ledger, &ids));
        }
        let mut homes = plan.key().draw(Aspect::HouseholdHome, self.number);
        let addresses = [(); 2].map(|()| contact::address(&mut homes));
        for tie in &self.ties {
            let relationship_id = keys.next(Table::Relationship, self.known(plan, tie));
            let (one, other) = (ids[tie.one], ids[tie.other]);
            let swaps = tie.is_symmetric() && one > other;
            let (customer1_id, customer2_id) = if swaps { (other, one) } else { (one, other) };
            let relationship_type = tie.kind;
            block.relationships.push(RelationshipRow {
                relationship_id,
                customer1_id,
                customer2_id,
                relationship_type,
            });
        }
        let Self { shape, people, ledger, contacts, answers, .. } = self;
        for contact in contacts {
            let log_id = keys.next(Table::Communication, plan.day_index(contact.at.date()));
            block.communications.push(contact.row(log_id, ids[contact.member]));
        }
        let owned = ledger.settle(plan, &ids, keys, block);
        for (member, person) in people.iter().enumerate() {
            let (customer_id, joined) = (ids[member], plan.day_index(person.joined));
            block.customers.push(person.row(plan, customer_id, &addresses[shape.members[member].home]));
            if credentials::are_issued(plan, person) {
                let security_id = keys.next(Table::Security, joined);
                block.securities.push(credentials::row(plan, person, security_id, customer_id));
            }
            if credit::is_kept(plan, person) {
                let credit_id = keys.next(Table::CreditHistory, joined);
                let accounts = owned.iter().filter(|account| account.member == member);
                block.credit_histories.push(credit::row(plan, person, (credit_id, customer_id), accounts));
            }
            for answer in &answers[member] {
                block.compliances.push(ComplianceRow {
                    compliance_id: keys.next(Table::Compliance, plan.day_index(answer.at)),
                    customer_id,
                    consent_given: answer.given,
                    disclosures: format!("at={}{}", answer.at, answer.tags),
                    regulatory_requirements_met: answer.met,
                });
            }
        }
    }
}

/// The first partner's account, where the second's pay can go to as long as the second is here.
fn common_account(people: &[Person], ledger: &Ledger) -> Option<usize> {
    let second = people.get(1).filter(|_| ledger.main(1).is_some())?;
    let account = ledger.main(0)?;
    let stays = people.first().is_some_and(|first| first.told_last >= second.told_last);
    let is_there = ledger.accounts[account].opened <= second.joined && stays;
    is_there.then_some(account)
}

/// Which of a couple tells the bank of their wedding. The bank files them as spouses since somebody told it, so most of
/// the time there is a note of that; without noise always, when one of them was a customer then.
fn teller(plan: &Plan, number: i64, people: &[Person], wedding: NaiveDate) -> Option<usize> {
    let mut draw = plan.key().draw(Aspect::HouseholdWedding, number);
    let (first, is_told) = (draw.index(2), !draw.chance(plan.noise(200)));
    let was_here =
        |member: &usize| people.get(*member).is_some_and(|person| (person.joined..=person.last).contains(&wedding));
    [first, 1 - first].into_iter().find(was_here).filter(|_| is_told)
}

/// The partner who earns and the one who is supported, if there are such.
fn supported(shape: &Shape, people: &[Person], shared: bool) -> Option<(usize, usize)> {
    let earns = |member: usize| !matches!(people[member].livelihood, Livelihood::NoIncome);
    match shape.bond {
        Some(Bond::Married | Bond::Partners) if people.len() > 1 => match (earns(0), earns(1)) {
            (true, false) => Some((0, 1)),
            (false, true) => Some((1, 0)),
            (true, true) if shared => Some((0, 1)),
            _ => None,
        },
        _ => None,
    }
}

fn people(plan: &Plan, number: i64, shape: &Shape) -> Vec<Person> {
    let locale = plan.locale().unwrap_or_else(|| Locale::draw(&mut plan.key().draw(Aspect::HouseholdLocale, number)));
    let has_small =
        shape.heads() > 1 && (!shape.other_children.is_empty() || shape.members.iter().any(|it| it.is_child));
    let mut people: Vec<Person> = Vec::with_capacity(shape.members.len());
    for (index, member) in shape.members.iter().enumerate() {
        let stream = number * MEMBERS + i64::try_from(index).unwrap_or(0);
        let mut draw = plan.key().draw(Aspect::PersonName, stream);
        let takes_surname = match shape.bond {
            _ if member.is_child => true,
            Some(Bond::Married) => draw.chance(700),
            Some(Bond::Divorced) => draw.chance(250),
            _ => false,
        };
        let shared: Option<Name> = people.first().filter(|_| takes_surname && index > 0).map(|first| first.name);
        let home: Vec<Name> = people.iter().map(|person| person.name).collect();
        let name = locale.name(shared.as_ref(), &home, &mut draw);
        people.push(Person::draw(plan, stream, member.birth, name, has_small && index == 1));
    }
    people
}
