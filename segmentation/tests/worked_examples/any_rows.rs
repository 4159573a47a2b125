//! Rows as no bank should have them, by chance.

use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use tellergraph_segmentation::Rules;
use tellergraph_segmentation::dossier::{Account, Contact, Credentials, CreditReport, Dossier, Payment, Transaction};
use tellergraph_segmentation::household::{Households, Kin, Person, address_key, unite};
use tellergraph_segmentation::vocabulary::{
    AccessLevel, AccountStatus, AccountType, CommunicationType, PaymentMethod, RelationshipType, TransactionType,
    Vocabulary,
};

use crate::bank::day;

pub(crate) const CUSTOMERS: i64 = 8;
const ACCOUNTS: i64 = 12;

#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) persons: Vec<Person>,
    pub(crate) kin: Vec<Kin>,
    pub(crate) dossier: Dossier,
}

fn member_of<V: Vocabulary + std::fmt::Debug>() -> impl Strategy<Value = V> {
    prop::sample::select(V::ALL)
}

pub(crate) fn any_date() -> impl Strategy<Value = NaiveDate> {
    let first = day("2024-01-01");
    prop_oneof![
        20 => (0_u64..1000).prop_map(move |days| first + chrono::Days::new(days)),
        1 => prop::sample::select(vec![NaiveDate::MIN, NaiveDate::MAX, day("0000-01-01"), day("2024-02-29")]),
    ]
}

fn any_birth() -> impl Strategy<Value = Option<NaiveDate>> {
    let first = day("1899-06-01");
    prop_oneof![
        9 => (0_u64..47_000).prop_map(move |days| Some(first + chrono::Days::new(days))),
        1 => prop::sample::select(vec![None, Some(NaiveDate::MIN), Some(NaiveDate::MAX), Some(day("1900-01-01"))]),
    ]
}

fn any_moment() -> impl Strategy<Value = Option<NaiveDateTime>> {
    let time = prop_oneof![Just(43_200_u32), 0_u32..86_400];
    let moment = (any_date(), time).prop_map(|(date, second)| {
        let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(second, 0);
        date.and_time(time.unwrap_or_default())
    });
    prop::option::weighted(0.95, moment)
}

fn any_amount() -> impl Strategy<Value = Option<i64>> {
    // Few different amounts, so that rows match one another.
    let amount = prop_oneof![
        10 => prop::sample::select(vec![100_000_i64, -100_000, 250_000, 0, 1]),
        1 => prop::sample::select(vec![i64::MIN, i64::MAX]),
        2 => any::<i64>(),
    ];
    prop::option::weighted(0.95, amount)
}

fn any_notes() -> impl Strategy<Value = Option<String>> {
    let tag = prop_oneof![
        (1_i64..40).prop_map(|id| format!("ref=rev:{id}")),
        (1_i64..15).prop_map(|id| format!("ref=pay:{id}")),
        (1_i64..5).prop_map(|id| format!("ref=xfer:{id}")),
        (1_i64..=CUSTOMERS).prop_map(|id| format!("for={id}")),
        prop::sample::select(vec![
            "cat=salary",
            "cat=pension",
            "cat=wedding",
            "cat=childcare",
            "cat=",
            "ch=mobile",
            "ch=branch",
            "ch=?",
            "cp=acme",
            "cp=",
            "ccy=EUR",
            "dir=in",
            "dir=out",
            "pref=branch",
            "event=marriage",
            "topic=complaint",
            "cat=rent",
            "cat=jewelry",
            "Payroll 7",
            "=",
            ";=;",
            "ref=rev:",
            "ref=rev:99999999999999999999",
            "for=x",
            "🏦=🏦",
            "\u{0}",
            "tuition at the branch",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    prop::option::weighted(0.9, prop::collection::vec(tag, 0..4).prop_map(|tags| tags.join(";")))
}

fn any_dossier() -> impl Strategy<Value = Dossier> {
    let account = (1..=CUSTOMERS, member_of::<AccountType>(), member_of::<AccountStatus>(), any_amount());
    let transaction = (1..=ACCOUNTS + 1, member_of::<TransactionType>(), any_amount(), any_moment(), any_notes());
    let method = prop::option::of(member_of::<PaymentMethod>());
    let payment = (1..=ACCOUNTS + 1, any_amount(), prop::option::weighted(0.95, any_date()), method);
    let contact = (1..=CUSTOMERS + 1, member_of::<CommunicationType>(), any_moment(), any_notes());
    let credentials = (1..=CUSTOMERS, any::<bool>(), prop::option::of(member_of::<AccessLevel>()));
    let score = prop_oneof![4 => 250..900_i32, 1 => any::<i32>()];
    let utilization = prop_oneof![4 => -100..12_000_i64, 1 => any::<i64>()];
    let history = prop_oneof![3 => "[C123DX]{0,14}", 1 => any::<String>()];
    let credit_report =
        (1..=CUSTOMERS + 1, prop::option::of(score), prop::option::of(utilization), prop::option::of(history));
    (
        prop::collection::vec(account, 0..12),
        prop::collection::vec(transaction, 0..40),
        prop::collection::vec(payment, 0..15),
        prop::collection::vec(contact, 0..20),
        prop::collection::vec(credentials, 0..5),
        prop::collection::vec(credit_report, 0..8),
    )
        .prop_map(|(accounts, transactions, payments, contacts, credentials, credit_reports)| Dossier {
            members: Vec::new(),
            accounts: (1..)
                .zip(accounts)
                .map(|(account_id, (customer_id, kind, status, balance))| Account {
                    account_id,
                    customer_id,
                    kind,
                    status,
                    balance,
                })
                .collect(),
            transactions: (1..)
                .zip(transactions)
                .map(|(transaction_id, (account_id, kind, amount, at, notes))| Transaction {
                    transaction_id,
                    account_id,
                    kind,
                    amount,
                    at,
                    notes,
                })
                .collect(),
            payments: (1..)
                .zip(payments)
                .map(|(payment_id, (account_id, amount, date, method))| Payment {
                    payment_id,
                    account_id,
                    amount,
                    date,
                    method,
                })
                .collect(),
            contacts: (1..)
                .zip(contacts)
                .map(|(log_id, (customer_id, kind, at, summary))| Contact { log_id, customer_id, kind, at, summary })
                .collect(),
            credentials: (1..)
                .zip(credentials)
                .map(|(security_id, (customer_id, has_username, access_level))| Credentials {
                    security_id,
                    customer_id,
                    has_username,
                    access_level,
                })
                .collect(),
            credit_reports: (1..)
                .zip(credit_reports)
                .map(|(credit_id, (customer_id, score, utilization, payment_history))| CreditReport {
                    credit_id,
                    customer_id,
                    score,
                    utilization,
                    payment_history,
                })
                .collect(),
        })
}

pub(crate) fn any_rows() -> impl Strategy<Value = Rows> {
    let address = prop::sample::select(vec!["", "1 Elm St", "2 Oak St"]);
    let persons = prop::collection::vec((any_birth(), address), usize::try_from(CUSTOMERS).unwrap_or(0));
    let kin = prop::collection::vec((1..=CUSTOMERS + 1, 1..=CUSTOMERS, member_of::<RelationshipType>()), 0..12);
    (persons, kin, any_dossier()).prop_map(|(persons, kin, dossier)| Rows {
        persons: (1..)
            .zip(persons)
            .map(|(customer_id, (date_of_birth, address))| Person {
                customer_id,
                date_of_birth,
                address: address_key(address),
            })
            .collect(),
        kin: (1..)
            .zip(kin)
            .map(|(relationship_id, (customer1_id, customer2_id, kind))| Kin {
                relationship_id,
                customer1_id,
                customer2_id,
                kind,
            })
            .collect(),
        dossier,
    })
}

impl Rows {
    /// The rows of everybody.
    pub(crate) fn dossier(&self, as_of: NaiveDate) -> Dossier {
        let households = self.households(as_of);
        let members = self.persons.iter().filter_map(|person| households.member(person.customer_id)).collect();
        Dossier { members, ..self.dossier.clone() }
    }

    pub(crate) fn households(&self, as_of: NaiveDate) -> Households {
        unite(&self.persons, &self.kin, as_of, &Rules::default())
    }
}

/// The same rows in another order.
pub(crate) fn turned(rows: &Rows, by: usize) -> Rows {
    fn turn<T>(list: &mut [T], by: usize) {
        list.reverse();
        let by = by.checked_rem(list.len()).unwrap_or(0);
        list.rotate_left(by);
    }
    let mut rows = rows.clone();
    turn(&mut rows.persons, by);
    turn(&mut rows.kin, by);
    turn(&mut rows.dossier.accounts, by);
    turn(&mut rows.dossier.transactions, by);
    turn(&mut rows.dossier.payments, by);
    turn(&mut rows.dossier.contacts, by);
    turn(&mut rows.dossier.credentials, by);
    turn(&mut rows.dossier.credit_reports, by);
    rows
}

/// The rows of one circle alone.
pub(crate) fn only(dossier: &Dossier, customers: &[i64]) -> Dossier {
    let mut alone = dossier.clone();
    alone.members.retain(|member| customers.contains(&member.customer_id));
    alone.accounts.retain(|account| customers.contains(&account.customer_id));
    let accounts: Vec<i64> = alone.accounts.iter().map(|account| account.account_id).collect();
    alone.transactions.retain(|row| accounts.contains(&row.account_id));
    alone.payments.retain(|row| accounts.contains(&row.account_id));
    alone.contacts.retain(|row| customers.contains(&row.customer_id));
    alone.credentials.retain(|row| customers.contains(&row.customer_id));
    alone.credit_reports.retain(|row| customers.contains(&row.customer_id));
    alone
}
