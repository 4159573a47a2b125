//! People who do not exist, in families that could.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use tellergraph_seeder::row::{Block, CustomerRow, RelationshipRow};
use unicode_normalization::is_nfc;

use crate::{as_of, sparse, tag, whole};

fn bank() -> Block {
    whole(&sparse(3_000, 11))
}

fn age(birth: NaiveDate) -> i32 {
    let today = as_of();
    today.year() - birth.year() - i32::from((today.month(), today.day()) < (birth.month(), birth.day()))
}

fn customers(bank: &Block) -> BTreeMap<i64, &CustomerRow> {
    bank.customers.iter().map(|row| (row.customer_id, row)).collect()
}

fn ties<'bank>(bank: &'bank Block, kind: &str) -> impl Iterator<Item = &'bank RelationshipRow> {
    bank.relationships.iter().filter(move |row| row.relationship_type == kind)
}

#[test]
fn texts_are_normalised_and_fit_their_columns() {
    let fits = |text: &str, most: usize| !text.is_empty() && is_nfc(text) && text.chars().count() <= most;
    let bank = bank();
    for row in &bank.customers {
        assert!(fits(&row.name, 100) && fits(&row.identification_number, 50), "{row:?}");
        assert!(row.address.as_deref().is_none_or(|it| fits(it, 255)), "{row:?}");
    }
    assert!(bank.transactions.iter().filter_map(|row| row.notes.as_deref()).all(|it| fits(it, 500)));
    assert!(bank.communications.iter().all(|row| fits(&row.summary, 500)));
    assert!(bank.securities.iter().all(|row| fits(&row.username, 50) && row.username.is_ascii()));
}

#[test]
fn about_one_name_in_seven_is_not_ascii() {
    let bank = bank();
    let foreign = bank.customers.iter().filter(|row| !row.name.is_ascii()).count() * 100 / bank.customers.len();
    assert!((10..=25).contains(&foreign), "{foreign} %");
}

#[test]
fn contact_ways_lie_in_ranges_kept_for_fiction() {
    let bank = bank();
    let mut emails = BTreeSet::new();
    for row in &bank.customers {
        if let Some(email) = &row.email {
            let (local, domain) = email.split_once('@').expect("an address");
            assert!(email.is_ascii() && local.ends_with(&row.customer_id.to_string()), "{email}");
            assert!(["example.com", "example.net", "example.org"].contains(&domain), "{email}");
            assert!(emails.insert(email), "{email} twice");
        }
        if let Some(phone) = &row.phone {
            let american = phone.starts_with("+1 ") && phone.contains("-555-01") && phone.len() == 15;
            let british = phone.starts_with("+44 7700 900") || phone.starts_with("+44 1632 960");
            assert!(american || british, "{phone}");
            assert!(phone.len() <= 20);
        }
    }
    assert!(bank.customers.iter().any(|row| row.email.is_none()));
    assert!(bank.customers.iter().any(|row| row.phone.is_none()));
}

#[test]
fn identification_numbers_are_valid_nobodys_and_unique() {
    let bank = bank();
    let mut seen = BTreeSet::new();
    for row in &bank.customers {
        let number = &row.identification_number;
        assert!(seen.insert(number), "{number} twice");
        if let Some(rest) = number.strip_prefix("ZZ") {
            // ISO 7064 mod 97-10: the country and the check go to the end, Z is 35, and one is left over.
            let moved = format!("{}3535{}", &rest[2..], &rest[..2]);
            let left = moved.bytes().fold(0, |left, digit| (left * 10 + u32::from(digit - b'0')) % 97);
            assert_eq!(left, 1, "{number}");
        } else {
            assert!(number.starts_with("666-"), "{number}");
        }
    }
}

#[test]
fn passwords_look_like_argon2_and_are_all_different() {
    let bank = bank();
    let mut seen = BTreeSet::new();
    for row in &bank.securities {
        let rest = row.password.strip_prefix("$argon2id$v=19$m=19456,t=2,p=1$").expect("the parameters");
        let (salt, digest) = rest.split_once('$').expect("salt and digest");
        assert_eq!((salt.len(), digest.len()), (22, 43));
        assert!(row.password.len() <= 100);
        assert!(seen.insert(&row.password));
    }
    let names: BTreeSet<_> = bank.securities.iter().map(|row| &row.username).collect();
    assert_eq!(names.len(), bank.securities.len());
    assert!(bank.securities.len() < bank.customers.len());
}

#[test]
fn symmetric_ties_stand_once_with_the_smaller_id_first() {
    let bank = bank();
    for kind in ["spouse", "partner", "ex_spouse", "sibling", "joint_holder", "other"] {
        let mut seen = BTreeSet::new();
        for row in ties(&bank, kind) {
            assert!(row.customer1_id < row.customer2_id, "{row:?}");
            assert!(seen.insert((row.customer1_id, row.customer2_id)), "{row:?}");
        }
        assert!(!seen.is_empty(), "{kind}");
    }
    assert!(bank.relationships.iter().all(|row| row.customer1_id != row.customer2_id));
}

#[test]
fn spouses_are_grown_up_and_have_one_another_only() {
    let bank = bank();
    let people = customers(&bank);
    let mut married = BTreeSet::new();
    for row in ties(&bank, "spouse") {
        for id in [row.customer1_id, row.customer2_id] {
            assert!(married.insert(id), "{id} has two spouses");
            assert!(people[&id].date_of_birth.is_none_or(|birth| age(birth) >= 18));
        }
    }
    let couples: Vec<_> =
        ties(&bank, "spouse").map(|row| (people[&row.customer1_id], people[&row.customer2_id])).collect();
    let surname = |row: &CustomerRow| row.name.split_whitespace().last().map(str::to_owned);
    let shared = couples.iter().filter(|(one, other)| surname(one) == surname(other)).count();
    assert!(shared * 100 / couples.len() > 55);
    assert!(
        couples
            .iter()
            .all(|(one, other)| one.address == other.address || one.address.is_none() || other.address.is_none())
    );
}

#[test]
fn nobody_at_home_is_called_like_another() {
    let bank = bank();
    let people = customers(&bank);
    for row in ["spouse", "partner", "sibling"].iter().flat_map(|kind| ties(&bank, kind)) {
        assert_ne!(people[&row.customer1_id].name, people[&row.customer2_id].name, "{row:?}");
    }
}

#[test]
fn parents_are_old_enough_for_their_children() {
    let bank = bank();
    let people = customers(&bank);
    let parents = ties(&bank, "parent").map(|row| (row.customer1_id, row.customer2_id));
    let children = ties(&bank, "child").map(|row| (row.customer2_id, row.customer1_id));
    let mut pairs = BTreeSet::new();
    for (parent, child) in parents.chain(children) {
        assert!(pairs.insert((parent, child)));
        if let (Some(elder), Some(younger)) = (people[&parent].date_of_birth, people[&child].date_of_birth) {
            assert!(age(elder) - age(younger) >= 14, "{parent} {child}");
        }
    }
    assert!(pairs.len() > 300);
}

#[test]
fn minors_hold_nothing_but_youth_accounts() {
    let bank = bank();
    let people = customers(&bank);
    let is_minor = |id: i64| people[&id].date_of_birth.is_some_and(|birth| age(birth) < 18);
    let minors = bank.customers.iter().filter(|row| is_minor(row.customer_id)).count() * 100 / bank.customers.len();
    assert!((8..=18).contains(&minors), "{minors} %");
    for account in &bank.accounts {
        assert_eq!(is_minor(account.customer_id), account.account_type == "youth", "{account:?}");
    }
    assert!(bank.credit_histories.iter().all(|row| !is_minor(row.customer_id)));
}

#[test]
fn consent_rows_say_from_when_they_count() {
    let bank = bank();
    for row in &bank.compliances {
        let at: NaiveDate = tag(&row.disclosures, "at").expect("a day").parse().expect("a date");
        assert!(at <= as_of());
    }
    let asked: BTreeSet<_> = bank.compliances.iter().map(|row| row.customer_id).collect();
    let share = asked.len() * 100 / bank.customers.len();
    assert!((85..=97).contains(&share), "{share} %");
    for objection in ["objection=marketing", "objection_withdrawn=marketing", "optout="] {
        assert!(bank.compliances.iter().any(|row| row.disclosures.contains(objection)), "{objection}");
    }
}

#[test]
fn marketing_goes_only_to_those_who_agreed() {
    let bank = bank();
    let agreed: BTreeSet<_> =
        bank.compliances.iter().filter(|row| row.consent_given).map(|row| row.customer_id).collect();
    let sent: Vec<_> =
        bank.communications.iter().filter(|row| tag(&row.summary, "purpose") == Some("marketing")).collect();
    assert!(!sent.is_empty());
    assert!(sent.iter().all(|row| agreed.contains(&row.customer_id)));
}
