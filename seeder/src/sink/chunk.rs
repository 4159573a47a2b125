//! Chunks: some blocks after one another, generated, hashed and encoded on threads of their own while the chunk before
//! is being written.

use std::ops::Range;
use std::sync::Arc;
use std::thread;

use tokio::sync::mpsc;

use crate::bank::Bank;
use crate::counts::Counts;
use crate::fingerprint::Fingerprint;
use crate::record::{self, Record, Table, Visitor};
use crate::row::Block;

/// How a bank is cut: chunk 0 has the first so many blocks, and so on. A chunk is written as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    blocks: usize,
    blocks_a_chunk: usize,
}

impl Cut {
    /// Chunks of about so many rows, at least one block.
    pub(crate) fn by_rows(bank: &Bank, rows: u64) -> Self {
        let blocks = bank.block_count();
        let blocks_of_rows = u128::from(rows) * blocks as u128 / u128::from(bank.counts().total().max(1));
        Self::by_blocks(bank, usize::try_from(blocks_of_rows).unwrap_or(usize::MAX))
    }

    /// Chunks of so many blocks.
    pub(crate) fn by_blocks(bank: &Bank, blocks_a_chunk: usize) -> Self {
        Self { blocks: bank.block_count(), blocks_a_chunk: blocks_a_chunk.clamp(1, bank.block_count().max(1)) }
    }

    pub(crate) const fn blocks_a_chunk(self) -> usize {
        self.blocks_a_chunk
    }

    /// How many chunks there are.
    pub(crate) const fn chunks(self) -> usize {
        self.blocks.div_ceil(self.blocks_a_chunk)
    }

    fn blocks_of(self, chunk: usize) -> Range<usize> {
        let first = chunk.saturating_mul(self.blocks_a_chunk).min(self.blocks);
        first..first.saturating_add(self.blocks_a_chunk).min(self.blocks)
    }
}

/// Gives rows the form that a sink writes.
pub(crate) trait Encoder: Clone + Send + 'static {
    /// Rows of one table in that form.
    type Portion: Send + 'static;

    fn encode<R: Record>(&self, rows: &[R]) -> Self::Portion;
}

/// A chunk, ready to be written.
pub(crate) struct Chunk<P> {
    pub(crate) index: usize,
    pub(crate) counts: Counts,
    pub(crate) fingerprint: Fingerprint,
    /// Parents before children; tables without rows are left out.
    pub(crate) portions: Vec<(&'static Table, P)>,
}

/// What is made of each chunk, in order, by threads that are a chunk ahead each. They end when this is dropped.
pub(crate) struct Chunks<T> {
    lanes: Vec<mpsc::Receiver<T>>,
    given: usize,
    total: usize,
}

/// A thread of the generator ended before its work was done.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the generator ended early")]
pub(crate) struct Ended;

impl<P: Send + 'static> Chunks<Chunk<P>> {
    /// Begins to make these chunks on so many threads.
    pub(crate) fn of<E: Encoder<Portion = P>>(
        bank: &Arc<Bank>,
        cut: Cut,
        chunks: Vec<usize>,
        encoder: &E,
        threads: usize,
    ) -> Result<Self, Ended> {
        let (bank, encoder) = (Arc::clone(bank), encoder.clone());
        Self::made_by(chunks, threads, move |chunk| make(&bank, cut, chunk, &encoder))
    }
}

impl<T: Send + 'static> Chunks<T> {
    /// Begins to make something of each of these chunks on so many threads.
    pub(crate) fn made_by(
        chunks: Vec<usize>,
        threads: usize,
        make: impl Fn(usize) -> T + Clone + Send + 'static,
    ) -> Result<Self, Ended> {
        let chunks = Arc::new(chunks);
        let threads = threads.clamp(1, chunks.len().max(1));
        let mut lanes = Vec::with_capacity(threads);
        for lane in 0..threads {
            let (sender, receiver) = mpsc::channel(1);
            let (chunks, make) = (Arc::clone(&chunks), make.clone());
            let work = move || {
                for chunk in chunks.iter().skip(lane).step_by(threads) {
                    if sender.blocking_send(make(*chunk)).is_err() {
                        break;
                    }
                }
            };
            thread::Builder::new().name(format!("rows {lane}")).spawn(work).map_err(|_| Ended)?;
            lanes.push(receiver);
        }
        Ok(Self { lanes, given: 0, total: chunks.len() })
    }

    /// The next chunk; `None` after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<T>, Ended> {
        if self.given == self.total {
            return Ok(None);
        }
        let lane = self.given % self.lanes.len();
        let chunk = match self.lanes.get_mut(lane) {
            Some(lane) => lane.recv().await,
            None => None,
        };
        self.given += 1;
        chunk.map(Some).ok_or(Ended)
    }
}

/// Generates and encodes a chunk: each table in the order of its key.
fn make<E: Encoder>(bank: &Bank, cut: Cut, index: usize, encoder: &E) -> Chunk<E::Portion> {
    let mut block = Block::default();
    for number in cut.blocks_of(index) {
        record::merge(&mut block, bank.block(number));
    }
    let mut counts = Counts::default();
    counts.add(&block);
    let fingerprint = Fingerprint::of_block(&block);
    let mut encoding = Encoding { encoder, portions: Vec::new() };
    record::visit(&block, &mut encoding);
    Chunk { index, counts, fingerprint, portions: encoding.portions }
}

struct Encoding<'encoder, E: Encoder> {
    encoder: &'encoder E,
    portions: Vec<(&'static Table, E::Portion)>,
}

impl<E: Encoder> Visitor for Encoding<'_, E> {
    fn rows<R: Record>(&mut self, rows: &[R]) {
        if !rows.is_empty() {
            self.portions.push((R::TABLE, self.encoder.encode(rows)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    /// Keys instead of rows.
    #[derive(Clone)]
    struct Keys;

    impl Encoder for Keys {
        type Portion = Vec<i64>;

        fn encode<R: Record>(&self, rows: &[R]) -> Vec<i64> {
            rows.iter().map(Record::key).collect()
        }
    }

    fn bank() -> Arc<Bank> {
        let plan = Plan::new(2_600, 7, "2026-06-30".parse().expect("a date")).expect("a plan");
        Arc::new(Bank::of(plan))
    }

    #[tokio::test]
    async fn every_row_comes_once_and_in_order_on_any_number_of_threads() {
        let bank = bank();
        let mut expected: Option<Vec<(usize, Fingerprint, Vec<i64>)>> = None;
        for threads in [1, 2, 3, 50] {
            let cut = Cut::by_blocks(&bank, 2);
            let mut chunks = Chunks::of(&bank, cut, (0..cut.chunks()).collect(), &Keys, threads).expect("threads");
            let (mut counts, mut found) = (Counts::default(), Vec::new());
            while let Some(chunk) = chunks.next().await.expect("a chunk") {
                assert!(chunk.portions.iter().all(|(_, keys)| keys.is_sorted()));
                counts.join(&chunk.counts);
                found.push((
                    chunk.index,
                    chunk.fingerprint,
                    chunk.portions.into_iter().flat_map(|(_, keys)| keys).collect(),
                ));
            }
            assert_eq!(counts, bank.counts(), "{threads}");
            assert!(found.iter().enumerate().all(|(place, (index, ..))| place == *index));
            assert_eq!(*expected.get_or_insert_with(|| found.clone()), found, "{threads}");
        }
    }

    #[tokio::test]
    async fn chunks_can_be_left_out() {
        let bank = bank();
        let cut = Cut::by_blocks(&bank, 1);
        let mut chunks = Chunks::of(&bank, cut, vec![1, 4], &Keys, 1).expect("threads");
        let mut found = Vec::new();
        while let Some(chunk) = chunks.next().await.expect("a chunk") {
            found.push(chunk.index);
        }
        assert_eq!(found, [1, 4]);
        let mut none = Chunks::of(&bank, cut, Vec::new(), &Keys, 4).expect("threads");
        assert!(none.next().await.expect("nothing").is_none());
    }

    #[test]
    fn a_cut_has_every_block_once() {
        let bank = bank();
        for rows in [1, 20_000, 50_000, u64::MAX] {
            let cut = Cut::by_rows(&bank, rows);
            let blocks: Vec<usize> = (0..cut.chunks()).flat_map(|chunk| cut.blocks_of(chunk)).collect();
            assert_eq!(blocks, (0..bank.block_count()).collect::<Vec<_>>(), "{rows}");
        }
        assert_eq!(Cut::by_rows(&bank, 1).blocks_a_chunk(), 1);
        assert_eq!(Cut::by_rows(&bank, u64::MAX).chunks(), 1);
    }
}
