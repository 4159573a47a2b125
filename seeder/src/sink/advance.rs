//! A bank that goes on: the rows that a later one has more are added, those that differ are changed.

use std::sync::Arc;

use sea_orm::DbBackend;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait as _, Query, SimpleExpr};

use super::chunk::{Chunks, Encoder, Ended};
use super::text::write_hundredths;
use super::{AdvanceError, Advanced, FillError, FillOptions, Progress, Sink, caused_by, ledger, pour};
use crate::bank::Bank;
use crate::fingerprint::Fingerprint;
use crate::record::{Cell, PairVisitor, Record, Table, visit_pair};
use crate::row::Block;

/// Rows that one statement changes at most: enough that round trips do not count, few enough to look through for each row.
const ROWS_A_STATEMENT: usize = 200;

pub(super) async fn advance<S: Sink>(
    mut sink: S,
    before: &Arc<Bank>,
    after: &Arc<Bank>,
    progress: impl FnMut(Progress),
) -> Result<Advanced, AdvanceError> {
    let advanced = Box::pin(advance_in(&mut sink, before, after, progress)).await;
    // What is not committed is taken back, at the latest by the end of the connection.
    let _ = sink.close().await;
    advanced
}

async fn advance_in<S: Sink>(
    sink: &mut S,
    before: &Arc<Bank>,
    after: &Arc<Bank>,
    mut progress: impl FnMut(Progress),
) -> Result<Advanced, AdvanceError> {
    sink.begin().await?;
    match ledger::newest(sink).await? {
        Some(run) if run.is_complete && run.dataset_id == before.dataset_id().as_str() => {}
        Some(run) if run.is_complete => {
            return Err(AdvanceError::OtherBank { dataset: run.dataset_id.chars().take(12).collect() });
        }
        _ => return Err(AdvanceError::NoBank),
    }
    let options = FillOptions::for_customers(after.plan().customers());
    let run = ledger::begin(sink, after, options, 1, Vec::new()).await?;
    let (mut advanced, mut customers) = (Advanced::default(), 0);
    let mut steps = steps(sink, before, after)?;
    while let Some(step) = steps.next().await.map_err(|Ended| FillError::Generator)? {
        let step = step.ok_or(FillError::Generator)?;
        pour::write(sink, step.portions).await?;
        for (table, update) in step.updates {
            let updated = sink.execute(update).await;
            updated.map_err(|error| FillError::Write { table: table.name, source: caused_by(error) })?;
        }
        advanced.added += step.added;
        advanced.changed += step.changed;
        advanced.fingerprint.add(&step.fingerprint);
        customers += step.fingerprint.rows().customers;
        progress(Progress { customers, of: after.plan().customers(), rows: advanced.added });
    }
    ledger::complete(sink, &run, &advanced.fingerprint).await?;
    pour::commit(sink).await?;
    Ok(advanced)
}

/// What is to be done for one block.
struct Step<P> {
    added: u64,
    changed: u64,
    /// Of the block as it is afterwards.
    fingerprint: Fingerprint,
    /// Rows to be added, parents before children.
    portions: Vec<(&'static Table, P)>,
    updates: Vec<(&'static Table, String)>,
}

/// The steps of a sink's engine; `None` for a block that does not go on from the one before.
type Steps<S> = Chunks<Option<Step<<<S as Sink>::Encoder as Encoder>::Portion>>>;

fn steps<S: Sink>(sink: &S, before: &Arc<Bank>, after: &Arc<Bank>) -> Result<Steps<S>, FillError> {
    let (before, after, encoder) = (Arc::clone(before), Arc::clone(after), sink.encoder());
    let blocks = (0..after.block_count()).collect();
    let make = move |block| Step::of::<S>(&before.block(block), &after.block(block), &encoder);
    Chunks::made_by(blocks, pour::threads(), make).map_err(|Ended| FillError::Generator)
}

impl<P> Step<P> {
    fn of<S: Sink<Encoder: Encoder<Portion = P>>>(before: &Block, after: &Block, encoder: &S::Encoder) -> Option<Self> {
        let fingerprint = Fingerprint::of_block(after);
        let step = Self { added: 0, changed: 0, fingerprint, portions: Vec::new(), updates: Vec::new() };
        let mut comparing = Comparing { encoder, backend: S::BACKEND, step, goes_on: true };
        visit_pair(before, after, &mut comparing);
        comparing.goes_on.then_some(comparing.step)
    }
}

/// Two blocks while they are compared.
struct Comparing<'encoder, E: Encoder> {
    encoder: &'encoder E,
    backend: DbBackend,
    step: Step<E::Portion>,
    /// Whether every row that was there is still there.
    goes_on: bool,
}

impl<E: Encoder> PairVisitor for Comparing<'_, E> {
    fn rows<R: Record + PartialEq>(&mut self, before: &[R], after: &[R]) {
        let Some((kept, added)) = after.split_at_checked(before.len()) else {
            self.goes_on = false;
            return;
        };
        self.goes_on &= before.iter().map(Record::key).eq(kept.iter().map(Record::key));
        self.step.added += added.len() as u64;
        if !added.is_empty() {
            self.step.portions.push((R::TABLE, self.encoder.encode(added)));
        }
        let changed: Vec<_> = before.iter().zip(kept).filter(|(before, after)| before != after).collect();
        self.step.changed += changed.len() as u64;
        let updates = changed.chunks(ROWS_A_STATEMENT).map(|rows| (R::TABLE, update(self.backend, rows)));
        self.step.updates.extend(updates);
    }
}

/// One statement that gives each of the rows its new values.
fn update<R: Record>(backend: DbBackend, rows: &[(&R, &R)]) -> String {
    let [key, values @ ..] = R::TABLE.columns else { return String::new() };
    let mut cases: Vec<Option<CaseStatement>> = vec![None; values.len()];
    for (before, after) in rows {
        let (mut old, mut new) = (Vec::with_capacity(values.len()), Vec::with_capacity(values.len()));
        before.cells(&mut |cell| old.push(cell));
        after.cells(&mut |cell| new.push(cell));
        for (case, (old, new)) in cases.iter_mut().zip(old.into_iter().zip(new).skip(1)) {
            if old != new {
                let is_row = Expr::col(Alias::new(key.name)).eq(after.key());
                *case = Some(case.take().unwrap_or_default().case(is_row, value(backend, new)));
            }
        }
    }
    let mut update = Query::update();
    update.table(Alias::new(R::TABLE.name));
    for (column, case) in values.iter().zip(cases) {
        if let Some(case) = case {
            update.value(Alias::new(column.name), case.finally(Expr::col(Alias::new(column.name))));
        }
    }
    update.and_where(Expr::col(Alias::new(key.name)).is_in(rows.iter().map(|(_, after)| after.key())));
    ledger::text_of(backend, &update)
}

/// A value as it stands in a statement of that engine.
fn value(backend: DbBackend, cell: Cell<'_>) -> SimpleExpr {
    match cell {
        Cell::Hundredths(number) if backend != DbBackend::Sqlite => {
            let mut text = Vec::new();
            write_hundredths(&mut text, number);
            Expr::cust(String::from_utf8_lossy(&text).into_owned())
        }
        Cell::Integer(number) | Cell::Hundredths(number) => Expr::val(number),
        Cell::Text(text) => Expr::val(text),
        Cell::Date(date) => Expr::val(date),
        Cell::Moment(moment) => Expr::val(moment),
        Cell::Flag(flag) => Expr::val(flag),
        Cell::Null => Expr::cust("NULL"),
    }
}
