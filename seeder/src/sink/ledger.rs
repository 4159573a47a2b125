//! What a database knows of its filling: a row of `gen_run` for the filling, and of `gen_chunk` for each chunk that is
//! committed while it is not complete.

use std::collections::BTreeMap;

use sea_orm::sea_query::{
    Expr, ExprTrait as _, Func, MysqlQueryBuilder, Order, PostgresQueryBuilder, Query, QueryStatementWriter,
    SqliteQueryBuilder,
};
use sea_orm::{DbBackend, DbErr};

use super::{FillError, FillOptions, Sink, caused_by};
use crate::bank::Bank;
use crate::fingerprint::Fingerprint;
use crate::stream::GENERATOR_VERSION;

const RUN: &str = "gen_run";
const CHUNK: &str = "gen_chunk";

/// A filling whose chunks are being committed.
pub(super) const RUNNING: &str = "running";
/// A filling of which all rows are there.
pub(super) const COMPLETE: &str = "complete";

/// Parts the statements that are kept for the end. It is in no name.
const BETWEEN_STATEMENTS: &str = "\u{1e}";

/// The newest filling.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) id: i64,
    pub(super) dataset_id: String,
    pub(super) is_complete: bool,
    pub(super) blocks_a_chunk: usize,
    /// What was taken away for its time, and is to be made again at its end.
    pub(super) deferred: Vec<String>,
    /// What all rows come to; `None` until it is complete.
    pub(super) fingerprint: Option<Fingerprint>,
}

/// The newest filling; `None` in a database that was never filled, or not by this program.
pub(super) async fn newest<S: Sink>(sink: &mut S) -> Result<Option<Run>, FillError> {
    let select = |texts: [&'static str; 2]| {
        let texts = texts.map(|text| Func::coalesce([Expr::col(text), Expr::val("")]));
        let mut select = Query::select();
        select.column("run_id").exprs(texts).from(RUN).order_by("run_id", Order::Desc).limit(1).to_owned()
    };
    let of_plan = read(sink, RUN, &select(["dataset_id", "status"])).await?;
    let of_end = read(sink, RUN, &select(["deferred", "fingerprint"])).await?;
    let mut blocks = Query::select();
    blocks.columns(["blocks_a_chunk", "dataset_id", "status"]).from(RUN).order_by("run_id", Order::Desc).limit(1);
    let blocks = read(sink, RUN, &blocks).await?;
    let newest = of_plan.into_iter().zip(of_end).zip(blocks).next();
    Ok(newest.map(|(((id, dataset_id, status), (_, deferred, fingerprint)), (blocks, ..))| Run {
        id,
        dataset_id,
        is_complete: status == COMPLETE,
        blocks_a_chunk: usize::try_from(blocks).unwrap_or(1),
        deferred: deferred.split(BETWEEN_STATEMENTS).filter(|text| !text.is_empty()).map(str::to_owned).collect(),
        fingerprint: fingerprint.parse().ok(),
    }))
}

/// Puts a filling down that begins now.
pub(super) async fn begin<S: Sink>(
    sink: &mut S,
    bank: &Bank,
    options: FillOptions,
    blocks_a_chunk: usize,
    deferred: Vec<String>,
) -> Result<Run, FillError> {
    let id = newest(sink).await?.map_or(1, |run| run.id.saturating_add(1));
    let dataset_id = bank.dataset_id().to_string();
    let mut insert = Query::insert();
    insert.into_table(RUN);
    insert.columns([
        "run_id",
        "dataset_id",
        "generator",
        "customers",
        "as_of",
        "status",
        "unsafe_fast",
        "blocks_a_chunk",
        "deferred",
        "demo_logins",
    ]);
    let values = [
        Expr::val(id),
        Expr::val(dataset_id.as_str()),
        Expr::val(GENERATOR_VERSION),
        Expr::val(i64::try_from(bank.plan().customers()).unwrap_or(i64::MAX)),
        Expr::val(bank.plan().as_of()),
        Expr::val(RUNNING),
        Expr::val(options.unsafe_fast),
        Expr::val(i64::try_from(blocks_a_chunk).unwrap_or(i64::MAX)),
        Expr::val(deferred.join(BETWEEN_STATEMENTS)),
        Expr::val(demo_logins(bank)),
    ];
    insert.values(values).map_err(|error| unwritten(RUN, error))?;
    write(sink, RUN, &insert).await?;
    Ok(Run { id, dataset_id, is_complete: false, blocks_a_chunk, deferred, fingerprint: None })
}

/// The names of the log-ins with passwords that somebody knows; `None` when there are none.
fn demo_logins(bank: &Bank) -> Option<String> {
    let names: Vec<_> = bank.demo_logins().into_iter().map(|login| login.username).collect();
    (!names.is_empty()).then(|| names.join(","))
}

/// The chunks that are there, and what their rows come to.
pub(super) async fn committed<S: Sink>(sink: &mut S, run: &Run) -> Result<BTreeMap<usize, Fingerprint>, FillError> {
    let mut select = Query::select();
    select.columns(["chunk", "counts", "hash"]).from(CHUNK).and_where(Expr::col("run_id").eq(run.id));
    let rows = read(sink, CHUNK, &select).await?;
    let chunks = rows.into_iter().map(|(chunk, counts, hash)| {
        let fingerprint = Fingerprint::of_texts(&counts, &hash).map_err(|error| unwritten(CHUNK, error))?;
        Ok((usize::try_from(chunk).unwrap_or(usize::MAX), fingerprint))
    });
    chunks.collect()
}

/// Puts down that a chunk is there, in the transaction that has its rows.
pub(super) async fn note_chunk<S: Sink>(
    sink: &mut S,
    run: &Run,
    chunk: usize,
    fingerprint: &Fingerprint,
) -> Result<(), FillError> {
    let mut insert = Query::insert();
    insert.into_table(CHUNK).columns(["run_id", "chunk", "counts", "hash"]);
    let values = [
        Expr::val(run.id),
        Expr::val(i64::try_from(chunk).unwrap_or(i64::MAX)),
        Expr::val(fingerprint.counts()),
        Expr::val(fingerprint.sums()),
    ];
    insert.values(values).map_err(|error| unwritten(CHUNK, error))?;
    write(sink, CHUNK, &insert).await
}

/// Puts down that all rows are there, and what they come to.
pub(super) async fn complete<S: Sink>(sink: &mut S, run: &Run, fingerprint: &Fingerprint) -> Result<(), FillError> {
    let mut update = Query::update();
    update.table(RUN).value("status", COMPLETE).value("fingerprint", fingerprint.to_string());
    update.value("deferred", Option::<String>::None).and_where(Expr::col("run_id").eq(run.id));
    write(sink, RUN, &update).await
}

/// The rows of a statement that gives a number and two texts.
pub(super) async fn read<S: Sink>(
    sink: &mut S,
    table: &'static str,
    select: &impl QueryStatementWriter,
) -> Result<Vec<(i64, String, String)>, FillError> {
    let rows = sink.read(text_of(S::BACKEND, select)).await;
    rows.map_err(|error| FillError::Unreadable { table, source: caused_by(error) })
}

async fn write<S: Sink>(
    sink: &mut S,
    table: &'static str,
    statement: &impl QueryStatementWriter,
) -> Result<(), FillError> {
    let written = sink.execute(text_of(S::BACKEND, statement)).await;
    written.map_err(|error| FillError::Write { table, source: caused_by(error) })
}

/// The statement with its values in it: they are few, and ours.
pub(super) fn text_of(backend: DbBackend, statement: &impl QueryStatementWriter) -> String {
    match backend {
        DbBackend::Postgres => statement.to_string(PostgresQueryBuilder),
        DbBackend::MySql => statement.to_string(MysqlQueryBuilder),
        _ => statement.to_string(SqliteQueryBuilder),
    }
}

fn unwritten(table: &'static str, error: impl std::error::Error) -> FillError {
    FillError::Write { table, source: DbErr::Custom(error.to_string()) }
}
