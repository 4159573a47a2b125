//! What a plan may know of the server: page sizes, the bank's zone, the rules, the codes that texts have.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use crate::config::EffectiveRules;
use crate::graphql::catalog::{InForce, Pair, Vocabulary};
use crate::graphql::limits::{Limits, Pages};
use crate::store::seeding::Seeding;

/// The surroundings in which a request is planned and answered.
#[derive(Clone)]
pub struct Scope {
    /// How large pages are.
    pub pages: Pages,
    /// What the request may ask for.
    pub limits: Limits,
    /// The present time in UTC, to the second: what is computed is stamped with it.
    pub now: NaiveDateTime,
    /// The bank's time zone.
    pub zone: Tz,
    /// The rules that values are computed by.
    pub rules: Arc<EffectiveRules>,
    /// The codes in force.
    pub codes: Arc<Codes>,
    /// Whether to ask first if the bank is being filled; `None` where nobody fills it.
    pub(crate) seeding: Option<Arc<Seeding>>,
}

impl Scope {
    /// What values are computed by.
    pub fn in_force(&self) -> InForce<'_> {
        InForce { rules: &self.rules, limits: &self.limits, pages: &self.pages }
    }
}

/// The texts that the bank's code columns are known to hold, and the code of each.
///
/// Answers and filters use the same ones, so that a row is found by the code it shows. A text that is not among them is
/// unknown until the next seed, adoption or refresh has read it.
#[derive(Debug, Default)]
pub struct Codes {
    vocabularies: HashMap<&'static str, Texts>,
}

#[derive(Debug, Default)]
struct Texts {
    positions: HashMap<String, usize>,
    /// Sorted, so that a filter is the same statement every time.
    by_position: HashMap<usize, Vec<String>>,
}

impl Codes {
    /// Takes in a known text of a vocabulary, with the position of its code.
    pub fn add(&mut self, vocabulary: &Vocabulary, text: String, position: usize) {
        let texts = self.vocabularies.entry(vocabulary.key).or_default();
        let known = texts.by_position.entry(position).or_default();
        let at = known.partition_point(|other| *other < text);
        known.insert(at, text.clone());
        texts.positions.insert(text, position);
    }

    /// The position of a text's code.
    pub fn position(&self, vocabulary: &Vocabulary, text: &str) -> usize {
        self.vocabularies
            .get(vocabulary.key)
            .and_then(|texts| texts.positions.get(text))
            .copied()
            .unwrap_or(vocabulary.unknown)
    }

    /// The texts known to have the code at `position`, sorted.
    pub fn texts(&self, vocabulary: &Vocabulary, position: usize) -> impl Iterator<Item = &str> {
        self.vocabularies
            .get(vocabulary.key)
            .and_then(|texts| texts.by_position.get(&position))
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// The texts known of a vocabulary, by the position of their code; all others have the unknown one.
    pub fn known(&self, vocabulary: &Vocabulary) -> Vec<(usize, Vec<String>)> {
        (0..vocabulary.codes.len())
            .filter(|position| *position != vocabulary.unknown)
            .map(|position| (position, self.texts(vocabulary, position).map(str::to_owned).collect::<Vec<_>>()))
            .filter(|(_, texts)| !texts.is_empty())
            .collect()
    }

    /// The texts that tell the same kind of pair from one side and from the other, for each kind that can be told so.
    pub fn mirrors(&self, pair: &Pair) -> Vec<(Vec<String>, Vec<String>)> {
        let texts = |position| self.texts(pair.vocabulary, position).map(str::to_owned).collect::<Vec<_>>();
        (0..pair.vocabulary.codes.len())
            .filter_map(|kind| Some((texts(kind), texts((pair.mirror)(kind)?))))
            .filter(|(from_one, from_other)| !from_one.is_empty() && !from_other.is_empty())
            .collect()
    }
}
