//! A bank small enough to be written into a test.

use chrono::{NaiveDate, NaiveDateTime};
use tellergraph_segmentation::dossier::{Account, Contact, Credentials, CreditReport, Dossier, Payment, Transaction};
use tellergraph_segmentation::household::{Households, Kin, Person, address_key, unite};
use tellergraph_segmentation::money::{Amount, Cents};
use tellergraph_segmentation::vocabulary::{
    AccountStatus, AccountType, CommunicationType, RelationshipType, TransactionType,
};
use tellergraph_segmentation::{Findings, Rules, find_all};

#[derive(Clone)]
pub(crate) struct Bank {
    pub(crate) as_of: NaiveDate,
    pub(crate) rules: Rules,
    persons: Vec<Person>,
    kin: Vec<Kin>,
    accounts: Vec<Account>,
    transactions: Vec<Transaction>,
    payments: Vec<Payment>,
    contacts: Vec<Contact>,
    credentials: Vec<Credentials>,
    credit_reports: Vec<CreditReport>,
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn cents(text: &str) -> Cents {
    Amount::parse(text).expect(text).0
}

/// `2026-05-04` is noon of that day, `2026-05-04T09:30:00` is that second.
fn moment(text: &str) -> NaiveDateTime {
    text.parse().unwrap_or_else(|_| day(text).and_hms_opt(12, 0, 0).expect("noon"))
}

impl Bank {
    pub(crate) fn new() -> Self {
        Self {
            as_of: day("2026-06-30"),
            rules: Rules::default(),
            persons: Vec::new(),
            kin: Vec::new(),
            accounts: Vec::new(),
            transactions: Vec::new(),
            payments: Vec::new(),
            contacts: Vec::new(),
            credentials: Vec::new(),
            credit_reports: Vec::new(),
        }
    }

    /// A bank with customer 1, born on that day, and the checking account 10 of that customer.
    pub(crate) fn with_customer(born: &str) -> Self {
        let mut bank = Self::new();
        bank.customer(1, born).account(10, 1, "checking");
        bank
    }

    /// An empty `born` is an unknown date of birth.
    pub(crate) fn customer(&mut self, customer_id: i64, born: &str) -> &mut Self {
        self.customer_at(customer_id, born, "")
    }

    pub(crate) fn customer_at(&mut self, customer_id: i64, born: &str, address: &str) -> &mut Self {
        let date_of_birth = (!born.is_empty()).then(|| day(born));
        self.persons.push(Person { customer_id, date_of_birth, address: address_key(address) });
        self
    }

    /// The first customer is the `kind` of the second.
    pub(crate) fn relate(&mut self, customer1_id: i64, kind: &str, customer2_id: i64) -> &mut Self {
        let relationship_id = 1 + i64::try_from(self.kin.len()).expect("few rows");
        self.kin.push(Kin {
            relationship_id,
            customer1_id,
            customer2_id,
            kind: self.rules.vocabulary::<RelationshipType>().read(kind),
        });
        self
    }

    pub(crate) fn account(&mut self, account_id: i64, customer_id: i64, kind: &str) -> &mut Self {
        self.account_in_state(account_id, customer_id, kind, "active")
    }

    pub(crate) fn account_in_state(
        &mut self,
        account_id: i64,
        customer_id: i64,
        kind: &str,
        status: &str,
    ) -> &mut Self {
        self.accounts.push(Account {
            account_id,
            customer_id,
            kind: self.rules.vocabulary::<AccountType>().read(kind),
            status: self.rules.vocabulary::<AccountStatus>().read(status),
            balance: None,
        });
        self
    }

    /// Writes down what is on an account now, whatever the date of the answers.
    pub(crate) fn balance(&mut self, account_id: i64, balance: &str) -> &mut Self {
        for account in self.accounts.iter_mut().filter(|account| account.account_id == account_id) {
            account.balance = Some(cents(balance));
        }
        self
    }

    /// Files a credit report; ids count from 1. The use of the limit is in percent.
    pub(crate) fn credit(&mut self, customer_id: i64, score: i32, utilization: &str, history: &str) -> &mut Self {
        self.credit_reports.push(CreditReport {
            credit_id: 1 + i64::try_from(self.credit_reports.len()).expect("few rows"),
            customer_id,
            score: Some(score),
            utilization: Some(cents(utilization)),
            payment_history: Some(history.to_owned()),
        });
        self
    }

    /// Books a transaction; ids count from 1.
    pub(crate) fn book(&mut self, account_id: i64, kind: &str, amount: &str, at: &str, notes: &str) -> &mut Self {
        let amount = cents(amount);
        self.transactions.push(Transaction {
            transaction_id: 1 + i64::try_from(self.transactions.len()).expect("few rows"),
            account_id,
            kind: self.rules.vocabulary::<TransactionType>().of_row(kind, Some(amount)),
            amount: Some(amount),
            at: Some(moment(at)),
            notes: Some(notes.to_owned()),
        });
        self
    }

    /// Books the same on the 25th of each of these months of 2026.
    pub(crate) fn book_monthly(
        &mut self,
        account_id: i64,
        kind: &str,
        amount: &str,
        months: std::ops::RangeInclusive<u32>,
        notes: &str,
    ) -> &mut Self {
        for month in months {
            self.book(account_id, kind, amount, &format!("2026-{month:02}-25"), notes);
        }
        self
    }

    /// Books a payment; ids count from 1.
    pub(crate) fn pay(&mut self, account_id: i64, amount: &str, date: &str, method: &str) -> &mut Self {
        self.payments.push(Payment {
            payment_id: 1 + i64::try_from(self.payments.len()).expect("few rows"),
            account_id,
            amount: Some(cents(amount)),
            date: Some(day(date)),
            method: Payment::method_of(Some(method), self.rules.vocabulary()),
        });
        self
    }

    pub(crate) fn contact(&mut self, customer_id: i64, kind: &str, at: &str, summary: &str) -> &mut Self {
        self.contacts.push(Contact {
            log_id: 1 + i64::try_from(self.contacts.len()).expect("few rows"),
            customer_id,
            kind: self.rules.vocabulary::<CommunicationType>().read(kind),
            at: Some(moment(at)),
            summary: Some(summary.to_owned()),
        });
        self
    }

    pub(crate) fn enrol(&mut self, customer_id: i64) -> &mut Self {
        let security_id = 1 + i64::try_from(self.credentials.len()).expect("few rows");
        self.credentials.push(Credentials::of_row(
            security_id,
            customer_id,
            Some("user"),
            Some("standard"),
            self.rules.vocabulary(),
        ));
        self
    }

    pub(crate) fn households(&self) -> Households {
        unite(&self.persons, &self.kin, self.as_of, &self.rules)
    }

    pub(crate) fn dossier(&self) -> Dossier {
        let households = self.households();
        Dossier {
            members: self.persons.iter().filter_map(|person| households.member(person.customer_id)).collect(),
            accounts: self.accounts.clone(),
            transactions: self.transactions.clone(),
            payments: self.payments.clone(),
            contacts: self.contacts.clone(),
            credentials: self.credentials.clone(),
            credit_reports: self.credit_reports.clone(),
        }
    }

    pub(crate) fn find(&self, customer_id: i64) -> Findings {
        find_all(&self.dossier(), &self.rules, self.as_of)
            .into_iter()
            .find(|found| found.customer_id == customer_id)
            .expect("every customer gets an answer")
    }
}
