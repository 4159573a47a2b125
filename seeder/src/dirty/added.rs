//! Rows too many.
//!
//! The clean keys of a table are cut into cells of one length, and from one row of each whole cell a row is made. So the
//! number of added rows follows from that of the clean ones, and the key of an added row from its cell.

use serde_json::json;

use super::{Defect, DefectKind as Kind};
use crate::counts::Counts;
use crate::plan::Plan;
use crate::row::{Block, ComplianceRow, RelationshipRow, TransactionRow};
use crate::stream::{Aspect, Draw};

/// For one row that is added, so many are changed.
const CHANGED_FOR_EACH: u64 = 5;

/// How long a cell is; `None` when nothing is added.
fn cell(plan: &Plan) -> Option<u64> {
    (CHANGED_FOR_EACH * 1_000).checked_div(u64::from(plan.options().dirty))
}

/// How many rows are added to so many clean ones.
pub(super) fn number(plan: &Plan, clean: u64) -> u64 {
    cell(plan).map_or(0, |cell| clean / cell)
}

/// Where the rows of a table are taken from.
struct Source<'a> {
    plan: &'a Plan,
    aspect: Aspect,
    clean: u64,
}

impl Source<'_> {
    /// The key of the row that is made from the row of this key, with draws for it; `None` from most rows.
    fn made_from(&self, key: i64) -> Option<(i64, Draw)> {
        let cell = cell(self.plan)?;
        let place = u64::try_from(key).ok()?.checked_sub(1)?;
        let number = place / cell;
        if number >= self.clean / cell {
            return None;
        }
        let mut draw = self.plan.key().draw(self.aspect, i64::try_from(number).ok()?);
        let chosen = draw.below(u32::try_from(cell).unwrap_or(u32::MAX));
        let made = i64::try_from(self.clean + number + 1).ok()?;
        (place % cell == u64::from(chosen)).then_some((made, draw))
    }
}

/// Adds the rows that are made from rows of the block.
pub(super) fn add(plan: &Plan, clean: &Counts, block: &mut Block, defects: &mut Vec<Defect>) {
    let mut note =
        |table, key, kind, of: i64| defects.push(Defect { table, key, kind, column: None, clean: json!(of) });

    let source = Source { plan, aspect: Aspect::DirtMoreTransactions, clean: clean.transactions };
    let rows: Vec<TransactionRow> = block
        .transactions
        .iter()
        .filter_map(|row| {
            let (transaction_id, _) = source.made_from(row.transaction_id)?;
            note("transactions", transaction_id, Kind::Duplicate, row.transaction_id);
            Some(TransactionRow { transaction_id, ..row.clone() })
        })
        .collect();
    block.transactions.extend(rows);

    let source = Source { plan, aspect: Aspect::DirtMoreRelationships, clean: clean.relationships };
    let customers: Vec<i64> = block.customers.iter().map(|row| row.customer_id).collect();
    let rows: Vec<RelationshipRow> = block
        .relationships
        .iter()
        .filter_map(|row| {
            let (relationship_id, mut draw) = source.made_from(row.relationship_id)?;
            let (kind, made) = odd(row, &customers, &mut draw);
            note("relationships", relationship_id, kind, row.relationship_id);
            Some(RelationshipRow { relationship_id, ..made })
        })
        .collect();
    block.relationships.extend(rows);

    let source = Source { plan, aspect: Aspect::DirtMoreConsents, clean: clean.compliances };
    let rows: Vec<ComplianceRow> = block
        .compliances
        .iter()
        .filter_map(|row| {
            let (compliance_id, _) = source.made_from(row.compliance_id)?;
            note("compliance", compliance_id, Kind::Contradiction, row.compliance_id);
            Some(ComplianceRow { compliance_id, consent_given: !row.consent_given, ..row.clone() })
        })
        .collect();
    block.compliances.extend(rows);
}

/// A relationship that cannot be, made from one that is.
fn odd(row: &RelationshipRow, customers: &[i64], draw: &mut Draw) -> (Kind, RelationshipRow) {
    let (one, other) = (row.customer1_id, row.customer2_id);
    match (draw.below(4), row.relationship_type) {
        (0, _) => (Kind::WithOneself, RelationshipRow { customer2_id: one, ..row.clone() }),
        (1.., "parent" | "child") => {
            let made = RelationshipRow { customer1_id: other, customer2_id: one, ..row.clone() };
            (Kind::ImpossibleParent, made)
        }
        (2.., "spouse") => {
            let strangers: Vec<i64> = customers.iter().copied().filter(|id| *id != one && *id != other).collect();
            if strangers.is_empty() {
                return (Kind::Duplicate, row.clone());
            }
            let third = draw.pick(&strangers);
            let made = RelationshipRow { customer1_id: one.min(third), customer2_id: one.max(third), ..row.clone() };
            (Kind::SecondSpouse, made)
        }
        _ => (Kind::Duplicate, row.clone()),
    }
}
