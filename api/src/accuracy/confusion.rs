//! How often each class was taken for which.

use serde::Serialize;
use tellergraph_segmentation::ClosedEnum;

use super::hit_rate::HitRate;
use super::share::{Interval, Share};

/// Counts of customers by what is true of them and what was answered.
#[derive(Clone, Debug)]
pub(super) struct Confusion {
    names: Vec<&'static str>,
    /// The class that says that nothing can be said.
    unknown: Option<usize>,
    /// Row by row of what is true.
    counts: Vec<u64>,
}

impl Confusion {
    /// Of the classes of an enum; `unknown` is the one that says that nothing can be said.
    pub(super) fn of<E: ClosedEnum>(unknown: Option<E>) -> Self {
        Self::between(E::ALL.iter().map(|class| class.name()).collect(), unknown.map(place))
    }

    /// Of classes by their names.
    pub(super) fn between(names: Vec<&'static str>, unknown: Option<usize>) -> Self {
        let counts = vec![0; names.len() * names.len()];
        Self { names, unknown, counts }
    }

    /// Counts a customer.
    pub(super) fn add<E: ClosedEnum>(&mut self, truth: E, answer: E) {
        self.add_at(place(truth), place(answer));
    }

    /// Counts a customer by the places of the classes.
    pub(super) fn add_at(&mut self, truth: usize, answer: usize) {
        if let Some(count) = self.counts.get_mut(truth * self.names.len() + answer) {
            *count += 1;
        }
    }

    fn count(&self, truth: usize, answer: usize) -> u64 {
        self.counts.get(truth * self.names.len() + answer).copied().unwrap_or_default()
    }

    /// What the counts come to.
    pub(super) fn scores(&self) -> Scores {
        let places = 0..self.names.len();
        let classes: Vec<ClassScore> = places.clone().map(|place| self.class(place)).collect();
        let scored = classes.iter().map(|class| class.truth).sum();
        let right = classes.iter().map(|class| class.right).sum();
        let unknown = self.unknown.map_or(0, |unknown| places.map(|truth| self.count(truth, unknown)).sum());
        let covered: u64 = scored - unknown;
        let f1: Vec<Share> =
            classes.iter().filter(|class| class.truth > 0).map(|class| class.rate.f1.unwrap_or(Share::NONE)).collect();
        // The first of several that are as frequent.
        let baseline = classes.iter().rev().max_by_key(|class| class.truth).filter(|class| class.truth > 0);
        let baseline = baseline.and_then(|class| {
            let mut alone = vec![Share::NONE; f1.len().saturating_sub(1)];
            alone.push(Share::of(2 * class.truth, class.truth + scored)?);
            Some(Baseline {
                class: class.class,
                accuracy: Share::of(class.truth, scored)?,
                macro_f1: Share::mean(&alone)?,
            })
        });
        Scores {
            scored,
            coverage: Share::of(covered, scored),
            accuracy: Share::of(right, scored),
            accuracy_of_covered: Share::of(right, covered),
            interval_of_covered: Interval::wilson(right, covered),
            macro_f1: Share::mean(&f1),
            baseline,
            classes: classes.into_iter().filter(|class| class.truth + class.answered > 0).collect(),
        }
    }

    fn class(&self, place: usize) -> ClassScore {
        let places = 0..self.names.len();
        let truth = places.clone().map(|answer| self.count(place, answer)).sum();
        let answered = places.clone().map(|truth| self.count(truth, place)).sum();
        // Saying that nothing can be said is never right.
        let right = if self.unknown == Some(place) { 0 } else { self.count(place, place) };
        let taken_for = places
            .zip(&self.names)
            .filter(|(answer, _)| *answer != place)
            .map(|(answer, class)| Taken { class, customers: self.count(place, answer) })
            .filter(|taken| taken.customers > 0);
        ClassScore {
            class: self.names.get(place).copied().unwrap_or_default(),
            truth,
            answered,
            right,
            rate: HitRate::of(right, answered, truth),
            taken_for: taken_for.collect(),
        }
    }
}

fn place<E: ClosedEnum>(class: E) -> usize {
    usize::try_from(class.position()).unwrap_or(usize::MAX)
}

/// How well the classes of a dimension were told apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scores {
    /// Customers that count.
    pub scored: u64,
    /// The part of them of whom something was said.
    pub coverage: Option<Share>,
    /// The part that was answered rightly; `UNKNOWN` is wrong.
    pub accuracy: Option<Share>,
    /// The same among those of whom something was said.
    pub accuracy_of_covered: Option<Share>,
    /// Where that lies with 95 % probability.
    pub interval_of_covered: Option<Interval>,
    /// The mean F1 of the classes that somebody is in.
    pub macro_f1: Option<Share>,
    /// What saying the most frequent class of everybody would reach.
    pub baseline: Option<Baseline>,
    /// The classes that somebody is in or was taken to be in, in their declared order.
    pub classes: Vec<ClassScore>,
}

/// What saying one class of everybody would reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Baseline {
    /// The most frequent class.
    pub class: &'static str,
    /// Its share.
    pub accuracy: Share,
    /// The mean F1 of the classes that somebody is in, of which only this one is not 0.
    pub macro_f1: Share,
}

/// How well one class was told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassScore {
    /// The class.
    pub class: &'static str,
    /// How many are in it.
    pub truth: u64,
    /// Of how many it was said.
    pub answered: u64,
    /// Of how many it was said rightly.
    pub right: u64,
    /// How often it was said of those in it, and only of them.
    #[serde(flatten)]
    pub rate: HitRate,
    /// What was said of the others in it: with [`Self::right`], a row of the confusion matrix.
    pub taken_for: Vec<Taken>,
}

/// What some customers of a class were taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The class that was said of them.
    pub class: &'static str,
    /// How many they are.
    pub customers: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(share: Option<Share>) -> String {
        share.map_or_else(|| "-".to_owned(), |share| share.to_string())
    }

    /// Six are A: four told, one taken for B, of one nothing said. Three are B: two told, one taken for A. One is C, taken
    /// for B. Nobody is D.
    fn confusion() -> Confusion {
        let mut confusion = Confusion::between(vec!["A", "B", "C", "D", "UNKNOWN"], Some(4));
        let cases = [(0, 0, 4), (0, 1, 1), (0, 4, 1), (1, 1, 2), (1, 0, 1), (2, 1, 1)];
        for (truth, answer, customers) in cases {
            for _ in 0..customers {
                confusion.add_at(truth, answer);
            }
        }
        confusion
    }

    #[test]
    fn classes_are_scored_by_hand() {
        let scores = confusion().scores();
        let classes: Vec<String> = scores
            .classes
            .iter()
            .map(|class| {
                let [precision, recall, f1] = [class.rate.precision, class.rate.recall, class.rate.f1].map(told);
                let taken: Vec<String> =
                    class.taken_for.iter().map(|taken| format!("{} {}", taken.class, taken.customers)).collect();
                let ClassScore { class, truth, answered, right, .. } = class;
                format!("{class} {truth} {answered} {right} {precision} {recall} {f1} {}", taken.join(","))
            })
            .collect();
        assert_eq!(
            classes,
            [
                "A 6 5 4 0.800 0.667 0.727 B 1,UNKNOWN 1",
                "B 3 4 2 0.500 0.667 0.571 A 1",
                "C 1 0 0 - 0.000 0.000 B 1",
                "UNKNOWN 0 1 0 0.000 - 0.000 ",
            ]
        );
    }

    #[test]
    fn dimensions_are_scored_by_hand() {
        let scores = confusion().scores();
        assert_eq!(scores.scored, 10);
        assert_eq!(told(scores.coverage), "0.900");
        assert_eq!(told(scores.accuracy), "0.600");
        assert_eq!(told(scores.accuracy_of_covered), "0.667");
        // (8/11 + 4/7 + 0) / 3
        assert_eq!(told(scores.macro_f1), "0.433");
        let baseline = scores.baseline.unwrap();
        // Six tenths, and 12/16 of three classes.
        let [accuracy, macro_f1] = [baseline.accuracy, baseline.macro_f1].map(|share| share.to_string());
        assert_eq!((baseline.class, accuracy.as_str(), macro_f1.as_str()), ("A", "0.600", "0.250"));
    }

    #[test]
    fn nobody_has_no_scores() {
        let scores = Confusion::of::<tellergraph_segmentation::answer::AgeGroup>(None).scores();
        assert_eq!((scores.scored, scores.accuracy, scores.macro_f1, scores.baseline), (0, None, None, None));
        assert!(scores.classes.is_empty() && scores.interval_of_covered.is_none());
    }
}
