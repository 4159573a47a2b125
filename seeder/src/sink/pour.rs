//! A bank into a sink.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use sea_orm::sea_query::{Expr, Query};

use super::chunk::{Chunk, Chunks, Cut, Encoder, Ended};
use super::ledger::{self, Run};
use super::{FillError, FillOptions, Filled, Mode, Progress, Sink, caused_by};
use crate::bank::Bank;
use crate::counts::Counts;
use crate::fingerprint::Fingerprint;
use crate::record::{TABLES, Table};

/// Threads that make rows at most: further ones only wait for the database.
const MOST_THREADS: usize = 4;

/// Says in the log of changes that anything may have changed, once for all rows: logging the owner of each would take
/// about as long as writing it. On `SQLite` the triggers look whether anybody needs the log, and nobody does before the
/// first refresh.
const NOTE_EVERYBODY: &str = "INSERT INTO customer_change (everybody) VALUES (TRUE)";

pub(super) async fn pour<S: Sink>(
    mut sink: S,
    bank: &Arc<Bank>,
    options: FillOptions,
    progress: impl FnMut(Progress),
) -> Result<Filled, FillError> {
    match Box::pin(pour_into(&mut sink, bank, options, progress)).await {
        Ok(filled) => {
            // The rows are kept, whatever becomes of the connection.
            let _ = sink.close().await;
            Ok(filled)
        }
        Err(error) => {
            // When even this fails the connection is gone, and the database takes the rows back by itself.
            let _ = sink.close().await;
            Err(error)
        }
    }
}

async fn pour_into<S: Sink>(
    sink: &mut S,
    bank: &Arc<Bank>,
    options: FillOptions,
    progress: impl FnMut(Progress),
) -> Result<Filled, FillError> {
    sink.begin().await?;
    let filled_table = first_with_rows(sink).await?;
    let dataset_id = bank.dataset_id();
    match ledger::newest(sink).await? {
        Some(run) if run.is_complete => {
            if run.dataset_id == dataset_id.as_str()
                && options.mode == Mode::Resumable
                && let Some(fingerprint) = run.fingerprint
            {
                // Nothing is left to do for whoever gives the same command again.
                let counts = bank.counts();
                return Ok(Filled { counts, fingerprint, found: counts.total() });
            }
        }
        Some(run) if run.dataset_id == dataset_id.as_str() => {
            let committed = ledger::committed(sink, &run).await?;
            commit(sink).await?;
            return in_chunks(sink, bank, &run, &committed, progress).await;
        }
        Some(run) => return Err(FillError::OtherPlan { dataset: run.dataset_id.chars().take(12).collect() }),
        None => {}
    }
    if let Some(table) = filled_table {
        return Err(FillError::NotEmpty { table });
    }
    note_everybody(sink).await?;
    let cut = Cut::by_rows(bank, options.chunk_rows.get());
    let deferred = sink.defer(options.mode).await.map_err(|error| FillError::Schema(caused_by(error)))?;
    let run = ledger::begin(sink, bank, options, cut.blocks_a_chunk(), deferred).await?;
    match options.mode {
        Mode::Atomic => at_once(sink, bank, &run, progress).await,
        Mode::Resumable => {
            commit(sink).await?;
            in_chunks(sink, bank, &run, &BTreeMap::new(), progress).await
        }
    }
}

/// What has been written so far.
#[derive(Clone, Copy, Default)]
struct Written {
    counts: Counts,
    fingerprint: Fingerprint,
    found: u64,
}

impl Written {
    fn add<P>(&mut self, chunk: &Chunk<P>) {
        self.counts.join(&chunk.counts);
        self.fingerprint.add(&chunk.fingerprint);
    }

    fn progress(&self, bank: &Bank) -> Progress {
        Progress { customers: self.counts.customers, of: bank.plan().customers(), rows: self.counts.total() }
    }
}

/// Writes everything in the transaction that is open.
async fn at_once<S: Sink>(
    sink: &mut S,
    bank: &Arc<Bank>,
    run: &Run,
    mut progress: impl FnMut(Progress),
) -> Result<Filled, FillError> {
    let cut = Cut::by_blocks(bank, run.blocks_a_chunk);
    let mut written = Written::default();
    let mut chunks = begin_chunks(sink, bank, cut, (0..cut.chunks()).collect())?;
    while let Some(chunk) = chunks.next().await.map_err(|Ended| FillError::Generator)? {
        written.add(&chunk);
        write(sink, chunk.portions).await?;
        progress(written.progress(bank));
    }
    finish(sink, run, &written).await
}

/// Writes the chunks that are not there yet, each in a transaction of its own.
async fn in_chunks<S: Sink>(
    sink: &mut S,
    bank: &Arc<Bank>,
    run: &Run,
    committed: &BTreeMap<usize, Fingerprint>,
    mut progress: impl FnMut(Progress),
) -> Result<Filled, FillError> {
    let cut = Cut::by_blocks(bank, run.blocks_a_chunk);
    let mut written = Written::default();
    for fingerprint in committed.values() {
        written.counts.join(&fingerprint.rows());
        written.fingerprint.add(fingerprint);
    }
    written.found = written.counts.total();
    let missing = (0..cut.chunks()).filter(|chunk| !committed.contains_key(chunk)).collect();
    let mut chunks = begin_chunks(sink, bank, cut, missing)?;
    while let Some(chunk) = chunks.next().await.map_err(|Ended| FillError::Generator)? {
        written.add(&chunk);
        sink.begin().await?;
        ledger::note_chunk(sink, run, chunk.index, &chunk.fingerprint).await?;
        write(sink, chunk.portions).await?;
        commit(sink).await?;
        progress(written.progress(bank));
    }
    sink.begin().await?;
    // Once more: whoever has read the log since has not seen the chunks that came after.
    note_everybody(sink).await?;
    finish(sink, run, &written).await
}

fn begin_chunks<S: Sink>(
    sink: &S,
    bank: &Arc<Bank>,
    cut: Cut,
    chunks: Vec<usize>,
) -> Result<Chunks<Chunk<<S::Encoder as Encoder>::Portion>>, FillError> {
    Chunks::of(bank, cut, chunks, &sink.encoder(), threads()).map_err(|Ended| FillError::Generator)
}

/// How many threads make rows: one is left to the database, where there are several.
pub(super) fn threads() -> usize {
    available_parallelism().map_or(1, NonZero::get).saturating_sub(1).clamp(1, MOST_THREADS)
}

/// Says that all rows are there, and commits.
async fn finish<S: Sink>(sink: &mut S, run: &Run, written: &Written) -> Result<Filled, FillError> {
    for statement in &run.deferred {
        let made = sink.execute(statement.clone()).await;
        made.map_err(|error| FillError::Schema(caused_by(error)))?;
    }
    ledger::complete(sink, run, &written.fingerprint).await?;
    commit(sink).await?;
    Ok(Filled { counts: written.counts, fingerprint: written.fingerprint, found: written.found })
}

async fn first_with_rows<S: Sink>(sink: &mut S) -> Result<Option<&'static str>, FillError> {
    let mut first = None;
    for table in TABLES {
        let keys = table.columns.iter().take(1).map(|column| column.name);
        let mut select = Query::select();
        select.columns(keys).expr(Expr::val("")).expr(Expr::val("")).from(table.name).limit(1);
        if !ledger::read(sink, table.name, &select).await?.is_empty() {
            first = first.or(Some(table.name));
        }
    }
    Ok(first)
}

pub(super) async fn write<S: Sink>(
    sink: &mut S,
    portions: Vec<(&'static Table, <S::Encoder as Encoder>::Portion)>,
) -> Result<(), FillError> {
    for (table, portion) in portions {
        let written = sink.write(table, portion).await;
        written.map_err(|error| FillError::Write { table: table.name, source: caused_by(error) })?;
    }
    Ok(())
}

async fn note_everybody<S: Sink>(sink: &mut S) -> Result<(), FillError> {
    let noted = sink.execute(NOTE_EVERYBODY.to_owned()).await;
    noted.map_err(|error| FillError::Write { table: "customer_change", source: caused_by(error) })
}

pub(super) async fn commit<S: Sink>(sink: &mut S) -> Result<(), FillError> {
    sink.commit().await.map_err(|error| FillError::Transaction(caused_by(error)))
}
