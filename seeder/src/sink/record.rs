//! Rows as columns: what every engine's sink needs to know about the nine tables.

use chrono::{NaiveDate, NaiveDateTime};

use crate::row::{
    AccountRow, CommunicationRow, ComplianceRow, CreditHistoryRow, CustomerRow, PaymentRow, RelationshipRow,
    SecurityRow, TransactionRow,
};

/// A table's name and its columns, in the order in which rows give them.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
}

/// A value of a column, before an engine's own type.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'row> {
    Integer(i64),
    Text(&'row str),
    /// A number with two places after the point, in hundredths.
    Hundredths(i64),
    Date(NaiveDate),
    Moment(NaiveDateTime),
    Flag(bool),
    Null,
}

/// A row of one of the tables.
pub(super) trait Record {
    /// Where it belongs.
    const TABLE: &'static Table;

    /// Hands over the columns' values in order.
    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>));
}

/// The nine, parents before children.
pub(super) const TABLES: [&Table; 9] = [
    CustomerRow::TABLE,
    AccountRow::TABLE,
    TransactionRow::TABLE,
    PaymentRow::TABLE,
    CreditHistoryRow::TABLE,
    SecurityRow::TABLE,
    RelationshipRow::TABLE,
    CommunicationRow::TABLE,
    ComplianceRow::TABLE,
];

fn text(value: Option<&str>) -> Cell<'_> {
    value.map_or(Cell::Null, Cell::Text)
}

impl Record for CustomerRow {
    const TABLE: &'static Table = &Table {
        name: "customer",
        columns: &["customer_id", "name", "email", "phone", "address", "date_of_birth", "identification_number"],
    };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.customer_id));
        each(Cell::Text(&self.name));
        each(text(self.email.as_deref()));
        each(text(self.phone.as_deref()));
        each(text(self.address.as_deref()));
        each(self.date_of_birth.map_or(Cell::Null, Cell::Date));
        each(Cell::Text(&self.identification_number));
    }
}

impl Record for AccountRow {
    const TABLE: &'static Table =
        &Table { name: "accounts", columns: &["account_id", "customer_id", "account_type", "balance", "status"] };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.account_id));
        each(Cell::Integer(self.customer_id));
        each(Cell::Text(self.account_type));
        each(Cell::Hundredths(self.balance));
        each(Cell::Text(self.status));
    }
}

impl Record for TransactionRow {
    const TABLE: &'static Table = &Table {
        name: "transactions",
        columns: &["transaction_id", "account_id", "transaction_type", "amount", "transaction_date", "notes"],
    };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.transaction_id));
        each(Cell::Integer(self.account_id));
        each(Cell::Text(self.transaction_type));
        each(Cell::Hundredths(self.amount));
        each(Cell::Moment(self.transaction_date));
        each(text(self.notes.as_deref()));
    }
}

impl Record for PaymentRow {
    const TABLE: &'static Table = &Table {
        name: "payments",
        columns: &["payment_id", "account_id", "recipient", "amount", "payment_date", "payment_method"],
    };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.payment_id));
        each(Cell::Integer(self.account_id));
        each(Cell::Text(self.recipient));
        each(Cell::Hundredths(self.amount));
        each(Cell::Date(self.payment_date));
        each(Cell::Text(self.payment_method));
    }
}

impl Record for CreditHistoryRow {
    const TABLE: &'static Table = &Table {
        name: "credit_history",
        columns: &["credit_id", "customer_id", "credit_score", "credit_limit", "payment_history", "credit_utilization"],
    };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.credit_id));
        each(Cell::Integer(self.customer_id));
        each(Cell::Integer(i64::from(self.credit_score)));
        each(Cell::Hundredths(self.credit_limit));
        each(Cell::Text(&self.payment_history));
        each(Cell::Hundredths(i64::from(self.credit_utilization)));
    }
}

impl Record for SecurityRow {
    const TABLE: &'static Table =
        &Table { name: "security", columns: &["security_id", "customer_id", "username", "password", "access_level"] };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.security_id));
        each(Cell::Integer(self.customer_id));
        each(Cell::Text(&self.username));
        each(Cell::Text(&self.password));
        each(Cell::Text(self.access_level));
    }
}

impl Record for RelationshipRow {
    const TABLE: &'static Table = &Table {
        name: "relationships",
        columns: &["relationship_id", "customer1_id", "customer2_id", "relationship_type"],
    };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.relationship_id));
        each(Cell::Integer(self.customer1_id));
        each(Cell::Integer(self.customer2_id));
        each(Cell::Text(self.relationship_type));
    }
}

impl Record for CommunicationRow {
    const TABLE: &'static Table = &Table {
        name: "communication_log",
        columns: &["log_id", "customer_id", "communication_type", "timestamp", "summary"],
    };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.log_id));
        each(Cell::Integer(self.customer_id));
        each(Cell::Text(self.communication_type));
        each(Cell::Moment(self.timestamp));
        each(Cell::Text(&self.summary));
    }
}

impl Record for ComplianceRow {
    const TABLE: &'static Table = &Table {
        name: "compliance",
        columns: &["compliance_id", "customer_id", "consent_given", "disclosures", "regulatory_requirements_met"],
    };

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.compliance_id));
        each(Cell::Integer(self.customer_id));
        each(Cell::Flag(self.consent_given));
        each(Cell::Text(&self.disclosures));
        each(self.regulatory_requirements_met.map_or(Cell::Null, Cell::Flag));
    }
}
