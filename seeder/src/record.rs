//! Rows as columns: what writing, hashing and reading need to know about the nine tables.

use chrono::{NaiveDate, NaiveDateTime};

use crate::row::{
    AccountRow, Block, CommunicationRow, ComplianceRow, CreditHistoryRow, CustomerRow, PaymentRow, RelationshipRow,
    SecurityRow, TransactionRow,
};

/// A table's name and its columns, in the order in which rows give them.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [Column],
}

/// A column's name and what it holds.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// What a column holds, before an engine's own type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A 64-bit key.
    Key,
    /// A 32-bit number.
    Number,
    Text,
    /// A number with two places after the point.
    Hundredths,
    Date,
    Moment,
    Flag,
}

/// A value of a column, before an engine's own type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'row> {
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
pub(crate) trait Record {
    /// Where it belongs.
    const TABLE: &'static Table;

    /// Its key.
    fn key(&self) -> i64;

    /// Hands over the columns' values in order.
    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>));
}

/// The nine, parents before children.
pub(crate) const TABLES: [&Table; 9] = [
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

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

/// Somebody who looks at the rows of each table.
pub(crate) trait Visitor {
    fn rows<R: Record>(&mut self, rows: &[R]);
}

/// Shows the rows of a block, parents before children: in the order of [`TABLES`].
pub(crate) fn visit(block: &Block, visitor: &mut impl Visitor) {
    visitor.rows(&block.customers);
    visitor.rows(&block.accounts);
    visitor.rows(&block.transactions);
    visitor.rows(&block.payments);
    visitor.rows(&block.credit_histories);
    visitor.rows(&block.securities);
    visitor.rows(&block.relationships);
    visitor.rows(&block.communications);
    visitor.rows(&block.compliances);
}

/// Somebody who looks at the rows of each table of two blocks side by side.
pub(crate) trait PairVisitor {
    fn rows<R: Record + PartialEq>(&mut self, one: &[R], other: &[R]);
}

/// Shows the rows of two blocks side by side, in the order of [`TABLES`].
pub(crate) fn visit_pair(one: &Block, other: &Block, visitor: &mut impl PairVisitor) {
    visitor.rows(&one.customers, &other.customers);
    visitor.rows(&one.accounts, &other.accounts);
    visitor.rows(&one.transactions, &other.transactions);
    visitor.rows(&one.payments, &other.payments);
    visitor.rows(&one.credit_histories, &other.credit_histories);
    visitor.rows(&one.securities, &other.securities);
    visitor.rows(&one.relationships, &other.relationships);
    visitor.rows(&one.communications, &other.communications);
    visitor.rows(&one.compliances, &other.compliances);
}

/// Adds the rows of another block, so that each table is in the order of its key again.
pub(crate) fn merge(all: &mut Block, block: Block) {
    merge_rows(&mut all.customers, block.customers);
    merge_rows(&mut all.accounts, block.accounts);
    merge_rows(&mut all.transactions, block.transactions);
    merge_rows(&mut all.payments, block.payments);
    merge_rows(&mut all.credit_histories, block.credit_histories);
    merge_rows(&mut all.securities, block.securities);
    merge_rows(&mut all.relationships, block.relationships);
    merge_rows(&mut all.communications, block.communications);
    merge_rows(&mut all.compliances, block.compliances);
}

fn merge_rows<R: Record>(all: &mut Vec<R>, rows: Vec<R>) {
    if all.is_empty() {
        *all = rows;
        return;
    }
    let is_after = rows.first().is_none_or(|first| all.last().is_some_and(|last| last.key() < first.key()));
    all.extend(rows);
    if !is_after {
        // Stable on purpose: it finds the two sorted runs and merges them.
        all.sort_by_key(Record::key);
    }
}

fn text(value: Option<&str>) -> Cell<'_> {
    value.map_or(Cell::Null, Cell::Text)
}

impl Record for CustomerRow {
    const TABLE: &'static Table = &Table {
        name: "customer",
        columns: &[
            column("customer_id", Kind::Key),
            column("name", Kind::Text),
            column("email", Kind::Text),
            column("phone", Kind::Text),
            column("address", Kind::Text),
            column("date_of_birth", Kind::Date),
            column("identification_number", Kind::Text),
        ],
    };

    fn key(&self) -> i64 {
        self.customer_id
    }

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
    const TABLE: &'static Table = &Table {
        name: "accounts",
        columns: &[
            column("account_id", Kind::Key),
            column("customer_id", Kind::Key),
            column("account_type", Kind::Text),
            column("balance", Kind::Hundredths),
            column("status", Kind::Text),
        ],
    };

    fn key(&self) -> i64 {
        self.account_id
    }

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
        columns: &[
            column("transaction_id", Kind::Key),
            column("account_id", Kind::Key),
            column("transaction_type", Kind::Text),
            column("amount", Kind::Hundredths),
            column("transaction_date", Kind::Moment),
            column("notes", Kind::Text),
        ],
    };

    fn key(&self) -> i64 {
        self.transaction_id
    }

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
        columns: &[
            column("payment_id", Kind::Key),
            column("account_id", Kind::Key),
            column("recipient", Kind::Text),
            column("amount", Kind::Hundredths),
            column("payment_date", Kind::Date),
            column("payment_method", Kind::Text),
        ],
    };

    fn key(&self) -> i64 {
        self.payment_id
    }

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
        columns: &[
            column("credit_id", Kind::Key),
            column("customer_id", Kind::Key),
            column("credit_score", Kind::Number),
            column("credit_limit", Kind::Hundredths),
            column("payment_history", Kind::Text),
            column("credit_utilization", Kind::Hundredths),
        ],
    };

    fn key(&self) -> i64 {
        self.credit_id
    }

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
    const TABLE: &'static Table = &Table {
        name: "security",
        columns: &[
            column("security_id", Kind::Key),
            column("customer_id", Kind::Key),
            column("username", Kind::Text),
            column("password", Kind::Text),
            column("access_level", Kind::Text),
        ],
    };

    fn key(&self) -> i64 {
        self.security_id
    }

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
        columns: &[
            column("relationship_id", Kind::Key),
            column("customer1_id", Kind::Key),
            column("customer2_id", Kind::Key),
            column("relationship_type", Kind::Text),
        ],
    };

    fn key(&self) -> i64 {
        self.relationship_id
    }

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
        columns: &[
            column("log_id", Kind::Key),
            column("customer_id", Kind::Key),
            column("communication_type", Kind::Text),
            column("timestamp", Kind::Moment),
            column("summary", Kind::Text),
        ],
    };

    fn key(&self) -> i64 {
        self.log_id
    }

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
        columns: &[
            column("compliance_id", Kind::Key),
            column("customer_id", Kind::Key),
            column("consent_given", Kind::Flag),
            column("disclosures", Kind::Text),
            column("regulatory_requirements_met", Kind::Flag),
        ],
    };

    fn key(&self) -> i64 {
        self.compliance_id
    }

    fn cells<'row>(&'row self, each: &mut dyn FnMut(Cell<'row>)) {
        each(Cell::Integer(self.compliance_id));
        each(Cell::Integer(self.customer_id));
        each(Cell::Flag(self.consent_given));
        each(Cell::Text(&self.disclosures));
        each(self.regulatory_requirements_met.map_or(Cell::Null, Cell::Flag));
    }
}
