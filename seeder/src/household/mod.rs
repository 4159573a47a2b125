//! A household at a time: its people, what ties them, what they own and what they do.

pub(crate) mod shape;
pub(crate) mod tie;

use crate::account::ledger::Ledger;
use crate::account::{credit, open};
use crate::activity::{card, income, obligation, outreach, saving, spending};
use crate::person::name::{Locale, Name};
use crate::person::{Person, consent, contact, credentials};
use crate::plan::{Ids, Plan, next};
use crate::row::{Block, CommunicationRow};
use crate::stream::Aspect;
use shape::{Bond, Shape};

/// Adds all rows of one household with at most `room` customers.
pub(crate) fn generate(plan: &Plan, number: i64, room: i64, ids: &mut Ids, block: &mut Block) {
    let key = plan.key();
    let shape = Shape::draw(plan.as_of(), room, &mut key.draw(Aspect::HouseholdShape, number));
    let people = people(plan, number, &shape, ids);
    let mut homes = key.draw(Aspect::HouseholdHome, number);
    let addresses = [(); 2].map(|()| contact::address(&mut homes));
    for (person, member) in people.iter().zip(&shape.members) {
        block.customers.push(person.row(plan, &addresses[member.home]));
    }

    let mut ties = key.draw(Aspect::HouseholdTies, number);
    let joint = matches!(shape.bond, Some(Bond::Married | Bond::Partners)) && ties.chance(400);
    block.relationships.extend(tie::rows(&shape, &people, joint, &mut ties, ids));

    let mut ledger = Ledger::default();
    for (member, person) in people.iter().enumerate() {
        open(plan, member, person, ids, &mut ledger);
    }
    // Some couples have both salaries paid into one account.
    let shared = if joint && ties.chance(180) { ledger.main(0) } else { None };
    let carer = if shape.heads() > 1 { ties.index(2) } else { 0 };
    let mut contacts = Vec::new();
    for (member, person) in people.iter().enumerate() {
        let own = ledger.main(member);
        income::book(plan, member, person, if member == 1 { shared.or(own) } else { own }, &mut ledger);
        if member == carer {
            obligation::children(plan, member, person, &shape, &mut ledger);
        }
        if let (Some(wedding), true) = (shape.wedding, member < 2) {
            obligation::wedding(plan, member, person, wedding, &mut ledger);
        }
        obligation::book(plan, member, person, &mut ledger);
        saving::book(plan, member, person, &mut ledger);
        spending::book(plan, member, person, &mut ledger, &mut contacts);
        card::book(plan, member, person, &mut ledger);
        let consent = consent::ask(plan, person, ids, &mut block.compliances);
        let wedding = shape.wedding.filter(|_| member < 2);
        outreach::log(plan, person, consent, wedding, &mut contacts);
        block.securities.extend(credentials::issue(plan, person, ids));
    }
    saving::pocket_money(plan, &people, &mut ledger);
    for (member, person) in people.iter().enumerate() {
        spending::statements(plan, member, person, &mut ledger);
    }
    let owned = ledger.settle(plan, ids, block);
    for (member, person) in people.iter().enumerate() {
        let cards = owned.iter().filter(|account| account.member == member);
        block.credit_histories.extend(credit::row(plan, person, cards, ids));
    }
    number_contacts(contacts, ids, block);
}

fn people(plan: &Plan, number: i64, shape: &Shape, ids: &mut Ids) -> Vec<Person> {
    let locale = Locale::draw(&mut plan.key().draw(Aspect::HouseholdLocale, number));
    let has_small =
        shape.heads() > 1 && (!shape.other_children.is_empty() || shape.members.iter().any(|it| it.is_child));
    let mut people: Vec<Person> = Vec::with_capacity(shape.members.len());
    for (index, member) in shape.members.iter().enumerate() {
        let id = next(&mut ids.customer);
        let mut draw = plan.key().draw(Aspect::PersonName, id);
        let takes_surname = match shape.bond {
            _ if member.is_child => true,
            Some(Bond::Married) => draw.chance(700),
            Some(Bond::Divorced) => draw.chance(250),
            _ => false,
        };
        let shared: Option<Name> = people.first().filter(|_| takes_surname && index > 0).map(|first| first.name);
        let name = locale.name(shared.as_ref(), &mut draw);
        people.push(Person::draw(plan, id, member.birth, name, has_small && index == 1));
    }
    people
}

fn number_contacts(mut contacts: Vec<CommunicationRow>, ids: &mut Ids, block: &mut Block) {
    contacts.sort_by_key(|contact| (contact.timestamp, contact.customer_id));
    for mut contact in contacts {
        contact.log_id = next(&mut ids.communication);
        block.communications.push(contact);
    }
}
