//! Counting: how many segments have which classes, and what their numbers come to.

use std::fmt;

/// No class.
const NONE: u8 = u8::MAX;

/// The classes and numbers of segments, column by column.
pub(super) struct Segments {
    /// How many classes each dimension has.
    widths: Vec<usize>,
    classes: Vec<Vec<u8>>,
    numbers: Vec<Vec<Option<i64>>>,
}

impl Segments {
    pub(super) fn new(widths: Vec<usize>, numbers: usize) -> Self {
        let classes = widths.iter().map(|_| Vec::new()).collect();
        Self { widths, classes, numbers: vec![Vec::new(); numbers] }
    }

    /// Takes in the class of the next segment in a dimension.
    pub(super) fn class(&mut self, dimension: usize, class: Option<usize>) {
        let class = class.and_then(|class| u8::try_from(class).ok()).unwrap_or(NONE);
        if let Some(classes) = self.classes.get_mut(dimension) {
            classes.push(class);
        }
    }

    /// Takes in a number of the next segment.
    pub(super) fn number(&mut self, measure: usize, number: Option<i64>) {
        if let Some(numbers) = self.numbers.get_mut(measure) {
            numbers.push(number);
        }
    }
}

/// The segments with the same classes in up to two dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    /// The dimensions.
    pub(super) dimensions: [Option<usize>; 2],
    /// The class in each; `None` is no class.
    pub(super) classes: [Option<usize>; 2],
    /// How many segments.
    pub(super) customers: usize,
    /// What each of their numbers comes to.
    pub(super) numbers: Vec<Total>,
}

/// What a number of some segments comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    count: usize,
    seen: usize,
    sum: i128,
    least: i64,
    greatest: i64,
    low: i64,
    high: i64,
}

impl Total {
    /// Takes in a number, in any order.
    fn add(&mut self, number: i64) {
        if self.count == 0 {
            (self.least, self.greatest) = (number, number);
        }
        self.count += 1;
        self.sum += i128::from(number);
        self.least = self.least.min(number);
        self.greatest = self.greatest.max(number);
    }

    /// Looks at the next number, in order, once all were added: the one or two places in the middle count.
    fn look_at(&mut self, number: i64) {
        self.seen += 1;
        let double = 2 * self.seen;
        if double == self.count || double == self.count + 1 {
            self.low = number;
        }
        if double == self.count + 1 || double == self.count + 2 {
            self.high = number;
        }
    }
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, sum, least, greatest, low, high, .. } = self;
        if *count == 0 { write!(f, "0") } else { write!(f, "{count},{sum},{least},{greatest},{low},{high}") }
    }
}

/// The tallies of all segments together, of each class, and of each two classes of two dimensions.
pub(super) fn tallies(segments: &Segments) -> Vec<Tally> {
    let many = segments.widths.len();
    let mut frames = vec![Frame::new(segments, [None, None])];
    for first in 0..many {
        frames.push(Frame::new(segments, [Some(first), None]));
        for second in first + 1..many {
            frames.push(Frame::new(segments, [Some(first), Some(second)]));
        }
    }
    on_all_cores(&mut frames, |frame| frame.add(segments));
    for measure in 0..segments.numbers.len() {
        let sorted = Sorted::new(segments, measure);
        on_all_cores(&mut frames, |frame| frame.look_at(measure, &sorted));
    }
    frames.into_iter().flat_map(Frame::tallies).collect()
}

fn on_all_cores(frames: &mut [Frame], work: impl Fn(&mut Frame) + Sync) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = frames.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        for frames in frames.chunks_mut(share) {
            scope.spawn(|| frames.iter_mut().for_each(&work));
        }
    });
}

/// The segments that have a number, in its order.
struct Sorted {
    numbers: Vec<i64>,
    classes: Vec<Vec<u8>>,
}

impl Sorted {
    fn new(segments: &Segments, measure: usize) -> Self {
        let mut order: Vec<(i64, usize)> =
            segments.numbers[measure].iter().enumerate().filter_map(|(at, number)| Some(((*number)?, at))).collect();
        order.sort_unstable();
        let classes =
            segments.classes.iter().map(|classes| order.iter().map(|(_, at)| classes[*at]).collect()).collect();
        Self { numbers: order.into_iter().map(|(number, _)| number).collect(), classes }
    }
}

/// All cells of up to two dimensions.
struct Frame {
    dimensions: [Option<usize>; 2],
    /// How many classes each has; the last place is for no class.
    widths: [usize; 2],
    customers: Vec<usize>,
    /// The numbers of each cell.
    numbers: Vec<Vec<Total>>,
}

impl Frame {
    fn new(segments: &Segments, dimensions: [Option<usize>; 2]) -> Self {
        let widths = dimensions.map(|dimension| dimension.map_or(0, |at| segments.widths[at]));
        let cells = (widths[0] + 1) * (widths[1] + 1);
        let numbers = vec![vec![Total::default(); cells]; segments.numbers.len()];
        Self { dimensions, widths, customers: vec![0; cells], numbers }
    }

    fn cell(&self, classes: &[Vec<u8>], at: usize) -> usize {
        let place = |side: usize| {
            let class = self.dimensions[side].map_or(NONE, |dimension| classes[dimension][at]);
            usize::from(class).min(self.widths[side])
        };
        place(0) * (self.widths[1] + 1) + place(1)
    }

    fn add(&mut self, segments: &Segments) {
        let many = segments.classes.first().map_or(0, Vec::len);
        for at in 0..many {
            let cell = self.cell(&segments.classes, at);
            self.customers[cell] += 1;
            for (totals, numbers) in self.numbers.iter_mut().zip(&segments.numbers) {
                if let Some(number) = numbers[at] {
                    totals[cell].add(number);
                }
            }
        }
    }

    fn look_at(&mut self, measure: usize, sorted: &Sorted) {
        for (at, number) in sorted.numbers.iter().enumerate() {
            let cell = self.cell(&sorted.classes, at);
            self.numbers[measure][cell].look_at(*number);
        }
    }

    /// The cells with a segment in them.
    fn tallies(self) -> impl Iterator<Item = Tally> {
        let Self { dimensions, widths, customers, numbers } = self;
        customers.into_iter().enumerate().filter(|(_, customers)| *customers > 0).map(move |(cell, customers)| {
            let places = [cell / (widths[1] + 1), cell % (widths[1] + 1)];
            let class = |side: usize| (places[side] < widths[side]).then_some(places[side]);
            let numbers = numbers.iter().map(|totals| totals[cell]).collect();
            Tally { dimensions, classes: [class(0), class(1)], customers, numbers }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_tell_what_their_segments_come_to() {
        let mut segments = Segments::new(vec![2, 3], 1);
        for (first, second, number) in [
            (Some(0), Some(2), Some(5)),
            (Some(0), None, Some(-7)),
            (Some(1), Some(2), None),
            (Some(0), Some(2), Some(8)),
        ] {
            segments.class(0, first);
            segments.class(1, second);
            segments.number(0, number);
        }
        let told: Vec<_> = tallies(&segments)
            .into_iter()
            .map(|tally| (tally.dimensions, tally.classes, tally.customers, tally.numbers[0].to_string()))
            .collect();
        let (one, other) = (Some(0), Some(1));
        assert_eq!(
            told,
            [
                ([None, None], [None, None], 4, "3,6,-7,8,5,5".to_owned()),
                ([one, None], [Some(0), None], 3, "3,6,-7,8,5,5".to_owned()),
                ([one, None], [Some(1), None], 1, "0".to_owned()),
                ([one, other], [Some(0), Some(2)], 2, "2,13,5,8,5,8".to_owned()),
                ([one, other], [Some(0), None], 1, "1,-7,-7,-7,-7,-7".to_owned()),
                ([one, other], [Some(1), Some(2)], 1, "0".to_owned()),
                ([other, None], [Some(2), None], 3, "2,13,5,8,5,8".to_owned()),
                ([other, None], [None, None], 1, "1,-7,-7,-7,-7,-7".to_owned()),
            ]
        );
    }

    #[test]
    fn a_bank_without_segments_has_no_cells() {
        assert_eq!(tallies(&Segments::new(vec![2, 3], 1)), []);
    }
}
