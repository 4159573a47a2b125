//! The bank's nine tables, with their keys.

use crate::history::Migration;
use crate::table::step::{create_tables, drop_tables};
use crate::table::{ForeignKey, Index, Kind, Table, optional, required};

pub(crate) const MIGRATION: Migration =
    Migration { name: "m20260630_000001_create_bank_tables", up: || create_tables(&BANK), down: || drop_tables(&BANK) };

/// The nine, parents before children.
pub(crate) static BANK: [Table; 9] = [
    CUSTOMER,
    ACCOUNTS,
    TRANSACTIONS,
    PAYMENTS,
    CREDIT_HISTORY,
    SECURITY,
    RELATIONSHIPS,
    COMMUNICATION_LOG,
    COMPLIANCE,
];

const CUSTOMER: Table = Table {
    name: "customer",
    primary_key: &["customer_id"],
    columns: &[
        required("customer_id", Kind::Key),
        optional("name", Kind::Text(100)),
        optional("email", Kind::Text(100)),
        optional("phone", Kind::Text(20)),
        optional("address", Kind::Text(255)),
        optional("date_of_birth", Kind::Date),
        optional("identification_number", Kind::Text(50)),
    ],
    foreign_keys: &[],
    indexes: &[
        Index { name: "ix_customer_name", columns: &["name", "customer_id"] },
        Index { name: "ix_customer_email", columns: &["email", "customer_id"] },
        Index { name: "ix_customer_date_of_birth", columns: &["date_of_birth", "customer_id"] },
        Index { name: "ix_customer_identification_number", columns: &["identification_number", "customer_id"] },
    ],
};

const ACCOUNTS: Table = Table {
    name: "accounts",
    primary_key: &["account_id"],
    columns: &[
        required("account_id", Kind::Key),
        optional("customer_id", Kind::Key),
        optional("account_type", Kind::Text(50)),
        optional("balance", Kind::Money),
        optional("status", Kind::Text(20)),
    ],
    foreign_keys: &[ForeignKey {
        name: "fk_accounts_customer",
        column: "customer_id",
        parent: "customer",
        parent_key: "customer_id",
    }],
    indexes: &[
        Index { name: "ix_accounts_customer_id", columns: &["customer_id", "account_id"] },
        Index { name: "ix_accounts_account_type", columns: &["account_type", "account_id"] },
        Index { name: "ix_accounts_balance", columns: &["balance", "account_id"] },
        Index { name: "ix_accounts_status", columns: &["status", "account_id"] },
    ],
};

const TRANSACTIONS: Table = Table {
    name: "transactions",
    primary_key: &["transaction_id"],
    columns: &[
        required("transaction_id", Kind::Key),
        optional("account_id", Kind::Key),
        optional("transaction_type", Kind::Text(50)),
        optional("amount", Kind::Money),
        optional("transaction_date", Kind::DateTime),
        optional("notes", Kind::LongText),
    ],
    foreign_keys: &[ForeignKey {
        name: "fk_transactions_account",
        column: "account_id",
        parent: "accounts",
        parent_key: "account_id",
    }],
    indexes: &[
        Index {
            name: "ix_transactions_account_id_transaction_date",
            columns: &["account_id", "transaction_date", "transaction_id"],
        },
        Index { name: "ix_transactions_transaction_date", columns: &["transaction_date", "transaction_id"] },
        Index { name: "ix_transactions_amount", columns: &["amount", "transaction_id"] },
        Index { name: "ix_transactions_transaction_type", columns: &["transaction_type", "transaction_id"] },
    ],
};

const PAYMENTS: Table = Table {
    name: "payments",
    primary_key: &["payment_id"],
    columns: &[
        required("payment_id", Kind::Key),
        optional("account_id", Kind::Key),
        optional("recipient", Kind::Text(100)),
        optional("amount", Kind::Money),
        optional("payment_date", Kind::Date),
        optional("payment_method", Kind::Text(50)),
    ],
    foreign_keys: &[ForeignKey {
        name: "fk_payments_account",
        column: "account_id",
        parent: "accounts",
        parent_key: "account_id",
    }],
    indexes: &[
        Index { name: "ix_payments_account_id_payment_date", columns: &["account_id", "payment_date", "payment_id"] },
        Index { name: "ix_payments_payment_date", columns: &["payment_date", "payment_id"] },
        Index { name: "ix_payments_amount", columns: &["amount", "payment_id"] },
        Index { name: "ix_payments_payment_method", columns: &["payment_method", "payment_id"] },
    ],
};

const CREDIT_HISTORY: Table = Table {
    name: "credit_history",
    primary_key: &["credit_id"],
    columns: &[
        required("credit_id", Kind::Key),
        optional("customer_id", Kind::Key),
        optional("credit_score", Kind::Integer),
        optional("credit_limit", Kind::Money),
        optional("payment_history", Kind::LongText),
        optional("credit_utilization", Kind::Hundredths),
    ],
    foreign_keys: &[ForeignKey {
        name: "fk_credit_history_customer",
        column: "customer_id",
        parent: "customer",
        parent_key: "customer_id",
    }],
    indexes: &[
        Index { name: "ix_credit_history_customer_id", columns: &["customer_id", "credit_id"] },
        Index { name: "ix_credit_history_credit_score", columns: &["credit_score", "credit_id"] },
    ],
};

const SECURITY: Table = Table {
    name: "security",
    primary_key: &["security_id"],
    columns: &[
        required("security_id", Kind::Key),
        optional("customer_id", Kind::Key),
        optional("username", Kind::Text(50)),
        optional("password", Kind::Text(100)),
        optional("access_level", Kind::Text(50)),
    ],
    foreign_keys: &[ForeignKey {
        name: "fk_security_customer",
        column: "customer_id",
        parent: "customer",
        parent_key: "customer_id",
    }],
    indexes: &[
        Index { name: "ix_security_customer_id", columns: &["customer_id", "security_id"] },
        Index { name: "ix_security_username", columns: &["username", "security_id"] },
    ],
};

const RELATIONSHIPS: Table = Table {
    name: "relationships",
    primary_key: &["relationship_id"],
    columns: &[
        required("relationship_id", Kind::Key),
        optional("customer1_id", Kind::Key),
        optional("customer2_id", Kind::Key),
        optional("relationship_type", Kind::Text(50)),
    ],
    foreign_keys: &[
        ForeignKey {
            name: "fk_relationships_customer1",
            column: "customer1_id",
            parent: "customer",
            parent_key: "customer_id",
        },
        ForeignKey {
            name: "fk_relationships_customer2",
            column: "customer2_id",
            parent: "customer",
            parent_key: "customer_id",
        },
    ],
    indexes: &[
        Index { name: "ix_relationships_customer1_id", columns: &["customer1_id", "relationship_id"] },
        Index { name: "ix_relationships_customer2_id", columns: &["customer2_id", "relationship_id"] },
        Index { name: "ix_relationships_relationship_type", columns: &["relationship_type", "relationship_id"] },
    ],
};

const COMMUNICATION_LOG: Table = Table {
    name: "communication_log",
    primary_key: &["log_id"],
    columns: &[
        required("log_id", Kind::Key),
        optional("customer_id", Kind::Key),
        optional("communication_type", Kind::Text(50)),
        optional("timestamp", Kind::DateTime),
        optional("summary", Kind::LongText),
    ],
    foreign_keys: &[ForeignKey {
        name: "fk_communication_log_customer",
        column: "customer_id",
        parent: "customer",
        parent_key: "customer_id",
    }],
    indexes: &[
        Index { name: "ix_communication_log_customer_id_timestamp", columns: &["customer_id", "timestamp", "log_id"] },
        Index { name: "ix_communication_log_timestamp", columns: &["timestamp", "log_id"] },
        Index { name: "ix_communication_log_communication_type", columns: &["communication_type", "log_id"] },
    ],
};

const COMPLIANCE: Table = Table {
    name: "compliance",
    primary_key: &["compliance_id"],
    columns: &[
        required("compliance_id", Kind::Key),
        optional("customer_id", Kind::Key),
        optional("consent_given", Kind::Boolean),
        optional("disclosures", Kind::LongText),
        optional("regulatory_requirements_met", Kind::Boolean),
    ],
    foreign_keys: &[ForeignKey {
        name: "fk_compliance_customer",
        column: "customer_id",
        parent: "customer",
        parent_key: "customer_id",
    }],
    indexes: &[Index { name: "ix_compliance_customer_id", columns: &["customer_id", "compliance_id"] }],
};
