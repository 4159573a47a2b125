//! Rows that belong together: what was taken back, what only changed pockets, what is on paper twice.
//!
//! Rows are matched within a household only, so that an answer does not depend on who else is in the dossier.

use std::collections::HashMap;

use super::movement::Standing;
use super::{Bill, Movement};
use crate::notes::Reference;
use crate::rules::Rules;
use crate::vocabulary::TransactionType;
use crate::window::days_ago;

/// Marks each reversal that names a visible row, and that row.
pub(super) fn take_out_reversals(movements: &mut [Movement<'_>]) {
    for rows in movements.chunk_by_mut(|one, other| one.household_id == other.household_id) {
        let reversals = rows.iter().enumerate().filter_map(|(place, movement)| {
            match (movement.row.kind, &movement.notes.reference) {
                (TransactionType::Reversal, Some(Reference::Reversal(id))) => Some((*id, place)),
                _ => None,
            }
        });
        let reversals: Vec<(i64, usize)> = reversals.collect();
        if reversals.is_empty() {
            continue;
        }
        let by_id: HashMap<i64, usize> =
            rows.iter().enumerate().map(|(place, movement)| (movement.row.transaction_id, place)).collect();
        for (id, place) in reversals {
            let Some(reversed) = by_id.get(&id) else { continue };
            for place in [place, *reversed] {
                if let Some(movement) = rows.get_mut(place) {
                    movement.standing = Standing::TakenBack;
                }
            }
        }
    }
}

/// Marks both legs of each transfer between accounts of one household: first by their common reference, then by amount
/// and date where neither has a reference.
pub(super) fn find_internal_transfers(movements: &mut [Movement<'_>], rules: &Rules) {
    for rows in movements.chunk_by_mut(|one, other| one.household_id == other.household_id) {
        let mut internal = pairs_by_reference(rows);
        internal.extend(pairs_by_amount(rows, rules));
        for place in internal {
            if let Some(movement) = rows.get_mut(place) {
                movement.standing = Standing::Internal;
            }
        }
    }
}

/// Places of the legs that share a reference, paired in the order of the rows.
fn pairs_by_reference(rows: &[Movement<'_>]) -> Vec<usize> {
    let mut legs: HashMap<&str, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (place, movement) in rows.iter().enumerate() {
        let Some(Reference::Transfer(reference)) = &movement.notes.reference else { continue };
        if movement.standing != Standing::Plain {
            continue;
        }
        let (outs, ins) = legs.entry(reference).or_default();
        match movement.row.kind {
            TransactionType::TransferOut => outs.push(place),
            TransactionType::TransferIn => ins.push(place),
            _ => {}
        }
    }
    legs.into_values().flat_map(|(outs, ins)| outs.into_iter().zip(ins).flat_map(|(out, into)| [out, into])).collect()
}

/// Places of the legs without a reference: for each incoming one the first outgoing one that is not used yet, of
/// another account, of the same amount, and near enough in time.
fn pairs_by_amount(rows: &[Movement<'_>], rules: &Rules) -> Vec<usize> {
    let mut outs: HashMap<i128, Vec<usize>> = HashMap::new();
    let unreferenced = |kind: TransactionType| {
        rows.iter().enumerate().filter_map(move |(place, movement)| {
            let fits =
                movement.row.kind == kind && movement.standing == Standing::Plain && movement.notes.reference.is_none();
            Some((place, movement, movement.signed().filter(|_| fits)?))
        })
    };
    for (place, _, signed) in unreferenced(TransactionType::TransferOut) {
        outs.entry(-signed).or_default().push(place);
    }
    let mut internal = Vec::new();
    for (place, incoming, signed) in unreferenced(TransactionType::TransferIn) {
        let Some(candidates) = outs.get_mut(&signed) else { continue };
        let days = |out: usize| rows.get(out).map_or(i64::MAX, |out| days_ago(out.date(), incoming.date()));
        let reach = i64::from(rules.matching.transfer_days);
        // Candidates are in the order of time: what is too old for this row is too old for all that follow.
        let too_old = candidates.partition_point(|out| days(*out) > reach);
        candidates.drain(..too_old);
        let found = candidates
            .iter()
            .take_while(|out| days(**out) >= -reach)
            .position(|out| rows.get(*out).is_some_and(|outgoing| outgoing.row.account_id != incoming.row.account_id));
        if let Some(found) = found {
            internal.extend([candidates.remove(found), place]);
        }
    }
    internal
}

/// Marks each payment that a transaction carries out, and lets that transaction know the method.
///
/// Rows that were taken back take part: the payment of a reversed debit is no event of its own.
pub(super) fn mirror_payments(movements: &mut [Movement<'_>], bills: &mut [Bill], rules: &Rules) {
    for rows in movements.chunk_by_mut(|one, other| one.household_id == other.household_id) {
        let Some(household_id) = rows.first().map(|movement| movement.household_id) else { continue };
        let start = bills.partition_point(|bill| bill.household_id < household_id);
        let end = bills.partition_point(|bill| bill.household_id <= household_id);
        let Some(bills) = bills.get_mut(start..end) else { continue };
        mirror_by_reference(rows, bills);
        mirror_by_amount(rows, bills, rules);
    }
}

fn mirror_by_reference(rows: &mut [Movement<'_>], bills: &mut [Bill]) {
    let mut by_id: Vec<(i64, usize)> = bills.iter().enumerate().map(|(place, bill)| (bill.payment_id, place)).collect();
    by_id.sort_unstable();
    for movement in rows {
        let Some(Reference::Payment(id)) = &movement.notes.reference else { continue };
        // Of payments with one key, which no database has, the last.
        let place = by_id.partition_point(|(payment_id, _)| payment_id <= id).checked_sub(1);
        let named = place.and_then(|place| by_id.get(place)).filter(|(payment_id, _)| payment_id == id);
        if let Some(bill) = named.and_then(|(_, place)| bills.get_mut(*place)) {
            bill.is_mirrored = true;
            movement.payment_method = bill.method;
        }
    }
}

/// For each payment that no reference names: the first debit of the same account and amount, near enough in time, that
/// no other payment has.
fn mirror_by_amount(rows: &mut [Movement<'_>], bills: &mut [Bill], rules: &Rules) {
    // Only debits that some payment could be on paper twice with; most payments are named.
    let unnamed = bills.iter().filter(|bill| !bill.is_mirrored);
    let mut debits: HashMap<(i64, u64), Vec<usize>> =
        unnamed.filter_map(|bill| Some(((bill.account_id, bill.size?), Vec::new()))).collect();
    if debits.is_empty() {
        return;
    }
    for (place, movement) in rows.iter().enumerate() {
        let is_taken = matches!(movement.notes.reference, Some(Reference::Payment(_)));
        if let Some(size) = movement.size().filter(|_| movement.is_debit() && !is_taken)
            && let Some(places) = debits.get_mut(&(movement.row.account_id, size))
        {
            places.push(place);
        }
    }
    let reach = i64::from(rules.matching.payment_days);
    for bill in bills.iter_mut().filter(|bill| !bill.is_mirrored) {
        let candidates = bill.size.and_then(|size| debits.get_mut(&(bill.account_id, size)));
        let Some(candidates) = candidates else { continue };
        let days = |place: usize| rows.get(place).map_or(i64::MAX, |debit| days_ago(debit.date(), bill.date));
        let too_old = candidates.partition_point(|place| days(*place) > reach);
        candidates.drain(..too_old);
        if candidates.first().is_none_or(|place| days(*place) < -reach) {
            continue;
        }
        bill.is_mirrored = true;
        if let Some(debit) = rows.get_mut(candidates.remove(0)) {
            debit.payment_method = bill.method;
        }
    }
}
