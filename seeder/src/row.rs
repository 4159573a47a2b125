//! Rows of the nine tables as the generator makes them, before any database sees them.
//!
//! Amounts are in cents (minor units of the bank's currency, USD); moments are wall-clock times of the bank, to the
//! second. `None` is a NULL column.

use chrono::{NaiveDate, NaiveDateTime};

/// A row of `customer`: a person the bank knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomerRow {
    /// Key, dense from 1.
    pub customer_id: i64,
    /// Full name in the person's own script, NFC.
    pub name: String,
    /// ASCII address at a domain reserved for examples; `None` when the bank has none.
    pub email: Option<String>,
    /// A number from a range kept for fiction; `None` when the bank has none.
    pub phone: Option<String>,
    /// Postal address in a town that does not exist; `None` when the bank has none.
    pub address: Option<String>,
    /// Day of birth; `None` when it was never recorded.
    pub date_of_birth: Option<NaiveDate>,
    /// `ZZ` form with a valid ISO 7064 mod 97-10 check, or `666-xx-xxxx`; nobody's.
    pub identification_number: String,
}

/// A row of `accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccountRow {
    /// Key, dense from 1.
    pub account_id: i64,
    /// Who owns it.
    pub customer_id: i64,
    /// Code of the account type.
    pub account_type: &'static str,
    /// The exact sum of the account's signed transactions, in cents; negative where the customer owes.
    pub balance: i64,
    /// Code of the status.
    pub status: &'static str,
}

/// A row of `transactions`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TransactionRow {
    /// Key, dense from 1.
    pub transaction_id: i64,
    /// The account it is booked on.
    pub account_id: i64,
    /// Code of the transaction type; it says whether the amount is added or taken away.
    pub transaction_type: &'static str,
    /// Amount in cents; positive, except that reversals and adjustments carry their sign.
    pub amount: i64,
    /// When it was booked.
    pub transaction_date: NaiveDateTime,
    /// Free text and `key=value` tags parted by semicolons; `None` when nothing was noted.
    pub notes: Option<String>,
}

/// A row of `payments`; one `bill_payment` transaction mirrors it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PaymentRow {
    /// Key, dense from 1.
    pub payment_id: i64,
    /// The account it was paid from.
    pub account_id: i64,
    /// Who was paid.
    pub recipient: &'static str,
    /// Amount in cents.
    pub amount: i64,
    /// The day it was paid.
    pub payment_date: NaiveDate,
    /// Code of the way it was paid.
    pub payment_method: &'static str,
}

/// A row of `credit_history`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CreditHistoryRow {
    /// Key, dense from 1.
    pub credit_id: i64,
    /// Whose it is.
    pub customer_id: i64,
    /// 300 to 850.
    pub credit_score: i32,
    /// Sum of the credit limits, in cents.
    pub credit_limit: i64,
    /// One letter a month, newest first.
    pub payment_history: String,
    /// Hundredths of a percent of the limit in use.
    pub credit_utilization: i32,
}

/// A row of `security`: how a customer logs in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SecurityRow {
    /// Key, dense from 1.
    pub security_id: i64,
    /// Whose it is.
    pub customer_id: i64,
    /// Log-in name, unique.
    pub username: String,
    /// A PHC string whose digest is random: no password verifies against it.
    pub password: String,
    /// Code of the access level.
    pub access_level: &'static str,
}

/// A row of `relationships`: customer 1 is the `relationship_type` of customer 2.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RelationshipRow {
    /// Key, dense from 1.
    pub relationship_id: i64,
    /// The one who is something to the other; the smaller id where the type is symmetric.
    pub customer1_id: i64,
    /// The one to whom.
    pub customer2_id: i64,
    /// Code of the type.
    pub relationship_type: &'static str,
}

/// A row of `communication_log`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommunicationRow {
    /// Key, dense from 1.
    pub log_id: i64,
    /// Who was in contact with the bank.
    pub customer_id: i64,
    /// Code of the kind of contact.
    pub communication_type: &'static str,
    /// When.
    pub timestamp: NaiveDateTime,
    /// Free text and `key=value` tags parted by semicolons.
    pub summary: String,
}

/// A row of `compliance`: what a customer agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ComplianceRow {
    /// Key, dense from 1.
    pub compliance_id: i64,
    /// Whose it is.
    pub customer_id: i64,
    /// Whether marketing consent was given.
    pub consent_given: bool,
    /// Tags parted by semicolons; `at` is the day from which the row counts.
    pub disclosures: String,
    /// Whether the identity checks are complete; `None` while they are pending.
    pub regulatory_requirements_met: Option<bool>,
}

/// Rows of some whole households, each table in the order of its key. Rows point only at rows of the same block; the keys
/// of blocks lie between one another, since keys follow the days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Block {
    /// Rows of `customer`.
    pub customers: Vec<CustomerRow>,
    /// Rows of `accounts`.
    pub accounts: Vec<AccountRow>,
    /// Rows of `transactions`.
    pub transactions: Vec<TransactionRow>,
    /// Rows of `payments`.
    pub payments: Vec<PaymentRow>,
    /// Rows of `credit_history`.
    pub credit_histories: Vec<CreditHistoryRow>,
    /// Rows of `security`.
    pub securities: Vec<SecurityRow>,
    /// Rows of `relationships`.
    pub relationships: Vec<RelationshipRow>,
    /// Rows of `communication_log`.
    pub communications: Vec<CommunicationRow>,
    /// Rows of `compliance`.
    pub compliances: Vec<ComplianceRow>,
}

impl Block {
    /// Puts each table in the order of its key.
    pub fn sort(&mut self) {
        self.customers.sort_by_key(|row| row.customer_id);
        self.accounts.sort_by_key(|row| row.account_id);
        self.transactions.sort_by_key(|row| row.transaction_id);
        self.payments.sort_by_key(|row| row.payment_id);
        self.credit_histories.sort_by_key(|row| row.credit_id);
        self.securities.sort_by_key(|row| row.security_id);
        self.relationships.sort_by_key(|row| row.relationship_id);
        self.communications.sort_by_key(|row| row.log_id);
        self.compliances.sort_by_key(|row| row.compliance_id);
    }
}
