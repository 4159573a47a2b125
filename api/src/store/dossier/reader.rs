//! The rows of some customers: one statement per table, all keys in one parameter.
//!
//! Rows of all dates are read. Old ones tell when a customer's first salary came; ones after the as-of date tell an
//! account that was not open yet from one without a row.

use sea_orm::{DbErr, EntityName as _, IdenStatic, QueryResult};
use tellergraph_entity::hundredths::Hundredths;
use tellergraph_entity::money::Money;
use tellergraph_entity::{account, communication_log, credit_history, payment, security, transaction};
use tellergraph_segmentation::Rules;
use tellergraph_segmentation::dossier::{
    Account, Contact, Credentials, CreditReport, Dossier, Member, Payment, Transaction,
};
use tellergraph_segmentation::vocabulary::{
    AccessLevel, AccountStatus, AccountType, CommunicationType, PaymentMethod, TransactionType,
};

use super::text::Memo;
use crate::graphql::run::{read_date, read_date_time, read_text};
use crate::store::error::StoreError;
use crate::store::rows::{self, Rows};

/// Reads dossiers, and remembers what codes it has met. What belongs together is read on one connection, in one
/// snapshot.
pub(crate) struct Reader<'a, C> {
    connection: &'a C,
    rules: &'a Rules,
    room: Room,
    account_types: Memo<'a, AccountType>,
    account_statuses: Memo<'a, AccountStatus>,
    /// Of a row that adds to the account, and of one that takes away.
    transaction_types: Memo<'a, (TransactionType, TransactionType)>,
    payment_methods: Memo<'a, Option<PaymentMethod>>,
    communication_types: Memo<'a, CommunicationType>,
}

/// How many rows of the bank a dossier holds.
pub(crate) fn rows(dossier: &Dossier) -> usize {
    dossier.accounts.len()
        + dossier.transactions.len()
        + dossier.payments.len()
        + dossier.contacts.len()
        + dossier.credentials.len()
        + dossier.credit_reports.len()
}

fn cents(row: &QueryResult, index: usize) -> Result<Option<i64>, DbErr> {
    Ok(row.try_get_by_index::<Option<Money>>(index)?.map(Money::minor_units))
}

impl<'a, C: Rows> Reader<'a, C> {
    /// Codes are read as the rules spell them.
    pub(crate) fn new(connection: &'a C, rules: &'a Rules) -> Self {
        let types = rules.vocabulary::<TransactionType>();
        let methods = rules.vocabulary::<PaymentMethod>();
        Self {
            connection,
            rules,
            room: Room::default(),
            account_types: Memo::of(rules),
            account_statuses: Memo::of(rules),
            transaction_types: Memo::new(move |text| (types.of_row(text, Some(0)), types.of_row(text, Some(-1)))),
            payment_methods: Memo::new(move |text| Payment::method_of(Some(text), methods)),
            communication_types: Memo::of(rules),
        }
    }

    /// The same reader, which reads no more than `most` rows in all, of which some were read before.
    pub(crate) fn with_room_for(self, most: usize, taken: usize) -> Self {
        Self { room: Room { most: Some(most), taken }, ..self }
    }

    /// The dossier of some members, whose keys are `customers`.
    pub(crate) async fn read(&mut self, members: Vec<Member>, customers: &[i64]) -> Result<Dossier, StoreError> {
        let accounts = self.accounts(customers).await?;
        let keys: Vec<i64> = accounts.iter().map(|account| account.account_id).collect();
        Ok(Dossier {
            members,
            transactions: self.transactions(&keys).await?,
            payments: self.payments(&keys).await?,
            contacts: self.contacts(customers).await?,
            credentials: self.credentials(customers).await?,
            credit_reports: self.credit_reports(customers).await?,
            accounts,
        })
    }

    async fn accounts(&mut self, customers: &[i64]) -> Result<Vec<Account>, StoreError> {
        use account::Column;
        let columns = [Column::AccountId, Column::CustomerId, Column::AccountType, Column::Status, Column::Balance];
        let (types, statuses) = (&mut self.account_types, &mut self.account_statuses);
        let table = account::Entity.table_name();
        of_keys(self.connection, &mut self.room, (table, Column::CustomerId), customers, &columns, |row| {
            Ok(Account {
                account_id: row.try_get_by_index(0)?,
                customer_id: row.try_get_by_index(1)?,
                kind: read_text(row, 2)?.map_or(AccountType::Unknown, |text| types.read(text)),
                status: read_text(row, 3)?.map_or(AccountStatus::Unknown, |text| statuses.read(text)),
                balance: cents(row, 4)?,
            })
        })
        .await
    }

    async fn transactions(&mut self, accounts: &[i64]) -> Result<Vec<Transaction>, StoreError> {
        use transaction::Column;
        let columns = [
            Column::TransactionId,
            Column::AccountId,
            Column::TransactionType,
            Column::Amount,
            Column::TransactionDate,
            Column::Notes,
        ];
        let types = &mut self.transaction_types;
        let table = transaction::Entity.table_name();
        of_keys(self.connection, &mut self.room, (table, Column::AccountId), accounts, &columns, |row| {
            let amount = cents(row, 3)?;
            let kind = read_text(row, 2)?.map(|text| types.read(text));
            Ok(Transaction {
                transaction_id: row.try_get_by_index(0)?,
                account_id: row.try_get_by_index(1)?,
                kind: match kind {
                    Some((_, taking)) if amount.is_some_and(i64::is_negative) => taking,
                    Some((adding, _)) => adding,
                    None => TransactionType::Unknown,
                },
                amount,
                at: read_date_time(row, 4)?,
                notes: read_text(row, 5)?.map(str::to_owned),
            })
        })
        .await
    }

    async fn payments(&mut self, accounts: &[i64]) -> Result<Vec<Payment>, StoreError> {
        use payment::Column;
        let columns =
            [Column::PaymentId, Column::AccountId, Column::Amount, Column::PaymentDate, Column::PaymentMethod];
        let methods = &mut self.payment_methods;
        let table = payment::Entity.table_name();
        of_keys(self.connection, &mut self.room, (table, Column::AccountId), accounts, &columns, |row| {
            Ok(Payment {
                payment_id: row.try_get_by_index(0)?,
                account_id: row.try_get_by_index(1)?,
                amount: cents(row, 2)?,
                date: read_date(row, 3)?,
                method: read_text(row, 4)?.and_then(|text| methods.read(text)),
            })
        })
        .await
    }

    async fn contacts(&mut self, customers: &[i64]) -> Result<Vec<Contact>, StoreError> {
        use communication_log::Column;
        let columns =
            [Column::LogId, Column::CustomerId, Column::CommunicationType, Column::Timestamp, Column::Summary];
        let types = &mut self.communication_types;
        let table = communication_log::Entity.table_name();
        of_keys(self.connection, &mut self.room, (table, Column::CustomerId), customers, &columns, |row| {
            Ok(Contact {
                log_id: row.try_get_by_index(0)?,
                customer_id: row.try_get_by_index(1)?,
                kind: read_text(row, 2)?.map_or(CommunicationType::Unknown, |text| types.read(text)),
                at: read_date_time(row, 3)?,
                summary: read_text(row, 4)?.map(str::to_owned),
            })
        })
        .await
    }

    async fn credentials(&mut self, customers: &[i64]) -> Result<Vec<Credentials>, StoreError> {
        use security::Column;
        let levels = self.rules.vocabulary::<AccessLevel>();
        let columns = [Column::SecurityId, Column::CustomerId, Column::Username, Column::AccessLevel];
        let table = security::Entity.table_name();
        of_keys(self.connection, &mut self.room, (table, Column::CustomerId), customers, &columns, |row| {
            let (username, access_level) = (read_text(row, 2)?, read_text(row, 3)?);
            let (security_id, customer_id) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            Ok(Credentials::of_row(security_id, customer_id, username, access_level, levels))
        })
        .await
    }

    async fn credit_reports(&mut self, customers: &[i64]) -> Result<Vec<CreditReport>, StoreError> {
        use credit_history::Column;
        let columns = [
            Column::CreditId,
            Column::CustomerId,
            Column::CreditScore,
            Column::CreditUtilization,
            Column::PaymentHistory,
        ];
        let table = credit_history::Entity.table_name();
        of_keys(self.connection, &mut self.room, (table, Column::CustomerId), customers, &columns, |row| {
            let utilization: Option<Hundredths> = row.try_get_by_index(3)?;
            Ok(CreditReport {
                credit_id: row.try_get_by_index(0)?,
                customer_id: row.try_get_by_index(1)?,
                score: row.try_get_by_index(2)?,
                utilization: utilization.map(Hundredths::hundredths),
                payment_history: row.try_get_by_index(4)?,
            })
        })
        .await
    }
}

/// How many rows may be read.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    /// In all; `None` when there is no bound.
    most: Option<usize>,
    taken: usize,
}

impl Room {
    /// One row more than there is room for: reading as many tells that there are too many.
    fn limit(self) -> Option<usize> {
        self.most.map(|most| most.saturating_sub(self.taken) + 1)
    }

    fn take(&mut self, rows: usize) -> Result<(), StoreError> {
        self.taken += rows;
        match self.most {
            Some(most) if self.taken > most => Err(StoreError::TooMuch { what: "rows", most }),
            _ => Ok(()),
        }
    }
}

/// The rows of a table whose column holds one of the keys, in any order.
async fn of_keys<T: Send, C: IdenStatic>(
    connection: &impl Rows,
    room: &mut Room,
    (table, column): (&'static str, C),
    keys: &[i64],
    columns: &[C],
    mut each: impl FnMut(&QueryResult) -> Result<T, DbErr> + Send,
) -> Result<Vec<T>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let columns: Vec<&'static str> = columns.iter().map(IdenStatic::as_str).collect();
    let backend = connection.backend();
    let mut select = rows::select_of_keys(backend, table, column.as_str(), keys, &columns);
    if let Some(limit) = room.limit() {
        select.limit(limit as u64);
    }
    let mut found = Vec::new();
    let mut take = |row: &QueryResult| each(row).map(|row| found.push(row));
    connection.each(&select, &mut take).await.map_err(|error| StoreError::read(table, error))?;
    room.take(found.len())?;
    Ok(found)
}
