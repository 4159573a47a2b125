//! The rows that the rules read.
//!
//! Rows keep what the bank stored, except that codes are already taken from their vocabularies: a column that repeats
//! a few words a million times need not be copied a million times.

use chrono::{NaiveDate, NaiveDateTime};

use crate::household::{Doubt, Family};
use crate::money::Cents;
use crate::vocabulary::{
    AccessLevel, AccountStatus, AccountType, CommunicationType, PaymentMethod, Spellings, TransactionType,
};

/// All rows of a number of customers.
///
/// The customers must be whole *circles*: with a customer come all members of the same household, and all customers
/// who hold an account together with one of them, and so on
/// ([`Households::circles`](crate::household::Households::circles)). Then the answers are the same whichever circles
/// share a dossier, so a reader fills one with a few thousand customers, table by table, in any order of rows.
///
/// Rows without a date are left out everywhere. Rows after the date of the answers are welcome: an account that has
/// only such rows was not open yet. Rows of accounts that are not listed are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    /// The customers, each of whom gets an answer.
    pub members: Vec<Member>,
    /// Their accounts.
    pub accounts: Vec<Account>,
    /// The transactions of the accounts.
    pub transactions: Vec<Transaction>,
    /// The payments of the accounts.
    pub payments: Vec<Payment>,
    /// The communication log of the customers.
    pub contacts: Vec<Contact>,
    /// The security rows of the customers, without their passwords.
    pub credentials: Vec<Credentials>,
    /// The credit history rows of the customers.
    pub credit_reports: Vec<CreditReport>,
}

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The customer.
    pub customer_id: i64,
    /// The household, by the smallest id of its members.
    pub household_id: i64,
    /// As stored; `None` when the column is null.
    pub date_of_birth: Option<NaiveDate>,
    /// Spouse, partner and children.
    pub family: Family,
    /// Customers who hold an account together with this one. Income on the account of one may be tagged as the
    /// other's, in whichever household they live.
    pub joint_holders: Vec<i64>,
    /// The rows of the relationships table about this customer that cannot be right, by ascending row. Their families
    /// are already without them.
    pub doubts: Vec<Doubt>,
}

/// A row of the accounts table. Rows without a customer are nobody's and left out by the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub account_id: i64,
    /// Its holder.
    pub customer_id: i64,
    /// What kind of product it is.
    pub kind: AccountType,
    /// Its state now.
    pub status: AccountStatus,
    /// What is on it now, in cents, negative when owed; `None` when the column is null.
    pub balance: Option<Cents>,
}

/// A row of the transactions table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The row.
    pub transaction_id: i64,
    /// The account it is booked on.
    pub account_id: i64,
    /// By [`TransactionType::of_row`]; `Unknown` when the column is null.
    pub kind: TransactionType,
    /// As stored, in cents; `None` when the column is null.
    pub amount: Option<Cents>,
    /// Wall-clock time in the bank's time zone; `None` when the column is null.
    pub at: Option<NaiveDateTime>,
    /// Tags and free text; `None` when the column is null.
    pub notes: Option<String>,
}

/// A row of the payments table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The row.
    pub payment_id: i64,
    /// The account it is paid from.
    pub account_id: i64,
    /// As stored, in cents; `None` when the column is null.
    pub amount: Option<Cents>,
    /// `None` when the column is null.
    pub date: Option<NaiveDate>,
    /// `None` when the column is null or blank; `Unknown` when its text is not known.
    pub method: Option<PaymentMethod>,
}

/// A row of the communication log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The row.
    pub log_id: i64,
    /// The customer.
    pub customer_id: i64,
    /// How they spoke; `Unknown` when the column is null.
    pub kind: CommunicationType,
    /// Wall-clock time in the bank's time zone; `None` when the column is null.
    pub at: Option<NaiveDateTime>,
    /// Tags and free text; `None` when the column is null.
    pub summary: Option<String>,
}

/// What the rules may know of a row of the security table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The row.
    pub security_id: i64,
    /// The customer.
    pub customer_id: i64,
    /// Whether the row names a user.
    pub has_username: bool,
    /// `None` when the column is null or blank, which gives no access; `Unknown` when its text is not known.
    pub access_level: Option<AccessLevel>,
}

/// A row of the credit history; of several the one with the greatest key counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CreditReport {
    /// The row.
    pub credit_id: i64,
    /// The customer.
    pub customer_id: i64,
    /// As stored; `None` when the column is null.
    pub score: Option<i32>,
    /// Used part of the limit in hundredths of a percent, as stored; `None` when the column is null.
    pub utilization: Option<i64>,
    /// One letter for each month, the newest first, or free text; `None` when the column is null.
    pub payment_history: Option<String>,
}

impl Payment {
    /// The method of a raw text: `None` for null and blank.
    pub fn method_of(text: Option<&str>, methods: Spellings<'_, PaymentMethod>) -> Option<PaymentMethod> {
        filled(text).map(|text| methods.read(text))
    }
}

impl Credentials {
    /// Reads the columns of a security row.
    pub fn of_row(
        security_id: i64,
        customer_id: i64,
        username: Option<&str>,
        access_level: Option<&str>,
        levels: Spellings<'_, AccessLevel>,
    ) -> Self {
        Self {
            security_id,
            customer_id,
            has_username: filled(username).is_some(),
            access_level: filled(access_level).map(|text| levels.read(text)),
        }
    }

    /// Whether the customer can bank online with these.
    pub fn are_enrolled(&self) -> bool {
        self.has_username && self.access_level.is_some_and(AccessLevel::gives_access)
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enrolled_takes_a_username_and_a_level_that_gives_access() {
        let enrolled =
            |username, level| Credentials::of_row(1, 1, username, level, Spellings::new(None)).are_enrolled();
        assert!(enrolled(Some("ada"), Some("Standard")));
        assert!(enrolled(Some("ada"), Some("gold")), "a word of the bank's own");
        for (username, level) in [
            (Some("ada"), None),
            (Some("ada"), Some(" ")),
            (Some("ada"), Some("NONE")),
            (Some("ada"), Some("disabled")),
            (None, Some("standard")),
            (Some(" "), Some("standard")),
        ] {
            assert!(!enrolled(username, level), "{username:?} {level:?}");
        }
    }
}
