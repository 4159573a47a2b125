//! V19: the truth file against the customers, both in the order of their keys.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::Query;

use super::VerifyError;
use super::check::Check;
use super::report::{Findings, Place};
use crate::read::each;
use crate::truth::{TruthError, TruthReader};

/// A truth file while it is read.
struct Told {
    file: TruthReader,
    /// The customer of the next line.
    next: Option<i64>,
    /// The number of that line; the first one of the file is its heading.
    line: i64,
}

impl Told {
    fn advance(&mut self, findings: &mut Findings) -> Result<(), TruthError> {
        self.line += 1;
        self.next = match self.file.next() {
            Some(Ok(truth)) => Some(truth.customer_id),
            None => None,
            Some(Err(error @ TruthError::Read { .. })) => return Err(error),
            // Whatever else is wrong with a line, it does not tell of the customer whose turn it is.
            Some(Err(_)) => {
                findings.violated(Check::Truth, self.place());
                None
            }
        };
        Ok(())
    }

    const fn place(&self) -> Place {
        Place { table: "line", key: self.line }
    }
}

/// Reads both side by side.
pub(super) async fn check(
    connection: &impl ConnectionTrait,
    truth: TruthReader,
    findings: &mut Findings,
) -> Result<(), VerifyError> {
    let mut told = Told { file: truth, next: None, line: 1 };
    let mut broken = told.advance(findings);
    let mut select = Query::select();
    select.column(("customer", "customer_id")).from("customer");
    each(connection, ("customer", "customer_id"), &select, |key, _| {
        while broken.is_ok() && told.next.is_some_and(|next| next < key) {
            findings.violated(Check::Truth, told.place());
            broken = told.advance(findings);
        }
        findings.expect(Check::Truth, told.next == Some(key), Place { table: "customer", key });
        if broken.is_ok() && told.next == Some(key) {
            broken = told.advance(findings);
        }
        Ok(())
    })
    .await?;
    while broken.is_ok() && told.next.is_some() {
        findings.violated(Check::Truth, told.place());
        broken = told.advance(findings);
    }
    Ok(broken?)
}
