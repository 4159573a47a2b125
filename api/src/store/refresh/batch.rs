//! Whole circles, packed into batches of so many customers that the rows of one fit into memory.

/// Most customers of a batch; a circle that is larger is a batch of its own.
const MOST_CUSTOMERS: usize = 2_000;
/// Customers of the first batch, before it is known how many rows a customer has.
const FIRST_CUSTOMERS: usize = 500;
/// Rows that the batches in memory are to have at most together, going by the one before: about a hundred megabytes.
const MOST_ROWS: usize = 300_000;

/// The batches of some circles, in order.
pub(super) struct Batches<C> {
    circles: C,
    /// Customers of a circle that did not fit any more.
    waiting: Vec<i64>,
    size: usize,
    /// Rows that each is to have at most.
    most_rows: usize,
}

impl<C: Iterator<Item: IntoIterator<Item = i64>>> Batches<C> {
    /// Batches of which so many are in memory at once, at least one.
    pub(super) fn new(circles: C, at_once: usize) -> Self {
        Self { circles, waiting: Vec::new(), size: FIRST_CUSTOMERS, most_rows: MOST_ROWS / at_once.max(1) }
    }

    /// The customers of the next batch; `None` when there are no more.
    pub(super) fn next(&mut self) -> Option<Vec<i64>> {
        let mut batch = std::mem::take(&mut self.waiting);
        while batch.len() < self.size {
            let Some(circle) = self.circles.next() else { break };
            let begin = batch.len();
            batch.extend(circle);
            if begin > 0 && batch.len() > self.size {
                self.waiting = batch.split_off(begin);
                break;
            }
        }
        (!batch.is_empty()).then_some(batch)
    }

    /// Takes in how many rows the customers of a batch had, and makes the next ones as large as memory allows. Which
    /// customers share a batch does not change their answers.
    pub(super) fn weigh(&mut self, customers: usize, rows: usize) {
        self.size = (self.most_rows * customers).checked_div(rows).unwrap_or(MOST_CUSTOMERS).clamp(1, MOST_CUSTOMERS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batches(circles: &[&[i64]], rows_of_one: usize) -> Vec<Vec<i64>> {
        let mut batches = Batches::new(circles.iter().map(|circle| circle.iter().copied()), 1);
        batches.weigh(1, rows_of_one);
        std::iter::from_fn(|| batches.next()).collect()
    }

    #[test]
    fn a_circle_is_never_torn() {
        let circles: [&[i64]; 5] = [&[1, 2], &[3], &[4, 5, 6, 7], &[8], &[9]];
        assert_eq!(batches(&circles, MOST_ROWS / 3), [vec![1, 2, 3], vec![4, 5, 6, 7], vec![8, 9]]);
        assert_eq!(batches(&circles, MOST_ROWS), [vec![1, 2], vec![3], vec![4, 5, 6, 7], vec![8], vec![9]]);
        assert_eq!(batches(&circles, 10 * MOST_ROWS).len(), 5, "at least one circle each");
        assert_eq!(batches(&circles, 0), [[1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    }

    #[test]
    fn nobody_is_left_out_of_many() {
        let everybody: Vec<i64> = (0..10_001).collect();
        let circles: Vec<&[i64]> = everybody.chunks(3).collect();
        for rows_of_one in [0, 1, 100, 5_000] {
            let batches = batches(&circles, rows_of_one);
            assert_eq!(batches.concat(), everybody);
            assert!(batches.iter().all(|batch| batch.len() <= MOST_CUSTOMERS));
        }
    }

    #[test]
    fn a_bank_without_customers_has_no_batch() {
        assert_eq!(batches(&[], 1), Vec::<Vec<i64>>::new());
    }
}
